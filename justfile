# The commands people use; `just` lists them.

_default:
    @just --list

# Install the package and all tools into the current environment.
setup:
    pip install -e '.[dev]'

# Run the tests and doctests; arguments go to pytest.
test *arguments:
    pytest {{ arguments }}

# Check style and types, change nothing.
lint:
    ruff check .
    ruff format --check .
    mypy

# Mend what ruff can mend.
format:
    ruff check --fix .
    ruff format .

# Build the documentation into site/, with warnings as errors; `mkdocs serve` shows it.
docs:
    mkdocs build --strict

# All that must pass, in a fresh environment.
ci:
    .ci/run

# Repair the pages that come with the tests and print what was done.
example:
    python examples/fix_scraped_pages.py

"""What all tests share: moderate property tests, and the command line over rules of our own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

settings.register_profile(
    "default",
    max_examples=200,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

# The command line as people start it, but over the few rules of tests/small_rules.py: what it does
# with findings must not hang on which ones the shipped rules make.
OVER_TEST_RULES = (
    "import layoutfix.rules, tests.small_rules; layoutfix.rules.DEFAULT = tests.small_rules.RULES; "
    "import layoutfix.cli.app; layoutfix.cli.app.main()"
)


def command(*arguments: str | Path) -> list[str]:
    """The arguments of a process that runs the command line over the test rules."""
    return [sys.executable, "-c", OVER_TEST_RULES, *map(str, arguments)]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours, from which a child process finds the tests."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
        **(more or {}),
    }


def run_tests(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder as its owner would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line over the test rules, in a folder of its own."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command(*arguments),
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment(),
            timeout=60,
            check=False,
        )

    return run

"""The order of the house: arrows run downward only, and an import of the package stays cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "layoutfix"

LONGEST = 350
"""Lines of a file at the most."""

ORDER: tuple[tuple[str, ...], ...] = (
    ("errors", "model"),
    ("language",),
    ("parsing",),
    ("rule",),
    ("dedup",),
    ("evidence",),
    ("engine",),
    ("rules",),
    ("pipeline",),
    ("collection",),
    ("config", "io"),
    ("report",),
    ("testing",),
    ("cli", "integrations"),
    ("__main__",),
)
"""The parts from the ground up; one may import from those above it in this list, and itself."""

ALONE = ("errors", "model")
"""Parts that import nothing of ours at all."""

ASKED_LATER = {("model/fixed.py", "layoutfix.report.html")}
"""The one arrow that runs upward: a repaired page shows itself, as notebooks ask objects to. It is
drawn inside of the methods, when they are called; the page knows nothing of reports until then."""

FLOOR = {part: floor for floor, parts in enumerate(ORDER) for part in parts}

HEAVY = (
    "numpy",
    "scipy",
    "datasketch",
    "regex",
    "click",
    "tqdm",
    "difflib",
    "trafilatura",
    "jinja2",
)
"""What ``import layoutfix`` must leave for later: with any of the first three it would cost more
than 100 ms."""


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def nodes_of(path: Path) -> Iterator[ast.AST]:
    """The nodes of a module without the imports that may stand inside of its functions."""
    name = path.relative_to(SOURCE).as_posix()
    tree = ast.parse(path.read_text("utf-8"))
    later = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and (name, node.module) in ASKED_LATER
    }
    return (node for node in ast.walk(tree) if node not in later)


def imported_parts(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: write imports out in full"
            module = node.module or ""
            deeper = module == "layoutfix"
            names = [f"{module}.{a.name}" for a in node.names] if deeper else [module]
        for name in names:
            top, _, rest = name.partition(".")
            if top == "layoutfix":
                yield rest.partition(".")[0]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_arrows_run_downward(path: Path) -> None:
    part = part_of(path)
    assert part in FLOOR, f"say in ORDER where {part} stands"
    for other in set(imported_parts(path)) - {part, "__version__"}:
        assert part not in ALONE, f"{part} imports nothing of ours, but has {other}"
        assert FLOOR[other] < FLOOR[part], f"{part} must not import from {other}"


def test_every_part_is_seen() -> None:
    assert set(map(part_of, modules())) == set(FLOOR)
    assert set(imported_parts(SOURCE / "pipeline.py")) >= {"model", "parsing", "engine", "rules"}


def test_the_root_has_no_other_file() -> None:
    loose = {"__init__.py", "__main__.py", "errors.py", "pipeline.py", "py.typed", "rule.py"}
    assert {path.name for path in SOURCE.iterdir() if path.is_file()} == loose


def test_every_file_can_be_read_in_one_sitting() -> None:
    lengths = {
        path.name: len(path.read_text("utf-8").splitlines()) for path in SOURCE.rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_part_is_in_a_circle() -> None:
    """Modules of one part may import one another, but not round about."""
    wants = {
        _module(path): {m for m in _imported_modules(path) if m != _module(path)}
        for path in modules()
    }
    while free := {name for name, others in wants.items() if not others & set(wants)}:
        wants = {name: others for name, others in wants.items() if name not in free}
    assert not wants, f"these import one another: {sorted(wants)}"


def _module(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported_modules(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("layoutfix"):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_an_import_loads_nothing_heavy() -> None:
    program = f"import sys, layoutfix; print([n for n in {HEAVY} if n in sys.modules])"
    assert _output(program) == "[]"


def test_the_command_line_answers_without_numpy() -> None:
    program = (
        "import sys, layoutfix.cli.app\n"
        "try: layoutfix.cli.app.main(['--version'])\n"
        "except SystemExit: print('numpy' in sys.modules)"
    )
    assert _output(program).splitlines()[-1] == "False"


def test_all_public_names_are_there() -> None:
    program = (
        "import layoutfix, typing\n"
        "assert set(dir(layoutfix)) == set(layoutfix.__all__)\n"
        "print(all(getattr(layoutfix, name) is not None for name in layoutfix.__all__))\n"
        "try: layoutfix.fxi\n"
        "except AttributeError as error: print(error)"
    )
    assert _output(program).splitlines() == [
        "True",
        "module 'layoutfix' has no attribute 'fxi'",
    ]


def _output(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    ).stdout.strip()

"""Law 7 for regular expressions: each is linear in its worst input, or given short texts alone.

A pattern that stands here as slow has to be mended: make it linear (no ``\\s*`` before ``$`` in a
search, no two repeats side by side that match the same), or give it the first characters only.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import ROOT, environment
from tests.patterns.recording import METHODS
from tests.patterns.worst import Recorded, Worst, call, compiled_of, seconds, worst_inputs

SHORT = 1_000
"""Characters: a pattern that is never given more, however long the page, can't hold it up."""

QUICK = 0.02
"""Seconds for 16,384 characters, 0.8 million a second, below which nothing needs to be doubled."""

MOST = 3.0
"""How much longer twice the input may take: 2 is linear, 4 is quadratic."""


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.patterns.recording"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_pattern_is_linear_or_given_short_texts(
    recorded: dict[str, list[dict[str, object]]],
) -> None:
    records = [Recorded(**each) for each in recorded["records"]]  # type: ignore[arg-type]
    assert len(records) > 40
    long_ones = [each for each in records if max(each.longest.values(), default=0) > SHORT]
    assert long_ones
    slow = [found for each in long_ones for found in _slow(each)]
    assert not slow, "\n".join(slow)


def _slow(record: Recorded, size: int = 8_192) -> Iterator[str]:
    compiled = compiled_of(record)
    for worst in worst_inputs(record):
        for method, longest in record.longest.items():
            if longest > SHORT and _is_slow(compiled, method, worst, size):
                yield f"{record.home}: {method} of {record.pattern!r} on {worst}"


def _is_slow(compiled: object, method: str, worst: Worst, size: int) -> bool:
    """Whether it takes more than thrice as long over twice as much, at three times of asking."""
    for _ in range(3):
        one, two = (seconds(call(compiled, method, worst.of(n)), 3) for n in (size, 2 * size))
        if two < QUICK or two <= MOST * one:
            return False
    return True


def test_the_characters_that_patterns_look_at_grow_with_the_page(
    recorded: dict[str, dict[str, tuple[int, int]]],
) -> None:
    work = recorded["work"]
    assert len(work) > 100
    wrong = {page: counts for page, counts in work.items() if counts[1] > 2.2 * counts[0] + 60_000}
    assert not wrong


def test_every_place_that_compiles_a_pattern_was_seen(
    recorded: dict[str, list[dict[str, str]]],
) -> None:
    seen = {each["home"].partition(":")[0].partition("[")[0] for each in recorded["records"]}
    assert set(_places()) == seen


def _places() -> Iterator[str]:
    """The functions and modules in which something of ``re`` or ``regex`` is called."""
    source = ROOT / "src"
    for path in source.rglob("*.py"):
        if "integrations" in path.parts:
            continue
        module = ".".join(path.relative_to(source).with_suffix("").parts)
        yield from _called(ast.parse(path.read_text("utf-8")), module, "<module>")


def _called(node: ast.AST, module: str, function: str) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.FunctionDef) else function
        called = child.func if isinstance(child, ast.Call) else None
        if (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id in ("re", "regex")
            and called.attr in ("compile", *METHODS)
        ):
            yield f"{module}.{function}"
        yield from _called(child, module, inner)


def test_a_quadratic_pattern_is_caught() -> None:
    record = Recorded("here", "regex", r"\s+$", 0, {"search": 10_000})
    assert next(_slow(record, 2_048), None)
    assert not list(_slow(Recorded("here", "regex", r"\d{1,5}", 0, {"search": 10_000})))

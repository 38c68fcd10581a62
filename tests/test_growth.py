"""Law 7: hostile pages, doubled. ``python -m benchmarks.hostile`` does it up to 16 million."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path
from types import FrameType

import pytest

import layoutfix
from benchmarks.hostile import FAMILIES, page_of
from layoutfix import fix
from layoutfix.engine.passes import _pass
from layoutfix.evidence.seams.trees import Trees

SMALL = 8_000
"""Characters of the shorter page; the longer one has twice as many."""

PACKAGE = str(Path(layoutfix.__file__).parent)

MOST = 2.1
"""How many more lines of the package may run for the longer page, and how many more bytes be held
at once: 2 is linear, 4 quadratic. A table of lines by lines holds 16 million at these lengths."""


@pytest.mark.parametrize("family", list(FAMILIES))
def test_the_work_of_a_page_is_counted_and_doubles(family: str) -> None:
    """Lines of the package that run in a pass; the count is the same at every run."""
    one, two = (_lines_run(page_of(family, n)) for n in (SMALL, 2 * SMALL))
    assert two <= MOST * one + 2_000


def _lines_run(page: str) -> float:
    count = passes = 0

    def trace(frame: FrameType, event: str, _: object) -> object:  # noqa: ARG001
        nonlocal passes
        passes += frame.f_code is _pass.__code__  # a page may need one more than a shorter one
        return line if frame.f_code.co_filename.startswith(PACKAGE) else None

    def line(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        # From some thousand seams on the trees are asked one by one, as often for any number.
        count += event == "line" and frame.f_code is not Trees._many.__code__
        return line

    fix(page)  # what is made at the first call, and kept
    before = sys.gettrace()  # coverage's, where it measures
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        fix(page)
    finally:
        sys.settrace(before)
    return count / passes


@pytest.mark.parametrize("family", list(FAMILIES))
def test_the_memory_of_a_page_doubles(family: str) -> None:
    one, two = (_bytes_held(page_of(family, n)) for n in (SMALL, 2 * SMALL))
    assert two <= MOST * one + 5_000_000


@pytest.mark.parametrize(("family", "length"), [("one-letter lines", 2), ("hyphenated lines", 4)])
def test_a_line_more_takes_less_than_its_evidence(family: str, length: int) -> None:
    """Of the features of a long page's seams, 300 bytes each, only a part exists at a time."""
    one, two = (_bytes_held(page_of(family, n)) for n in (80_000, 160_000))
    assert (two - one) / (80_000 // length) <= 450


def _bytes_held(page: str) -> int:
    fix(page)
    tracemalloc.start()
    try:
        fix(page)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("family", ["nested quotes", "brackets left open", "nested lists", "tags"])
def test_nothing_is_recursive_in_the_depth_of_a_page(family: str) -> None:
    """With a stack of sixty calls more than here, thousands of levels go through."""
    page = page_of(family, 20_000)
    wanted = fix(page).text
    before = sys.getrecursionlimit()
    depth = len(_frames())
    try:
        sys.setrecursionlimit(depth + 60)
        assert fix(page).text == wanted
        assert fix(">" * 5_000 + " a\n" + " " * 5_000 + "- b\n").source
    finally:
        sys.setrecursionlimit(before)


def _frames() -> list[object]:
    found: list[object] = []
    frame = sys._getframe()
    while frame is not None:
        found.append(frame)
        frame = frame.f_back  # type: ignore[assignment]
    return found

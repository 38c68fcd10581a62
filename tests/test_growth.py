"""Law 7: hostile pages, doubled. ``python -m benchmarks.hostile`` does it up to 16 million."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from benchmarks.hostile import FAMILIES, page_of, seconds
from layoutfix import fix

SMALL = 8_000
MOST = 3.2
"""How much longer a page twice as long may take: 2 is linear, 4 quadratic."""

QUICK = 0.15
"""Seconds for the longer page below which it doesn't matter; a quadratic one takes longer."""


def _grows_too_fast(family: str, size: int) -> bool:
    """Whether it does at three times of asking: the machine may have been busy at one."""
    for _ in range(3):
        times = [seconds(page_of(family, n)) for n in (size, 2 * size)]
        if times[1] < QUICK or times[1] <= MOST * times[0]:
            return False
    return True


@pytest.mark.parametrize("family", list(FAMILIES))
def test_time_grows_in_line_with_the_page(family: str) -> None:
    fix(page_of(family, SMALL // 2))
    assert not _grows_too_fast(family, SMALL)


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


@pytest.mark.parametrize("family", ["tables", "lists", "page numbers", "doubled lines", "random"])
def test_the_work_of_a_page_is_counted_and_doubles(family: str) -> None:
    """Lines of Python that run; the count is the same at every run."""
    one, two = (_lines_run(page_of(family, n)) for n in (3_000, 6_000))
    assert two <= 2.6 * one + 20_000


def _lines_run(page: str) -> int:
    counted: Counter[str] = Counter()

    def trace(frame: object, event: str, argument: object) -> object:  # noqa: ARG001
        counted[event] += 1
        return trace

    fix(page)  # what is made at the first call, and kept
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        fix(page)
    finally:
        sys.settrace(None)
    return counted["line"]

"""Long pages in pieces: a fragment is looked for among the headings around it.

On a newspaper's page that is all of them. It keeps what a page costs in line with its length.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields, replace

from layoutfix.model import Edit, Flags, LineTable, Page, Role, Span, first_rows

__all__ = ["MOST_BLOCKS", "edit_moved", "moved", "windows"]

ENOUGH_BLOCKS, ENOUGH_HEADINGS = 160, 40
"""Blocks and headings from which on the next heading begins another window."""

MOST_BLOCKS = 240
"""Blocks of a window, whatever stands there."""


def windows(page: Page) -> Iterator[tuple[int, Page]]:
    """The page in pieces that stand by themselves, each with the offset it begins at."""
    rows = page.derived(first_rows)
    if len(rows) <= MOST_BLOCKS:
        yield 0, page
        return
    firsts = _firsts(page.lines.role[rows] == Role.HEADING.code)
    edges = [*rows[firsts].tolist(), len(page.lines)]
    for low, high in itertools.pairwise(edges):
        yield _window(page, low, high)


def _firsts(headings: Flags) -> list[int]:
    """The numbers of the blocks that windows begin with.

    Args:
        headings: which blocks are headings.
    """
    firsts, inside = [0], 0
    for number, heading in enumerate(headings.tolist()):
        size = number - firsts[-1]
        full = size >= ENOUGH_BLOCKS or inside >= ENOUGH_HEADINGS
        if number and (size >= MOST_BLOCKS or (heading and full)):
            firsts.append(number)
            inside = 0
        inside += heading
    return firsts


def _window(page: Page, low: int, high: int) -> tuple[int, Page]:
    """The lines from ``low`` to ``high`` as a page."""
    lines = page.lines
    start = int(lines.first[low])
    end = int(lines.first[high]) if high < len(lines) else len(page.text)
    table = {each.name: getattr(lines, each.name)[low:high] for each in fields(LineTable)}
    for name in ("start", "end", "first"):
        table[name] = table[name] - start
    return start, Page(
        page.text[start:end],
        page.code_points[start:end],
        page.kinds[start:end],
        LineTable(**table),
        page.words,
    )


def moved(span: Span, offset: int) -> Span:
    """The span so many characters further on."""
    return Span(span.start + offset, span.end + offset)


def edit_moved(edit: Edit, offset: int) -> Edit:
    """The edit so many characters further on."""
    target = None if edit.target is None else edit.target + offset
    return replace(edit, span=moved(edit.span, offset), target=target)

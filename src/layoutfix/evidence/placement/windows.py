"""Long pages in pieces: a fragment is looked for among the headings around it.

On a newspaper's page that is all of them. It keeps what a page costs in line with its length.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np

from layoutfix.model import Block, Edit, LineTable, Page, Role, Span

__all__ = ["MOST_BLOCKS", "edit_moved", "moved", "windows"]

ENOUGH_BLOCKS, ENOUGH_HEADINGS = 160, 40
"""Blocks and headings from which on the next heading begins another window."""

MOST_BLOCKS = 240
"""Blocks of a window, whatever stands there."""


def windows(page: Page) -> Iterator[tuple[int, Page]]:
    """The page in pieces that stand by themselves, each with the offset it begins at."""
    blocks = page.blocks
    if len(blocks) <= MOST_BLOCKS:
        yield 0, page
        return
    firsts = _firsts(blocks)
    rows = np.searchsorted(page.lines.start, [blocks[at].span.start for at in firsts], side="right")
    edges = [*(rows - 1).tolist(), len(page.lines)]
    for low, high in itertools.pairwise(edges):
        if low < high:
            yield _window(page, low, high)


def _firsts(blocks: tuple[Block, ...]) -> list[int]:
    """The numbers of the blocks that windows begin with."""
    firsts, headings = [0], 0
    for number, block in enumerate(blocks):
        size = number - firsts[-1]
        heading = block.role is Role.HEADING
        full = size >= ENOUGH_BLOCKS or headings >= ENOUGH_HEADINGS
        if number and (size >= MOST_BLOCKS or (heading and full)):
            firsts.append(number)
            headings = 0
        headings += heading
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

"""Text to Page: lines as columns, and the structure that must never be reflowed.

Everything here is decided from marks that people write on purpose (Markdown, tables, code, list
bullets). What a block is by its words is for the rules of the roles stage.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.characters import Kind, code_points_of, kinds, widths
from layoutfix.model import Flags, Integers, LineTable, Page
from layoutfix.structure import mark_structure

__all__ = ["empty_lines", "parse", "read_lines"]

TAB_COLUMNS = 4
BYTE_ORDER_MARK = 0xFEFF


def parse(text: str) -> Page:
    """The page that ``text`` is, with its lines; blocks are derived when asked for.

    Any text is a page; offsets are code points.

    >>> [(b.role.value, b.span.text_of("# A\\n\\nb\\nc")) for b in parse("# A\\n\\nb\\nc").blocks]
    [('heading', '# A'), ('paragraph', 'b\\nc')]
    """
    code_points = code_points_of(text)
    kind = kinds(code_points)
    page = Page(text, code_points, kind, read_lines(code_points, kind))
    return page.relined(mark_structure(page))


def empty_lines(count: int = 0) -> LineTable:
    """A table of ``count`` rows of zeros."""
    return LineTable(
        start=np.zeros(count, np.int64),
        end=np.zeros(count, np.int64),
        first=np.zeros(count, np.int64),
        indent=np.zeros(count, np.int64),
        width=np.zeros(count, np.int64),
        gap=np.zeros(count, np.int64),
        page_break=np.zeros(count, np.bool_),
        role=np.zeros(count, np.uint8),
        level=np.zeros(count, np.uint8),
        opens=np.zeros(count, np.bool_),
        closes=np.zeros(count, np.bool_),
        frozen=np.zeros(count, np.bool_),
    )


def read_lines(code_points: npt.NDArray[np.uint32], kind: npt.NDArray[np.uint8]) -> LineTable:
    """The lines that are not blank, all of them paragraphs so far."""
    count = len(code_points)
    is_break = kind == Kind.BREAK
    content = ~(is_break | (kind == Kind.SPACE))
    if count and code_points[0] == BYTE_ORDER_MARK:
        content[0] = False
    breaks = np.flatnonzero(is_break)
    feeds = code_points[breaks] == ord("\f")
    if len(breaks):  # \r\n is one break: its \r ends the line, its \n begins nothing
        pair = code_points[breaks] == ord("\n")
        pair[0] = False
        pair[1:] &= (code_points[breaks[:-1]] == ord("\r")) & (breaks[1:] == breaks[:-1] + 1)
        breaks, feeds = breaks[~pair], feeds[~pair]
    first = np.concatenate(([0], breaks + 1)).astype(np.int64)
    after_crlf = first[1:] < count
    crlf = np.zeros(len(first), np.bool_)
    if count:
        following = np.minimum(first[1:], count - 1)
        crlf[1:] = after_crlf & (code_points[breaks] == ord("\r"))
        crlf[1:] &= code_points[following] == ord("\n")
    first = first + crlf
    last = np.concatenate((breaks, [count]))
    inked = np.flatnonzero(content)
    if not len(inked):
        return empty_lines()
    low = np.searchsorted(inked, first)
    high = np.searchsorted(inked, last)
    rows = np.flatnonzero(high > low)
    start, end = inked[low[rows]], inked[high[rows] - 1] + 1
    feeds_before = np.concatenate(([0], np.cumsum(feeds)))[rows]
    feeds_between = np.diff(feeds_before, prepend=0)
    gap = np.maximum(np.diff(rows, prepend=-1) - 1 - feeds_between, 0)
    columns = _columns(code_points, kind)
    table = empty_lines(len(rows))
    return LineTable(
        start=start,
        end=end,
        first=first[rows],
        indent=columns[start] - columns[first[rows]],
        width=columns[end] - columns[start],
        gap=gap,
        page_break=feeds_between > 0,
        role=table.role,
        level=table.level,
        opens=table.opens,
        closes=table.closes,
        frozen=table.frozen,
    )


def _columns(code_points: npt.NDArray[np.uint32], kind: npt.NDArray[np.uint8]) -> Integers:
    """Display columns before each character, counted from the start of the text."""
    column = widths(code_points)
    tabs: Flags = (kind == Kind.SPACE) & (code_points == ord("\t"))
    if tabs.any():
        column = np.where(tabs, np.uint8(TAB_COLUMNS), column)
    before = np.zeros(len(column) + 1, np.int64)
    np.cumsum(column, out=before[1:])
    return before

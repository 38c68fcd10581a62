"""Text to Page: lines as columns, and the structure that must never be reflowed.

Everything here is decided from marks that people write on purpose (Markdown, tables, code, list
bullets). What a block is by its words is for the rules of the roles stage.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import Kind, code_points_of, kinds, summed_before, widths
from layoutfix.model import Integers, LineTable, Page, read_only
from layoutfix.parsing.end_to_end import apart
from layoutfix.parsing.structure import mark_structure

__all__ = ["display_columns", "empty_lines", "parse", "parse_many", "read_lines"]

TAB_COLUMNS = 4
BYTE_ORDER_MARK = 0xFEFF

SHORT_BLANK = 12
"""White space at the ends of lines that is taken off step by step; what is longer is looked up."""


def parse(text: str) -> Page:
    """The page that ``text`` is, with its lines; blocks are derived when asked for.

    Any text is a page; offsets are code points.

    >>> [(b.role.value, b.span.text_of("# A\\n\\nb\\nc")) for b in parse("# A\\n\\nb\\nc").blocks]
    [('heading', '# A'), ('paragraph', 'b\\nc')]
    """
    return _parsed(text, np.zeros(1, np.int64))


def parse_many(texts: Sequence[str]) -> list[Page]:
    """The page that each of these texts is: as :func:`parse` one by one, in less time.

    >>> [len(page.lines) for page in parse_many(["a\\nb", "", "c"])]
    [2, 0, 1]
    """
    if len(texts) == 1:
        return [parse(texts[0])]
    behind = np.cumsum([len(text) + 1 for text in texts])
    return apart(_parsed("\n".join(texts), np.append(0, behind[:-1])), texts)


def _parsed(text: str, starts: Integers) -> Page:
    code_points = code_points_of(text)
    page = Page(text, code_points, kinds(code_points), empty_lines(), starts=starts)
    page = page.relined(read_lines(page))
    page = page.relined(mark_structure(page))
    columns = (getattr(page.lines, name) for name in LineTable.__dataclass_fields__)
    read_only(page.code_points, page.kinds, *columns)
    return page


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


def read_lines(page: Page) -> LineTable:
    """The lines that are not blank, all of them paragraphs so far."""
    code_points, kind = page.code_points, page.kinds
    count = len(code_points)
    breaks = np.flatnonzero(kind == Kind.BREAK)
    broken_by = code_points[breaks]
    feeds = broken_by == ord("\f")
    after = breaks + 1
    returns = broken_by == ord("\r")
    if returns.any():  # \r\n is one break: its \r ends the line, its \n begins nothing
        second = np.zeros(len(breaks) + 1, np.bool_)
        second[1:-1] = (broken_by[1:] == ord("\n")) & returns[:-1] & (np.diff(breaks) == 1)
        after = (after + second[1:])[~second[:-1]]
        breaks, feeds = breaks[~second[:-1]], feeds[~second[:-1]]
    first, last = np.append(0, after), np.append(breaks, count)
    visible = first.copy()
    starts = page.starts
    if count:
        marked = starts[code_points[np.minimum(starts, count - 1)] == BYTE_ORDER_MARK]
        visible[np.searchsorted(first, marked) if len(marked) else marked] += 1
    del breaks, broken_by, after, returns
    start, end = _inked(kind, visible, last)
    rows = np.flatnonzero(end > start)
    if not len(rows):
        return empty_lines()
    start, end = start[rows], end[rows]
    del visible, last
    feeds_before = np.concatenate(([0], np.cumsum(feeds)))
    feeds_between = np.diff(feeds_before[rows], prepend=0)
    blank = np.diff(rows, prepend=-1) - 1
    if len(starts) > 1:
        top = np.searchsorted(first, starts)  # each page's first line, blank or not
        inked = np.searchsorted(rows, top)  # its first that isn't, or the next page's
        some = np.flatnonzero(np.diff(inked, append=len(rows)))
        top, inked = top[some], inked[some]
        blank[inked] = rows[inked] - top
        feeds_between[inked] = feeds_before[rows[inked]] - feeds_before[top]
    gap = np.maximum(blank - feeds_between, 0)
    first = first[rows]
    begin, before, behind = summed_before(code_points, display_columns, (first, start, end))
    table = empty_lines(len(rows))
    return LineTable(
        start=start,
        end=end,
        first=first,
        indent=before - begin,
        width=behind - before,
        gap=gap,
        page_break=feeds_between > 0,
        role=table.role,
        level=table.level,
        opens=table.opens,
        closes=table.closes,
        frozen=table.frozen,
    )


def _inked(
    kind: npt.NDArray[np.uint8], start: Integers, end: Integers
) -> tuple[Integers, Integers]:
    """The spans of lines without the white space at both ends, in place; blank lines have none."""
    some = np.flatnonzero(start < end)
    blank = (kind[start[some]] == Kind.SPACE) | (kind[end[some] - 1] == Kind.SPACE)
    some = some[blank]  # most lines have no white space to take off
    for _ in range(SHORT_BLANK):
        if not len(some):
            return start, end
        before, behind = kind[start[some]] == Kind.SPACE, kind[end[some] - 1] == Kind.SPACE
        start[some] += before
        end[some] -= behind & ~(before & (start[some] == end[some]))
        some = some[(before | behind) & (start[some] < end[some])]
    if len(some):
        inked = (kind != Kind.BREAK) & (kind != Kind.SPACE)
        edges = np.flatnonzero(np.diff(inked, prepend=False, append=False))
        begins, ends = edges[::2], edges[1::2]  # of the runs without white space
        low = np.searchsorted(ends, start[some], side="right")
        high = np.searchsorted(begins, end[some])
        full = high > low
        rows, low, high = some[full], low[full], high[full]
        start[rows] = np.maximum(start[rows], begins[low])
        end[rows] = np.minimum(end[rows], ends[high - 1])
        end[some[~full]] = start[some[~full]]
    return start, end


def display_columns(code_points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """The display columns of each code point: as wide as it is, breaks have none, a tab has four.

    >>> display_columns(code_points_of("\\t转a\\n")).tolist()
    [4, 2, 1, 0]
    """
    column = widths(code_points)
    column[code_points == ord("\t")] = TAB_COLUMNS
    return column

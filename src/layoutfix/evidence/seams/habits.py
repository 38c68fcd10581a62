"""Evidence of habit: how the page marks paragraphs where they surely end.

A line that closes with a full stop and leaves room for the next word ends a paragraph. What the
page does behind such lines (indent, blank line, neither) it will do behind the doubtful ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from layoutfix.evidence.seams.columns import Columns, Feature, Features, Small
from layoutfix.evidence.seams.edges import Edges
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Page, Role
from layoutfix.parsing.page_rows import PageRows, page_rows

__all__ = ["Habits", "block_shares", "habit_features", "page_habits"]

REACH = 30
"""Lines before and after a seam whose habits count."""

FAR = 200
"""Lines before and after a seam that are asked whether paragraphs are indented here."""

DEEPEST = 8
"""Display columns of the deepest first line: what stands further in is centred or a quotation."""

LEAST_ROOM = 15
"""Hundredths of a block's longest line that are left behind the next word where a line ended before
it had to."""

VERSE_REACH = 5

_HYPHENS = kind_set(Kind.HYPHEN, Kind.SOFT_HYPHEN)

_MARKS = kind_set(
    *(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.COMMA, Kind.SEMICOLON),
    *(Kind.COLON, Kind.ENUMERATION_COMMA, Kind.DASH, Kind.ELLIPSIS),
)


class Habits:
    """How each line is marked behind a line that surely ends a paragraph.

    Attributes:
        excess: by how many display columns it stands further in than lines near by.
        indented: whether it is indented there.
        gapped: whether there is a blank line before it.
        plain: whether there is neither.
    """

    def __init__(self, page: Page, columns: Columns, edges: Edges) -> None:
        rows = page.derived(page_rows)
        self.excess = columns.indent - _lowest(rows, columns.indent, 12)
        behind = rows.neighbour(edges.ends & columns.loose, -1, False)
        indented, gapped = self.excess > 0, page.lines.gap > 0
        self.indented: Flags = behind & indented
        self.gapped: Flags = behind & gapped
        self.plain: Flags = behind & ~indented & ~gapped

    def marks(self) -> Iterator[tuple[str, Flags]]:
        """The marks by name."""
        return zip(_BEHIND, (self.indented, self.gapped, self.plain), strict=True)


_BEHIND = ("indented", "gapped", "plain")


def page_habits(page: Page, columns: Columns, edges: Edges, habits: Habits) -> Features:
    """Features of the ``n - 1`` seams from all of the page and from whole blocks of it."""
    lines, rows = page.lines, page.derived(page_rows)
    out: dict[str, Feature] = {}
    for name, flags in habits.marks():
        others = rows.totals(flags) - flags
        out[f"{name}_page"] = np.minimum(others, 50)[1:].astype(np.int16)
    goes_on = (edges.inner_first[1:] == Kind.LOWER) | _HYPHENS[edges.last[:-1]]
    out["goes_on_block"] = block_shares(
        (lines.gap[1:] > 0) | rows.ends[:-1], np.zeros(len(lines) - 1, np.bool_), goes_on
    )
    out.update(_raggedness(page, columns))
    out.update(_last_lines(page, columns))
    return out


def habit_features(page: Page, columns: Columns, edges: Edges, habits: Habits) -> Features:
    """Features of the ``n - 1`` seams from the lines around each."""
    rows, near = page.derived(page_rows), np.minimum(habits.excess, 20)
    out: dict[str, Feature] = {"excess_left": near[:-1], "excess_right": near[1:]}
    for name, flags in habits.marks():
        out[f"{name}_near"] = np.minimum(rows.window_sum(flags, REACH), 20)[1:].astype(np.int16)
    out.update(_first_lines(rows, columns, edges, page.lines.gap > 0))
    out.update(_items(page, columns))
    marked = _MARKS[edges.inner_last]
    out["marked_near"] = rows.window_sum(marked, VERSE_REACH)[:-1].astype(np.int16)
    return out


def _first_lines(rows: PageRows, columns: Columns, edges: Edges, gapped: Flags) -> Features:
    """How many lines stand further in than both of their neighbours: first lines of paragraphs.

    Where there are such lines and nearly all of them follow a closed one, the page marks its
    paragraphs by indents, and a line without one goes on.
    """
    indent = columns.indent
    deeper = np.zeros(len(indent), np.bool_)
    deeper[:-1] = (indent[:-1] > indent[1:]) & (columns.edge[1:] > 0) & ~gapped[1:]
    deeper &= ~rows.ends
    deeper[1:] &= (indent[1:] > indent[:-1]) | gapped[1:] | rows.begins[1:]
    deeper &= indent <= DEEPEST + _lowest(rows, indent, 2)
    closed = rows.neighbour(edges.ends, -1, True) & deeper
    out: dict[str, Feature] = {"first_line": deeper[1:]}
    for reach, name in ((REACH, "near"), (FAR, "far")):
        lines, after = rows.window_sum(deeper, reach), rows.window_sum(closed, reach)
        out[f"first_lines_{name}"] = np.minimum(lines, 50)[1:].astype(np.int16)
        share = 100 * after // np.maximum(lines, 1)
        out[f"first_closed_{name}"] = np.where(lines > 0, share, -1)[1:].astype(np.int16)
    return out


def _raggedness(page: Page, columns: Columns) -> Features:
    """How many line ends of a block leave room that a column wouldn't: of verse, rows, notices.

    Measured against the longest line of the block, on both sides of a seam and of all blocks near
    by, in hundredths; -1 where no block has two lines.
    """
    lines, rows = page.lines, page.derived(page_rows)
    begins = (lines.gap > 0) | lines.opens | lines.page_break | rows.begins
    firsts = np.flatnonzero(begins)
    block = np.cumsum(begins, dtype=np.int32) - 1
    longest = np.maximum.reduceat(columns.edge, firsts)[block].astype(np.int32)
    needed = columns.edge.astype(np.int32) + rows.neighbour(columns.head, 1, 0) + 1
    inner = np.append(~begins[1:], False)
    loose = inner & (100 * (longest - needed) >= LEAST_ROOM * longest)
    count = np.add.reduceat(inner.astype(np.int32), firsts)
    total = np.add.reduceat(loose.astype(np.int32), firsts)
    share = np.where(count > 0, 100 * total // np.maximum(count, 1), -1)[block].astype(np.int16)
    near, ends = rows.window_sum(loose, REACH) + loose, rows.window_sum(inner, REACH) + inner
    size = np.minimum(count + 1, 30)[block].astype(np.int16)
    around = np.where(ends > 0, 100 * near // np.maximum(ends, 1), -1).astype(np.int16)
    return {
        "loose_left": share[:-1],
        "loose_right": share[1:],
        "loose_near": around[1:],
        "block_lines_left": size[:-1],
        "block_lines_right": size[1:],
    }


def block_shares(apart: Flags, begins: Flags, flags: Flags) -> Small:
    """Of a hundred seams inside the block around each seam, how many have the flag.

    Where no line of a block goes on with a small letter or after a hyphen, its lines are rows.

    Args:
        apart: seams with blank lines, which part the blocks; their own share is -1.
        begins: seams that are the first of a page, where several are asked at once.
        flags: of the seams.

    >>> flags = np.array([True, False, False, True])
    >>> block_shares(np.array([False, False, True, False]), np.zeros(4, np.bool_), flags).tolist()
    [50, 50, -1, 100]
    """
    inside = ~apart
    block = np.cumsum(apart | begins, dtype=np.int64)
    count = np.bincount(block[inside], minlength=int(block[-1]) + 1 if len(block) else 1)
    total = np.bincount(block[inside & flags], minlength=len(count))
    share = 100 * total // np.maximum(count, 1)
    return np.where(inside, share[block], -1).astype(np.int16)


def _items(page: Page, columns: Columns) -> Features:
    """Whether both lines are of one list item, and whether the right one hangs under its text."""
    lines = page.lines
    item = lines.role == Role.LIST_ITEM.code
    step = columns.indent[1:] - columns.indent[:-1]
    marked = item[:-1] & lines.opens[:-1]
    inside = item[:-1] & item[1:] & ~lines.opens[1:] & (lines.gap[1:] == 0)
    items = page.derived(page_rows).window_sum(item & lines.opens, 12)
    return {
        "item": inside,
        "item_hangs": np.where(inside & marked, clipped(step, -9, 9), 20).astype(np.int16),
        "items_near": np.minimum(items, 20)[1:].astype(np.int16),
    }


def _lowest(rows: PageRows, values: Small, reach: int) -> Small:
    """The lowest of each value and its neighbours at most ``reach`` away."""
    lowest = np.empty_like(values)
    for some, near, inside in rows.windows(values, reach):
        own = near if inside is None else np.where(inside, near, values[some])
        own.min(axis=0, out=lowest[some])
    return lowest


def _last_lines(page: Page, columns: Columns) -> Features:
    """How full the last lines of blocks are: half on average in prose, nearly full in verse."""
    lines, rows = page.lines, page.derived(page_rows)
    first = (lines.gap > 0) | lines.opens | lines.page_break | rows.begins
    firsts = np.flatnonzero(first)
    block = np.cumsum(first, dtype=np.int32) - 1
    widest = np.maximum.reduceat(columns.edge, firsts)
    last = np.append(first[1:], True) & ~first & ~lines.frozen
    fill = np.where(last, 100 * columns.edge.astype(np.int32) // np.maximum(widest[block], 1), 0)
    count = rows.window_sum(last, REACH) + last
    total = rows.window_sum(fill, REACH) + fill
    return {
        "last_fill_near": np.where(count > 0, total // np.maximum(count, 1), -1)[:-1].astype(
            np.int16
        ),
        "last_lines_near": np.minimum(count, 20)[:-1].astype(np.int16),
    }

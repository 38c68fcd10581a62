"""Evidence of habit: how the page marks paragraphs where they surely end.

A line that closes with a full stop and leaves room for the next word ends a paragraph. What the
page does behind such lines (indent, blank line, neither) it will do behind the doubtful ones.
"""

from __future__ import annotations

import numpy as np

from layoutfix.evidence.page_rows import PageRows, page_rows
from layoutfix.evidence.seams.columns import Columns, Feature, Features, Small
from layoutfix.evidence.seams.edges import Edges
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Page

__all__ = ["habit_features"]

REACH = 30
"""Lines before and after a seam whose habits count."""

VERSE_REACH = 5

_MARKS = kind_set(
    *(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.COMMA, Kind.SEMICOLON),
    *(Kind.COLON, Kind.ENUMERATION_COMMA, Kind.DASH, Kind.ELLIPSIS),
)


def habit_features(page: Page, columns: Columns, edges: Edges) -> Features:
    """Features of the ``n - 1`` seams."""
    lines, rows = page.lines, page.derived(page_rows)
    excess = columns.indent - _lowest(rows, columns.indent, 12)
    behind = rows.neighbour(edges.ends & columns.loose, -1, False)
    out: dict[str, Feature] = {
        "excess_left": np.minimum(excess, 20)[:-1],
        "excess_right": np.minimum(excess, 20)[1:],
    }
    indented, gapped = excess > 0, lines.gap > 0
    marks = {
        "indented": behind & indented,
        "gapped": behind & gapped,
        "plain": behind & ~indented & ~gapped,
    }
    for name, flags in marks.items():
        out[f"{name}_near"] = np.minimum(rows.window_sum(flags, REACH), 20)[1:].astype(np.int16)
        others = rows.totals(flags) - flags
        out[f"{name}_page"] = np.minimum(others, 50)[1:].astype(np.int16)
    marked = _MARKS[edges.inner_last]
    out["marked_near"] = rows.window_sum(marked, VERSE_REACH)[:-1].astype(np.int16)
    out.update(_last_lines(page, columns))
    return out


def _lowest(rows: PageRows, values: Small, reach: int) -> Small:
    """The lowest of each value and its neighbours at most ``reach`` away."""
    lowest = values.copy()
    for step in range(1, min(reach, len(values) - 1) + 1):
        same = rows.same(step)
        for there, here in (
            (slice(step, None), slice(None, -step)),
            (slice(None, -step), slice(step, None)),
        ):
            other = values[there] if same is None else np.where(same, values[there], values[here])
            np.minimum(lowest[here], other, out=lowest[here])
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

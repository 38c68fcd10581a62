"""Evidence of habit: how the page marks paragraphs where they surely end, and whether it is verse.

A line that closes with a full stop and leaves room for the next word ends a paragraph. What the
page does behind such lines (indent, blank line, neither) it will do behind the doubtful ones.
"""

from __future__ import annotations

import numpy as np

from layoutfix.characters import Kind, kind_set
from layoutfix.model import Flags, Integers, Page
from layoutfix.seams.columns import Columns, Features, window_sum
from layoutfix.seams.edges import Edges

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
    lines = page.lines
    base = _lowest(lines.indent, 12)
    excess = lines.indent - base
    behind = np.concatenate(([False], edges.ends[:-1] & columns.loose[:-1]))
    out: Features = {
        "excess_left": np.minimum(excess, 20)[:-1],
        "excess_right": np.minimum(excess, 20)[1:],
        "excess_near": window_sum((excess > 0).astype(np.int64), 12)[1:],
    }
    marks = {
        "indented": behind & (excess > 0),
        "gapped": behind & (lines.gap > 0),
        "plain": behind & (excess == 0) & (lines.gap == 0),
    }
    for name, flags in marks.items():
        numbers = flags.astype(np.int64)
        out[f"{name}_near"] = np.minimum(window_sum(numbers, REACH), 20)[1:]
        others = int(numbers.sum()) - numbers
        out[f"{name}_page"] = np.minimum(others, 50)[1:]
    marked = _MARKS[edges.inner_last].astype(np.int64)
    out["marked_near"] = window_sum(marked, VERSE_REACH)[:-1]
    out.update(_last_lines(page, columns))
    rhymes = _rhymes(page, edges).astype(np.int64)
    out["rhymes_near"] = (window_sum(rhymes, VERSE_REACH) + rhymes)[:-1]
    return out


def _lowest(values: Integers, reach: int) -> Integers:
    """The lowest of each value and its neighbours at most ``reach`` away."""
    lowest = values.copy()
    for step in range(1, min(reach, len(values) - 1) + 1):
        lowest[:-step] = np.minimum(lowest[:-step], values[step:])
        lowest[step:] = np.minimum(lowest[step:], values[:-step])
    return lowest


def _rhymes(page: Page, edges: Edges) -> Flags:
    """Lines whose last two letters are those of one of the next two lines, in another word."""
    codes, end = page.code_points, edges.inner_end
    place = end - _MARKS[edges.inner_last].astype(np.int64)
    tail = [codes[np.maximum(place - step, 0)] for step in range(5)]
    letters = _CASED[page.kinds[np.maximum(place, 0)]]
    found = np.zeros(len(end), np.bool_)
    for step in (1, 2):
        if len(end) <= step:
            break
        same = [column[:-step] == column[step:] for column in tail]
        rhyme = letters[:-step] & letters[step:] & same[0] & same[1]
        rhyme &= ~(same[2] & same[3] & same[4])
        found[:-step] |= rhyme
        found[step:] |= rhyme
    return found


_CASED = kind_set(Kind.LOWER, Kind.UPPER)


def _last_lines(page: Page, columns: Columns) -> Features:
    """How full the last lines of blocks are: half on average in prose, nearly full in verse."""
    lines = page.lines
    first = (lines.gap > 0) | lines.opens | lines.page_break
    first[0] = True
    block = np.cumsum(first) - 1
    widest = np.zeros(int(block[-1]) + 1, np.int64)
    np.maximum.at(widest, block, columns.edge)
    last = np.append(first[1:], True) & ~first & ~lines.frozen
    fill = np.where(last, 100 * columns.edge // np.maximum(widest[block], 1), 0)
    count = window_sum(last.astype(np.int64), REACH) + last
    total = window_sum(fill, REACH) + fill
    return {
        "last_fill_near": np.where(count > 0, total // np.maximum(count, 1), -1)[:-1],
        "last_lines_near": np.minimum(count, 20)[:-1],
    }

"""Evidence of the column: would the next word have fitted, and what do the indents say?

All measures are integers, so that the decision is the same on every machine. A measure that
depends on the font is taken twice: in display columns, right for typewriter-like text and for
Chinese and Japanese, and in thousandths of an em of a common proportional face, right for most
of what comes out of a PDF.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from layoutfix.characters import widths
from layoutfix.model import Flags, Integers, LineTable, Page

__all__ = ["Columns", "column_features", "window_sum"]

Features = dict[str, Integers]

USUAL = 12
NEAR = (3, USUAL, 40)
"""Lines before and after a seam that are asked how wide the column is; the middle one decides what
counts as a line that could have held more."""

# Advance widths of the printable ASCII characters in Times Roman, thousandths of an em
# (Adobe Font Metrics of the PostScript core fonts).
_TIMES = (
    "250 333 408 500 500 833 778 333 333 333 500 564 250 333 250 278 "
    "500 500 500 500 500 500 500 500 500 500 278 278 564 564 564 444 "
    "921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 "
    "556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 "
    "333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 "
    "500 500 333 389 278 500 500 722 500 500 444 480 200 480 541"
)


@cache
def _advances() -> npt.NDArray[np.int32]:
    return np.array([0] * 32 + [int(width) for width in _TIMES.split()], np.int32)


def advances(code_points: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
    """Advance widths in thousandths of an em; half an em per display column beyond ASCII."""
    known = _advances()
    wide = widths(code_points).astype(np.int32) * 500
    plain = code_points < len(known)
    wide[plain] = known[code_points[plain]]
    return wide


def window_sum(values: Integers, reach: int) -> Integers:
    """For each place the sum of the values at most ``reach`` places away, its own not counted.

    >>> window_sum(np.array([1, 2, 4, 8]), 1).tolist()
    [2, 5, 10, 4]
    """
    count = len(values)
    before = np.zeros(count + 1, np.int64)
    np.cumsum(values, out=before[1:])
    place = np.arange(count)
    return (
        before[np.minimum(place + reach + 1, count)] - before[np.maximum(place - reach, 0)] - values
    )


def _votes(own: Integers, others: Integers, reach: int) -> Integers:
    """How many of the neighbours at most ``reach`` away have ``others`` at least ``own``."""
    count = len(own)
    votes = np.zeros(count, np.int64)
    for step in range(1, min(reach, count - 1) + 1):
        votes[:-step] += others[step:] >= own[:-step]
        votes[step:] += others[:-step] >= own[step:]
    return votes


def _same(one: Integers, other: Integers, reach: int) -> Integers:
    """How many of the neighbours at most ``reach`` away have in ``other`` what is in ``one``."""
    count = len(one)
    votes = np.zeros(count, np.int64)
    for step in range(1, min(reach, count - 1) + 1):
        votes[:-step] += other[step:] == one[:-step]
        votes[step:] += other[:-step] == one[step:]
    return votes


class Columns:
    """The lines of a page as a typesetter sees them: right edges, and the room at each seam."""

    def __init__(self, page: Page, head_end: Integers) -> None:
        """``head_end`` is the offset behind the first unbreakable piece of each line."""
        lines = page.lines
        self.lines = lines
        flowing = ~lines.frozen
        measure = np.zeros(len(page.code_points) + 1, np.int64)
        np.cumsum(advances(page.code_points), out=measure[1:])
        self.indent = lines.indent
        self.edge = np.where(flowing, lines.indent + lines.width, 0)
        self.ems = np.where(
            flowing, measure[lines.end] - measure[lines.start] + 500 * lines.indent, 0
        )
        cumulative = np.zeros(len(page.code_points) + 1, np.int64)
        np.cumsum(widths(page.code_points), out=cumulative[1:])
        self.head = cumulative[head_end] - cumulative[lines.start]
        self.loose: Flags = np.zeros(len(lines), np.bool_)
        self.head_ems = measure[head_end] - measure[lines.start]


def column_features(columns: Columns, spaced: Integers) -> Features:
    """Features of the ``n - 1`` seams; ``spaced`` is 1 where a join there puts a space."""
    lines, edge, ems = columns.lines, columns.edge, columns.ems
    out: Features = {}
    head = np.append(columns.head[1:] + spaced, 0)
    head_ems = np.append(columns.head_ems[1:] + 250 * spaced, 0)
    needed, needed_ems = edge + head, ems + head_ems
    for reach in NEAR:
        fits = _votes(needed, edge, reach)
        fits_ems = _votes(needed_ems, ems, reach)
        out[f"fits_{reach}"] = fits[:-1]
        out[f"fits_ems_{reach}"] = fits_ems[:-1]
        out[f"longer_{reach}"] = _votes(edge + 1, edge, reach)[:-1]
        widest, widest_ems = _widest(edge, reach), _widest(ems, reach)
        out[f"room_{reach}"] = (100 * (widest - needed) // np.maximum(widest, 1))[:-1]
        out[f"room_ems_{reach}"] = (100 * (widest_ems - needed_ems) // np.maximum(widest_ems, 1))[
            :-1
        ]
        out[f"fill_{reach}"] = (100 * edge // np.maximum(widest, 1))[:-1]
        out[f"fill_right_{reach}"] = (100 * edge // np.maximum(widest, 1))[1:]
        loose = (fits >= 1 + reach // 3).astype(np.int64)
        if reach == USUAL:
            columns.loose = loose.astype(np.bool_)
            out["longest"] = np.minimum(widest, 2000)[:-1]
        out[f"ragged_{reach}"] = window_sum(loose, reach)[:-1]
        loose_ems = (fits_ems >= 1 + reach // 3).astype(np.int64)
        out[f"ragged_ems_{reach}"] = window_sum(loose_ems, reach)[:-1]
        out[f"columns_{reach}"] = np.clip(widest - needed, -60, 60)[:-1]
        out[f"margin_{reach}"] = np.clip(widest - edge, -10, 60)[:-1]
        full = (edge >= widest - 1).astype(np.int64)
        out[f"full_{reach}"] = window_sum(full, reach)[:-1]
    loose = columns.loose.astype(np.int64)
    total = max(len(edge), 1)
    out["ragged_page"] = np.full(total - 1, 100 * int(loose.sum()) // total)
    usual = int(np.partition(edge, total * 49 // 50)[total * 49 // 50])
    out["columns_page"] = np.clip(usual - needed, -60, 60)[:-1]
    out["loose_before"] = np.concatenate(([0], loose[:-2])) if total > 1 else loose[:0]
    out["loose_after"] = loose[1:]
    out["edge"] = np.minimum(edge, 2000)[:-1]
    out["edge_right"] = np.minimum(edge, 2000)[1:]
    out["edge_before"] = (
        np.minimum(np.concatenate(([0], edge[:-2])), 2000) if total > 1 else edge[:0]
    )
    out["edge_after"] = np.minimum(np.append(edge[2:], 0), 2000) if total > 1 else edge[:0]
    out.update(_indent_features(lines))
    return out


def _widest(edge: Integers, reach: int) -> Integers:
    """The widest of each line and its neighbours at most ``reach`` away, but for one outlier."""
    count = len(edge)
    first, second = edge.copy(), np.zeros(count, np.int64)
    for step in range(1, min(reach, count - 1) + 1):
        for there, here in (
            (slice(step, None), slice(None, -step)),
            (slice(None, -step), slice(step, None)),
        ):
            other = edge[there]
            second[here] = np.maximum(second[here], np.minimum(first[here], other))
            first[here] = np.maximum(first[here], other)
    return np.where(second > 0, second, first)


def _indent_features(lines: LineTable) -> Features:
    indent = lines.indent
    left, right = indent[:-1], indent[1:]
    after = np.append(right[1:], right[-1:])
    before = np.concatenate((left[:1], left[:-1]))
    out = {
        "indent_left": np.minimum(left, 60),
        "indent_right": np.minimum(right, 60),
        "indent_step": np.clip(right - left, -60, 60),
        "indent_next": np.clip(after - right, -60, 60),
        "indent_before": np.clip(left - before, -60, 60),
    }
    for reach in NEAR:
        same = _same(indent, indent, reach)
        out[f"indent_same_{reach}"] = same[1:]
        out[f"indent_left_same_{reach}"] = same[:-1]
        lower = _votes(-indent + 1, -indent, reach)
        out[f"indent_lower_{reach}"] = lower[1:]
    deepest: Flags = indent > 0
    out["indented_page"] = np.full(len(left), 100 * int(deepest.sum()) // max(len(indent), 1))
    return out

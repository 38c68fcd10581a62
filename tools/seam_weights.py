"""What each seam weighs that the decision is learnt from: by its source, its page and its kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from tools.seam_pages import BORROWED

__all__ = ["Arrays", "thinned"]

Arrays = dict[str, npt.NDArray[Any]]
"""The seams of all pages under one another, by the name of the column."""

BORROWED_WEIGHT = 0.6
"""What such a page weighs. It shows what a caption is where no word tells, and is harder than most
pages: at full weight the shares that are learnt are those of hard pages."""

REAL_TOTAL = 80_000.0
LEAST_REAL, MOST_REAL = 0.5, 5.0
WRAPPED, CLEAN, HEALED = 1.5, 8.0, 2.0
"""The real line ends of a source weigh so much together, and each of them so much at the least and
at the most: no source with many lines decides for those with few. Those of the manuals, of which
there are dozens, and the seams of pages that nobody damaged weigh what is said here."""

ONE_SIDED = {"real-hansard": 1.0}
"""What the seams of a source weigh of which nearly every line goes on: it knows no rows that stand,
and at more than that the names of a roll call are joined."""

TYPESET = 0.6
"""What the seams of typeset pages weigh, on long pages as on short ones: what a full stop at a full
line is worth is learnt from pages on which paragraphs have several sentences."""

SELDOM, SHORT = 5.0, 160
"""What the seams of short unclosed blocks weigh, and the most characters of such a block."""

FULL_WEIGHT = 60
"""Seams of a page of blocks that count fully; on a page of more they share this weight: the rows
of a table are all alike, and a page of rows is one page."""

CLEAR = 4
"""One in so many of the joins that are plain is learnt from, and weighs as much: nine in ten line
ends go on with a small letter or after a hyphen."""


def thinned(
    table: Arrays, rows: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float32]]:
    """The rows without most of the plain joins, and what each of those that stay weighs."""
    plain = _plain(table)
    taken = ~plain | (np.arange(len(rows)) % CLEAR == 0)
    weight = weights(table, rows) * np.where(plain[rows], np.float32(CLEAR), np.float32(1))
    return rows & taken, weight[taken[rows]]


def _plain(table: Arrays) -> npt.NDArray[np.bool_]:
    """Joins at which a line goes on with a small letter or after a hyphen."""
    names = table["names"].tolist()
    column = {name: table["evidence"][:, names.index(name)] for name in _PLAIN}
    onward = (column["inner_start_lower"] > 0) | (column["end_hyphen"] > 0)
    plain: npt.NDArray[np.bool_] = onward & (column["gap"] == 0) & (table["joined"] == 1)
    return plain


_PLAIN = ("inner_start_lower", "end_hyphen", "gap")


def weights(table: Arrays, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """What each of these seams weighs: by its group, and less on a page of many."""
    names, inverse, counts = np.unique(
        table["group"][rows], return_inverse=True, return_counts=True
    )
    each = [_weight(str(name), int(count)) for name, count in zip(names, counts, strict=True)]
    asked = np.bincount(table["page"][rows])
    share = np.minimum(1, FULL_WEIGHT / np.maximum(asked, 1))[table["page"][rows]]
    lines = np.array([str(name).startswith(("real-", "wrap-", "lab-")) for name in names])[inverse]
    seldom = np.where(_beside_short(table)[rows], SELDOM, 1.0)
    return (np.array(each)[inverse] * np.where(lines, 1, share) * seldom).astype(np.float32)


def _weight(group: str, count: int) -> float:
    if group.startswith("real-wrapped-"):
        return WRAPPED
    if group.startswith(("clean-", "healed-")):
        return CLEAN if group.startswith("clean-") else HEALED
    if group in ONE_SIDED:
        return ONE_SIDED[group]
    if group.startswith("real-"):
        return min(max(REAL_TOTAL / count, LEAST_REAL), MOST_REAL)
    if group.startswith("lab-"):
        return TYPESET
    return BORROWED_WEIGHT if group.endswith(BORROWED) else 1.0


def _beside_short(table: Arrays) -> npt.NDArray[np.bool_]:
    """Seams of short unclosed blocks that stand beside an unclosed one.

    They are few, and all that tells a caption inside a sentence from a piece of it. What a seam
    weighs depends on its evidence alone, so that the shares that are learnt stay what they are.
    """
    names = table["names"].tolist()
    column = {name: table["evidence"][:, names.index(name)] for name in _ASIDE}
    apart = (column["gap"] > 0) & (column["inner_end_closing"] == 0)
    left = (column["open_before"] > 0) & (column["size_above"] < SHORT)
    right = (column["closed_after"] == 0) & (column["size_below"] < SHORT)
    beside: npt.NDArray[np.bool_] = apart & (left | right)
    return beside


_ASIDE = (
    "gap",
    "inner_end_closing",
    "open_before",
    "size_above",
    "closed_after",
    "size_below",
)

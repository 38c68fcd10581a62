"""What the other seams of the page say about one: evidence for the second reading.

The first reading weighs each seam by itself. How a page treats its blocks shows in the sum: where
hardly a block ends without a closing mark and stands, one that does was cut; on a page of captions
and rows it was not.
"""

from __future__ import annotations

import numpy as np

from layoutfix.evidence.seams.columns import Feature, Features
from layoutfix.language.arrays import clipped
from layoutfix.model import Flags, Integers
from layoutfix.parsing.page_rows import PageRows

__all__ = ["context_features"]

NEAR, FAR = 12, 150
"""Seams before and after one that are asked."""

SURE = 900
"""Thousandths from which on a join of the first reading counts as sure; below 1000 less this,
that the seam stands."""

MOST_COUNTED, MOST_SURE = 200, 50


def context_features(
    features: Features,
    log_odds: Integers,
    chances: Integers,
    blocked: Flags,
    pages: PageRows | None = None,
) -> Features:
    """Features of all seams of a page from what the first reading said of them.

    Args:
        features: of the first reading.
        log_odds: what it came to, in thousandths.
        chances: the same as probabilities, in thousandths.
        blocked: seams that stand whatever the evidence.
        pages: which seams are of one page; None where all of them are.
    """
    seams = PageRows(len(log_odds), np.zeros(1, np.int64)) if pages is None else pages
    own = clipped(log_odds // 10, -1500, 1500).astype(np.int16)
    out: dict[str, Feature] = {
        "first": own,
        "first_before": seams.neighbour(own, -1, 0),
        "first_after": seams.neighbour(own, 1, 0),
    }
    chances = np.where(blocked, 0, chances)
    closed, apart = features["inner_end_closing"].astype(np.bool_), features["gap"] > 0
    out.update(_paragraphs(chances, seams))
    groups = {
        "open": ~closed & ~apart,
        "open_apart": ~closed & apart,
        "closed": closed & ~apart,
        "closed_apart": closed & apart,
    }
    for name, group in groups.items():
        members = group & ~blocked
        joins, stands = members & (chances >= SURE), members & (chances <= 1000 - SURE)
        weighed = np.where(members, chances, 0)
        for reach, where in ((NEAR, "near"), (FAR, "page")):
            count, total = seams.window_sum(members, reach), seams.window_sum(weighed, reach)
            mean = np.where(count > 0, total // np.maximum(count, 1), -1)
            out[f"others_{name}_{where}"] = mean.astype(np.int16)
        out[f"others_{name}_count"] = np.minimum(count, MOST_COUNTED).astype(np.int16)
        for kind, sure in (("joins", joins), ("stands", stands)):
            some = np.minimum(seams.window_sum(sure, FAR), MOST_SURE)
            out[f"others_{name}_{kind}"] = some.astype(np.int16)
    return out


def _paragraphs(chances: Integers, seams: PageRows) -> Features:
    """How many lines the paragraph around each seam has, and the page's others, as far as is clear.

    ``since_break`` and ``to_break`` count the seams to the last and to the next that surely stands;
    ``between_breaks`` is their usual distance near by.
    """
    count = len(chances)
    stands = chances <= 1000 - SURE
    place = np.arange(count, dtype=np.int32)
    last = np.maximum.accumulate(np.where(stands, place, np.int32(-1)))
    last = np.concatenate(([np.int32(-1)], last[:-1]))[:count]
    last = np.maximum(last, seams.low - 1)
    following = np.where(stands, place, np.int32(count))
    following = np.minimum.accumulate(following[::-1])[::-1]
    following = np.concatenate((following[1:], [np.int32(count)]))[:count]
    following = np.minimum(following, seams.high)
    breaks = seams.window_sum(stands, FAR)
    around = np.minimum(place - seams.low, FAR) + np.minimum(seams.high - 1 - place, FAR)
    return {
        "since_break": np.minimum(place - last, 40).astype(np.int16),
        "to_break": np.minimum(following - place, 40).astype(np.int16),
        "between_breaks": np.minimum(around // (breaks + 1), 100).astype(np.int16),
    }

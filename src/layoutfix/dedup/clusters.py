"""Clusters that never chain strangers: every member is a near-duplicate of the representative."""

from __future__ import annotations

import numpy as np

from layoutfix.dedup.normal import Offsets

__all__ = ["representatives"]


def representatives(pairs: Offsets, count: int) -> Offsets:
    """The representative of each of ``count`` texts; its own number where it is in no cluster.

    The text with most near-duplicates comes first, of equals the earliest; it takes those of its
    near-duplicates that no other has taken.

    >>> representatives(np.array([[0, 1], [1, 2], [3, 4]]), 6).tolist()
    [1, 1, 1, 3, 3, 5]
    """
    both = np.concatenate((pairs, pairs[:, ::-1]))
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    degree = np.bincount(both[:, 0], minlength=count)
    begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(degree)))
    neighbours = both[:, 1].tolist()
    found = np.arange(count)
    free = np.ones(count, np.bool_)
    ranked = np.argsort(-degree, kind="stable")
    starts, ends = begins[ranked].tolist(), begins[ranked + 1].tolist()
    for number, start, end in zip(ranked.tolist(), starts, ends, strict=True):
        if start == end:
            break
        if free[number]:
            free[number] = False
            for other in neighbours[start:end]:
                if free[other]:
                    free[other] = False
                    found[other] = number
    return found

"""Exact Jaccard and containment of candidate pairs, counted over their shingles.

Shingles are compared by 64-bit hashes. Each set is sorted once; the sets of a pair put together are
two sorted runs, which a stable sort only merges, and what both have stands twice. A pair at a time,
so that it stays in the cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.minhash import batches
from layoutfix.dedup.normal import Normalised, Offsets, normalised
from layoutfix.dedup.shingling import hashes64
from layoutfix.language.lexicon import mix

__all__ = ["Measured", "ShingleSets", "measured", "shared_count", "shingle_sets"]

CHUNK = 1 << 19
"""Characters that are hashed together."""


class ShingleSets(NamedTuple):
    """The sets of shingles of many texts as sorted 64-bit hashes, end to end."""

    keys: npt.NDArray[np.uint64]
    starts: Offsets

    def of(self, number: int) -> npt.NDArray[np.uint64]:
        """The set of one text."""
        return self.keys[self.starts[number] : self.starts[number + 1]]

    def sizes(self) -> Offsets:
        """How many shingles each text has."""
        return np.diff(self.starts)


class Measured(NamedTuple):
    """What was counted for each pair.

    Attributes:
        jaccard: shared shingles, of those that at least one of the two has.
        containment: shared shingles, of those of the text that has fewer.
    """

    jaccard: npt.NDArray[np.float64]
    containment: npt.NDArray[np.float64]


def shingle_sets(texts: Sequence[str]) -> ShingleSets:
    """The sets of shingles of ``texts``."""
    parts = [_sets(normalised(batch)) for _, batch in batches(texts, CHUNK)]
    keys = np.concatenate([np.zeros(0, np.uint64), *(part.keys for part in parts)])
    sizes = np.concatenate([np.zeros(1, np.int64), *(part.sizes() for part in parts)])
    return ShingleSets(keys, np.cumsum(sizes))


def _sets(texts: Normalised) -> ShingleSets:
    keys, starts, _ = hashes64(texts)
    for begin, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        keys[begin:end].sort()
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    first[starts[:-1][np.diff(starts) > 0]] = True
    before: Offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(first)))
    return ShingleSets(keys[first], before[starts])


def measured(sets: ShingleSets, pairs: Offsets) -> Measured:
    """Jaccard and containment of each pair of rows of ``sets``; none of them may be empty."""
    sizes = sets.sizes()
    left, right = sizes[pairs[:, 0]], sizes[pairs[:, 1]]
    shared = left.copy()
    marks = _fingerprints(sets)
    differ = np.flatnonzero(marks[pairs[:, 0]] != marks[pairs[:, 1]])
    keys, starts = sets.keys, sets.starts.tolist()
    shared[differ] = [
        shared_count(keys[starts[a] : starts[a + 1]], keys[starts[b] : starts[b + 1]])
        for a, b in pairs[differ].tolist()
    ]
    return Measured(shared / (left + right - shared), shared / np.minimum(left, right))


def _fingerprints(sets: ShingleSets) -> npt.NDArray[np.uint64]:
    """A number for each set, the same for the same shingles: copies need no counting."""
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(mix(sets.keys), dtype=np.uint64)))
    return sums[sets.starts[1:]] - sums[sets.starts[:-1]]


def shared_count(one: npt.NDArray[np.uint64], other: npt.NDArray[np.uint64]) -> int:
    """How many values two sorted sets share."""
    both = np.concatenate((one, other))
    both.sort(kind="stable")
    return int(np.count_nonzero(both[1:] == both[:-1]))

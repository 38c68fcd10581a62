"""Exact Jaccard and containment of candidate pairs, counted over their shingles.

Shingles are compared by 64-bit hashes. The shingles of both texts of a pair are put into one array
with the number of the pair above them; sorted, what both have stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.minhash import batches
from layoutfix.dedup.normal import Normalised, Offsets, normalised
from layoutfix.dedup.shingling import hashes64

__all__ = ["Measured", "ShingleSets", "measured", "shingle_sets"]

PAIR_BITS = 12
"""Bits of a key that hold the pair's number; the other 52 hold the hash."""

CHUNK = 1 << 19
"""Shingles that are sorted together."""


class ShingleSets(NamedTuple):
    """The sets of shingles of many texts as sorted 52-bit hashes, end to end."""

    keys: npt.NDArray[np.uint64]
    starts: Offsets

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
    keys = [part.keys for part in parts]
    sizes = [part.sizes() for part in parts]
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.concatenate(sizes))))
    return ShingleSets(np.concatenate(keys), starts)


def _sets(texts: Normalised) -> ShingleSets:
    hashes, starts, _ = hashes64(texts)
    hashes *= np.uint64(0xFF51AFD7ED558CCD)  # the upper bits of a polynomial are its best mixed
    hashes ^= hashes >> np.uint64(32)
    keys = hashes >> np.uint64(PAIR_BITS)
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
    shared = np.concatenate(
        [np.zeros(0, np.int64), *(_shared(sets, chunk) for chunk in _chunks(pairs, left + right))]
    )
    union = left + right - shared
    return Measured(shared / np.maximum(union, 1), shared / np.maximum(np.minimum(left, right), 1))


def _chunks(pairs: Offsets, sizes: Offsets) -> Iterator[Offsets]:
    """Pairs that are sorted together."""
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    first = 0
    while first < len(pairs):
        last = int(np.searchsorted(before, before[first] + CHUNK, "right")) - 1
        last = min(max(last, first + 1), first + (1 << PAIR_BITS), len(pairs))
        yield pairs[first:last]
        first = last


def _shared(sets: ShingleSets, pairs: Offsets) -> Offsets:
    """How many shingles the two of each pair share."""
    rows = pairs.ravel()
    sizes = sets.sizes()[rows]
    ends = np.cumsum(sizes)
    at = np.arange(int(ends[-1])) + np.repeat(sets.starts[rows] - (ends - sizes), sizes)
    number = np.repeat(np.arange(len(rows), dtype=np.uint64) >> np.uint64(1), sizes)
    number <<= np.uint64(64 - PAIR_BITS)
    keys = sets.keys[at] | number
    keys.sort()
    twice = keys[1:][keys[1:] == keys[:-1]] >> np.uint64(64 - PAIR_BITS)
    return np.bincount(twice.astype(np.int64), minlength=len(pairs))

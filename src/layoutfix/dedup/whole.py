"""Short texts: compared as a whole, for they have too few shingles to be compared by.

A headline of a few words resembles others by chance, but one that reads the same, letter by letter,
is the same text. It has one key, made of all of its letters; a text without letters has none.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.candidates import agreeing
from layoutfix.dedup.normal import Codes, Normalised, Offsets, normalised
from layoutfix.dedup.verify import ShingleSets, shingle_sets

__all__ = ["LEAST_SHINGLES", "compared_sets", "identical", "whole_key", "whole_keys"]

LEAST_SHINGLES = 8
"""Texts with fewer shingles are compared as a whole: some of a few words agree by chance."""


def whole_key(codes: Codes) -> int:
    """A key of all letters of a text; 0 where it has none.

    Another text has the same key once in 10^19. It is no shingle's hash but by chance.
    """
    if not len(codes):
        return 0
    digest = hashlib.blake2b(codes.astype("<u4").tobytes(), digest_size=8, person=b"layoutfix")
    return int.from_bytes(digest.digest(), "little") or 1


def whole_keys(texts: Normalised, numbers: Offsets) -> npt.NDArray[np.uint64]:
    """The keys of some of the texts."""
    keys = [whole_key(texts.text(number)) for number in numbers.tolist()]
    return np.array(keys, np.uint64)


def identical(rows: Offsets, keys: npt.NDArray[np.uint64]) -> Offsets:
    """The pairs of texts that have the same key, as an array of two columns, sorted.

    In a crowd not all pairs are made, as with near-duplicates.

    Args:
        rows: the numbers of the texts, rising.
        keys: of each; those that are 0 match nothing.
    """
    rows, keys = rows[keys != 0], keys[keys != 0]
    found = [np.stack((rows[one], rows[other]), axis=1) for one, other in agreeing(keys)]
    pairs = np.concatenate([np.zeros((0, 2), np.int64), *found])
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def compared_sets(texts: list[str]) -> ShingleSets:
    """The sets that texts are compared by: of short ones the key of the whole, of empty ones none.

    >>> compared_sets(["Ferry!", "ferry", "?"]).sizes().tolist()
    [1, 1, 0]
    """
    sets = shingle_sets(texts)
    short = np.flatnonzero(sets.sizes() < LEAST_SHINGLES)
    if not len(short):
        return sets
    keys = whole_keys(normalised([texts[number] for number in short.tolist()]), _all(len(short)))
    of_short = dict(zip(short.tolist(), keys.tolist(), strict=True))
    parts = [
        np.array([of_short[n]] if of_short[n] else [], np.uint64) if n in of_short else sets.of(n)
        for n in range(len(texts))
    ]
    sizes = np.fromiter(map(len, parts), np.int64, len(parts))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    return ShingleSets(np.concatenate([np.zeros(0, np.uint64), *parts]), starts)


def _all(count: int) -> Offsets:
    return np.arange(count, dtype=np.int64)

"""Pairs of texts worth comparing: those whose signatures agree in a whole band.

A signature is cut into bands of some rows; texts that agree in one band are candidates (locality
sensitive hashing, Indyk and Motwani 1998). The bands are sorted as arrays of 64-bit keys, one band
at a time: on 10,000 sections that takes a twentieth of the time that inserting into and querying
``datasketch.MinHashLSH`` takes, and no table is kept (``benchmarks.dups_speed``).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.fill import Signatures
from layoutfix.dedup.normal import Offsets

__all__ = [
    "THRESHOLD",
    "agreeing",
    "band_keys",
    "bands",
    "candidates",
    "crowds",
    "likely",
    "pairs_of",
]

THRESHOLD = 0.8
"""The least Jaccard of near-duplicates where nobody says otherwise."""

MISSED = 0.005
"""Share of the pairs just at the threshold that no band may be left to find."""

HEADS, WINDOW = 8, 64
"""In a crowd of texts that agree in a band, each is compared with the first ones and with the ones
behind it; all pairs of a crowd would be quadratically many. Crowds up to the window are complete.
"""

SETTLED = 1 << 22
"""Pairs that may wait before those that several bands found are made one."""

DEVIATIONS = 4.5
"""How far, in standard deviations of the estimate, a pair may seem below the threshold and still
is verified: one in 300,000 is further off by chance."""


def bands(threshold: float, num_perm: int) -> tuple[int, int]:
    """How many bands of how many rows: as many rows as miss few pairs at the threshold.

    >>> bands(0.8, 128), bands(0.5, 128), bands(1.0, 128)
    ((21, 6), (42, 3), (1, 128))
    """
    best = (num_perm, 1)
    for rows in range(1, num_perm + 1):
        count = num_perm // rows
        if (1 - threshold**rows) ** count <= MISSED:
            best = (count, rows)
    return best


def band_keys(rows: Signatures, count: int, width: int) -> npt.NDArray[np.uint64]:
    """A key for each of the first ``count`` bands of ``width`` columns, a row a signature."""
    parts = rows[:, : count * width].reshape(len(rows), count, width)
    keys = np.zeros((len(rows), count), np.uint64)
    for column in range(width):
        keys ^= parts[:, :, column]
        keys *= np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys


def candidates(rows: Signatures, threshold: float, first_new: int = 0) -> Offsets:
    """The pairs that agree in at least one band, as an array of two columns, smaller one first.

    Args:
        rows: signatures; all of texts that may match.
        threshold: Jaccard that pairs are looked for from.
        first_new: pairs of two rows before this one are left out.

    Returns:
        Row numbers, sorted, each pair once.
    """
    count, width = bands(threshold, rows.shape[1])
    found = np.zeros(0, np.int64)
    new: list[Offsets] = []
    for band in range(count):
        keys = band_keys(rows[:, band * width : (band + 1) * width], 1, width)[:, 0]
        new.extend(
            one[other >= first_new] * len(rows) + other[other >= first_new]
            for one, other in agreeing(keys)
        )
        if band == count - 1 or sum(map(len, new)) > max(SETTLED, len(found)):
            found = _distinct(np.concatenate([found, *new]))
            new = []
    return np.stack(np.divmod(found, max(len(rows), 1)), axis=1)


def _distinct(values: Offsets) -> Offsets:
    """The values in order, each once; numpy's own way is slow on numbers as regular as these."""
    values.sort()
    new = np.ones(len(values), np.bool_)
    new[1:] = values[1:] != values[:-1]
    return values[new]


def agreeing(
    keys: npt.NDArray[np.uint64], heads: int = HEADS, window: int = WINDOW
) -> Iterator[tuple[Offsets, Offsets]]:
    """Places of equal keys, as columns of smaller and larger ones.

    Args:
        keys: in any order.
        heads: the first so many of a crowd are paired with all of it.
        window: every other is paired with so many behind it.

    >>> [(a.tolist(), b.tolist()) for a, b in agreeing(np.array([5, 7, 5, 5], np.uint64))]
    [([0, 2], [2, 3]), ([0], [3])]
    """
    yield from pairs_of(*crowds(keys), heads, window)


def crowds(keys: npt.NDArray[np.uint64]) -> tuple[Offsets, Offsets, Offsets]:
    """The places of keys that stand more than once, those of a key one behind the other.

    Returns:
        The places; for each the row of the first of its key, and the row behind the last.

    >>> [column.tolist() for column in crowds(np.array([5, 7, 5, 5], np.uint64))]
    [[0, 2, 3], [0, 0, 0], [3, 3, 3]]
    """
    order = np.argsort(keys)
    ordered = keys[order]
    same = ordered[1:] == ordered[:-1]
    member = np.zeros(len(keys), np.bool_)
    member[1:] = same
    member[:-1] |= same
    order = order[member]
    if not len(order):
        return order, order, order
    ordered = ordered[member]
    begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    sizes = np.diff(np.append(begins, len(ordered)))
    first = np.repeat(begins, sizes)
    order += first * len(keys)  # a stable sort takes several times what this does
    order.sort()
    order -= first * len(keys)
    return order, first, first + np.repeat(sizes, sizes)


def pairs_of(
    order: Offsets, first: Offsets, last: Offsets, heads: int, window: int
) -> Iterator[tuple[Offsets, Offsets]]:
    """The pairs of ``agreeing``, of what ``crowds`` gives."""
    if not len(order):
        return
    largest = int((last - first).max())
    place = np.arange(len(order))
    for ahead in range(1, min(largest, window + 1)):
        place = place[place + ahead < last[place]]
        yield order[place], order[place + ahead]
    behind = np.arange(len(order))
    for head in range(min(largest, heads)):
        behind = behind[behind - first[behind] > window + head]
        if not len(behind):
            return
        yield order[first[behind] + head], order[behind]


def likely(rows: Signatures, pairs: Offsets, threshold: float) -> Offsets:
    """The pairs whose signatures don't rule out that they reach the threshold."""
    num_perm = rows.shape[1]
    spread = np.sqrt(threshold * (1 - threshold) / num_perm)
    least = (threshold - DEVIATIONS * spread) * num_perm
    kept = [
        chunk[np.count_nonzero(rows[chunk[:, 0]] == rows[chunk[:, 1]], axis=1) >= least]
        for chunk in np.array_split(pairs, max(1, len(pairs) >> 13))
    ]
    return np.concatenate(kept)

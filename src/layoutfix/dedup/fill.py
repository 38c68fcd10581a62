"""The smallest permuted hash of every text, for every permutation: where the time goes.

All hashes of a batch stand in one array. It is gone through in blocks small enough for the cache,
several permutations at a time, with ``minimum.reduceat`` over the texts of the block. Where numba
is installed (``pip install 'layoutfix[fast]'``) and there is enough to do, the same values come
from one compiled loop.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.normal import Offsets

__all__ = ["EMPTY", "Fill", "Signatures", "by_numpy", "filler"]

Signatures = npt.NDArray[np.uint32]

EMPTY = np.uint32(0xFFFFFFFF)
"""What every permutation of a text without shingles holds, as in datasketch."""

BLOCK = 1 << 14
"""Hashes that are permuted together. Eight permutations of a block are half a megabyte: of the
blocks from 2^10 to 2^16 and groups from 1 to 64 the fastest. Below 2^13 numpy is much slower."""

GROUP = 8
"""Permutations that are worked out together."""

WORTH_COMPILING = 1 << 25
"""Characters from which on the compiled loop saves more time than it takes to load or compile."""

Fill = Callable[
    [
        npt.NDArray[np.uint32],
        Offsets,
        npt.NDArray[np.uint32],
        npt.NDArray[np.uint32],
        Signatures,
    ],
    None,
]


def filler(characters: int) -> Fill:
    """The faster way for texts of so many characters; what is compiled already is used again."""
    ready = "layoutfix.dedup.compiled" in sys.modules
    if not ready and (characters < WORTH_COMPILING or importlib.util.find_spec("numba") is None):
        return by_numpy
    from layoutfix.dedup.compiled import fill

    return fill


def by_numpy(
    hashes: npt.NDArray[np.uint32],
    starts: Offsets,
    factors: npt.NDArray[np.uint32],
    addends: npt.NDArray[np.uint32],
    out: Signatures,
) -> None:
    """Lower the rows of ``out`` to the least permuted hash of each text.

    Args:
        hashes: mixed hashes of all texts, end to end.
        starts: where each text begins, and at last their end.
        factors: one for each permutation.
        addends: one for each permutation.
        out: a row for each text, filled with :data:`EMPTY`.
    """
    texts = np.flatnonzero(np.diff(starts))  # reduceat knows no empty run
    begins = starts[texts]
    factor, addend = factors[:, None], addends[:, None]
    room = np.empty((GROUP, min(BLOCK, len(hashes))), np.uint32)  # fresh memory would cost more
    for first in range(0, len(hashes), BLOCK):
        block = hashes[first : first + BLOCK]
        low = int(np.searchsorted(begins, first, "right")) - 1
        high = int(np.searchsorted(begins, first + len(block)))
        cuts = np.maximum(begins[low:high] - first, 0)
        rows = texts[low:high]
        least = np.empty((len(factors), len(rows)), np.uint32)
        for group in range(0, len(factors), GROUP):
            chosen = slice(group, group + GROUP)
            permuted = room[: len(factor[chosen]), : len(block)]
            np.multiply(factor[chosen], block, out=permuted)
            permuted += addend[chosen]
            np.minimum.reduceat(permuted, cuts, axis=1, out=least[chosen])
        out[rows] = np.minimum(out[rows], least.T)

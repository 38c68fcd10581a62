"""The loop over permutations, compiled; loaded where numba is installed (extra ``fast``)."""

from __future__ import annotations

from collections.abc import Callable

import numba
import numpy as np
import numpy.typing as npt

from layoutfix.dedup.normal import Offsets

__all__ = ["fill"]


def _fill(
    hashes: npt.NDArray[np.uint32],
    starts: Offsets,
    factors: npt.NDArray[np.uint32],
    addends: npt.NDArray[np.uint32],
    out: npt.NDArray[np.uint32],
) -> None:
    for text in range(len(starts) - 1):
        row = out[text]
        for at in range(starts[text], starts[text + 1]):
            value = hashes[at]
            for k in range(len(factors)):
                permuted = np.uint32(np.uint32(value * factors[k]) + addends[k])
                if permuted < row[k]:
                    row[k] = permuted


try:
    fill: Callable[..., None] = numba.njit(nogil=True, cache=True)(_fill)
except RuntimeError:  # no folder that the compiled code may be kept in
    fill = numba.njit(nogil=True)(_fill)
"""What ``fill.by_numpy`` does; the inner loop becomes vector instructions."""

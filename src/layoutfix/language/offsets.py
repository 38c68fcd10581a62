"""Columns of offsets in a long text that take four bytes each, not eight."""

from __future__ import annotations

from typing import Literal

import numpy as np

from layoutfix.model import Integers

__all__ = ["compact", "rows_before"]

LARGEST = 1 << 30
"""Texts below which offsets, and a few thousand added to them, have 32 bits."""


def compact(numbers: Integers, length: int) -> Integers:
    """Offsets, or numbers of words, of a text of ``length`` characters, in as few bytes as will do.

    >>> compact(np.array([1, 2]), 3).itemsize, compact(np.array([1, 2]), 1 << 40).itemsize
    (4, 8)
    """
    return numbers.astype(np.int32, copy=False) if length < LARGEST else numbers


def rows_before(column: Integers, numbers: Integers, side: Literal["left", "right"]) -> Integers:
    """``np.searchsorted(column, numbers, side)`` without a copy of a column that is compact.

    >>> rows_before(compact(np.array([3, 5, 5]), 6), np.array([5, 6]), "left").tolist()
    [1, 3]
    """
    return np.searchsorted(column, numbers.astype(column.dtype, copy=False), side)

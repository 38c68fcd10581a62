"""Small operations on arrays."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from layoutfix.model import Integers

__all__ = ["clipped", "grouped"]

Number = TypeVar("Number", bound=np.number[Any])


def clipped(
    values: npt.NDArray[Number],
    low: npt.NDArray[Number] | float,
    high: npt.NDArray[Number] | float,
) -> npt.NDArray[Number]:
    """``np.clip`` in a fifth of its time where there are few values: of small pages much of all.

    >>> clipped(np.array([-1, 4, 9]), 0, 5).tolist()
    [0, 4, 5]
    """
    found: npt.NDArray[Number] = np.minimum(np.maximum(values, low), high)
    return found


def grouped(sizes: Integers) -> tuple[Integers, Integers]:
    """The group of each member of groups of these sizes, and its number in it.

    >>> [column.tolist() for column in grouped(np.array([2, 0, 1]))]
    [[0, 0, 2], [0, 1, 0]]
    """
    group = np.repeat(np.arange(len(sizes)), sizes)
    return group, np.arange(len(group)) - (np.cumsum(sizes) - sizes)[group]

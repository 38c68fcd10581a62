"""Chains of page numbers: each number follows the one before it, a page of text later."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.page_series import (
    LEAST_COLUMNS,
    LONGEST_STEP,
    PAGE_COLUMNS,
    columns_before,
    is_regular,
)

__all__ = ["chains", "purity", "regular_chains"]

KEPT_ENDS = 4
"""Chains that end in one number and are still open; more begin only in tables."""


def chains(page: Page, rows: Integers, numbers: Integers) -> Integers:
    """The chain of each line: its number follows the one before it, a page of text later.

    Chains may run past one another: numbers in a table stand between those of pages.
    """
    total, own = page.derived(columns_before), page.derived(page_rows)
    start, end = total[rows].tolist(), total[rows + 1].tolist()
    least = np.where(own.ends[rows], LEAST_COLUMNS, PAGE_COLUMNS).tolist()
    chain: list[int] = []
    length: list[int] = []
    open_ends: defaultdict[tuple[int, int], list[int]] = defaultdict(list)  # places in ``rows``
    places = enumerate(zip(own.pages[rows].tolist(), numbers.tolist(), strict=True))
    for place, (owner, number) in places:
        best, taken = -1, 0
        for step in range(1, LONGEST_STEP + 1):
            for other in open_ends.get((owner, number - step), ()):
                far = start[place] - end[other] >= least[place]
                if far and (best < 0 or length[chain[other]] > length[chain[best]]):
                    best, taken = other, number - step
        if best < 0:
            chain.append(len(length))
            length.append(1)
        else:
            open_ends[owner, taken].remove(best)
            chain.append(chain[best])
            length[chain[best]] += 1
        ends = open_ends[owner, number]
        ends.append(place)
        if len(ends) > KEPT_ENDS:
            del ends[0]
    return np.array(chain, np.int64)


def purity(
    shape: npt.NDArray[np.uint8], rows: Integers, chain: Integers
) -> npt.NDArray[np.float64]:
    """Of the bare numbers from the first of a chain to its last, the share that belongs to it.

    Among the many numbers of a table some count up evenly by chance.
    """
    bare = np.concatenate(([0], np.cumsum(shape == 1)))
    first = np.full(int(chain.max()) + 1, len(shape), np.int64)
    last = np.zeros(len(first), np.int64)
    np.minimum.at(first, chain, rows)
    np.maximum.at(last, chain, rows)
    passed = np.maximum(bare[last + 1] - bare[first], 1)
    found: npt.NDArray[np.float64] = (np.bincount(chain) / passed)[chain]
    return found


def regular_chains(page: Page, rows: Integers, chain: Integers) -> Flags:
    """Which lines are of a chain that stands about equally far apart."""
    order = np.argsort(chain, kind="stable")
    ends = np.cumsum(np.bincount(chain)).tolist()
    even = np.zeros(len(rows), np.bool_)
    for first, end in itertools.pairwise([0, *ends]):
        if end - first > 3:
            places = order[first:end]
            even[places] = is_regular(page, rows[places])
    return even

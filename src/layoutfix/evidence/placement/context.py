"""What the candidates of a page say of one another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.candidates import Candidates
from layoutfix.evidence.placement.comparisons import Features
from layoutfix.language.arrays import clipped
from layoutfix.model import Flags, Integers

__all__ = ["CONTEXT", "NONE", "context", "largest", "narrow"]

NONE = -9000

CONTEXT = (
    *("alone", "same_run", "to_target_elsewhere", "to_target_overlapping", "to_target_apart"),
    *("from_target", "whole_target", "to_own", "swap", "from_own", "longer", "shorter"),
    *("elsewhere", "elsewhere_count", "whole_own", "rank"),
)
"""The features that the second step has beyond those of the first."""

AT_ONCE = 256
"""Candidates that are compared with one another at once, though only those from one section to one
target tell of one another: so many cost little more than one."""


def context(candidates: Candidates, kept: Integers, score: Integers) -> Features:
    """What the first step says of the candidates around each one that it finds likely.

    Args:
        candidates: of a page, or of several end to end.
        kept: rows of the likely ones; the others are not looked at.
        score: their log-odds in thousandths.
    """
    score = clipped(score, NONE, -NONE)
    above = score - NONE
    runs, run, page = candidates.runs, candidates.run[kept], candidates.pages.pages[kept]
    before, after = (candidates.features[f"units_{side}"][kept] for side in ("before", "after"))
    whole = (before == 0) & (after == 0)
    section, target = runs.section[run], candidates.target[kept]
    start, end = runs.start[run], runs.end[run]
    count = int(max(section.max(initial=0), target.max(initial=0))) + 1
    from_section = _best(section, above, count)
    link = section * count + target
    overlapping, apart, longer, shorter, better = _to_same_target(link, start, end, above)
    row = np.arange(len(kept))
    best = {
        "alone": above,
        "same_run": _best_elsewhere(run, row, above),
        "to_target_elsewhere": _best_elsewhere(target, section, above),
        "to_target_overlapping": overlapping,
        "to_target_apart": apart,
        "from_target": from_section[target],
        "whole_target": _best(section[whole], above[whole], count)[target],
        "to_own": _best(target, above, count)[section],
        "swap": _best_of(link, above, target * count + section),
        "from_own": _apart_in_sections(section, start, end, above),
        "longer": longer,
        "shorter": shorter,
        "elsewhere": _best_elsewhere(page, section, above),
        "whole_own": _best_elsewhere(section, row, np.where(whole, above, 0)),
    }
    likely = score > 0
    counts = {
        "elsewhere_count": _count(page, likely) - _count(section, likely),
        "rank": _higher(target, above) - better,
    }
    columns = {name: values + NONE for name, values in best.items()} | counts
    return {name: columns[name] for name in CONTEXT}


def _best(group: Integers, value: Integers, count: int) -> Integers:
    """The largest value of each of so many groups, 0 of none."""
    best = np.zeros(count, np.int64)
    np.maximum.at(best, group, value)
    return best


def _best_elsewhere(group: Integers, own: Integers, value: Integers) -> Integers:
    """For each row the largest value of the rows of its group that have another ``own``; or 0.

    >>> group, own, value = np.array([[1, 1, 2, 1], [5, 6, 5, 6], [3, 9, 4, 7]])
    >>> _best_elsewhere(group, own, value).tolist()
    [9, 3, 0, 3]
    """
    count = int(group.max(initial=0)) + 1
    best = _best(group, value, count)
    highest = np.flatnonzero(value == best[group])
    top = np.zeros(count, np.int64)
    top[group[highest]] = own[highest]
    other = own != top[group]
    rest = _best(group[other], value[other], count)
    return np.where(other, best[group], rest[group])


def _best_of(key: Integers, value: Integers, asked: Integers) -> Integers:
    """For each key asked for the largest value of the rows that have it, 0 where none has.

    >>> _best_of(np.array([3, 8, 3]), np.array([1, 5, 2]), np.array([3, 4, 8])).tolist()
    [2, 0, 5]
    """
    step = int(value.max(initial=0)) + 1
    both = np.append(-1, np.sort(key * step + value))
    found = both[np.searchsorted(both, (asked + 1) * step) - 1]
    return np.where(found // step == asked, found % step, 0)


def _count(group: Integers, chosen: Flags) -> Integers:
    """For each row how many of its group are chosen."""
    return np.bincount(group[chosen], minlength=int(group.max(initial=0)) + 1)[group]


def _higher(group: Integers, value: Integers) -> Integers:
    """For each row how many of its group have a larger value."""
    most = int(value.max(initial=0)) + 1
    keys = np.sort(group * most + value)
    behind = np.searchsorted(keys, (group + 1) * most)
    return behind - np.searchsorted(keys, group * most + value, "right")


def _apart_in_sections(
    section: Integers, start: Integers, end: Integers, above: Integers
) -> Integers:
    """For each run the best of its section that doesn't overlap it, 0 where none is.

    >>> section, start, end = np.array([0, 0, 1]), np.array([0, 2, 4]), np.array([2, 3, 5])
    >>> _apart_in_sections(section, start, end, np.array([7, 5, 9])).tolist()
    [5, 7, 0]
    """
    found = np.zeros(len(section), np.int64)
    step = int(above.max(initial=0)) + 1
    # Before it, then behind it: the same backwards.
    for edge, other, number in (
        (end, start, section),
        (-start, -end, section.max(initial=0) - section),
    ):
        order = np.argsort(edge, kind="stable")
        # The sections one above the other: the largest so far is of the last one.
        largest = np.maximum.accumulate(above[order] + step * number[order])
        largest = np.concatenate(([0], largest))[np.searchsorted(edge[order], other, "right")]
        np.maximum(found, largest - step * number, out=found)
    return found


def _to_same_target(link: Integers, start: Integers, end: Integers, above: Integers) -> Integers:
    """What candidates from one section to one target say of one another, five values of each.

    The best that overlaps it, and that doesn't; the best that it is a part of, and that is a part
    of it; and how many better ones overlap it.
    """
    found = np.empty((5, len(link)), np.int64)
    order = np.argsort(link, kind="stable")
    for part in _parts(link[order]):
        rows = order[part]
        (of,), (first, behind) = narrow(link[rows]), narrow(start[rows], end[rows])
        value = above[rows].astype(np.uint16)
        others = np.repeat(value[None], len(value), axis=0)
        np.fill_diagonal(others, 0)
        same = of[:, None] == of
        meets = same & (first[:, None] < behind) & (first < behind[:, None])
        longer = same & (first <= first[:, None]) & (behind >= behind[:, None])
        asked = (meets, same & ~meets, longer, longer.T)
        values = [largest(others, chosen) for chosen in asked]
        better = np.count_nonzero(meets & (others > value[:, None]), axis=1)
        found[:, rows] = [*values, better]
    return found


def _parts(group: Integers) -> Iterator[slice]:
    """Rows of whole groups, of several where they have few; the groups are in order."""
    edges = np.flatnonzero(np.diff(group, prepend=-1, append=-1)).tolist()
    first = 0
    for low, high in itertools.pairwise(edges):
        if high - first > AT_ONCE and low > first:
            yield slice(first, low)
            first = low
    if edges[-1:] > [first]:
        yield slice(first, edges[-1])


def narrow(*columns: Integers) -> npt.NDArray[np.unsignedinteger[Any]]:
    """Numbers counted from the least, in as few bytes as hold them: all are compared with all."""
    numbers = np.array(columns)
    numbers -= numbers.min(initial=int(numbers.max(initial=0)))
    narrow: npt.NDArray[np.unsignedinteger[Any]] = numbers.astype(
        np.min_scalar_type(int(numbers.max(initial=0)))
    )
    return narrow


def largest(values: npt.NDArray[np.unsignedinteger[Any]], chosen: Flags) -> Integers:
    """The largest of the chosen values of each row, 0 where none is: quicker than by masks."""
    found: Integers = (values * chosen).max(axis=1, initial=0).astype(np.int64)
    return found

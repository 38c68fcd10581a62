"""What the candidates of a page say of one another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.candidates import Candidates
from layoutfix.evidence.placement.comparisons import Features
from layoutfix.model import Flags, Integers

__all__ = ["CONTEXT", "NONE", "context", "largest", "narrow"]

NONE = -9000

CONTEXT = (
    *("alone", "same_run", "to_target_elsewhere", "to_target_overlapping", "to_target_apart"),
    *("from_target", "whole_target", "to_own", "swap", "from_own", "longer", "shorter"),
    *("elsewhere", "elsewhere_count", "whole_own", "rank"),
)
"""The features that the second step has beyond those of the first."""

AT_ONCE = 128
"""Candidates of small sections that are compared with one another at once, though only those of one
section tell of one another: so many cost little more than one."""


def context(candidates: Candidates, kept: Integers, score: Integers) -> Features:
    """What the first step says of the candidates around each one that it finds likely.

    Args:
        candidates: of a page, or of several end to end.
        kept: rows of the likely ones; the others are not looked at.
        score: their log-odds in thousandths.
    """
    score = np.clip(score, NONE, -NONE)
    above = score - NONE
    runs, run, page = candidates.runs, candidates.run[kept], candidates.pages.pages[kept]
    before, after = (candidates.features[f"units_{side}"][kept] for side in ("before", "after"))
    whole = (before == 0) & (after == 0)
    sections, both = np.unique((runs.section[run], candidates.target[kept]), return_inverse=True)
    section, target = both.reshape(2, -1)
    count = len(sections)
    from_section = _best(section, above, count)
    whole_from = _best(section[whole], above[whole], count)
    to_section = _best(target, above, count)
    pairs, pair = np.unique(section * count + target, return_inverse=True)
    of_pair = _best(pair, above, len(pairs))
    swapped = target * count + section
    back = np.minimum(np.searchsorted(pairs, swapped), len(pairs) - 1)
    page_of = np.zeros(count, np.int64)
    page_of[section] = page_of[target] = page
    around = _in_sections(section, target, runs.start[run], runs.end[run], above)
    best = {
        "alone": above,
        "same_run": _best_other(run, above),
        "to_target_elsewhere": _best_other(pairs % count, of_pair)[pair],
        "to_target_overlapping": around[0],
        "to_target_apart": around[1],
        "from_target": from_section[target],
        "whole_target": whole_from[target],
        "to_own": to_section[section],
        "swap": np.where(pairs[back] == swapped, of_pair[back], 0),
        "from_own": around[2],
        "longer": around[3],
        "shorter": around[4],
        "elsewhere": _best_other(page_of, from_section)[section],
        "whole_own": _best_other(section, above, whole),
    }
    likely = score > 0
    counts = {
        "elsewhere_count": _count(page, likely) - _count(section, likely),
        "rank": _higher(target, above) - around[5],
    }
    columns = {name: values + NONE for name, values in best.items()} | counts
    return {name: columns[name] for name in CONTEXT}


def _best(group: Integers, value: Integers, count: int) -> Integers:
    """The largest value of each of so many groups, 0 of none."""
    best = np.zeros(count, np.int64)
    np.maximum.at(best, group, value)
    return best


def _best_other(group: Integers, value: Integers, chosen: Flags | None = None) -> Integers:
    """For each row the largest value of the others of its group, or of those that are chosen.

    >>> group, value = np.array([1, 1, 2, 1]), np.array([5, 9, 4, 7])
    >>> _best_other(group, value).tolist()
    [9, 7, 0, 9]
    >>> _best_other(group, value, value < 9).tolist()
    [7, 7, 0, 5]
    """
    if chosen is None:
        chosen = np.ones(len(value), np.bool_)
    rows = np.flatnonzero(chosen)
    rows = rows[np.lexsort((value[rows], group[rows]))]
    ordered, largest = group[rows], value[rows]
    fresh = np.ones(len(rows), np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    last = np.flatnonzero(np.append(fresh[1:], True)[: len(rows)])
    count = int(group.max(initial=0)) + 1
    first, second = np.zeros((2, count), np.int64)
    first[ordered[last]] = largest[last]
    several = last[~fresh[last]]
    second[ordered[several]] = largest[several - 1]
    return np.where(chosen & (value == first[group]), second[group], first[group])


def _count(group: Integers, chosen: Flags) -> Integers:
    """For each row how many of its group are chosen."""
    return np.bincount(group[chosen], minlength=int(group.max(initial=0)) + 1)[group]


def _higher(group: Integers, value: Integers) -> Integers:
    """For each row how many of its group have a larger value."""
    most = int(value.max(initial=0)) + 1
    keys = np.sort(group * most + value)
    behind = np.searchsorted(keys, (group + 1) * most)
    return behind - np.searchsorted(keys, group * most + value, "right")


def _in_sections(
    section: Integers, target: Integers, start: Integers, end: Integers, above: Integers
) -> npt.NDArray[np.int64]:
    """What candidates of one section say of one another, six values of each.

    The best to the same target that overlaps it, that doesn't, and of those to any target that
    don't; the best that it is a part of, and that is a part of it; and how many better ones to the
    same target overlap it.
    """
    found = np.empty((6, len(section)), np.int64)
    for part in _parts(section):
        of, to = narrow(section[part])[0], narrow(target[part])[0]
        first, behind = narrow(start[part], end[part])
        value = above[part].astype(np.uint16)
        others = np.repeat(value[None], len(value), axis=0)
        np.fill_diagonal(others, 0)
        same = of[:, None] == of
        inside = same & (to[:, None] == to)
        meets = (first[:, None] < behind) & (first < behind[:, None])
        longer = inside & (first <= first[:, None]) & (behind >= behind[:, None])
        asked = (inside & meets, inside & ~meets, same & ~meets, longer, longer.T)
        for row, chosen in zip(found, asked, strict=False):
            row[part] = largest(others, chosen)
        found[5, part] = np.count_nonzero(asked[0] & (others > value[:, None]), axis=1)
    return found


def _parts(section: Integers) -> Iterator[slice]:
    """Rows of whole sections, of several where they have few; sections are in order."""
    edges = np.flatnonzero(np.diff(section, prepend=-1, append=-1)).tolist()
    first = 0
    for low, high in itertools.pairwise(edges):
        if high - first > AT_ONCE and low > first:
            yield slice(first, low)
            first = low
    if edges[-1] > first:
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

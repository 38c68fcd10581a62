"""What stretches of units have in them and around them, of all runs at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.measures import Measures
from layoutfix.evidence.placement.outline import Outline
from layoutfix.evidence.placement.runs import Runs
from layoutfix.language.arrays import grouped
from layoutfix.model import Integers

__all__ = ["best_in_sections", "extreme_in_runs", "inside_runs", "nearest_in_rest"]


def inside_runs(outline: Outline, runs: Runs, measures: Measures) -> Integers:
    """Weight of what only the units of a run name in their section."""
    # A table a section, one behind the other; rows are first units that name a term, from the
    # section's end, columns are last ones.
    size = np.diff(outline.first)
    begins = np.concatenate(([0], np.cumsum(size * size)))

    def cell(section: Integers, first: Integers, last: Integers) -> Integers:
        place: Integers = begins[section] + first * size[section] + last
        return place

    section = outline.section[measures.first]
    low, high = outline.first[section], outline.first[section + 1]
    where = cell(section, high - 1 - measures.first, measures.last - low)
    table = np.bincount(where, measures.own_weight, int(begins[-1]))
    each = np.repeat(np.arange(len(size)), size * size)
    row, column = np.divmod(np.arange(len(table)) - begins[each], size[each])
    turned = cell(each, column, row)
    summed = _summed_in_rows(_summed_in_rows(table, column)[turned], column)
    low, high = outline.first[runs.section], outline.first[runs.section + 1]
    return summed[cell(runs.section, runs.end - 1 - low, high - 1 - runs.start)].astype(np.int64)


def _summed_in_rows(values: npt.NDArray[Any], column: Integers) -> npt.NDArray[np.float64]:
    """For each value the sum of its row up to it, of rows one behind the other.

    >>> _summed_in_rows(np.array([1.0, 2.0, 4.0]), np.array([0, 1, 0])).tolist()
    [1.0, 3.0, 4.0]
    """
    before = np.concatenate(([0.0], np.cumsum(values)))
    summed: npt.NDArray[np.float64] = before[1:] - before[np.arange(len(values)) - column]
    return summed


def extreme_in_runs(
    of: np.ufunc, table: Integers, runs: Runs, column: Integers | None = None
) -> Integers:
    """The smallest or largest value of the rows of runs, in all columns or in one for each run.

    Two stretches of a power of two rows, one from a run's start, one up to its end, are all of it.
    """
    length = runs.end - runs.start
    longest, size = int(length.max(initial=0)), 1
    found = np.empty(len(runs) if column is not None else (len(runs), table.shape[1]), np.int64)
    while size <= longest:
        rows = np.flatnonzero((length >= size) & (length < 2 * size))
        one, other = runs.start[rows], runs.end[rows] - size
        if column is None:
            found[rows] = of(table[one], table[other])
        else:
            found[rows] = of(table[one, column[rows]], table[other, column[rows]])
        table = of(table[:-size], table[size:])
        size *= 2
    return found


def best_in_sections(alike: Integers, outline: Outline) -> Integers:
    """``[u, s]``: the largest likeness of a unit to one of the section."""
    units, filled = outline.unit_pages, np.flatnonzero(np.diff(outline.first) > 0)
    out = np.zeros((len(alike), int(outline.column.max(initial=0)) + 1), np.int64)
    if len(filled):
        # Two units are alike either way, and rows are quicker than columns.
        first = outline.first[filled]
        best = np.maximum.reduceat(alike, first, axis=0)
        row, unit = grouped(units.sizes()[first])
        out[units.low[first][row] + unit, outline.column[filled][row]] = best[row, unit]
    return out


def nearest_in_rest(alike: Integers, outline: Outline, runs: Runs) -> Integers:
    """The largest likeness of a run's units to one of their section that would stay; -1: none."""
    low, size = outline.first[:-1], np.diff(outline.first)
    unit, longest = np.arange(len(alike)), int(size.max(initial=0))
    place = np.arange(longest)  # in the section
    inside = place < size[outline.section][:, None]
    begins = low[outline.section] - outline.unit_pages.low
    column = np.minimum(begins[:, None] + place, alike.shape[1] - 1)
    near = np.where(inside, alike[unit[:, None], column], -1)
    # What each unit has most in common with before a place of its section, and from it on.
    before, after = np.full((2, len(alike), longest + 1), -1, np.int64)
    np.maximum.accumulate(near, axis=1, out=before[:, 1:])
    np.maximum.accumulate(near[:, ::-1], axis=1, out=after[:, -2::-1])
    low = low[runs.section]
    return np.maximum(
        extreme_in_runs(np.maximum, before, runs, runs.start - low),
        extreme_in_runs(np.maximum, after, runs, runs.end - low),
    )

"""Neighbours, windows and sums of lines that end where their page ends.

Pages of a batch lie end to end, and what is measured on their lines is a column over all of them.
Whatever looks from one line at others asks here, so that no line sees another page's.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from layoutfix.model import Flags, Integers, LineTable, Page

__all__ = ["PageRows", "page_rows", "rows_of"]

FURTHEST = 128
"""Lines from which on no line looks at another one."""

AT_ONCE = 1 << 12
"""Lines that are compared with their neighbours at once: the answers stay in the cache."""

FEW = 1 << 14
"""Lines of which it costs little memory to keep where their windows are."""

Column = npt.NDArray[np.integer[Any]] | Flags
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class PageRows:
    """Which lines are of one page.

    Attributes:
        count: lines of all pages.
        first: the row of each page's first line; of a page without lines that of the next one.

    >>> rows = PageRows(5, np.array([0, 3]))
    >>> rows.neighbour(np.arange(5), -1, 9).tolist()
    [9, 0, 1, 9, 3]
    >>> rows.window_sum(np.array([1, 2, 4, 8, 16]), 1).tolist()
    [2, 5, 2, 16, 8]
    >>> rows.totals(np.array([1, 2, 4, 8, 16])).tolist()
    [7, 7, 7, 24, 24]
    """

    count: int
    first: Integers
    _same: dict[int, Flags | None] = field(default_factory=dict, repr=False)
    _outside: dict[int, Integers] = field(default_factory=dict, repr=False)
    _windows: dict[int, tuple[Integers, Integers]] = field(default_factory=dict, repr=False)

    @cached_property
    def pages(self) -> Integers:
        """The number of each line's page."""
        if len(self.first) == 1:
            return np.zeros(self.count, np.int64)
        sizes = np.append(self.first[1:], self.count) - self.first
        return np.repeat(np.arange(len(self.first)), sizes)

    @cached_property
    def low(self) -> Integers:
        """For each line the row of its page's first line."""
        if len(self.first) == 1:
            return self.pages
        return self.first[self.pages]

    @cached_property
    def high(self) -> Integers:
        """For each line the row behind its page's last line."""
        if len(self.first) == 1:
            return np.full(self.count, self.count)
        return np.append(self.first[1:], self.count)[self.pages]

    @cached_property
    def place(self) -> Integers:
        """For each line its number on its page, from 0."""
        return np.arange(self.count) - self.low

    @cached_property
    def follows(self) -> Flags:
        """For each line but the first: is the line before it of the same page?"""
        return ~self.begins[1:]

    @cached_property
    def begins(self) -> Flags:
        """Whether a line is its page's first."""
        begins = np.zeros(self.count, np.bool_)
        begins[self.first[self.first < self.count]] = True
        return begins

    @cached_property
    def ends(self) -> Flags:
        """Whether a line is its page's last."""
        ends = np.zeros(self.count, np.bool_)
        ends[:-1] = self.begins[1:]
        ends[-1:] = True
        return ends

    def same(self, step: int) -> Flags | None:
        """For each line but the last ``step``: is the ``step``-th after it of the same page?

        None where all lines are of one page.
        """
        if len(self.first) == 1:
            return None
        if step not in self._same:
            self._same[step] = self.pages[step:] == self.pages[:-step]
        return self._same[step]

    def neighbour(self, values: npt.NDArray[Scalar], step: int, fill: Any) -> npt.NDArray[Scalar]:
        """The value of the ``step``-th line after each, before it where negative; else ``fill``."""
        out = np.empty_like(values)
        if step < 0:
            out[-step:] = values[:step]
        elif step < self.count:
            out[: self.count - step] = values[step:]
        out[self._without(step)] = fill
        return out

    def _without(self, step: int) -> Integers:
        """The lines whose page has no line ``step`` lines on."""
        if step not in self._outside:
            place = np.arange(self.count)
            outside = place < self.low - step if step < 0 else place >= self.high - step
            self._outside[step] = np.flatnonzero(outside)
        return self._outside[step]

    def window_sum(self, values: Column, reach: int) -> npt.NDArray[np.int32]:
        """For each line the sum of the values at most ``reach`` lines away, its own not counted."""
        first, behind = self._reached(reach)
        numbers = values.astype(np.int32, copy=False)
        before = np.zeros(self.count + 1, np.int32)
        np.add.accumulate(numbers, out=before[1:])
        sums = before.take(behind)
        sums -= before.take(first)
        sums -= numbers
        return sums

    def _reached(self, reach: int) -> tuple[Integers, Integers]:
        """Where each line's window begins and ends; kept where the lines are few."""
        if reach in self._windows:
            return self._windows[reach]
        place = np.arange(self.count)
        found = np.maximum(place - reach, self.low), np.minimum(place + (reach + 1), self.high)
        if self.count <= FEW:
            self._windows[reach] = found
        return found

    def window_count(
        self, ask: np.ufunc, own: npt.NDArray[Any], others: npt.NDArray[Any], reach: int
    ) -> npt.NDArray[np.uint8]:
        """How many lines at most ``reach`` away have an ``others`` for which the question holds.

        Args:
            ask: a comparison of ``own`` with ``others``.
            own: of each line.
            others: of its neighbours.
            reach: lines, fewer than ``FURTHEST``.
        """
        counts = np.empty(self.count, np.uint8)
        for rows, near, inside in self.windows(others, reach):
            answer = ask(own[rows], near)
            if inside is not None:
                answer &= inside
            answer[len(near) // 2] = False
            np.add.reduce(answer.view(np.uint8), axis=0, dtype=np.uint8, out=counts[rows])
        return counts

    def windows(
        self, values: npt.NDArray[Scalar], reach: int
    ) -> Iterator[tuple[slice, npt.NDArray[Scalar], Flags | None]]:
        """What the neighbours of lines have, for some lines at a time.

        Args:
            values: of each line.
            reach: lines, fewer than ``FURTHEST``.

        Yields:
            The rows of the lines; the values, a column a line, a row a step from the first
            neighbour to the last, the line's own in the middle; which of them are of the line's
            page, None where all are.
        """
        reach = max(min(reach, self.count - 1), 0)
        beyond = np.zeros(reach, values.dtype)
        padded, size = np.concatenate((beyond, values, beyond)), values.dtype.itemsize
        for low in range(0, self.count, AT_ONCE):
            rows = slice(low, min(low + AT_ONCE, self.count))
            shape = (2 * reach + 1, rows.stop - low)
            near = np.ndarray(shape, values.dtype, padded, low * size, (size, size))
            if len(self.first) == 1 and low >= reach and rows.stop + reach <= self.count:
                yield rows, near, None
                continue
            first = 4 * (low + FURTHEST - reach)
            around = np.ndarray(shape, np.int32, self._around, first, (4, 4))
            yield rows, near, around == self._around[FURTHEST + low : FURTHEST + rows.stop]

    @cached_property
    def _around(self) -> npt.NDArray[np.int32]:
        """The number of each line's page, and of none before the first line and behind the last."""
        around = np.full(self.count + 2 * FURTHEST, -1, np.int32)
        around[FURTHEST : FURTHEST + self.count] = self.pages
        return around

    def parts(self) -> list[slice]:
        """The rows of each page."""
        edges = [*self.first.tolist(), self.count]
        return [slice(low, high) for low, high in itertools.pairwise(edges)]

    def among(self, rows: Integers) -> list[slice]:
        """For each page which of some ascending rows are its own.

        >>> PageRows(5, np.array([0, 3])).among(np.array([1, 3, 4]))
        [slice(0, 1, None), slice(1, 3, None)]
        """
        edges = np.searchsorted(rows, np.append(self.first, self.count)).tolist()
        return [slice(low, high) for low, high in itertools.pairwise(edges)]

    def apart(self, rows: Integers) -> list[Integers]:
        """For each page those of some ascending rows that are its own, counted from its first.

        >>> [some.tolist() for some in PageRows(5, np.array([0, 3])).apart(np.array([1, 3, 4]))]
        [[1], [0, 1]]
        """
        own = rows - self.low[rows]
        return [own[some] for some in self.among(rows)]

    def totals(self, values: Column) -> Integers:
        """For each line the sum of the values of its page's lines."""
        before = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
        return before[self.high] - before[self.low]

    def beside(self, chosen: Flags) -> Flags:
        """Which lines have a chosen one right before or behind them on their page."""
        found = np.zeros(self.count, np.bool_)
        found[1:] |= chosen[:-1] & self.follows
        found[:-1] |= chosen[1:] & self.follows
        return found

    def least(self, values: Integers) -> Integers:
        """For each line the smallest of the values of its page's lines."""
        if len(self.first) == 1:
            return np.full_like(values, values.min()) if self.count else values
        firsts = np.flatnonzero(self.begins)
        found = np.minimum.reduceat(values, firsts) if self.count else values
        return np.repeat(found, np.diff(firsts, append=self.count))

    def sizes(self) -> Integers:
        """For each line how many lines its page has."""
        return self.high - self.low


def rows_of(lines: LineTable, rows: Integers | Flags | slice) -> LineTable:
    """Some lines of a table."""
    return LineTable(*(getattr(lines, name)[rows] for name in LineTable.__dataclass_fields__))


def page_rows(page: Page) -> PageRows:
    """Which lines of a page, or of several end to end, are of one; ``page.derived(page_rows)``."""
    lines = page.lines
    return PageRows(len(lines), np.searchsorted(lines.start, page.starts))

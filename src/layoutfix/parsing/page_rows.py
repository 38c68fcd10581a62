"""Neighbours, windows and sums of lines that end where their page ends.

Pages of a batch lie end to end, and what is measured on their lines is a column over all of them.
Whatever looks from one line at others asks here, so that no line sees another page's.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from layoutfix.model import Flags, Integers, Page

__all__ = ["PageRows", "page_rows"]

Column = npt.NDArray[np.integer[Any]] | Flags
Scalar = TypeVar("Scalar", bound=np.generic)


AT_ONCE = 1 << 12
"""Lines that are compared with their neighbours at once: the answers stay in the cache."""


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
    _reaches: dict[int, tuple[Integers, Integers]] = field(default_factory=dict, repr=False)

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
        first, behind = self._windows(reach)
        numbers = values.astype(np.int32, copy=False)
        before = np.zeros(self.count + 1, np.int32)
        np.add.accumulate(numbers, out=before[1:])
        sums = before.take(behind)
        sums -= before.take(first)
        sums -= numbers
        return sums

    def _windows(self, reach: int) -> tuple[Integers, Integers]:
        """For each line the first line at most ``reach`` lines away, and behind the last one."""
        if reach not in self._reaches:
            place = np.arange(self.count)
            first = np.maximum(place - reach, self.low)
            self._reaches[reach] = first, np.minimum(place + (reach + 1), self.high)
        return self._reaches[reach]

    @cached_property
    def _room(self) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
        """How many lines of its page stand before and behind each line, 127 at the most."""
        place, most = np.arange(self.count), np.int64(127)
        before = np.minimum(place - self.low, most).astype(np.int8)
        return before, np.minimum(self.high - place - 1, most).astype(np.int8)

    def window_count(
        self, ask: np.ufunc, own: npt.NDArray[Any], others: npt.NDArray[Any], reach: int
    ) -> npt.NDArray[np.uint8]:
        """How many lines at most ``reach`` away have an ``others`` for which the question holds.

        Args:
            ask: a comparison of ``own`` with ``others``.
            own: of each line.
            others: of its neighbours.
            reach: lines, fewer than 128.
        """
        reach = max(min(reach, self.count - 1), 0)
        padded = np.zeros(self.count + 2 * reach, others.dtype)
        padded[reach : reach + self.count] = others
        # A row for each distance, from the lines before to those behind.
        size, shape = padded.itemsize, (2 * reach + 1, self.count)
        near = np.ndarray(shape, padded.dtype, padded, strides=(size, size))
        apart = np.arange(-reach, reach + 1, dtype=np.int8)[:, None]
        before, behind = self._room
        votes = np.empty(self.count, np.uint8)
        for start in range(0, self.count, AT_ONCE):
            some = slice(start, start + AT_ONCE)
            answer = ask(own[some], near[:, some])
            answer[reach] = False
            answer &= -apart <= before[some]
            answer &= apart <= behind[some]
            np.add.reduce(answer.view(np.uint8), axis=0, dtype=np.uint8, out=votes[some])
        return votes

    def parts(self) -> list[slice]:
        """The rows of each page."""
        edges = [*self.first.tolist(), self.count]
        return [slice(low, high) for low, high in itertools.pairwise(edges)]

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


def page_rows(page: Page) -> PageRows:
    """Which lines of a page, or of several end to end, are of one; ``page.derived(page_rows)``."""
    lines = page.lines
    return PageRows(len(lines), np.searchsorted(lines.start, page.starts))

"""Groups of lines that read the same, all asked at once which of them can be heads or feet.

Cheap questions only: each proof of :mod:`furniture` needs one of them answered with yes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.model import Flags, Integers
from layoutfix.parsing.furniture_shapes import may_name_page
from layoutfix.parsing.page_series import (
    HALF,
    LEAST_COLUMNS,
    MOST,
    PAGE_COLUMNS,
    columns_between,
)
from layoutfix.parsing.surroundings import SURELY, line_texts
from layoutfix.parsing.suspects import Suspects

__all__ = ["AT_BREAKS", "BESIDE_KNOWN", "FEWEST_ACTING", "HeadGroups"]

AT_BREAKS, BESIDE_KNOWN, FEWEST_ACTING = 2 / 3, 4 / 5, 1 / 8
"""Shares of a group's lines: beside form feeds, beside known furniture, and of those that stand
beside a form feed or in the middle of a sentence the least that proves anything."""


@dataclass(frozen=True, slots=True, eq=False)
class HeadGroups:
    """Groups of a page, one behind the other.

    Attributes:
        suspects: of the page.
        rows: the lines of all groups.
        first: where the lines of each group begin among them.
        length: how many lines each group has.
    """

    suspects: Suspects
    rows: Integers
    first: Integers
    length: Integers

    @classmethod
    def of(cls, suspects: Suspects, groups: Sequence[Integers]) -> HeadGroups:
        """Some groups of the suspects' heads, one at the least."""
        length = np.array([len(group) for group in groups])
        return cls(suspects, np.concatenate(groups), np.cumsum(length) - length, length)

    def any_of(self, flags: Flags) -> Flags:
        """Which groups have a line with the flag."""
        return np.logical_or.reduceat(flags[self.rows], self.first)

    def can_be_heads(self, beside_known: Flags) -> Flags:
        """Which groups one of the proofs may hold for; for the others none does.

        Args:
            beside_known: the lines of the page beside one that is known to be furniture.
        """
        suspects = self.suspects
        between = columns_between(suspects.page, self.rows)
        at_breaks = self._share(suspects.beside_break)
        cuts = self._share(suspects.interrupts == SURELY)  # no other line stands inside a sentence
        many = (self.length > 2) & self._apart(between, PAGE_COLUMNS, MOST)
        found = (many | (self._share(suspects.near_number) >= MOST)) & (
            np.maximum(at_breaks, cuts) >= FEWEST_ACTING
        )
        found |= self._share(beside_known) >= BESIDE_KNOWN
        found |= at_breaks >= AT_BREAKS
        found |= self._may_be_named()
        return found & self._apart(between, LEAST_COLUMNS, HALF)

    def _share(self, flags: Flags) -> npt.NDArray[np.float64]:
        """The share of each group's lines that have the flag."""
        return np.add.reduceat(flags[self.rows], self.first, dtype=np.int64) / self.length

    def _apart(self, between: Integers, least: int, share: float) -> Flags:
        """Which groups have so many columns of text between so many of their lines."""
        apart = np.append(between >= least, False)
        apart[self.first + self.length - 1] = False  # between two groups
        found: Flags = np.add.reduceat(apart, self.first, dtype=np.int64) >= share * (
            self.length - 1
        )
        return found

    def _may_be_named(self) -> Flags:
        """Which groups have numbers of pages in all lines, and not one number in the first two."""
        page = self.suspects.page
        found: Flags = np.logical_and.reduceat(page.derived(may_name_page)[self.rows], self.first)
        some = np.flatnonzero(found)
        one, other = (line_texts(page, self.rows[self.first[some] + step]) for step in (0, 1))
        found[some] = [left != right for left, right in zip(one, other, strict=True)]
        return found

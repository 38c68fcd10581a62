"""How units begin and end: in mid-sentence, with a byline, with a sign-off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.outline import block_rows, outline_of
from layoutfix.evidence.seams.decision import seams_of
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Integers, Page, Role
from layoutfix.parsing.surroundings import goes_on, is_closing

__all__ = ["Edges", "begins_inside", "edges_of", "joins_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Columns over the units.

    Attributes:
        page: the page.
        size: characters.
        begins: 0 like a sentence, 1 like none.
        ends: 0 with a closing mark, 1 without one.
        join: thousandths of the probability that the unit goes on the one before it.
        opening: whether it is a byline or a dateline.
        closing: whether it is a sign-off.
        level: for each section the level of its heading.
        first_row: row of the unit's first line.
        last_row: row of its last line.
    """

    page: Page
    size: Integers
    begins: Integers
    ends: Integers
    join: Integers
    opening: Integers
    closing: Integers
    level: Integers
    first_row: Integers
    last_row: Integers

    def goes_on(self, left: Integers, right: Integers) -> Integers:
        """How surely each left unit's sentence goes on in the right one: 0, 1 or 2."""
        strength = goes_on(self.page, self.last_row[left], self.first_row[right])
        return strength.astype(np.int64)


_NO_BEGINNING = kind_set(
    *(Kind.LOWER, Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.COMMA),
    *(Kind.ENUMERATION_COMMA, Kind.COLON, Kind.SEMICOLON, Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE),
    Kind.PERCENT,
)


def begins_inside(page: Page, start: Integers) -> Flags:
    """Whether what begins at each offset begins like no sentence."""
    return _NO_BEGINNING[page.kinds[start]]


def joins_of(page: Page) -> npt.NDArray[np.float64]:
    """The probability of a join at each seam; use it as ``page.derived(joins_of)``."""
    return seams_of(page).join


def edges_of(page: Page) -> Edges:
    """The edges of a page's units; use it as ``page.derived(edges_of)``."""
    outline, lines = page.derived(outline_of), page.lines
    start, end = outline.start, outline.end
    first_row = np.searchsorted(lines.start, start, side="right") - 1
    last_row = np.searchsorted(lines.start, end) - 1
    join = np.zeros(len(start), np.int64)
    later = first_row > 0
    join[later] = np.round(1000 * page.derived(joins_of)[first_row[later] - 1]).astype(np.int64)
    level = np.zeros(outline.sections, np.int64)
    level[outline.titled] = lines.level[page.derived(block_rows)[outline.heading]]
    return Edges(
        page=page,
        size=end - start,
        begins=begins_inside(page, start).astype(np.int64),
        ends=(~is_closing(page.kinds[np.maximum(end - 1, 0)])).astype(np.int64),
        join=join,
        opening=outline.of_role(Role.BYLINE, Role.DATELINE).astype(np.int64),
        closing=outline.of_role(Role.SIGN_OFF).astype(np.int64),
        level=level,
        first_row=first_row,
        last_row=last_row,
    )

"""The runs of neighbouring units that may be a fragment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.placement.outline import Outline, outline_of
from layoutfix.language.characters import Kind
from layoutfix.model import Flags, Integers, Page, Role

__all__ = ["Runs", "runs_of"]

STAYING = (Role.CODE, Role.TABLE, Role.VERSE)
"""Blocks that are never moved, nor anything together with them."""

LONGEST_INSIDE = 8
"""Units of a run that begins and ends inside a section; at an edge a run may be of any length."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of units of one section; ``start`` and ``end`` number units, half-open."""

    section: Integers
    start: Integers
    end: Integers

    def __len__(self) -> int:
        return len(self.start)


def runs_of(page: Page) -> Runs:
    """All runs of a page that may be moved, none of which begins with a sign-off or has no text.

    Use it as ``page.derived(runs_of)``.
    """
    outline = page.derived(outline_of)
    units = np.arange(len(outline.unit))
    high = outline.first[outline.section + 1]
    start = np.repeat(units, high - units)
    end = np.arange(len(start)) - np.repeat(np.cumsum(high - units) - high, high - units) + 1
    low, high = outline.first[outline.section[start]], high[start]
    fits = (start == low) | (end == high) | (end - start <= LONGEST_INSIDE)
    start, end, high = start[fits], end[fits], high[fits]
    tied = np.append(_go_with_the_last(outline), False)
    closing = outline.of_role(Role.SIGN_OFF)
    body, frozen = _before(~outline.attached), _before(outline.of_role(*STAYING))
    fits = (body[end] > body[start]) & (frozen[end] == frozen[start])
    fits &= ~(tied[:-1] | closing)[start] & ((end == high) | ~tied[end])
    start, end = start[fits], end[fits]
    return Runs(outline.section[start], start, end)


def _before(chosen: Flags) -> Integers:
    """How many of the units before each one, and before the end, are chosen."""
    return np.concatenate(([0], np.cumsum(chosen)))


def _go_with_the_last(outline: Outline) -> Flags:
    """Which units are tied to the one before: an item of a list, what a colon announces."""
    item = outline.of_role(Role.LIST_ITEM)
    tied = np.zeros(len(item), np.bool_)
    tied[1:] = (item[1:] & item[:-1]) | (outline.page.kinds[outline.end[:-1] - 1] == Kind.COLON)
    tied[1:] &= outline.section[1:] == outline.section[:-1]
    return tied

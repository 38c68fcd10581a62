"""The runs of neighbouring units that may be a fragment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.placement.outline import Outline, outline_of
from layoutfix.language.characters import Kind
from layoutfix.model import Integers, Page, Role

__all__ = ["Runs", "runs_of"]

STAYING = frozenset({Role.CODE, Role.TABLE, Role.VERSE})
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
    """All runs of a page that may be moved; use it as ``page.derived(runs_of)``."""
    outline = page.derived(outline_of)
    parts = [_of_section(outline, number) for number in range(outline.sections)]
    found = np.concatenate(parts) if parts else np.zeros((0, 3), np.int64)
    return Runs(found[:, 0], found[:, 1], found[:, 2])


def _goes_with_the_last(outline: Outline, number: int) -> bool:
    """Whether a unit is tied to the one before it: an item of a list, what a colon announces."""
    unit = outline.units[number]
    before = outline.units[number - 1] if number else unit
    if before is unit or outline.section[number - 1] != outline.section[number]:
        return False
    if unit.role is Role.LIST_ITEM and before.role is Role.LIST_ITEM:
        return True
    return bool(outline.page.kinds[before.span.end - 1] == Kind.COLON)


def _of_section(outline: Outline, section: int) -> Integers:
    """Section, first unit and end of each run; none begins with a sign-off or has no text."""
    low, high = int(outline.first[section]), int(outline.first[section + 1])
    size = high - low
    start = np.repeat(np.arange(low, high), size)
    end = np.tile(np.arange(low + 1, high + 1), size)
    fits = end > start
    fits &= (start == low) | (end == high) | (end - start <= LONGEST_INSIDE)
    body = np.concatenate(([0], np.cumsum(~outline.attached)))
    fits &= body[np.maximum(end, start)] > body[start]
    tied = np.array([_goes_with_the_last(outline, n) for n in range(low, high)], np.bool_)
    closing = np.array([unit.role is Role.SIGN_OFF for unit in outline.units[low:high]], np.bool_)
    fits &= ~(tied | closing)[start - low]
    fits &= (end == high) | ~np.append(tied, False)[end - low]
    kept = np.array([unit.role in STAYING for unit in outline.units[low:high]], np.int64)
    frozen = np.concatenate(([0], np.cumsum(kept)))
    fits &= frozen[np.maximum(end, start) - low] == frozen[start - low]
    start, end = start[fits], end[fits]
    return np.stack((np.full(len(start), section), start, end), axis=1)

"""Where a page shows that it was cut: a sentence goes on across what stands in its middle."""

from __future__ import annotations

import numpy as np

from layoutfix.model import Flags, Integers, Page, Proof, Role, Span
from layoutfix.parsing.surroundings import SURELY, goes_on

__all__ = ["cuts_of", "interrupted"]

_ASIDE = np.array([Role.FURNITURE.code, Role.CAPTION.code], np.uint8)
"""Roles of lines that a sentence may go on across."""


def cuts_of(page: Page) -> tuple[Proof, ...]:
    """The places where a sentence surely goes on across blank lines, furniture or captions.

    Use it as ``page.derived(cuts_of)``.
    """
    lines = page.lines
    text = np.flatnonzero(~np.isin(lines.role, _ASIDE))
    if len(text) < 2:
        return ()
    left, right = text[:-1], text[1:]
    apart = (right - left > 1) | (lines.gap[right] > 0) | lines.page_break[right]
    left, right = left[apart], right[apart]
    sure = goes_on(page, left, right) == SURELY
    return tuple(_cut(page, one, other) for one, other in _pairs(left, right, sure))


def interrupted(page: Page, first: int, last: int) -> Proof | None:
    """The sentence that goes on across the lines from ``first`` to ``last``, if one surely does.

    Furniture, captions and what else stands aside is passed over on both sides.
    """
    aside = np.isin(page.lines.role, _ASIDE)
    before, after = first - 1, last + 1
    while before >= 0 and aside[before]:
        before -= 1
    while after < len(aside) and aside[after]:
        after += 1
    if before < 0 or after >= len(aside):
        return None
    strength = goes_on(page, np.array([before]), np.array([after]))
    return _cut(page, before, after) if strength[0] == SURELY else None


def _pairs(left: Integers, right: Integers, chosen: Flags) -> list[tuple[int, int]]:
    return list(zip(left[chosen].tolist(), right[chosen].tolist(), strict=True))


def _cut(page: Page, left: int, right: int) -> Proof:
    span = Span(int(page.lines.end[left]), int(page.lines.start[right]))
    return Proof("a sentence that goes on behind it", span)

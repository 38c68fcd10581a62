"""Ends that are cut off and starts that are lost: reported, never filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.placement.edges import begins_inside, edges_of
from layoutfix.evidence.placement.outline import Outline, outline_of
from layoutfix.evidence.placement.remainders import remainder_before
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Block, Flags, Page, Role, Span

__all__ = ["Break", "breaks_of", "may_break"]

NARROWEST = 60
"""Characters from which on what no mark closes is a text that breaks off, and no label."""

REGULAR = 0.8
"""Share of a page's paragraphs that must begin and end as sentences do for an exception to tell."""

LEAST_PARAGRAPHS = 4

_WHOLE = 200
"""Thousandths of the probability of a join below which the text before isn't the lost start."""

_OPEN = kind_set(
    *(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA, Kind.HANGUL, Kind.LOWER, Kind.LETTER, Kind.COMMA),
    *(Kind.ENUMERATION_COMMA, Kind.HYPHEN),
)
_COMMAS = kind_set(Kind.COMMA, Kind.ENUMERATION_COMMA, Kind.HYPHEN)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where text is missing.

    Attributes:
        span: the block that has no end, or no start.
        heading: the heading it stands under.
        start: whether it is the start that is missing.
        confidence: that something is missing.
        reason: one sentence for people.
    """

    span: Span
    heading: Block | None
    start: bool
    confidence: float
    reason: str


def may_break(page: Page) -> Flags:
    """For each of the pages that lie end to end, or a page, whether a text may break off on it.

    It shows without the evidence of seams. Use it as ``page.derived(may_break)``.
    """
    outline = page.derived(outline_of)
    text, open_end, no_start = _texts(page, outline)
    pages, count = outline.unit_pages.pages, len(outline.pages.first)
    broken = (open_end | no_start) & _may_be_cut(outline)
    enough = np.bincount(pages[text], minlength=count) >= LEAST_PARAGRAPHS
    may: Flags = enough & (np.bincount(pages[broken], minlength=count) > 0)
    return may


def _texts(page: Page, outline: Outline) -> tuple[Flags, Flags, Flags]:
    """Which units are running text, which of them break off, and which begin in mid-sentence."""
    text = outline.of_role(Role.PARAGRAPH) & ~outline.attached
    open_end = _OPEN[page.kinds[outline.end - 1]] & text
    return text, open_end, begins_inside(page, outline.start) & text


def breaks_of(page: Page, leaving: frozenset[int]) -> tuple[Break, ...]:
    """Where the page's articles break off, and where they begin in mid-sentence.

    Args:
        page: the page.
        leaving: numbers of the units that belong elsewhere.
    """
    if not page.derived(may_break)[0]:
        return ()
    outline = page.derived(outline_of)
    text, open_end, no_start = _texts(page, outline)
    return tuple(
        sorted(
            (
                *_cut_off(page, outline, open_end, text, leaving),
                *_lost_starts(page, outline, no_start, text, leaving),
            ),
            key=lambda each: (each.span, each.start),
        )
    )


def _cut_off(
    page: Page, outline: Outline, open_end: Flags, text: Flags, leaving: frozenset[int]
) -> Iterator[Break]:
    if 1 - open_end.sum() / text.sum() < REGULAR:
        return
    for number in np.flatnonzero(open_end & _may_be_cut(outline)).tolist():
        section = int(outline.section[number])
        rest = [n for n in range(number + 1, int(outline.first[section + 1])) if text[n]]
        if rest and not (rest[0] in leaving and number not in leaving):
            continue
        if remainder_before(page, outline, rest[0]) if rest else None:
            continue
        unit = outline.units[number]
        sure = 0.95 if _COMMAS[page.kinds[unit.span.end - 1]] else 0.85
        reason = "the text breaks off here; its end stands nowhere on the page"
        yield Break(unit.span, outline.headings[section - 1], False, sure, reason)


def _lost_starts(
    page: Page, outline: Outline, no_start: Flags, text: Flags, leaving: frozenset[int]
) -> Iterator[Break]:
    if 1 - no_start.sum() / text.sum() < REGULAR:
        return
    for number in np.flatnonzero(no_start & _may_be_cut(outline)).tolist():
        section, before = int(outline.section[number]), number - 1
        follows = before >= outline.first[section] and text[before]
        moves = number in leaving and before not in leaving
        if follows and not moves and page.derived(edges_of).join[number] >= _WHOLE:
            continue
        if follows and moves and remainder_before(page, outline, number):
            continue
        unit = outline.units[number]
        reason = "the text begins in mid-sentence; its start stands nowhere on the page"
        yield Break(unit.span, outline.headings[section - 1], True, 0.9, reason)


def _may_be_cut(outline: Outline) -> Flags:
    """Units under a heading that are long enough to be a text."""
    may: Flags = (outline.column[outline.section] > 0) & (outline.end - outline.start >= NARROWEST)
    return may

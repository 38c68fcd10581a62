"""Chosen runs as fragments: where each begins, where it goes, and why, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layoutfix.model import Block, Edit, Page, Span
from layoutfix.placement.decision import Placement, placement_of
from layoutfix.placement.reasons import Evidence, evidence_of, reason_of
from layoutfix.placement.sheet import Sheet, sheet_of

__all__ = ["Fragment", "fragments_of"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text under the wrong heading.

    Attributes:
        span: from its first character to behind its last.
        present: the heading it stands under, None before the first one.
        owner: the heading it belongs under.
        confidence: the probability that it does.
        reason: one sentence for people.
        evidence: name to value, the facts the confidence was reached from.
        edits: what puts it back; none where that can't be done with white space alone.
    """

    span: Span
    present: Block | None
    owner: Block
    confidence: float
    reason: str
    evidence: Evidence
    edits: tuple[Edit, ...]


def fragments_of(page: Page) -> tuple[Fragment, ...]:
    """The fragments of a page, surest first; use it as ``page.derived(fragments_of)``."""
    return tuple(_fragments(page))


def _fragments(page: Page) -> Iterator[Fragment]:
    sheet, placement = page.derived(sheet_of), page.derived(placement_of)
    leaves = _leaving(placement)
    for row in range(len(placement)):
        start, end = int(placement.start[row]), int(placement.end[row])
        section, target = int(placement.section[row]), int(placement.target[row])
        span = Span(sheet.units[start].span.start, sheet.units[end - 1].span.end)
        anchor = _anchor(sheet, placement, row, leaves)
        facts = evidence_of(page, placement, row)
        yield Fragment(
            span,
            sheet.headings[section - 1] if section else None,
            sheet.headings[target - 1],
            float(placement.confidence[row]),
            reason_of(page, placement, row),
            facts,
            _edits(page, span, anchor),
        )


def _leaving(placement: Placement) -> frozenset[int]:
    """The numbers of all units that are to leave their section."""
    pairs = zip(placement.start.tolist(), placement.end.tolist(), strict=True)
    return frozenset(unit for start, end in pairs for unit in range(start, end))


def _anchor(sheet: Sheet, placement: Placement, row: int, leaves: frozenset[int]) -> Block:
    """The block that the fragment is put behind: the last that stays in the owner's section.

    A sign-off stays last, unless the fragment brings one of its own.
    """
    target, end = int(placement.target[row]), int(placement.end[row])
    low, high = int(sheet.first[target]), int(sheet.first[target + 1])
    staying = [unit for unit in range(low, high) if unit not in leaves]
    signed = bool(sheet.attached[end - 1])
    while staying and sheet.attached[staying[-1]] and not signed and len(staying) > 1:
        staying.pop()
    return sheet.units[staying[-1]] if staying else sheet.headings[target - 1]


def _edits(page: Page, span: Span, anchor: Block) -> tuple[Edit, ...]:
    """The fragment and the separator before it go behind the anchor."""
    before = [block.span.end for block in page.blocks if block.span.end <= span.start]
    if not before:
        return ()
    return (Edit(Span(max(before), span.end), target=anchor.span.end),)

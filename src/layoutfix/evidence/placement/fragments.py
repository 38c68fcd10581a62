"""Chosen runs as fragments: where each begins, where it goes, and why, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.placement.decision import Placement, placement_of
from layoutfix.evidence.placement.edges import edges_of
from layoutfix.evidence.placement.measures import titles_of
from layoutfix.evidence.placement.outline import Outline, outline_of
from layoutfix.evidence.placement.proofs import proofs_of, proved
from layoutfix.evidence.placement.reasons import Evidence, evidence_of, named_words, reason_of
from layoutfix.evidence.placement.regions import signed_for
from layoutfix.evidence.placement.remainders import remainder_before
from layoutfix.evidence.seams.decision import seams_of
from layoutfix.model import Block, Edit, Page, Proof, Role, Span

__all__ = ["Fragment", "fragments_of", "leaving"]


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
        proofs: what proves that the page was cut here.
    """

    span: Span
    present: Block | None
    owner: Block
    confidence: float
    reason: str
    evidence: Evidence
    edits: tuple[Edit, ...]
    proofs: tuple[Proof, ...]


def fragments_of(page: Page) -> tuple[Fragment, ...]:
    """The fragments of a page, surest first; use it as ``page.derived(fragments_of)``."""
    return tuple(_fragments(page))


def _fragments(page: Page) -> Iterator[Fragment]:
    placement = page.derived(placement_of)
    if not len(placement):
        return
    outline = page.derived(outline_of)
    leaves, proofs = leaving(page), page.derived(proofs_of)
    for row in range(len(placement)):
        section, target = int(placement.section[row]), int(placement.target[row])
        start, confidence = int(placement.start[row]), float(placement.confidence[row])
        remainder = remainder_before(page, outline, start)
        first = outline.units[start].span.start if remainder is None else remainder.start
        signed = _signed_end(outline, placement, row)
        last = outline.units[signed - 1].span.end
        anchor = _anchor(outline, placement, row, leaves, signed)
        words = named_words(page, placement, row)
        yield Fragment(
            Span(first, last),
            outline.headings[section - 1] if section else None,
            outline.headings[target - 1],
            proved(confidence) if proofs.get(row) else confidence,
            reason_of(page, placement, row, words),
            evidence_of(placement, row, words),
            _edits(page, Span(outline.units[start].span.start, last), remainder, anchor),
            proofs.get(row, ()),
        )


def leaving(page: Page) -> frozenset[int]:
    """The numbers of all units that are to leave their section."""
    placement = page.derived(placement_of)
    pairs = zip(placement.start.tolist(), placement.end.tolist(), strict=True)
    return frozenset(unit for start, end in pairs for unit in range(start, end))


def _anchor(
    outline: Outline, placement: Placement, row: int, leaves: frozenset[int], end: int
) -> Block:
    """The block that the fragment is put behind: the last that stays in the owner's section.

    A sign-off stays last, unless the fragment brings one of its own. A fragment that is the start
    of the article goes behind the heading.
    """
    target = int(placement.target[row])
    low, high = int(outline.first[target]), int(outline.first[target + 1])
    staying = [unit for unit in range(low, high) if unit not in leaves]
    if not staying or _is_start(outline.page, int(placement.start[row]), target, staying[0]):
        return outline.headings[target - 1]
    signed = bool(outline.attached[end - 1])
    while len(staying) > 1 and outline.attached[staying[-1]] and not signed:
        staying.pop()
    return outline.units[staying[-1]]


LEADS = 500
"""Thousandths of the heading that the start of an article names beyond what stands there first.
On pages of the tuning articles one tail in fifty does so, and one start in four."""


def _is_start(page: Page, unit: int, target: int, there: int) -> bool:
    """Whether a fragment that begins with ``unit`` goes before what stands under the heading."""
    edges, titles = page.derived(edges_of), page.derived(titles_of)
    if edges.opening[unit] or edges.opening[there]:
        return bool(edges.opening[unit] and not edges.opening[there])
    if edges.begins[unit] or edges.begins[there]:
        return bool(edges.begins[there] and not edges.begins[unit])
    weight = titles.weight * (titles.section == target)
    named = titles.named[[unit, there]] @ weight
    return bool(1000 * (named[0] - named[1]) > LEADS * max(int(weight.sum()), 1))


def _signed_end(outline: Outline, placement: Placement, row: int) -> int:
    """The number behind the fragment's last unit, with the sign-off behind it if that is its own.

    It is when it names a region that the owner's heading or the fragment names, and the heading
    above it doesn't.
    """
    start, end = int(placement.start[row]), int(placement.end[row])
    section, text = int(placement.section[row]), outline.page.text
    if end >= outline.first[section + 1] or outline.units[end].role is not Role.SIGN_OFF:
        return end
    owner = outline.headings[int(placement.target[row]) - 1].span.text_of(text)
    own = Span(outline.units[start].span.start, outline.units[end - 1].span.end).text_of(text)
    present = outline.headings[section - 1].span.text_of(text) if section else ""
    sign_off = outline.units[end].span.text_of(text)
    return end + signed_for(sign_off, owner + own, present, outline.page.words)


def _edits(page: Page, span: Span, remainder: Span | None, anchor: Block) -> tuple[Edit, ...]:
    """The separator before the fragment and the fragment itself go behind the anchor.

    What was left of its first sentence goes between the two, and both halves are joined.
    """
    before = [block.span.end for block in page.blocks if block.span.end <= span.start]
    if not before:
        return ()
    target = anchor.span.end
    if (max(before) if remainder is None else remainder.start) <= target <= span.end:
        return ()  # it stands there already
    if remainder is None:
        return (Edit(Span(max(before), span.end), target=target),)
    row = int(np.searchsorted(page.lines.start, span.start, side="right")) - 1
    glue = " " if seams_of(page).spaced[row - 1] else ""
    gap = len(page.text[: remainder.start]) - len(page.text[: remainder.start].rstrip())
    blank = (Edit(Span(remainder.start - gap, remainder.start)),) if gap else ()
    return (
        Edit(Span(remainder.end, span.start), target=target),
        *blank,
        Edit(remainder, target=target, target_glue=glue),
        Edit(span, target=target),
    )

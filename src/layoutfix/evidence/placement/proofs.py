"""What on a page proves that it was cut where a fragment stands, or where it belongs.

How well a text fits under a heading is evidence, and no proof: a paragraph of a manual fits under
many. A move is proved by what no author leaves on a page: a sentence that breaks off at the
fragment's edge, a heading without text or over a copy of another's, bodies that stand in each
other's place, a sign-off that names the other article's region, a line that sends the reader on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.articles import articles_of
from layoutfix.evidence.placement.decision import Placement, placement_of
from layoutfix.evidence.placement.edges import edges_of
from layoutfix.evidence.placement.measures import copies_of
from layoutfix.evidence.placement.outline import Outline, outline_of
from layoutfix.evidence.placement.regions import signed_for
from layoutfix.evidence.placement.remainders import remainder_before
from layoutfix.language.characters import Kind, kind_set, widths
from layoutfix.language.vocabulary import full_match
from layoutfix.model import Block, Flags, Page, Proof, Role, Span

__all__ = ["BAR", "proofs_of", "proved", "unproved"]

BAR, LEAST = 0.75, 0.65
"""The confidence that a fragment must have for others to lean on it, and to be proved itself."""

SURER = 0.95
"""The confidence that a fragment must have for the title of the page to be its heading."""

DOUBT_LEFT = 0.2
"""What a proof leaves of the doubt. Of the fragments of 500 pages of the tuning half that have one,
33 of 34 paragraphs with a confidence of 0.5 to 0.9 are right, and 1,560 of 1,562 above."""

MOST_BARE, MOST_BARE_SHARE = 2, 0.34
"""Headings without text, and their share, beyond which they are meant and prove nothing."""

LEAST_TEXT = 80
"""Display columns of what a heading without text has lost, at the least."""

REGULAR = 0.8
"""Share of a page's paragraphs that must begin and end as sentences do for an exception to tell."""

LEAST_PARAGRAPHS = 5

NARROWEST = 40
"""Characters from which on a text that no mark closes breaks off, and is no label."""

MOST_OF_A_BODY, PART_OF_A_BODY = 0.65, 0.35
"""Shares of the sections' texts, on average and of each, that belong under the next heading of a
circle: a paragraph alone fits in many places."""

LONGEST_CIRCLE = 5
"""Texts that stand in each other's place."""

_OPEN = kind_set(
    *(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA, Kind.HANGUL, Kind.LOWER, Kind.LETTER, Kind.COMMA),
    *(Kind.ENUMERATION_COMMA, Kind.HYPHEN),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What proofs are looked for in.

    Attributes:
        page: the page.
        outline: its headings and units.
        placement: what is likely misplaced.
        sure: rows of it that others may lean on.
        leaves: units of these rows.
        text: units that are running text.
        open_end: of these, those that break off.
        links: see :func:`_links`.
    """

    page: Page
    outline: Outline
    placement: Placement
    sure: tuple[int, ...]
    leaves: frozenset[int]
    text: Flags
    open_end: Flags
    links: Mapping[tuple[int, int], float]


def proofs_of(page: Page) -> Mapping[int, tuple[Proof, ...]]:
    """The proofs of each row of a placement; use it as ``page.derived(proofs_of)``.

    None where the page doesn't hold several independent articles.
    """
    placement = page.derived(placement_of)
    if not len(placement) or not page.derived(articles_of).independent:
        return {}
    known = _known(page, placement)
    found = {row: tuple(_of_row(known, row)) for row in range(len(placement))}
    for row in np.argsort(placement.start, kind="stable").tolist():
        for before in range(len(placement)):
            if not found[row] and _follows(placement, before, row):
                found[row] = found[before]
    return found


def _follows(placement: Placement, before: int, row: int) -> bool:
    """Whether one fragment stands right behind another and goes to the same place."""
    at_its_end = placement.end[before] == placement.start[row]
    return bool(at_its_end and placement.target[before] == placement.target[row])


def proved(confidence: float) -> float:
    """The probability that a fragment belongs elsewhere, where the page proves that it was cut.

    >>> proved(0.75)
    0.95
    """
    return round(1 - DOUBT_LEFT * (1 - confidence), 4)


def unproved(page: Page) -> str:
    """Why a likely fragment of this page stays where it is."""
    against = page.derived(articles_of).against
    if against:
        return "the page may be one work: " + "; ".join(against)
    return (
        "no sentence breaks off at its edge, no heading lacks its text, and no other text stands "
        "in its place"
    )


def _known(page: Page, placement: Placement) -> _Known:
    outline = page.derived(outline_of)
    sure = tuple(np.flatnonzero(placement.confidence >= BAR).tolist())
    leaves = frozenset(
        unit for row in sure for unit in range(int(placement.start[row]), int(placement.end[row]))
    )
    text = outline.of_role(Role.PARAGRAPH) & ~outline.attached
    long = outline.end - outline.start >= NARROWEST
    open_end = _OPEN[page.kinds[outline.end - 1]] & text & long
    links = _links(outline, placement, sure)
    return _Known(page, outline, placement, sure, leaves, text, open_end, links)


def _of_row(known: _Known, row: int) -> Iterator[Proof]:
    if known.placement.confidence[row] < LEAST:
        return
    for find in (_bare, _over_a_copy, _exchanged, _broken, _signed, _jumped):
        proof = find(known, row)
        if proof is not None:
            yield proof


def _body(known: _Known, section: int) -> list[int]:
    return _body_of(known.outline, section)


def _body_of(outline: Outline, section: int) -> list[int]:
    """The units of a section that are its text."""
    low, high = int(outline.first[section]), int(outline.first[section + 1])
    return [unit for unit in range(low, high) if not outline.attached[unit]]


def _bare(known: _Known, row: int) -> Proof | None:
    """The owner's heading stands over another heading, or over nothing.

    A title over its first sub-heading is no proof, but for the first of a page, whose mark many
    scrapers change; nor are headings of a page that has many such.
    """
    target = int(known.placement.target[row])
    several = _units(known, row) > 1
    if _body(known, target) or not (_at_an_edge(known, row) or several):
        return None
    if _size(known, row) < LEAST_TEXT:
        return None
    outline = known.outline
    heading, later = outline.headings[target - 1], outline.headings[target : target + 1]
    titles_more = bool(later) and later[0].level > heading.level
    surer = several and known.placement.confidence[row] >= SURER
    if titles_more and not (target == 1 and surer):
        return None
    bare = sum(not _body(known, section) for section in range(1, outline.sections))
    if bare > max(MOST_BARE, MOST_BARE_SHARE * len(outline.headings)):
        return None
    return Proof("a heading without text", heading.span)


def _units(known: _Known, row: int) -> int:
    """Units of a fragment that are text."""
    start, end = int(known.placement.start[row]), int(known.placement.end[row])
    return int((~known.outline.attached[start:end]).sum())


def _size(known: _Known, row: int) -> int:
    """Display columns of a fragment, breaks and blanks included."""
    first, last = int(known.placement.start[row]), int(known.placement.end[row]) - 1
    units = known.outline.units
    codes = known.page.code_points[units[first].span.start : units[last].span.end]
    return int(widths(codes).sum())


def _at_an_edge(known: _Known, row: int) -> bool:
    """Whether a fragment begins or ends its section, bylines and sign-offs aside."""
    body = _body(known, int(known.placement.section[row]))
    start, end = int(known.placement.start[row]), int(known.placement.end[row])
    before = [unit for unit in body if unit < start and unit not in known.leaves]
    after = [unit for unit in body if unit >= end and unit not in known.leaves]
    return not before or not after


def _over_a_copy(known: _Known, row: int) -> Proof | None:
    """All text under the owner's heading stands on the page again."""
    target = int(known.placement.target[row])
    body = _body(known, target)
    copy = known.page.derived(copies_of)
    if not body or not all(copy[unit] for unit in body):
        return None
    return Proof(
        "a heading over a copy of another article", known.outline.headings[target - 1].span
    )


def _exchanged(known: _Known, row: int) -> Proof | None:
    """Bodies that each stand under the next one's heading, in a circle."""
    section, target = int(known.placement.section[row]), int(known.placement.target[row])
    links = known.links
    if row not in known.sure or (section, target) not in links:
        return None
    circle, at = [links[section, target]], target
    while at != section:
        onward = [to for start, to in links if start == at]
        if len(onward) != 1 or len(circle) == LONGEST_CIRCLE:
            return None
        circle.append(links[at, onward[0]])
        at = onward[0]
    if sum(circle) < MOST_OF_A_BODY * len(circle):
        return None
    span = known.outline.headings[target - 1].span
    return Proof("texts that stand in each other's place", span)


def _links(
    outline: Outline, placement: Placement, sure: tuple[int, ...]
) -> dict[tuple[int, int], float]:
    """From each section to the one that much of its text belongs in, with the share of it."""
    inside: dict[tuple[int, int], int] = {}
    for row in sure:
        link = int(placement.section[row]), int(placement.target[row])
        units = range(int(placement.start[row]), int(placement.end[row]))
        size = sum(len(outline.units[unit].span) for unit in units if not outline.attached[unit])
        inside[link] = inside.get(link, 0) + size
    shares = {}
    for (section, target), size in inside.items():
        whole = sum(len(outline.units[unit].span) for unit in _body_of(outline, section))
        if section and size >= PART_OF_A_BODY * whole:
            shares[section, target] = size / whole
    return shares


def _broken(known: _Known, row: int) -> Proof | None:
    """A sentence breaks off elsewhere and goes on here, or here behind its first word.

    That the text before a fragment ends without a mark proves nothing: labels and quotations do.
    """
    text, open_end = known.text, known.open_end
    if text.sum() < LEAST_PARAGRAPHS or open_end[text].mean() > 1 - REGULAR:
        return None
    outline, placement, page = known.outline, known.placement, known.page
    target, start = int(placement.target[row]), int(placement.start[row])
    if (remainder := remainder_before(page, outline, start)) is not None:
        return Proof("a sentence that goes on behind its first word", remainder)
    goes_on = page.derived(edges_of).goes_on
    for unit in [unit for unit in _body(known, target) if unit not in known.leaves][-1:]:
        follows = int(goes_on(np.array([unit]), np.array([start]))[0])
        if open_end[unit] and text[start] and follows:
            tail = _tail(outline.units[unit])
            return Proof("a sentence that breaks off there and goes on here", tail)
    return None


def _tail(unit: Block) -> Span:
    return Span(max(unit.span.start, unit.span.end - 12), unit.span.end)


def _signed(known: _Known, row: int) -> Proof | None:
    """A sign-off at the fragment's end names the owner's region, and not the present heading's."""
    outline, placement, page = known.outline, known.placement, known.page
    end, section = int(placement.end[row]), int(placement.section[row])
    for unit in (end - 1, end):
        if unit >= outline.first[section + 1] or outline.units[unit].role is not Role.SIGN_OFF:
            continue
        sign_off = outline.units[unit].span.text_of(page.text)
        owner = outline.headings[int(placement.target[row]) - 1].span.text_of(page.text)
        present = outline.headings[section - 1].span.text_of(page.text) if section else ""
        if signed_for(sign_off, owner, present, page.words):
            return Proof(
                "a sign-off that names the other article's region", outline.units[unit].span
            )
    return None


def _jumped(known: _Known, row: int) -> Proof | None:
    """A line that sends the reader on, or says where a text comes from, stands at its edge."""
    page, outline = known.page, known.outline
    first = outline.units[int(known.placement.start[row])].span
    blocks = page.blocks
    before = [block for block in blocks if block.span.end <= first.start][-1:]
    for block in before:
        if block.role is Role.FURNITURE and full_match(
            "jump_line", block.span.text_of(page.text), page.words
        ):
            return Proof("a line that says where the text comes from", block.span)
    return None

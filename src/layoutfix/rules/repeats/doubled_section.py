"""A section's text that stands again under another heading."""

from __future__ import annotations

from collections import Counter

from layoutfix.dedup.normal import DENSE
from layoutfix.model import Finding, Page, Role, Span, Stage
from layoutfix.repeats.copies import Doubled, Letters, body_of, doubled, letters
from layoutfix.repeats.homes import fits
from layoutfix.repeats.removal import removal
from layoutfix.rule import Example, Output, rule

__all__ = ["doubled_section"]

SURE, LIKELY, UNSURE = 0.97, 0.8, 0.5

BETTER, MUCH_BETTER = 0.12, 0.25
"""By how much one heading must fit better than the other: the share of its words, weighed."""

LEAST = 60
"""Letters of a section's text; a character of a dense script counts as three."""

APART = frozenset({Role.BYLINE, Role.DATELINE, Role.CAPTION, Role.SIGN_OFF, Role.FURNITURE})
"""Roles of blocks that a section may have beside its text."""

FERRY = (
    "The ferry will sail every hour from Easter on, and the ferryman has bought a new coat.\n\n"
    "Tickets are sold on board. Dogs travel free, and so do those who row."
)
BRIDGE = "The arches were cleaned in March. Swallows are back under the third one."
HEN = "养鸡场今年扩建，新添鸡舍两座，养鸡户二十多家。合作社统一收蛋，隔天送进城里。"
TEA = "茶园里新栽了三百亩茶树，采茶的人从四月忙到五月。"
NOTICE = "The office is closed on Monday. Letters may be left with the caretaker at the back door."

EXAMPLES = (
    Example(
        f"## The bridge in spring\n\n{FERRY}\n\n## A new timetable for the ferry\n\n{FERRY}\n",
        f"## The bridge in spring\n\n## A new timetable for the ferry\n\n{FERRY}\n",
    ),
    Example(
        f"## 养鸡场扩建\n\n{HEN}\n\n## 茶园开采\n\n{TEA}\n\n{HEN}\n",
        f"## 养鸡场扩建\n\n{HEN}\n\n## 茶园开采\n\n{TEA}\n",
    ),
    Example(f"## The ferry\n\n{FERRY}\n\n## The ferry\n\n{FERRY}\n"),
    Example(f"## Parking\n\n{NOTICE}\n\n## Council\n\n{BRIDGE}\n\n{NOTICE}\n"),
    Example(f"{FERRY}\n\n{BRIDGE}\n\n{FERRY}\n"),
)


@rule("doubled-section", Stage.REPEATS, EXAMPLES)
def doubled_section(page: Page) -> Output:
    """A section's text that stands under two headings leaves the one that it doesn't fit.

    A scraper took the same column twice, once for the heading beside it. The copy that stays is
    the one whose heading has more of its words in the text, the rarer on the page the more they
    weigh. One of the two must be all the text that its heading has. Copies under the same heading
    or under none, notices and adverts whose words no heading names, and what stands more than
    twice repeat on purpose, and are only reported.
    """
    known = page.derived(letters)
    if not len(known.runs):
        return
    every = page.derived(doubled)
    times = Counter(blocks for each in every for blocks in (each.first, each.second))
    for each in every:
        if not _is_text(known, each.first):
            continue
        confidence, why = UNSURE, _against(known, each)
        leaves, stays = each.second, each.first
        if times[each.first] > 1 or times[each.second] > 1:
            why = "more than twice"
        if not why:
            sections = int(known.sections[leaves.start]), int(known.sections[stays.start])
            own, other = fits(page, leaves, sections)
            if own > other:
                leaves, stays = stays, leaves
            apart = abs(own - other)
            confidence = SURE if apart >= MUCH_BETTER else LIKELY if apart >= BETTER else UNSURE
            why = "" if confidence > UNSURE else "under two headings that fit alike"
        span, kept = _span(known, leaves), _span(known, stays)
        edits = () if why else removal(page, leaves, kept)
        reason = f"a text that stands twice, {why or 'here under the heading it fits less'}"
        yield Finding("doubled-section", span, reason, confidence, edits)


def _against(known: Letters, each: Doubled) -> str:
    """What speaks against damage, if anything does."""
    first, second = (int(known.sections[blocks.start]) for blocks in (each.first, each.second))
    if first == second:
        return "under one heading"
    if 0 in (first, second):
        return "once under no heading"
    heads = [body_of(known, section).start - 1 for section in (first, second)]
    if known.codes_of(heads[0]).tolist() == known.codes_of(heads[1]).tolist():
        return "under the same heading"
    if not (_is_whole(known, first, each.first) or _is_whole(known, second, each.second)):
        return "as a part of two sections"
    return ""


def _is_text(known: Letters, blocks: range) -> bool:
    """Whether the blocks are running text, and enough of it."""
    length = 0
    for block in blocks:
        if known.blocks[block].role is Role.PARAGRAPH:
            codes = known.codes_of(block)
            length += sum(3 if code & int(DENSE) else 1 for code in codes.tolist())
    return length >= LEAST


def _is_whole(known: Letters, section: int, blocks: range) -> bool:
    """Whether the blocks are all that stands under the heading, bylines and the like apart."""
    others = (block for block in body_of(known, section) if block not in blocks)
    return all(known.blocks[block].role in APART for block in others)


def _span(known: Letters, blocks: range) -> Span:
    return Span(known.blocks[blocks.start].span.start, known.blocks[blocks.stop - 1].span.end)

"""A section's text that stands again under another heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from layoutfix.dedup.normal import DENSE
from layoutfix.evidence.articles import articles_of
from layoutfix.evidence.placement.regions import signed_for
from layoutfix.evidence.repeats.copies import (
    Doubled,
    Letters,
    asides,
    body_of,
    doubled,
    letters,
    letters_together,
)
from layoutfix.evidence.repeats.heading_fit import fits
from layoutfix.evidence.repeats.removal import removal
from layoutfix.model import Block, Finding, Page, Proof, Role, Span, Stage
from layoutfix.rule import Example, Output, rule

__all__ = ["doubled_section"]

SURE, LIKELY, UNSURE = 0.95, 0.7, 0.5

BETTER, MUCH_BETTER = 1.0, 2.5
"""By how much one heading must fit better than the other, in nats. On pages of the tuning half of
`benchmarks.doubling` 383 of 404 choices from 2.5 on are right, two thirds between the two."""

LEAST_BLOCKS = 2
"""Blocks of a copy that is all of an article: a notice has one."""

LEAST = 60
"""Letters of a section's text; a character of a dense script counts as three."""

FERRY = (
    "The ferry will sail every hour from Easter on, and the ferryman has bought a new coat.\n\n"
    "Tickets are sold on board. Dogs travel free, and so do those who row."
)
BRIDGE = "The arches were cleaned in March. Swallows are back under the third one."
HEN = "养鸡场今年扩建，新添鸡舍两座，养鸡户二十多家。合作社统一收蛋，隔天送进城里。"
TEA = "茶园里新栽了三百亩茶树，采茶的人从四月忙到五月。"
NOTICE = "The office is closed on Monday. Letters may be left with the caretaker at the back door."

SCHOOL = "Pupils of Hallam school will grow potatoes. The field lies behind the gymnasium."
BEES = "A swarm of bees closed the library for two hours, and readers left by the garden door."
OTHERS = f"## Hallam school digs\n\n{SCHOOL}\n\n## Bees in the reading room\n\n{BEES}\n"
DISTRICT = f"{HEN}\n\n广西今年还要在三个县推广这种办法，派技术员驻村。\n\n(桂文)"
HAN_OTHERS = "## 旧钟楼重新走时\n\n钟楼停了十一年，两个年轻人用两个月把锈住的齿轮修好。\n"

EXAMPLES = (
    Example(
        f"## The bridge in spring\n\n{FERRY}\n\n## A new timetable for the ferry\n\n{FERRY}\n\n"
        + OTHERS,
        f"## The bridge in spring\n\n## A new timetable for the ferry\n\n{FERRY}\n\n{OTHERS}",
    ),
    Example(
        f"## 广西扩建养鸡场\n\n{DISTRICT}\n\n## 茶园开采\n\n{TEA}\n\n{DISTRICT}\n\n{HAN_OTHERS}",
        f"## 广西扩建养鸡场\n\n{DISTRICT}\n\n## 茶园开采\n\n{TEA}\n\n{HAN_OTHERS}",
    ),
    Example(f"## The bridge in spring\n\n{FERRY}\n\n## A new timetable for the ferry\n\n{FERRY}\n"),
    Example(f"## 养鸡场扩建\n\n{HEN}\n\n## 茶园开采\n\n{TEA}\n\n{HEN}\n"),
    Example(f"## The ferry\n\n{FERRY}\n\n## The ferry\n\n{FERRY}\n"),
    Example(f"## Parking\n\n{NOTICE}\n\n## Council\n\n{BRIDGE}\n\n{NOTICE}\n"),
    Example(f"{FERRY}\n\n{BRIDGE}\n\n{FERRY}\n"),
)


@rule("doubled-section", Stage.REPEATS, EXAMPLES, prepare=letters_together)
def doubled_section(page: Page) -> Output:
    """A section's text that stands under two headings leaves the one that it doesn't fit.

    A scraper took the same column twice, once for the heading beside it. The copy that stays is
    the one whose heading has more of its words in the text, the rarer on the page the more they
    weigh. One of the two must be all the text that its heading has. Copies under the same heading
    or under none, notices and adverts whose words no heading names, and what stands more than
    twice repeat on purpose, and are only reported.

    A text that its author wrote under two headings stays too: the page must hold several
    independent articles, and the copy be all that both headings have, or end in a sign-off that
    names the region of the other.
    """
    known = page.derived(letters)
    if not len(known.runs):
        return
    for each in page.derived(doubled):
        if not _is_text(known, each.first):
            continue
        leaves, stays = each.second, each.first
        confidence, why = UNSURE, _against(page, known, each)
        if not why:
            sections = int(known.sections[leaves[0]]), int(known.sections[stays[0]])
            own, other = fits(page, leaves, sections)
            if own > other:
                leaves, stays = stays, leaves
            apart = abs(own - other)
            confidence = SURE if apart >= MUCH_BETTER else LIKELY if apart >= BETTER else UNSURE
            why = "" if confidence > UNSURE else "under two headings that fit alike"
        spans = [known.blocks[block].span for block in stays]
        edits = () if why else removal(page, leaves, spans)
        proofs = tuple(_proofs(page, known, leaves, stays)) if edits else ()
        reason = f"a text that stands twice, {why or 'here under the heading it fits less'}"
        if edits:
            kinds = ", ".join(proof.kind for proof in proofs)
            reason += f"; proved by {kinds}" if proofs else "; but nothing proves it a copy"
        first, last = known.blocks[leaves[0]].span, known.blocks[leaves[-1]].span
        span = Span(first.start, last.end)
        yield Finding("doubled-section", span, reason, confidence, edits, proofs=proofs)


def _proofs(
    page: Page, known: Letters, leaves: Sequence[int], stays: Sequence[int]
) -> Iterator[Proof]:
    """A heading that has nothing but the copy, a sign-off of the other article's region."""
    if not page.derived(articles_of).independent:
        return
    wrong, right = (_heading(known, blocks) for blocks in (leaves, stays))
    text = page.text
    for number in (*leaves[-1:], leaves[-1] + 1):
        block = known.blocks[number] if number < len(known.blocks) else None
        if block is None or block.role is not Role.SIGN_OFF:
            continue
        sign_off, owner, present = (each.span.text_of(text) for each in (block, right, wrong))
        if signed_for(sign_off, owner, present, page.words):
            yield Proof("a sign-off that names the other article's region", block.span)
    aside = page.derived(asides).difference(leaves)
    sections = int(known.sections[leaves[0]]), int(known.sections[stays[0]])
    alone = [
        all(block in blocks or block in aside for block in body_of(known, section))
        for section, blocks in zip(sections, (leaves, stays), strict=True)
    ]
    if all(alone) and len(leaves) >= LEAST_BLOCKS:
        yield Proof("a heading over a copy of another article", wrong.span)


def _heading(known: Letters, blocks: Sequence[int]) -> Block:
    return known.blocks[body_of(known, int(known.sections[blocks[0]])).start - 1]


def _against(page: Page, known: Letters, each: Doubled) -> str:
    """What speaks against damage, if anything does."""
    first, second = (int(known.sections[blocks[0]]) for blocks in (each.first, each.second))
    if each.crowd:
        return "and more than twice"
    if first == second:
        return "under one heading"
    if 0 in (first, second):
        return "once under no heading"
    heads = [body_of(known, section).start - 1 for section in (first, second)]
    if known.codes_of(heads[0]).tolist() == known.codes_of(heads[1]).tolist():
        return "under the same heading"
    aside = page.derived(asides).union(each.first, each.second)
    whole = (
        all(block in aside for block in body_of(known, section)) for section in (first, second)
    )
    return "" if any(whole) else "as a part of two sections"


def _is_text(known: Letters, blocks: Sequence[int]) -> bool:
    """Whether the blocks are running text, and enough of it."""
    length = 0
    for block in blocks:
        if known.roles[block] == Role.PARAGRAPH.code:
            codes = known.codes_of(block)
            length += len(codes) + 2 * int(np.count_nonzero(codes & DENSE))
    return length >= LEAST

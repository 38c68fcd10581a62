"""A page as headings and the units under them: what may be moved, and where to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.language.characters import Kind, kind_set, widths
from layoutfix.model import Block, Flags, Integers, Page, Role

__all__ = ["Outline", "may_have_headings", "outline_of"]

ATTACHED = frozenset({Role.CAPTION, Role.BYLINE, Role.DATELINE, Role.SIGN_OFF})
"""Blocks that go with the article around them and say little of its subject."""

LEFT_OUT = frozenset({Role.HEADING, Role.FURNITURE})

WIDEST_SLIP = 44
"""Display columns up to which a line that no mark closes is a label, a name or a credit."""

NARROWEST_TITLE, WIDEST_TITLE, NARROWEST_BODY = 6, 72, 80
"""Display columns of a heading without a mark, and of the paragraph that must follow it."""

LEAST_TITLES = 3
"""Headings without a mark are believed where this many stand on the page."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The blocks of a page by section. Section 0 is what stands before the first heading.

    Attributes:
        page: the page, with its roles.
        headings: the heading of each section; section ``n`` has ``headings[n - 1]``.
        units: the other blocks in order, furniture left out.
        section: for each unit the section it stands in.
        first: for each section the number of its first unit, and behind the last one their count.
        attached: which units are captions, bylines, sign-offs or short lines that no mark closes.
    """

    page: Page
    headings: tuple[Block, ...]
    units: tuple[Block, ...]
    section: Integers
    first: Integers
    attached: Flags

    @property
    def sections(self) -> int:
        """How many sections there are, the one without a heading included."""
        return len(self.headings) + 1


def may_have_headings(page: Page) -> bool:
    """False where ``outline_of`` finds no heading, which the lines show without the blocks."""
    lines = page.lines
    if bool((lines.role == Role.HEADING.code).any()):
        return True
    may = (lines.role == Role.PARAGRAPH.code) & (lines.end - lines.start <= WIDEST_TITLE)
    may &= ~_STOPS[page.kinds[lines.end - 1]]
    return int(np.count_nonzero(may)) >= LEAST_TITLES


def outline_of(page: Page) -> Outline:
    """The page's headings and units; use it as ``page.derived(outline_of)``.

    Where a page has no two headings that are marked as such, lines that look like titles are
    taken for them.
    """
    blocks = [block for block in page.blocks if block.role is not Role.FURNITURE]
    slips = [_is_slip(page, block) for block in blocks]
    titles = [block.role is Role.HEADING for block in blocks]
    if sum(titles) < 2:
        plain = _plain_titles(page, blocks)
        titles = plain if sum(plain) >= LEAST_TITLES else titles
    headings: list[Block] = []
    units: list[Block] = []
    section: list[int] = []
    attached: list[bool] = []
    for block, slip, title in zip(blocks, slips, titles, strict=True):
        if title:
            headings.append(block)
        elif block.role not in LEFT_OUT:
            units.append(block)
            section.append(len(headings))
            attached.append(block.role in ATTACHED or slip)
    numbers = np.array(section, np.int64)
    first = np.searchsorted(numbers, np.arange(len(headings) + 2))
    return Outline(
        page, tuple(headings), tuple(units), numbers, first, np.array(attached, np.bool_)
    )


_STOPS = kind_set(
    *(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.ELLIPSIS, Kind.SEMICOLON),
    *(Kind.COLON, Kind.COMMA, Kind.ENUMERATION_COMMA, Kind.CLOSE_QUOTE, Kind.NEUTRAL_QUOTE),
)


def _width(page: Page, block: Block) -> int:
    start, end = block.span.start, block.span.end
    if end - start > NARROWEST_BODY:
        return NARROWEST_BODY + 1
    columns = page.of_text(_columns)
    return int(columns[end] - columns[start])


def _columns(page: Page) -> Integers:
    """Display columns before each character and behind the last."""
    return np.concatenate(([0], np.cumsum(widths(page.code_points), dtype=np.int64)))


def _is_slip(page: Page, block: Block) -> bool:
    if block.role is not Role.PARAGRAPH or len(block.lines) > 1 or not len(block.span):
        return False
    closed = _STOPS[page.kinds[block.span.end - 1]]
    return not closed and _width(page, block) <= WIDEST_SLIP


def _plain_titles(page: Page, blocks: list[Block]) -> list[bool]:
    """Single lines that end like no sentence, each before a long paragraph.

    Two or three may follow one another where a heading has lost its text.
    """
    looks = [_looks_like_title(page, block) for block in blocks]
    out = [False] * len(blocks)
    after, bare = len(blocks), 0  # the first block below that is neither, and titles before it
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if not looks[number]:
            if block.role not in ATTACHED:
                after, bare = number, 0
            continue
        bare += 1
        if after == len(blocks) or bare > MOST_BARE:
            continue
        before = blocks[number - 1] if number else block
        done = not number or before.role in ATTACHED or looks[number - 1]
        done = done or bool(_STOPS[page.kinds[before.span.end - 1]])
        out[number] = done and _width(page, blocks[after]) >= NARROWEST_BODY
    return out


MOST_BARE = 3
"""Titles without a mark that may stand below one another."""


def _looks_like_title(page: Page, block: Block) -> bool:
    if block.role not in (Role.PARAGRAPH, Role.HEADING) or len(block.lines) > 1:
        return False
    if _STOPS[page.kinds[block.span.end - 1]]:
        return False
    return NARROWEST_TITLE <= _width(page, block) <= WIDEST_TITLE

"""A page as headings and the units under them: what may be moved, and where to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import Kind, kind_set, widths
from layoutfix.model import Block, Flags, Integers, Page, Role, first_rows

__all__ = ["Outline", "may_have_headings", "outline_of", "title_rows"]

Roles = npt.NDArray[np.uint8]

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

    @property
    def has_choice(self) -> bool:
        """Whether it has two headings: a text under one of them may belong under the other."""
        return len(self.headings) > 1


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
    lines = page.derived(_lone_lines)
    titles = np.zeros(len(lines.role), np.bool_)
    titles[lines.titles] = True
    kept = np.flatnonzero(lines.role != Role.FURNITURE.code).tolist()
    blocks = [page.blocks[number] for number in kept]
    headings: list[Block] = []
    units: list[Block] = []
    section: list[int] = []
    attached: list[bool] = []
    columns = (titles[kept].tolist(), lines.slip[kept].tolist())
    for block, title, slip in zip(blocks, *columns, strict=True):
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


def _columns(page: Page) -> Integers:
    """Display columns before each character and behind the last."""
    return np.concatenate(([0], np.cumsum(widths(page.code_points), dtype=np.int64)))


def title_rows(page: Page) -> Integers:
    """The first lines of the headings that :func:`outline_of` finds."""
    rows: Integers = page.derived(first_rows)[page.derived(_lone_lines).titles]
    return rows


@dataclass(frozen=True, slots=True, eq=False)
class _LoneLines:
    """Columns beside a page's blocks.

    Attributes:
        role: the code of the block's role.
        slip: whether it is one short line of text that no mark closes.
        titles: numbers of the blocks that are headings.
    """

    role: Roles
    slip: Flags
    titles: Integers


def _lone_lines(page: Page) -> _LoneLines:
    lines, first = page.lines, page.derived(first_rows)
    last = np.append(first, len(lines))[1:] - 1
    start, end, role = lines.start[first], lines.end[last], lines.role[first]
    closed = _STOPS[page.kinds[end - 1]]
    lone = (first == last) & ~closed
    titles = (role == Role.HEADING.code).nonzero()[0]
    looks = lone & ((role == Role.PARAGRAPH.code) | (role == Role.HEADING.code))
    if not looks.any():
        return _LoneLines(role, looks, titles)
    columns = page.of_text(_columns)
    width = np.where(
        end - start > NARROWEST_BODY, NARROWEST_BODY + 1, columns[end] - columns[start]
    )
    slip = lone & (role == Role.PARAGRAPH.code) & (end > start) & (width <= WIDEST_SLIP)
    if len(titles) < 2 and np.count_nonzero(looks) >= LEAST_TITLES:
        looks &= (width >= NARROWEST_TITLE) & (width <= WIDEST_TITLE)
        kept = np.flatnonzero(role != Role.FURNITURE.code)
        plain = kept[_plain_titles(looks[kept], role[kept], closed[kept], width[kept])]
        titles = plain if len(plain) >= LEAST_TITLES else titles
    return _LoneLines(role, slip, titles)


def _plain_titles(looks: Flags, role: Roles, closed: Flags, width: Integers) -> Flags:
    """Which blocks are single lines that end like no sentence, each before a long paragraph.

    Two or three may follow one another where a heading has lost its text.

    Args:
        looks: whether a block is a line like that.
        role: the code of its role.
        closed: whether a mark closes it.
        width: its display columns.
    """
    attached = np.isin(role, [each.code for each in ATTACHED])
    count = np.arange(len(looks))
    body = np.flatnonzero(~looks & ~attached)
    place = np.searchsorted(body, count)
    below = np.append(body, len(looks))[place]  # the block that the lines here stand over
    before = np.concatenate(([0], np.cumsum(looks)))
    few = before[below] - before[:-1] <= MOST_BARE
    done = attached | looks | closed
    done = np.concatenate(([True], done[:-1]))[: len(looks)]
    wide = np.append(width, 0)[below] >= NARROWEST_BODY
    found: Flags = looks & few & done & wide
    return found


MOST_BARE = 3
"""Titles without a mark that may stand below one another."""

"""A page as headings and the units under them: what may be moved, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import Kind, kind_set, widths
from layoutfix.model import Block, Flags, Integers, Page, Role, first_rows, role_set
from layoutfix.parsing.page_rows import PageRows, page_rows

__all__ = [
    *("Outline", "block_rows", "in_rows", "keep_outlines", "may_have_headings", "outline_of"),
    "title_rows",
]

Roles = npt.NDArray[np.uint8]
Scalar = TypeVar("Scalar", bound=np.generic)

WIDEST_SLIP = 44
"""Display columns up to which a line that no mark closes is a label, a name or a credit."""

NARROWEST_TITLE, WIDEST_TITLE, NARROWEST_BODY = 6, 72, 80
"""Display columns of a heading without a mark, and of the paragraph that must follow it."""

LEAST_TITLES = 3
"""Headings without a mark are believed where this many stand on the page."""


@dataclass(frozen=True, eq=False)
class Outline:
    """The blocks of a page by section. Section 0 is what stands before the first heading.

    Of pages that lie end to end blocks, units and sections are numbered through, and each page
    begins with a section without a heading.

    Attributes:
        page: the page, with its roles.
        pages: which sections are of one page.
        heading: the number of the block that is the heading of each section but the first.
        unit: the numbers of the other blocks in order, furniture left out.
        role: for each unit the code of its role.
        start: for each unit the offset of its first character.
        end: for each unit the offset behind its last one.
        section: for each unit the section it stands in.
        first: for each section the number of its first unit, and behind the last one their count.
        attached: which units are captions, bylines, sign-offs or short lines that no mark closes.
    """

    page: Page
    pages: PageRows
    heading: Integers
    unit: Integers
    role: Roles
    start: Integers
    end: Integers
    section: Integers
    first: Integers
    attached: Flags

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        """The heading of each section; section ``n`` has ``headings[n - 1]``."""
        blocks = self.page.blocks
        return tuple(blocks[number] for number in self.heading.tolist())

    @cached_property
    def units(self) -> tuple[Block, ...]:
        """The units as blocks; what the columns say is asked of them."""
        blocks = self.page.blocks
        return tuple(blocks[number] for number in self.unit.tolist())

    @property
    def sections(self) -> int:
        """How many sections there are, the one without a heading included."""
        return self.pages.count

    @cached_property
    def titled(self) -> Integers:
        """The section of each heading."""
        return np.flatnonzero(~self.pages.begins)

    @property
    def column(self) -> Integers:
        """For each section its number on its own page: its column in tables over sections."""
        return self.pages.place

    @cached_property
    def unit_pages(self) -> PageRows:
        """Which units are of one page."""
        return PageRows(len(self.unit), self.first[self.pages.first])

    def of_role(self, *roles: Role) -> Flags:
        """Which units have one of these roles."""
        return role_set(*roles)[self.role]


_ATTACHED = role_set(Role.CAPTION, Role.BYLINE, Role.DATELINE, Role.SIGN_OFF)
"""Blocks that go with the article around them and say little of its subject."""

_LEFT_OUT = role_set(Role.HEADING, Role.FURNITURE)


def may_have_headings(page: Page) -> bool:
    """False where ``outline_of`` finds no heading, which the lines show without the blocks.

    Use it as ``page.derived(may_have_headings)``.
    """
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
    lines, blocks = page.derived(_lone_lines), page.derived(_blocks)
    titles = np.zeros(len(lines.role), np.bool_)
    titles[lines.titles] = True
    unit = np.flatnonzero(~(titles | _LEFT_OUT[lines.role]))
    role, section = lines.role[unit], (np.cumsum(titles, dtype=np.int64) + blocks.pages)[unit]
    count = len(lines.titles) + len(page.starts)
    untitled = np.arange(len(page.starts)) + np.searchsorted(lines.titles, blocks.first)
    return Outline(
        page,
        PageRows(count, untitled),
        heading=lines.titles,
        unit=unit,
        role=role,
        start=lines.start[unit],
        end=lines.end[unit],
        section=section,
        first=np.searchsorted(section, np.arange(count + 1)),
        attached=_ATTACHED[role] | lines.slip[unit],
    )


def in_rows(pages: PageRows, values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Values as a table: a row a page, 0 where a page has fewer than another one.

    >>> in_rows(PageRows(3, np.array([0, 2])), np.array([4, 5, 6])).tolist()
    [[4, 5], [6, 0]]
    """
    width = int(pages.sizes().max(initial=0))
    table = np.zeros((len(pages.first), width), values.dtype)
    table[pages.pages, pages.place] = values
    return table


_STOPS = kind_set(
    *(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.ELLIPSIS, Kind.SEMICOLON),
    *(Kind.COLON, Kind.COMMA, Kind.ENUMERATION_COMMA, Kind.CLOSE_QUOTE, Kind.NEUTRAL_QUOTE),
)


def title_rows(page: Page) -> Integers:
    """The first lines of the headings that :func:`outline_of` finds.

    Use it as ``page.derived(title_rows)``.
    """
    rows: Integers = page.derived(block_rows)[page.derived(_lone_lines).titles]
    return rows


def keep_outlines(whole: Page, pages: Sequence[Page]) -> None:
    """Have each of the pages that lie end to end keep its headings and its outline.

    Args:
        whole: all pages.
        pages: each by itself.
    """
    known, blocks = whole.derived(outline_of), whole.derived(_blocks)
    sections, units = known.pages, known.unit_pages
    offset, unit = whole.starts[units.pages], known.unit - blocks.low[known.unit]
    start, end = known.start - offset, known.end - offset
    section = known.section - sections.low[known.section]
    rows = whole.derived(page_rows).apart(whole.derived(block_rows))
    titles, alone = blocks.apart(known.heading), np.zeros(1, np.int64)
    each = zip(pages, rows, titles, sections.parts(), units.parts(), strict=True)
    for page, some, heading, of, own in each:
        page.keep(first_rows, some)
        page.keep(title_rows, some[heading])
        outline = Outline(
            page,
            PageRows(of.stop - of.start, alone),
            heading,
            unit[own],
            known.role[own],
            start[own],
            end[own],
            section[own],
            known.first[of.start : of.stop + 1] - own.start,
            known.attached[own],
        )
        page.keep(outline_of, outline)


@dataclass(frozen=True, slots=True, eq=False)
class _LoneLines:
    """Columns beside a page's blocks.

    Attributes:
        role: the code of the block's role.
        start: the offset of its first character.
        end: the offset behind its last one.
        slip: whether it is one short line of text that no mark closes.
        titles: numbers of the blocks that are headings, in order.
    """

    role: Roles
    start: Integers
    end: Integers
    slip: Flags
    titles: Integers


def block_rows(page: Page) -> Integers:
    """The rows of the first lines of blocks, where several pages lie end to end, too."""
    rows = page.derived(first_rows)
    if len(page.starts) == 1:
        return rows
    return np.union1d(rows, np.flatnonzero(page.derived(page_rows).begins))


def _blocks(page: Page) -> PageRows:
    """Which blocks are of one page."""
    start = page.lines.start[page.derived(block_rows)]
    return PageRows(len(start), np.searchsorted(start, page.starts))


def _lone_lines(page: Page) -> _LoneLines:
    lines, first = page.lines, page.derived(block_rows)
    last = np.append(first, len(lines))[1:] - 1
    start, end, role = lines.start[first], lines.end[last], lines.role[first]
    closed = _STOPS[page.kinds[end - 1]]
    lone = (first == last) & ~closed
    marked, plain = role == Role.HEADING.code, role == Role.PARAGRAPH.code
    looks = lone & (plain | marked)
    if not looks.any():
        return _LoneLines(role, start, end, looks, np.flatnonzero(marked))
    width = _widths(page, start, end)
    slip = lone & plain & (end > start) & (width <= WIDEST_SLIP)
    titles = _titles(page.derived(_blocks), marked, looks, role, closed, width)
    return _LoneLines(role, start, end, slip, titles)


def _widths(page: Page, start: Integers, end: Integers) -> Integers:
    """The display columns of blocks; one more than ``NARROWEST_BODY`` of those of more characters.

    Lines that are told by their width are narrower than that.
    """
    size = end - start
    short = size <= NARROWEST_BODY
    size, behind = size[short], np.cumsum(size[short])
    place = np.repeat(start[short] - behind + size, size)
    place += np.arange(len(place))
    columns = np.zeros(len(place) + 1, np.int64)
    np.cumsum(widths(page.code_points[place]), out=columns[1:])
    width = np.full(len(start), NARROWEST_BODY + 1)
    width[short] = columns[behind] - columns[behind - size]
    return width


def _titles(
    blocks: PageRows, marked: Flags, looks: Flags, role: Roles, closed: Flags, width: Integers
) -> Integers:
    """The numbers of the blocks that are headings: marked ones, or lines that look like titles.

    Args:
        blocks: which of them are of one page.
        marked: whether a block is marked as a heading.
        looks: whether it is a line that no mark closes.
        role: the code of its role.
        closed: whether a mark closes it.
        width: its display columns.
    """
    count, pages = len(blocks.first), blocks.pages

    def often(chosen: Flags) -> Integers:
        return np.bincount(pages[chosen], minlength=count)

    unmarked = (often(marked) < 2) & (often(looks) >= LEAST_TITLES)
    if not unmarked.any():
        return np.flatnonzero(marked)
    looks = looks & (width >= NARROWEST_TITLE) & (width <= WIDEST_TITLE)
    unmarked &= often(looks) >= LEAST_TITLES
    kept = np.flatnonzero(unmarked[pages] & (role != Role.FURNITURE.code))
    own = PageRows(len(kept), np.searchsorted(kept, blocks.first))
    found = np.zeros(len(looks), np.bool_)
    found[kept] = _plain_titles(own, looks[kept], role[kept], closed[kept], width[kept])
    unmarked &= often(found) >= LEAST_TITLES
    return np.flatnonzero(np.where(unmarked[pages], found, marked))


def _plain_titles(
    blocks: PageRows, looks: Flags, role: Roles, closed: Flags, width: Integers
) -> Flags:
    """Which blocks are single lines that end like no sentence, each before a long paragraph.

    Two or three may follow one another where a heading has lost its text.

    Args:
        blocks: which of them are of one page.
        looks: whether a block is a line like that.
        role: the code of its role.
        closed: whether a mark closes it.
        width: its display columns.
    """
    attached = _ATTACHED[role]
    body = np.append(np.flatnonzero(~looks & ~attached), len(looks))
    # The block that the lines here stand over; where the page has no more, what is behind it.
    below = np.minimum(body[np.searchsorted(body, np.arange(len(looks)))], blocks.high)
    before = np.concatenate(([0], np.cumsum(looks)))
    few = before[below] - before[:-1] <= MOST_BARE
    done = blocks.begins.copy()
    done[1:] |= (attached | looks | closed)[:-1]
    wide = (np.append(width, 0)[below] >= NARROWEST_BODY) & (below < blocks.high)
    found: Flags = looks & few & done & wide
    return found


MOST_BARE = 3
"""Titles without a mark that may stand below one another."""

"""Which blocks of a page stand again: inside of another block, or as blocks under another heading.

A copy reads the same letter by letter; white space, marks, case and width may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from layoutfix.dedup.normal import Codes, Normalised, Offsets, normalised
from layoutfix.dedup.runs import runs
from layoutfix.model import Block, Page, Role, Span

__all__ = ["Contained", "Doubled", "Letters", "body_of", "contained", "doubled", "letters"]


@dataclass(frozen=True, slots=True)
class Contained:
    """A block that stands again inside of a longer one.

    Attributes:
        block: number of the block.
        inside: number of the longer one.
        copy: the place in the longer one, from its first letter to behind its last.
        times: how often the page has the block's text in other blocks.
    """

    block: int
    inside: int
    copy: Span
    times: int


@dataclass(frozen=True, slots=True)
class Doubled:
    """Blocks that stand again as blocks.

    Attributes:
        first: numbers of the blocks where they stand first.
        second: numbers of the blocks where they stand again.
    """

    first: range
    second: range


class Letters:
    """A page's letters and digits, and which blocks and sections they belong to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text: Normalised = normalised([page.text])
        self.runs: Offsets = runs(self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The page's blocks; asked for only where something stands twice."""
        return self.page.blocks

    @cached_property
    def starts(self) -> Offsets:
        """Where each block begins among the codes, and at last the end of all."""
        begins = [block.span.start for block in self.blocks]
        return np.append(np.searchsorted(self.text.kept, begins), len(self.text.codes))

    @cached_property
    def sections(self) -> Offsets:
        """The number of the heading that each block stands under or is; 0 before the first."""
        heads = [block.role is Role.HEADING for block in self.blocks]
        return np.cumsum(np.array(heads, np.int64))

    def codes_of(self, block: int) -> Codes:
        """What is compared of a block."""
        return self.text.codes[self.starts[block] : self.starts[block + 1]]

    def block_at(self, code: int) -> int:
        """The block that a code belongs to."""
        return int(np.searchsorted(self.starts[:-1], code, "right")) - 1

    def span(self, start: int, end: int) -> Span:
        """From the first to behind the last of these codes, on the page."""
        return Span(int(self.text.kept[start]), int(self.text.kept[end - 1]) + 1)


def letters(page: Page) -> Letters:
    """Use it as ``page.derived(letters)``."""
    return Letters(page)


def _sides(page_letters: Letters) -> Iterator[tuple[int, int, int]]:
    """Each run from either side: where it begins, where it ends, where its copy begins."""
    for a_start, a_end, b_start, b_end in page_letters.runs.tolist():
        yield a_start, a_end, b_start
        yield b_start, b_end, a_start


def contained(page: Page) -> list[Contained]:
    """The blocks that stand again inside of longer ones, in order.

    Use it as ``page.derived(contained)``.
    """
    found: dict[int, Contained] = {}
    times: dict[int, set[int]] = {}
    known = page.derived(letters)
    codes = known.text.codes
    for start, end, copy in _sides(known):
        for block in _blocks_inside(known, start, end):
            first, last = int(known.starts[block]), int(known.starts[block + 1])
            at = copy + first - start
            inside = known.block_at(at)
            to = at + last - first
            whole = 0 < to - at <= known.starts[inside + 1] - at
            if not whole or not np.array_equal(codes[first:last], codes[at:to]):
                continue
            times.setdefault(block, set()).add(at)
            if to - at < known.starts[inside + 1] - known.starts[inside]:
                found.setdefault(block, Contained(block, inside, known.span(at, to), 1))
    return [
        Contained(each.block, each.inside, each.copy, len(times[block]))
        for block, each in sorted(found.items())
    ]


def _blocks_inside(known: Letters, start: int, end: int) -> range:
    """The blocks with letters that lie whole between two codes."""
    first = int(np.searchsorted(known.starts, start))
    last = int(np.searchsorted(known.starts, end, "right")) - 1
    return range(first, max(last, first))


def doubled(page: Page) -> list[Doubled]:
    """The blocks that stand again as blocks, in order; neighbours are taken together.

    They don't reach across a heading. Use it as ``page.derived(doubled)``.
    """
    known = page.derived(letters)
    pairs: set[tuple[int, int]] = set()
    for a_start, a_end, b_start, _ in known.runs.tolist():
        for block in _blocks_inside(known, a_start, a_end):
            at = b_start + int(known.starts[block]) - a_start
            other = known.block_at(at)
            if known.starts[other] == at and _same(known, block, other):
                pairs.add((block, other))
    found: list[Doubled] = []
    for block, other in sorted(pairs):
        if (block - 1, other - 1) in pairs and _together(known, block - 1, other - 1):
            continue
        count = 1
        while (block + count, other + count) in pairs and _together(
            known, block + count - 1, other + count - 1
        ):
            count += 1
        found.append(
            _with_short_neighbours(known, range(block, block + count), range(other, other + count))
        )
    return sorted(set(found), key=lambda each: (each.first.start, each.second.start))


def _together(known: Letters, block: int, other: int) -> bool:
    """Whether a block and the next one stand under one heading, and their copies too."""
    sections = known.sections
    return bool(sections[block] == sections[block + 1] and sections[other] == sections[other + 1])


def _same(known: Letters, block: int, other: int) -> bool:
    """Whether two blocks have the same letters, and some."""
    if not 0 <= block < other < len(known.blocks):
        return False
    one, two = known.codes_of(block), known.codes_of(other)
    return len(one) > 0 and np.array_equal(one, two)


def _with_short_neighbours(known: Letters, first: range, second: range) -> Doubled:
    """The blocks and those around them that are the same but too short to be looked for."""
    count = len(known.blocks)
    while (
        first.start > 0
        and second.start > first.stop
        and _together(known, first.start - 1, second.start - 1)
        and _same(known, first.start - 1, second.start - 1)
        and _is_text(known, first.start - 1)
    ):
        first, second = range(first.start - 1, first.stop), range(second.start - 1, second.stop)
    while (
        second.stop < count
        and first.stop < second.start
        and _together(known, first.stop - 1, second.stop - 1)
        and _same(known, first.stop, second.stop)
        and _is_text(known, first.stop)
    ):
        first, second = range(first.start, first.stop + 1), range(second.start, second.stop + 1)
    return Doubled(first, second)


def _is_text(known: Letters, block: int) -> bool:
    return known.blocks[block].role is not Role.HEADING


def body_of(known: Letters, section: int) -> range:
    """Numbers of the blocks under a heading, without it."""
    first = int(np.searchsorted(known.sections, section))
    last = int(np.searchsorted(known.sections, section, "right"))
    return range(first + (section > 0), last)

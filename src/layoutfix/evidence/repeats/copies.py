"""Which blocks of a page stand again: inside of another block, or as blocks under another heading.

A copy reads the same letter by letter; white space, marks, case and width may differ.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.alignment import longest_rising
from layoutfix.dedup.normal import Codes, Normalised, Offsets, normalised
from layoutfix.dedup.runs import long_enough, runs
from layoutfix.language.arrays import grouped
from layoutfix.model import Block, Flags, Page, Role, Span, first_rows, role_set

__all__ = [
    "Contained",
    "Doubled",
    "Letters",
    "asides",
    "body_of",
    "contained",
    "doubled",
    "letters",
    "letters_together",
    "same_blocks",
]


APART = frozenset(
    {Role.BYLINE, Role.DATELINE, Role.CAPTION, Role.SIGN_OFF, Role.FURNITURE, Role.TABLE}
)
"""Roles of blocks that a section may have beside its text."""

LEAST_LINES = 2
"""Lines of a page from which on something may stand again."""

ENOUGH = 3
"""Copies of a block that are compared: what stands so often repeats on purpose."""


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
    """Blocks under one heading that stand again as blocks.

    Attributes:
        first: their numbers where they stand first, in order.
        second: their numbers where they stand again.
        crowd: whether they stand in more than these two places.
    """

    first: tuple[int, ...]
    second: tuple[int, ...]
    crowd: bool = False


class Letters:
    """A page's letters and digits, and which blocks and sections they belong to.

    Args:
        page: the page.
        texts: its letters among those of others.
        number: the number of the page among them.
        shared_runs: what stands twice on the page, rows as ``runs`` gives them.
    """

    def __init__(self, page: Page, texts: Normalised, number: int, shared_runs: Offsets) -> None:
        self.page, self._texts, self._number = page, texts, number
        self.runs = shared_runs

    @cached_property
    def text(self) -> Normalised:
        """The page's letters and digits alone; asked for only where something stands twice."""
        codes, kept = self._texts.text(self._number), self._texts.places(self._number)
        starts, begins = np.array([0, len(codes)]), np.array([0, len(self.page)])
        return Normalised(codes, starts, kept, begins)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The page's blocks; asked for only where one of them stands twice."""
        return self.page.blocks

    @cached_property
    def starts(self) -> Offsets:
        """Where each block begins among the codes, and at last the end of all."""
        begins = self.page.lines.start[self.page.derived(first_rows)]
        return np.append(np.searchsorted(self.text.kept, begins), len(self.text.codes))

    @cached_property
    def roles(self) -> npt.NDArray[np.uint8]:
        """The code of each block's role."""
        return self.page.lines.role[self.page.derived(first_rows)]

    @cached_property
    def sections(self) -> Offsets:
        """The number of the heading that each block stands under or is; 0 before the first."""
        return np.cumsum(self.roles == Role.HEADING.code, dtype=np.int64)

    def codes_of(self, block: int) -> Codes:
        """What is compared of a block."""
        return self.text.codes[self.starts[block] : self.starts[block + 1]]

    @cached_property
    def _bytes(self) -> bytes:
        """The codes, for many comparisons of short pieces."""
        return self.text.codes.tobytes()

    def agree(self, start: Offsets, end: Offsets, other: Offsets) -> Flags:
        """Whether the codes from each ``start`` to its ``end`` stand at ``other`` too."""
        size, codes = self.text.codes.itemsize, self._bytes
        columns = ((size * each).tolist() for each in (start, end, other))
        alike = (codes.startswith(codes[a:b], c) for a, b, c in zip(*columns, strict=True))
        return np.fromiter(alike, np.bool_, len(start))

    def blocks_at(self, codes: Offsets) -> Offsets:
        """The block that each of these codes belongs to."""
        found: Offsets = np.searchsorted(self.starts[:-1], codes, "right") - 1
        return found

    def span(self, start: int, end: int) -> Span:
        """From the first to behind the last of these codes, on the page."""
        return Span(int(self.text.kept[start]), int(self.text.kept[end - 1]) + 1)


def letters(page: Page) -> Letters:
    """Use it as ``page.derived(letters)``."""
    text = normalised([page.text])
    if len(page.lines) < LEAST_LINES:
        return Letters(page, text, 0, np.zeros((0, 4), np.int64))
    return Letters(page, text, 0, runs(text, neighbours=ENOUGH))


def letters_together(pages: Sequence[Page]) -> None:
    """Work out ``letters`` of each page; they keep them."""
    wanting = [page for page in pages if not page.has(letters)]
    if len(wanting) < 2:
        return
    whole = normalised([page.text for page in wanting])
    rows = runs(whole, neighbours=ENOUGH, within=True)
    edges, starts = np.searchsorted(rows[:, 0], whole.starts).tolist(), whole.starts.tolist()
    for number, page in enumerate(wanting):
        low, high = edges[number : number + 2]
        own = rows[low:high] - starts[number] if low < high else rows[:0]
        page.keep(letters, Letters(page, whole, number, own))


def contained(page: Page) -> list[Contained]:
    """The blocks that stand again inside of longer ones, in order.

    Use it as ``page.derived(contained)``.
    """
    known = page.derived(letters)
    rows = _copies(known)
    if not rows:
        return []
    sizes = np.diff(known.starts).tolist()
    around = known.blocks_at(np.array([at for _, at, _ in rows], np.int64)).tolist()
    places: dict[int, list[tuple[int, int, int]]] = {}
    for (block, at, to), inside in zip(rows, around, strict=True):
        places.setdefault(block, []).append((at, to, inside))
    found: list[Contained] = []
    for block, copies in sorted(places.items()):
        for at, to, inside in copies:
            if to - at < sizes[inside]:
                found.append(Contained(block, inside, known.span(at, to), len(copies)))
                break
    return found


def _copies(known: Letters) -> list[tuple[int, int, int]]:
    """Each block that is long enough, with the place of each of its copies inside of one block."""
    starts = known.starts
    a, b = known.runs[:, :2], known.runs[:, 2:]
    here = np.concatenate((a, b))
    block, run = _blocks_inside(known, here)
    if not len(block):
        return []
    there = np.concatenate((b, a))
    at = there[run, 0] + starts[block] - here[run, 0]
    to = at + starts[block + 1] - starts[block]
    whole = (at < to) & (to <= starts[known.blocks_at(at) + 1])
    if not whole.any():
        return []
    block, at = _distinct(block[whole], at[whole])
    to = at + starts[block + 1] - starts[block]
    rows = np.stack((starts[block], starts[block + 1], at, to), axis=1)
    chosen = np.flatnonzero(known.agree(*rows[:, :3].T))
    if len(chosen):
        chosen = chosen[long_enough(known.text, rows[chosen])]
    found = np.stack((block, at, to), axis=1)[chosen].tolist()
    return [(one, first, last) for one, first, last in found]


def _blocks_inside(known: Letters, runs: Offsets) -> tuple[Offsets, Offsets]:
    """The blocks that lie whole between the two codes of each run, and the row of the run."""
    first = np.searchsorted(known.starts, runs[:, 0])
    last = np.searchsorted(known.starts, runs[:, 1], "right") - 1
    run, nth = grouped(np.maximum(last - first, 0))
    return first[run] + nth, run


def doubled(page: Page) -> list[Doubled]:
    """The blocks that stand again as blocks, in order; those of the same two headings together.

    Use it as ``page.derived(doubled)``.
    """
    known = page.derived(letters)
    pairs = page.derived(same_blocks)
    if not pairs:
        return []
    places = Counter(block for pair in pairs for block in pair)
    found = [Doubled((a,), (b,), True) for a, b in pairs if places[a] > 1 or places[b] > 1]
    alone = [(a, b) for a, b in pairs if places[a] == places[b] == 1]
    sections = known.sections.tolist()
    for _, group in itertools.groupby(
        sorted(alone, key=lambda pair: (sections[pair[0]], sections[pair[1]], pair)),
        key=lambda pair: (sections[pair[0]], sections[pair[1]]),
    ):
        some = list(group)
        rising = longest_rising([a for a, _ in some], [b for _, b in some])
        for part in _parts(rising, page.derived(asides)):
            first, second = zip(*_with_short_neighbours(known, part), strict=True)
            found.append(Doubled(first, second))
    return sorted(found, key=lambda each: (each.first, each.second))


def asides(page: Page) -> frozenset[int]:
    """Blocks that a section may have beside its text, or in the middle of it.

    Bylines and the like, tables, what has no letters, and what stands on the page again: pull
    quotes, notices, copies. Use it as ``page.derived(asides)``.
    """
    known = page.derived(letters)
    empty = np.flatnonzero(np.diff(known.starts) == 0).tolist()
    apart = set(np.flatnonzero(role_set(*APART)[known.roles]).tolist())
    apart |= {*empty, *(each.block for each in page.derived(contained))}
    return frozenset(apart.union(*page.derived(same_blocks)))


def _parts(pairs: list[tuple[int, int]], aside: frozenset[int]) -> list[list[tuple[int, int]]]:
    """The pairs, parted where other text stands between one and the next on either side."""
    parts = [pairs[:1]]
    for before, pair in itertools.pairwise(pairs):
        between = [*range(before[0] + 1, pair[0]), *range(before[1] + 1, pair[1])]
        if all(block in aside for block in between):
            parts[-1].append(pair)
        else:
            parts.append([pair])
    return parts


def same_blocks(page: Page) -> list[tuple[int, int]]:
    """The pairs of blocks that read the same, in order.

    Use it as ``page.derived(same_blocks)``.
    """
    known = page.derived(letters)
    runs, starts = known.runs, known.starts
    block, run = _blocks_inside(known, runs[:, :2])
    if not len(block):
        return []
    at = runs[run, 2] + starts[block] - runs[run, 0]
    other = known.blocks_at(at)
    size = np.diff(starts)
    same = (starts[other] == at) & (block < other) & (size[block] == size[other])
    same &= size[block] > 0
    if not same.any():
        return []
    first, second = _distinct(block[same], other[same])
    alike = known.agree(starts[first], starts[first + 1], starts[second])
    return list(zip(first[alike].tolist(), second[alike].tolist(), strict=True))


def _distinct(one: Offsets, other: Offsets) -> tuple[Offsets, Offsets]:
    """The pairs of two numbers, none of which is negative, in order, each once."""
    most = int(other.max()) + 1
    return np.divmod(np.unique(one * most + other), most)


def _with_short_neighbours(known: Letters, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs, and the blocks beside them that are the same but too short to be looked for."""
    taken = {block for pair in pairs for block in pair}
    sections = known.sections
    found = list(pairs)
    for a, b in pairs:
        for step in (-1, 1):
            one, other = a + step, b + step
            while (
                0 <= one < other < len(sections)
                and not {one, other} & taken
                and sections[one] == sections[a]
                and sections[other] == sections[b]
                and known.roles[one] != Role.HEADING.code
                and _same(known, one, other)
            ):
                found.append((one, other))
                taken |= {one, other}
                one, other = one + step, other + step
    return sorted(found)


def _same(known: Letters, block: int, other: int) -> bool:
    """Whether two blocks have the same letters, and some."""
    if not 0 <= block < other < len(known.roles):
        return False
    one, two = known.codes_of(block), known.codes_of(other)
    return len(one) > 0 and np.array_equal(one, two)


def body_of(known: Letters, section: int) -> range:
    """Numbers of the blocks under a heading, without it."""
    first = int(np.searchsorted(known.sections, section))
    last = int(np.searchsorted(known.sections, section, "right"))
    return range(first + (section > 0), last)

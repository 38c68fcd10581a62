"""What a series of lines does page by page: how evenly it stands, whether it counts the pages.

A head, a foot or a page number is recognised by its whole series and never by one line of it:
lines that recur, or whose numbers count up, a page of text apart, beside form feeds or in the
middle of sentences. Headings, refrains, labels and rows of tables recur and count too, but where
the text has an end.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import regex

from layoutfix.language.arrays import clipped
from layoutfix.language.lexicon import Hashes, by_text, disjoint_hashes
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.furniture_shapes import (
    WIDEST_ALONE,
    edge_number,
    may_name_page,
    named_page,
)
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.surroundings import SURELY, goes_on, line_texts, surroundings
from layoutfix.parsing.suspects import Suspects

__all__ = [
    "HALF",
    "KNOWN",
    "LEAST_COLUMNS",
    "LONGEST_STEP",
    "MOST",
    "OF_BOOKS",
    "PAGE_COLUMNS",
    "Series",
    "columns_before",
    "columns_between",
    "counts_pages",
    "is_regular",
]

PAGE_COLUMNS, LEAST_COLUMNS = 400, 60
"""Display columns of text that a page has at the least; what recurs sooner recurs on purpose.
Between form feeds, or lines that name their page, the smaller figure will do."""

MOST = 0.9
"""Share of a series that must keep to a rule: some pages are short, some numbers misread."""

HALF = 0.5
"""The same where numbers beside the lines count up: a record may have many all but empty pages."""

LONGEST_STEP = 2
"""By how much a page number grows: by two where left and right pages have heads of their own."""

KNOWN = 0.9
"""Confidence from which on a line is proof for what stands beside it."""

SLOTS = (1, -1, 2, -2)
"""Where the number of a head stands, in lines that are not blank; ``near_number`` of the suspects
looks as far."""

NUMBER = regex.compile(r"\d{1,5}")
DEPTH_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Evenness:
    """How evenly pages are filled.

    Attributes:
        tolerance: share of a page by which its length may differ.
        share: of the pages that must keep to that.
        shortest: lines of a page at the least.
        fewest: lines at the tops or feet of pages, fewer of which say nothing.
    """

    tolerance: float
    share: float
    shortest: int
    fewest: int


OF_SHEETS, OF_BOOKS = Evenness(0.12, 0.75, 3, 3), Evenness(0.3, 0.6, 10, 3)
"""Sheets are printed to the last line; in old books the length of pages differs with the type, and
catchwords have their text for proof."""


@dataclass(frozen=True, eq=False)
class Series:
    """What is known of lines that read the same, numbers aside; worked out when it is asked for.

    Attributes:
        suspects: of the page.
        group: the lines, in order.
        beside_known: the lines of the page beside one that is known to be furniture.
    """

    suspects: Suspects
    group: Integers
    beside_known: Flags

    @cached_property
    def count(self) -> int:
        """How many lines."""
        return len(self.group)

    @cached_property
    def inside(self) -> float:
        """Share of them that stand out where they interrupt a sentence."""
        return self._share(self.suspects.inside)

    @cached_property
    def cuts(self) -> float:
        """Share of them around which a sentence surely goes on."""
        return self._share(self.suspects.interrupts == SURELY)

    @cached_property
    def beside(self) -> float:
        """Share beside a line that is known to be furniture."""
        return self._share(self.beside_known)

    @cached_property
    def keeps_up(self) -> bool:
        """Whether there is one for every second of the lines beside it at the least."""
        return 2 * self.count >= _longest_beside(self.suspects, self.group)

    @cached_property
    def apart(self) -> bool:
        """Whether most of them are parted from the lines on both sides."""
        near = self.suspects.page.derived(surroundings)
        return bool((near.before[self.group] & near.after[self.group]).mean() >= HALF)

    @cached_property
    def is_text(self) -> bool:
        """Whether most are a piece of a sentence that stands there again and again.

        It goes on in the next line, or from the one before, and that line is the same each time.
        Behind heads the text differs; and a line past which a sentence goes on is no piece of it.
        """
        page = self.suspects.page
        group = self.group[self.suspects.interrupts[self.group] != SURELY]
        rows = page.derived(page_rows)
        for step in (1, -1):
            near = group + step
            near = np.where((near >= rows.low[group]) & (near < rows.high[group]), near, -1)
            left, right = (group, near) if step > 0 else (near, group)
            flush = (near >= 0) & (page.lines.gap[right] == 0) & ~page.lines.page_break[right]
            sure = near[flush & (goes_on(page, left, right) == SURELY)]
            texts = Counter(line_texts(page, sure))
            if texts and max(texts.values()) > HALF * self.count:
                return True
        return False

    @cached_property
    def wide(self) -> bool:
        """Whether they are as wide as lines of text."""
        return bool(self.suspects.page.lines.width[self.group].max() > WIDEST_ALONE)

    @cached_property
    def at_break(self) -> float:
        """Share beside a form feed."""
        return self._share(self.suspects.beside_break)

    @cached_property
    def covers(self) -> float:
        """Share of the form feeds between the first and the last that have one."""
        feeds = self.suspects.page.derived(_feeds_before)
        passed = int(feeds[self.group[-1]] - feeds[self.group[0]]) + 1
        return min(float(self.suspects.beside_break[self.group].sum()) / passed, 1.0)

    @cached_property
    def spaced(self) -> bool:
        """Whether a page of text lies between most of them."""
        return _most(self._between >= PAGE_COLUMNS)

    @cached_property
    def parted(self) -> bool:
        """Whether at least some text lies between most of them."""
        share = (self._between >= LEAST_COLUMNS).mean()
        return bool(share >= MOST or (share >= HALF and len(self.numbers)))

    @cached_property
    def regular(self) -> bool:
        """Whether they stand about equally far from one another."""
        return is_regular(self.suspects.page, self.group)

    @cached_property
    def identical(self) -> bool:
        """Whether they read the same, numbers and all."""
        return len({"".join(text.split()) for text in self._texts}) == 1

    @cached_property
    def elsewhere(self) -> int:
        """How many other lines of their page read as the first of them does."""
        page, first = self.suspects.page, int(self.group[0])
        own = sum(text == self._texts[0] for text in self._texts)
        return _same_lines(page, first) - own

    @cached_property
    def counted(self) -> bool:
        """Whether a number in them, or in a line beside each, counts up with the pages."""
        return bool(len(self.numbers)) or (self.count > 2 and _some_number_counts(self._texts))

    @cached_property
    def edged(self) -> bool:
        """Whether that number begins or ends each of them."""
        return counts_pages([edge_number(text) for text in self._texts])

    @cached_property
    def named(self) -> bool:
        """Whether each names its page with a word for it."""
        page = self.suspects.page
        if not page.derived(may_name_page)[self.group].all():
            return False
        last = -1
        for text in self._texts:
            number = named_page(text, page.words)
            if number is None or number <= last:
                return False
            last = number
        return True

    @cached_property
    def numbers(self) -> Integers:
        """The lines beside them whose numbers count up."""
        if self.suspects.near_number[self.group].mean() < MOST:
            return self.group[:0]
        return _numbers_beside(self.suspects, self.group)

    @cached_property
    def _texts(self) -> list[str]:
        return line_texts(self.suspects.page, self.group)

    @cached_property
    def _between(self) -> Integers:
        return columns_between(self.suspects.page, self.group)

    def _share(self, flags: Flags) -> float:
        return float(flags[self.group].mean())


def _longest_beside(suspects: Suspects, group: Integers) -> int:
    rows = suspects.page.derived(page_rows)
    at = [np.maximum(group - 1, rows.low[group]), np.minimum(group + 1, rows.high[group] - 1)]
    sides = [np.where(suspects.confidence[s] >= KNOWN, suspects.recurs[s], 0) for s in at]
    return int(np.maximum(*sides).max())


def _most(flags: Flags) -> bool:
    return bool(flags.mean() >= MOST)


def counts_pages(numbers: Sequence[int | None]) -> bool:
    """Whether these numbers rise from page to page by one or two, a few misread ones aside.

    >>> counts_pages([3, 4, 6, 7]), counts_pages([1, 5, 9]), counts_pages([3, None, 5])
    (True, False, False)
    """
    known = [number for number in numbers if number is not None and number >= 0]
    if len(known) < MOST * len(numbers):
        return False
    steps = [after - before for before, after in itertools.pairwise(known)]
    return sum(1 <= step <= LONGEST_STEP for step in steps) >= MOST * len(steps) > 0


def _some_number_counts(texts: Sequence[str]) -> bool:
    rows = [NUMBER.findall(text) for text in texts]
    columns = min(len(row) for row in rows)
    return any(counts_pages([int(row[column]) for row in rows]) for column in range(columns))


def _numbers_beside(suspects: Suspects, group: Integers) -> Integers:
    """The lines in one slot beside a group whose page numbers count up, if any."""
    rows = suspects.page.derived(page_rows)
    low, high = rows.low[group], rows.high[group]
    for slot in SLOTS:
        at = group + slot
        known = (at >= low) & (at < high)
        numbers = np.where(known, suspects.number[clipped(at, low, high - 1)], -1)
        if np.count_nonzero(numbers >= 0) < MOST * len(numbers):
            continue
        if counts_pages(numbers.tolist()):
            return at[numbers >= 0]
    return group[:0]


def columns_between(page: Page, rows: Integers) -> Integers:
    """Display columns of text between neighbours of these rows."""
    total = page.derived(columns_before)
    return total[rows[1:]] - total[rows[:-1] + 1]


def _same_lines(page: Page, row: int) -> int:
    """How many lines of its page read as this one does, with itself."""
    keys = page.derived(_line_keys)
    (key,) = _keys(page, slice(row, row + 1))
    low, high = (np.searchsorted(keys, key, side=side) for side in ("left", "right"))
    return int(high - low)


def _line_keys(page: Page) -> Hashes:
    """A number for each line, in order; of one page the same only where two lines are the same."""
    return np.sort(_keys(page, slice(None)))


def _keys(page: Page, rows: slice) -> Hashes:
    lines = page.lines
    hashes = disjoint_hashes(page.code_points, lines.start[rows], lines.end[rows])
    return by_text(hashes, page.derived(page_rows).pages[rows])


def _feeds_before(page: Page) -> Integers:
    """Form feeds up to each line."""
    return np.cumsum(page.lines.page_break)


def columns_before(page: Page) -> Integers:
    """Display columns of all lines before each, and of all."""
    return np.concatenate(([0], np.cumsum(page.lines.width)))


def is_regular(page: Page, rows: Integers, evenness: Evenness = OF_SHEETS) -> bool:
    """Whether these lines stand one page, or two or three, from one another.

    Lines are counted, blank ones too: a page with a list on it has less text but not fewer lines.
    """
    if len(rows) < evenness.fewest:
        return False
    apart = np.diff(page.derived(_depth)[rows])
    usual = float(np.median(apart))
    if usual < evenness.shortest:
        return False
    pages = clipped(np.round(apart / usual), 1, 3)
    near = np.abs(apart - pages * usual) <= evenness.tolerance * usual + 1
    return bool(near.mean() >= evenness.share)


def _depth(page: Page) -> Integers:
    """About how many lines of paper stand before each line."""
    lines = page.lines
    return np.cumsum(1 + lines.gap + lines.width // DEPTH_COLUMNS)

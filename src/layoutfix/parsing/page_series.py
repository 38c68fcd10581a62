"""What a series of lines does page by page: how evenly it stands, whether it counts the pages.

A head, a foot or a page number is convicted by its whole series and never by one line of it:
lines that recur, or whose numbers count up, a page of text apart, beside form feeds or in the
middle of sentences. Headings, refrains, labels and rows of tables recur and count too, but where
the text has an end.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex

from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.furniture_shapes import edge_number, named_page
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.surroundings import line_texts, surroundings
from layoutfix.parsing.suspects import Suspects

__all__ = [
    "KNOWN",
    "OF_BOOKS",
    "Series",
    "chains",
    "columns_between",
    "counts_pages",
    "is_regular",
    "series_of",
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

KEPT_ENDS = 4
"""Chains that end in one number and are still open; more begin only in tables."""

SLOTS = (1, -1, 2, -2)
"""Where the number of a head stands, in lines that are not blank."""

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


@dataclass(frozen=True, slots=True)
class Series:
    """What is known of lines that read the same, numbers aside.

    Attributes:
        count: how many lines.
        inside: share of them that stand out where they interrupt a sentence.
        cuts: share of them around which a sentence goes on.
        beside: share beside a line that is known to be furniture.
        keeps_up: whether there is one for every second of the lines beside it at the least.
        apart: whether most of them are parted from the lines on both sides.
        at_break: share beside a form feed.
        covers: share of the form feeds between the first and the last that have one.
        spaced: whether a page of text lies between most of them.
        parted: whether at least some text lies between most of them.
        regular: whether they stand about equally far from one another.
        identical: whether they read the same, numbers and all.
        counted: whether a number in them, or in a line beside each, counts up with the pages.
        edged: whether that number begins or ends each of them.
        named: whether each names its page with a word for it.
        numbers: the lines beside them whose numbers count up.
    """

    count: int
    inside: float
    cuts: float
    beside: float
    keeps_up: bool
    apart: bool
    at_break: float
    covers: float
    spaced: bool
    parted: bool
    regular: bool
    identical: bool
    counted: bool
    edged: bool
    named: bool
    numbers: Integers


def series_of(suspects: Suspects, group: Integers, beside: Flags) -> Series:
    """Measure a group of lines that read the same, numbers aside."""
    page = suspects.page
    near = page.derived(surroundings)
    texts = line_texts(page, group)
    between = columns_between(page, group)
    numbers = _numbers_beside(suspects, group)
    feeds = page.derived(_feeds_before)
    passed = int(feeds[group[-1]] - feeds[group[0]]) + 1
    at_break = suspects.beside_break[group]
    return Series(
        count=len(group),
        inside=float(suspects.inside[group].mean()),
        cuts=float((suspects.interrupts[group] == 2).mean()),
        beside=float(beside[group].mean()),
        keeps_up=2 * len(group) >= _longest_beside(suspects, group),
        apart=bool((near.before & near.after)[group].mean() >= HALF),
        at_break=float(at_break.mean()),
        covers=min(float(at_break.sum()) / passed, 1.0),
        spaced=_most(between >= PAGE_COLUMNS),
        parted=bool((between >= LEAST_COLUMNS).mean() >= (HALF if len(numbers) else MOST)),
        regular=is_regular(page, group),
        identical=len({"".join(text.split()) for text in texts}) == 1,
        counted=bool(len(numbers)) or (len(group) > 2 and _some_number_counts(texts)),
        edged=counts_pages([edge_number(text) for text in texts]),
        named=_rise([named_page(text, page.words) for text in texts]),
        numbers=numbers,
    )


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


def _rise(numbers: Sequence[int | None]) -> bool:
    known = [number for number in numbers if number is not None]
    rising = all(before < after for before, after in itertools.pairwise(known))
    return rising and len(known) == len(numbers)


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
        numbers = np.where(known, suspects.number[np.clip(at, low, high - 1)], -1)
        if counts_pages(numbers.tolist()):
            return at[numbers >= 0]
    return group[:0]


def columns_between(page: Page, rows: Integers) -> Integers:
    """Display columns of text between neighbours of these rows."""
    total = page.derived(_columns_before)
    return total[rows[1:]] - total[rows[:-1] + 1]


def _feeds_before(page: Page) -> Integers:
    """Form feeds up to each line."""
    return np.cumsum(page.lines.page_break)


def _columns_before(page: Page) -> Integers:
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
    pages = np.clip(np.round(apart / usual), 1, 3)
    near = np.abs(apart - pages * usual) <= evenness.tolerance * usual + 1
    return bool(near.mean() >= evenness.share)


def _depth(page: Page) -> Integers:
    """About how many lines of paper stand before each line."""
    lines = page.lines
    return np.cumsum(1 + lines.gap + lines.width // DEPTH_COLUMNS)


def chains(page: Page, rows: Integers, numbers: Integers) -> Integers:
    """The chain of each line: its number follows the one before it, a page of text later.

    Chains may run past one another: numbers in a table stand between those of pages.
    """
    total, own = page.derived(_columns_before), page.derived(page_rows)
    start, end = total[rows].tolist(), total[rows + 1].tolist()
    least = np.where(own.ends[rows], LEAST_COLUMNS, PAGE_COLUMNS).tolist()
    chain: list[int] = []
    length: list[int] = []
    open_ends: defaultdict[tuple[int, int], list[int]] = defaultdict(list)  # places in ``rows``
    places = enumerate(zip(own.pages[rows].tolist(), numbers.tolist(), strict=True))
    for place, (sheet, number) in places:
        best, taken = -1, 0
        for step in range(1, LONGEST_STEP + 1):
            for other in open_ends.get((sheet, number - step), ()):
                far = start[place] - end[other] >= least[place]
                if far and (best < 0 or length[chain[other]] > length[chain[best]]):
                    best, taken = other, number - step
        if best < 0:
            chain.append(len(length))
            length.append(1)
        else:
            open_ends[sheet, taken].remove(best)
            chain.append(chain[best])
            length[chain[best]] += 1
        ends = open_ends[sheet, number]
        ends.append(place)
        if len(ends) > KEPT_ENDS:
            del ends[0]
    return np.array(chain, np.int64)

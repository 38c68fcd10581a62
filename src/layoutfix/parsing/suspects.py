"""The lines of a page that may be furniture, and what each of them does where it stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.catchwords import Catchwords, catchwords
from layoutfix.parsing.furniture_shapes import (
    beside_feeds,
    free_lines,
    jumps,
    listed,
    may_be_head,
    page_numbers,
)
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.recurrence import recurring
from layoutfix.parsing.surroundings import RUNNING_TEXT, SURELY, goes_on, surroundings
from layoutfix.parsing.worded_roles import worded

__all__ = ["Suspects", "suspects_of"]

SHORTEST_MARGIN, SHORTEST_HEAD = 3, 10
"""Display columns of indent, and of text, below which a line inside a column is no head."""

NARROWEST_TEXT = 24
"""Display columns of a line that a head may interrupt; cells of tables are narrower."""

LONGEST_RUN = 6
"""Lines of furniture between two halves of a sentence at the most."""


@dataclass(slots=True)
class Suspects:
    """The suspects while they are tried; arrays have a place for every line of the page.

    Attributes:
        page: the page.
        number: the page number of a line shaped like one, -1 elsewhere.
        shape: 1 a bare number, 2 one between dashes, 3 with words, 4 with the count of pages.
        near_number: lines with such a line at most two lines away.
        jump: lines that only name another page.
        listed: lines that a word list of the user's own names.
        catches: what may be a catchword, with the line that it announces.
        headlike: lines that may be a head or a foot by their place and their last character.
        titles: those of them that are parted from the text and stand beside a page number.
        heads: the groups of them that read the same, numbers aside.
        interrupts: how surely the text around goes on across the line, 0 to 2.
        inside: whether it surely interrupts a sentence and is no line of that sentence itself.
        beside_break: whether a form feed stands beside it.
        beside: whether a page number or a jump line stands beside it.
        confidence: that it is furniture.
        recurs: how many lines belong to its series.
    """

    page: Page
    number: npt.NDArray[np.int64]
    shape: npt.NDArray[np.uint8]
    near_number: Flags
    jump: Flags
    listed: Flags
    catches: Catchwords
    headlike: Flags
    titles: Flags
    heads: list[Integers]
    interrupts: npt.NDArray[np.int8]
    inside: Flags
    beside_break: Flags
    beside: Flags
    confidence: npt.NDArray[np.float64]
    recurs: Integers

    def accept(self, rows: Integers, confidence: float, count: int) -> None:
        """Raise the confidence of these lines, which are a series of ``count``."""
        surer = rows[self.confidence[rows] < confidence]
        self.confidence[surer] = confidence
        self.recurs[surer] = count


def suspects_of(page: Page) -> Suspects:
    """The suspects of a page, not tried yet."""
    count = len(page.lines)
    free, content = free_lines(page), np.zeros(count, np.bool_)
    for first, last, _ in page.derived(worded):
        content[first : last + 1] = True
    content &= page.code_points[page.lines.start] != ord("©")
    own = listed(page, free)
    free &= ~own
    jump = jumps(page, free)
    free &= ~content
    number, shape = page_numbers(page, free & ~jump)
    headlike = free & may_be_head(page, jump | (shape > 0))
    titles = headlike & page.derived(page_rows).beside(shape > 0)
    near = page.derived(surroundings)
    titles &= near.before & near.after & near.short & ~_ENDS_TEXT[near.last_kind]
    found = Suspects(
        page,
        number,
        shape,
        page.derived(page_rows).window_sum(number >= 0, 2) > 0,
        jump,
        own,
        catchwords(page, free & ~jump),
        headlike,
        titles,
        recurring(page, np.flatnonzero(headlike)),
        np.zeros(count, np.int8),
        np.zeros(count, np.bool_),
        np.zeros(count, np.bool_),
        np.zeros(count, np.bool_),
        np.zeros(count, np.float64),
        np.ones(count, np.int64),
    )
    suspect = jump | (shape > 0) | own | titles
    for group in found.heads:
        suspect[group] = True
    if suspect.any():
        _look_around(found, suspect | content)
    return found


_ENDS_TEXT = kind_set(Kind.FULL_STOP, Kind.NEUTRAL_QUOTE)


def _look_around(suspects: Suspects, aside: Flags) -> None:
    """What each run of suspects interrupts, and what stands beside whom.

    Lines that are set ``aside``, suspects and captions, are looked past on the way to the text.
    """
    page, lines = suspects.page, suspects.page.lines
    own, rows = page.derived(page_rows), np.flatnonzero(aside)
    numbers = np.arange(len(lines))
    left = np.maximum.accumulate(np.where(aside, -1, numbers))
    right = np.minimum.accumulate(np.where(aside, len(lines), numbers)[::-1])[::-1]
    reach = np.minimum(right, own.high)[rows] - np.maximum(left, own.low - 1)[rows]
    left = np.where(left < own.low, -1, left)
    right = np.where(right >= own.high, -1, right)
    near_enough = reach <= LONGEST_RUN
    near_enough &= lines.width[np.maximum(left[rows], 0)] >= NARROWEST_TEXT
    near_enough &= ~_reads_on(suspects, rows)
    suspects.interrupts[rows] = np.where(near_enough, goes_on(page, left[rows], right[rows]), 0)
    suspects.beside_break |= beside_feeds(page)
    numbered = (suspects.shape > 0) | suspects.jump | suspects.listed
    suspects.beside |= own.beside(numbered)
    suspects.inside[rows] = (suspects.interrupts[rows] == SURELY) & _stands_out(
        suspects, rows, left[rows], right[rows]
    )


def _reads_on(suspects: Suspects, rows: Integers) -> Flags:
    """Whether a line goes on with the sentence of the line above it, as far as spaces tell."""
    page, near = suspects.page, suspects.page.derived(surroundings)
    flush = ~near.before[rows] & (suspects.shape[rows] == 0) & _SPACED[near.first_kind[rows]]
    found: Flags = goes_on(page, np.where(flush, rows - 1, -1), np.where(flush, rows, -1)) == SURELY
    return found


_SPACED = kind_set(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.OPEN_BRACKET)


def _stands_out(suspects: Suspects, rows: Integers, left: Integers, right: Integers) -> Flags:
    """Whether a line is no wrapped line of the sentence that it stands in.

    It is parted from the lines on both sides; or it is centred, or opens with a capital and is so
    short that the next word would have fitted. A short line that is none of these may be a
    paragraph's last one whose full stop was lost.
    """
    lines, near = suspects.page.lines, suspects.page.derived(surroundings)
    numbered = (suspects.shape > 0) | suspects.jump
    last = len(lines) - 1
    before = near.before[rows] | numbered[np.maximum(rows - 1, 0)]
    after = near.after[rows] | numbered[np.minimum(rows + 1, last)]
    one, other = np.maximum(left, 0), np.maximum(right, 0)
    column = np.maximum(lines.width[one], lines.width[other])
    around = np.maximum(lines.indent[one], lines.indent[other])
    centred = lines.indent[rows] > around + SHORTEST_MARGIN
    capital = (near.first_kind[rows] == Kind.UPPER) & (lines.width[rows] >= SHORTEST_HEAD)
    capital &= (near.last_kind[rows] != Kind.FULL_STOP) & (column >= RUNNING_TEXT)
    bare = suspects.shape[rows] == 1  # it may be the last word of a sentence
    apart = (centred | capital | (suspects.shape[rows] > 1)) & ~bare
    found: Flags = (before & after) | (apart & (10 * lines.width[rows] <= 6 * column))
    return found

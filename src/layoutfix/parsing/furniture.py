"""Which lines the layout put on the page, and how sure that is.

A line is suspected for its shape (a page number, a jump line) or for its recurrence. What convicts
it is what it does: it stands inside a sentence, beside a form feed or another piece of furniture,
or its number counts up from page to page.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import Kind
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.furniture_shapes import (
    edge_number,
    free_lines,
    jumps,
    listed,
    may_be_head,
    may_name_page,
    named_page,
    page_numbers,
)
from layoutfix.parsing.recurrence import recurring
from layoutfix.parsing.surroundings import goes_on, line_text, line_texts, surroundings
from layoutfix.parsing.worded_roles import worded

__all__ = ["Furniture", "furniture"]

PAGE_COLUMNS, LEAST_COLUMNS = 400, 60
"""Display columns of text that a page has at the least; what recurs sooner recurs on purpose.
Between form feeds, or lines that name their page, the smaller figure will do."""

SHORTEST_MARGIN, SHORTEST_HEAD = 3, 10
"""Display columns of indent, and of text, below which a line inside a column is no head."""

SURE, LIKELY, LONE = 0.97, 0.8, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Furniture:
    """The suspects of a page, in order, as columns.

    Attributes:
        rows: their lines.
        kind: ``page number``, ``jump line`` or ``running head`` of each.
        confidence: that the line is furniture, from 0 to 1.
        inside: whether the line surely stands inside a sentence that isn't its own.
        recurs: how many lines read the same, or how many numbers count up with this one.
        beside_break: whether a form feed stands beside it.
        listed: whether a word list of the user's own names it.
    """

    rows: Integers
    kind: tuple[str, ...]
    confidence: npt.NDArray[np.float64]
    inside: Flags
    recurs: Integers
    beside_break: Flags
    listed: Flags


@dataclass(slots=True)
class _Suspects:
    """The suspects while they are tried; arrays have a place for every line of the page."""

    page: Page
    number: npt.NDArray[np.int64]  # the page number of a line shaped like one, -1 elsewhere
    shape: npt.NDArray[np.uint8]  # 1 bare, 2 marked, 3 with words, 4 with its total
    jump: Flags
    listed: Flags  # a word list of the user's own names it
    heads: list[Integers]
    interrupts: npt.NDArray[np.int8]
    inside: Flags  # it surely interrupts a sentence and is no line of that sentence itself
    beside_break: Flags
    beside: Flags  # a page number or a jump line stands beside it
    confidence: npt.NDArray[np.float64]
    recurs: Integers


def furniture(page: Page) -> Furniture:
    """The furniture of a page; use it as ``page.derived(furniture)``."""
    found = _suspects(page)
    rows = np.flatnonzero(found.confidence > 0)
    jump, shape = found.jump[rows], found.shape[rows]
    kind = np.where(jump, 0, np.where(shape > 0, 1, 2)).tolist()
    names = ("jump line", "page number", "running head")
    return Furniture(
        rows,
        tuple(names[each] for each in kind),
        found.confidence[rows],
        found.inside[rows],
        found.recurs[rows],
        found.beside_break[rows],
        found.listed[rows],
    )


def _suspects(page: Page) -> _Suspects:
    count = len(page.lines)
    free, content = free_lines(page), np.zeros(count, np.bool_)
    for first, last, _ in page.derived(worded):
        content[first : last + 1] = True
    own = listed(page, free)
    free &= ~own
    jump = jumps(page, free)
    free &= ~content
    number, shape = page_numbers(page, free & ~jump)
    heads = recurring(page, np.flatnonzero(free & may_be_head(page, jump | (shape > 0))))
    suspect = jump | (shape > 0) | own
    for group in heads:
        suspect[group] = True
    suspects = _Suspects(
        page,
        number,
        shape,
        jump,
        own,
        heads,
        np.zeros(count, np.int8),
        np.zeros(count, np.bool_),
        np.zeros(count, np.bool_),
        np.zeros(count, np.bool_),
        np.zeros(count, np.float64),
        np.ones(count, np.int64),
    )
    if suspect.any():
        _look_around(suspects, suspect | content)
        _try_jumps(suspects)
        _try_heads(suspects)
        suspects.confidence[own] = SURE
        _try_numbers(suspects)
    return suspects


def _look_around(suspects: _Suspects, aside: Flags) -> None:
    """What each run of suspects interrupts, and what stands beside whom.

    Lines that are set ``aside``, suspects and captions, are looked past on the way to the text.
    """
    page, lines = suspects.page, suspects.page.lines
    count = len(lines)
    numbers = np.arange(count)
    left = np.maximum.accumulate(np.where(aside, -1, numbers))
    right = np.minimum.accumulate(np.where(aside, count, numbers)[::-1])[::-1]
    right = np.where(right == count, -1, right)
    rows = np.flatnonzero(aside)
    reach = np.where(right[rows] < 0, count, right[rows]) - left[rows]
    near_enough = reach <= 6
    suspects.interrupts[rows] = np.where(near_enough, goes_on(page, left[rows], right[rows]), 0)
    suspects.beside_break |= lines.page_break
    suspects.beside_break[:-1] |= lines.page_break[1:]
    numbered = (suspects.shape > 0) | suspects.jump | suspects.listed
    suspects.beside[1:] |= numbered[:-1]
    suspects.beside[:-1] |= numbered[1:]
    suspects.inside[rows] = (suspects.interrupts[rows] == 2) & _stands_out(
        suspects, rows, left[rows], right[rows]
    )


def _stands_out(suspects: _Suspects, rows: Integers, left: Integers, right: Integers) -> Flags:
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
    bare = suspects.shape[rows] == 1  # it may be the last word of a sentence
    apart = (centred | capital | (suspects.shape[rows] > 1)) & ~bare
    found: Flags = (before & after) | (apart & (10 * lines.width[rows] <= 6 * column))
    return found


def _try_jumps(suspects: _Suspects) -> None:
    rows = np.flatnonzero(suspects.jump)
    surer = suspects.inside[rows] | suspects.beside[rows] | suspects.beside_break[rows]
    suspects.confidence[rows] = np.where(surer, SURE, 0.95)


def _try_heads(suspects: _Suspects) -> None:
    if not suspects.heads:
        return
    rows = np.concatenate(suspects.heads)
    evident = suspects.beside | suspects.beside_break | suspects.inside
    evident |= may_name_page(suspects.page)
    firsts = np.cumsum([0, *(len(group) for group in suspects.heads[:-1])])
    acting = np.logical_or.reduceat((suspects.inside | suspects.beside_break)[rows], firsts)
    page, acting = suspects.page, acting.tolist()
    for place in np.flatnonzero(np.logical_or.reduceat(evident[rows], firsts)).tolist():
        group = suspects.heads[place]
        if not (acting[place] or named_page(line_text(page, group[0]), page.words) is not None):
            continue  # most of them: headings that recur
        confidence = _head_confidence(suspects, group)
        suspects.confidence[group] = confidence
        suspects.recurs[group] = len(group)


def _head_confidence(suspects: _Suspects, group: Integers) -> float:
    """How sure it is that these lines, which read the same, are running heads or feet."""
    page = suspects.page
    inside = suspects.inside[group]
    at_break, beside = suspects.beside_break[group], suspects.beside[group]
    texts = line_texts(page, group)
    some_inside = bool(inside.any())
    between = _columns_between(page, group)
    if (between < LEAST_COLUMNS).any():
        return 0.0
    if _count_up([named_page(text, page.words) for text in texts]):
        # each names its page: no heading and no refrain does that
        return SURE if (inside | at_break | beside).any() else LIKELY
    if not at_break.all() and (between < PAGE_COLUMNS).any():
        return 0.0
    few = len(group) == 2
    numbered = beside & (_numbers_beside(suspects, group) >= 0)
    counted = _count_up([edge_number(text) for text in texts])
    if not counted and len({"".join(text.split()) for text in texts}) > 1:
        return 0.0  # numbers that differ and don't count pages are content: rows of a table
    counted |= bool(numbered.all()) and _count_up(_numbers_beside(suspects, group).tolist())
    if inside.mean() >= (1 / 2 if counted or at_break.all() else 2 / 3):
        return (0.95 if counted or at_break.all() else LIKELY) if few else SURE
    if at_break.mean() >= 2 / 3:
        return LIKELY if few and not (some_inside or counted) else 0.95
    if some_inside and counted:
        return LIKELY if few else 0.95
    return 0.0


def _count_up(numbers: Sequence[int | None]) -> bool:
    known = [number for number in numbers if number is not None and number >= 0]
    rising = all(before < after for before, after in itertools.pairwise(known))
    return rising and len(known) == len(numbers)


def _numbers_beside(suspects: _Suspects, group: Integers) -> Integers:
    """The page number in the line before or after each, -1 where there is none."""
    last = len(suspects.number) - 1
    before = np.where(group > 0, suspects.number[np.maximum(group - 1, 0)], -1)
    after = np.where(group < last, suspects.number[np.minimum(group + 1, last)], -1)
    return np.maximum(before, after)


def _columns_between(page: Page, rows: Integers) -> Integers:
    """Display columns of text between neighbours of these rows."""
    total = page.derived(_columns_before)
    return total[rows[1:]] - total[rows[:-1] + 1]


def _columns_before(page: Page) -> Integers:
    """Display columns of all lines before each, and of all."""
    return np.concatenate(([0], np.cumsum(page.lines.width)))


def _try_numbers(suspects: _Suspects) -> None:
    page, lines = suspects.page, suspects.page.lines
    known = suspects.confidence >= 0.9
    beside_known = np.zeros(len(lines), np.bool_)
    beside_known[1:] |= known[:-1]
    beside_known[:-1] |= known[1:]
    inside = suspects.inside
    evident = inside | suspects.beside_break | beside_known
    for shape in (1, 2, 3, 4):
        rows = np.flatnonzero((suspects.shape == shape) & ~suspects.jump)
        if not len(rows):
            continue
        chain = _chains(page, rows, suspects.number[rows])
        length = np.bincount(chain)[chain]
        share = np.bincount(chain, evident[rows])[chain] / length
        own = evident[rows]
        if shape == 1:
            sure = (length >= 2) & (share >= 0.5)
            likely = inside[rows] | beside_known[rows] | ((length >= 2) & (share > 0))
            lone = likely | _stands_lone(page, rows)
            confidence = np.where(sure, SURE, np.where(likely, LIKELY, np.where(lone, LONE, 0)))
            helped = beside_known[rows] & (inside[rows] | suspects.beside_break[rows])
            confidence[helped] = np.maximum(confidence[helped], 0.95)
        else:
            sure = own | ((length >= 3) & (share >= 1 / 3)) | ((length >= 2) & (shape == 4))
            confidence = np.where(sure, SURE, np.where(length >= 2, LIKELY, LONE))
        suspects.confidence[rows] = confidence
        suspects.recurs[rows] = length


def _chains(page: Page, rows: Integers, numbers: Integers) -> Integers:
    """The chain of each line: its number follows the one before it, a page of text later."""
    step = np.diff(numbers)
    follows = (step >= 1) & (step <= 2) & (_columns_between(page, rows) >= PAGE_COLUMNS)
    chain: Integers = np.cumsum(np.concatenate(([True], ~follows))) - 1
    return chain


def _stands_lone(page: Page, rows: Integers) -> Flags:
    """A number between blank lines and running text: worth a word, no more."""
    lines, near = page.lines, page.derived(surroundings)
    inner = (rows > 0) & (rows < len(lines) - 1)
    above, below = np.maximum(rows - 1, 0), np.minimum(rows + 1, len(lines) - 1)
    wide = (lines.width[above] >= 40) & (lines.width[below] >= 40)
    digits = near.first_kind[rows] == Kind.DIGIT
    found: Flags = inner & wide & digits & (lines.gap[rows] > 0) & (lines.gap[below] > 0)
    return found

"""Which lines stand apart from their neighbours, and which sentences go on across a gap.

Everything is worked out for all lines at once: the labels are part of healing seams and must not
cost more than a few passes over the lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import Kind, kind_set
from layoutfix.language.vocabulary import unfinished
from layoutfix.model import Flags, Integers, Page, Role
from layoutfix.parsing.page_rows import page_rows

__all__ = [
    "RUNNING_TEXT",
    "SURELY",
    "Surroundings",
    "goes_on",
    "is_closing",
    "line_text",
    "line_texts",
    "surroundings",
]

SURELY = 2
"""What ``goes_on`` says where there is no doubt."""

RUNNING_TEXT = 60
"""Display columns from which on a lone line is running text and no verse, name or heading."""

Kinds = npt.NDArray[np.uint8]


CLOSING = kind_set(
    *(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.COLON, Kind.ELLIPSIS),
    *(Kind.CLOSE_QUOTE, Kind.CLOSE_BRACKET, Kind.NEUTRAL_QUOTE, Kind.DASH, Kind.SYMBOL),
)
COMMAS = kind_set(Kind.COMMA, Kind.ENUMERATION_COMMA, Kind.SEMICOLON)
HAN_OR_KANA = kind_set(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA)
BEGINNINGS = kind_set(
    *(Kind.UPPER, Kind.DIGIT, Kind.OPEN_QUOTE, Kind.OPEN_BRACKET, Kind.LETTER, Kind.LOWER),
    *(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA, Kind.HANGUL, Kind.NEUTRAL_QUOTE),
)


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """Columns beside the line table.

    Attributes:
        first_kind: the kind of the line's first character.
        last_kind: the kind of its last.
        before: whether something other than a line break parts it from the line before.
        after: the same for the line after.
        short: whether it is well below the width of the lines around it.
        alone: whether it stands by itself, for sure or by its width and what is around it.
        block_first: row of the first line of its block.
        block_last: row of the last one.
        block_width: display columns of all lines of the block together.
        plain: whether it is a line of text, without a mark of structure.
    """

    first_kind: Kinds
    last_kind: Kinds
    before: Flags
    after: Flags
    short: Flags
    alone: Flags
    block_first: Integers
    block_last: Integers
    block_width: Integers
    plain: Flags


def surroundings(page: Page) -> Surroundings:
    """What stands around each line; use it as ``page.derived(surroundings)``."""
    lines, kinds, rows = page.lines, page.kinds, page.derived(page_rows)
    count = len(lines)
    first_kind, last_kind = kinds[lines.start], kinds[lines.end - 1]
    before = (lines.gap > 0) | lines.page_break | lines.opens
    after = lines.closes.copy()
    before[1:] |= lines.closes[:-1]
    before |= rows.begins
    after[:-1] |= before[1:]
    after |= rows.ends
    column = np.zeros(count, np.int64)
    for step in (-2, -1, 1, 2):
        np.maximum(column, rows.neighbour(lines.width, step, 0), out=column)
    short = 10 * lines.width <= 7 * column
    done = is_closing(last_kind) | short
    can_begin = np.ones(count, np.bool_)
    can_begin[1:] = done[:-1]
    can_end = np.ones(count, np.bool_)
    can_end[:-1] = first_kind[1:] != Kind.LOWER  # of a page's last line nothing is asked
    numbers = np.arange(count)
    block_first = np.maximum.accumulate(np.where(before, numbers, 0))
    block = np.cumsum(before) - 1
    firsts = np.flatnonzero(before)
    block_last = (np.append(firsts, count)[1:] - 1)[block] if count else numbers
    total = np.concatenate(([0], np.cumsum(lines.width)))
    plain = (lines.role == Role.PARAGRAPH.code) & ~lines.frozen
    return Surroundings(
        first_kind=first_kind,
        last_kind=last_kind,
        before=before,
        after=after,
        short=short,
        alone=(before | (short & can_begin)) & (after | (short & can_end)),
        block_first=block_first,
        block_last=block_last,
        block_width=total[block_last + 1] - total[block_first],
        plain=plain,
    )


def is_closing(kind: Kinds) -> Flags:
    """Whether a character of this kind may close a sentence.

    >>> is_closing(np.array([Kind.FULL_STOP, Kind.COMMA], np.uint8)).tolist()
    [True, False]
    """
    return CLOSING[kind]


def line_text(page: Page, row: int) -> str:
    """The characters of a line, without the white space around them."""
    return page.text[page.lines.start[row] : page.lines.end[row]]


def line_texts(page: Page, rows: Integers) -> list[str]:
    """The same of many lines."""
    text, start, end = page.text, page.lines.start[rows].tolist(), page.lines.end[rows].tolist()
    return [text[first:last] for first, last in zip(start, end, strict=True)]


def goes_on(page: Page, left: Integers, right: Integers) -> npt.NDArray[np.int8]:
    """How surely the sentence at the end of each left line goes on in the right one.

    0 is no or nobody knows, 1 is likely, 2 is sure: running text on the left that no mark closes,
    and on the right what begins no sentence. Rows of -1 stand for the ends of the page.

    Args:
        page: the page.
        left: rows of the lines before what interrupts.
        right: rows of the lines after it.
    """
    strength = np.zeros(len(left), np.int8)
    rows = np.flatnonzero(_unfinished(page, left) & (right >= 0))
    if len(rows):
        strength[rows] = _goes_on(page, left[rows], right[rows])
    return strength


def _unfinished(page: Page, rows: Integers) -> Flags:
    """Lines of text that no mark closes, or a bracket does; none of the rows that are negative."""
    lines, near = page.lines, page.derived(surroundings)
    row = np.maximum(rows, 0)
    ends = near.last_kind[row]
    found: Flags = ~is_closing(ends) | (ends == Kind.CLOSE_BRACKET) | _quoted(page, row)
    found &= (rows >= 0) & (near.plain[row] | (lines.role[row] == Role.LIST_ITEM.code))
    return found


def _quoted(page: Page, rows: Integers) -> Flags:
    """Lines that end with a comma and a closing quotation mark."""
    lines, near = page.lines, page.derived(surroundings)
    last_but_one = page.kinds[np.maximum(lines.end[rows] - 2, 0)]
    found: Flags = (near.last_kind[rows] == Kind.CLOSE_QUOTE) & COMMAS[last_but_one]
    return found


def _goes_on(page: Page, one: Integers, other: Integers) -> npt.NDArray[np.int8]:
    """The same for lines that are unfinished."""
    lines, near = page.lines, page.derived(surroundings)
    ends, begins = near.last_kind[one], near.first_kind[other]
    known = near.plain[other] & ~lines.opens[other] & ~lines.closes[one]
    known &= _running(page, one, other)
    known &= lines.indent[other] <= lines.indent[one]
    begins_indented = (lines.indent[one] > 0) & (near.block_first[one] == one)
    begins_indented &= lines.indent[other] == lines.indent[one]
    quoted = _quoted(page, one)
    open_end = quoted | ~is_closing(ends)
    comma = COMMAS[ends] | quoted
    right_last = near.last_kind[near.block_last[other]]
    right_text = is_closing(right_last) | (near.block_width[other] >= RUNNING_TEXT)
    dense = (HAN_OR_KANA[ends] | comma | (ends == Kind.DIGIT)) & right_text
    dense &= HAN_OR_KANA[begins]
    korean = (ends == Kind.HANGUL) & (begins == Kind.HANGUL) & right_text
    lower = begins == Kind.LOWER
    sure = lower | (open_end & (dense | korean | (comma & right_text)))
    likely = open_end & right_text & BEGINNINGS[begins]
    strength = np.where(sure, 2, np.where(likely, 1, 0)).astype(np.int8)
    strength[~known] = 0
    for place in np.flatnonzero(strength == 1).tolist():
        if _ends_unfinished(page, int(one[place])):
            strength[place] = 2
    strength[begins_indented] = np.minimum(strength[begins_indented], 1)
    return strength


def _running(page: Page, left: Integers, right: Integers) -> Flags:
    """Whether the left line is long, or as full as the lines around it, and no verse."""
    lines, near = page.lines, page.derived(surroundings)
    width, count = lines.width, len(lines)
    column = width[right]
    for step in (1, 2):
        above = np.maximum(left - step, 0)
        inside = near.block_first[left] <= left - step
        column = np.maximum(column, np.where(inside, width[above], 0))
    below = np.minimum(right + 1, count - 1)
    column = np.maximum(column, np.where(near.block_last[right] > right, width[below], 0))
    full = 4 * width[left] >= 3 * column
    enough = near.block_width[left] + near.block_width[right] >= 2 * RUNNING_TEXT
    return (width[left] >= RUNNING_TEXT) | (full & enough)


def _ends_unfinished(page: Page, row: int) -> bool:
    end = int(page.lines.end[row])
    word = page.text[max(int(page.lines.start[row]), end - 20) : end].rpartition(" ")[2]
    return word.lower() in unfinished(page.words)

"""Catchwords: below a page of an old book stands the first word of the next one.

What proves a catchword is the text: a short line whose words open a line that follows at once or
behind the head of the next page, at the ends of pages of about one length.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import regex

from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Integers, Page, Role
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.surroundings import is_closing, line_text, surroundings

__all__ = ["Catchwords", "catchwords", "is_signature"]

WIDEST, MOST_WORDS, MOST_HEADS = 24, 3, 2
"""Display columns and words of a catchword, and lines of a head between it and the text."""

NARROW, WIDEST_HEAD = 5, 8
"""A catchword takes less than so many tenths of the column, a head below it no more than these."""

HYPHENS = "-⸗=¬‐\u00ad "
SIGNATURE = regex.compile(
    r"[(]?\p{L}{1,3}[.)]{0,2} ?[ijvx\d]{1,4}[.]?|\p{Lu}|[)(: ]{2,6} ?\d{1,2}|\d{1,2}\*{1,3}"
)


@dataclass(frozen=True, slots=True, eq=False)
class Catchwords:
    """Lines that may be catchwords, in order.

    Attributes:
        rows: the lines.
        targets: for each the line that it announces.
        cuts: whether the text before it goes on in that line.
    """

    rows: Integers
    targets: Integers
    cuts: Flags


def catchwords(page: Page, free: Flags) -> Catchwords:
    """The lines whose words open the next line but one, two or three, or the next."""
    lines, near, own = page.lines, page.derived(surroundings), page.derived(page_rows)
    count = len(lines)
    rows, targets = [], []
    if count > MOST_HEADS:
        column = np.zeros(count, np.int64)
        for step in (-1, -2):
            np.maximum(column, own.neighbour(lines.width, step, 0), out=column)
        may = free & (own.sizes() > MOST_HEADS)
        may &= (lines.width <= WIDEST) & (10 * lines.width < NARROW * column)
        may &= _OPENS_TEXT[near.first_kind] & (lines.end - lines.start >= 2)
        first = page.code_points[lines.start]
        text = near.plain | (lines.role == Role.LIST_ITEM.code)
        text &= ~lines.opens & (lines.gap <= 1)
        for distance in range(MOST_HEADS + 1, 0, -1):
            same = np.zeros(count, np.bool_)
            same[:-distance] = (first[distance:] == first[:-distance]) & text[distance:]
            paired = own.same(distance)
            if paired is not None:
                same[:-distance] &= paired
            for step in range(1, distance):
                same[:-step] &= free[step:] & ~lines.closes[step:]
            for row in np.flatnonzero(may & same).tolist():
                if _announces(page, row, row + distance):
                    rows.append(row)
                    targets.append(row + distance)
    nearest = dict(zip(rows, targets, strict=True))  # the last one wins, and that is the nearest
    found = np.array(sorted(nearest), np.int64)
    aims = np.array([nearest[row] for row in found.tolist()], np.int64)
    open_end = ~is_closing(near.last_kind[np.maximum(found - 1, 0)]) & (found > 0)
    return Catchwords(found, aims, open_end)


_OPENS_TEXT = kind_set(
    Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.DIGIT, Kind.OPEN_QUOTE, Kind.OPEN_BRACKET
)


def _announces(page: Page, row: int, target: int) -> bool:
    """Whether the words of one line open another, and what stands between may be a head."""
    word = line_text(page, row).rstrip(HYPHENS)
    text = line_text(page, target)
    if (
        not any(map(str.isalpha, word))
        or word.count(" ") >= MOST_WORDS
        or not text.startswith(word)
    ):
        return False
    lines = page.lines
    if len(text) - len(word) < len(word) or text[len(word) :].isspace():
        return False
    if lines.width[target] < 2 * lines.width[row]:
        return False
    column = max(lines.width[target], lines.width[row - 1])
    between = lines.width[row + 1 : target]
    return bool((10 * between <= WIDEST_HEAD * column).all())


def is_signature(page: Page, row: int) -> bool:
    """Whether a line reads like the letter and number that a sheet of a book is known by.

    They are at the foot of its first leaves: ``A 2``, ``B iij``, ``)( 4``, ``2*``.
    """
    return page.lines.width[row] <= 9 and SIGNATURE.fullmatch(line_text(page, row)) is not None

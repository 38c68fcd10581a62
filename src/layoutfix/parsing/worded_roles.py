"""Lines and short blocks that say by their words what they are: captions, bylines and the like."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from layoutfix.language.characters import Kind, kind_set, one_of
from layoutfix.language.vocabulary import first_characters, full_match, search
from layoutfix.model import Flags, Label, Page, Role, Span, WordList
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.surroundings import line_text, line_texts, surroundings
from layoutfix.parsing.word_filter import BYLINES, CREDITS, holding

__all__ = ["Worded", "labels_of", "worded"]

Worded = tuple[tuple[int, int, Role], ...]
"""First row, last row and role of each block recognised by its words, in order."""

WIDEST_LINE, WIDEST_CAPTION = 90, 240
MOST_LINES, STACKED_LINES, STACKED_COLUMNS = 4, 3, 120

BY_LINE = (("sign_off", Role.SIGN_OFF), ("byline", Role.BYLINE), ("dateline", Role.DATELINE))


def worded(page: Page) -> Worded:
    """What is recognised by its words; use it as ``page.derived(worded)``."""
    if not len(page.lines):
        return ()
    near, taken = page.derived(surroundings), np.zeros(len(page.lines), np.bool_)
    found: list[tuple[int, int, Role]] = []
    for first, last in _captions(page):
        taken[first : last + 1] = True
        found.append((first, last, Role.CAPTION))
    rows = np.flatnonzero(_short_lines(page) & ~taken)
    rows = rows[holding(page, BYLINES, rows, rows)]
    for row, text in zip(rows.tolist(), line_texts(page, rows), strict=True):
        role = role_of(text, page.words)
        if role is Role.SIGN_OFF and not near.before[row] and text[1].isascii():
            continue  # Latin letters in brackets may be the last word of a paragraph
        if role is not None:
            found.append((row, row, role))
    return tuple(sorted(found, key=lambda each: each[0]))


@lru_cache(maxsize=1 << 15)
def role_of(line: str, words: tuple[WordList, ...] = ()) -> Role | None:
    """The role of a line that is all of a byline, a dateline or a sign-off.

    Kept, because passes over a page are repeated until nothing changes.

    >>> role_of("By Hester Quayle")
    <Role.BYLINE: 'byline'>
    """
    return next((role for name, role in BY_LINE if full_match(name, line, words)), None)


def labels_of(page: Page, role: Role) -> Iterator[Label]:
    """The labels of the blocks that have this role."""
    start, end = page.lines.start, page.lines.end
    for first, last, found in page.derived(worded):
        if found is role:
            yield Label(Span(int(start[first]), int(end[last])), role)


def _captions(page: Page) -> Iterator[tuple[int, int]]:
    lines, near, text_line = page.lines, page.derived(surroundings), _text_lines(page)
    first, last = near.block_first, near.block_last
    numbers = np.arange(len(lines))
    begins = text_line & (first == numbers) & (last - first < MOST_LINES)
    begins &= near.block_width <= WIDEST_CAPTION
    lone = text_line & near.alone & (lines.width <= WIDEST_CAPTION) & ~begins
    ends = np.where(begins, last, numbers)
    worded_first = one_of(page.code_points[lines.start], first_characters("caption", page.words))
    credited = ~_TEXT_ENDS[near.last_kind[ends]]
    credited &= holding(page, CREDITS, numbers, ends)
    stacked = text_line & (first < numbers) & _stacked(page) & credited
    for row in np.flatnonzero((begins | lone) & (worded_first | credited)).tolist():
        end = int(ends[row])
        text = page.text[lines.start[row] : lines.end[end]]
        is_caption = worded_first[row] and _is_caption(text, page.words)
        if is_caption or (credited[row] and _ends_in_credit(text, page.words)):
            yield row, end
            stacked[row : end + 1] = False
    for row in np.flatnonzero(stacked).tolist():
        text = line_text(page, row)
        if full_match("credit_line", text, page.words):
            yield row, row


@lru_cache(maxsize=1 << 13)
def _is_caption(text: str, words: tuple[WordList, ...]) -> bool:
    return full_match("caption", text, words) is not None


@lru_cache(maxsize=1 << 13)
def _ends_in_credit(text: str, words: tuple[WordList, ...]) -> bool:
    return search("credit", text, words) is not None


def _text_lines(page: Page) -> Flags:
    """Lines of text; a lone bullet (□ 记者) is a mark like others."""
    near, lines = page.derived(surroundings), page.lines
    item = lines.role == Role.LIST_ITEM.code
    alone: Flags = item & (near.first_kind == Kind.BULLET) & near.before & near.after
    alone &= ~page.derived(page_rows).beside(item)
    alone |= near.plain
    return alone


def _short_lines(page: Page) -> Flags:
    """Short lines by themselves, or in a block of few short lines, that end like no sentence."""
    near = page.derived(surroundings)
    short = _text_lines(page) & (page.lines.width <= WIDEST_LINE)
    return short & (near.alone | _stacked(page)) & ~_TEXT_ENDS[near.last_kind]


def _stacked(page: Page) -> Flags:
    near = page.derived(surroundings)
    few = near.block_last - near.block_first < STACKED_LINES
    return few & (near.block_width <= STACKED_COLUMNS)


_TEXT_ENDS = kind_set(
    *(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.COMMA, Kind.ENUMERATION_COMMA),
    *(Kind.SEMICOLON, Kind.COLON, Kind.EXCLAMATION, Kind.ELLIPSIS, Kind.HYPHEN),
    *(Kind.CLOSE_QUOTE, Kind.SOFT_HYPHEN),
)

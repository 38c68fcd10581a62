"""What a piece of furniture looks like: page numbers, jump lines, lines that may be a head."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

from layoutfix.language.characters import Kind, kind_set, one_of
from layoutfix.language.numerals import number_of
from layoutfix.language.vocabulary import first_characters, full_match
from layoutfix.model import Flags, Page, Role, WordList
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.surroundings import RUNNING_TEXT, line_text, line_texts, surroundings
from layoutfix.parsing.word_filter import JUMPS, holding

__all__ = [
    "WIDEST_ALONE",
    "WIDEST_HEAD",
    "beside_feeds",
    "edge_number",
    "free_lines",
    "jumps",
    "listed",
    "may_be_head",
    "may_name_page",
    "named_page",
    "page_numbers",
]

WIDEST_NUMBER, WIDEST_JUMP, WIDEST_HEAD = 24, 60, 110
WIDEST_ALONE = 80
"""Display columns of a head without a number beside it: what is wider is a line of text."""


BARE = regex.compile(r"\d{1,4}|[ivx]|[ivxlc]{2,7}|[IVXLC]{2,7}")
MARKED = regex.compile(
    r"([—–―\-~·•*]{1,3})\s*(\d{1,4}|[ivxlc]{1,7}|[A-Z]\d{1,2})\s*[—–―\-~·•*]{1,3}"
)
EDGE_NUMBER = regex.compile(r"(\d{1,4})(?=\s{1,40}\D).*|.*\D\s{1,40}(\d{1,4})")


def free_lines(page: Page) -> Flags:
    """Lines without structure; one or two rows with wide gaps may be a foot and a head."""
    lines, begins = page.lines, page.derived(page_rows).begins
    table, code = lines.role == Role.TABLE.code, lines.role == Role.CODE.code
    few = _in_short_runs(table, (lines.gap <= 1) & ~lines.page_break & ~begins, 2)
    few |= _in_short_runs(
        code, ~lines.page_break & ~begins, 1
    )  # fenced code has two lines and more
    plain = (lines.role == Role.PARAGRAPH.code) | (lines.role == Role.LIST_ITEM.code)
    found: Flags = (plain & ~lines.frozen) | few
    return found


def _in_short_runs(chosen: Flags, joined: Flags, longest: int) -> Flags:
    """Which of the chosen rows stand in runs of at most ``longest``, joined to the row before."""
    if not chosen.any():
        return chosen
    begins = chosen.copy()
    begins[1:] &= ~(chosen[:-1] & joined[1:])
    run = np.cumsum(begins)
    size = np.bincount(run, chosen)[run]
    found: Flags = chosen & (size <= longest)
    return found


def page_numbers(page: Page, free: Flags) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """For each line the page it names, or -1, and its shape.

    The shape is 0 for none, 1 for a bare number, 2 for one between dashes, 3 for one with a word
    (Page 3, 第3版), 4 for one with the count of pages.
    """
    lines = page.lines
    number = np.full(len(lines), -1, np.int64)
    shape = np.zeros(len(lines), np.uint8)
    near = page.derived(surroundings)
    may = (near.first_kind == Kind.DIGIT) | (near.last_kind == Kind.DIGIT)
    may |= _DASHES[near.first_kind] | (lines.width <= 7)
    may |= one_of(page.code_points[lines.start], first_characters("page_number", page.words))
    may &= free & (lines.width <= WIDEST_NUMBER)
    rows = np.flatnonzero(may)
    for row, text in zip(rows.tolist(), line_texts(page, rows), strict=True):
        value, form = _read_number(text, page.words)
        if value is not None:
            number[row], shape[row] = value, form
    return number, shape


_DASHES = kind_set(Kind.DASH, Kind.HYPHEN, Kind.BULLET, Kind.MIDDLE_DOT, Kind.ASTERISK)


@lru_cache(maxsize=1 << 13)  # kept, because passes are repeated until nothing changes
def _read_number(text: str, words: tuple[WordList, ...]) -> tuple[int | None, int]:
    """The page that a line names, and the shape of the line; None where it names none."""
    if BARE.fullmatch(text):
        return number_of(text), 1
    found = MARKED.fullmatch(text)
    if found:
        return number_of(found[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or found[2]), 2
    named = full_match("page_number", text, words)
    if not named:
        return None, 0
    numbers = named.captures("n")
    if not numbers:  # a newspaper's A5
        return number_of(text.strip(" —–-")[1:]), 1
    return number_of(numbers[0]), 4 if len(numbers) > 1 else 3


def jumps(page: Page, free: Flags) -> Flags:
    """Lines that only name another page."""
    lines = page.lines
    near = page.derived(surroundings)
    may = one_of(page.code_points[lines.start], first_characters("jump_line", page.words))
    may |= near.first_kind == Kind.DIGIT
    may &= free & (lines.width <= WIDEST_JUMP)
    bracketed = (near.first_kind == Kind.OPEN_BRACKET) & (near.last_kind == Kind.CLOSE_BRACKET)
    may &= near.alone | bracketed
    found = np.zeros(len(lines), np.bool_)
    rows = np.flatnonzero(may)
    rows = rows[holding(page, JUMPS, rows, rows)]
    for row, text in zip(rows.tolist(), line_texts(page, rows), strict=True):
        found[row] = _is_jump(text, page.words)
    return found


@lru_cache(maxsize=1 << 13)
def _is_jump(text: str, words: tuple[WordList, ...]) -> bool:
    return full_match("jump_line", text, words) is not None


def listed(page: Page, free: Flags) -> Flags:
    """Lines that a word list of the user's own names as furniture."""
    found = np.zeros(len(page.lines), np.bool_)
    if any(name == "furniture" for each in page.words for name, _ in each.templates):
        fitting = free & (page.lines.width <= WIDEST_HEAD)
        for row in np.flatnonzero(fitting).tolist():
            found[row] = full_match("furniture", line_text(page, row), page.words) is not None
    return found


def beside_feeds(page: Page) -> Flags:
    """Lines with a form feed right before or behind them."""
    found = page.lines.page_break.copy()
    found[:-1] |= page.lines.page_break[1:] & page.derived(page_rows).follows
    return found


def may_be_head(page: Page, numbered: Flags) -> Flags:
    """Lines that end like no sentence and stand out, by their place or their width."""
    lines, near = page.lines, page.derived(surroundings)
    before, after = near.before.copy(), near.after.copy()
    before[1:] |= numbered[:-1]
    after[:-1] |= numbered[1:]
    apart = before & after
    beside_feed = beside_feeds(page)
    flush = (before | after | beside_feed) & (lines.width < RUNNING_TEXT)
    out = near.short | apart | flush
    closed = _NO_HEAD_ENDS[near.last_kind]
    closed |= (near.last_kind == Kind.FULL_STOP) & ~near.short & ~apart
    closed |= (near.last_kind == Kind.FULL_STOP) & (near.first_kind == Kind.LOWER)
    widest = np.where(page.derived(page_rows).beside(numbered), WIDEST_HEAD, WIDEST_ALONE)
    fitting = (lines.width >= 4) & (lines.width <= widest)
    fitting &= (lines.role != Role.LIST_ITEM.code) | ~lines.opens | beside_feed
    fitting &= ~one_of(page.code_points[lines.start], _MARKUP)
    found: Flags = out & ~closed & ~numbered & fitting
    return found


_MARKUP = "<>|#!`{}"

_NO_HEAD_ENDS = kind_set(
    *(Kind.IDEOGRAPHIC_STOP, Kind.COMMA, Kind.ENUMERATION_COMMA),
    *(Kind.SEMICOLON, Kind.COLON, Kind.EXCLAMATION, Kind.ELLIPSIS, Kind.HYPHEN),
    *(Kind.CLOSE_QUOTE, Kind.SOFT_HYPHEN),
)


def may_name_page(page: Page) -> Flags:
    """Lines with a number at one of their ends, or a mark of Chinese, Japanese or Korean pages."""
    near, lines = page.derived(surroundings), page.lines
    last, first = page.code_points[lines.end - 1], page.code_points[lines.start]
    may: Flags = (near.first_kind == Kind.DIGIT) | (near.last_kind == Kind.DIGIT)
    inner = page.kinds[np.maximum(lines.end - 2, 0)]
    may |= (near.last_kind == Kind.CLOSE_BRACKET) & (inner == Kind.DIGIT)  # [Page 3]
    may |= one_of(last, _PAGE_ENDS) | one_of(first, first_characters("page_number", page.words))
    return may


_PAGE_ENDS = "版页頁面ジ쪽면"


_NO_BRACKETS = str.maketrans("[]", "  ")


@lru_cache(maxsize=1 << 13)
def named_page(text: str, words: tuple[WordList, ...] = ()) -> int | None:
    """The number of the page that a line names at its start or end, with the word for it."""
    found = full_match("folio", text.translate(_NO_BRACKETS).strip(), words)
    return number_of(found.captures("n")[0]) if found and found.captures("n") else None


def edge_number(text: str) -> int | None:
    """The bare number at a line's start or end."""
    found = EDGE_NUMBER.fullmatch(text)
    return number_of(found[1] or found[2]) if found else None

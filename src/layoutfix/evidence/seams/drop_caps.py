"""Drop capitals: the first letter of a text, set large, that extraction parts from its word."""

from __future__ import annotations

from typing import Final

import numpy as np

from layoutfix.language.characters import Kind
from layoutfix.language.lexicon import combine, hash_text, span_hashes, zipf
from layoutfix.model import Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["drop_caps"]

LEAST_WIDTH: Final = 20
"""Display columns of the line that goes on, at least: labels and options are shorter."""

NEAREST: Final = 6
"""Lines within which a second letter by itself means labels or an index."""

CLEARLY: Final = 10
"""A tenfold frequency, on the scale of ``lexicon.zipf``: the letter is part of the word where the
whole is so much more frequent than the rest, or than the letter and the rest as two words."""

_WORDS: Final = "AIOEYUÀÉÓÖŐÅAOИЯАОУВСК"
"""Capitals that are words by themselves in one language or another."""


def drop_caps(page: Page) -> Integers:
    """The rows of the lines that are a drop capital: a letter alone whose word follows below.

    The word must be known whole, or its rest not be known alone; after a letter that is a word by
    itself (``A``, ``I``) the whole must be much more frequent than the rest.
    """
    lines, kinds = page.lines, page.kinds
    if len(lines) < 2:
        return np.zeros(0, np.int64)
    alone = (lines.end - lines.start == 1) & (kinds[lines.start] == Kind.UPPER)
    of = page.derived(page_rows)
    rows = np.flatnonzero(alone[:-1] & of.follows & ~lines.closes[:-1] & ~lines.opens[1:])
    if not len(rows):
        return rows
    every = np.flatnonzero(alone)
    own = np.searchsorted(every, rows)
    far = np.diff(every, prepend=-NEAREST, append=len(lines) + NEAREST) >= NEAREST
    far[1:-1] |= of.pages[every[1:]] != of.pages[every[:-1]]
    rows = rows[far[own] & far[own + 1]]
    rows = rows[lines.width[rows + 1] >= LEAST_WIDTH]
    return np.array([row for row in rows.tolist() if _one_word(page, row)], np.int64)


def _one_word(page: Page, row: int) -> bool:
    lines, kinds = page.lines, page.kinds
    start, limit = int(lines.start[row + 1]), int(lines.end[row + 1])
    end = start
    while end < limit and kinds[end] in (Kind.LOWER, Kind.UPPER, Kind.MARK):
        end += 1
    if end == start:
        return False
    letter = page.text[lines.start[row]]
    small = kinds[start] == Kind.LOWER
    if (
        not small
        and not page.text[start:end].isupper()
        and kinds[min(start + 1, end)] == Kind.LOWER
    ):
        return False  # a word of its own begins here
    rest = span_hashes(page.code_points, np.array([start]), np.array([end]))
    whole = combine(np.array([hash_text(letter)], np.uint64), rest, np.array([end - start]))
    known, alone = int(zipf(whole)[0]), int(zipf(rest)[0])
    if letter in _WORDS:
        return known > 0 and known >= alone + CLEARLY
    return known > alone if not small else known > 0 or alone == 0

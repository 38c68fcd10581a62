"""What a join puts into a seam: nothing or one space.

Between Han or kana never a space, between words always one. Where writers differ (Latin words and
digits inside Chinese, brackets, dashes, French punctuation) the page is asked what it does itself.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from layoutfix.characters import KIND_COUNT, Kind, kind_set, widths
from layoutfix.lexicon import combine, zipf
from layoutfix.model import Flags, Integers, Page
from layoutfix.seams.edges import CJK, Edges
from layoutfix.seams.korean import korean_space_score
from layoutfix.seams.words import Words

__all__ = ["spaces"]

_LETTERS = kind_set(
    Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL, Kind.DIGIT, Kind.MARK, Kind.THAI
)
_QUOTED = _LETTERS | CJK | kind_set(Kind.OPEN_BRACKET, Kind.ELLIPSIS, Kind.DASH, Kind.CURRENCY)
_BEFORE_QUOTE = kind_set(Kind.SPACE, Kind.OPEN_BRACKET, Kind.DASH)
SOLID = CJK | kind_set(Kind.THAI, Kind.IDEOGRAPHIC_STOP, Kind.ENUMERATION_COMMA)
"""Kinds with no space between them and their like."""

_NEVER_BEFORE = kind_set(
    Kind.FULL_STOP,
    Kind.COMMA,
    Kind.IDEOGRAPHIC_STOP,
    Kind.ENUMERATION_COMMA,
    Kind.CLOSE_BRACKET,
    Kind.CLOSE_QUOTE,
)
_SPACED_BEFORE = kind_set(Kind.COLON, Kind.SEMICOLON, Kind.EXCLAMATION, Kind.CLOSE_QUOTE)
"""Marks before which some languages put a space."""

_NEVER_AFTER = kind_set(Kind.OPEN_BRACKET, Kind.OPEN_QUOTE)
_TIGHT_AFTER = np.array([ord(c) for c in "=#@"], np.uint32)

WIDE = KIND_COUNT
"""Added to the kind of a full-width mark: `，` and `,` are spaced differently."""

LONGEST_PATH = 200
"""Characters of a line that are searched for the rest of a path."""

OWN_HABIT = 2
"""How often the page must have spaced a mark, or not, more often than the other way, to be
followed; beside Chinese or Japanese, where there is no rule at all, once is enough."""


def spaces(page: Page, edges: Edges, words: Words) -> Flags:
    """For each of the ``n - 1`` seams whether a join puts a space there."""
    lines, codes = page.lines, page.code_points
    left, right = edges.last[:-1], edges.first[1:]
    wide = widths(codes[np.concatenate((lines.end[:-1] - 1, lines.start[1:]))]) == 2
    left_wide, right_wide = wide[: len(left)], wide[len(left) :]
    before, after = edges.before_last[:-1], edges.second[1:]
    spaced = ~(SOLID[left] | SOLID[right])
    spaced &= ~(_NEVER_BEFORE[right] | _NEVER_AFTER[left])
    opening = (left == Kind.NEUTRAL_QUOTE) & _BEFORE_QUOTE[before]
    closing = (right == Kind.NEUTRAL_QUOTE) & ~_QUOTED[after]
    tight = np.isin(edges.last_code[:-1], _TIGHT_AFTER) & (before != Kind.SPACE)
    tight |= edges.last_code[:-1] == ord("<")
    spaced &= ~(opening | closing | tight | _tight_dash(edges))
    spaced = _by_habit(page, spaced, left + WIDE * left_wide, right + WIDE * right_wide)
    spaced &= ~(_paths(page, edges) | _cut_words(page, edges, words))
    mark_left, mark_right = left_wide & ~_LETTERS[left], right_wide & ~_LETTERS[right]
    spaced &= ~((SOLID[left] | mark_left) & (SOLID[right] | mark_right))
    spaced &= ~((mark_left & ~CJK[left]) | (mark_right & ~CJK[right]))
    hangul = np.flatnonzero((left == Kind.HANGUL) & (right == Kind.HANGUL))
    if len(hangul):
        score = korean_space_score(codes, page.kinds, lines.end[hangul], lines.start[hangul + 1])
        spaced[hangul] = score >= 0.5
    return spaced


def _by_habit(page: Page, spaced: Flags, left: Integers, right: Integers) -> Flags:
    """The default, but where writers differ what this page does between such characters."""
    pool = _pools()
    size = int(pool.max()) + 1
    kind = pool[page.kinds + WIDE * (widths(page.code_points) == 2).astype(np.int64)]
    blank = page.kinds == Kind.SPACE
    tight = np.bincount(kind[:-1] * size + kind[1:], minlength=size * size)
    around = blank[1:-1] & ~blank[2:] & ~blank[:-2]
    loose = np.bincount((kind[:-2] * size + kind[2:])[around], minlength=size * size)
    ask = pool[left] * size + pool[right]
    habit = loose[ask] - tight[ask]
    back = pool[right] * size + pool[left]
    either = habit + loose[back] - tight[back]
    narrow_left, narrow_right = left % WIDE, right % WIDE
    beside = SOLID[narrow_left] ^ SOLID[narrow_right]
    marks = _SPACED_BEFORE[narrow_right] | (narrow_left == Kind.OPEN_QUOTE)
    words = (_LETTERS | CJK)[narrow_left] & (_LETTERS | CJK)[narrow_right]
    habit = np.where(beside & words, either, habit)
    known = (beside & (habit != 0)) | (marks & (np.abs(habit) >= OWN_HABIT))
    result: Flags = np.where(known, habit > 0, spaced)
    return result


@cache
def _pools() -> Integers:
    """One number for all kinds that are spaced alike: Han and kana, capital and small letters."""
    pool = np.arange(2 * WIDE, dtype=np.int64)
    for members in ((Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA), (Kind.LOWER, Kind.UPPER)):
        for kind in members:
            pool[[kind, kind + WIDE]] = members[0]
    return pool


def _cut_words(page: Page, edges: Edges, words: Words) -> Flags:
    """Numbers and Latin words that a Chinese or Japanese column cuts anywhere: `20 | 26`."""
    left, right = edges.last[:-1], edges.first[1:]
    none = np.zeros(len(left), np.bool_)
    if 2 * int(SOLID[page.kinds].sum()) < len(page.kinds) or not len(words.start):
        return none
    last, has_last = words.last_of()
    first, has_first = words.first_of()
    last, first = last[:-1], first[1:]
    beside = _CUT[left] & _CUT[right] & has_last[:-1] & has_first[1:]
    lengths = words.end[first] - words.start[first]
    whole = combine(words.hash[last], words.hash[first], lengths)
    parts = np.minimum(zipf(words.hash[last]), zipf(words.hash[first]))
    one_word: Flags = np.isin(whole, words.hash) | ((zipf(whole) > 0) & (parts == 0))
    number = (left == Kind.DIGIT) & ((right == Kind.DIGIT) | (right == Kind.PERCENT))
    inside: Flags = (beside & one_word) | number
    return inside


_CUT = kind_set(Kind.LOWER, Kind.UPPER, Kind.DIGIT)


def _paths(page: Page, edges: Edges) -> Flags:
    """Seams inside a path or an address: `/usr/ | share`, `/usr | /share`, `https:// | host`."""
    slash_left = edges.last_code[:-1] == ord("/")
    inside: Flags = slash_left & (edges.before_last[:-1] != Kind.SPACE)
    slash_right = (edges.first_code[1:] == ord("/")) & _LETTERS[edges.last[:-1]]
    starts, ends, text = page.lines.start, page.lines.end, page.text
    for row in np.flatnonzero(slash_right).tolist():
        inside[row] = (
            "/" in text[max(starts[row], ends[row] - LONGEST_PATH) : ends[row]].split()[-1]
        )
    for row in np.flatnonzero(slash_left & ~inside).tolist():
        right = text[starts[row + 1] : min(ends[row + 1], starts[row + 1] + LONGEST_PATH)]
        inside[row] = "/" in right.split()[0]
    return inside


def _tight_dash(edges: Edges) -> Flags:
    """A dash that stands close to its word on the side away from the seam: `word-- | word`."""
    left = (edges.last[:-1] == Kind.DASH) & (edges.before_last[:-1] != Kind.SPACE)
    double = (edges.last[:-1] == Kind.HYPHEN) & (edges.before_last[:-1] == Kind.HYPHEN)
    right = (edges.first[1:] == Kind.DASH) & (edges.second[1:] != Kind.SPACE)
    doubled = (edges.first[1:] == Kind.HYPHEN) & (edges.second[1:] == Kind.HYPHEN)
    result: Flags = left | double | right | (doubled & _LETTERS[edges.last[:-1]])
    return result


def unspaced(edges: Edges) -> Integers:
    """1 where both edges are of a script that puts no space between words."""
    both = SOLID[edges.last[:-1]] & SOLID[edges.first[1:]]
    return both.astype(np.int64)

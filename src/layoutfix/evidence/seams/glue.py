"""What a join puts into a seam: nothing or one space.

Between Han or kana never a space, between words always one. Where writers differ (Latin words and
digits inside Chinese, brackets, dashes, French punctuation) the page is asked what it does itself.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.edges import CJK, SOLID, Edges
from layoutfix.evidence.seams.features import Evidence
from layoutfix.evidence.seams.words import Words
from layoutfix.language.characters import (
    KIND_COUNT,
    Kind,
    among,
    kind_set,
    one_of,
    pieces,
    summed_before,
    widths,
)
from layoutfix.language.hyphenation import count_among
from layoutfix.language.korean import korean_space_score
from layoutfix.language.lexicon import combine, zipf
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["cut_korean", "spaces"]

Kinds = npt.NDArray[np.uint8]

_LETTERS = kind_set(
    Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL, Kind.DIGIT, Kind.MARK, Kind.THAI
)
_QUOTED = _LETTERS | CJK | kind_set(Kind.OPEN_BRACKET, Kind.ELLIPSIS, Kind.DASH, Kind.CURRENCY)
_BEFORE_QUOTE = kind_set(Kind.SPACE, Kind.OPEN_BRACKET, Kind.DASH)
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
_TIGHT_AFTER = "=#@"

WIDE = KIND_COUNT
"""Added to the kind of a full-width mark: `，` and `,` are spaced differently."""

LONGEST_PATH = 200
"""Characters of a line that are searched for the rest of a path."""

OWN_HABIT = 2
"""How often the page must have spaced a mark, or not, more often than the other way, to be
followed; beside Chinese or Japanese, where there is no rule at all, once is enough."""


def spaces(evidence: Evidence, rows: Integers) -> Flags:
    """Whether a join puts a space into some seams.

    Args:
        evidence: of a page, or of pages that lie end to end.
        rows: the lines before the seams, in ascending order.
    """
    page, edges = evidence.page, evidence.edges
    lines, codes = page.lines, page.code_points
    left, right = edges.last[rows], edges.first[rows + 1]
    left_wide = widths(codes[lines.end[rows] - 1]) == 2
    right_wide = widths(codes[lines.start[rows + 1]]) == 2
    before, after = edges.before_last[rows], edges.second[rows + 1]
    spaced = ~(SOLID[left] | SOLID[right])
    spaced &= ~(_NEVER_BEFORE[right] | _NEVER_AFTER[left])
    opening = (left == Kind.NEUTRAL_QUOTE) & _BEFORE_QUOTE[before]
    closing = (right == Kind.NEUTRAL_QUOTE) & ~_QUOTED[after]
    tight = one_of(edges.last_code[rows], _TIGHT_AFTER) & (before != Kind.SPACE)
    tight |= edges.last_code[rows] == ord("<")
    spaced &= ~(opening | closing | tight | _tight_dash(left, right, before, after))
    _by_habit(evidence, rows, spaced, (left + WIDE * left_wide, right + WIDE * right_wide))
    spaced &= ~(_paths(page, edges, rows) | _cut_words(evidence, rows))
    mark_left, mark_right = left_wide & ~_LETTERS[left], right_wide & ~_LETTERS[right]
    spaced &= ~((SOLID[left] | mark_left) & (SOLID[right] | mark_right))
    spaced &= ~((mark_left & ~CJK[left]) | (mark_right & ~CJK[right]))
    hangul = np.flatnonzero((left == Kind.HANGUL) & (right == Kind.HANGUL))
    for part, own, at in evidence.by_page(rows[hangul]):
        spaced[hangul[own]] = _korean(part.page, part.edges)[at]
    return spaced


def _korean(page: Page, edges: Edges) -> Flags:
    """The same for all seams between Hangul: together they tell where the page breaks its lines."""
    spaced = np.zeros(len(page.lines) - 1, np.bool_)
    rows = np.flatnonzero((edges.last[:-1] == Kind.HANGUL) & (edges.first[1:] == Kind.HANGUL))
    lines = page.lines
    score = korean_space_score(page.code_points, page.kinds, lines.end[rows], lines.start[rows + 1])
    spaced[rows] = score >= 0.5
    return spaced


def cut_korean(page: Page, edges: Edges) -> Integers:
    """Seams of Korean columns too narrow for words, which are cut between any two syllables.

    Such a column has lines of one width, most of them with a space inside, ends in a full stop, and
    hardly one of its line ends looks like a word's: a list of names or goods has no such lines.
    """
    lines = page.lines
    inside = (edges.last[:-1] == Kind.HANGUL) & (edges.first[1:] == Kind.HANGUL)
    inside &= (lines.gap[1:] == 0) & ~(lines.frozen[1:] | lines.frozen[:-1])
    inside &= page.derived(page_rows).follows
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8)))
    found = [np.zeros(0, np.int64)]
    for first, stop in zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True):
        width = lines.width[first:stop]
        if stop - first < LEAST_CUT or edges.last[stop] != Kind.FULL_STOP:
            continue
        if width.max() - width.min() > WIDTHS_APART or width.max() > NARROW_KOREAN:
            continue
        text = (page.text[lines.start[row] : lines.end[row]] for row in range(first, stop + 1))
        rows = np.arange(first, stop)
        score = korean_space_score(
            page.code_points, page.kinds, lines.end[rows], lines.start[rows + 1]
        )
        if 2 * sum(" " in line for line in text) > len(rows) and score.mean() < MOSTLY_CUT:
            found.append(rows)
    return np.concatenate(found)


LEAST_CUT = 4
"""Line ends one after another that show how a column is set."""

NARROW_KOREAN, WIDTHS_APART = 16, 3
"""Display columns of the widest such column, and between its longest and shortest line."""

MOSTLY_CUT = 0.3
"""Mean probability of a space at its line ends; of lists, which end words, half and more."""


def _by_habit(
    evidence: Evidence, rows: Integers, spaced: Flags, sides: tuple[Integers, Integers]
) -> None:
    """Where writers differ, set what the page does between such characters in place of the default.

    Args:
        evidence: of a page, or of pages that lie end to end.
        rows: the lines before the seams, in ascending order.
        spaced: the default of each.
        sides: the kind of the character on each side, and whether it is wide.
    """
    narrow_left, narrow_right = (side % WIDE for side in sides)
    beside = SOLID[narrow_left] ^ SOLID[narrow_right]
    marks = _SPACED_BEFORE[narrow_right] | (narrow_left == Kind.OPEN_QUOTE)
    asked = np.flatnonzero(beside | marks)
    if not len(asked):
        return
    habit = np.zeros(len(asked), np.int64)
    either = np.zeros(len(asked), np.int64)
    left, right = (_pools()[side[asked]] for side in sides)
    ask, back = _pair(left, right), _pair(right, left)
    for part, own, _ in evidence.by_page(rows[asked]):
        tight, loose = part.page.of_text(_habits)
        habit[own] = loose[ask[own]] - tight[ask[own]]
        either[own] = habit[own] + loose[back[own]] - tight[back[own]]
    beside, marks = beside[asked], marks[asked]
    words = (_LETTERS | CJK)[narrow_left[asked]] & (_LETTERS | CJK)[narrow_right[asked]]
    habit = np.where(beside & words, either, habit)
    known = (beside & (habit != 0)) | (marks & (np.abs(habit) >= OWN_HABIT))
    spaced[asked] = np.where(known, habit > 0, spaced[asked])


def _habits(page: Page) -> tuple[Integers, Integers]:
    """How often each pair of pools stands without a space between, and with one."""
    tight, loose = np.zeros((2, 1 << 14), np.int64)
    for piece in pieces(len(page)):
        three = slice(piece.start, piece.stop + 2)  # two more, for what stands on either side
        kinds = page.kinds[three]
        wide = widths(page.code_points[three]) == 2
        pool = _pools()[kinds + np.uint8(WIDE) * wide]
        blank = kinds == Kind.SPACE
        around = np.flatnonzero(blank[1:-1] & ~blank[2:] & ~blank[:-2])
        beside = _pair(pool[:-1], pool[1:])[: piece.stop - piece.start]
        tight += np.bincount(beside, minlength=len(tight))
        loose += np.bincount(_pair(pool[around], pool[around + 2]), minlength=len(loose))
    return tight, loose


def _pair(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    return (one.astype(np.uint16) << np.uint16(7)) | other


@cache
def _pools() -> npt.NDArray[np.uint8]:
    """One number for all kinds that are spaced alike: Han and kana, capital and small letters."""
    pool = np.arange(2 * WIDE, dtype=np.uint8)
    for members in ((Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA), (Kind.LOWER, Kind.UPPER)):
        for kind in members:
            pool[[kind, kind + WIDE]] = members[0]
    return pool


def _cut_words(evidence: Evidence, rows: Integers) -> Flags:
    """Numbers and Latin words that a Chinese or Japanese column cuts anywhere: `20 | 26`."""
    left, right = evidence.edges.last[rows], evidence.edges.first[rows + 1]
    inside = np.zeros(len(rows), np.bool_)
    may = np.flatnonzero(_CUT[left] & (_CUT[right] | (right == Kind.PERCENT)))
    if len(may):
        number = evidence.page.derived(page_rows).pages[rows[may]]
        may = may[_mostly_solid(evidence.page)[number]]
    for part, own, at in evidence.by_page(rows[may]):
        inside[may[own]] = _one_word(part.words, at, left[may[own]], right[may[own]])
    return inside


def _one_word(words: Words, rows: Integers, left: Kinds, right: Kinds) -> Flags:
    """Which seams are inside of a word that the page or a dictionary knows, or of a number."""
    last, has_last = (column[rows] for column in words.last_of())
    first, has_first = (column[rows + 1] for column in words.first_of())
    whole = combine(words.hash[last], words.hash[first], words.end[first] - words.start[first])
    parts = np.minimum(zipf(words.hash[last]), zipf(words.hash[first]))
    one_word = (count_among(words.hash, whole) > 0) | ((zipf(whole) > 0) & (parts == 0))
    number = (left == Kind.DIGIT) & ((right == Kind.DIGIT) | (right == Kind.PERCENT))
    found: Flags = (_CUT[right] & has_last & has_first & one_word) | number
    return found


def _mostly_solid(page: Page) -> Flags:
    """For each page that lies here: is half of its text Chinese or Japanese?"""
    edges = np.append(page.starts, len(page))
    (before,) = summed_before(page.kinds, lambda kinds: among(kinds, SOLID), [edges])
    length = np.diff(page.starts, append=len(page) + 1) - 1  # but for the line break between two
    found: Flags = 2 * np.diff(before) >= length
    return found


_CUT = kind_set(Kind.LOWER, Kind.UPPER, Kind.DIGIT)


def _paths(page: Page, edges: Edges, rows: Integers) -> Flags:
    """Seams inside a path or an address: `/usr/ | share`, `/usr | /share`, `https:// | host`."""
    slash_left = edges.last_code[rows] == ord("/")
    inside: Flags = slash_left & (edges.before_last[rows] != Kind.SPACE)
    slash_right = (edges.first_code[rows + 1] == ord("/")) & _LETTERS[edges.last[rows]]
    starts, ends, text = page.lines.start, page.lines.end, page.text
    for place in np.flatnonzero(slash_right).tolist():
        end = ends[rows[place]]
        left = text[max(starts[rows[place]], end - LONGEST_PATH) : end]
        inside[place] = "/" in left.split()[-1]
    for place in np.flatnonzero(slash_left & ~inside).tolist():
        start = starts[rows[place] + 1]
        right = text[start : min(ends[rows[place] + 1], start + LONGEST_PATH)]
        inside[place] = "/" in right.split()[0]
    return inside


def _tight_dash(left: Kinds, right: Kinds, before: Kinds, after: Kinds) -> Flags:
    """A dash that stands close to its word on the side away from the seam: `word-- | word`."""
    dash_left = (left == Kind.DASH) & (before != Kind.SPACE)
    double_left = (left == Kind.HYPHEN) & (before == Kind.HYPHEN)
    dash_right = (right == Kind.DASH) & (after != Kind.SPACE)
    double_right = (right == Kind.HYPHEN) & (after == Kind.HYPHEN)
    result: Flags = dash_left | double_left | dash_right | (double_right & _LETTERS[left])
    return result

"""Hyphens that another tool left inside a line when it joined two: `distribu- tion`.

Suspended hyphens (`pre- and post-war`), minus signs and dashes look the same, so both fragments
must be vouched for: their word, or their compound, is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.hyphens import decided, holds_code, words_of
from layoutfix.language import languages, lexicon
from layoutfix.language.characters import Kind, among, kind_set, rows_where
from layoutfix.language.hyphen_decision import known_compound
from layoutfix.language.hyphenation import (
    Fragments,
    PageWords,
    fragments_at,
)
from layoutfix.model import Flags, Integers, Page, Role, role_set

__all__ = ["InlineHyphens", "hyphens_before_spaces", "inline_hyphens"]

SHORTEST_PART, SHORTEST_WORD = 2, 5
"""Letters of each fragment, and of the word that they make."""

LEAST_KNOWN = 20
"""Zipf frequency, times ten, of a word that no other word of the page vouches for."""

RARER_BY = 10
"""How much rarer than the rarer of its two fragments the word may be: `be- cause` is a word, and
what a writer who sets dashes so may happen to leave beside one is not."""

LEAST_SURE = 0.9
"""Of the decision between dropping and keeping the hyphen."""

SURE = 0.97
"""How sure it is that such a hyphen is none of the writer's. Every line end of half the papers
joined with a space, 98 in 100 of those found were right; on the documents that nobody damaged none
was found."""

_HYPHENS = kind_set(Kind.HYPHEN, Kind.SOFT_HYPHEN)
_LETTERS = kind_set(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.MARK)
_BEFORE = kind_set(Kind.SPACE, Kind.BREAK, Kind.OPEN_QUOTE, Kind.OPEN_BRACKET, Kind.NEUTRAL_QUOTE)
_BEHIND = _BEFORE | kind_set(
    *(Kind.FULL_STOP, Kind.COMMA, Kind.COLON, Kind.SEMICOLON, Kind.EXCLAMATION),
    *(Kind.CLOSE_QUOTE, Kind.CLOSE_BRACKET, Kind.HYPHEN),
)
_PROSE = role_set(Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.QUOTE, Role.CAPTION)


@dataclass(frozen=True, slots=True)
class InlineHyphens:
    """The hyphens that are to be repaired, a row each.

    Attributes:
        hyphen: offset of the hyphen.
        right: offset behind the space after it.
        dropped: whether the hyphen leaves with the space, or stays.
        sure: how sure that is.
    """

    hyphen: Integers
    right: Integers
    dropped: Flags
    sure: npt.NDArray[np.float64]


def inline_hyphens(page: Page) -> InlineHyphens:
    """All of a page, worked out from its words; nothing but a search where it has none."""
    hyphens = page.derived(hyphens_before_spaces)
    fragments, words = None, None
    if len(hyphens):
        words = page.derived(words_of)
        fragments = fragments_at(words, hyphens, hyphens + 2)
        chosen = _whole(page, fragments)
        hyphens = hyphens[chosen]
        fragments = fragments_at(words, hyphens, hyphens + 2)
    if fragments is None or words is None or not len(hyphens):
        none = np.zeros(0, np.int64)
        return InlineHyphens(none, none, none > 0, none.astype(np.float64))
    dropped, held, sure = decided(page, words, fragments)
    vouched = np.where(dropped, _vouched(words, fragments), known_compound(words, fragments))
    conjunction = languages.listed("conjunctions", fragments.right_hashes) > 0
    chosen = vouched & ~held & ~conjunction & (sure >= LEAST_SURE)
    # `a well- known man` may be the writer's own slip; `distribu- tion` shows a tool at work.
    chosen &= dropped | (chosen & dropped).any()
    rows = np.flatnonzero(chosen)
    return InlineHyphens(
        hyphens[rows], hyphens[rows] + 2, dropped[rows], np.round(SURE * sure[rows], 4)
    )


def hyphens_before_spaces(page: Page) -> Integers:
    """Hyphens between a letter and one space with a small letter behind it, in lines of prose.

    Of pages that lie end to end, those of all of them.
    """
    kinds, lines = page.kinds, page.lines
    if len(kinds) < 4 or not len(lines):
        return np.zeros(0, np.int64)
    inner = kinds[1:-2]
    places: Integers = rows_where(len(inner), lambda some: among(inner[some], _HYPHENS)) + 1
    places = places[(kinds[places + 1] == Kind.SPACE) & (kinds[places + 2] == Kind.LOWER)]
    places = places[_LETTERS[kinds[places - 1]]]
    if not len(places):
        return places
    line = np.maximum(np.searchsorted(lines.start, places, side="right") - 1, 0)
    prose = _PROSE[lines.role[line]] & ~lines.frozen[line] & (places < lines.end[line])
    places, line = places[prose], line[prose]
    kept: Integers = places[~holds_code(page.text, lines.start[line], lines.end[line])]
    return kept


def _whole(page: Page, fragments: Fragments) -> Flags:
    """Where both fragments are parts of words of one script, and long enough."""
    kinds, codes = page.kinds, page.code_points
    left, right = (
        fragments.left_ends - fragments.left_starts,
        fragments.right_ends - fragments.right_starts,
    )
    before = np.where(
        fragments.left_starts > 0, kinds[fragments.left_starts - 1], np.uint8(Kind.BREAK)
    )
    end = np.minimum(fragments.right_ends, len(kinds) - 1)
    behind = np.where(fragments.right_ends < len(kinds), kinds[end], np.uint8(Kind.BREAK))
    latin = codes[np.maximum(fragments.left_ends - 1, 0)] < _LATIN_END
    latin_too = codes[np.minimum(fragments.right_starts, len(codes) - 1)] < _LATIN_END
    found: Flags = (left >= SHORTEST_PART) & (right >= SHORTEST_PART)
    found &= (left + right >= SHORTEST_WORD) & _BEFORE[before] & _BEHIND[behind]
    found &= latin == latin_too
    return found


_LATIN_END = 0x250


def _vouched(words: PageWords, fragments: Fragments) -> Flags:
    """Where the page or the word list has the joined word, and not only by chance."""
    lengths = fragments.right_ends - fragments.right_starts
    left, right = fragments.left_hashes, fragments.right_hashes
    joined = lexicon.combine(left, right, lengths)
    frequency, parts = (
        lexicon.zipf(joined).astype(np.int64),
        np.minimum(lexicon.zipf(left), lexicon.zipf(right)).astype(np.int64),
    )
    listed = (frequency >= LEAST_KNOWN) & (frequency >= parts - RARER_BY)
    found: Flags = listed | (words.count_whole(lexicon.by_text(joined, fragments.page)) > 0)
    return found

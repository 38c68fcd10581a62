"""What is known of each hyphen at a line end, as columns of small whole numbers.

The words of the page come first: the joined word or the compound may stand elsewhere on it. Then
comes what is known of words and languages: the word list of `lexicon`, compounds of dictionaries,
and the fragments that keep their hyphen (`languages`).
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language import languages, lexicon
from layoutfix.language.characters import Kind
from layoutfix.language.hyphenation import (
    Fragments,
    PageWords,
    beside,
    count_among,
    with_hyphen,
)
from layoutfix.language.lexicon import CodePoints, Hashes
from layoutfix.language.offsets import rows_before
from layoutfix.model import Integers

__all__ = [
    "CHOICES",
    "COMPOUND_BITS",
    "FEATURES",
    "PART_BITS",
    "hyphen_features",
    "is_known_compound",
    "languages_of",
    "listed_levels",
    "part_level",
]

LEAST_TWICE, MOST_TWICE = 4, 7
"""Letters that both fragments must share, and the most that are compared."""

FEATURES: Final = (
    *("page_joined", "page_compound", "page_left", "page_right", "known_compound"),
    *("joined_left", "joined_right", "stem", "left_length", "right_length", "shape"),
    *("before", "after", "left_part", "right_part", "capitals", "habit"),
    *("style_parts", "style_case", "listed", "twice", "style_listed"),
)
"""The columns of `hyphen_features`: each holds one of `CHOICES` values."""

CHOICES: Final = 256

_HABITS: Final = np.array([1, 2, 4, 8, 16])
_CAPITAL_THEN_LOWER: Final = 15
SHAPES: Final = 24
"""Ways in which case and digits may stand on both sides."""

PART_BITS: Final = 22
"""Bits of the keys of the two tables of fragments that compounds are made of."""

COMPOUND_BITS: Final = 26
"""Bits of the keys of the table of compounds."""


def languages_of(words: PageWords, fragments: Fragments, rows: Integers) -> Integers:
    """The number of the language around some of the hyphens."""
    places = rows_before(words.starts, fragments.left_starts[rows], "right") - 1
    first = rows_before(words.starts, words.begins, "left")
    places = np.maximum(places, first[fragments.page[rows]])
    return languages.languages_at(words.hashes, words.fresh, places, first)


def _level(counts: Integers) -> Integers:
    """0, 1, 2 to 3, 4 and more."""
    return np.searchsorted(np.array([1, 2, 4]), counts, side="right")


def _rarity(hashes: Hashes) -> Integers:
    """0 unknown, then up to 1.5, 2.5, 3.5, 4.5 on the Zipf scale, and beyond."""
    return np.searchsorted(np.array([1, 20, 30, 40, 50]), lexicon.zipf(hashes), side="right")


def hyphen_features(
    code_points: CodePoints,
    kinds: npt.NDArray[np.uint8],
    words: PageWords,
    fragments: Fragments,
) -> Integers:
    """What is known of each hyphen, one row a hyphen, columns as in `FEATURES`."""
    left, right = fragments.left_hashes, fragments.right_hashes
    left_lengths = fragments.left_ends - fragments.left_starts
    right_lengths = fragments.right_ends - fragments.right_starts
    joined = lexicon.combine(left, right, right_lengths)
    compound = with_hyphen(left, right, right_lengths)
    rarity, left_rarity, right_rarity = _rarity(joined), _rarity(left), _rarity(right)
    asked = lexicon.by_text(np.concatenate([joined, left, right]), np.tile(fragments.page, 3))
    page_joined, page_left, page_right = np.split(_level(words.count_whole(asked)), 3)
    # 0 unknown, 1 rare, 2 common: how well the joined word is known decides what its parts mean
    known = np.minimum(rarity, 4) // 2
    shape = _shape(kinds, fragments)
    language = languages_of(words, fragments, np.arange(len(left)))
    style = languages.styles(language)
    listed = listed_levels(language, left, right)
    return np.stack(
        [
            page_joined,
            _level(count_among(words.compounds, lexicon.by_text(compound, fragments.page))),
            page_left,
            page_right,
            is_known_compound(compound) + 2 * (rarity > 0),
            rarity * 6 + left_rarity,
            known * 6 + right_rarity,
            _stem(code_points, fragments) * (rarity == 0),
            np.minimum(left_lengths, 6),
            np.minimum(right_lengths, 6),
            shape,
            beside(code_points, fragments.left_starts - 1),
            beside(code_points, fragments.right_ends),
            part_level("left", left),
            part_level("right", right),
            np.minimum(words.capitals // 5, 9)[fragments.page]
            + 10 * (shape == _CAPITAL_THEN_LOWER),
            np.searchsorted(_HABITS, words.habit, side="right")[fragments.page],
            np.where(
                rarity == 0,
                style * 36 + left_rarity * 6 + right_rarity,
                216 + style * 6 + np.minimum(left_rarity, right_rarity),
            ),
            style * SHAPES + shape,
            listed * 6 + known * 2 + (left_rarity > 1),
            _twice(code_points, fragments)
            * (1 + languages.reduplicates(language) + 2 * (known > 0)),
            (style * 9 + listed) * 2 + (rarity > 0),
        ],
        axis=1,
    ).astype(np.int64)


def _twice(code_points: CodePoints, fragments: Fragments) -> Integers:
    """Whether the fragments are one word said twice: 1 wholly, 5 but for affixes, else 0.

    `anak-anak`, and `dilebih-lebihkan`, where some letters end the left and begin the right one.
    """
    lefts, rights = fragments.left_ends, fragments.right_starts
    partly = np.zeros(len(lefts), np.bool_)
    for size in range(LEAST_TWICE, MOST_TWICE + 1):
        room = (lefts - fragments.left_starts >= size) & (fragments.right_ends - rights >= size)
        tail = lexicon.span_hashes(code_points, np.where(room, lefts - size, lefts), lefts)
        head = lexicon.span_hashes(code_points, rights, np.where(room, rights + size, rights))
        partly |= room & (tail == head)
    wholly = (fragments.left_hashes == fragments.right_hashes) & (lefts > fragments.left_starts)
    return np.where(wholly, 1, np.where(partly, 5, 0))


def listed_levels(language: Integers, left: Hashes, right: Hashes) -> Integers:
    """Whether the lists of fragments that keep their hyphen have these: 0 to 8.

    Three times what the list ``before`` has of the left fragment, and what ``after`` has of the
    right one: 0 nothing, 1 in other languages, 2 in this one.
    """
    own = languages.bits_of(language)
    levels = []
    for name, hashes in (("before", left), ("after", right)):
        having = languages.listed(name, hashes)
        levels.append((having > 0).astype(np.int64) + ((having & own) > 0))
    return levels[0] * 3 + levels[1]


def is_known_compound(compound: Hashes) -> Integers:
    """Whether a dictionary writes the two fragments with a hyphen."""
    found = lexicon.find_keys(_keys("compound"), lexicon.short_keys(compound, COMPOUND_BITS))[1]
    return (found | (lexicon.zipf(compound) > 0)).astype(np.int64)


def _stem(code_points: CodePoints, fragments: Fragments) -> Integers:
    """How well the joined word is known without its last one, two or three characters: 0 to 5."""
    best = np.zeros(len(fragments.hyphens), np.int64)
    for dropped in (1, 2, 3):
        ends = np.maximum(fragments.right_ends - dropped, fragments.right_starts)
        lengths = ends - fragments.right_starts
        right = lexicon.span_hashes(code_points, fragments.right_starts, ends)
        stems = lexicon.combine(fragments.left_hashes, right, lengths)
        best = np.maximum(best, _rarity(stems) * (lengths > 0))
    return best


def _shape(kinds: npt.NDArray[np.uint8], fragments: Fragments) -> Integers:
    """Case and digits: six ways of the left fragment times four of how the right one starts."""
    first = kinds[np.minimum(fragments.left_starts, len(kinds) - 1)]
    last = kinds[np.maximum(fragments.left_ends - 1, 0)]
    start = kinds[np.minimum(fragments.right_starts, len(kinds) - 1)]
    left = np.select(
        [
            fragments.left_ends <= fragments.left_starts,
            last == Kind.DIGIT,
            (last == Kind.UPPER),
            first == Kind.UPPER,
            first == Kind.DIGIT,
        ],
        [0, 1, 2, 3, 4],
        5,
    )
    right = np.select(
        [
            fragments.right_ends <= fragments.right_starts,
            start == Kind.UPPER,
            start == Kind.DIGIT,
        ],
        [0, 1, 2],
        3,
    )
    shape: Integers = left * 4 + right
    return shape


def part_level(side: str, hashes: Hashes) -> Integers:
    """How often this fragment was part of a compound in the training pages: 0 unknown, 1 to 9."""
    places, found = lexicon.find_keys(_keys(side), lexicon.short_keys(hashes, PART_BITS))
    levels = lexicon.load("hyphens")[f"{side}_level"]
    return np.where(found, levels[places].astype(np.int64), 0)


@cache
def _keys(name: str) -> npt.NDArray[np.uint32]:
    data = lexicon.load("hyphens")
    return lexicon.unpack_keys(data[f"{name}_low"], data[f"{name}_high"])

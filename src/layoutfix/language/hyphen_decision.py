"""Is the hyphen at a line end part of the word, or did the line break put it there?

The evidence is weighed by a sum of weights, learnt by tools/train_hyphens.py and shipped as whole
numbers in data/hyphens.npz (`hyphen_features` has the columns). Suspended ones are decided by rule.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language import languages, lexicon
from layoutfix.language.characters import Kind
from layoutfix.language.hyphen_features import (
    FEATURES,
    hyphen_features,
    is_known_compound,
    languages_of,
    listed_levels,
    part_level,
)
from layoutfix.language.hyphenation import (
    Fragments,
    PageWords,
    beside,
    count_among,
    with_hyphen,
)
from layoutfix.language.lexicon import CodePoints
from layoutfix.model import Flags

__all__ = [
    "hyphen_probability",
    "known_compound",
    "known_word",
    "makes_compounds",
    "suspended",
]

_ALWAYS_DROPPED: Final = np.array([0xAD, 0xAC], np.uint32)
_DROPPED_PROBABILITY: Final = 0.995

LEAST_SUSPENDED: Final = 3
"""Letters that must stand before a suspended hyphen."""

RARER_BY: Final = 10
"""How much rarer than the first part, in tenths of the Zipf scale, such a joined word must be."""

_VOWELS: Final = np.array([ord(letter) for letter in "aeiouyäöüåæøé"], np.uint32)

OFTEN_PART: Final = 2
"""Level from which on a fragment is often part of a compound: with four others at least."""


_THEN_CAPITAL: Final = np.array([9, 13, 21])
_NAME_PROBABILITY: Final = 0.03


def suspended(code_points: CodePoints, words: PageWords, fragments: Fragments) -> Flags:
    """Where the hyphen stands for the rest of a compound that follows: `Boden- | und Erdreich`.

    There the hyphen stays and the seam takes a space. The next word is a conjunction of the
    language with a space behind it (unlike `signal- | to-noise`), and neither the page nor the
    word list knows the joined word (`thous- | and`), unless the first part is far more frequent and
    no syllable begins where the hyphen stands (`sneeuw- | en`, not `sneeu- | wen`). Where the
    language is not known the conjunction may be of any, but for those of one letter.
    """
    lengths = fragments.right_ends - fragments.right_starts
    having = languages.listed("conjunctions", fragments.right_hashes)
    held: Flags = (having > 0) & (beside(code_points, fragments.right_ends) == 0)
    held &= fragments.left_ends - fragments.left_starts >= LEAST_SUSPENDED
    rows = np.flatnonzero(held)
    if len(rows):
        language = languages_of(words, fragments, rows)
        own = (having[rows] & languages.bits_of(language)) > 0
        held[rows] = np.where(language == languages.UNKNOWN, lengths[rows] > 1, own)
        left, right = fragments.left_hashes[rows], fragments.right_hashes[rows]
        joined = lexicon.combine(left, right, lengths[rows])
        page = fragments.page[rows]
        frequency = lexicon.zipf(joined).astype(np.int64)
        rarer = languages.styles(language) == languages.STYLES.index("solid") + 1
        rarer &= np.isin(code_points[fragments.right_starts[rows]], _VOWELS)
        rarer &= ~np.isin(code_points[fragments.left_ends[rows] - 1], _VOWELS)
        rarer &= lexicon.zipf(left) >= frequency + RARER_BY
        held[rows] &= ((frequency == 0) | rarer) & (
            words.count_whole(lexicon.by_text(joined, page)) == 0
        )
    return held


def known_word(words: PageWords, fragments: Fragments) -> Flags:
    """Whether the page or the word list knows the two fragments as one word."""
    lengths = fragments.right_ends - fragments.right_starts
    joined = lexicon.combine(fragments.left_hashes, fragments.right_hashes, lengths)
    whole = lexicon.by_text(joined, fragments.page)
    known: Flags = (lexicon.zipf(joined) > 0) | (words.count_whole(whole) > 0)
    return known & (fragments.left_ends > fragments.left_starts) & (lengths > 0)


def known_compound(words: PageWords, fragments: Fragments) -> Flags:
    """Whether the page or a dictionary writes the two fragments with a hyphen."""
    lengths = fragments.right_ends - fragments.right_starts
    compound = with_hyphen(fragments.left_hashes, fragments.right_hashes, lengths)
    found: Flags = count_among(words.compounds, lexicon.by_text(compound, fragments.page)) > 0
    found |= is_known_compound(compound) > 0
    return found


def makes_compounds(words: PageWords, fragments: Fragments) -> Flags:
    """Whether either fragment is one that compounds are often made with: `low-`, `-free`."""
    left, right = fragments.left_hashes, fragments.right_hashes
    rows = np.arange(len(left))
    before, after = np.divmod(listed_levels(languages_of(words, fragments, rows), left, right), 3)
    often = (part_level("left", left) >= OFTEN_PART) | (part_level("right", right) >= OFTEN_PART)
    found: Flags = often | (before == 2) | (after == 2)
    return found


def hyphen_probability(
    code_points: CodePoints,
    kinds: npt.NDArray[np.uint8],
    words: PageWords,
    fragments: Fragments,
) -> npt.NDArray[np.float64]:
    """The probability that each hyphen is to be dropped when its line is joined with the next.

    Learnt with about as many hyphens to keep as to drop: near 0.5 nothing is known. A soft hyphen
    is always dropped; a hyphen before a capital with a small letter behind it stays, since no
    word has such a one inside. Rounded to four digits, from a sum of whole numbers, so that
    machines agree.

    >>> from layoutfix.language.characters import code_points_of, kinds
    >>> from layoutfix.language.hyphenation import fragments_at, page_words
    >>> page = code_points_of("A well-known infor-\\nmation about a well-\\nknown mill")
    >>> words, ends = page_words(page, kinds(page)), np.flatnonzero(page == 10)
    >>> fragments = fragments_at(words, ends - 1, ends + 1)
    >>> drop, keep = hyphen_probability(page, kinds(page), words, fragments).tolist()
    >>> drop > 0.9, keep < 0.1
    (True, True)
    """
    if not len(fragments.hyphens):
        return np.zeros(0, np.float64)
    data = lexicon.load("hyphens")
    columns = hyphen_features(code_points, kinds, words, fragments)
    weights = data["weights"].astype(np.int64)
    total = data["constant"].astype(np.int64) + sum(
        weights[place][column] for place, column in enumerate(columns.T)
    )
    probability = np.round(1 / (1 + np.exp(-total / 64)), 4)
    shape = columns[:, FEATURES.index("shape")]
    second = kinds[np.minimum(fragments.right_starts + 1, len(kinds) - 1)]
    name = np.isin(shape, _THEN_CAPITAL) & (second == Kind.LOWER)
    probability = np.where(name, np.minimum(probability, _NAME_PROBABILITY), probability)
    dropped = np.isin(code_points[fragments.hyphens], _ALWAYS_DROPPED)
    return np.where(dropped, _DROPPED_PROBABILITY, probability)

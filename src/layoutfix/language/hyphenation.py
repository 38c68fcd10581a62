"""Is the hyphen at a line end part of the word, or did the line break put it there?

The words of the page come first: the joined word or the compound may stand elsewhere on it. The
word list of `lexicon`, and what is known of the two fragments, come second. The weights are learnt
by tools/train_hyphens.py and shipped as whole numbers in data/hyphens.npz.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language import lexicon
from layoutfix.language.characters import Kind
from layoutfix.language.lexicon import CodePoints, Hashes
from layoutfix.model import Flags, Integers

__all__ = [
    "Fragments",
    "PageWords",
    "fragments_at",
    "hyphen_features",
    "hyphen_probability",
    "page_words",
    "suspended",
]

HYPHENS: Final = np.array([0x2D, 0xAD, 0x2010, 0x2011, 0x2E17, 0xAC], np.uint32)
"""What may stand for a hyphen: hyphen-minus, soft hyphen, hyphen, its unbreakable twin, the double
oblique hyphen of old German print, and the not sign that some OCR programs write."""

_ALWAYS_DROPPED: Final = np.array([0xAD, 0xAC], np.uint32)
_DROPPED_PROBABILITY: Final = 0.995

_WORD: Final = np.zeros(256, np.bool_)
_WORD[[Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.DIGIT, Kind.MARK]] = True

_HYPHEN_HASH: Final = np.uint64(0x2D)

CONJUNCTIONS: Final = frozenset(
    [
        *("and", "or", "to", "und", "oder", "sowie", "bis", "bzw", "beziehungsweise", "resp"),
        *("et", "ou", "y", "e", "o", "u", "ed", "od", "en", "of", "och", "eller", "og", "i"),
        *("lub", "oraz", "nebo", "või", "ja", "tai", "és", "vagy", "sau", "și", "ve", "veya"),
        *("и", "или", "або", "та", "і", "ή", "και"),
    ]
)
"""After one of these the hyphen at the line end was suspended: it stays, and so does the space."""

LEAST_SUSPENDED: Final = 3
"""Letters that must stand before a hyphen for a conjunction of one letter to follow it."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """The runs of letters and digits of a page, in order; offsets are code points, half-open.

    Attributes:
        starts: where each run begins.
        ends: where it ends.
        hashes: the hash of each run, folded (`lexicon.word_hashes`).
        whole: hashes of the runs that no line end may have cut: the vocabulary.
        compounds: hashes of two neighbouring runs with the one hyphen between them.
        capitals: runs in a hundred that begin with a capital.
        habit: compounds among a thousand runs whose second part is lower case: German has few.
    """

    starts: Integers
    ends: Integers
    hashes: Hashes
    whole: Hashes
    compounds: Hashes
    capitals: int
    habit: int


@dataclass(frozen=True, slots=True)
class Fragments:
    """The runs of letters and digits that touch each hyphenated line end; empty spans where none.

    A run ends at any hyphen: of `state-of-` and `the-art` the fragments are `of` and `the`.
    """

    left_starts: Integers
    left_ends: Integers
    left_hashes: Hashes
    right_starts: Integers
    right_ends: Integers
    right_hashes: Hashes
    hyphens: Integers


def page_words(
    code_points: CodePoints,
    kinds: npt.NDArray[np.uint8],
    runs: tuple[Integers, Integers, Hashes] | None = None,
) -> PageWords:
    """The words of a page, with the counts that the hyphens ask for.

    Args:
        code_points: of the page, not folded.
        kinds: the class of each (`characters.kinds`).
        runs: starts, ends and hashes of its runs of letters and digits, where they are known.

    >>> from layoutfix.language.characters import code_points_of, kinds
    >>> page = code_points_of("A well-known mill, a wind-\\nmill")
    >>> words = page_words(page, kinds(page))
    >>> len(words.hashes), len(words.whole), len(words.compounds)
    (7, 5, 1)
    """
    if runs is None:
        inside = np.zeros(len(code_points) + 2, np.bool_)
        inside[1:-1] = _WORD[kinds]
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends = edges[::2], edges[1::2]
        hashes = lexicon.word_hashes(lexicon.fold(code_points), starts, ends)
    else:
        starts, ends, hashes = runs
    if len(starts) < 2:
        return PageWords(starts, ends, hashes, hashes, hashes[:0], 0, 0)
    hyphenated = _are_hyphens(code_points.take(ends[:-1]))
    compound = np.flatnonzero(hyphenated & (starts[1:] - ends[:-1] == 1))
    breaks = np.flatnonzero(kinds == Kind.BREAK)
    after = np.flatnonzero(hyphenated)
    following = np.append(breaks, len(kinds))[np.searchsorted(breaks, ends[after])]
    cut = np.zeros(len(starts) - 1, np.bool_)
    cut[after] = following < starts[after + 1]
    whole = np.ones(len(starts), np.bool_)
    whole[:-1] &= ~cut
    whole[1:] &= ~cut
    joined = _with_hyphen(hashes[compound], hashes[compound + 1], (ends - starts)[compound + 1])
    capitals = 100 * int((kinds[starts] == Kind.UPPER).sum()) // len(starts)
    lower = kinds[starts[compound + 1]] == Kind.LOWER
    habit = 1000 * int(lower.sum()) // len(starts)
    return PageWords(starts, ends, hashes, hashes[whole], joined, capitals, habit)


def fragments_at(words: PageWords, hyphens: Integers, rights: Integers) -> Fragments:
    """The fragments around hyphens at line ends.

    Args:
        words: of the page.
        hyphens: offset of each hyphen.
        rights: offset of the first character after the seam that is no space.
    """
    if not len(words.starts):
        none = np.zeros(len(hyphens), np.uint64)
        return Fragments(hyphens, hyphens, none, rights, rights, none, hyphens)
    left = np.maximum(np.searchsorted(words.ends, hyphens, side="right") - 1, 0)
    has_left = words.ends[left] == hyphens
    right = np.minimum(np.searchsorted(words.starts, rights), len(words.starts) - 1)
    has_right = words.starts[right] == rights
    return Fragments(
        np.where(has_left, words.starts[left], hyphens),
        hyphens,
        np.where(has_left, words.hashes[left], np.uint64(0)),
        rights,
        np.where(has_right, words.ends[right], rights),
        np.where(has_right, words.hashes[right], np.uint64(0)),
        hyphens,
    )


def _with_hyphen(left: Hashes, right: Hashes, right_lengths: Integers) -> Hashes:
    """The hashes of left + hyphen + right, whatever kind of hyphen stood there."""
    return lexicon.combine(left * lexicon.HASH_BASE + _HYPHEN_HASH, right, right_lengths)


def count_among(page: Hashes, asked: Hashes) -> Integers:
    """How often each asked hash stands among the page's, in linear time.

    >>> count_among(np.array([5, 7, 5], np.uint64), np.array([5, 6], np.uint64)).tolist()
    [2, 0]
    """
    if not len(asked):
        return np.zeros(0, np.int64)
    wanted, back = np.unique(asked, return_inverse=True)
    marked = np.zeros(1 << 16, np.bool_)
    marked[_sketch(wanted)] = True
    likely = page[marked.take(_sketch(page))]
    places = np.minimum(np.searchsorted(wanted, likely), len(wanted) - 1)
    counts = np.bincount(places[wanted[places] == likely], minlength=len(wanted))
    return counts[back]


def _sketch(hashes: Hashes) -> npt.NDArray[np.uint16]:
    """Sixteen bits of each hash, to tell most strangers by."""
    return ((hashes * lexicon.HASH_BASE) >> np.uint64(48)).astype(np.uint16)


def suspended(code_points: CodePoints, words: PageWords, fragments: Fragments) -> Flags:
    """Where the hyphen stands for the rest of a compound that follows: `Boden- | und Erdreich`.

    There the hyphen stays and the seam takes a space. The next word is a conjunction with no hyphen
    of its own behind it (`signal- | to-noise`), and neither the page nor the word list knows the
    joined word (`thous- | and`).
    """
    lengths = fragments.right_ends - fragments.right_starts
    held: Flags = np.isin(fragments.right_hashes, _conjunctions())
    held &= _beside(code_points, fragments.right_ends) != 1
    long = fragments.left_ends - fragments.left_starts >= LEAST_SUSPENDED
    held &= long | (lengths > 1)
    rows = np.flatnonzero(held)
    if len(rows):
        left, right = fragments.left_hashes[rows], fragments.right_hashes[rows]
        joined = lexicon.combine(left, right, lengths[rows])
        held[rows] = (lexicon.zipf(joined) == 0) & (count_among(words.whole, joined) == 0)
    return held


@cache
def _conjunctions() -> Hashes:
    return np.array(sorted(lexicon.hash_text(word) for word in CONJUNCTIONS), np.uint64)


def _level(counts: Integers) -> Integers:
    """0, 1, 2 to 3, 4 and more."""
    return np.searchsorted(np.array([1, 2, 4]), counts, side="right")


def _rarity(hashes: Hashes) -> Integers:
    """0 unknown, then up to 1.5, 2.5, 3.5, 4.5 on the Zipf scale, and beyond."""
    return np.searchsorted(np.array([1, 20, 30, 40, 50]), lexicon.zipf(hashes), side="right")


FEATURES: Final = (
    *("page_joined", "page_compound", "page_left", "page_right", "known_compound"),
    *("joined_left", "joined_right", "stem", "left_length", "right_length", "shape"),
    *("before", "after", "left_part", "right_part", "capitals", "habit"),
)
"""The columns of `hyphen_features`: each holds one of `CHOICES` values."""

CHOICES: Final = 64

_HABITS: Final = np.array([1, 2, 4, 8, 16])
_CAPITAL_THEN_LOWER: Final = 15
_THEN_CAPITAL: Final = np.array([9, 13, 21])
_NAME_PROBABILITY: Final = 0.03

PART_BITS: Final = 22
"""Bits of the keys of the two tables of fragments that compounds are made of."""


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
    compound = _with_hyphen(left, right, right_lengths)
    rarity = _rarity(joined)
    counts = count_among(words.whole, np.concatenate([joined, left, right]))
    page_joined, page_left, page_right = np.split(_level(counts), 3)
    # 0 unknown, 1 rare, 2 common: how well the joined word is known decides what its parts mean
    known = np.minimum(rarity, 4) // 2
    shape = _shape(kinds, fragments)
    return np.stack(
        [
            page_joined,
            _level(count_among(words.compounds, compound)),
            page_left,
            page_right,
            (lexicon.zipf(compound) > 0).astype(np.int64),
            rarity * 6 + _rarity(left),
            known * 6 + _rarity(right),
            _stem(code_points, fragments) * (rarity == 0),
            np.minimum(left_lengths, 6),
            np.minimum(right_lengths, 6),
            shape,
            _beside(code_points, fragments.left_starts - 1),
            _beside(code_points, fragments.right_ends),
            _part_level("left", left),
            _part_level("right", right),
            np.minimum(words.capitals // 5, 9) + 10 * (shape == _CAPITAL_THEN_LOWER),
            np.full(len(left), int(np.searchsorted(_HABITS, words.habit, side="right"))),
        ],
        axis=1,
    ).astype(np.int64)


def _stem(code_points: CodePoints, fragments: Fragments) -> Integers:
    """How well the joined word is known without its last one, two or three characters: 0 to 5."""
    folded = lexicon.fold(code_points)
    best = np.zeros(len(fragments.hyphens), np.int64)
    for dropped in (1, 2, 3):
        ends = np.maximum(fragments.right_ends - dropped, fragments.right_starts)
        lengths = ends - fragments.right_starts
        right = lexicon.word_hashes(folded, fragments.right_starts, ends)
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


def _beside(code_points: CodePoints, places: Integers) -> Integers:
    """What stands at the far end of a fragment: 0 a space or nothing, 1 a hyphen, 2 another."""
    inside = (places >= 0) & (places < len(code_points))
    beside = np.where(inside, code_points[np.clip(places, 0, len(code_points) - 1)], 0x20)
    return np.select([_are_hyphens(beside), beside > 0x20], [1, 2], 0)


def _are_hyphens(code_points: CodePoints) -> Flags:
    found = np.zeros(len(code_points), np.bool_)
    for hyphen in HYPHENS:
        found |= code_points == hyphen
    return found


def _part_level(side: str, hashes: Hashes) -> Integers:
    """How often this fragment was part of a compound in the training pages: 0 unknown, 1 to 9."""
    data = lexicon.load("hyphens")
    keys = lexicon.unpack_keys(data[f"{side}_low"], data[f"{side}_high"])
    places, found = lexicon.find_keys(keys, lexicon.short_keys(hashes, PART_BITS))
    return np.where(found, data[f"{side}_level"][places].astype(np.int64), 0)


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

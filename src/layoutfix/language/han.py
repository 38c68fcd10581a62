"""Do two characters of Chinese or Japanese stand beside one another in running text?

The tables were counted on text cut into words: see data/README.md for the sources and
tools/build_cjk.py for the making.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language.arrays import clipped
from layoutfix.language.lexicon import (
    BASIC_PLANE,
    HASH_BASE,
    KEY_BITS,
    CodePoints,
    find_keys,
    load,
    short_keys,
    unpack_keys,
)

Scores = npt.NDArray[np.int32]

PAIR_STRIDE: Final = 8192
"""The key of a pair of characters is the number of the left one times this plus the right one's."""

CJK_ROWS: Final = (
    *("pair", "pair_known", "left_run", "right_run", "word", "left_mass", "right_mass"),
    *("left_end", "right_start", "boundary", "left_run_known", "right_run_known"),
)
"""The rows of `cjk_features`."""

# Weights of the rows above in 32nds and the constant, from a logistic regression on every 20th
# paragraph of the newspaper that the tables were counted on without those paragraphs.
_JOIN_WEIGHTS: Final = ((8, 0, 22, 22, 60, 2, 1, 0, 0, 0, 0, 0), -7)
_BOUNDARY_WEIGHTS: Final = ((1, -45, -9, -8, 1, 2, 2, 4, 6, 51, 1, 9), 124)

_PREFIX_BITS: Final = 20
_PREFIX_SHIFT: Final = np.uint32(KEY_BITS - _PREFIX_BITS)


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The tables of data/cjk.npz as they are looked up; masses and scores in quarters of a nat."""

    simplified: npt.NDArray[np.uint16]
    character_index: npt.NDArray[np.int32]
    mass: npt.NDArray[np.int32]
    start_mass: npt.NDArray[np.int32]
    end_mass: npt.NDArray[np.int32]
    soft_log: npt.NDArray[np.int32]
    pair_keys: npt.NDArray[np.uint32]
    pair_scores: npt.NDArray[np.int32]
    pair_boundaries: npt.NDArray[np.int32]
    run_keys: npt.NDArray[np.uint32]
    run_scores: npt.NDArray[np.int32]
    run_prefixes: npt.NDArray[np.bool_]


@cache
def _neighbours() -> _Neighbours:
    data = load("cjk")
    simplified = np.arange(BASIC_PLANE, dtype=np.uint16)
    simplified[data["simplify_from"]] = data["simplify_to"]
    character_index = np.full(BASIC_PLANE, -1, np.int32)
    character_index[data["characters"]] = np.arange(len(data["characters"]), dtype=np.int32)
    numbers = {key: column.astype(np.int32) for key, column in data.items()}
    run_keys = unpack_keys(data["run_low"], data["run_high"])
    run_prefixes = np.zeros(1 << _PREFIX_BITS, np.bool_)
    run_prefixes[run_keys >> _PREFIX_SHIFT] = True
    return _Neighbours(
        simplified=simplified,
        character_index=character_index[simplified],
        mass=numbers["mass"],
        start_mass=numbers["start_mass"],
        end_mass=numbers["end_mass"],
        soft_log=numbers["soft_log"],
        pair_keys=unpack_keys(data["pair_low"], data["pair_high"]),
        pair_scores=2 * (numbers["pair_level"] - 8),
        pair_boundaries=numbers["pair_boundary"] - 3,
        run_keys=run_keys,
        run_scores=numbers["run_level"],
        run_prefixes=run_prefixes,
    )


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of characters in the tables.

    Attributes:
        left: the numbers of the left characters, 0 where they have none.
        right: those of the right ones.
        known: whether both characters have a number.
        place: where each pair stands among ``pair_keys``.
        found: whether it stands there.
    """

    left: Scores
    right: Scores
    known: npt.NDArray[np.bool_]
    place: npt.NDArray[np.int64]
    found: npt.NDArray[np.bool_]


def _pairs(tables: _Neighbours, left: CodePoints, right: CodePoints) -> _Pairs:
    one, other = (tables.character_index[_basic(each)] for each in (left, right))
    known = (one >= 0) & (other >= 0)
    one, other = np.maximum(one, 0), np.maximum(other, 0)
    place, found = find_keys(tables.pair_keys, (one * PAIR_STRIDE + other).astype(np.uint32))
    return _Pairs(one, other, known, place, found)


def _basic(characters: CodePoints) -> CodePoints:
    """The characters of the Basic Multilingual Plane; 0, which is in no table, for the others."""
    return np.where(characters < BASIC_PLANE, characters, 0).astype(np.uint32)


def _run_scores(tables: _Neighbours, *characters: npt.NDArray[np.uint64]) -> Scores:
    """The score of each run of three or four neighbouring characters, -1 where it has none."""
    hashes = np.zeros(len(characters[0]), np.uint64)
    for character in characters:
        hashes = hashes * HASH_BASE + character
    keys = short_keys(hashes, KEY_BITS)
    scores = np.full(len(keys), -1, np.int32)
    # most runs are not in the table: the first bits of their keys tell without a search
    likely = np.flatnonzero(tables.run_prefixes[keys >> _PREFIX_SHIFT])
    places, found = find_keys(tables.run_keys, keys[likely])
    scores[likely[found]] = tables.run_scores[places[found]]
    return scores


def cjk_features(
    left2: CodePoints, left1: CodePoints, right1: CodePoints, right2: CodePoints
) -> Scores:
    """What the tables say of each seam left2 left1 | right1 right2, one row a measure, below.

    All rows are 0 where left1 or right1 is not Han or kana, or is too rare to have been counted.
    The order of the rows is `CJK_ROWS`; logarithms and log-odds are natural ones in quarters.

    - pair: log of how much more often left1 right1 was seen than chance would have it; for a
      pair that is not in the table the estimate from how often each begins or ends a word
    - pair_known: the pair is in the table
    - left_run, right_run: how much more often the three characters around the seam were seen
      than their pairs let expect, in halves
    - word: the four characters are one word
    - left_mass, right_mass: how frequent left1 and right1 are
    - left_end, right_start: how often left1 ends a word, right1 begins one
    - boundary: log-odds, in whole units, that the pair was seen with a word boundary inside
    - left_run_known, right_run_known: the three characters are in the table
    """
    tables = _neighbours()
    pairs = _pairs(tables, left1, right1)
    left, right, found = pairs.left, pairs.right, pairs.found
    middle = len(tables.soft_log) // 2
    word_edges = tables.end_mass[left] + tables.start_mass[right]
    unseen = (
        tables.soft_log[middle + word_edges]
        - tables.soft_log[middle + tables.mass[left] + tables.mass[right]]
    )
    folded = [
        tables.simplified[_basic(character)].astype(np.uint64)
        for character in (left2, left1, right1, right2)
    ]
    left_run = _run_scores(tables, *folded[:3])
    right_run = _run_scores(tables, *folded[1:])
    whole = _run_scores(tables, *folded)
    rows = (
        np.where(found, tables.pair_scores[pairs.place], unseen),
        found,
        np.maximum(left_run, 0),
        np.maximum(right_run, 0),
        whole >= 0,
        tables.mass[left],
        tables.mass[right],
        tables.end_mass[left] - tables.mass[left],
        tables.start_mass[right] - tables.mass[right],
        np.where(found, tables.pair_boundaries[pairs.place], 0),
        left_run >= 0,
        right_run >= 0,
    )
    return np.stack([row.astype(np.int32) for row in rows]) * pairs.known


def neighbour_scores(
    left2: CodePoints, left1: CodePoints, right1: CodePoints, right2: CodePoints
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Two log-odds in 32nds for each seam left2 left1 | right1 right2.

    The first is that left1 and right1 are neighbours in Chinese or Japanese text, against two
    strangers: the end of a paragraph without its mark, or of any line, before the start of
    another. The second is that a word ends at the seam, if the text runs on. Both are 0 where
    either is not Han or kana. Where there is no left2 or right2, give 0.

    >>> from layoutfix.language.characters import code_points_of
    >>> texts = ("发展", "展发", "的发", "ab")
    >>> seams = np.array([code_points_of(text) for text in texts], np.uint32)
    >>> none = np.zeros(4, np.uint32)
    >>> together, word_ends = neighbour_scores(none, seams[:, 0], seams[:, 1], none)
    >>> bool(together[0] > 32), bool(together[1] < 0), int(together[3])
    (True, True, 0)
    >>> bool(word_ends[0] < -32), bool(word_ends[2] > 32)
    (True, True)
    """
    rows = cjk_features(left2, left1, right1, right2)
    return _weigh(rows, *_JOIN_WEIGHTS), _weigh(rows, *_BOUNDARY_WEIGHTS)


def _weigh(rows: Scores, weights: tuple[int, ...], constant: int) -> npt.NDArray[np.int16]:
    """A weighted sum of the rows in 32nds: whole numbers, so that every machine agrees."""
    total = np.array(weights, np.int32) @ rows + np.int32(constant)
    # the frequency of a character is 0 only where the seam is not between two known ones
    return np.where(rows.any(axis=0), total, 0).astype(np.int16)


def word_boundary(left: CodePoints, right: CodePoints) -> Scores:
    """Is there a word's end between two characters that stand side by side? By the pair alone.

    0 where a character is unknown or neither Han nor kana; 1 inside of a word, 2 hard to say,
    3 between two words. A pair that the table doesn't have is no word.

    >>> from layoutfix.language.characters import code_points_of
    >>> pairs = np.array([code_points_of(text) for text in ("存在", "伟在", "ab")], np.uint32)
    >>> word_boundary(pairs[:, 0], pairs[:, 1]).tolist()
    [1, 3, 0]
    """
    tables = _neighbours()
    pairs = _pairs(tables, left, right)
    boundary = np.where(pairs.found, tables.pair_boundaries[pairs.place], 1)
    return np.where(pairs.known, 2 + np.sign(boundary), 0).astype(np.int32)


def pair_rarity(left: CodePoints, right: CodePoints) -> Scores:
    """How rare two characters are side by side, from 0 to 9, in steps of a nat and a quarter.

    9 where the table doesn't have the pair or the characters.

    >>> from layoutfix.language.characters import code_points_of
    >>> pairs = np.array([code_points_of(text) for text in ("发展", "棋局", "ab")], np.uint32)
    >>> common, rare, silent = pair_rarity(pairs[:, 0], pairs[:, 1]).tolist()
    >>> common < rare < silent == 9
    True
    """
    tables = _neighbours()
    pairs = _pairs(tables, left, right)
    level = tables.mass[pairs.left] + tables.mass[pairs.right] + tables.pair_scores[pairs.place]
    rarity = (_COMMONEST - level) // _RARITY_STEP
    return np.where(pairs.found & pairs.known, clipped(rarity, 0, _RAREST), _RAREST).astype(
        np.int32
    )


_COMMONEST, _RARITY_STEP, _RAREST = 30, 5, 9

"""Does a space belong into a Korean seam, or did the line end cut a word in two?

Korean pages break their lines at spaces or anywhere. What tells is which syllables end and begin
the words of running text (data/korean.npz, built by tools/build_korean.py), the words of the page
itself, and whether the other seams of the page look cut or not.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language import lexicon
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import Kind
from layoutfix.language.hyphenation import count_among
from layoutfix.language.lexicon import CodePoints, Hashes
from layoutfix.model import Integers

__all__ = ["korean_features", "korean_space_score", "page_share"]

_UNIT: Final = 64
_ROUNDS: Final = 20
_TRAINED_SHARE: Final = 0.5
_LEAST_SHARE: Final = 0.02
_SPACE_HASH: Final = np.uint64(0x20)

PAIR_BITS: Final = 22
"""Bits of the keys of the shipped syllable pairs."""

FEATURES: Final = (
    *("pair", "left_ends", "right_starts", "left_pair_ends", "right_pair_starts", "attached"),
    *("classes", "page_joined", "page_left", "page_right", "page_inside", "page_across"),
)
"""The columns of `korean_features`: each holds one of `CHOICES` values."""

CHOICES: Final = 64

_CLASS: Final = np.zeros(256, np.int64)
_CLASS[Kind.HANGUL] = 1
_CLASS[[Kind.LOWER, Kind.UPPER]] = 2
_CLASS[Kind.DIGIT] = 3
_CLASS[[Kind.FULL_STOP, Kind.COMMA, Kind.COLON, Kind.SEMICOLON, Kind.EXCLAMATION]] = 4
_CLASS[[Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE]] = 5
_CLASS[[Kind.OPEN_BRACKET, Kind.OPEN_QUOTE]] = 6


def _levels(table: str, hashes: Hashes) -> Integers:
    """The shipped level of each syllable or pair: 1 to 15, from a joint to an edge; 0 unknown."""
    data = lexicon.load("korean")
    keys = _keys(table)
    places, found = lexicon.find_keys(keys, lexicon.short_keys(hashes, PAIR_BITS))
    return np.where(found, data[f"{table}_level"][places].astype(np.int64), 0)


@cache
def _keys(table: str) -> npt.NDArray[np.uint32]:
    data = lexicon.load("korean")
    return lexicon.unpack_keys(data[f"{table}_low"], data[f"{table}_high"])


def _pair(left: CodePoints, right: CodePoints) -> Hashes:
    """The hash of two characters; 0 where one is missing."""
    hashes = left.astype(np.uint64) * lexicon.HASH_BASE + right.astype(np.uint64)
    return np.where((left == 0) | (right == 0), np.uint64(0), hashes)


def korean_features(
    code_points: CodePoints, kinds: npt.NDArray[np.uint8], lefts: Integers, rights: Integers
) -> Integers:
    """What is known of each seam, one row a seam, columns as in `FEATURES`.

    Args:
        code_points: of the page.
        kinds: the class of each (`characters.kinds`).
        lefts: offset behind the last character before each seam that is no space.
        rights: offset of the first character after it that is no space.
    """
    hangul = kinds == Kind.HANGUL
    size = len(code_points)

    def syllable(places: Integers) -> CodePoints:
        inside = (places >= 0) & (places < size)
        safe = clipped(places, 0, size - 1)
        return np.where(inside & hangul[safe], code_points[safe], 0).astype(np.uint32)

    left2, left1 = syllable(lefts - 2), syllable(lefts - 1)
    right1, right2 = syllable(rights), syllable(rights + 1)
    left_class = _CLASS[kinds[clipped(lefts - 1, 0, size - 1)]]
    right_class = _CLASS[kinds[clipped(rights, 0, size - 1)]]
    columns = [
        _levels("pair", _pair(left1, right1)),
        _levels("end", left1.astype(np.uint64)) * (right1 > 0),
        _levels("start", right1.astype(np.uint64)) * (left1 > 0),
        _levels("end_pair", _pair(left2, left1)) * (right1 > 0),
        _levels("start_pair", _pair(right1, right2)) * (left1 > 0),
        _levels("attached", right1.astype(np.uint64)) * (left1 == 0),
        left_class * 7 + right_class,
        *_page_columns(code_points, kinds, lefts, rights),
    ]
    return np.stack(columns, axis=1).astype(np.int64)


def _page_columns(
    code_points: CodePoints, kinds: npt.NDArray[np.uint8], lefts: Integers, rights: Integers
) -> list[Integers]:
    """Counts on the page, in levels, of the joined word, of both fragments, and of the pair.

    Runs of Hangul that touch a line end may be cut and are not counted.
    """
    inside = np.zeros(len(kinds) + 2, np.bool_)
    inside[1:-1] = kinds == Kind.HANGUL
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return [np.zeros(len(lefts), np.int64)] * 5
    hashes = lexicon.word_hashes(code_points, starts, ends)
    bounded = np.ones(len(code_points) + 2, np.bool_)
    bounded[1:-1] = kinds == Kind.BREAK
    whole = hashes[~bounded[starts] & ~bounded[ends + 1]]

    left = np.maximum(np.searchsorted(ends, lefts, side="right") - 1, 0)
    right = np.minimum(np.searchsorted(starts, rights), len(starts) - 1)
    both = (ends[left] == lefts) & (starts[right] == rights)
    lengths = (ends - starts)[right]
    joined = lexicon.combine(hashes[left], hashes[right], lengths)
    counts = count_among(whole, np.concatenate([joined, hashes[left], hashes[right]]))

    hangul = inside[1:-1]
    next_to = np.flatnonzero(hangul[:-1] & hangul[1:])
    spaced = np.flatnonzero(hangul[:-2] & (kinds[1:-1] == Kind.SPACE) & hangul[2:])
    asked = _pair(code_points[ends[left] - 1], code_points[starts[right]])
    near = count_among(_pair(code_points[next_to], code_points[next_to + 1]), asked)
    far = count_among(_pair(code_points[spaced], code_points[spaced + 2]), asked)
    steps = np.array([1, 2, 4])
    return [
        np.searchsorted(steps, column, side="right") * both
        for column in (*np.split(counts, 3), near, far)
    ]


def _log_odds(
    code_points: CodePoints, kinds: npt.NDArray[np.uint8], lefts: Integers, rights: Integers
) -> Integers:
    data = lexicon.load("korean")
    weights = data["weights"].astype(np.int64)
    columns = korean_features(code_points, kinds, lefts, rights).T
    total: Integers = data["constant"].astype(np.int64) + sum(
        weights[place][column] for place, column in enumerate(columns)
    )
    return total


def page_share(log_odds: npt.NDArray[np.float64]) -> float:
    """The share of seams with a space that makes the page most likely.

    The log-odds are those of seams with and without a space in equal number. The share is found by
    expectation maximization, as Saerens, Latinne and Decaestecker (2002) adjust a classifier to new
    shares of its classes. It starts from one half, and one seam of either kind is taken for
    granted, so that a page of few seams stays near to it.

    >>> page_share(np.full(50, 2.0)) > 0.9
    True
    """
    ratio = np.exp(clipped(log_odds, -12, 12))
    share = _TRAINED_SHARE
    for _ in range(_ROUNDS):
        spaced = share * ratio / (share * ratio + 1 - share)
        share = float((spaced.sum() + 1) / (len(spaced) + 2))
    return min(max(share, _LEAST_SHARE), 1 - _LEAST_SHARE)


def korean_space_score(
    code_points: CodePoints, kinds: npt.NDArray[np.uint8], lefts: Integers, rights: Integers
) -> npt.NDArray[np.float64]:
    """The probability that a space belongs into each seam of Korean lines, if they are joined.

    Args:
        code_points: of the page.
        kinds: the class of each (`characters.kinds`).
        lefts: offset behind the last character before each seam that is no space.
        rights: offset of the first character after it that is no space. Give all seams of a page
            at once: together they tell whether it breaks its lines at spaces only.

    >>> from layoutfix.language.characters import code_points_of, kinds
    >>> page = code_points_of("이 책은 읽었습니\\n다. 그리고 나는\\n다음 책을 찾는다.")
    >>> ends = np.flatnonzero(page == 10)
    >>> cut, spaced = korean_space_score(page, kinds(page), ends, ends + 1).tolist()
    >>> cut < 0.2, spaced > 0.5
    (True, True)
    """
    if not len(lefts):
        return np.zeros(0, np.float64)
    log_odds = _log_odds(code_points, kinds, lefts, rights) / _UNIT
    share = page_share(log_odds)
    ratio = np.exp(clipped(log_odds, -12, 12))
    return np.round(share * ratio / (share * ratio + 1 - share), 4)

"""Does the page write elsewhere, in one piece, what the seam would write?

Chinese and Japanese put no spaces between words, so a seam may fall inside a name or a term. Where
the article says it again, the three characters that reach over the seam stand together elsewhere.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Feature, Features
from layoutfix.evidence.seams.edges import CJK
from layoutfix.language.characters import Kind, kind_set, pieces
from layoutfix.model import Integers, Page

__all__ = ["gram_features"]

STRETCH: Final = 14
"""Bits of the characters in a stretch: a seam asks its own stretch of some 16,000 characters, a
newspaper page, so that no gram is found just because the text is long."""

MOST: Final = 7
"""As many more places say no more than so many."""

_WORDY = kind_set(
    *(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA, Kind.DIGIT),
    *(Kind.LOWER, Kind.UPPER, Kind.LETTER),
)
_FILTER_BITS: Final = 20
_FACTORS: Final = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35))
_PLANE: Final = 21
"""Bits of a code point."""

Codes = npt.NDArray[np.uint32]


def gram_features(page: Page) -> Features:
    """How often the page has the three characters over each seam in one piece, two ways.

    ``gram_left`` counts the last two characters of the left line with the first of the right one,
    ``gram_right`` the last one with the first two.
    """
    lines, kinds, codes = page.lines, page.kinds, page.code_points
    end, start = lines.end[:-1] - 1, lines.start[1:]
    asks = CJK[kinds[end]] & _WORDY[kinds[start]] | CJK[kinds[start]] & _WORDY[kinds[end]]
    asks |= (kinds[end] == Kind.DIGIT) & (kinds[start] == Kind.DIGIT)
    rows = np.flatnonzero(asks)
    found: dict[str, Feature] = {}
    before, after = np.maximum(end[rows] - 1, lines.start[rows]), start[rows] + 1
    after = np.minimum(after, lines.end[rows + 1] - 1)
    left = (codes[before], codes[end[rows]], codes[start[rows]])
    right = (codes[end[rows]], codes[start[rows]], codes[after])
    asked = tuple(np.concatenate(pair) for pair in zip(left, right, strict=True))
    stretches = _Stretches(page)
    own = stretches.of(end[rows])
    near = slice(0, 0)
    if len(rows):
        reach = 1 << STRETCH
        near = slice(max(int(end[rows[0]]) - reach, 0), int(end[rows[-1]]) + reach)
    counts = _counts(codes, asked, np.concatenate((own, own)), stretches, near)
    for number, name in enumerate(("gram_left", "gram_right")):
        column = np.zeros(len(end), np.int8)
        column[rows] = counts[number * len(rows) : (number + 1) * len(rows)]
        found[name] = column
    return found


class _Stretches:
    """The stretches of one page, or of several end to end."""

    def __init__(self, page: Page) -> None:
        each = (np.diff(page.starts, append=len(page)) >> STRETCH) + 1
        self.count = int(each.sum())
        self._begin = page.starts
        self._first = np.cumsum(each) - each

    def of(self, offsets: Integers) -> Integers:
        """The number of the stretch that each character is in."""
        page = np.searchsorted(self._begin, offsets, side="right") - 1
        number: Integers = self._first[page] + ((offsets - self._begin[page]) >> STRETCH)
        return number


def _counts(
    codes: Codes,
    asked: tuple[Codes, ...],
    stretch: Integers,
    stretches: _Stretches,
    near: slice,
) -> Integers:
    """How often each gram that is asked for stands in its stretch of the text, at most ``MOST``.

    All stretches that are asked for are ``near``.
    """
    before = near.start
    codes = codes[before : near.stop + 2]
    if not len(stretch) or len(codes) < 3:
        return np.zeros(len(stretch), np.int64)
    some = np.zeros(1 << _FILTER_BITS, np.bool_)
    some[_hash(*asked)] = True
    key, number = np.unique(_exact(*asked), return_inverse=True)
    wanted, asking = np.unique(number * stretches.count + stretch, return_inverse=True)
    met = [np.zeros(0, np.int64)]
    for piece in pieces(len(codes) - 2):
        first, second, third = (codes[piece.start + n : piece.stop + n] for n in range(3))
        places = np.flatnonzero(some[_hash(first, second, third)])
        there = _exact(first[places], second[places], third[places])
        at = np.minimum(np.searchsorted(key, there), len(key) - 1)
        hit = key[at] == there
        every = at[hit] * stretches.count + stretches.of(before + piece.start + places[hit])
        at = np.minimum(np.searchsorted(wanted, every), len(wanted) - 1)
        met.append(at[wanted[at] == every])
    count = np.bincount(np.concatenate(met), minlength=len(wanted))
    return np.minimum(count, MOST)[asking]


def _hash(first: Codes, second: Codes, third: Codes) -> Codes:
    mixed: Codes = first * _FACTORS[0] + second * _FACTORS[1] + third * _FACTORS[2]
    mixed >>= np.uint32(32 - _FILTER_BITS)
    return mixed


def _exact(first: Codes, second: Codes, third: Codes) -> npt.NDArray[np.uint64]:
    one, two = np.uint64(_PLANE), np.uint64(2 * _PLANE)
    exact: npt.NDArray[np.uint64] = first.astype(np.uint64) << two
    exact |= second.astype(np.uint64) << one
    exact |= third.astype(np.uint64)
    return exact

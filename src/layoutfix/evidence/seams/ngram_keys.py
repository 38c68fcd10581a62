"""The n-grams on both sides of the seams of a page, as keys of a table of weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.edges import CJK, Edges
from layoutfix.evidence.seams.words import Words
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import Kind, kind_set
from layoutfix.language.han import word_boundary
from layoutfix.language.lexicon import HASH_BASE, CodePoints, Hashes
from layoutfix.language.offsets import rows_before
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["LEFT", "RIGHT", "TABLE_BITS", "Keys", "NgramKeys"]

Keys = npt.NDArray[np.uint32]

TABLE_BITS: Final = 19
"""Keys are so many bits of a hash (the hashing trick, Weinberger et al. 2009)."""

REACH: Final = 3
"""Tokens on each side of a seam."""

LEFT, RIGHT = slice(5), slice(5, 10)
"""Numbers of the n-grams that look left and right; the rest look across."""

_ACROSS = slice(10, 18)

_WORD = kind_set(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL, Kind.DIGIT, Kind.MARK)
_NOTHING: Final = np.uint64(0x9E6C63D0876A9A47)
_CAPITAL: Final = np.uint64(0x2545F4914F6CDD1D)
_NUMBER: Final = np.uint64(0x5851F42D4C957F2D)
_SALT: Final = 0x14057B7EF767814F
_CLOSED: Final = np.uint64(0xD6E8FEB86659FD93)

_PLANE: Final = np.uint64(21)
"""Bits of a code point."""


class _Tokens:
    """Tokens of a page, met one by one from the edges of its lines: words, or single characters."""

    def __init__(self, page: Page, words: Words) -> None:
        self.page, self.words = page, words
        length = (words.end - words.start).astype(np.uint64)
        number = page.kinds[words.start] == Kind.DIGIT
        named = np.where(words.capital, words.hash ^ _CAPITAL, words.hash)
        self.hash: Hashes = np.where(number, _NUMBER + length, named)

    def at_edge(self, step: int) -> list[Hashes]:
        """The ``REACH`` tokens at one edge of every line, the outermost first.

        Args:
            step: 1 for the left edge, to be read rightwards, -1 for the right one.
        """
        lines, words = self.page.lines, self.words
        low, high = lines.start, lines.end - 1
        place, row = (low, words.low) if step > 0 else (high, words.high - 1)
        out = []
        for _ in range(REACH):
            inside = (place >= low) & (place <= high)
            token, row, place = self._token(clipped(place, low, high), row, inside, step)
            out.append(token)
            for _ in range(2):
                within = clipped(place, low, high)
                blank = (place == within) & (self.page.kinds[within] == Kind.SPACE)
                place = place + step * blank
        return out

    def shape(self, step: int) -> Hashes:
        """What the two outermost tokens look like: their kinds, and whether they are capitalized.

        A name that a seam cuts in two is known by it also where the words are unknown.
        """
        page, words = self.page, self.words
        lines = page.lines
        shape = page.kinds[lines.start if step > 0 else lines.end - 1].astype(np.uint64)
        if not len(words.start):
            return shape * np.uint64(8**2)
        row = words.low if step > 0 else words.high - 1
        pages = page.derived(page_rows).pages
        first = rows_before(words.start, page.starts, "left")
        last = np.append(first[1:], len(words.start)) - 1
        for place in range(2):
            known = clipped(row + step * place, first[pages], last[pages])
            known = np.maximum(known, 0)
            inside = (words.low <= known) & (known < words.high)
            look = 1 + 2 * words.capital[known] + (words.end[known] - words.start[known] > 3)
            shape = shape * np.uint64(8) + np.where(inside, look, 0).astype(np.uint64)
        return shape

    def _token(
        self, at: Integers, row: Integers, inside: Flags, step: int
    ) -> tuple[Hashes, Integers, Integers]:
        """The tokens that hold the characters at ``at``; the next rows, and the next characters."""
        page, words = self.page, self.words
        token = page.code_points[at].astype(np.uint64)
        beyond = at + step
        if len(words.start):
            known = clipped(row, 0, len(words.start) - 1)
            start, end = words.start[known], words.end[known]
            wordy = inside & _WORD[page.kinds[at]] & (start <= at) & (at < end)
            token = np.where(wordy, self.hash[known], token)
            beyond = np.where(wordy, end if step > 0 else start - 1, beyond)
            row = row + step * wordy
        return np.where(inside, token, _NOTHING), row, beyond


class NgramKeys:
    """The n-grams on both sides of the seams between lines, as keys of the table of weights.

    After a closing mark the question is another, whether a paragraph ends with the sentence: the
    n-grams at such seams have keys of their own.
    """

    def __init__(self, page: Page, edges: Edges, words: Words) -> None:
        tokens = _Tokens(page, words)
        last, before, earlier = tokens.at_edge(-1)
        first, second, third = tokens.at_edge(1)
        codes, lines = page.code_points, page.lines
        end, start = lines.end - 1, lines.start
        before_end, after_start = np.maximum(end - 1, start), np.minimum(start + 1, end)
        tail = _pair(codes[end], codes[before_end])
        head = _pair(codes[start], codes[after_start])
        ends_cjk, starts_cjk = CJK[page.kinds[end]], CJK[page.kinds[start]]
        tail[ends_cjk] = _word_or_not(codes, before_end[ends_cjk], end[ends_cjk], end[ends_cjk])
        head[starts_cjk] = _word_or_not(
            codes, start[starts_cjk], after_start[starts_cjk], start[starts_cjk]
        )
        self.closed: Flags = edges.ends
        self._salt: Hashes = np.where(self.closed, _CLOSED, np.uint64(0))
        self._last_shape, self._first_shape = tokens.shape(-1), tokens.shape(1)
        self._last, self._first = last, first
        self._last_pair, self._first_pair = last * HASH_BASE + before, first * HASH_BASE + second
        self._last_kind = _pair(edges.last, edges.before_last)
        self._first_kind = _pair(edges.first, edges.second)
        self._left = (
            last,
            self._last_pair,
            self._last_pair * HASH_BASE + earlier,
            tail,
            (_pair(codes[end], codes[before_end]) << _PLANE) ^ codes[np.maximum(end - 2, start)],
        )
        self._right = (
            first,
            self._first_pair,
            self._first_pair * HASH_BASE + third,
            head,
            self._first_kind,
        )

    def left(self) -> Iterator[Keys]:
        """Keys of the n-grams that end with each line."""
        return _keys(self._left, self._salt, LEFT)

    def right(self, step: int) -> Iterator[Keys]:
        """Keys of those that begin with a line, the ``step``-th after another."""
        return _keys([gram[step:] for gram in self._right], self._salt[:-step], RIGHT)

    def across(self, step: int) -> Iterator[Keys]:
        """Keys of those that reach over the seam between each line and the ``step``-th after it."""
        last, last_pair = self._last[:-step], self._last_pair[:-step]
        first, first_pair = self._first[step:], self._first_pair[step:]
        last_kind, first_kind = self._last_kind[:-step], self._first_kind[step:]
        grams = (
            last * HASH_BASE ^ first,
            last_pair * HASH_BASE ^ first,
            last * HASH_BASE ^ first_pair,
            last_pair * HASH_BASE ^ first_pair,
            last_kind * HASH_BASE ^ first,
            last * HASH_BASE ^ first_kind,
            last_kind * HASH_BASE ^ first_kind,
            self._last_shape[:-step] * HASH_BASE ^ self._first_shape[step:],
        )
        return _keys(grams, self._salt[:-step], _ACROSS)

    def keys(self) -> Keys:
        """The keys at all ``n - 1`` seams, a row an n-gram: what the weights are learnt on."""
        left = [keys[:-1] for keys in self.left()]
        return np.stack([*left, *self.right(1), *self.across(1)])


def _pair(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> Hashes:
    pair: Hashes = (one.astype(np.uint64) << _PLANE) | other.astype(np.uint64)
    return pair


def _word_or_not(codes: CodePoints, left: Integers, right: Integers, own: Integers) -> Hashes:
    """A character and whether its neighbour and it are a word: 在 says more in 伟在 than in 存在.

    Characters are tokens, so the two of them side by side are an n-gram already.
    """
    return _pair(codes[own], word_boundary(codes[left], codes[right]))


def _keys(grams: Iterable[Hashes], salt: Hashes, numbers: slice) -> Iterator[Keys]:
    """Keys of n-grams; each kind of n-gram has a multiplier of its own (Dietzfelbinger 1997)."""
    for place, gram in enumerate(grams, start=numbers.start or 0):
        factor = np.uint64(_SALT + 2 * place * 0x9E3779B97F4A)
        yield (((gram ^ salt) * factor) >> np.uint64(64 - TABLE_BITS)).astype(np.uint32)

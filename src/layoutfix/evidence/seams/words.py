"""Evidence of the words: those of the page itself first, then what is known of the languages."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Feature, Features
from layoutfix.evidence.seams.edges import Edges
from layoutfix.evidence.seams.line_counts import shape_features
from layoutfix.language.characters import Kind, among, kind_set, pieces
from layoutfix.language.lexicon import disjoint_hashes, fold, mix, names_people
from layoutfix.language.offsets import compact, rows_before
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.lines import BYTE_ORDER_MARK

__all__ = ["Words", "edge_word_features", "word_features"]

_WORD = kind_set(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL, Kind.DIGIT, Kind.MARK)

BUCKETS_PER_WORD = 4
"""Counts are kept by hash in this many buckets a word, a million at the most: a page has far
fewer different words than words."""


class Words:
    """The words of a page (runs of letters and digits), their hashes, and the lines they are in.

    Use it as ``page.derived(Words)``.
    """

    def __init__(self, page: Page) -> None:
        lines, kinds, edges = page.lines, page.kinds, _word_edges(page)
        self.start, self.end = edges[::2], edges[1::2]
        low, high = (rows_before(self.start, at, "left") for at in (lines.start, lines.end))
        self.low, self.high = compact(low, len(page)), compact(high, len(page))
        self.hash = disjoint_hashes(page.code_points, self.start, self.end, fold)
        self.capital: Flags = np.empty(len(self.start), np.bool_)
        self.after_word: Flags = np.zeros(len(self.start), np.bool_)
        for piece in pieces(len(self.start)):
            np.equal(kinds[self.start[piece]], Kind.UPPER, out=self.capital[piece])
        behind, after = self.end[:-1], self.after_word[1:]
        for piece in pieces(len(behind)):
            np.equal(kinds[behind[piece]], Kind.SPACE, out=after[piece])
            after[piece] &= self.start[1:][piece] - behind[piece] == 1

    def part(self, rows: slice, start: int, end: int) -> Words:
        """Those of some lines and the text from ``start`` to ``end``, in offsets from there."""
        low, high = rows_before(self.start, np.array((start, end)), "left").tolist()
        part = self._some(rows, slice(low, high))
        part.start, part.end = part.start - start, part.end - start
        return part

    def of_lines(self, rows: slice) -> Words:
        """Those in some lines, in offsets of the page."""
        return self._some(rows, slice(int(self.low[rows.start]), int(self.high[rows.stop - 1])))

    def _some(self, rows: slice, words: slice) -> Words:
        part = copy(self)
        for name in ("start", "end", "hash", "capital", "after_word"):
            setattr(part, name, getattr(self, name)[words])
        part.low, part.high = self.low[rows] - words.start, self.high[rows] - words.start
        return part

    def first_of(self) -> tuple[Integers, Flags]:
        """For each line the number of its first word, and whether the line begins with it."""
        return np.minimum(self.low, max(len(self.start) - 1, 0)), self.high > self.low

    def last_of(self) -> tuple[Integers, Flags]:
        """For each line the number of its last word, and whether it has any."""
        return np.maximum(self.high - 1, 0), self.high > self.low


def _word_edges(page: Page) -> Integers:
    """Where the words begin and end, in turn."""
    kinds, before = page.kinds, False
    found = [compact(np.zeros(0, np.int64), len(page))]
    marked = page.starts[page.starts < len(kinds)]
    marked = marked[page.code_points[marked] == BYTE_ORDER_MARK]
    for piece in pieces(len(kinds)):
        inside = np.empty(piece.stop - piece.start + 1, np.bool_)
        inside[0], inside[1:] = before, among(kinds[piece], _WORD)
        if len(marked):
            own = marked[(marked >= piece.start) & (marked < piece.stop)] - piece.start
            inside[own + 1] = False
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        found.append(compact(edges + piece.start, len(page)))
        before = bool(inside[-1])
    found.append(compact(np.arange(len(kinds), len(kinds) + before), len(page)))
    return np.concatenate(found)


class _Buckets:
    """Counts of words by hash, each page's by themselves.

    Attributes:
        word: the bucket of each word, counted from its page's first.
        mask: the number of buckets that its page has, a power of two, less one.
        first: its page's first bucket.
        count: buckets of all pages.
    """

    def __init__(self, page: Page, words: Words) -> None:
        first = rows_before(words.start, page.starts, "left")
        number = np.diff(first, append=len(words.start))
        bits = np.array([min(20, (BUCKETS_PER_WORD * n).bit_length()) for n in number.tolist()])
        bits = np.maximum(bits, 12)
        behind = np.cumsum(1 << bits)
        self.count = int(behind[-1])
        self.first = _spread(behind - (1 << bits), number)
        self.mask = _spread((1 << bits) - 1, number)
        shift = _spread(64 - bits, number)
        self.word = np.empty(len(words.hash), np.int32)
        for piece in pieces(len(self.word), AT_ONCE):
            self.word[piece] = mix(words.hash[piece]) >> shift[piece].astype(np.uint64)

    def of(self, words: Integers) -> Integers:
        """The buckets of some words."""
        return self.first[words] + self.word[words]

    def counts(self, some: Flags) -> Integers:
        """How often each bucket has one of some words."""
        parts = pieces(len(some), AT_ONCE)
        return self._counts((self.first[part] + self.word[part])[some[part]] for part in parts)

    def pair_counts(self, second: Flags) -> Integers:
        """How often each bucket has one of some words and the one before it."""
        parts = pieces(len(second), AT_ONCE)
        rows = (part.start + np.flatnonzero(second[part]) for part in parts)
        return self._counts(self.pair(some - 1, some) for some in rows)

    def _counts(self, buckets: Iterator[Integers]) -> Integers:
        counts = np.bincount(next(buckets), minlength=self.count)
        for some in buckets:
            counts += np.bincount(some, minlength=self.count)
        return counts

    def pair(self, one: Integers, other: Integers) -> Integers:
        """The bucket of two words one behind the other, from those of both.

        Two multiplications for every pair less than from their hashes.
        """
        pair = (self.word[one] * PAIR_STEP + self.word[other]) & self.mask[other]
        return self.first[other] + pair


def _spread(values: Integers, number: Integers) -> Integers:
    """Each page's value for each of its words; one page's takes no room."""
    if len(values) == 1:
        return np.broadcast_to(values, number)
    return np.repeat(values, number)


AT_ONCE = 1 << 18
"""Words that are counted at a time."""


def _log(counts: Integers) -> npt.NDArray[np.int8]:
    """Counts in rough powers of two: 0, 1, 2-3, 4-7, ..."""
    return _LOGS[np.minimum(counts, len(_LOGS) - 1)]


_LOGS = np.array([int(count).bit_length() for count in range(129)], np.int8)


def edge_word_features(page: Page, edges: Edges, words: Words) -> Features:
    """Features of the ``n - 1`` seams from the words beside them, and what the page has of them."""
    if not len(words.start):
        return {name: np.zeros(len(page.lines) - 1, np.int8) for name in _WORDLESS}
    (last, has_last), (first, has_first) = words.last_of(), words.first_of()
    last, has_last, first, has_first = last[:-1], has_last[:-1], first[1:], has_first[1:]
    at_edge = has_last & (words.end[last] >= edges.inner_end[:-1])
    at_start = has_first & (words.start[first] == edges.inner_start[1:])
    length = np.minimum(words.end[last] - words.start[last], 20).astype(np.int8)
    last_capital, first_capital = at_edge & words.capital[last], at_start & words.capital[first]
    return {
        "last_length": np.where(at_edge, length, 0),
        "last_capital": last_capital,
        "first_capital": first_capital,
        **_vocabulary_features(page, words, last, first, at_edge, at_start),
        **_name_features(words, last, first, last_capital, first_capital),
    }


def word_features(page: Page, words: Words) -> Features:
    """Features of the ``n - 1`` seams from the words and characters in the lines around each."""
    in_line = words.high - words.low
    some = np.minimum(in_line, 30).astype(np.int16)
    before = np.zeros(len(words.start) + 1, np.int32)
    np.cumsum(words.capital, out=before[1:])
    capitals = before[words.high] - before[words.low]
    titles = (100 * capitals // np.maximum(in_line, 1)).astype(np.int16)
    return {
        "words_left": some[:-1],
        "words_right": some[1:],
        "titles_left": titles[:-1],
        "titles_right": titles[1:],
        **shape_features(page),
    }


_WORDLESS = (
    *("last_length", "last_capital", "first_capital", "first_lower_page", "first_upper_page"),
    *("last_onward_page", "pair_page"),
    *("last_given", "last_family", "first_given", "first_family"),
)


def _vocabulary_features(
    page: Page, words: Words, last: Integers, first: Integers, at_edge: Flags, at_start: Flags
) -> Features:
    """What the page itself does elsewhere with the two words at the seam."""
    buckets = _Buckets(page, words)
    inner, capital = words.after_word, words.capital
    here, there = buckets.of(last), buckets.of(first)
    onward, lower = np.append(inner[1:], False), ~capital
    return {
        "first_lower_page": np.where(at_start, _log(buckets.counts(lower)[there]), 0),
        "first_upper_page": np.where(at_start, _log(buckets.counts(capital & inner)[there]), 0),
        "last_onward_page": np.where(at_edge, _log(buckets.counts(onward)[here]), 0),
        "pair_page": np.where(
            at_edge & at_start, _log(buckets.pair_counts(inner)[buckets.pair(last, first)]), 0
        ),
    }


def _name_features(
    words: Words, last: Integers, first: Integers, last_capital: Flags, first_capital: Flags
) -> Features:
    """Whether the words beside the seam are people's names: those are cut between two capitals."""
    found: dict[str, Feature] = {}
    for side, word, capital in (("last", last, last_capital), ("first", first, first_capital)):
        rows = np.flatnonzero(capital)
        for kind in ("given", "family"):
            known = np.zeros(len(word), np.bool_)
            known[rows] = names_people(words.hash[word[rows]], kind)
            found[f"{side}_{kind}"] = known
    return found


PAIR_STEP = 5
"""An odd factor, so that a pair is another than the pair turned round."""

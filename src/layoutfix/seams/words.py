"""Evidence of the words: those of the page itself first, then what is known of the languages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.characters import Kind, kind_set
from layoutfix.lexicon import HASH_BASE, Hashes, fold, mix, zipf
from layoutfix.model import Flags, Integers, Page
from layoutfix.parse import BYTE_ORDER_MARK
from layoutfix.seams.columns import Features
from layoutfix.seams.edges import CJK, Edges

__all__ = ["Words", "word_features"]

_WORD = kind_set(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL, Kind.DIGIT, Kind.MARK)
_STOPS = kind_set(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.COLON)
_INVERSE_BASE = np.uint64(pow(int(HASH_BASE), -1, 1 << 64))

BUCKETS_PER_WORD = 4
"""Counts are kept by hash in this many buckets a word, a million at the most: a page has far
fewer different words than words."""


class Words:
    """The words of a page (runs of letters and digits), their hashes, and their counts."""

    def __init__(self, page: Page) -> None:
        lines, kinds = page.lines, page.kinds
        inside = np.zeros(len(kinds) + 2, np.bool_)
        inside[1:-1] = _WORD[kinds]
        inside[1:2] &= page.code_points[:1] != BYTE_ORDER_MARK
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        self.start, self.end = edges[::2], edges[1::2]
        self.low = np.searchsorted(self.start, lines.start)
        self.high = np.searchsorted(self.start, lines.end)
        self.hash = _hashes(fold(page.code_points), self.start, self.end)
        self.capital: Flags = kinds[self.start] == Kind.UPPER
        if len(self.start):
            follow = np.minimum(self.end, len(kinds) - 1)
            self.before_stop: Flags = _STOPS[kinds[follow]] & (self.end < len(kinds))
            gap_of_one = np.zeros(len(self.start), np.bool_)
            gap_of_one[1:] = (self.start[1:] - self.end[:-1] == 1) & (
                kinds[self.end[:-1]] == Kind.SPACE
            )
            self.after_word = gap_of_one
        else:
            self.before_stop = self.after_word = np.zeros(0, np.bool_)

    def first_of(self) -> tuple[Integers, Flags]:
        """For each line the number of its first word, and whether the line begins with it."""
        return np.minimum(self.low, max(len(self.start) - 1, 0)), self.high > self.low

    def last_of(self) -> tuple[Integers, Flags]:
        """For each line the number of its last word, and whether it has any."""
        return np.maximum(self.high - 1, 0), self.high > self.low


def _hashes(folded: npt.NDArray[np.uint32], start: Integers, end: Integers) -> Hashes:
    """``lexicon.word_hashes`` for spans that do not overlap, from one sum over the text."""
    if not len(start):
        return np.zeros(0, np.uint64)
    falling = np.full(len(folded) + 1, _INVERSE_BASE, np.uint64)
    falling[0] = 1
    np.multiply.accumulate(falling, out=falling)
    rising = np.full(len(folded) + 1, HASH_BASE, np.uint64)
    rising[0] = 1
    np.multiply.accumulate(rising, out=rising)
    total = np.zeros(len(folded) + 1, np.uint64)
    np.cumsum(folded * falling[:-1], out=total[1:])
    return (total[end] - total[start]) * rising[end - 1]


def _counter(hashes: Hashes) -> tuple[npt.NDArray[np.int64], int]:
    buckets = 1 << max(12, min(20, int(BUCKETS_PER_WORD * len(hashes)).bit_length()))
    return (mix(hashes) & np.uint64(buckets - 1)).astype(np.int64), buckets


def _log(counts: Integers) -> Integers:
    """Counts in rough powers of two: 0, 1, 2-3, 4-7, ..."""
    return np.searchsorted(np.array([1, 2, 4, 8, 16, 32, 64, 128]), counts, side="right")


def word_features(page: Page, edges: Edges, words: Words) -> Features:
    """Features of the ``n - 1`` seams from the words beside them."""
    count = len(page.lines) - 1
    out: Features
    if not len(words.start):
        out = {name: np.zeros(count, np.int64) for name in _NAMES}
        out["last_zipf"] = out["first_zipf"] = np.full(count, -1)
        return out | _shape_features(page, words)
    last, has_last = words.last_of()
    last, has_last = last[:-1], has_last[:-1]
    first, has_first = words.first_of()
    first, has_first = first[1:], has_first[1:]
    at_edge = has_last & (words.end[last] >= edges.inner_end[:-1])
    at_start = has_first & (words.start[first] == edges.inner_start[1:])
    out = {
        "words_left": np.minimum(words.high - words.low, 30)[:-1],
        "words_right": np.minimum(words.high - words.low, 30)[1:],
        "last_length": np.where(at_edge, np.minimum(words.end[last] - words.start[last], 20), 0),
        "first_length": np.where(
            at_start, np.minimum(words.end[first] - words.start[first], 20), 0
        ),
        "last_capital": (at_edge & words.capital[last]).astype(np.int64),
        "first_capital": (at_start & words.capital[first]).astype(np.int64),
    }
    level = zipf(words.hash[np.concatenate((last, first))]).astype(np.int64)
    out["last_zipf"] = np.where(at_edge, level[:count], -1)
    out["first_zipf"] = np.where(at_start, level[count:], -1)
    out.update(_vocabulary_features(words, last, first, at_edge, at_start))
    out.update(_shape_features(page, words))
    assert tuple(out) == _NAMES
    return out


def _vocabulary_features(
    words: Words, last: Integers, first: Integers, at_edge: Flags, at_start: Flags
) -> Features:
    """What the page itself does elsewhere with the two words at the seam."""
    bucket, buckets = _counter(words.hash)
    inner = words.after_word
    lower = np.bincount(bucket[~words.capital], minlength=buckets)
    upper = np.bincount(bucket[words.capital & inner], minlength=buckets)
    stop = np.bincount(bucket[words.before_stop], minlength=buckets)
    middle = np.zeros(len(inner), np.bool_)
    middle[:-1] = inner[1:]
    onward = np.bincount(bucket[middle], minlength=buckets)
    here, there = bucket[last], bucket[first]
    pair = words.hash[:-1] * HASH_BASE ^ words.hash[1:]
    asked = words.hash[last] * HASH_BASE ^ words.hash[first]
    mask = np.uint64(buckets - 1)
    pairs = np.bincount((mix(pair[inner[1:]]) & mask).astype(np.int64), minlength=buckets)
    own = words.before_stop[last].astype(np.int64)
    return {
        "first_lower_page": np.where(at_start, _log(lower[there]), 0),
        "first_upper_page": np.where(at_start, _log(upper[there]), 0),
        "last_stop_page": np.where(at_edge, _log(stop[here] - own), 0),
        "last_onward_page": np.where(at_edge, _log(onward[here]), 0),
        "pair_page": np.where(
            at_edge & at_start, _log(pairs[(mix(asked) & mask).astype(np.int64)]), 0
        ),
    }


def _shape_features(page: Page, words: Words) -> Features:
    """Shares of capitals, digits and letters in both lines, in hundredths."""
    lines, kinds = page.lines, page.kinds
    size = np.maximum(lines.end - lines.start, 1)
    out: Features = {}
    table = np.zeros((5, 256), np.bool_)
    table[0, Kind.UPPER] = True
    table[1, Kind.DIGIT] = True
    table[2, [Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL, *CJK.tolist()]] = True
    table[3, [Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION]] = True
    table[4, [Kind.COMMA, Kind.ENUMERATION_COMMA]] = True
    for name, row in zip(("upper", "digit", "letters", "stops", "commas"), table, strict=True):
        before = np.zeros(len(kinds) + 1, np.int32)
        np.cumsum(row[kinds], out=before[1:])
        found = (before[lines.end] - before[lines.start]).astype(np.int64)
        share = np.minimum(found, 9) if name in ("stops", "commas") else 100 * found // size
        out[f"{name}_left"], out[f"{name}_right"] = share[:-1], share[1:]
    capitals = np.concatenate(([0], np.cumsum(words.capital)))
    share = (
        100 * (capitals[words.high] - capitals[words.low]) // np.maximum(words.high - words.low, 1)
    )
    out["titles_left"], out["titles_right"] = share[:-1], share[1:]
    return out


_NAMES = (
    *("words_left", "words_right", "last_length", "first_length", "last_capital", "first_capital"),
    *("last_zipf", "first_zipf", "first_lower_page", "first_upper_page", "last_stop_page"),
    *("last_onward_page", "pair_page", "upper_left", "upper_right", "digit_left", "digit_right"),
    *("letters_left", "letters_right", "stops_left", "stops_right", "commas_left"),
    *("commas_right", "titles_left", "titles_right"),
)

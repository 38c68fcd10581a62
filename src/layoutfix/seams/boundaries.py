"""How words and characters stand at the edges of paragraphs and headings, in many languages.

``tools/build_boundaries.py`` counts, for every word (with its capital) and every pair of Han or
kana characters, how much oftener it begins a paragraph or sentence, or ends a heading or
sentence, than it stands elsewhere. The figure is a log-likelihood ratio in eighths.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.characters import Kind, kind_set
from layoutfix.lexicon import Hashes, find_keys, load, short_keys, unpack_keys
from layoutfix.model import Integers, Page
from layoutfix.seams.columns import Features
from layoutfix.seams.edges import CJK, Edges
from layoutfix.seams.words import Words

__all__ = ["BEGINS", "ENDS", "KEY_BITS", "OPENS", "boundary_features", "pair_keys", "word_keys"]

BEGINS: Final = np.uint64(0x5851F42D4C957F2D)
ENDS: Final = np.uint64(0x14057B7EF767814F)
OPENS: Final = np.uint64(0x9E6C63D0876A9A47)
"""Mixed into a key: what was counted. ``OPENS`` is the first word of a paragraph against the
first words of the other sentences in it."""

_CAPITAL: Final = np.uint64(0x2545F4914F6CDD1D)
KEY_BITS: Final = 28


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    keys: npt.NDArray[np.uint32]
    ratio: npt.NDArray[np.int64]


@cache
def _table() -> _Table:
    data = load("boundaries")
    return _Table(unpack_keys(data["low"], data["high"]), data["ratio"].astype(np.int64))


def word_keys(
    hashes: Hashes, capital: npt.NDArray[np.bool_], edge: np.uint64
) -> npt.NDArray[np.uint32]:
    """Keys of words; a word with a capital is another than the one without."""
    return short_keys(hashes ^ np.where(capital, _CAPITAL, np.uint64(0)) ^ edge, KEY_BITS)


def pair_keys(
    first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32], edge: np.uint64
) -> npt.NDArray[np.uint32]:
    """Keys of two neighbouring characters; with a first of 0, of the second alone."""
    return short_keys((first.astype(np.uint64) << np.uint64(32)) ^ second ^ edge, KEY_BITS)


def _ratio(keys: npt.NDArray[np.uint32]) -> Integers:
    table = _table()
    places, found = find_keys(table.keys, keys)
    return np.where(found, table.ratio[places], 0)


def boundary_features(page: Page, edges: Edges, words: Words) -> Features:
    """Features of the ``n - 1`` seams: how the left edge ends, how the right edge begins."""
    count = len(page.lines) - 1
    last_word, first_word = np.zeros(count, np.int64), np.zeros(count, np.int64)
    opening_word = np.zeros(count, np.int64)
    if len(words.start):
        last, has_last = (column[:-1] for column in words.last_of())
        first, has_first = (column[1:] for column in words.first_of())
        at_edge = has_last & (words.end[last] == page.lines.end[:-1])
        at_start = has_first & (words.start[first] == edges.inner_start[1:])
        last_word = np.where(
            at_edge, _ratio(word_keys(words.hash[last], words.capital[last], ENDS)), 0
        )
        first_word = np.where(
            at_start, _ratio(word_keys(words.hash[first], words.capital[first], BEGINS)), 0
        )
        opening_word = np.where(
            at_start, _ratio(word_keys(words.hash[first], words.capital[first], OPENS)), 0
        )
    codes, lines = page.code_points, page.lines
    end, start = lines.end[:-1], edges.inner_start[1:]
    following = np.minimum(start + 1, len(codes) - 1)
    solid = CJK[edges.last[:-1]] & _PAIRABLE[edges.before_last[:-1]]
    last_pair = _ratio(pair_keys(codes[np.maximum(end - 2, 0)], codes[end - 1], ENDS))
    nothing = np.zeros(count, np.uint32)
    last_one = _ratio(pair_keys(nothing, codes[end - 1], ENDS))
    first_one = _ratio(pair_keys(nothing, codes[start], BEGINS))
    begins = CJK[edges.inner_first[1:]] & _PAIRABLE[page.kinds[following]]
    first_pair = _ratio(pair_keys(codes[start], codes[following], BEGINS))
    own = np.minimum(lines.start + 1, lines.end - 1)
    own_pair = _ratio(pair_keys(codes[lines.start], codes[own], BEGINS))[:-1]
    own_word = np.zeros(count, np.int64)
    if len(words.start):
        whole, has_whole = (column[:-1] for column in words.first_of())
        own_word = np.where(
            has_whole, _ratio(word_keys(words.hash[whole], words.capital[whole], BEGINS)), 0
        )
    opening_pair = _ratio(pair_keys(codes[start], codes[following], OPENS))
    return {
        "last_word_ends": last_word,
        "first_word_begins": first_word,
        "first_word_opens": opening_word,
        "first_pair_opens": np.where(begins, opening_pair, 0),
        "own_pair_begins": np.where(CJK[edges.first[:-1]], own_pair, 0),
        "own_word_begins": own_word,
        "last_pair_ends": np.where(solid, last_pair, 0),
        "first_pair_begins": np.where(begins, first_pair, 0),
        "last_one_ends": np.where(CJK[edges.last[:-1]], last_one, 0),
        "first_one_begins": np.where(CJK[edges.inner_first[1:]], first_one, 0),
    }


_PAIRABLE = CJK | kind_set(Kind.DIGIT)

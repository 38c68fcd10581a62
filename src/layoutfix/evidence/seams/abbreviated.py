"""Evidence of the last word: is its full stop an abbreviation's, is its hyphen the line end's?"""

from __future__ import annotations

import numpy as np

from layoutfix.evidence.seams.columns import Features
from layoutfix.evidence.seams.edges import Edges
from layoutfix.evidence.seams.words import Words
from layoutfix.language.abbreviations import abbreviates
from layoutfix.language.characters import Kind, kind_set
from layoutfix.language.hyphenation import count_among, page_at
from layoutfix.language.lexicon import Hashes, by_text, combine, zipf
from layoutfix.model import Integers, Page

__all__ = ["broken_word_features"]

LONGEST = 5
"""Letters of an abbreviation that the page itself is asked for."""

MOST = 7
"""As many more places say no more than so many."""

_BROKEN = kind_set(Kind.HYPHEN, Kind.SOFT_HYPHEN)


def broken_word_features(page: Page, edges: Edges, words: Words) -> Features:
    """Features of the ``n - 1`` seams.

    ``abbreviated`` is 1 behind an initial, 2 behind a known abbreviation, 3 if that is no word
    that ends sentences too; ``stop_inside`` says how
    often the page has the last word and its full stop before a small letter or a digit, where no
    sentence ends. ``whole_word`` is the frequency of the word that the two sides of a hyphen make
    together, on the scale of ``lexicon.zipf``, and -1 where there is no hyphen.
    """
    count = len(page.lines) - 1
    abbreviated = np.zeros(count, np.int8)
    inside = np.zeros(count, np.int8)
    whole = np.full(count, -1, np.int8)
    if len(words.start):
        (last, has_last), (first, has_first) = words.last_of(), words.first_of()
        end = page.lines.end[:-1]
        stopped = has_last[:-1] & (edges.last[:-1] == Kind.FULL_STOP)
        rows = np.flatnonzero(stopped & (words.end[last[:-1]] == end - 1))
        own = last[rows]
        length = words.end[own] - words.start[own]
        abbreviated[rows[(length == 1) & words.capital[own]]] = 1
        abbreviated[rows[abbreviates(words.hash[own])]] = 2
        abbreviated[rows[abbreviates(words.hash[own], surely=True)]] = 3
        short = rows[length <= LONGEST]
        inside[short] = np.minimum(_stops_inside(page, words, last[short]), MOST)
        hyphen = has_last[:-1] & has_first[1:] & _BROKEN[edges.last[:-1]]
        hyphen &= words.end[last[:-1]] == end - 1
        rows = np.flatnonzero(hyphen & (words.start[first[1:]] == page.lines.start[1:]))
        left, right = last[rows], first[rows + 1]
        size = words.end[right] - words.start[right]
        whole[rows] = zipf(combine(words.hash[left], words.hash[right], size))
    return {"abbreviated": abbreviated, "stop_inside": inside, "whole_word": whole}


def _stops_inside(page: Page, words: Words, asked: Integers) -> Integers:
    """How often each of these words stands on the page with a full stop and no sentence's end."""
    if not len(asked):
        return np.zeros(0, np.int64)
    kinds, top = page.kinds, len(page.kinds) - 1
    stops = np.flatnonzero(kinds[np.minimum(words.end, top)] == Kind.FULL_STOP)
    end = words.end[stops]
    follows = kinds[np.minimum(end + 2, top)]
    inside = (kinds[np.minimum(end + 1, top)] == Kind.SPACE) & (end + 2 <= top)
    inside &= (follows == Kind.LOWER) | (follows == Kind.DIGIT)
    return count_among(_by_page(page, words, stops[inside]), _by_page(page, words, asked))


def _by_page(page: Page, words: Words, rows: Integers) -> Hashes:
    """The hashes of some words; the same word on another page of a batch is another word."""
    return by_text(words.hash[rows], page_at(page.starts, words.start[rows]))

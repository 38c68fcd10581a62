"""Which language a stretch of text is in, and what that language does with hyphens.

What a language does stands in ``data/languages/<code>.toml``, written by hand; a language more is
a file more, and `tools/build_languages.py` learns the frequent words by which it is known. Keys:

``compounds``
    how words are put together, one of :data:`STYLES`.
``before``, ``after``
    parts of words that keep the hyphen behind them, and before them: ``celui-ci``, ``кто-нибудь``.
``conjunctions``
    words that may follow a suspended hyphen: ``Sommer- und Winterfahrplan``.
``doubled``
    words that running text says twice: ``poco poco``.
``reduplication``
    whether any word may be doubled with a hyphen: ``anak-anak``.

The language itself is known by its most frequent words (``data/languages.npz``, built by
tools/build_languages.py from wordfreq's lists).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from layoutfix.language import lexicon
from layoutfix.language.characters import code_points_of, pieces
from layoutfix.language.lexicon import Hashes
from layoutfix.model import Flags, Integers

__all__ = [
    "LISTS",
    "STYLES",
    "UNKNOWN",
    "bits_of",
    "languages_at",
    "listed",
    "names",
    "reduplicates",
    "styles",
]

STYLES: Final = ("hyphenated", "solid", "clitic", "joined", "particle")
"""How compounds are written: with a hyphen as a rule (English), in one word (German); or hyphens
mostly bind pronouns (French), pairs of adjectives (Polish), or particles (Russian)."""

LISTS: Final = ("before", "after", "conjunctions", "doubled")

UNKNOWN: Final = -1
"""The language of text with too few words to tell."""

FREQUENT_BITS: Final = 24
"""Bits of the keys of frequent words."""

WINDOW: Final = 40
"""Words on each side of a place that are asked for the language there."""

LEAST_LEAD: Final = 15
"""Tenths of a decimal logarithm by which the likeliest language must be ahead of the next."""

PAGE_LEAD: Final = 40
"""The same units: how much the whole page can say against the words around a place."""


@dataclass(frozen=True, slots=True)
class _Profiles:
    """The lists of all languages as sorted hashes with a bit for each language that has the word.

    Attributes:
        names: codes of the languages; a language's number is its place here.
        styles: the number of each one's style.
        reduplicating: bits of the languages in which any word may be doubled with a hyphen.
        words: hashes and bits by list.
    """

    names: tuple[str, ...]
    styles: Integers
    reduplicating: np.uint64
    words: dict[str, tuple[Hashes, Hashes]]


@cache
def _profiles() -> _Profiles:
    tables: dict[str, dict[str, Any]] = {}
    for path in sorted((files("layoutfix") / "data" / "languages").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            tables[path.name[:-5]] = tomllib.loads(path.read_text("utf-8"))
    bits = [np.uint64(1 << place) for place in range(len(tables))]
    words = {name: _listed(tables, bits, name) for name in LISTS}
    doubling = [
        bit
        for bit, table in zip(bits, tables.values(), strict=True)
        if table.get("reduplication", False)
    ]
    return _Profiles(
        tuple(tables),
        np.array([STYLES.index(table["compounds"]) for table in tables.values()]),
        np.bitwise_or.reduce(np.array(doubling, np.uint64)),
        words,
    )


def _listed(
    tables: dict[str, dict[str, Any]], bits: list[np.uint64], name: str
) -> tuple[Hashes, Hashes]:
    """The hashes of all languages' words in one list, and which languages have each."""
    pairs = [
        (word, bit)
        for bit, table in zip(bits, tables.values(), strict=True)
        for word in table.get(name, ())
    ]
    text = lexicon.fold(code_points_of("".join(word for word, _ in pairs)))
    ends = np.cumsum([len(word) for word, _ in pairs])
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    hashes, back = np.unique(lexicon.word_hashes(text, starts, ends), return_inverse=True)
    having = np.zeros(len(hashes), np.uint64)
    np.bitwise_or.at(having, back, np.array([bit for _, bit in pairs], np.uint64))
    return hashes, having


def names() -> tuple[str, ...]:
    """The codes of the languages that have a file, in the order of their numbers.

    >>> {"de", "en", "fr"} <= set(names())
    True
    """
    return _profiles().names


def styles(languages: Integers) -> Integers:
    """How each language puts words together: 0 where it is not known, else 1 and its style."""
    return np.where(languages < 0, 0, _profiles().styles[languages] + 1)


def bits_of(languages: Integers) -> Hashes:
    """One bit a language; none where it is not known."""
    shifted = np.uint64(1) << np.maximum(languages, 0).astype(np.uint64)
    return np.where(languages < 0, np.uint64(0), shifted)


def listed(name: str, hashes: Hashes) -> Hashes:
    """Bits of the languages in whose list of this name each word stands.

    >>> words = np.array([lexicon.hash_text(word) for word in ("nebo", "mill")], np.uint64)
    >>> czech = bits_of(np.array([names().index("cs")]))
    >>> (listed("conjunctions", words) == [czech[0], 0]).tolist()
    [True, True]
    """
    known, having = _profiles().words[name]
    places = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[places] == hashes, having[places], np.uint64(0))


def reduplicates(languages: Integers) -> Flags:
    """Whether any word of the language may be doubled with a hyphen."""
    found: Flags = (bits_of(languages) & _profiles().reduplicating) > 0
    return found


@cache
def _frequent() -> tuple[npt.NDArray[np.uint32], Integers, Integers, Integers]:
    """Keys of frequent words; where each one's languages begin; the languages; their levels."""
    data = lexicon.load("languages")
    keys = lexicon.unpack_keys(data["low"], data["high"])
    codes = [str(code) for code in data["codes"]]
    number = np.array([names().index(code) for code in codes])
    firsts = np.concatenate([[0], np.cumsum(data["counts"].astype(np.int64))])
    return keys, firsts, number[data["language"]], data["level"].astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a page that stand near some places, one behind the other.

    Attributes:
        begin: number of the first word of each run of them.
        before: how many of them stand before each run.
        frequent: the place of each among the frequent words, `STRANGER` where it isn't one.
    """

    begin: Integers
    before: Integers
    frequent: npt.NDArray[np.int32]

    @classmethod
    def between(cls, hashes: Hashes, low: Integers, high: Integers) -> _Asked:
        """The words from each number to another one, each word once."""
        order = np.argsort(low, kind="stable")
        low, high = low[order], np.maximum.accumulate(high[order])
        fresh = np.append(True, low[1:] >= high[:-1])
        begin, end = low[fresh], high[np.append(fresh[1:], True)]
        behind = np.cumsum(end - begin)
        frequent = np.full(int(behind[-1]), STRANGER, np.int32)
        keys, runs = _frequent()[0], _Asked(begin, behind - (end - begin), frequent)
        for piece in pieces(len(frequent), PIECE):
            words = hashes[runs.words(np.arange(piece.start, piece.stop))]
            places, found = lexicon.find_keys(keys, lexicon.short_keys(words, FREQUENT_BITS))
            frequent[piece] = np.where(found, places, STRANGER)
        return runs

    def words(self, rows: Integers) -> Integers:
        """The numbers of some of them on the page."""
        run = np.searchsorted(self.before, rows, side="right") - 1
        return rows + (self.begin - self.before)[run]

    def rows(self, words: Integers) -> Integers:
        """Which of them some words are, from their numbers on the page."""
        run = np.searchsorted(self.begin, words, side="right") - 1
        return words - (self.begin - self.before)[run]

    def said(self, rows: slice) -> tuple[Integers, Integers, Integers]:
        """What some of them say, an entry a language: which says it, of which one, how much.

        Levels are tenths of a decimal logarithm.
        """
        _, firsts, language, level = _frequent()
        frequent = self.frequent[rows]
        owner = np.flatnonzero(frequent != STRANGER)
        begin = firsts[frequent[owner]]
        count = firsts[frequent[owner] + 1] - begin
        behind = np.cumsum(count)
        entry = np.arange(len(count) and behind[-1]) + np.repeat(begin - (behind - count), count)
        return np.repeat(owner, count), language[entry], level[entry]


STRANGER: Final = -1
"""What stands for the place of a word that is in no list of frequent ones."""

PIECE: Final = 1 << 14
"""Words that are looked up together."""

TOGETHER: Final = 256
"""Places whose words' scores for all languages are in memory together."""


def languages_at(
    hashes: Hashes, fresh: Integers, places: Integers, first: Integers = lexicon.ONE_TEXT
) -> Integers:
    """The number of the language at some words, `UNKNOWN` where too little tells.

    The words around a place decide, those of its own block before all; the page decides where they
    leave it open.

    Args:
        hashes: of the words of the page, in order.
        fresh: the numbers of the words that begin a block, in order; the first needn't be among
            them.
        places: numbers of the words that are asked about.
        first: the number of the first word of each page, where several lie end to end.
    """
    if not len(places) or not len(hashes):
        return np.full(len(places), UNKNOWN)
    page = np.searchsorted(first, places, side="right") - 1
    low = np.maximum(places - WINDOW, first[page])
    high = np.minimum(places + WINDOW + 1, np.append(first[1:], len(hashes))[page])
    asked = _Asked.between(hashes, low, high)
    some, number = np.unique(page, return_inverse=True)
    whole = _whole(asked, first[some])
    edges = np.concatenate(([0], fresh, [len(hashes)]))
    block = np.searchsorted(edges, places, side="right")
    begin = asked.rows(np.maximum(low, edges[block - 1]))
    end = asked.rows(np.minimum(high, edges[np.minimum(block, len(edges) - 1)]) - 1) + 1
    found = np.empty(len(places), np.int64)
    for piece in pieces(len(places), TOGETHER):
        here = _between(asked, begin[piece], end[piece]) + whole[number[piece]]
        likeliest, ordered = here.argmax(axis=1), np.sort(here, axis=1)
        clear = ordered[:, -1] - ordered[:, -2] >= LEAST_LEAD
        found[piece] = np.where(clear, likeliest, UNKNOWN)
    return found


def _whole(asked: _Asked, first: Integers) -> Integers:
    """What each page says for each language, by all words that are asked: `PAGE_LEAD` at most.

    Args:
        asked: the words.
        first: the number of the first word of each page that has some.
    """
    count = len(names())
    total = np.zeros(len(first) * count)
    starts = asked.before[np.searchsorted(asked.begin, first)]
    for piece in pieces(len(asked.frequent), PIECE):
        owner, language, level = asked.said(piece)
        if len(first) > 1:
            page = np.searchsorted(starts, owner + piece.start, side="right") - 1
            language = language + page * count
        total += np.bincount(language, level, len(total))
    said: Integers = total.astype(np.int64).reshape(-1, count)
    lead: Integers = np.maximum(said - said.max(axis=1, keepdims=True) + PAGE_LEAD, 0)
    return lead


def _between(asked: _Asked, begin: Integers, end: Integers) -> Integers:
    """What the words from each to another say together for each language, a row a place."""
    low, high = int(begin.min()), int(end.max())
    owner, language, level = asked.said(slice(low, high))
    said = np.zeros((high - low + 1, len(names())), np.int64)
    said[owner + 1, language] = level
    np.cumsum(said, axis=0, out=said)
    between: Integers = said[end - low] - said[begin - low]
    return between

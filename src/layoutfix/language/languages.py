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
from layoutfix.language.characters import code_points_of
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


def _scores(hashes: Hashes) -> Integers:
    """What each word says for each language, in tenths of a decimal logarithm; 0 for a stranger."""
    keys, firsts, language, level = _frequent()
    places, found = lexicon.find_keys(keys, lexicon.short_keys(hashes, FREQUENT_BITS))
    rows = np.flatnonzero(found)
    begin, count = firsts[places[rows]], firsts[places[rows] + 1] - firsts[places[rows]]
    owner = np.repeat(rows, count)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    entry = np.repeat(begin, count) + offset
    scores = np.zeros((len(hashes), len(names())), np.int64)
    scores[owner, language[entry]] = level[entry]
    return scores


def _scores_before(hashes: Hashes, places: Integers) -> Integers:
    """What the words before each place say together for each language, a row a place."""
    out = np.zeros((len(places), len(names())), np.int64)
    order = np.argsort(places, kind="stable")
    ordered, said = places[order], out[:1].copy()
    for low in range(0, len(hashes), PIECE):
        said = np.concatenate((said[-1:], _scores(hashes[low : low + PIECE])))
        np.cumsum(said, axis=0, out=said)
        start, end = np.searchsorted(ordered, (low + 1, low + len(said)))
        out[order[start:end]] = said[ordered[start:end] - low]
    return out


PIECE = 1 << 14
"""Words whose scores for all languages are in memory together."""


def languages_at(
    hashes: Hashes, blocks: Integers, places: Integers, first: Integers = lexicon.ONE_TEXT
) -> Integers:
    """The number of the language at some words, `UNKNOWN` where too little tells.

    The words around a place decide, those of its own block before all; the page decides where they
    leave it open.

    Args:
        hashes: of the words of the page, in order.
        blocks: a number that is the same for words of one block.
        places: numbers of the words that are asked about.
        first: the number of the first word of each page, where several lie end to end.
    """
    if not len(places) or not len(hashes):
        return np.full(len(places), UNKNOWN)
    page = np.searchsorted(first, places, side="right") - 1
    low, high = first[page], np.append(first[1:], len(hashes))[page]
    around = places[:, None] + np.arange(-WINDOW, WINDOW + 1)
    inside = (around >= low[:, None]) & (around < high[:, None])
    around = np.clip(around, low[:, None], high[:, None] - 1)
    inside &= blocks[around] == blocks[places][:, None]
    asked, back = np.unique(around, return_inverse=True)
    some, number = np.unique(page, return_inverse=True)
    edges = np.append(np.searchsorted(asked, first[some]), len(asked))
    back = back.reshape(around.shape)
    begin = np.where(inside, back, len(asked)).min(axis=1)
    end = np.where(inside, back, -1).max(axis=1) + 1
    said = _scores_before(hashes[asked], np.concatenate((edges, begin, end)))
    of_pages, before, behind = np.split(said, np.cumsum([len(edges), len(begin)]))
    whole = np.diff(of_pages, axis=0)
    whole = np.maximum(whole - whole.max(axis=1, keepdims=True) + PAGE_LEAD, 0)
    here = behind - before + whole[number]
    likeliest = here.argmax(axis=1)
    ordered = np.sort(here, axis=1)
    return np.where(ordered[:, -1] - ordered[:, -2] >= LEAST_LEAD, likeliest, UNKNOWN)

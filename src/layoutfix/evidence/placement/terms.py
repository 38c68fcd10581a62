"""The terms of a page: which unit and which heading names what, and how much that says.

A term is a pair of Han or katakana, or the beginning of a word of a script with spaces: endings
differ, the subject doesn't. What a term says is how rare it is in its language (the tables behind
``neighbours`` and ``lexicon``), divided by the number of the page's sections that name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.outline import Outline, block_rows, outline_of
from layoutfix.evidence.placement.regions import Regions, pair_key, pair_of, regions, signed_region
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import Kind, kind_set
from layoutfix.language.han import pair_rarity
from layoutfix.language.lexicon import fold, word_hashes, zipf
from layoutfix.model import Integers, Page, Role
from layoutfix.parsing.page_rows import PageRows

__all__ = ["SCALE", "Terms", "different", "terms_of"]

SCALE = 60
"""Weights are whole numbers: a rarity of 1 to 10 times this, over the number of sections."""

STEM = 5
"""Letters of a word that are compared."""

REGION_KEYS = np.uint64(1 << 63)
"""Keys of regions begin here: places in one region have a term in common."""

REGION_RARITY = 6

STEM_HANGUL = 2
"""Syllables of a Korean word that are compared: particles are written at its end."""

_SOLID = kind_set(Kind.HAN, Kind.KATAKANA)
_LETTERS = kind_set(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL, Kind.DIGIT, Kind.MARK)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What units and headings name, each term once a unit or heading; terms are numbered.

    Attributes:
        pages: which terms are of one page: of pages end to end each has terms of its own.
        unit: column of units, in order.
        term: column of terms beside it.
        heading: column of sections that have a heading, in order.
        heading_term: column of terms beside it.
        rarity: for each term, from 1 to 10.
        size: for each unit the number of places where a term begins.
    """

    pages: PageRows
    unit: Integers
    term: Integers
    heading: Integers
    heading_term: Integers
    rarity: Integers
    size: Integers

    def __len__(self) -> int:
        return len(self.rarity)

    def of_page(self, number: int, outline: Outline) -> Terms:
        """Those of one of the pages of an outline: units, sections and terms of its own."""
        own, units = self.pages.parts()[number], outline.unit_pages.parts()[number]
        sections = outline.pages.parts()[number]
        low, high = np.searchsorted(self.unit, (units.start, units.stop)).tolist()
        first, behind = np.searchsorted(self.heading, (sections.start, sections.stop)).tolist()
        return Terms(
            PageRows(own.stop - own.start, np.zeros(1, np.int64)),
            self.unit[low:high] - units.start,
            self.term[low:high] - own.start,
            self.heading[first:behind] - sections.start,
            self.heading_term[first:behind] - own.start,
            self.rarity[own],
            self.size[units],
        )


def terms_of(page: Page) -> Terms:
    """The terms of a page; use it as ``page.derived(terms_of)``."""
    outline = page.derived(outline_of)
    place, key, rarity = _occurrences(page)
    spans, owners = _spans(outline)
    row = np.searchsorted(spans[:, 0], place, side="right") - 1
    inside = (row >= 0) & (place < spans[np.maximum(row, 0), 1])
    place, key, rarity, row = (column[inside] for column in (place, key, rarity, row))
    owner = owners[row]
    pages, number = _numbered(key, _pages(outline)[owner], len(page.starts))
    known = np.full(pages.count, _COMMON, np.int64)
    np.minimum.at(known, number, rarity)
    pairs = different((owner << 32) + number)
    owner, number = pairs >> 32, pairs & 0xFFFFFFFF
    count = len(outline.unit)
    of_unit = owner < count
    size = np.bincount(owners[row], minlength=count)[:count]
    return Terms(
        pages,
        owner[of_unit],
        number[of_unit],
        outline.titled[owner[~of_unit] - count],
        number[~of_unit],
        known,
        size.astype(np.int64),
    )


def _pages(outline: Outline) -> Integers:
    """The page of each unit, and behind them of each heading."""
    return np.concatenate((outline.unit_pages.pages, outline.pages.pages[outline.titled]))


def _numbered(key: npt.NDArray[np.uint64], page: Integers, count: int) -> tuple[PageRows, Integers]:
    """The different terms of each page, and the number of each place's: in order of their keys.

    Args:
        key: of the term at each place.
        page: the number of the page.
        count: pages.

    >>> pages, number = _numbered(np.array([9, 7, 9], np.uint64), np.array([0, 0, 1]), 2)
    >>> pages.first.tolist(), number.tolist()
    ([0, 2], [1, 0, 2])
    """
    distinct, number = np.unique(key, return_inverse=True)
    place = page * len(distinct) + number  # in a table, a row a page
    named = np.zeros(count * len(distinct), np.bool_)
    named[place] = True
    before = np.concatenate(([0], np.cumsum(named)))
    first = before[np.arange(count) * len(distinct)]
    return PageRows(int(before[-1]), first), before[place]


def different(values: Integers) -> Integers:
    """The different values, in order: of a few thousand quicker by sorting than ``numpy.unique``.

    >>> different(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    values = np.sort(values)
    fresh = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return values[fresh]


_COMMON = 10


def _spans(outline: Outline) -> tuple[Integers, Integers]:
    """The spans of units and headings in order, and whose they are: headings after all units."""
    lines, rows = outline.page.lines, outline.page.derived(block_rows)
    last = np.append(rows, len(lines))[1:] - 1
    block = np.concatenate((outline.unit, outline.heading))
    order = np.argsort(block)
    block = block[order]
    return np.stack((lines.start[rows[block]], lines.end[last[block]]), axis=1), order


def _occurrences(page: Page) -> tuple[Integers, npt.NDArray[np.uint64], Integers]:
    """Where each term begins, its key and its rarity from 1 to 10."""
    folded, kinds = fold(page.code_points), page.kinds
    known = regions(page.words)
    pairs = _pairs(folded, kinds, known)
    start, end = _words(kinds)
    hangul = kinds[start] == Kind.HANGUL
    stem_end = np.minimum(end, start + np.where(hangul, STEM_HANGUL, STEM))
    whole = word_hashes(folded, start, end)
    stem = word_hashes(folded, start, stem_end)
    word_region = _looked_up(whole, known.word, known.of_word)
    level = zipf(whole).astype(np.int64)
    word_rare = np.where(level == 0, _UNKNOWN, clipped((_COMMONEST - level) // 6, 1, 10))
    in_pairs, in_words = np.flatnonzero(pairs.region >= 0), np.flatnonzero(word_region >= 0)
    signed_place, signed = _signed(page)
    region = np.concatenate((pairs.region[in_pairs], word_region[in_words], signed))
    return (
        np.concatenate((pairs.place, start, pairs.place[in_pairs], start[in_words], signed_place)),
        np.concatenate((pairs.key, stem, REGION_KEYS + region.astype(np.uint64))),
        np.concatenate((pairs.rarity, word_rare, np.full(len(region), REGION_RARITY))),
    )


class _Pairs(NamedTuple):
    """Two characters of a solid script each: where, their key, how rare, which region (or -1)."""

    place: Integers
    key: npt.NDArray[np.uint64]
    rarity: Integers
    region: Integers


def _pairs(folded: npt.NDArray[np.uint32], kinds: npt.NDArray[np.uint8], known: Regions) -> _Pairs:
    solid = _SOLID[kinds]
    place = np.flatnonzero(solid[1:] & solid[:-1])
    if not len(place):
        return _Pairs(place, place.astype(np.uint64), place, place)
    keys = pair_key(folded[place], folded[place + 1])
    distinct, number = np.unique(keys, return_inverse=True)
    rare = 1 + pair_rarity(*pair_of(distinct)).astype(np.int64)
    region = _looked_up(distinct, known.pair, known.of_pair)
    return _Pairs(place, distinct[number], rare[number], region[number])


def _looked_up(
    keys: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64], values: Integers
) -> Integers:
    """The value of each key, -1 where it is not known."""
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[place] == keys, values[place], -1)


def _signed(page: Page) -> tuple[Integers, Integers]:
    """Where sign-offs name a region by its character, and which."""
    outline = page.derived(outline_of)
    signed = outline.of_role(Role.SIGN_OFF)
    spans = zip(outline.start[signed].tolist(), outline.end[signed].tolist(), strict=True)
    found = [
        (start, region)
        for start, end in spans
        if (region := signed_region(page.text[start:end], page.words)) is not None
    ]
    table = np.array(found, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


_COMMONEST, _UNKNOWN = 76, 8


def _words(kinds: npt.NDArray[np.uint8]) -> tuple[Integers, Integers]:
    """Runs of two letters or digits and more."""
    inside = np.zeros(len(kinds) + 2, np.bool_)
    inside[1:-1] = _LETTERS[kinds]
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    start, end = edges[::2], edges[1::2]
    long = end - start > 1
    return start[long], end[long]

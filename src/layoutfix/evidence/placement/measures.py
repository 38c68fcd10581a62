"""How much units have in common with headings and sections, for a whole page at once.

Everything is sums of whole numbers, so that every machine gets the same; where floating point is
used for its speed, the sums stay far below what it holds exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.outline import Outline, in_rows, outline_of
from layoutfix.evidence.placement.terms import SCALE, Terms, terms_of
from layoutfix.language.lexicon import HASH_BASE, fold
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import PageRows

__all__ = [
    *("Measures", "Titles", "copies_of", "fourth_root", "magnitude", "measures_of", "per_mille"),
    "titles_of",
]


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Tables over units (rows ``u``), sections (columns ``s``) and terms (``k``) of headings.

    Columns are numbered on each page by itself; where pages lie end to end, rows of a page with
    fewer of them than another one have zeros at their end.

    Attributes:
        mass: for each unit the weight of all it names.
        shared: ``[u, s]`` weight of what the unit names and another unit of the section too.
        first: for each posting of ``terms`` the first unit of its section that names the term.
        last: the last one.
        own_weight: for each posting its weight inside its section.
        titles: what units name of headings.
        alike: ``[u, v]`` likeness of two units, 0 to 1000.
        copy: whether the same text is another unit of the page.
    """

    mass: Integers
    shared: Integers
    first: Integers
    last: Integers
    own_weight: Integers
    titles: Titles
    alike: Integers
    copy: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Titles:
    """What units name of headings.

    Attributes:
        pages: which terms of headings are of one page.
        section: for each of them the section whose heading has it, in order.
        weight: for each of them its weight.
        named: ``[u, k]`` whether the unit names that term of a heading.
    """

    pages: PageRows
    section: Integers
    weight: Integers
    named: Flags

    def of_page(self, number: int, outline: Outline) -> Titles:
        """Those of one of the pages of an outline, its sections numbered by themselves."""
        own, units = self.pages.parts()[number], outline.unit_pages.parts()[number]
        section = self.section[own] - outline.pages.first[number]
        count = own.stop - own.start
        alone = PageRows(count, np.zeros(1, np.int64))
        return Titles(alone, section, self.weight[own], self.named[units, :count])


def per_mille(part: Integers, whole: Integers) -> Integers:
    """Thousandths, 0 where the whole is nothing.

    >>> per_mille(np.array([1, 0]), np.array([4, 0])).tolist()
    [250, 0]
    """
    out: Integers = 1000 * part // np.maximum(whole, 1)
    return out


def magnitude(sizes: Integers) -> Integers:
    """Sizes in thirds of a power of two: finer, they would only tell one article from another."""
    out: Integers = np.floor(3 * np.log2(sizes + 1)).astype(np.int64)
    return out


def fourth_root(mass: Integers) -> Integers:
    """A hundred times the fourth root, never less than a hundred: long texts share more."""
    out: Integers = np.maximum(np.floor(100 * np.sqrt(np.sqrt(mass))).astype(np.int64), 100)
    return out


def titles_of(page: Page) -> Titles:
    """What the units of a page name of its headings; use it as ``page.derived(titles_of)``."""
    outline, terms, spread = page.derived(outline_of), page.derived(terms_of), page.derived(_spread)
    sections_of = np.maximum(spread.sections[terms.heading_term], 2)
    weight = SCALE * terms.rarity[terms.heading_term] // sections_of
    pages = PageRows(len(terms.heading), np.searchsorted(terms.heading, outline.pages.first))
    return Titles(pages, terms.heading, weight, _named(terms, pages, outline))


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    """How terms spread over the sections of their page.

    Attributes:
        units: ``[t, s]`` how many units of the section name the term.
        sections: for each term how many sections name it, in a unit or in the heading.
    """

    units: npt.NDArray[np.int32]
    sections: Integers


def _spread(page: Page) -> _Spread:
    outline, terms = page.derived(outline_of), page.derived(terms_of)
    width = int(outline.column.max(initial=0)) + 1
    column = outline.column[outline.section[terms.unit]]
    units = np.bincount(terms.term * width + column, minlength=len(terms) * width)
    units = units.reshape(-1, width)
    titled = units > 0
    titled[terms.heading_term, outline.column[terms.heading]] = True
    return _Spread(units.astype(np.int32), titled.sum(axis=1))


def measures_of(page: Page) -> Measures:
    """The tables of a page; use it as ``page.derived(measures_of)``."""
    outline, terms, spread = page.derived(outline_of), page.derived(terms_of), page.derived(_spread)
    count = len(outline.unit)
    section = outline.section[terms.unit]
    column = outline.column[section]
    again = spread.units[terms.term, column] > 1
    rarity = SCALE * terms.rarity[terms.term]
    others = spread.sections[terms.term]
    own_weight = rarity // (others + 1)
    cross = (rarity // (others + again)).astype(np.int32)
    also = (spread.units > 0)[terms.term]
    also[np.arange(len(also)), column] = again
    rows = np.zeros((len(terms.term) + 1, also.shape[1]), np.int64)
    np.cumsum(cross[:, None] * also, axis=0, out=rows[1:])
    edges = np.searchsorted(terms.unit, np.arange(count + 1))
    shared = np.diff(rows[edges], axis=0)
    total = np.concatenate(([0], np.cumsum(own_weight)))
    first, last = _reach(terms, section)
    return Measures(
        mass=np.diff(total[edges]),
        shared=shared,
        first=first,
        last=last,
        own_weight=own_weight,
        titles=page.derived(titles_of),
        alike=_alike(terms, own_weight, outline),
        copy=page.derived(copies_of),
    )


def _reach(terms: Terms, section: Integers) -> tuple[Integers, Integers]:
    """For each posting the first and the last unit of its section with the same term."""
    key = (terms.term << 24) + section
    order = np.lexsort((terms.unit, key))
    ordered, unit = key[order], terms.unit[order]
    fresh = np.ones(len(key), np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    begins = np.flatnonzero(fresh)
    group = np.cumsum(fresh) - 1
    ends = np.append(begins, len(key))[1:] - 1
    first, last = np.empty(len(key), np.int64), np.empty(len(key), np.int64)
    if len(key):
        first[order], last[order] = unit[begins[group]], unit[ends[group]]
    return first, last


def _named(terms: Terms, pages: PageRows, outline: Outline) -> Flags:
    """Which unit names which term of a heading, the terms numbered by page."""
    wanted = np.zeros(len(terms), np.bool_)
    wanted[terms.heading_term] = True
    _, column = _columns(terms, wanted)
    width = int(column.max(initial=0)) + 1
    table = np.zeros((len(outline.unit), width + 1), np.bool_)  # the last is no term
    named = wanted[terms.term]
    table[terms.unit[named], column[terms.term[named]]] = True
    asked = np.full((len(pages.first), int(pages.sizes().max(initial=0))), width)
    asked[pages.pages, pages.place] = column[terms.heading_term]
    found: Flags = table[np.arange(len(table))[:, None], asked[outline.unit_pages.pages]]
    return found


def _columns(terms: Terms, chosen: Flags) -> tuple[Integers, Integers]:
    """How many chosen terms stand before each and in all, and before each on its own page."""
    before = np.concatenate(([0], np.cumsum(chosen)))
    return before, before[:-1] - before[terms.pages.low]


def _alike(terms: Terms, weight: Integers, outline: Outline) -> Integers:
    """Weight of what two units both name, over the geometric mean of what each names."""
    units = outline.unit_pages
    count = units.count
    often = np.bincount(terms.term, minlength=len(terms)) > 1
    before, column = _columns(terms, often)
    chosen = often[terms.term]
    weights = np.zeros(int(before[-1]), np.float32)
    weights[before[terms.term[chosen]]] = weight[chosen]
    edges = before[np.append(terms.pages.first, len(terms))].tolist()
    widest = max(map(int, np.diff(edges)))
    table = np.zeros((count, widest), np.float32)
    table[terms.unit[chosen], column[terms.term[chosen]]] = 1
    common = np.zeros((count, int(units.sizes().max(initial=0))))
    for number, rows in enumerate(units.parts()):
        low, high = edges[number : number + 2]
        own = table[rows, : high - low]
        common[rows, : len(own)] = (own * weights[low:high]) @ own.T
    whole = np.bincount(terms.unit, weight, minlength=count)
    middle = np.sqrt(whole[:, None] * in_rows(units, whole)[units.pages])
    alike: Integers = np.floor(1000 * common / np.maximum(middle, 1)).astype(np.int64)
    return alike


WINDOW = 12
"""Characters in the middle of a unit by which its copies are looked for."""

CLOSING = "。.！!？?；;…”」\"' "
"""Marks at the end in which a copy may differ."""

LEAST_COPY = 20
"""Characters from which on the same text twice is a copy."""


def copies_of(page: Page) -> Flags:
    """Units whose text stands on the page a second time, by itself or inside another.

    Use it as ``page.derived(copies_of)``, of a page by itself.
    """
    outline = page.derived(outline_of)
    start, size = outline.start, outline.end - outline.start
    out = np.zeros(len(start), np.bool_)
    long = np.flatnonzero(size >= LEAST_COPY)
    spans = zip(start[long].tolist(), outline.end[long].tolist(), strict=True)
    again = long[[_stands_again(page.text, first, end) for first, end in spans]]
    if not len(again):
        return out
    keys = _windows(fold(page.code_points))
    own = keys[start[again] + (size[again] - WINDOW) // 2]
    keys.sort()
    often = np.searchsorted(keys, own, "right") - np.searchsorted(keys, own)
    out[again[often > 1]] = True
    return out


def _stands_again(text: str, start: int, end: int) -> bool:
    """Whether a unit but for its closing marks stands elsewhere in the text."""
    unit = text[start:end].rstrip(CLOSING)
    found = text.find(unit)
    return found >= 0 and (found != start or text.find(unit, found + 1) >= 0)


def _windows(code_points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """A key for every run of ``WINDOW`` characters, by its first one."""
    count = max(len(code_points) - WINDOW + 1, 0)
    out = np.zeros(count, np.uint64)
    for step in range(WINDOW):
        out = out * HASH_BASE + code_points[step : step + count]
    return out

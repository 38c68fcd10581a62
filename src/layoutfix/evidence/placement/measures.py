"""How much units have in common with headings and sections, for a whole page at once.

Everything is sums of whole numbers, so that every machine gets the same; where floating point is
used for its speed, the sums stay far below what it holds exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.outline import outline_of
from layoutfix.evidence.placement.terms import SCALE, Terms, terms_of
from layoutfix.language.lexicon import HASH_BASE, fold
from layoutfix.model import Flags, Integers, Page

__all__ = ["Measures", "fourth_root", "magnitude", "measures_of", "per_mille"]


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Tables over units (rows ``u``), sections (columns ``s``) and terms of headings (``k``).

    Attributes:
        mass: for each unit the weight of all it names.
        shared: ``[u, s]`` weight of what the unit names and another unit of the section too.
        first: for each posting of ``terms`` the first unit of its section that names the term.
        last: the last one.
        own_weight: for each posting its weight inside its section.
        named: ``[u, k]`` whether the unit names that term of a heading.
        heading: for each ``k`` the section whose heading has the term, in order.
        heading_weight: for each ``k`` its weight.
        alike: ``[u, v]`` likeness of two units, 0 to 1000.
        copy: whether the same text is another unit of the page.
    """

    mass: Integers
    shared: Integers
    first: Integers
    last: Integers
    own_weight: Integers
    named: Flags
    heading: Integers
    heading_weight: Integers
    alike: Integers
    copy: Flags


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


def measures_of(page: Page) -> Measures:
    """The tables of a page; use it as ``page.derived(measures_of)``."""
    outline, terms = page.derived(outline_of), page.derived(terms_of)
    count, sections = len(outline.unit), outline.sections
    section = outline.section[terms.unit]
    spread = np.zeros((len(terms), sections), np.int32)
    np.add.at(spread, (terms.term, section), 1)
    present = spread > 0
    titled = present.copy()
    titled[terms.heading_term, terms.heading] = True
    sections_of = titled.sum(axis=1)
    again = spread[terms.term, section] > 1
    rarity = SCALE * terms.rarity[terms.term]
    others = sections_of[terms.term]
    own_weight = rarity // (others + 1)
    cross = (rarity // (others + again)).astype(np.int32)
    also = present[terms.term]
    also[np.arange(len(also)), section] = again
    rows = np.zeros((len(terms.term) + 1, sections), np.int64)
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
        named=_named(terms, count),
        heading=terms.heading,
        heading_weight=SCALE
        * terms.rarity[terms.heading_term]
        // np.maximum(sections_of[terms.heading_term], 2),
        alike=_alike(terms, own_weight, count),
        copy=_copies(page),
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


def _named(terms: Terms, count: int) -> Flags:
    """Which unit names which term of a heading."""
    wanted = np.unique(terms.heading_term)
    column = np.full(len(terms), -1, np.int64)
    column[wanted] = np.arange(len(wanted))
    table = np.zeros((count, len(wanted)), np.bool_)
    at = column[terms.term]
    table[terms.unit[at >= 0], at[at >= 0]] = True
    return table[:, column[terms.heading_term]]


def _alike(terms: Terms, weight: Integers, count: int) -> Integers:
    """Weight of what two units both name, over the geometric mean of what each names."""
    often = np.bincount(terms.term, minlength=len(terms)) > 1
    column = np.cumsum(often) - 1
    chosen = often[terms.term]
    table = np.zeros((count, int(often.sum())), np.float32)
    table[terms.unit[chosen], column[terms.term[chosen]]] = 1
    weights = np.zeros(table.shape[1], np.float32)
    weights[column[terms.term[chosen]]] = weight[chosen]
    common = ((table * weights) @ table.T).astype(np.float64)
    whole = np.bincount(terms.unit, weight, minlength=count)
    middle = np.sqrt(np.outer(whole, whole))
    return np.floor(1000 * common / np.maximum(middle, 1)).astype(np.int64)


WINDOW = 12
"""Characters in the middle of a unit by which its copies are looked for."""

CLOSING = "。.！!？?；;…”」\"' "
"""Marks at the end in which a copy may differ."""

LEAST_COPY = 20
"""Characters from which on the same text twice is a copy."""


def _copies(page: Page) -> Flags:
    """Units whose text stands on the page a second time, by itself or inside another."""
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

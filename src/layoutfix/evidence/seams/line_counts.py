"""How many characters of each sort the lines of a page have, and what seams are told of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Feature, Features
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import PIECE, Kind
from layoutfix.model import Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["line_counts", "shape_features"]

LEAST_FIELD = 7
"""Bits of a count: those of a line of a hundred characters, so that nine counts are one number."""

_COUNTED = {
    "upper": (Kind.UPPER,),
    "digit": (Kind.DIGIT,),
    "letters": (
        *(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL),
        *(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA),
    ),
    "stops": (Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION),
    "commas": (Kind.COMMA, Kind.ENUMERATION_COMMA),
    "opening": (Kind.OPEN_BRACKET,),
    "closing": (Kind.CLOSE_BRACKET,),
    "open quotes": (Kind.OPEN_QUOTE,),
    "closed quotes": (Kind.CLOSE_QUOTE,),
}


def shape_features(page: Page) -> Features:
    """Shares of capitals, digits and letters in hundredths, counts of marks, open brackets."""
    lines = page.lines
    size = np.maximum(lines.end - lines.start, 1)
    counts, rows = page.derived(line_counts), page.derived(page_rows)
    out: dict[str, Feature] = {}
    for name in ("upper", "digit", "letters"):
        share = (100 * counts[name] // size).astype(np.int16)
        out[f"{name}_left"], out[f"{name}_right"] = share[:-1], share[1:]
    for name in ("stops", "commas"):
        few = np.minimum(counts[name], 9).astype(np.int16)
        out[f"{name}_left"], out[f"{name}_right"] = few[:-1], few[1:]
    for name, one, other in (
        ("brackets", "opening", "closing"),
        ("quotes", "open quotes", "closed quotes"),
    ):
        depth = counts[one] - counts[other]
        own = clipped(depth, -3, 3).astype(np.int16)
        summed = depth + rows.neighbour(depth, -1, 0) + rows.neighbour(depth, -2, 0)
        three = clipped(summed, -3, 3).astype(np.int16)
        out[f"{name}_left"], out[f"{name}_right"] = own[:-1], own[1:]
        out[f"{name}_three"] = three[:-1]
    return out


class _LineCounts(Mapping[str, Integers]):
    """A column for each sort; as many as fit are kept as fields of one number."""

    def __init__(self, field: int) -> None:
        self._field = field
        self._places: dict[str, tuple[Integers, int]] = {}

    def put(self, names: Sequence[str], totals: Integers) -> None:
        """Add sorts, whose counts are the fields of ``totals``."""
        for place, name in enumerate(names):
            self._places[name] = totals, place * self._field

    def __getitem__(self, name: str) -> Integers:
        totals, shift = self._places[name]
        return (totals >> shift) & ((1 << self._field) - 1)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def line_counts(page: Page) -> Mapping[str, Integers]:
    """How many characters of each sort a line has; as many counts as fit are taken in one pass."""
    lines = page.lines
    edges = np.stack((lines.start, lines.end), 1)
    firsts = np.searchsorted(lines.start, range(0, len(page.kinds), PIECE))
    rows = list(itertools.pairwise(np.unique([*firsts.tolist(), 0, len(lines)]).tolist()))
    field = max(int(np.max(lines.end - lines.start)).bit_length(), LEAST_FIELD)
    found = _LineCounts(field)
    for names, table in _count_tables(field):
        sums = [_sums(table, page, edges[low:high]) for low, high in rows]
        found.put(names, sums[0] if len(sums) == 1 else np.concatenate(sums))
    return found


def _sums(table: npt.NDArray[np.int64], page: Page, edges: Integers) -> Integers:
    """The sum of what a table has for the characters of each line; ``edges`` are their spans."""
    low, high = int(edges[0, 0]), int(edges[-1, 1])
    inner = (edges.ravel() - low)[:-1]
    summed: Integers = np.add.reduceat(table.take(page.kinds[low:high]), inner)[::2]
    return summed


@cache
def _count_tables(field: int) -> list[tuple[list[str], npt.NDArray[np.int64]]]:
    """Names of the sorts, and the number that each kind adds to their counts, in bits."""
    tables = []
    names = list(_COUNTED)
    at_once = 63 // field
    for start in range(0, len(names), at_once):
        some = names[start : start + at_once]
        table = np.zeros(256, np.int64)
        for place, name in enumerate(some):
            table[list(_COUNTED[name])] += 1 << (place * field)
        tables.append((some, table))
    return tables

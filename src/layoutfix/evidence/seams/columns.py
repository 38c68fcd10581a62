"""Evidence of the column: would the next word have fitted, and what do the indents say?

All measures are integers, so that the decision is the same on every machine. A measure that
depends on the font is taken twice: in display columns, right for typewriter-like text and for
Chinese and Japanese, and in thousandths of an em of a common proportional face, right for most
of what comes out of a PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cache
from itertools import chain
from typing import Any, TypeVar
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from layoutfix.language.arrays import clipped
from layoutfix.language.characters import summed_before, widths
from layoutfix.language.lexicon import BASIC_PLANE
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.lines import display_columns
from layoutfix.parsing.page_rows import PageRows, page_rows

__all__ = ["Columns", "Feature", "Features", "column_features", "of_lines", "usual_columns"]

Table = TypeVar("Table")
Small = npt.NDArray[np.int16]
Signed = npt.NDArray[np.signedinteger[Any]]
Feature = npt.NDArray[np.integer[Any]] | Flags
Features = Mapping[str, Feature]
"""Columns of numbers of 16 bits at the most, which processors compare many at a time."""

NEAREST, USUAL, FAR = NEAR = (3, 12, 40)
"""Lines before and after a seam that are asked how wide the column is; the middle one decides what
counts as a line that could have held more."""

WIDEST = 4000
"""Display columns that wider lines count as: no column of text is that wide."""

EM_UNIT = 16
"""Thousandths of an em in one step of a line's length in ems."""

# Advance widths of the printable ASCII characters in Times Roman, thousandths of an em
# (Adobe Font Metrics of the PostScript core fonts).
_TIMES = (
    "250 333 408 500 500 833 778 333 333 333 500 564 250 333 250 278 "
    "500 500 500 500 500 500 500 500 500 500 278 278 564 564 564 444 "
    "921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 "
    "556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 "
    "333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 "
    "500 500 333 389 278 500 500 722 500 500 444 480 200 480 541"
)


@cache
def _advances() -> npt.NDArray[np.int16]:
    """Thousandths of an em for every code point of the Basic Multilingual Plane."""
    plane = np.arange(BASIC_PLANE, dtype=np.uint32)
    table = widths(plane).astype(np.int16) * 500
    times = [0] * 32 + [int(width) for width in _TIMES.split()]
    table[: len(times)] = times
    for code in chain(*_LATIN):
        letter = ord(normalize("NFD", chr(code))[0])
        if letter < len(times):
            table[code] = times[letter]
    table[[ord("ſ"), ord("ß")]] = times[ord("f")], 500
    return table


_LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00))
"""Letters with marks are as wide as those without."""


def advances(code_points: npt.NDArray[np.uint32]) -> npt.NDArray[np.int16]:
    """Advance widths in thousandths of an em; half an em per display column beyond ASCII."""
    beyond = code_points >= BASIC_PLANE
    if not beyond.any():
        return _advances().take(code_points)
    wide = widths(code_points).astype(np.int16) * 500
    wide[~beyond] = _advances()[code_points[~beyond]]
    return wide


class Columns:
    """The lines of a page as a typesetter sees them: right edges, and the room at each seam."""

    def __init__(self, page: Page, head_end: Integers, spaced: Flags) -> None:
        """What each line measures.

        Args:
            page: the page.
            head_end: the offset behind the first unbreakable piece of each line.
            spaced: the seams where a join puts a space.
        """
        lines, rows = page.lines, page.derived(page_rows)
        flowing = (~lines.frozen).astype(np.int64)
        codes, places = page.code_points, (lines.start, head_end, lines.end)
        start, head, end = summed_before(codes, advances, places)
        columns, columns_to_head = summed_before(codes, display_columns, (lines.start, head_end))
        indent = np.minimum(lines.indent, WIDEST)
        self.indent: Small = indent.astype(np.int16)
        self.edge = _small(flowing * np.minimum(indent + lines.width, WIDEST))
        self.ems = _small(flowing * ((end - start + 500 * indent) // EM_UNIT))
        self.head = _small(columns_to_head - columns)
        self.head_ems = _small((head - start) // EM_UNIT)
        blank = np.append(spaced, False).astype(np.int16) * ~rows.ends
        self.needed: Small = self.edge + rows.neighbour(self.head, 1, 0) + blank
        self.needed_ems: Small = self.ems + rows.neighbour(self.head_ems, 1, 0)
        self.needed_ems += blank * np.int16(250 // EM_UNIT)
        self.fits = rows.window_count(np.less_equal, self.needed, self.edge, USUAL)
        self.loose: Flags = self.fits >= 1 + USUAL // 3


def of_lines(columns: Table, rows: slice) -> Table:
    """The part of some lines, of an object whose attributes are all columns of lines."""
    part = copy(columns)
    for name, column in vars(columns).items():
        setattr(part, name, column[rows])
    return part


def _small(values: Signed) -> Small:
    small: Small = np.minimum(values, 15000).astype(np.int16)
    return small


def usual_columns(page: Page, columns: Columns) -> Features:
    """Features of the ``n - 1`` seams from the lines of all of the page."""
    edge, rows = columns.edge, page.derived(page_rows)
    ragged = 100 * rows.totals(columns.loose) // rows.sizes()
    usual = edge[np.lexsort((edge, rows.pages))][rows.low + rows.sizes() * 49 // 50]
    return {
        "ragged_page": ragged[:-1].astype(np.int16),
        "columns_page": clipped(usual - columns.needed, -60, 60)[:-1],
    }


def column_features(page: Page, columns: Columns) -> Features:
    """Features of the ``n - 1`` seams from the lines around each."""
    edge, ems, rows = columns.edge, columns.ems, page.derived(page_rows)
    needed, needed_ems = columns.needed, columns.needed_ems
    out: dict[str, Feature] = {}
    for reach in NEAR:
        widest = _widest(rows, edge, reach)
        fits = columns.fits
        if reach != USUAL:
            fits = rows.window_count(np.less_equal, needed, edge, reach)
        out[f"fits_{reach}"] = fits[:-1]
        out[f"columns_{reach}"] = clipped(widest - needed, -60, 60)[:-1]
        out[f"margin_{reach}"] = clipped(widest - edge, -10, 60)[:-1]
        if reach == NEAREST:
            continue
        if reach == USUAL:
            out["longest"] = np.minimum(widest, 2000)[:-1]
        share = _percent(edge, widest)
        out[f"fill_{reach}"], out[f"fill_right_{reach}"] = share[:-1], share[1:]
        out[f"room_{reach}"] = _percent(widest - needed, widest)[:-1]
        widest_ems = _widest(rows, ems, reach)
        out[f"room_ems_{reach}"] = _percent(widest_ems - needed_ems, widest_ems)[:-1]
        out[f"fits_ems_{reach}"] = rows.window_count(np.less_equal, needed_ems, ems, reach)[:-1]
        out[f"full_{reach}"] = rows.window_sum(edge >= widest - 1, reach)[:-1].astype(np.int16)
    near = np.minimum(edge, 2000)
    out["edge"], out["edge_right"] = near[:-1], near[1:]
    out["edge_before"] = rows.neighbour(near, -1, 0)[:-1]
    out["edge_after"] = rows.neighbour(near, 1, 0)[1:]
    out.update(_indent_features(rows, columns.indent))
    return out


def _percent(part: Small, whole: Small) -> Small:
    """Whole hundredths, rounded down, between -300 and 300.

    A float of 32 bits holds a hundred times a number of 16 bits, and the quotient is rounded down
    as the whole numbers' would be, which are divided ten times slower.
    """
    share = np.float32(100) * part / np.maximum(whole, 1).astype(np.float32)
    return clipped(np.floor(share), -300, 300).astype(np.int16)


def _widest(rows: PageRows, edge: Small, reach: int) -> Small:
    """The widest of each line and its neighbours at most ``reach`` away, but for one outlier."""
    widest = np.empty_like(edge)
    for some, near, inside in rows.windows(edge, reach):
        edges = near if inside is None else near * inside
        first = edges.max(axis=0)
        least = edges < first
        second = (edges * least).max(axis=0)
        outlier = (np.add.reduce(least.view(np.uint8), 0, np.uint8) == len(near) - 1) & (second > 0)
        widest[some] = np.where(outlier, second, first)
    return widest


def _indent_features(rows: PageRows, indent: Small) -> Features:
    left, right = indent[:-1], indent[1:]
    lower = rows.window_count(np.less_equal, 1 - indent, -indent, USUAL)
    out: dict[str, Feature] = {
        "indent_step": clipped(right - left, -60, 60),
        "indent_lower": lower[1:],
    }
    for reach in NEAR:
        out[f"indent_same_{reach}"] = rows.window_count(np.equal, indent, indent, reach)[1:]
    return out

"""All evidence at the seams of a page as named integer columns, one row a seam."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.abbreviated import broken_word_features
from layoutfix.evidence.seams.columns import (
    Columns,
    Feature,
    Features,
    column_features,
    of_lines,
    usual_columns,
)
from layoutfix.evidence.seams.continuation import Tables, continuation_features
from layoutfix.evidence.seams.edges import CJK, Edges, block_features, edge_features, unspaced
from layoutfix.evidence.seams.fullness import fullness_features
from layoutfix.evidence.seams.grams import gram_features
from layoutfix.evidence.seams.habits import Habits, habit_features, page_habits
from layoutfix.evidence.seams.words import Words, edge_word_features, word_features
from layoutfix.language.characters import Kind, kind_set, pieces
from layoutfix.language.han import neighbour_scores
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import PageRows, page_rows, rows_of

__all__ = ["FACTS", "Evidence", "SeamFeatures", "in_order"]


AT_ONCE: Final = 1 << 14
"""Seams whose evidence is worked out together: there are some 150 numbers for each."""

AROUND: Final = 512
"""Lines before and after them that are looked at for it. Full stops at full lines are counted in
150 lines around, and what is full is known from 30 around each of these; first lines are looked for
in 200; and the second reading asks what the first one said of 150 seams around."""

FACTS: Final = (
    *("abbreviated", "block_lines_left", "brackets_three", "columns_12", "doubled", "edge"),
    *("end_comma", "end_hyphen", "fits_12", "gap", "goes_on_block", "indent_step"),
    *("inner_end_closing", "inner_start_lower", "inner_start_upper", "item", "longest"),
    *("pair_page", "quotes_three", "runs_on", "start_dash"),
)
"""The features that are asked for when a seam has been weighed."""


@dataclass(frozen=True, slots=True, eq=False)
class SeamFeatures:
    """The features of some seams in a row, and of those around them.

    Attributes:
        columns: the features of them all.
        pages: which of them are of one page.
        seams: which of the page's seams they are.
        own: which of them are those that were asked for; the others only stand around.
    """

    columns: Features
    pages: PageRows
    seams: slice
    own: slice


class Evidence:
    """What is known at every seam of a page; row ``i`` is the seam behind line ``i``.

    Of pages that lie end to end, what is behind a page's last line is no seam and has no row.
    """

    def __init__(
        self, page: Page, pages: Sequence[Page] = (), tables: Tables | None = None
    ) -> None:
        """Nothing is worked out until it is asked for.

        Args:
            page: one page, or several that lie end to end.
            pages: these pages, each by itself; not needed of one.
            tables: other weights of :mod:`continuation` than the shipped ones.
        """
        self.page = page
        self._pages = pages
        self._tables = tables

    @cached_property
    def edges(self) -> Edges:
        """The two ends of every line."""
        return Edges(self.page)

    @cached_property
    def words(self) -> Words:
        """The words of the page."""
        return self.page.derived(Words)

    def in_parts(self) -> Iterator[SeamFeatures]:
        """All features of all seams; those of a long page some at a time."""
        count = len(self.page.lines)
        whole = _WholePage(self.page, self.edges, self.words, self._tables)
        for piece in pieces(max(count - 1, 1), AT_ONCE):
            low, high = max(piece.start - AROUND, 0), min(piece.stop + 1 + AROUND, count)
            part = whole if high - low == count else whole.part(slice(low, high))
            places = (low, high - 1, piece.start, piece.stop)
            first, last, begin, end = (np.count_nonzero(self.inside[:n]) for n in places)
            columns, inside = part.features(), self.inside[low : high - 1]
            pages = self.seams
            if len(inside) > last - first:
                columns = {name: column[inside] for name, column in columns.items()}
            if part is not whole:
                pages = _seam_rows(part.page)
            own = slice(begin - first, end - first)
            yield SeamFeatures(columns, pages, slice(first, last), own)

    @cached_property
    def features(self) -> Features:
        """All of them, until those that will be asked for are kept."""
        return in_order([{n: c[p.own] for n, c in p.columns.items()} for p in self.in_parts()])

    @cached_property
    def inside(self) -> Flags:
        """Behind which lines, but the last one, a seam is."""
        return ~self.page.derived(page_rows).ends[:-1]

    @cached_property
    def seams(self) -> PageRows:
        """Which seams are of one page."""
        return _seam_rows(self.page)

    def behind(self, name: str, lines: Integers) -> Feature:
        """A feature of the seams behind some lines, none of them its page's last."""
        rows = self.page.derived(page_rows)
        return self.features[name][lines - (rows.first - self.seams.first)[rows.pages[lines]]]

    @property
    def parts(self) -> Sequence[Evidence]:
        """The part of each page, by itself."""
        return self._parts if len(self.page.starts) > 1 else (self,)

    @cached_property
    def _parts(self) -> Sequence[Evidence]:
        rows = self.page.derived(page_rows)
        firsts = (self.page.starts.tolist(), rows.first.tolist(), self.seams.first.tolist())
        each = zip(self._pages, *firsts, strict=True)
        return [_PartOfEvidence(page, self, *first) for page, *first in each]

    def by_page(self, lines: Integers) -> Iterator[tuple[Evidence, slice, Integers]]:
        """For each page with one of some lines, in ascending order, what is only known of a page.

        Yields:
            The part of the page, which of the lines are its own, and their rows on the page.
        """
        if not len(lines):
            return
        rows = self.page.derived(page_rows)
        for number, own in enumerate(rows.among(lines)):
            if own.start < own.stop:
                yield self.parts[number], own, lines[own] - rows.first[number]


class _PartOfEvidence(Evidence):
    """What is known at the seams of one page of several, cut out when it is asked for."""

    def __init__(self, page: Page, whole: Evidence, start: int, line: int, seam: int) -> None:
        """The first character of the page in the whole, its first line and seam."""
        super().__init__(page)
        # Not the whole itself: each would keep the other in memory.
        self._edges, self._words = whole.edges, whole.words
        self._start, self._lines = start, slice(line, line + len(page.lines))
        self.features = _Part(whole.features, slice(seam, seam + len(page.lines) - 1))

    @cached_property
    def edges(self) -> Edges:
        return self._edges.part(self._lines, self._start)

    @cached_property
    def words(self) -> Words:
        return self._words.part(self._lines, self._start, self._start + len(self.page))


class _Part(Mapping[str, Feature]):
    """Some rows of all features, cut out when they are asked for."""

    def __init__(self, features: Features, rows: slice) -> None:
        self._features, self._rows = features, rows

    def __getitem__(self, name: str) -> Feature:
        return self._features[name][self._rows]

    def __iter__(self) -> Iterator[str]:
        return iter(self._features)

    def __len__(self) -> int:
        return len(self._features)


def in_order(parts: Sequence[Features]) -> Features:
    """The features of some seams and of those behind them, as one."""
    if len(parts) == 1:
        return parts[0]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _seam_rows(page: Page) -> PageRows:
    """Which seams are of one page: behind the last line of one there is none."""
    rows = page.derived(page_rows)
    if len(page.starts) == 1:
        return PageRows(rows.count - 1, rows.first)
    before = np.append(0, np.cumsum(rows.ends))
    return PageRows(rows.count - int(before[-1]), rows.first - before[rows.first])


class _WholePage:
    """What all of a page says of each of its seams; some of its lines know it, too."""

    def __init__(self, page: Page, edges: Edges, words: Words, tables: Tables | None) -> None:
        self.page, self.edges, self.words, self.tables = page, edges, words, tables
        self.columns = columns = Columns(page, _head_end(page, edges), ~unspaced(edges))
        self.habits = Habits(page, columns, edges)
        self.known: Features = {
            **usual_columns(page, columns),
            **block_features(page, edges),
            **page_habits(page, columns, edges, self.habits),
            **edge_word_features(page, edges, words),
            **broken_word_features(page, edges, words),
        }

    def part(self, rows: slice) -> _WholePage:
        """The same of some lines, in offsets of the page."""
        part = copy(self)
        part.page = self.page.relined(rows_of(self.page.lines, rows))
        part.edges = self.edges.part(rows, 0)
        part.words = self.words.of_lines(rows)
        part.columns, part.habits = of_lines(self.columns, rows), of_lines(self.habits, rows)
        seams = slice(rows.start, rows.stop - 1)
        part.known = {name: column[seams] for name, column in self.known.items()}
        return part

    def features(self) -> Features:
        """All features of its seams."""
        page, edges, words, columns = self.page, self.edges, self.words, self.columns
        return {
            **self.known,
            **column_features(page, columns),
            **edge_features(page, edges),
            **habit_features(page, columns, edges, self.habits),
            **fullness_features(page, columns, edges, words),
            **word_features(page, words),
            **continuation_features(page, edges, words, self.tables),
            **gram_features(page),
            **_neighbour_features(page),
        }


def _neighbour_features(page: Page) -> Features:
    """Do the characters on both sides stand beside one another in running Chinese or Japanese?"""
    codes, lines = page.code_points, page.lines
    left, right = lines.end[:-1], lines.start[1:]
    together, word_ends = neighbour_scores(
        codes[np.maximum(left - 2, 0)],
        codes[left - 1],
        codes[right],
        codes[np.minimum(right + 1, len(codes) - 1)],
    )
    return {"neighbours": together, "word_ends": word_ends}


def _head_end(page: Page, edges: Edges) -> Integers:
    """Behind the first piece of each line that a typesetter would not break."""
    lines, starts = page.lines, edges.inner_start
    found = np.empty(len(lines), np.int64)
    for rows in pieces(len(lines), AT_ONCE):
        cjk = CJK[edges.inner_first[rows]]
        found[rows] = _head_of(page.kinds, lines.start[rows], lines.end[rows], starts[rows], cjk)
    return found


def _head_of(
    kinds: npt.NDArray[np.uint8], start: Integers, end: Integers, inner: Integers, cjk: Flags
) -> Integers:
    """The same for some lines that stand one behind the other."""
    begin = int(start[0])
    spaces = np.flatnonzero(kinds[begin : int(end[-1])] == Kind.SPACE)
    space = end
    if len(spaces):
        row = np.searchsorted(spaces, start - begin)
        found = spaces[np.minimum(row, len(spaces) - 1)] + begin
        space = np.where(row < len(spaces), found, end)
    word = np.minimum(np.maximum(space, start + 1), end)
    # No line of Chinese or Japanese begins with a closing mark: it keeps to the character before.
    tail = inner + 1
    for _ in range(2):
        inside = tail < end
        tail = np.where(
            inside & _NEVER_FIRST[kinds[np.minimum(tail, len(kinds) - 1)]], tail + 1, tail
        )
    return np.where(cjk, np.minimum(tail, end), word)


_NEVER_FIRST = kind_set(
    *(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.COMMA, Kind.ENUMERATION_COMMA, Kind.COLON),
    *(Kind.SEMICOLON, Kind.EXCLAMATION, Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE, Kind.PERCENT),
)

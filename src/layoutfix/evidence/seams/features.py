"""All evidence at the seams of a page as named integer columns, one row a seam."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from layoutfix.evidence.seams.abbreviated import broken_word_features
from layoutfix.evidence.seams.columns import Columns, Feature, Features, column_features
from layoutfix.evidence.seams.continuation import Tables, continuation_features
from layoutfix.evidence.seams.edges import CJK, Edges, edge_features, unspaced
from layoutfix.evidence.seams.fullness import fullness_features
from layoutfix.evidence.seams.grams import gram_features
from layoutfix.evidence.seams.habits import habit_features
from layoutfix.evidence.seams.words import Words, word_features
from layoutfix.language.characters import Kind, kind_set
from layoutfix.language.han import neighbour_scores
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import PageRows, page_rows

__all__ = ["Evidence"]


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

    @cached_property
    def features(self) -> Features:
        """Name to column, a row a seam."""
        page, edges, words = self.page, self.edges, self.words
        columns = Columns(page, _head_end(page, edges))
        features: Features = {
            **column_features(columns, ~unspaced(edges)),
            **edge_features(page, edges),
            **habit_features(page, columns, edges),
            **fullness_features(page, columns, edges, words),
            **word_features(page, edges, words),
            **continuation_features(page, edges, words, self._tables),
            **broken_word_features(page, edges, words),
            **gram_features(page),
            **_neighbour_features(page),
        }
        if len(page.starts) == 1:
            return features
        return {name: column[self.inside] for name, column in features.items()}

    @cached_property
    def inside(self) -> Flags:
        """Behind which lines, but the last one, a seam is."""
        return ~self.page.derived(page_rows).ends[:-1]

    @cached_property
    def seams(self) -> PageRows:
        """Which seams are of one page."""
        rows = self.page.derived(page_rows)
        if len(self.page.starts) == 1:
            return PageRows(len(self.inside), rows.first)
        before = np.cumsum(np.append(0, rows.ends))[rows.first]
        return PageRows(int(self.inside.sum()), rows.first - before)

    def behind(self, name: str, lines: Integers) -> Feature:
        """A feature of the seams behind some lines, none of them its page's last."""
        rows = self.page.derived(page_rows)
        return self.features[name][lines - (rows.first - self.seams.first)[rows.pages[lines]]]

    @cached_property
    def parts(self) -> Sequence[Evidence]:
        """The part of each page, by itself."""
        if len(self.page.starts) == 1:
            return (self,)
        return [_PartOfEvidence(self, number, page) for number, page in enumerate(self._pages)]

    def by_page(self, lines: Integers) -> Iterator[tuple[Evidence, slice, Integers]]:
        """For each page with one of some lines, in ascending order, what is only known of a page.

        Yields:
            The part of the page, which of the lines are its own, and their rows on the page.
        """
        first = self.page.derived(page_rows).first
        edges = np.searchsorted(lines, np.append(first, len(self.page.lines)))
        for number in np.flatnonzero(np.diff(edges)).tolist():
            own = slice(*edges[number : number + 2].tolist())
            yield self.parts[number], own, lines[own] - first[number]


class _PartOfEvidence(Evidence):
    """What is known at the seams of one page of several, cut out when it is asked for."""

    def __init__(self, whole: Evidence, number: int, page: Page) -> None:
        super().__init__(page)
        self._whole, self._number = whole, number
        self._start = int(whole.page.starts[number])
        low = int(whole.page.derived(page_rows).first[number])
        self._rows = slice(low, low + len(page.lines))

    @cached_property
    def edges(self) -> Edges:
        return self._whole.edges.part(self._rows, self._start)

    @cached_property
    def words(self) -> Words:
        return self._whole.words.part(self._rows, self._start, self._start + len(self.page))

    @cached_property
    def features(self) -> Features:
        first = int(self._whole.seams.first[self._number])
        return _Part(self._whole.features, slice(first, first + len(self.page.lines) - 1))


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
    lines, kinds = page.lines, page.kinds
    spaces = np.flatnonzero(kinds == Kind.SPACE)
    row = np.searchsorted(spaces, lines.start)
    if len(spaces):
        found = spaces[np.minimum(row, len(spaces) - 1)]
        space = np.where(row < len(spaces), found, lines.end)
    else:
        space = lines.end
    word = np.minimum(np.maximum(space, lines.start + 1), lines.end)
    # No line of Chinese or Japanese begins with a closing mark: it keeps to the character before.
    tail = edges.inner_start + 1
    for _ in range(2):
        inside = tail < lines.end
        tail = np.where(
            inside & _NEVER_FIRST[kinds[np.minimum(tail, len(kinds) - 1)]], tail + 1, tail
        )
    return np.where(CJK[edges.inner_first], np.minimum(tail, lines.end), word)


_NEVER_FIRST = kind_set(
    *(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.COMMA, Kind.ENUMERATION_COMMA, Kind.COLON),
    *(Kind.SEMICOLON, Kind.EXCLAMATION, Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE, Kind.PERCENT),
)

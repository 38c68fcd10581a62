"""All evidence at the seams of a page as named integer columns, one row a seam."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy

import numpy as np

from layoutfix.evidence.seams.abbreviated import broken_word_features
from layoutfix.evidence.seams.columns import Columns, Feature, Features, column_features
from layoutfix.evidence.seams.continuation import Tables, continuation_features
from layoutfix.evidence.seams.edges import CJK, Edges, edge_features
from layoutfix.evidence.seams.fullness import fullness_features
from layoutfix.evidence.seams.glue import unspaced
from layoutfix.evidence.seams.grams import gram_features
from layoutfix.evidence.seams.habits import habit_features
from layoutfix.evidence.seams.words import Words, word_features
from layoutfix.language.characters import Kind, kind_set
from layoutfix.language.han import neighbour_scores
from layoutfix.model import Integers, Page
from layoutfix.parsing.page_rows import PageRows, page_rows

__all__ = ["Evidence"]


class Evidence:
    """What is known at every seam of a page; row ``i`` is the seam behind line ``i``.

    Of pages that lie end to end, what is behind a page's last line is no seam and has no row.
    """

    def __init__(self, page: Page, tables: Tables | None = None) -> None:
        """``tables`` hold other weights of :mod:`continuation` than the shipped ones."""
        self.page = page
        self.edges = Edges(page)
        self.words = page.derived(Words)
        columns = Columns(page, _head_end(page, self.edges))
        features: Features = {
            **column_features(columns, ~unspaced(self.edges)),
            **edge_features(page, self.edges),
            **habit_features(page, columns, self.edges),
            **fullness_features(page, columns, self.edges, self.words),
            **word_features(page, self.edges, self.words),
            **continuation_features(page, self.edges, self.words, tables),
            **broken_word_features(page, self.edges, self.words),
            **gram_features(page),
            **_neighbour_features(page),
        }
        rows = page.derived(page_rows)
        self.inside = ~rows.ends[:-1]
        self.features = features
        self.seams = PageRows(len(self.inside), rows.first)
        if len(page.starts) > 1:
            self.features = {name: column[self.inside] for name, column in features.items()}
            before = np.cumsum(np.append(0, rows.ends))[rows.first]
            self.seams = PageRows(int(self.inside.sum()), rows.first - before)

    def of_page(self, number: int, page: Page) -> Evidence:
        """The part of one page, of several that lie end to end.

        Args:
            number: of the page in the order in which they lie.
            page: the page.
        """
        whole = self.page
        if len(whole.starts) == 1:
            return self
        start = int(whole.starts[number])
        low = int(whole.derived(page_rows).first[number])
        rows = slice(low, low + len(page.lines))
        part = copy(self)
        part.page = page
        part.edges = self.edges.part(rows, start)
        part.words = self.words.part(rows, start, start + len(page))
        first = int(self.seams.first[number])
        part.features = _Part(self.features, slice(first, first + len(page.lines) - 1))
        return part


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

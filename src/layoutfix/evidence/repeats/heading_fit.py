"""Under which of two headings a text belongs, from the words of the headings alone.

A heading's words are pairs of Han and words of letters, their first five; a word weighs the more
the fewer sections of the page have it.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable

import numpy as np

from layoutfix.dedup.normal import DENSE
from layoutfix.evidence.repeats.copies import Letters, letters
from layoutfix.model import Page

__all__ = ["fits"]

STEM = 5
"""Letters of a word that are compared: endings differ between a heading and its text."""

Word = tuple[int, ...]


def fits(page: Page, body: Iterable[int], sections: tuple[int, int]) -> tuple[float, float]:
    """How well the text of some blocks fits under each of two headings.

    Args:
        page: with its roles.
        body: numbers of the blocks.
        sections: the headings, by the numbers of their sections.

    Returns:
        For each the weight of the words that it shares with the text, in nats: a word that one
        section in ten has weighs 2.3.
    """
    known = page.derived(letters)
    seen = page.derived(_sections_with)
    own = words(known, body)
    count = int(known.sections[-1]) + 1

    def fit(section: int) -> float:
        shared = own & words(known, (int(np.searchsorted(known.sections, section)),))
        # The text stands in two sections and counts once.
        return sum(sorted(math.log((count + 1) / max(seen[word] - 1, 1)) for word in shared))

    return fit(sections[0]), fit(sections[1])


def words(known: Letters, blocks: Iterable[int]) -> frozenset[Word]:
    """The words of some blocks: pairs of dense characters, the beginnings of others."""
    found: set[Word] = set()
    for block in blocks:
        start, end = known.starts[block : block + 2].tolist()
        codes = known.text.codes[start:end]
        dense = (codes & DENSE) != 0
        apart = np.ones(len(codes) + 1, np.bool_)
        apart[1:-1] = (np.diff(known.text.kept[start:end]) > 1) | (dense[1:] != dense[:-1])
        values = codes.tolist()
        for first, last in itertools.pairwise(np.flatnonzero(apart).tolist()):
            if dense[first]:
                found.update(itertools.pairwise(values[first:last]))
            elif last - first > 1:
                found.add(tuple(values[first : min(last, first + STEM)]))
    return frozenset(found)


def _sections_with(page: Page) -> Counter[Word]:
    """In how many sections, headings included, each word stands; each at least once."""
    known = page.derived(letters)
    found: Counter[Word] = Counter()
    edges = [0, *(np.flatnonzero(np.diff(known.sections)) + 1).tolist(), len(known.blocks)]
    for first, last in itertools.pairwise(edges):
        found.update(words(known, range(first, last)))
    return found

"""Under which of two headings a text belongs, from the words of the headings alone.

A heading's words are pairs of Han and whole words of letters; a word weighs the more the fewer
sections of the page have it.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np

from layoutfix.dedup.normal import DENSE
from layoutfix.model import Page
from layoutfix.repeats.copies import Letters, letters

__all__ = ["fits"]

Word = tuple[int, ...]


def fits(page: Page, body: range, sections: tuple[int, int]) -> tuple[float, float]:
    """How well the text of some blocks fits under each of two headings: 0 not at all, 1 in full.

    Args:
        page: with its roles.
        body: numbers of the blocks.
        sections: the headings, by the numbers of their sections.
    """
    known = page.derived(letters)
    seen = page.derived(_sections_with)
    own = words(known, body)
    count = int(known.sections[-1]) + 1

    def fit(section: int) -> float:
        head = int(np.searchsorted(known.sections, section))
        weight = {
            word: math.log((count + 1) / seen[word]) for word in words(known, range(head, head + 1))
        }
        total = sum(weight.values())
        return sum(weight[word] for word in sorted(weight) if word in own) / total if total else 0.0

    return fit(sections[0]), fit(sections[1])


def words(known: Letters, blocks: range) -> frozenset[Word]:
    """The words of some blocks: pairs of dense characters, runs of others."""
    if not len(blocks):
        return frozenset()
    start, end = int(known.starts[blocks.start]), int(known.starts[blocks.stop])
    codes = known.text.codes[start:end]
    kept = known.text.kept[start:end]
    dense = (codes & DENSE) != 0
    apart = np.ones(len(codes) + 1, np.bool_)
    apart[1:-1] = (np.diff(kept) > 1) | (dense[1:] != dense[:-1])
    edges = np.flatnonzero(apart).tolist()
    found: set[Word] = set()
    values = codes.tolist()
    for first, last in itertools.pairwise(edges):
        if dense[first]:
            found.update(zip(values[first : last - 1], values[first + 1 : last], strict=True))
        elif last - first > 1:
            found.add(tuple(values[first:last]))
    return frozenset(found)


def _sections_with(page: Page) -> Counter[Word]:
    """In how many sections, headings included, each word stands; each at least once."""
    known = page.derived(letters)
    found: Counter[Word] = Counter()
    edges = [0, *(np.flatnonzero(np.diff(known.sections)) + 1).tolist(), len(known.blocks)]
    for first, last in itertools.pairwise(edges):
        found.update(words(known, range(first, last)))
    return found

"""Evidence of the subject: what follows a seam may belong under another heading of the page.

A join can read well and still be false, when the text after the seam is another article's. Then
it covers another heading's terms, which the text before the seam never names.
"""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import numpy.typing as npt

from layoutfix.characters import Kind
from layoutfix.lexicon import fold
from layoutfix.model import Integers, Page, Role
from layoutfix.seams.edges import CJK

__all__ = ["foreign_terms"]

REACH = 1500
"""Characters on each side of a seam that are asked for their subject."""

MOST_HEADINGS = 60
"""Headings on each side of a seam's own that it may belong to; on a newspaper page all of them."""

LEAST_TERMS = 2
"""Terms of another heading that must follow a seam for them to be no chance."""

_CHARACTER = (1 << 21) - 1

STEM = 5
"""Letters of a word that are compared: endings differ, the subject doesn't."""

Codes = npt.NDArray[np.uint32]


def foreign_terms(page: Page, rows: Integers) -> Integers:
    """For each seam how many terms of one other heading follow it and stand nowhere else.

    Nowhere else is: not in the seam's own section before it, and in no section but its own and
    that heading's. Fewer than ``LEAST_TERMS`` count as 0, and so do pages without two headings.

    Args:
        page: the page.
        rows: seams between blocks; row ``i`` stands behind line ``i``.
    """
    lines = page.lines
    found = np.zeros(len(rows), np.int64)
    headings = np.flatnonzero((lines.role == Role.HEADING.code) & lines.opens)
    if len(headings) < 2 or not len(rows):
        return found
    codes = fold(page.code_points)
    titles = [_terms(page, codes, int(lines.start[n]), int(lines.end[n])) for n in headings]
    edges = [0, *lines.start[headings].tolist(), len(codes)]
    sections = [_terms(page, codes, low, high) for low, high in itertools.pairwise(edges)]
    wanted = set().union(*titles)
    spread = Counter(term for section in sections for term in section & wanted)
    owners = np.searchsorted(headings, rows, side="right")
    for place, (row, own) in enumerate(zip(rows.tolist(), owners.tolist(), strict=True)):
        end, start = int(lines.end[row]), int(lines.start[row + 1])
        before = _terms(page, codes, max(edges[own], end - REACH), end)
        after = _terms(page, codes, start, min(edges[own + 1], start + REACH)) & wanted
        near = range(max(own - MOST_HEADINGS, 1), min(own + MOST_HEADINGS, len(titles)) + 1)
        block = _terms(page, codes, start, int(lines.end[row + 1]))
        best = 0
        for other in near:
            if other != own:
                terms = (titles[other - 1] & after) - before
                terms = {t for t in terms if spread[t] == 1 + (t in sections[own])}
                if terms & block:
                    best = max(best, _apart(terms))
        found[place] = best if best >= LEAST_TERMS else 0
    return found


def _apart(terms: set[int]) -> int:
    """How many of the terms share no character with another: `低空` and `空经` are one."""
    ends = {term & _CHARACTER for term in terms if term > 0}
    return sum(term < 0 or term >> 21 not in ends for term in terms)


def _terms(page: Page, codes: Codes, start: int, end: int) -> set[int]:
    """Pairs of Han or kana, and the beginnings of words of four letters and more."""
    kinds = page.kinds[start:end]
    inside = codes[start:end].astype(np.uint64)
    solid = np.isin(kinds, CJK) & (kinds != Kind.HIRAGANA)
    pairs = np.flatnonzero(solid[1:] & solid[:-1])
    found: set[int] = set(((inside[pairs] << np.uint64(21)) | inside[pairs + 1]).tolist())
    letters = np.isin(kinds, _LETTERS)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], letters, [False])).astype(np.int8)))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if last - first >= STEM - 1:
            word = inside[first : min(last, first + STEM)].astype(np.uint32).tobytes()
            found.add(-int.from_bytes(word, "little"))
    return found


_LETTERS = np.array([Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.MARK, Kind.HANGUL], np.uint8)

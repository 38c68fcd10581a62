"""Evidence of the subject: what follows a seam may belong under another heading of the page.

A join can read well and still be false, when the text after the seam is another article's. Then
it covers another heading's terms, which the text before the seam never names.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from layoutfix.characters import Kind, kind_set
from layoutfix.lexicon import fold, short_keys, word_hashes
from layoutfix.model import Integers, Page, Role
from layoutfix.seams.words import Words

__all__ = ["foreign_terms"]

REACH = 1500
"""Characters on each side of a seam that are asked for their subject."""

MOST_HEADINGS = 60
"""Headings on each side of a seam's own that it may belong to; on a newspaper page all of them."""

LEAST_TERMS = 2
"""Terms of another heading that must follow a seam for them to be no chance."""

STEM = 5
"""Letters of a word that are compared: endings differ, the subject doesn't."""


@dataclass(frozen=True, slots=True, eq=False)
class _Terms:
    """Where the terms of the page's headings stand on the page, in order; terms are numbered."""

    place: Integers
    term: Integers

    def between(self, start: int, end: int) -> set[int]:
        """The terms that begin in a span."""
        low, high = np.searchsorted(self.place, (start, end))
        return set(self.term[low:high].tolist())


def foreign_terms(page: Page, words: Words, rows: Integers) -> Integers:
    """For each seam how many terms of one other heading follow it and stand nowhere else.

    Nowhere else is: not in the seam's own section before it, and in no section but its own and
    that heading's. Fewer than ``LEAST_TERMS`` count as 0, and so do pages without two headings.

    Args:
        page: the page.
        words: of the page.
        rows: seams between blocks; row ``i`` stands behind line ``i``.
    """
    lines = page.lines
    found = np.zeros(len(rows), np.int64)
    headings = np.flatnonzero((lines.role == Role.HEADING.code) & lines.opens)
    if len(headings) < 2 or not len(rows):
        return found
    terms = _terms(page, words, headings)
    starts, ends = lines.start.tolist(), lines.end.tolist()
    titles = [terms.between(starts[n], ends[n]) for n in headings.tolist()]
    edges = [0, *lines.start[headings].tolist(), len(page.text)]
    section = np.searchsorted(lines.start[headings], terms.place, side="right")
    present = np.unique((terms.term << 32) + section)
    spread = Counter((present >> 32).tolist())
    inside = set(present.tolist())
    owners = np.searchsorted(headings, rows, side="right")
    for place, (row, own) in enumerate(zip(rows.tolist(), owners.tolist(), strict=True)):
        end, start = ends[row], starts[row + 1]
        before = terms.between(max(edges[own], end - REACH), end)
        after = terms.between(start, min(edges[own + 1], start + REACH)) - before
        after = {term for term in after if spread[term] == 1 + ((term << 32) + own in inside)}
        block = terms.between(start, ends[row + 1])
        near = range(max(own - MOST_HEADINGS, 1), min(own + MOST_HEADINGS, len(titles)) + 1)
        for other in near if after else ():
            named = titles[other - 1] & after
            if other != own and named & block:
                found[place] = max(found[place], _apart(named))
    return np.where(found >= LEAST_TERMS, found, 0)


def _apart(terms: set[int]) -> int:
    """How many terms are left when neighbours are one: `低空` and `空经` have numbers in a row."""
    return sum(term - 1 not in terms for term in terms)


def _terms(page: Page, words: Words, headings: Integers) -> _Terms:
    """Pairs of Han or katakana, and the beginnings of words of four letters and more."""
    kinds, lines = page.kinds, page.lines
    folded = fold(page.code_points)
    solid = _IDEOGRAPHIC[kinds]
    pairs = np.flatnonzero(solid[1:] & solid[:-1])
    codes = folded.astype(np.uint64)
    pair_keys = (codes[pairs] << np.uint64(21)) | codes[pairs + 1]
    long = words.end - words.start >= STEM - 1
    start = words.start[long]
    stem_keys = word_hashes(folded, start, np.minimum(words.end[long], start + STEM))
    place = np.concatenate((pairs, start))
    keys = np.concatenate((pair_keys, stem_keys))
    line = np.searchsorted(lines.start, place, side="right") - 1
    in_heading = np.isin(line, headings)
    wanted = keys[in_heading]
    near = np.zeros(1 << 16, np.bool_)
    near[short_keys(wanted, 16)] = True
    likely = np.flatnonzero(near[short_keys(keys, 16)])
    # Numbered by their place in the headings, so that overlapping pairs follow one another.
    known, first = np.unique(wanted, return_index=True)
    order = np.argsort(place[in_heading], kind="stable")
    rank = np.empty(len(wanted), np.int64)
    rank[order] = np.arange(len(wanted)) + np.cumsum(
        np.diff(place[in_heading][order], prepend=0) > 1
    )
    at = np.minimum(np.searchsorted(known, keys[likely]), len(known) - 1)
    same = known[at] == keys[likely]
    chosen = likely[same]
    by_place = np.argsort(place[chosen], kind="stable")
    return _Terms(place[chosen][by_place], rank[first[at[same]]][by_place])


_IDEOGRAPHIC = kind_set(Kind.HAN, Kind.KATAKANA)

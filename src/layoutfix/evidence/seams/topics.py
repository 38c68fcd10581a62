"""Evidence of the subject: what follows a seam may belong under another heading of the page.

A join can read well and still be false, when the text after the seam is another article's. Then
it covers another heading's terms, which the text before the seam never names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.seams.features import Evidence
from layoutfix.evidence.seams.words import Words
from layoutfix.language.characters import Kind, among, kind_set, pieces
from layoutfix.language.lexicon import HASH_BASE, CodePoints, Hashes, fold
from layoutfix.language.offsets import compact, rows_before
from layoutfix.model import Flags, Integers, Page, Role
from layoutfix.parsing.page_rows import page_rows

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
        low, high = rows_before(self.place, np.array((start, end)), "left")
        return set(self.term[low:high].tolist())


def foreign_terms(evidence: Evidence, rows: Integers) -> Integers:
    """For some seams how many terms of one other heading follow it and stand nowhere else.

    Nowhere else is: in the text of no section, not that heading's own either, but for what follows
    the seam. A text that only mentions another article's subject is thus distinguished from one
    that is missing under the other heading. Fewer than ``LEAST_TERMS`` count as 0, and so do pages
    without two headings.

    Args:
        evidence: of a page, or of pages that lie end to end.
        rows: the lines before seams between blocks, in ascending order.
    """
    found = np.zeros(len(rows), np.int64)
    if len(rows):
        of, headings = evidence.page.derived(page_rows), _headings(evidence.page)
        titled = np.flatnonzero(of.totals(headings)[rows] > 1)
        for part, own, at in evidence.by_page(rows[titled]):
            found[titled[own]] = _foreign_terms(part.page, part.words, at)
    return found


def _headings(page: Page) -> Flags:
    lines = page.lines
    headings: Flags = (lines.role == Role.HEADING.code) & lines.opens
    return headings


def _foreign_terms(page: Page, words: Words, rows: Integers) -> Integers:
    """The same for the seams of one page that has two headings."""
    lines = page.lines
    found = np.zeros(len(rows), np.int64)
    headings = np.flatnonzero(_headings(page))
    terms = _terms(page, words, headings)
    begins, behind = lines.start[headings], lines.end[headings]
    spans = zip(begins.tolist(), behind.tolist(), strict=True)
    titles = [terms.between(first, last) for first, last in spans]
    edges = [0, *begins.tolist(), len(page.text)]
    once = _in_one_section(terms, begins, behind)
    owners = np.searchsorted(headings, rows, side="right")
    around = (lines.end[rows], lines.start[rows + 1], lines.end[rows + 1], owners)
    seams = zip(*(column.tolist() for column in around), strict=True)
    for place, (end, start, last, own) in enumerate(seams):
        after = terms.between(start, min(edges[own + 1], start + REACH))
        after &= once
        if len(after) < LEAST_TERMS:
            continue
        after -= terms.between(max(edges[own], end - REACH), end)
        block = terms.between(start, last)
        near = range(max(own - MOST_HEADINGS, 1), min(own + MOST_HEADINGS, len(titles)) + 1)
        for other in near if after else ():
            named = titles[other - 1] & after
            if other != own and named & block:
                found[place] = max(found[place], _apart(named))
    return np.where(found >= LEAST_TERMS, found, 0)


def _in_one_section(terms: _Terms, start: Integers, end: Integers) -> set[int]:
    """The terms that the text of one section alone holds, headings not counted."""
    first, last = np.full((2, int(terms.term.max(initial=0)) + 1), -1, np.int64)
    for piece in pieces(len(terms.place)):
        place, term = terms.place[piece], terms.term[piece]
        section = np.searchsorted(start, place, side="right")
        body = (section == 0) | (place >= end[section - 1])
        term, section = term[body], section[body]
        last[term] = section  # in the order of the text: of several the last is kept
        new = first[term] < 0
        first[term[new][::-1]] = section[new][::-1]
    return set(np.flatnonzero((first == last) & (last >= 0)).tolist())


def _apart(terms: set[int]) -> int:
    """How many terms are left when neighbours are one: `低空` and `空经` have numbers in a row."""
    return sum(term - 1 not in terms for term in terms)


def _terms(page: Page, words: Words, headings: Integers) -> _Terms:
    """Pairs of Han or katakana, and the beginnings of words of four letters and more."""
    codes, lines = page.code_points, page.lines
    first, last = lines.start[headings], lines.end[headings]

    def titles(place: Integers) -> Flags:
        heading = np.searchsorted(first, place, side="right") - 1
        inside: Flags = (heading >= 0) & (place < last[heading])
        return inside

    found = list(_keys(page, words, titles))
    place, key = (np.concatenate(column) for column in zip(*found, strict=True))
    known, once = np.unique(key, return_index=True)
    # Numbered by their place in the headings, so that overlapping pairs follow one another.
    number = (np.arange(len(place)) + np.cumsum(np.diff(place, prepend=0) > 1))[once]
    # Few places of the text begin with two characters that some heading's term begins with.
    near = np.zeros(1 << SKETCH_BITS, np.bool_)
    near[_sketch(codes[place], codes[place + 1])] = True
    known_keys, places, terms = _KnownKeys(known), [], []
    for place, key in _keys(page, words, lambda at: near.take(_sketch(codes[at], codes[at + 1]))):
        same = known_keys.among(key)
        places.append(compact(place[same], len(page)))
        terms.append(compact(number[np.searchsorted(known, key[same])], len(page)))
    return _Terms(np.concatenate(places), np.concatenate(terms))


def _keys(
    page: Page,
    words: Words,
    chosen: Callable[[Integers], Flags],
) -> Iterator[tuple[Integers, Hashes]]:
    """Where the chosen terms of a page begin, in order, and a number for each that says what it is.

    They come some thousand characters of the text at a time.

    Args:
        page: the page.
        words: of it; the first letters of the long ones are terms.
        chosen: which of some places are asked for.
    """
    codes = page.code_points
    begin, end = words.start, words.end
    for piece in pieces(len(codes) - 1):
        pair = piece.start + np.flatnonzero(_paired(page, piece.start, piece.stop))
        pair = pair[chosen(pair)]
        part = slice(*rows_before(begin, np.array((piece.start, piece.stop)), "left").tolist())
        stem, stem_end = begin[part], end[part]
        long = stem_end - stem >= STEM - 1
        stem, stem_end = stem[long], stem_end[long]
        some = chosen(stem)
        stem, stem_end = stem[some], stem_end[some]
        pair_key = (fold(codes[pair]).astype(np.uint64) << np.uint64(21)) | fold(codes[pair + 1])
        place = np.concatenate((pair, stem))
        key = np.concatenate((pair_key, _stems(codes, stem, stem_end)))
        order = np.argsort(place, kind="stable")
        yield place[order], key[order]


def _paired(page: Page, start: int, end: int) -> Flags:
    """Which characters of a span are Han or katakana, as the next one is."""
    solid = among(page.kinds[start : end + 1], _IDEOGRAPHIC)
    return solid[1:] & solid[:-1]


def _sketch(one: CodePoints, other: CodePoints) -> CodePoints:
    """A number for two characters, whatever their case."""
    both = (one | _CASE) * np.uint32(40503) + (other | _CASE)
    return (both * np.uint32(0x9E3779B1)) >> np.uint32(32 - SKETCH_BITS)


SKETCH_BITS = 18
"""So many that few strangers look alike, and so few that a table of them stays in the cache."""


def _stems(codes: CodePoints, start: Integers, end: Integers) -> Hashes:
    """The hashes (``lexicon.word_hashes``) of the first ``STEM`` characters of words."""
    hashes = np.zeros(len(start), np.uint64)
    for step in range(STEM):
        at = start + step
        longer = hashes * HASH_BASE + fold(codes[np.minimum(at, len(codes) - 1)])
        hashes = np.where(at < end, longer, hashes)
    return hashes


class _KnownKeys:
    """Sorted keys, and a table of them by hash: of the keys of a text nearly all are strangers."""

    def __init__(self, known: Hashes) -> None:
        self._known = known
        self._table = np.zeros(1 << SLOT_BITS, np.int64)
        self._table[self._slot(known)] = np.arange(len(known))

    def among(self, keys: Hashes) -> Integers:
        """The rows of keys that are known."""
        known = self._known
        if not len(known):
            return np.zeros(0, np.int64)
        same = known[self._table[self._slot(keys)]] == keys
        other = np.flatnonzero(~same)  # strangers, and some that share a slot
        at = np.minimum(np.searchsorted(known, keys[other]), len(known) - 1)
        same[other] = known[at] == keys[other]
        return np.flatnonzero(same)

    @staticmethod
    def _slot(hashes: Hashes) -> Hashes:
        return (hashes * HASH_BASE) >> np.uint64(64 - SLOT_BITS)


SLOT_BITS = 18

_CASE = np.uint32(0x20)
"""The bit that parts capital from small letters in ASCII, Latin-1, Greek and Cyrillic."""

_IDEOGRAPHIC = kind_set(Kind.HAN, Kind.KATAKANA)

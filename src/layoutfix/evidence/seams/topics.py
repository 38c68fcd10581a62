"""Evidence of the subject: what follows a seam may belong under another heading of the page.

A join can read well and still be false, when the text after the seam is another article's. Then
it covers another heading's terms, which the text before the seam never names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.seams.words import Words
from layoutfix.language.characters import Kind, among, kind_set, pieces
from layoutfix.language.lexicon import HASH_BASE, CodePoints, Hashes, folded
from layoutfix.model import Integers, Page, Role

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

    Nowhere else is: in the text of no section, not that heading's own either, but for what follows
    the seam. A text that only mentions another article's subject is thus distinguished from one
    that is missing under the other heading. Fewer than ``LEAST_TERMS`` count as 0, and so do pages
    without two headings.

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
    once = _in_one_section(terms, lines.start[headings], lines.end[headings])
    owners = np.searchsorted(headings, rows, side="right")
    for place, (row, own) in enumerate(zip(rows.tolist(), owners.tolist(), strict=True)):
        end, start = ends[row], starts[row + 1]
        after = terms.between(start, min(edges[own + 1], start + REACH))
        after &= once
        if len(after) < LEAST_TERMS:
            continue
        after -= terms.between(max(edges[own], end - REACH), end)
        block = terms.between(start, ends[row + 1])
        near = range(max(own - MOST_HEADINGS, 1), min(own + MOST_HEADINGS, len(titles)) + 1)
        for other in near if after else ():
            named = titles[other - 1] & after
            if other != own and named & block:
                found[place] = max(found[place], _apart(named))
    return np.where(found >= LEAST_TERMS, found, 0)


def _in_one_section(terms: _Terms, start: Integers, end: Integers) -> set[int]:
    """The terms that the text of one section alone holds, headings not counted."""
    section = np.searchsorted(start, terms.place, side="right")
    body = (section == 0) | (terms.place >= end[section - 1])
    term, section = terms.term[body], section[body]
    first, last = np.full((2, int(terms.term.max(initial=0)) + 1), -1, np.int64)
    last[term] = section  # in the order of the text: of several the last is kept
    first[term[::-1]] = section[::-1]
    return set(np.flatnonzero((first == last) & (last >= 0)).tolist())


def _apart(terms: set[int]) -> int:
    """How many terms are left when neighbours are one: `低空` and `空经` have numbers in a row."""
    return sum(term - 1 not in terms for term in terms)


def _terms(page: Page, words: Words, headings: Integers) -> _Terms:
    """Pairs of Han or katakana, and the beginnings of words of four letters and more."""
    kinds, lines, codes = page.kinds, page.lines, page.code_points
    solid = among(kinds, _IDEOGRAPHIC)
    paired = solid[1:] & solid[:-1]
    begins = np.zeros(len(paired), np.bool_)
    begins[words.start[words.end - words.start >= STEM - 1]] = True
    inside = np.zeros(len(paired), np.bool_)
    spans = zip(lines.start[headings].tolist(), lines.end[headings].tolist(), strict=True)
    for first, last in spans:
        inside[first:last] = True
    # Few places of the text begin with two characters that some heading's term begins with.
    may = paired | begins
    near = np.zeros(1 << SKETCH_BITS, np.bool_)
    titles = np.flatnonzero(may & inside)
    near[_sketch(codes[titles], codes[titles + 1])] = True
    likely = np.zeros(len(paired), np.bool_)
    for piece in pieces(len(paired)):
        likely[piece] = near.take(_sketch(codes[piece], codes[piece.start + 1 : piece.stop + 1]))
    pairs, long = np.flatnonzero(paired & likely), np.flatnonzero(begins & likely)
    place = np.concatenate((pairs, long))
    in_heading = inside[place]
    plain = page.of_text(folded)
    pair_keys = (plain[pairs].astype(np.uint64) << np.uint64(21)) | plain[pairs + 1]
    end = words.end[np.searchsorted(words.start, long)]
    stem_keys = _stems(plain, long, end)
    keys = np.concatenate((pair_keys, stem_keys))
    # Numbered by their place in the headings, so that overlapping pairs follow one another.
    wanted = keys[in_heading]
    known, first = np.unique(wanted, return_index=True)
    order = np.argsort(place[in_heading], kind="stable")
    rank = np.empty(len(wanted), np.int64)
    rank[order] = np.arange(len(wanted)) + np.cumsum(
        np.diff(place[in_heading][order], prepend=0) > 1
    )
    at = _found(known, keys)
    same = np.flatnonzero(known[at] == keys)
    by_place = same[np.argsort(place[same], kind="stable")]
    return _Terms(place[by_place], rank[first[at[by_place]]])


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
        longer = hashes * HASH_BASE + codes[np.minimum(at, len(codes) - 1)]
        hashes = np.where(at < end, longer, hashes)
    return hashes


def _found(known: Hashes, keys: Hashes) -> Integers:
    """Where each key stands among the known ones, if it is one of them."""

    def slot(hashes: Hashes) -> Hashes:
        return (hashes * HASH_BASE) >> np.uint64(64 - SLOT_BITS)

    table = np.zeros(1 << SLOT_BITS, np.int64)
    table[slot(known)] = np.arange(len(known))
    at = table[slot(keys)]
    other = np.flatnonzero(known[at] != keys)  # strangers, and some that share a slot
    at[other] = np.minimum(np.searchsorted(known, keys[other]), len(known) - 1)
    return at


SLOT_BITS = 18

_CASE = np.uint32(0x20)
"""The bit that parts capital from small letters in ASCII, Latin-1, Greek and Cyrillic."""

_IDEOGRAPHIC = kind_set(Kind.HAN, Kind.KATAKANA)

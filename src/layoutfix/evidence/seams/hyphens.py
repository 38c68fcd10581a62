"""Line ends that broke a word at a hyphen, and hyphens that stand on a line of their own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import regex

from layoutfix.evidence.seams.edges import Edges
from layoutfix.evidence.seams.words import Words
from layoutfix.language.characters import Kind, kind_set, one_of
from layoutfix.language.hyphen_decision import (
    hyphen_probability,
    known_compound,
    known_word,
    makes_compounds,
    suspended,
)
from layoutfix.language.hyphenation import Fragments, PageWords, fragments_at, page_words
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["BrokenWords", "broken_words", "decided", "holds_code", "lone_hyphens"]

DROPPED_PRIOR = 0.9
"""Share of line-end hyphens that the typesetter put there, of those on papers and in books: 93 in
100 on the tuning papers, less in old English books."""

SUSPENDED_SURE = 0.97

JOINED_AT_HYPHEN = 0.99
"""How sure a line that ends in a letter and a hyphen goes on where the next, without a blank line
between, begins with a small letter: of 45,000 such seams in papers, books and newspapers all but
2 in 1,000 do, and most of those are words that were cut at the end of a column or a verse."""

JOINED_AT_CAPITAL = 0.95
"""The same before a capital: of 1,400 all but 4 in 100."""

LONE_SURE = 0.95
"""The same for a hyphen on a line of its own between two parts that are known to make a compound:
no real source at hand counts them."""

_HYPHENS = kind_set(Kind.HYPHEN, Kind.SOFT_HYPHEN)
_LETTERS = kind_set(Kind.LOWER, Kind.UPPER, Kind.DIGIT, Kind.LETTER, Kind.MARK)
_OLD_HYPHENS = "¬="
"""Signs that stand for a hyphen in old books where they have the joined word to vouch for them."""


_CODE_MARK = regex.compile(r"[`|\\{}<>=]")

LEAST_OLD, LEAST_OLD_WORD = 2, 6
"""Letters of each part and of the word: `a=` at a line end is code."""


@dataclass(frozen=True, slots=True)
class BrokenWords:
    """What becomes of the hyphens at some line ends; row ``i`` is the seam ``rows[i]``.

    Attributes:
        rows: seams where a hyphen stands between two parts of a word.
        dropped: whether the hyphen leaves.
        held: whether it is suspended: it stays, and so does the space.
        sure: how sure that is.
        join: how sure each line goes on at the least, for its hyphen.
    """

    rows: Integers
    dropped: Flags
    held: Flags
    sure: npt.NDArray[np.float64]
    join: npt.NDArray[np.float64]


def words_of(page: Page) -> PageWords:
    """The words of a page as the hyphens need them; use it as ``page.derived(words_of)``."""
    words = page.derived(Words)
    runs = (words.start, words.end, words.hash)
    return page_words(page.code_points, page.kinds, runs, page.starts)


def decided(
    page: Page, words: PageWords, fragments: Fragments
) -> tuple[Flags, Flags, npt.NDArray[np.float64]]:
    """Which hyphens leave, which are suspended, and how sure that is."""
    drop = hyphen_probability(page.code_points, page.kinds, words, fragments)
    held = suspended(page.code_points, words, fragments)
    dropped = (drop >= 0.5) & ~held
    prior = drop * DROPPED_PRIOR
    sure = np.where(dropped, prior / (prior + (1 - drop) * (1 - DROPPED_PRIOR)), 1 - drop)
    return dropped, held, np.where(held, SUSPENDED_SURE, np.round(sure, 4))


def broken_words(
    page: Page,
    edges: Edges,
    join: npt.NDArray[np.float64],
    open_seams: Flags,
    least: float,
) -> BrokenWords:
    """The hyphens at line ends that are joins, for what else is known or by themselves.

    Args:
        page: the page, or pages that lie end to end.
        edges: of its lines.
        join: the probabilities that its seams heal, a row for each line but the last.
        open_seams: seams that nothing forbids to heal.
        least: the probability from which on one counts as a join.
    """
    lines = page.lines
    follows = edges.first[1:]
    hyphen = _HYPHENS[edges.last[:-1]] & _LETTERS[edges.before_last[:-1]] & _LETTERS[follows]
    old = one_of(edges.last_code[:-1], _OLD_HYPHENS) & (edges.before_last[:-1] == Kind.LOWER)
    rows = np.flatnonzero(hyphen | (old & (follows == Kind.LOWER)))
    goes_on = open_seams[rows] & (lines.gap[rows + 1] == 0) & ~_no_prose(page, edges, rows)
    goes_on &= (follows[rows] == Kind.LOWER) | (follows[rows] == Kind.UPPER)
    chosen = goes_on | (hyphen[rows] & (join[rows] >= least))
    rows, goes_on = rows[chosen], goes_on[chosen]
    if not len(rows):
        none = np.zeros(0, np.bool_)
        return BrokenWords(rows, none, none, np.zeros(0), np.zeros(0))
    known = page.derived(words_of)
    fragments = fragments_at(known, lines.end[rows] - 1, lines.start[rows + 1])
    doubtful = old[rows]
    if doubtful.any():
        left = fragments.left_ends - fragments.left_starts
        right = fragments.right_ends - fragments.right_starts
        long = (np.minimum(left, right) >= LEAST_OLD) & (left + right >= LEAST_OLD_WORD)
        kept = ~doubtful | (long & known_word(known, fragments))
        rows, goes_on = rows[kept], goes_on[kept]
        fragments = fragments_at(known, lines.end[rows] - 1, lines.start[rows + 1])
    dropped, held, sure = decided(page, known, fragments)
    proof = np.where(follows[rows] == Kind.UPPER, JOINED_AT_CAPITAL, JOINED_AT_HYPHEN)
    proof = np.where(goes_on, proof, 0.0)
    return BrokenWords(rows, dropped | old[rows], held & ~old[rows], sure, proof)


def holds_code(text: str, starts: Integers, ends: Integers) -> Flags:
    """Which spans hold a mark of code: they are not only prose."""
    marks = map(_CODE_MARK.search, itertools.repeat(text), starts.tolist(), ends.tolist())
    return np.fromiter((mark is not None for mark in marks), np.bool_, len(starts))


def _no_prose(page: Page, edges: Edges, rows: Integers) -> Flags:
    """Seams in code, and in lists of affixes: below `pre-` stands `post-`, and nothing else."""
    lines, text = page.lines, page.text
    found = holds_code(text, lines.start[rows], lines.end[rows] - 1)
    affixes = _HYPHENS[edges.last[rows]] & _HYPHENS[edges.last[rows + 1]]
    for place in np.flatnonzero(affixes & ~found).tolist():
        row = int(rows[place])
        left, right = (text[lines.start[each] : lines.end[each]] for each in (row, row + 1))
        found[place] = len(left.split()) == len(right.split()) == 1
    return found


def lone_hyphens(page: Page, edges: Edges) -> Integers:
    """Numbers of the lines that hold the hyphen of a compound and nothing else: `low | - | cost`.

    The line before ends with a word, the next one begins with a small letter, and the page, a
    dictionary or the language makes a compound of the two; so no dash of a list, and no ruler.
    Where every second line is a hyphen they are the items of a list.
    """
    lines = page.lines
    own = page.derived(page_rows)
    hyphen = (lines.width == 1) & (edges.first == Kind.HYPHEN)
    alone = hyphen[1:-1].copy()
    alone &= _LETTERS[edges.last[:-2]] & (edges.first[2:] == Kind.LOWER)
    alone &= (lines.gap[1:-1] == 0) & (lines.gap[2:] == 0)
    alone &= ~(lines.frozen[:-2] | lines.frozen[1:-1] | lines.frozen[2:])
    alone &= own.follows[:-1] & own.follows[1:]
    found = np.flatnonzero(alone) + 1
    if not len(found):
        return found
    known = page.derived(words_of)
    fragments = fragments_at(known, lines.end[found - 1], lines.start[found + 1])
    compound = known_compound(known, fragments)
    chosen = np.zeros(len(lines), np.bool_)
    chosen[found] = True
    only = (own.totals(chosen) == own.totals(hyphen))[found]  # no such hyphen is a list's dash
    if only.any():
        compound |= only & makes_compounds(known, fragments)
    items = hyphen[np.maximum(found - 2, own.low[found])]
    items |= hyphen[np.minimum(found + 2, own.high[found] - 1)]
    kept: Integers = found[compound & ~items]
    return kept

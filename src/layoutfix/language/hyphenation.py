"""The words of a page and the fragments of them that hyphens leave.

What becomes of such a hyphen is decided in `hyphen_decision`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language import lexicon
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import Kind, pieces, rows_where
from layoutfix.language.lexicon import CodePoints, Hashes
from layoutfix.language.offsets import rows_before
from layoutfix.model import Flags, Integers

__all__ = [
    "HYPHENS",
    "Fragments",
    "PageWords",
    "are_hyphens",
    "beside",
    "count_among",
    "fragments_at",
    "page_at",
    "page_words",
    "with_hyphen",
]

HYPHENS: Final = np.array([0x2D, 0xAD, 0x2010, 0x2011, 0x2E17, 0xAC], np.uint32)
"""What may stand for a hyphen: hyphen-minus, soft hyphen, hyphen, its unbreakable twin, the double
oblique hyphen of old German print, and the not sign that some OCR programs write."""

_WORD: Final = np.zeros(256, np.bool_)
_WORD[[Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.DIGIT, Kind.MARK]] = True

_HYPHEN_HASH: Final = np.uint64(0x2D)

LINE_FEED: Final = 0x0A

NO_HASHES: Final = np.zeros(0, np.uint64)


@dataclass(frozen=True, slots=True)
class PageWords:
    """The runs of letters and digits of a page, in order; offsets are code points, half-open.

    Attributes:
        begins: where the page begins, or each of several that lie end to end.
        starts: where each run begins.
        ends: where it ends.
        hashes: the hash of each run, folded (`lexicon.word_hashes`).
        own_hashes: the same, each page's apart (`lexicon.by_text`).
        fresh: the numbers of the runs behind blank lines.
        cut: the numbers of the runs that a line end may have cut.
        compounds: hashes of two neighbouring runs with the one hyphen between them, each page's
            apart.
        capitals: for each page the runs in a hundred that begin with a capital.
        habit: compounds among a thousand runs whose second part is lower case: German has few.
    """

    begins: Integers
    starts: Integers
    ends: Integers
    hashes: Hashes
    own_hashes: Hashes
    fresh: Integers
    cut: Integers
    compounds: Hashes
    capitals: Integers
    habit: Integers

    def count_whole(self, asked: Hashes) -> Integers:
        """How often each asked hash stands among the runs that no line end may have cut.

        They are the page's vocabulary; hashes are each page's apart.
        """
        return count_among(self.own_hashes, asked, self.own_hashes[self.cut])


@dataclass(frozen=True, slots=True)
class Fragments:
    """The runs of letters and digits that touch each hyphenated line end; empty spans where none.

    A run ends at any hyphen: of `state-of-` and `the-art` the fragments are `of` and `the`.
    ``page`` is the number of the page, 0 where there is only one.
    """

    left_starts: Integers
    left_ends: Integers
    left_hashes: Hashes
    right_starts: Integers
    right_ends: Integers
    right_hashes: Hashes
    hyphens: Integers
    page: Integers


def page_words(
    code_points: CodePoints,
    kinds: npt.NDArray[np.uint8],
    runs: tuple[Integers, Integers, Hashes] | None = None,
    begins: Integers = lexicon.ONE_TEXT,
) -> PageWords:
    """The words of a page, with the counts that the hyphens ask for.

    Args:
        code_points: of the page, not folded.
        kinds: the class of each (`characters.kinds`).
        runs: starts, ends and hashes of its runs of letters and digits, where they are known.
        begins: where the pages begin that lie end to end, a line break between two of them.

    >>> from layoutfix.language.characters import code_points_of, kinds
    >>> page = code_points_of("A well-known mill, a wind-\\nmill")
    >>> words = page_words(page, kinds(page))
    >>> len(words.hashes), len(words.cut), len(words.compounds)
    (7, 2, 1)
    """
    if runs is None:
        inside = np.zeros(len(code_points) + 2, np.bool_)
        inside[1:-1] = _WORD[kinds]
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends = edges[::2], edges[1::2]
        hashes = lexicon.word_hashes(lexicon.fold(code_points), starts, ends)
    else:
        starts, ends, hashes = runs
    after = rows_where(len(starts) - 1, lambda some: are_hyphens(code_points[ends[some]]))
    page = page_at(begins, starts[after])
    after = after[page == page_at(begins, starts[after + 1])]
    compound = after[starts[after + 1] - ends[after] == 1]
    breaks = np.flatnonzero(kinds == Kind.BREAK)
    following = np.append(breaks, len(kinds))[np.searchsorted(breaks, ends[after])]
    cut = after[following < starts[after + 1]]
    second = compound + 1
    joined = with_hyphen(hashes[compound], hashes[second], ends[second] - starts[second])
    count = np.diff(rows_before(starts, begins, "left"), append=len(starts))

    def share(per: int, runs: Integers) -> Integers:
        some = np.bincount(page_at(begins, starts[runs]), minlength=len(begins))
        return np.where(count > 1, per * some // np.maximum(count, 1), 0)

    own_hashes = hashes
    if len(begins) > 1:
        own_hashes = lexicon.by_text(hashes, page_at(begins, starts))
    return PageWords(
        begins,
        starts,
        ends,
        hashes,
        own_hashes,
        _first_words(code_points, starts),
        np.union1d(cut, cut + 1),
        lexicon.by_text(joined, page_at(begins, starts[compound])),
        share(100, rows_where(len(starts), lambda some: kinds[starts[some]] == Kind.UPPER)),
        share(1000, compound[kinds[starts[second]] == Kind.LOWER]),
    )


def _first_words(code_points: CodePoints, starts: Integers) -> Integers:
    """The words behind a blank line: between them and the word before are two line ends."""
    next_word = rows_before(starts, np.flatnonzero(code_points == LINE_FEED), "left")
    twice = next_word[1:] == next_word[:-1]
    twice[1:] &= ~twice[:-1]  # one blank line, or more of them
    twice &= next_word[1:] < len(starts)
    found: Integers = next_word[1:][twice]
    return found


def page_at(begins: Integers, places: Integers) -> Integers:
    """The number of the page that each offset lies on."""
    if len(begins) == 1:
        return np.zeros(len(places), np.int64)
    return np.searchsorted(begins, places, side="right") - 1


def fragments_at(words: PageWords, hyphens: Integers, rights: Integers) -> Fragments:
    """The fragments around hyphens at line ends.

    Args:
        words: of the page.
        hyphens: offset of each hyphen.
        rights: offset of the first character after the seam that is no space.
    """
    page = page_at(words.begins, hyphens)
    if not len(words.starts):
        none = np.zeros(len(hyphens), np.uint64)
        return Fragments(hyphens, hyphens, none, rights, rights, none, hyphens, page)
    left = np.maximum(rows_before(words.ends, hyphens, "right") - 1, 0)
    has_left = words.ends[left] == hyphens
    right = np.minimum(rows_before(words.starts, rights, "left"), len(words.starts) - 1)
    has_right = words.starts[right] == rights
    return Fragments(
        np.where(has_left, words.starts[left], hyphens),
        hyphens,
        np.where(has_left, words.hashes[left], np.uint64(0)),
        rights,
        np.where(has_right, words.ends[right], rights),
        np.where(has_right, words.hashes[right], np.uint64(0)),
        hyphens,
        page,
    )


def with_hyphen(left: Hashes, right: Hashes, right_lengths: Integers) -> Hashes:
    """The hashes of left + hyphen + right, whatever kind of hyphen stood there."""
    return lexicon.combine(left * lexicon.HASH_BASE + _HYPHEN_HASH, right, right_lengths)


def count_among(page: Hashes, asked: Hashes, without: Hashes = NO_HASHES) -> Integers:
    """How often each asked hash stands among the page's, in linear time.

    Args:
        page: the hashes of the page.
        asked: those that are asked for.
        without: hashes of the page that don't count.

    >>> count_among(np.array([5, 7, 5], np.uint64), np.array([5, 6], np.uint64)).tolist()
    [2, 0]
    """
    if not len(asked):
        return np.zeros(0, np.int64)
    wanted, back = np.unique(asked, return_inverse=True)
    marked = np.zeros(1 << 16, np.bool_)
    marked[_sketch(wanted)] = True

    def count(some: Hashes) -> Integers:
        likely = some[marked.take(_sketch(some))]
        places = np.minimum(np.searchsorted(wanted, likely), len(wanted) - 1)
        return np.bincount(places[wanted[places] == likely], minlength=len(wanted))

    counts = sum((count(page[piece]) for piece in pieces(len(page))), -count(without))
    return counts[back]


def _sketch(hashes: Hashes) -> npt.NDArray[np.uint16]:
    """Sixteen bits of each hash, to tell most strangers by."""
    return ((hashes * lexicon.HASH_BASE) >> np.uint64(48)).astype(np.uint16)


def beside(code_points: CodePoints, places: Integers) -> Integers:
    """What stands at the far end of a fragment: 0 a space or nothing, 1 a hyphen, 2 another."""
    inside = (places >= 0) & (places < len(code_points))
    beside = np.where(inside, code_points[clipped(places, 0, len(code_points) - 1)], 0x20)
    return np.select([are_hyphens(beside), beside > 0x20], [1, 2], 0)


def are_hyphens(code_points: CodePoints) -> Flags:
    """Which characters may stand for a hyphen."""
    found = np.zeros(len(code_points), np.bool_)
    for hyphen in HYPHENS:
        found |= code_points == hyphen
    return found

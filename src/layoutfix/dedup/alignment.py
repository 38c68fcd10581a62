"""Which passages of two texts are the same: the pieces that stand in both, in the same order.

Shingles that stand once in either text are anchors; the longest run of anchors in the same order
in both is kept (as in patience diff), and each is grown to both sides as far as the texts agree.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.normal import Codes, Normalised, Offsets, normalised
from layoutfix.dedup.shingling import hashes64
from layoutfix.model import Span

__all__ = ["aligned", "longest_rising"]


def aligned(one: str, other: str) -> tuple[tuple[Span, Span], ...]:
    """The passages that stand in both texts, in order, each as its span in either.

    Passages are runs of at least a shingle that read the same once case, width, white space and
    marks are left out. They don't overlap.

    >>> left, right = "The ferry sails at noon. Rain is expected.", "The ferry sails at noon!"
    >>> [(a.text_of(left), b.text_of(right)) for a, b in aligned(left, right)]
    [('The ferry sails at noon', 'The ferry sails at noon')]
    """
    texts = normalised([one, other])
    left, right = texts.text(0), texts.text(1)
    if len(left) and np.array_equal(left, right):
        whole = Span(0, len(left))
        return ((_source(texts, 0, whole), _source(texts, 1, whole)),)
    out: list[tuple[Span, Span]] = []
    last_left = last_right = 0
    for a, b in _anchors(texts):
        if a < last_left or b < last_right:
            continue
        back = _agree(left[last_left:a][::-1], right[last_right:b][::-1])
        ahead = _agree(left[a:], right[b:])
        here = Span(a - back, a + ahead), Span(b - back, b + ahead)
        last_left, last_right = here[0].end, here[1].end
        if ahead:
            out.append((_source(texts, 0, here[0]), _source(texts, 1, here[1])))
    return tuple(out)


def _anchors(texts: Normalised) -> list[tuple[int, int]]:
    """Places of the shingles that stand once in each, in the same order in both."""
    hashes, starts, places = hashes64(texts)
    middle = int(starts[1])
    left, left_at = _once(hashes[:middle], places[:middle])
    right, right_at = _once(hashes[middle:], places[middle:] - texts.starts[1])
    _, rows, columns = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    pairs = np.stack((left_at[rows], right_at[columns]), axis=1)
    pairs = pairs[np.argsort(pairs[:, 0])]
    return longest_rising(pairs[:, 0].tolist(), pairs[:, 1].tolist())


def _once(
    hashes: npt.NDArray[np.uint64], places: Offsets
) -> tuple[npt.NDArray[np.uint64], Offsets]:
    values, first, counts = np.unique(hashes, return_index=True, return_counts=True)
    return values[counts == 1], places[first[counts == 1]]


def longest_rising(left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in ``right`` too; ``left`` never falls.

    >>> longest_rising([0, 1, 2, 3], [5, 1, 2, 4])
    [(1, 1), (2, 2), (3, 4)]
    """
    tails: list[int] = []  # the least last place of a subsequence of each length
    ends: list[int] = []  # the row where that one ends
    before: list[int] = []
    for row, place in enumerate(right):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(place)
            ends.append(row)
        else:
            tails[length], ends[length] = place, row
    out: list[tuple[int, int]] = []
    row = ends[-1] if ends else -1
    while row >= 0:
        out.append((left[row], right[row]))
        row = before[row]
    return out[::-1]


def _agree(left: Codes, right: Codes) -> int:
    """How many characters agree before the first that doesn't."""
    length = min(len(left), len(right))
    differ = np.flatnonzero(left[:length] != right[:length])
    return int(differ[0]) if len(differ) else length


def _source(texts: Normalised, number: int, span: Span) -> Span:
    places = texts.places(number)
    return Span(int(places[span.start]), int(places[span.end - 1]) + 1)

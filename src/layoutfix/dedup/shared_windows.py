"""Windows of characters that stand in two places of one or many texts: where shared runs begin.

Windows of the normalised texts are hashed. Nearly all stand once, so first the hashes are only
counted, by some of their bits, as many at a time as a cache holds; what is left is sorted.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.candidates import crowds, pairs_of
from layoutfix.dedup.normal import DENSE, Codes, Normalised, Offsets
from layoutfix.language.lexicon import by_text

__all__ = ["DENSE_WINDOW", "WINDOW", "beginnings"]

DENSE_WINDOW, WINDOW = 8, 16
"""Normalised characters that must agree for a run to be seen, by the script of the first: fewer
than 20 characters of Chinese, marks included, or eight words have."""

HEADS = 2
"""In a crowd of places with the same window each is compared with the first ones and the next."""

PIECE = 1 << 14
"""Characters whose windows are counted together, but for longer texts, where each text is looked at
by itself: what a cache holds, and not so few that the calls cost more than the work."""

Keys = npt.NDArray[np.uint64]
Pairs = tuple[Offsets, Offsets]

_BASE, _OTHER_BASE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def beginnings(texts: Normalised, neighbours: int, *, within: bool) -> Pairs:
    """Pairs of places with the same window where the places before them aren't such a pair.

    Args:
        texts: one or many.
        neighbours: how many places behind it each place of a crowd is paired with.
        within: whether only windows that stand twice in one text are looked for.

    Returns:
        The smaller and the larger place of each pair, in any order.
    """
    places, keys = _without_rhythm(*_seen_twice(texts, within=within))
    order, first, last = crowds(keys)
    size = np.zeros(len(keys), np.int64)
    size[order] = last - first
    own = _numbers(texts, places)
    before, size_before = np.zeros_like(keys), np.zeros_like(size)  # of the place before each
    rows = 1 + np.flatnonzero(places[1:] - places[:-1] == 1)
    before[rows], size_before[rows] = keys[rows - 1], size[rows - 1]
    ones, others = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for turn, (one, other) in enumerate(pairs_of(order, first, last, HEADS, neighbours)):
        goes_on = (before[one] == before[other]) & (before[one] != 0)
        # In a crowd the pair before may not have been looked at; in one of the same size it was.
        goes_on &= (size_before[one] <= neighbours + 1) | (size_before[one] == size[one])
        if turn >= neighbours:  # a text that repeats itself shows in its neighbours
            goes_on |= own[one] == own[other]
        ones.append(places[one[~goes_on]])
        others.append(places[other[~goes_on]])
    return np.concatenate(ones), np.concatenate(others)


def _numbers(texts: Normalised, places: Offsets) -> Offsets:
    """The number of the text that each place is of."""
    found: Offsets = np.searchsorted(texts.starts, places, "right") - 1
    return found


def _seen_twice(texts: Normalised, *, within: bool) -> tuple[Offsets, Keys]:
    """Places whose window another place may have, in order, and the hashes of their windows."""
    edges = [*_pieces(texts.starts)] if within else [0, len(texts.codes)]
    longest = int(np.diff(edges, prepend=0).max())
    room = np.empty((2, longest + WINDOW), np.uint64)
    slots = np.empty(1 << max(longest.bit_length() + 2, 8), np.min_scalar_type(longest))
    places, keys = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    for begin, end in itertools.pairwise(edges):
        codes = texts.codes[begin:end]
        some = _window_keys(codes, room)
        own = np.repeat(*_numbers_between(texts.starts, begin, end))
        if within:
            some = by_text(some, own)
        rows = _crowded(some, _BASE, slots)
        if not len(rows):
            continue
        at, some = begin + rows, some[rows]
        size = np.where((codes[rows] & DENSE) != 0, DENSE_WINDOW, WINDOW)
        whole = at + size <= texts.starts[own[rows] + 1]
        at, some = at[whole], some[whole]
        rows = _crowded(some, _OTHER_BASE, slots)
        places.append(at[rows])
        keys.append(some[rows])
    return np.concatenate(places), np.concatenate(keys)


def _numbers_between(starts: Offsets, begin: int, end: int) -> tuple[Offsets, Offsets]:
    """The numbers of the texts that lie whole between two places, and how long each is."""
    first, last = np.searchsorted(starts, (begin, end)).tolist()
    return np.arange(first, last), np.diff(starts[first : last + 1])


def _pieces(starts: Offsets) -> Iterator[int]:
    """Where the pieces of whole texts begin, and at last the end of all."""
    begin, end = 0, int(starts[-1])
    yield begin
    while begin < end:
        most, least = np.searchsorted(starts, (begin + PIECE, begin), "right").tolist()
        begin = int(starts[max(most - 1, least)])
        yield begin


def _window_keys(codes: Codes, room: Keys) -> Keys:
    """A hash of the window that begins at each code, as if zeros stood behind the last.

    Args:
        codes: of a text, or of some.
        room: two rows to work in, longer than the codes by a window; the hashes are in one.
    """
    rolled, other = room[:, : len(codes) + WINDOW]
    rolled[: len(codes)] = codes
    rolled[len(codes) :] = 0
    dense = np.flatnonzero(codes & DENSE)
    short = rolled[dense]
    factor, length = np.array([_BASE]), 1
    while length < WINDOW:
        np.multiply(rolled[:-length], factor, out=other[:-length])
        other[:-length] += rolled[length:]
        rolled, other = other[:-length], rolled[:-length]
        factor, length = factor * factor, 2 * length
        if length == DENSE_WINDOW:
            short = rolled[dense]
    keys: Keys = rolled[: len(codes)]
    keys[dense] = short
    return keys


def _crowded(keys: Keys, factor: np.uint64, slots: npt.NDArray[np.signedinteger]) -> Offsets:
    """The rows whose key another row may have, as some of the bits tell; in order.

    Args:
        keys: of the rows.
        factor: mixes their bits.
        slots: a table to work in, whatever it holds; its length is a power of two.
    """
    mixed = keys * factor
    mixed >>= np.uint64(65 - len(slots).bit_length())
    slot = mixed.view(np.int64)
    rows = np.arange(len(keys), dtype=slots.dtype)
    slots[slot] = rows  # one of the rows of each slot is left there
    others = np.flatnonzero(slots.take(slot) != rows)
    crowded = np.zeros(len(keys), np.bool_)
    crowded[others] = True
    crowded[slots[slot[others]]] = True
    return np.flatnonzero(crowded)


def _without_rhythm(places: Offsets, keys: Keys) -> tuple[Offsets, Keys]:
    """The places and keys but for windows that overlap their own copy ("ha ha ha").

    Args:
        places: in order; those with the same key are all among them.
        keys: theirs.
    """
    rhythm = np.zeros(len(places), np.bool_)
    for ahead in range(1, min(DENSE_WINDOW, len(places))):
        same = keys[ahead:] == keys[:-ahead]
        if same.any():
            same &= places[ahead:] - places[:-ahead] < DENSE_WINDOW
            rhythm[ahead:] |= same
            rhythm[:-ahead] |= same
    if not rhythm.any():
        return places, keys
    return places[~rhythm], keys[~rhythm]

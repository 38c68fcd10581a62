"""Runs of characters that stand in two places of one or many texts.

Windows of the normalised texts are hashed; where two windows agree and the ones before them don't,
a shared run begins. Runs are grown character by character as far as the texts agree, so nothing
hangs on where windows begin, and runs that only a few characters part are one.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.normal import DENSE, Codes, Normalised, Offsets
from layoutfix.dedup.shared_windows import DENSE_WINDOW, WINDOW, beginnings
from layoutfix.language.arrays import grouped
from layoutfix.language.characters import pieces
from layoutfix.language.offsets import compact

__all__ = ["is_dense", "long_enough", "runs"]

GAP = 2
"""Characters, on either side, by which the parts of a passage may be parted or overlap: a letter
misread, dropped or doubled. Other numbers and names are longer mostly."""

NEIGHBOURS = 16
"""In a crowd of places with the same window each is compared with so many behind it."""

STEP, AT_ONCE = 32, 1 << 11
"""Characters, and runs, that are compared at once while runs grow: what a cache holds."""

CELL = 8
"""Characters of a cell, in which the ends of runs are looked for; more than two gaps."""

ROUNDS, MANY = 3, 256
"""How often runs that no other one meets are sifted out before the rest is gone through one by one,
and of how many runs: on a page of few different characters they agree by chance everywhere."""

LETTERS_OF_A_HAN = 3
"""Letters that say as much as one character of a dense script."""

Flags = npt.NDArray[np.bool_]
Run = tuple[int, int, int, int]

_BASE = np.uint64(0x9E3779B97F4A7C15)


def runs(
    texts: Normalised,
    least_characters: int = 20,
    least_words: int = 8,
    neighbours: int = NEIGHBOURS,
    *,
    within: bool = False,
) -> Offsets:
    """The shared runs that are long enough, those that a few characters part put together.

    Args:
        texts: one or many.
        least_characters: the length of a run in a dense script, marks included.
        least_words: the length of a run in words elsewhere.
        neighbours: how many places behind it each place of a crowd is compared with.
        within: whether only runs that stand twice in one text are looked for.

    Returns:
        A row for each, in order: where it begins and ends among the codes, then its copy.
    """
    pairs = beginnings(texts, neighbours, within=within)
    if not len(pairs[0]):
        return np.zeros((0, 4), np.int64)
    own = np.repeat(
        compact(np.arange(len(texts.starts) - 1), len(texts.starts)), np.diff(texts.starts)
    )
    rows = _joined(own, _grown(texts, own, *pairs))
    words = _words(texts)
    rows = _with_words(words, rows, least_words)
    rows = rows[np.lexsort(rows.T[::-1])]
    _trim(rows, words.begins)
    rows = rows[rows[:, 1] > rows[:, 0]]  # of some no whole word is left
    return rows[_enough(texts, words, rows, least_characters, least_words)]


def long_enough(
    texts: Normalised, rows: Offsets, least_characters: int = 20, least_words: int = 8
) -> Flags:
    """Which runs, rows as :func:`runs` gives them, are long enough."""
    return _enough(texts, _words(texts), rows, least_characters, least_words)


class _Words(NamedTuple):
    """The words of texts.

    Attributes:
        begins: where a word begins, or a character of a dense script stands; true at the end.
        words: the places where words begin.
        dense: the places of characters of dense scripts.
    """

    begins: Flags
    words: Offsets
    dense: Offsets


def _words(texts: Normalised) -> _Words:
    dense = (texts.codes & DENSE) != 0
    begins = np.ones(len(dense) + 1, np.bool_)
    for some in pieces(len(dense) - 1):
        apart = texts.kept[1:][some] - texts.kept[:-1][some]
        np.greater(apart, 1, out=begins[1:-1][some])
    begins[texts.starts] = True
    places = np.flatnonzero(dense)
    begins[places] = begins[places + 1] = True
    return _Words(begins, np.flatnonzero(begins[:-1] & ~dense), places)


def _with_words(texts: _Words, rows: Offsets, least: int) -> Offsets:
    """The runs without those of no dense script that have too few words, as nearly all have."""
    few = np.flatnonzero(_between(texts.words, rows[:, 0], rows[:, 1]) < least)
    if len(texts.dense):
        few = few[_between(texts.dense, rows[few, 0], rows[few, 1]) == 0]
    return np.delete(rows, few, axis=0)


def _trim(rows: Offsets, begins: Flags) -> None:
    """Let runs begin and end with whole words, in place."""
    some = np.arange(len(rows))
    for _ in range(WINDOW):
        start, end, other, stop = rows[some].T
        inside = end > start
        late = ~(begins[start] & begins[other]) & inside
        early = ~(begins[end] & begins[stop]) & inside & ~late
        rows[some[late]] += np.array([1, 0, 1, 0])
        rows[some[early]] -= np.array([0, 1, 0, 1])
        some = some[late | early]
        if not len(some):
            return


def _enough(
    texts: Normalised, known: _Words, rows: Offsets, least_characters: int, least_words: int
) -> Flags:
    """Which runs have enough characters, of a dense script, marks included, or else enough words.

    A mark that closes the run counts as a character.
    """
    start, end = rows[:, 0], rows[:, 1]
    han, words = (_between(places, start, end) for places in (known.dense, known.words))
    marked = np.ones(len(rows), np.bool_)
    last = len(texts.kept) - 1
    for at in (end, rows[:, 3]):
        text_end = texts.begins[np.searchsorted(texts.starts, at - 1, "right")]
        following = np.where(at > last, texts.begins[-1], texts.kept[np.minimum(at, last)])
        marked &= np.minimum(following, text_end) > texts.kept[at - 1] + 1
    characters = texts.kept[end - 1] - texts.kept[start] + 1 + marked
    in_han = han * LETTERS_OF_A_HAN >= end - start - han
    return np.where(in_han, characters >= least_characters, words >= least_words)


def _between(places: Offsets, start: Offsets, end: Offsets) -> Offsets:
    """How many places, in order, lie between each start and its end."""
    found: Offsets = np.searchsorted(places, end) - np.searchsorted(places, start)
    return found


def _grown(texts: Normalised, own: Offsets, a: Offsets, b: Offsets) -> Offsets:
    """The runs around pairs of places as far as the texts agree.

    Each pair grows no further than to the next one that is as far apart; what then meets is one
    run. So time grows with the texts, whatever repeats in them.

    Returns:
        A row for each: where it begins, where its copy does, its length.
    """
    if not len(a):
        return np.zeros((0, 3), np.int64)
    codes, starts = texts.codes, texts.starts
    shift, a = np.divmod(np.sort((b - a) * len(codes) + a), len(codes))
    b = a + shift  # as are those of two texts that lie as far apart, one behind the other
    alike = (own[a[1:]] == own[a[:-1]]) & (own[b[1:]] == own[b[:-1]])
    alike &= shift[1:] == shift[:-1]
    reach = np.minimum(starts[own[a] + 1] - a, starts[own[b] + 1] - b)
    step = np.where(alike, a[1:] - a[:-1], len(codes))
    reach[:-1] = np.minimum(reach[:-1], step)
    length = _agreement(codes, a, b, reach, 1)
    meets = np.zeros(len(a), np.bool_)  # with the pair before it
    meets[1:] = alike & (length[:-1] == step)
    first = np.flatnonzero(~meets)
    last = np.append(first[1:], len(a)) - 1
    end = a[last] + length[last]
    a, b = a[first], b[first]
    room = np.minimum(a - starts[own[a]], b - starts[own[b]])
    behind = np.full(len(a), len(codes), np.int64)
    behind[1:] = np.where(alike[first[1:] - 1], a[1:] - end[:-1], len(codes))
    before = _agreement(codes, a - 1, b - 1, np.minimum(room, behind), -1)
    rows = np.stack((a - before, b - before, end - a + before), axis=1)
    return _parted(rows[rows[:, 2] >= DENSE_WINDOW], own)


def _parted(rows: Offsets, own: Offsets) -> Offsets:
    """Runs that overlap their own copy, cut into copies that stand one behind the other."""
    a, b, length = rows.T
    apart = np.where(own[a] == own[b], b - a, length)
    count = np.maximum(length // np.maximum(apart, 1), 1)
    which, nth = grouped(count)
    shift = nth * apart[which]
    part = np.minimum(length, apart)[which]
    return np.stack((a[which] + shift, b[which] + shift, part), axis=1)


def _agreement(codes: Codes, a: Offsets, b: Offsets, room: Offsets, step: int) -> Offsets:
    """How many characters agree from ``a`` and ``b`` on, forward or backward, ``room`` at most."""
    length = np.zeros(len(a), np.int64)
    ahead = np.arange(STEP)
    some = np.flatnonzero((codes[a] == codes[b]) & (room > 0))
    for part in pieces(len(some), AT_ONCE):
        going = some[part]
        while len(going):
            along = length[going]
            one, other = (
                codes.take((at[going] + step * along)[:, None] + step * ahead, mode="clip")
                for at in (a, b)
            )
            agree = (one == other) & (ahead < (room[going] - along)[:, None])
            count = np.argmin(agree, axis=1)
            count[agree[np.arange(len(going)), count]] = STEP  # all of them agree
            length[going] += count
            going = going[count == STEP]
    return length


def _joined(own: Offsets, rows: Offsets) -> Offsets:
    """Runs in any order, those that go on behind a short gap as one."""
    a, b, length = rows.T
    whole = np.stack((a, a + length, b, b + length), axis=1)
    some = np.arange(len(rows))
    for turn in range(ROUNDS):
        if len(some) >= MANY:
            some = some[_meets(whole[some], turn)]
    alone = np.ones(len(rows), np.bool_)
    alone[some] = False
    return np.concatenate((whole[alone], _joined_one_by_one(own, rows[some])))


def _meets(runs: Offsets, turn: int) -> Flags:
    """Which runs may be one with another: one of them begins where the other ends, in both places.

    Places are told in cells, and these by a few bits, other ones each turn; so some runs are named
    that no other meets.
    """
    bits = len(runs).bit_length() + 3
    first, end, copy, copy_end = runs.T
    starts = _slots(first // CELL, copy // CELL, bits, turn)
    near = [[(each + gap) // CELL for gap in (-GAP, GAP)] for each in (end, copy_end)]
    around = [_slots(one, other, bits, turn) for one, other in itertools.product(*near)]
    begun, ended = np.zeros((2, 1 << bits), np.bool_)
    begun[starts] = True
    followed: Flags = np.logical_or.reduce([begun[each] for each in around])
    for each in around:
        ended[each[followed]] = True
    found: Flags = followed | ended[starts]
    return found


def _slots(one: Offsets, other: Offsets, bits: int, turn: int) -> Offsets:
    """A number of so many bits for each pair of numbers."""
    mixed = (one.astype(np.uint64) * _BASE + other.astype(np.uint64) + np.uint64(turn)) * _BASE
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _BASE
    found: Offsets = (mixed >> np.uint64(64 - bits)).astype(np.int64)
    return found


def _joined_one_by_one(own: Offsets, rows: Offsets) -> Offsets:
    """The same, of runs that may meet."""
    a, b, length = rows.T
    order = np.lexsort((b, a, own[b], own[a]))
    found: list[Run] = []
    open_runs: list[Run] = []  # of the same two texts, that may still go on
    texts_before = (-1, -1)
    columns = (column[order].tolist() for column in (own[a], own[b], a, b, length))
    for one, other, a_start, b_start, count in zip(*columns, strict=True):
        if (one, other) != texts_before:
            found.extend(open_runs)
            open_runs, texts_before = [], (one, other)
        run = (a_start, a_start + count, b_start, b_start + count)
        still: list[Run] = []
        for last in open_runs:
            gaps = a_start - last[1], b_start - last[3]
            apart = one != other or run[1] <= last[2]
            if gaps[0] > GAP:
                found.append(last)
            elif min(gaps) >= -GAP and gaps[1] <= GAP and apart:
                run = (last[0], run[1], last[2], run[3])
            else:
                still.append(last)
        open_runs = [*still, run]
    return np.array([*found, *open_runs], np.int64).reshape(-1, 4)


def is_dense(texts: Normalised, start: int, end: int) -> bool:
    """Whether the codes say more in a dense script than in letters."""
    han = int(np.count_nonzero(texts.codes[start:end] & DENSE))
    return han * LETTERS_OF_A_HAN >= end - start - han

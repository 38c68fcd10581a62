"""Words and their frequencies, looked up by hash, many at once.

A word is known by a polynomial hash of its folded code points, so that the words of a page are
hashed in a few numpy calls, and the hash of a word broken at a line end follows from the hashes of
its two fragments. The words themselves are not shipped: see data/README.md for the sources and
tools/build_lexicon.py for the making.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import PIECE, code_points_of, looked_up
from layoutfix.language.offsets import rows_before

CodePoints = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

HASH_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
"""The multiplier of the polynomial, modulo 2^64: odd, so that no character loses its bits."""

INVERSE_BASE: Final = np.uint64(pow(int(HASH_BASE), -1, 1 << 64))

KEY_BITS: Final = 28
"""Bits of a hash that the shipped tables keep: of 550 strings one is wrongly taken for a word."""

NAME_BITS: Final = 24
"""Bits of the keys of names, of which there are fewer."""

ONE_TEXT: Final = np.zeros(1, np.int64)
"""Where the texts begin that lie end to end, of one text."""

TEXTS_APART: Final = np.uint64(0x5851F42D4C957F2D)
"""What hashes are shifted by from one text to the next."""

BASIC_PLANE: Final = 0x10000
"""Code points in the Basic Multilingual Plane."""


@cache
def load(name: str) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of one shipped file, `data/<name>.npz`, read once."""
    with (files("layoutfix") / "data" / f"{name}.npz").open("rb") as file:
        archive = np.load(file)
        return {key: archive[key] for key in archive.files}


def unpack_keys(
    low: npt.NDArray[np.generic], high: npt.NDArray[np.generic]
) -> npt.NDArray[np.uint32]:
    """Sorted keys out of the two byte planes of their differences, which compress best."""
    differences = low.astype(np.uint32) | (high.astype(np.uint32) << np.uint32(8))
    return np.cumsum(differences, dtype=np.uint32)


def mix(hashes: Hashes) -> Hashes:
    """Spread the bits of a hash over all 64, so that any of them may serve as a key.

    The step is the finalizer of MurmurHash3 (public domain).
    """
    mixed = hashes ^ (hashes >> np.uint64(33))
    mixed = mixed * np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xC4CEB9FE1A85EC53)
    mixed ^= mixed >> np.uint64(33)
    return mixed


def short_keys(hashes: Hashes, bits: int) -> npt.NDArray[np.uint32]:
    """The first `bits` bits of the mixed hashes: the keys of the shipped tables."""
    return (mix(hashes) >> np.uint64(64 - bits)).astype(np.uint32)


def find_keys(
    keys: npt.NDArray[np.uint32], wanted: npt.NDArray[np.uint32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where each wanted key stands in the sorted keys, and whether it is there at all.

    >>> places, found = find_keys(np.array([3, 7], np.uint32), np.array([7, 4], np.uint32))
    >>> found.tolist()
    [True, False]
    """
    if len(keys) == 0:
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    order = np.argsort(wanted)  # in order they are found in half of the time
    places = np.empty(len(wanted), np.int64)
    places[order] = np.searchsorted(keys, wanted[order])
    np.minimum(places, len(keys) - 1, out=places)
    return places, keys[places] == wanted


@cache
def _fold_table() -> CodePoints:
    table = np.arange(BASIC_PLANE, dtype=np.uint32)
    data = load("words")
    table[data["fold_from"]] = data["fold_to"]
    return table


def fold(code_points: CodePoints) -> CodePoints:
    """Code points in the form in which words are compared, one for one.

    Letters become lower case, ſ becomes s, ς becomes σ, full-width ASCII becomes half-width. ß
    stays (the list has German words with ß beside those with ss). Beyond the Basic Multilingual
    Plane nothing changes.

    >>> "".join(map(chr, fold(np.array([0x1E9E, ord("Ｑ"), ord("ſ")], np.uint32))))
    'ßqs'
    """
    table = _fold_table()
    inside = code_points < BASIC_PLANE
    if bool(inside.all()):
        return looked_up(table, code_points)
    folded = code_points.copy()
    folded[inside] = table[code_points[inside]]
    return folded


def powers(count: int) -> Hashes:
    """HASH_BASE to the 0, 1, ... count - 1, modulo 2^64."""
    factors = np.full(max(count, 1), HASH_BASE, np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors, dtype=np.uint64)[:count]


def word_hashes(code_points: CodePoints, starts: Offsets, ends: Offsets) -> Hashes:
    """The hash of each span of already folded code points; 0 for a span of no length.

    Offsets are code points, half-open; spans may overlap. Time and memory grow with the lengths of
    the spans, whatever the length of the text around them. Polynomial hash after Karp and Rabin
    (1987), modulo 2^64.

    >>> page = fold(code_points_of("To be or not To be"))
    >>> hashes = word_hashes(page, np.array([0, 13, 3]), np.array([2, 15, 5]))
    >>> bool(hashes[0] == hashes[1]), bool(hashes[0] == hashes[2])
    (True, False)
    """
    lengths = ends - starts
    hashes = np.zeros(len(starts), np.uint64)
    kept = np.flatnonzero(lengths > 0)
    if len(kept) == 0:
        return hashes
    lengths = lengths[kept]
    span_ends = np.cumsum(lengths)
    span_starts = span_ends - lengths
    within = np.arange(span_ends[-1], dtype=np.int64)
    places = within + np.repeat(starts[kept] - span_starts, lengths)
    exponents = np.repeat(span_ends - 1, lengths) - within
    terms = code_points[places].astype(np.uint64) * powers(int(lengths.max()))[exponents]
    hashes[kept] = np.add.reduceat(terms, span_starts)
    return hashes


def span_hashes(code_points: CodePoints, starts: Offsets, ends: Offsets) -> Hashes:
    """``word_hashes`` of spans of code points that aren't folded yet; only the spans are.

    >>> page = code_points_of("To be OR not to be")
    >>> spans = np.array([0, 13]), np.array([2, 15])
    >>> bool(np.equal(span_hashes(page, *spans), word_hashes(fold(page), *spans)).all())
    True
    """
    lengths = np.maximum(ends - starts, 0)
    behind = np.cumsum(lengths)
    before = behind - lengths
    places = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    return word_hashes(fold(code_points[places]), before, behind)


def disjoint_hashes(
    code_points: CodePoints,
    starts: Offsets,
    ends: Offsets,
    form: Callable[[CodePoints], CodePoints] | None = None,
) -> Hashes:
    """``word_hashes`` of spans in order that do not overlap, from sums over pieces of the text.

    A span that is longer than a piece is one by itself.

    Args:
        code_points: of the text.
        starts: of the spans, none of which is empty.
        ends: of the spans.
        form: what to make of code points first; None hashes them as they are.

    >>> page = code_points_of("To be OR not to be")
    >>> spans = np.array([0, 13]), np.array([2, 15])
    >>> bool(np.equal(disjoint_hashes(page, *spans, fold), span_hashes(page, *spans)).all())
    True
    """
    hashes = np.empty(len(starts), np.uint64)
    low = 0
    room = np.empty(PIECE, np.uint64)  # one for all pieces: half of the time
    while low < len(starts):
        base = int(starts[low])
        # no span of the next PIECE spans, none of which is empty, ends before the piece does
        near = ends[low : low + PIECE]
        high = low + max(int(rows_before(near, np.array(base + PIECE), "right")), 1)
        piece = code_points[base : int(ends[high - 1])]
        if form is not None:
            piece = form(piece)
        falling, rising = _both_powers(PIECE) if len(piece) <= PIECE else _powers_of(len(piece))
        if len(piece) > PIECE:
            room = np.empty(len(piece), np.uint64)
        terms = np.multiply(piece, falling[: len(piece)], out=room[: len(piece)])
        edges = np.empty((high - low, 2), np.int64)  # sums between edges: a sixth of a running sum
        edges[:, 0], edges[:, 1] = starts[low:high] - base, ends[low:high] - base
        sums = np.add.reduceat(terms, edges.ravel()[:-1])[::2]
        np.multiply(sums, rising[edges[:, 1] - 1], out=hashes[low:high])
        low = high
    return hashes


@cache
def _both_powers(count: int) -> tuple[Hashes, Hashes]:
    return _powers_of(count)


def _powers_of(count: int) -> tuple[Hashes, Hashes]:
    """The base of the hashes to the powers 0, -1, -2 and so on, and to 0, 1, 2 and so on."""
    falling, rising = (np.full(count, base, np.uint64) for base in (INVERSE_BASE, HASH_BASE))
    falling[0] = rising[0] = 1
    return np.multiply.accumulate(falling), np.multiply.accumulate(rising)


def by_text(hashes: Hashes, number: Offsets) -> Hashes:
    """Hashes that agree within a text alone, from the number of the text that each is of.

    Those of the first text stay as they are.

    >>> by_text(np.array([7, 7], np.uint64), np.array([0, 1])).tolist()[0]
    7
    """
    return hashes + number.astype(np.uint64) * TEXTS_APART


def combine(left: Hashes, right: Hashes, right_lengths: Offsets) -> Hashes:
    """The hashes of left + right, from those of both and the code points in the right parts.

    >>> words = ("wind", "mill", "windmill")
    >>> left, right, whole = (np.array([hash_text(word)], np.uint64) for word in words)
    >>> bool(combine(left, right, np.array([4]))[0] == whole[0])
    True
    """
    if len(right) == 0:
        return right.copy()
    return left * powers(int(right_lengths.max()) + 1)[right_lengths] + right


def hash_text(word: str) -> int:
    """The hash of one word, folded first: the same as `word_hashes` gives.

    >>> hash_text("Mill") == hash_text("mill"), hash_text("")
    (True, 0)
    """
    code_points = fold(code_points_of(word))
    return int(word_hashes(code_points, np.array([0]), np.array([len(code_points)]))[0])


@cache
def _words() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
    data = load("words")
    return unpack_keys(data["low"], data["high"]), data["zipf"].astype(np.uint8) * np.uint8(5)


def zipf(hashes: Hashes) -> npt.NDArray[np.uint8]:
    """How frequent each word is: ten times log10 of its occurrences in 10^9 words, 0 if unknown.

    In steps of 5. The figure is the largest of all languages in the list. The scale is that of van
    Heuven et al. (2014), SUBTLEX-UK.

    >>> words = ("the", "windmill", "thewindmill")
    >>> hashes = np.array([hash_text(word) for word in words], np.uint64)
    >>> common, rare, unknown = zipf(hashes).tolist()
    >>> common > rare > unknown == 0
    True
    """
    keys, levels = _words()
    places, found = find_keys(keys, short_keys(hashes, KEY_BITS))
    return np.where(found, levels[places], np.uint8(0))


@cache
def _names(kind: str) -> npt.NDArray[np.uint32]:
    data = load("names")
    return unpack_keys(data[f"{kind}_low"], data[f"{kind}_high"])


def names_people(hashes: Hashes, kind: str) -> npt.NDArray[np.bool_]:
    """Whether each word is a name of people: a ``given`` one or one of a ``family``.

    >>> hashes = np.array([hash_text(word) for word in ("Teresa", "windmill")], np.uint64)
    >>> names_people(hashes, "given").tolist()
    [True, False]
    """
    return find_keys(_names(kind), short_keys(hashes, NAME_BITS))[1]

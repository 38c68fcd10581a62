"""Words and their frequencies, looked up by hash, many at once.

A word is known by a polynomial hash of its folded code points, so that the words of a page are
hashed in a few numpy calls, and the hash of a word broken at a line end follows from the hashes of
its two fragments. The words themselves are not shipped: see data/README.md for the sources and
tools/build_lexicon.py for the making.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.characters import code_points_of

CodePoints = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Scores = npt.NDArray[np.int32]

HASH_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
"""The multiplier of the polynomial, modulo 2^64: odd, so that no character loses its bits."""

KEY_BITS: Final = 28
"""Bits of a hash that the shipped tables keep: of 550 strings one is wrongly taken for a word."""

PAIR_STRIDE: Final = 8192
"""The key of a pair of characters is the number of the left one times this plus the right one's."""

CJK_ROWS: Final = (
    *("pair", "pair_known", "left_run", "right_run", "word", "left_mass", "right_mass"),
    *("left_end", "right_start", "boundary", "left_run_known", "right_run_known"),
)
"""The rows of `cjk_features`."""

# Weights of the rows above in 32nds and the constant, from a logistic regression on every 20th
# paragraph of the newspaper that the tables were counted on without those paragraphs.
_JOIN_WEIGHTS: Final = ((8, 0, 22, 22, 60, 2, 1, 0, 0, 0, 0, 0), -7)
_BOUNDARY_WEIGHTS: Final = ((1, -45, -9, -8, 1, 2, 2, 4, 6, 51, 1, 9), 124)

_BASIC_PLANE: Final = 0x10000
_PREFIX_BITS: Final = 20
_PREFIX_SHIFT: Final = np.uint32(KEY_BITS - _PREFIX_BITS)


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
    places = np.searchsorted(keys, wanted).astype(np.int64)
    np.minimum(places, len(keys) - 1, out=places)
    return places, keys[places] == wanted


@cache
def _fold_table() -> CodePoints:
    table = np.arange(_BASIC_PLANE, dtype=np.uint32)
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
    inside = code_points < _BASIC_PLANE
    if bool(inside.all()):
        return table[code_points]
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


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The tables of data/cjk.npz as they are looked up; masses and scores in quarters of a nat."""

    simplified: npt.NDArray[np.uint16]
    character_index: npt.NDArray[np.int32]
    mass: npt.NDArray[np.int32]
    start_mass: npt.NDArray[np.int32]
    end_mass: npt.NDArray[np.int32]
    soft_log: npt.NDArray[np.int32]
    pair_keys: npt.NDArray[np.uint32]
    pair_scores: npt.NDArray[np.int32]
    pair_boundaries: npt.NDArray[np.int32]
    run_keys: npt.NDArray[np.uint32]
    run_scores: npt.NDArray[np.int32]
    run_prefixes: npt.NDArray[np.bool_]


@cache
def _neighbours() -> _Neighbours:
    data = load("cjk")
    simplified = np.arange(_BASIC_PLANE, dtype=np.uint16)
    simplified[data["simplify_from"]] = data["simplify_to"]
    character_index = np.full(_BASIC_PLANE, -1, np.int32)
    character_index[data["characters"]] = np.arange(len(data["characters"]), dtype=np.int32)
    numbers = {key: column.astype(np.int32) for key, column in data.items()}
    run_keys = unpack_keys(data["run_low"], data["run_high"])
    run_prefixes = np.zeros(1 << _PREFIX_BITS, np.bool_)
    run_prefixes[run_keys >> _PREFIX_SHIFT] = True
    return _Neighbours(
        simplified=simplified,
        character_index=character_index[simplified],
        mass=numbers["mass"],
        start_mass=numbers["start_mass"],
        end_mass=numbers["end_mass"],
        soft_log=numbers["soft_log"],
        pair_keys=unpack_keys(data["pair_low"], data["pair_high"]),
        pair_scores=2 * (numbers["pair_level"] - 8),
        pair_boundaries=numbers["pair_boundary"] - 3,
        run_keys=run_keys,
        run_scores=numbers["run_level"],
        run_prefixes=run_prefixes,
    )


def _run_scores(tables: _Neighbours, *characters: npt.NDArray[np.uint64]) -> Scores:
    """The score of each run of three or four neighbouring characters, -1 where it has none."""
    hashes = np.zeros(len(characters[0]), np.uint64)
    for character in characters:
        hashes = hashes * HASH_BASE + character
    keys = short_keys(hashes, KEY_BITS)
    scores = np.full(len(keys), -1, np.int32)
    # most runs are not in the table: the first bits of their keys tell without a search
    likely = np.flatnonzero(tables.run_prefixes[keys >> _PREFIX_SHIFT])
    places, found = find_keys(tables.run_keys, keys[likely])
    scores[likely[found]] = tables.run_scores[places[found]]
    return scores


def cjk_features(
    left2: CodePoints, left1: CodePoints, right1: CodePoints, right2: CodePoints
) -> Scores:
    """What the tables say of each seam left2 left1 | right1 right2, one row a measure, below.

    All rows are 0 where left1 or right1 is not Han or kana, or is too rare to have been counted.
    The order of the rows is `CJK_ROWS`; logarithms and log-odds are natural ones in quarters.

    - pair: log of how much more often left1 right1 was seen than chance would have it; for a
      pair that is not in the table the estimate from how often each begins or ends a word
    - pair_known: the pair is in the table
    - left_run, right_run: how much more often the three characters around the seam were seen
      than their pairs let expect, in halves
    - word: the four characters are one word
    - left_mass, right_mass: how frequent left1 and right1 are
    - left_end, right_start: how often left1 ends a word, right1 begins one
    - boundary: log-odds, in whole units, that the pair was seen with a word boundary inside
    - left_run_known, right_run_known: the three characters are in the table
    """
    tables = _neighbours()
    basic = [
        np.where(character < _BASIC_PLANE, character, 0)
        for character in (left2, left1, right1, right2)
    ]
    left, right = (tables.character_index[character] for character in basic[1:3])
    known = (left >= 0) & (right >= 0)
    left, right = np.maximum(left, 0), np.maximum(right, 0)
    middle = len(tables.soft_log) // 2
    word_edges = tables.end_mass[left] + tables.start_mass[right]
    unseen = (
        tables.soft_log[middle + word_edges]
        - tables.soft_log[middle + tables.mass[left] + tables.mass[right]]
    )
    places, found = find_keys(tables.pair_keys, (left * PAIR_STRIDE + right).astype(np.uint32))
    folded = [tables.simplified[character].astype(np.uint64) for character in basic]
    left_run = _run_scores(tables, *folded[:3])
    right_run = _run_scores(tables, *folded[1:])
    whole = _run_scores(tables, *folded)
    rows = (
        np.where(found, tables.pair_scores[places], unseen),
        found,
        np.maximum(left_run, 0),
        np.maximum(right_run, 0),
        whole >= 0,
        tables.mass[left],
        tables.mass[right],
        tables.end_mass[left] - tables.mass[left],
        tables.start_mass[right] - tables.mass[right],
        np.where(found, tables.pair_boundaries[places], 0),
        left_run >= 0,
        right_run >= 0,
    )
    return np.stack([row.astype(np.int32) for row in rows]) * known


def _weigh(rows: Scores, weights: tuple[int, ...], constant: int) -> npt.NDArray[np.float32]:
    """A weighted sum of the rows in 32nds: whole numbers, so that every machine agrees."""
    total = np.array(weights, np.int32) @ rows + np.int32(constant)
    # the frequency of a character is 0 only where the seam is not between two known ones
    return np.where(rows.any(axis=0), total, 0).astype(np.float32) / np.float32(32)


def join_score(
    left2: CodePoints, left1: CodePoints, right1: CodePoints, right2: CodePoints
) -> npt.NDArray[np.float32]:
    """Log-odds that the characters left1 | right1 are neighbours in Chinese or Japanese text.

    Against two strangers: the end of a paragraph without its mark, or of any line, before the
    start of another. 0 where either is not Han or kana. Where there is no left2 or right2, give 0.

    >>> seams = np.array([code_points_of(text) for text in ("发展", "展发", "ab")], np.uint32)
    >>> none = np.zeros(3, np.uint32)
    >>> likely, unlikely, silent = join_score(none, seams[:, 0], seams[:, 1], none).tolist()
    >>> likely > 1, unlikely < 0, silent
    (True, True, 0.0)
    """
    return _weigh(cjk_features(left2, left1, right1, right2), *_JOIN_WEIGHTS)


def boundary_score(
    left2: CodePoints, left1: CodePoints, right1: CodePoints, right2: CodePoints
) -> npt.NDArray[np.float32]:
    """Log-odds that a word ends at the seam, if the text runs on; low where it cuts a word in two.

    >>> seams = np.array([code_points_of(text) for text in ("发展", "的发", "ab")], np.uint32)
    >>> none = np.zeros(3, np.uint32)
    >>> cut, between, silent = boundary_score(none, seams[:, 0], seams[:, 1], none).tolist()
    >>> cut < -1, between > 1, silent
    (True, True, 0.0)
    """
    return _weigh(cjk_features(left2, left1, right1, right2), *_BOUNDARY_WEIGHTS)

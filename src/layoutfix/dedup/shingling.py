"""Shingles: the runs of characters that a text is compared by, hashed for many texts at once.

A shingle is a run of characters of the normalised text (:mod:`layoutfix.dedup.normal`): four where
it begins with a character of a dense script (Han, kana, Hangul), five where it begins with any
other (letters, digits, Thai). The script is asked at every place, not once a text, so that a
mixed text and its copy are cut alike. Characters, not words: a wrong letter spoils five shingles
of several hundred, while it would spoil five word shingles of a few dozen; and scripts without
spaces need no word list.

Five letters are what is advised for short documents (Leskovec, Rajaraman, Ullman, *Mining of
Massive Datasets*, section 3.2.2); four Han are about two words. Two unrelated texts share few, and
a copy with one wrong character in fifty keeps a Jaccard of 0.8.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.normal import DENSE, Normalised, Offsets, normalised

__all__ = ["DENSE_LENGTH", "LENGTH", "hashes32", "hashes64", "shingles"]

DENSE_LENGTH = 4
"""Characters of a shingle that begins in a dense script."""

LENGTH = 5
"""Characters of any other shingle; one more than :data:`DENSE_LENGTH`."""

BASE = 0x9E3779B97F4A7C15
"""The multiplier of the polynomial, modulo 2^64; modulo 2^32 its lower half is."""

Word = TypeVar("Word", np.uint32, np.uint64)


def shingles(text: str) -> frozenset[str]:
    """The shingles of a text, as strings: what Jaccard and containment are counted over.

    >>> sorted(shingles("The ferry!")), sorted(shingles("渡口的钟楼又走了。"))[0]
    (['eferr', 'ferry', 'hefer', 'thefe'], '口的钟楼')
    """
    whole = normalised([text])
    letters = "".join(chr(code & 0x1FFFFF) for code in whole.codes.tolist())
    lengths = np.where(whole.codes & DENSE, DENSE_LENGTH, LENGTH).tolist()
    return frozenset(
        letters[at : at + length]
        for at, length in enumerate(lengths)
        if at + length <= len(letters)
    )


def hashes32(texts: Normalised) -> tuple[npt.NDArray[np.uint32], Offsets]:
    """The shingles as 32-bit hashes, and where each text begins among them.

    The lower halves of :func:`hashes64`: for signatures, where a rare collision costs nothing.
    """
    rolled = _rolled(texts.codes, np.uint32(BASE & 0xFFFFFFFF))
    valid, starts = _whole(texts)
    return rolled[valid], starts


def hashes64(texts: Normalised) -> tuple[npt.NDArray[np.uint64], Offsets, Offsets]:
    """The shingles as 64-bit hashes, where each text begins, and the place of each in the codes.

    Two different shingles of two texts of a thousand characters have the same hash once in 10^13.
    """
    rolled = _rolled(texts.codes.astype(np.uint64), np.uint64(BASE))
    valid, starts = _whole(texts)
    places = np.flatnonzero(valid)
    return rolled[places], starts, places


def _rolled(codes: npt.NDArray[Word], base: Word) -> npt.NDArray[Word]:
    """The hash of the shingle that begins at each code, wrong where it runs over a text's end."""
    count = len(codes)
    dense = (codes & codes.dtype.type(DENSE)) != 0
    rolled = np.zeros(count, codes.dtype)
    if count < DENSE_LENGTH:
        return rolled
    short = codes[: count - DENSE_LENGTH + 1].copy()
    for step in range(1, DENSE_LENGTH):
        short *= base
        short += codes[step : count - DENSE_LENGTH + 1 + step]
    rolled[: len(short)] = short
    short *= base
    short[:-1] += codes[DENSE_LENGTH:]
    np.copyto(rolled[: len(short)], short, where=~dense[: len(short)])
    return rolled


def _whole(texts: Normalised) -> tuple[npt.NDArray[np.bool_], Offsets]:
    """Where a shingle begins that ends inside its own text, and how many came before each text."""
    begins, ends = texts.starts[:-1], texts.starts[1:]
    valid = np.ones(len(texts.codes), np.bool_)
    for back in range(1, DENSE_LENGTH):
        at = ends - back
        valid[at[at >= begins]] = False
    at = ends - DENSE_LENGTH
    at = at[at >= begins]
    valid[at] = (texts.codes[at] & DENSE) != 0
    counts = np.maximum(ends - begins - DENSE_LENGTH + 1, 0)
    counts[ends - begins >= DENSE_LENGTH] -= ~valid[at]
    return valid, np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))

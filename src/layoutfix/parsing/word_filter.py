"""Which lines hold a word that some template asks for, found for all lines at once.

A regular expression takes microseconds a line, and few lines of a page are bylines or captions.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import code_points_of, pieces
from layoutfix.language.lexicon import BASIC_PLANE, fold
from layoutfix.language.offsets import compact, rows_before
from layoutfix.language.vocabulary import key_words
from layoutfix.model import Flags, Integers, Page, WordList

__all__ = ["BYLINES", "CREDITS", "JUMPS", "holding"]

Bits = npt.NDArray[np.uint8]

_STEP = np.uint32(40503)


BYLINES, CREDITS, JUMPS = range(3)
FILTERS = (("sign_off", "byline", "dateline"), ("credit",), ("jump_line",))
"""Patterns that are asked for together."""


def holding(page: Page, number: int, first: Integers, last: Integers) -> Flags:
    """Whether each run of lines holds a key word of one of the patterns, or seems to.

    Args:
        page: the page.
        number: ``BYLINES``, ``CREDITS`` or ``JUMPS``.
        first: the rows of the first lines.
        last: the rows of the last ones.
    """
    places, bits = page.of_text(_places)
    places = places[(bits & (1 << number)) > 0]
    start, end = page.lines.start[first], page.lines.end[last]
    held: Flags = rows_before(places, end, "left") > rows_before(places, start, "left")
    return held


def _places(page: Page) -> tuple[Integers, Bits]:
    """Where a key word begins, or seems to, and of which filters it is, a bit for each."""
    single, pair = _tables(page.words)
    places, bits = [compact(np.zeros(0, np.int64), len(page))], [np.zeros(0, np.uint8)]
    for piece in pieces(len(page)):
        some = fold(page.code_points[piece.start : piece.stop + 1])  # one more, for the last pair
        found = single.take(some[: piece.stop - piece.start], mode="clip")
        found[: len(some) - 1] |= pair.take((some[:-1] * _STEP + some[1:]).astype(np.uint16))
        at = np.flatnonzero(found != 0)
        places.append(compact(at + piece.start, len(page)))
        bits.append(found[at])
    return np.concatenate(places), np.concatenate(bits)


@lru_cache(maxsize=32)
def _tables(words: tuple[WordList, ...]) -> tuple[Bits, Bits]:
    """Characters that are a key word by themselves; a sketch of the first two of the others."""
    single, pair = np.zeros(BASIC_PLANE, np.uint8), np.zeros(1 << 16, np.uint8)
    for number, names in enumerate(FILTERS):
        for word in {word for name in names for word in key_words(name, words)}:
            codes = fold(code_points_of(word))
            if len(codes) == 1:
                single[codes] |= np.uint8(1 << number)
            else:
                pair[(codes[:1] * _STEP + codes[1:2]).astype(np.uint16)] |= np.uint8(1 << number)
    return single, pair

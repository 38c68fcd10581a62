"""Texts as they are compared: letters and digits alone, folded, and where each of them stood.

Layout changes what stands between the letters: line breaks, hyphens at line ends, spaces, the
width and the kind of marks. None of that is compared, so a copy set in another column is the same
text. Upper and lower case, full and half width are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import (
    MAX_CODE_POINT,
    Kind,
    code_points_of,
    kind_set,
    kinds,
    looked_up,
)
from layoutfix.language.lexicon import fold

__all__ = ["DENSE", "Codes", "Normalised", "Offsets", "is_compared", "normal_table", "normalised"]

Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]

DENSE = np.uint32(1 << 31)
"""The bit that marks a character of a script whose characters say as much as a syllable or word."""

_COMPARED = kind_set(
    *(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA, Kind.HANGUL),
    *(Kind.THAI, Kind.DIGIT, Kind.ENCLOSED_NUMBER, Kind.MARK),
)
_DENSE_KINDS = kind_set(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA, Kind.HANGUL)
_FORMATS = ((0xAD, 0xAE), (0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0xFEFF, 0xFF00))
"""Marks of no width that say how to set a text: half-open ranges of code points."""


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """Many texts end to end, without what isn't compared.

    Attributes:
        codes: folded code points; :data:`DENSE` is set on those of dense scripts.
        starts: where each text begins in ``codes``, and at last the end of all.
        kept: the offset of each code in the texts put end to end.
        begins: where each text begins among those offsets, and at last their end.
    """

    codes: Codes
    starts: Offsets
    kept: Offsets
    begins: Offsets

    def text(self, number: int) -> Codes:
        """The codes of one text."""
        return self.codes[self.starts[number] : self.starts[number + 1]]

    def places(self, number: int) -> Offsets:
        """The offset of each code of one text in it."""
        first, last = self.starts[number : number + 2].tolist()
        return self.kept[first:last] - int(self.begins[number])


def normalised(texts: Sequence[str]) -> Normalised:
    """The letters and digits of ``texts``, folded.

    >>> one = normalised(["Tues-\\nday, １ 日。"])
    >>> "".join(chr(c & 0x1FFFFF) for c in one.codes), one.places(0).tolist()
    ('tuesday1日', [0, 1, 2, 3, 6, 7, 8, 11, 13])
    """
    folded = looked_up(normal_table(), code_points_of("".join(texts)))
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    kept = np.flatnonzero(folded != 0)
    return Normalised(folded.take(kept), np.searchsorted(kept, begins), kept, begins)


def is_compared(character: str) -> bool:
    """Whether a character is a letter or a digit, no mark and no white space."""
    return bool(normal_table()[ord(character)])


@cache
def normal_table() -> Codes:
    """What each code point is compared as; 0 where it isn't."""
    codes = np.arange(MAX_CODE_POINT, dtype=np.uint32)
    table = fold(codes)
    kind = kinds(table)
    table[_DENSE_KINDS[kind]] |= DENSE
    table[~_COMPARED[kind]] = 0
    for first, last in _FORMATS:
        table[first:last] = 0
    return table

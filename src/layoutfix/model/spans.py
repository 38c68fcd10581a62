"""Spans of a text, and what may be put between two of its characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["GLUES", "Flags", "Integers", "Span", "read_only"]

Integers = npt.NDArray[np.int64]
"""Whole numbers; columns of `layoutfix.language.offsets` may have 32 bits each."""

Flags = npt.NDArray[np.bool_]

GLUES = ("", " ", "\n", "\n\n")
"""All that may be put between two characters of the source; nothing else is ever written."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters of a text.

    Attributes:
        start: of its first character, in code points.
        end: behind its last character, in code points.

    >>> Span(2, 5).text_of("abcdefg"), len(Span(2, 5))
    ('cde', 3)
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def text_of(self, text: str) -> str:
        """The characters of ``text`` in this span."""
        return text[self.start : self.end]


def read_only(*columns: npt.NDArray[Any]) -> None:
    """Refuse to write to these arrays: what one rule writes, the others would read.

    >>> column = np.zeros(2)
    >>> read_only(column)
    >>> column.flags.writeable
    False
    """
    for column in columns:
        column.setflags(write=False)

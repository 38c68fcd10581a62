"""From offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["Places"]

LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Places:
    """The lines of a text, to name places in it as editors do.

    >>> Places("ab\\r\\ncd").of(5)
    (2, 2)
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, columns in code points."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

"""Where the characters of a repaired page came from, small enough for a document's metadata."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from layoutfix.model import Fixed

__all__ = ["origin_in", "origins_of"]


def origins_of(page: Fixed) -> list[list[int]]:
    """The pieces of the text that the source holds: start in the text, start in the source, length.

    What stands between two pieces is glue.

    >>> from layoutfix import fix
    >>> origins_of(fix("We met on Tues-\\nday.\\n"))
    [[0, 0, 14], [14, 16, 5]]
    """
    pieces: list[list[int]] = []
    at = 0
    for span, glue in page.segments:
        if span is not None and len(span):
            pieces.append([at, span.start, len(span)])
        at += len(glue) if span is None else len(span)
    return pieces


def origin_in(pieces: Sequence[Sequence[int]], offset: int) -> int | None:
    """The offset in the source of a character of the text; None for glue.

    >>> origin_in([[0, 0, 14], [14, 16, 5]], 15)
    17
    """
    row = bisect_right([piece[0] for piece in pieces], offset) - 1
    if row < 0:
        return None
    start, source, length = pieces[row]
    return source + offset - start if offset < start + length else None

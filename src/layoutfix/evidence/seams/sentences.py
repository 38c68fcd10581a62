"""Chinese and Japanese blocks that are one sentence, cut where it suited another layout.

Short lines with Latin words in them are of all lengths, so that no column shows. But where a comma
stands inside the lines and the only line that ends with a mark is the last and not the longest, the
lines are pieces of one sentence: those of lists, titles and verse end alike.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from layoutfix.evidence.seams.edges import CJK, Edges
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Page, Role
from layoutfix.parsing.page_rows import page_rows

__all__ = ["one_sentence"]

FEWEST, MOST_LINES = 3, 12
"""Lines of such a block: of two, the first may be a title; of more, the column shows."""

_STOPS: Final = kind_set(Kind.IDEOGRAPHIC_STOP, Kind.FULL_STOP, Kind.EXCLAMATION)
_MARKS: Final = _STOPS | kind_set(Kind.COLON, Kind.SEMICOLON, Kind.ELLIPSIS, Kind.DASH)


def one_sentence(page: Page, edges: Edges) -> Flags:
    """Which of the ``n - 1`` seams are inside such a block."""
    lines, count = page.lines, len(page.lines)
    found = np.zeros(max(count - 1, 0), np.bool_)
    if count < FEWEST or not bool(CJK[edges.first].any()):
        return found
    begins = (lines.gap > 0) | lines.page_break | lines.opens | page.derived(page_rows).begins
    first = np.flatnonzero(begins)
    size = np.diff(np.append(first, count))
    last = first + size - 1
    eastern = CJK[edges.first] | CJK[edges.last]
    text = (lines.role == Role.PARAGRAPH.code) & ~lines.frozen & eastern
    marks = np.add.reduceat(_MARKS[edges.inner_last].astype(np.int64), first)
    fits = (size >= FEWEST) & (size <= MOST_LINES) & np.logical_and.reduceat(text, first)
    fits &= (marks == 1) & _STOPS[edges.inner_last[last]]
    fits &= lines.width[last] < np.maximum.reduceat(lines.width, first)
    for place in np.flatnonzero(fits).tolist():
        start, end = int(first[place]), int(last[place])
        inside = page.kinds[lines.start[start] : lines.end[end - 1]]
        if np.any(inside == Kind.COMMA):
            found[start:end] = True
    return found

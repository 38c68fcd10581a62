"""Footnotes that stand inside a sentence: what they interrupt is left as it came.

A note at the foot of a page parts a sentence that goes on at the top of the next. Neither half is
joined to the note, and since the halves cannot meet without moving text, the interrupted paragraph
and the note keep their lines too: half of a repair would only hide where the cut is.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from layoutfix.evidence.seams.edges import Edges
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["interrupted_by_notes"]

MOST_NOTES: Final = 8
"""Notes under one another, at most, that are looked over for the sentence's second half."""

_MARKS: Final = kind_set(Kind.DIGIT, Kind.ASTERISK, Kind.SYMBOL)
_NOTE: Final = re.compile(r"(\d{1,3}|\*{1,3}|[†‡§])\)?\s+[^\W\d_a-z]")


def interrupted_by_notes(page: Page, edges: Edges) -> Flags:
    """Which of the ``n - 1`` seams lie in a sentence with a note inside, or in that note.

    A note is a block that begins with a figure or sign which the block above has as a reference
    right behind a word or mark, without a space. The block above must not be closed, and the block
    behind the notes must begin with a small letter.
    """
    lines, kinds = page.lines, page.kinds
    held = np.zeros(max(len(lines) - 1, 0), np.bool_)
    own = page.derived(page_rows)
    begins = (lines.gap > 0) | lines.page_break | own.begins
    may = begins[1:] & own.follows & _MARKS[kinds[lines.start[1:]]] & ~edges.ends[:-1]
    rows = np.flatnonzero(may) + 1
    if not len(rows):
        return held
    starts = np.append(np.flatnonzero(begins), len(lines))
    for row in rows.tolist():
        found = _NOTE.match(page.text, int(lines.start[row]), int(lines.end[row]))
        if found is None:
            continue
        place = int(np.searchsorted(starts, row))
        first = int(starts[place - 1])
        behind = _behind_notes(page, starts, place)
        if behind is None or edges.inner_first[starts[behind]] != Kind.LOWER:
            continue
        above = page.text[lines.start[first] : lines.end[row - 1]]
        if re.search(rf"(?<=[^\s\d]){re.escape(found[1])}(?![\w*])", above):
            held[first : int(starts[behind + 1]) - 1] = True
    return held


def _behind_notes(page: Page, starts: Integers, place: int) -> int | None:
    """The place of the first block behind the notes that begin at ``place``."""
    lines = page.lines
    for behind in range(place + 1, min(place + 1 + MOST_NOTES, len(starts) - 1)):
        row = int(starts[behind])
        if page.derived(page_rows).begins[row]:  # the next page
            return None
        if not _NOTE.match(page.text, int(lines.start[row]), int(lines.end[row])):
            return behind
    return None

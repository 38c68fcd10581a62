"""What stands around joins: the part of a long page that is weighed again after a few edits.

A join changes the evidence at the seams beside it and hardly any further away. So on a long page
the lines around joins are weighed by themselves until no more of them are joined. Then all of the
page is weighed: nothing is taken for settled that was not seen settled there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import code_points_of, kinds, summed_before
from layoutfix.model import GLUES, Finding, FindingTable, Flags, Integers, LineTable, Page, WordList
from layoutfix.parsing.lines import display_columns
from layoutfix.parsing.page_rows import rows_of

__all__ = ["Vicinity", "is_long", "joined_lines", "vicinity"]

FEWEST_LINES = 2000
"""A page of fewer lines is weighed as a whole: that is quick, and as exact as can be."""

WEIGHED, SHOWN = 3, 40
"""Lines before and after a join whose seams are weighed anew, and that are shown for it; the
widest window of a line's measures is ``columns.FAR``."""

MOST_SHOWN = 0.75
"""The share of a page's lines from which on all of it is weighed as quickly."""


def is_long(lines: LineTable) -> bool:
    """Whether a page has so many lines that what stands around joins is weighed by itself."""
    return len(lines) >= FEWEST_LINES


def joined_lines(
    lines: LineTable, applied: Sequence[Sequence[Finding]]
) -> tuple[LineTable, Integers] | None:
    """The lines that joins leave, in the offsets of the joined text, and the rows that were joined.

    Their widths are those of their first lines. None where an edit is no join of two neighbours.

    Args:
        lines: of the text before.
        applied: what was done to it, no two edits in the same place.
    """
    tables = [batch for batch in applied if isinstance(batch, FindingTable)]
    if not tables or len(tables) < len(applied):
        return None
    start = np.concatenate([table.start for table in tables])
    order = np.argsort(start, kind="stable")
    start, end = start[order], np.concatenate([table.end for table in tables])[order]
    glue = _GLUE_LENGTHS[np.concatenate([table.glue for table in tables])[order]]
    left = np.searchsorted(lines.start, start, side="right") - 1
    right = np.searchsorted(lines.start, end, side="right") - 1
    if np.any((left < 0) | (right != left + 1) | (end >= lines.end[right])):
        return None
    moved = np.concatenate(([0], np.cumsum(glue - (end - start))))

    def after(places: Integers) -> Integers:
        """Offsets in the joined text; none of these places is inside of an edit."""
        return places + moved[np.searchsorted(end, places, side="right")]

    follows = np.zeros(len(lines) + 1, np.bool_)
    follows[right] = True
    first, last = np.flatnonzero(~follows[:-1]), np.flatnonzero(~follows[1:])
    table = replace(
        rows_of(lines, first),
        start=after(lines.start[first]),
        end=after(lines.end[last]),
        first=after(lines.first[first]),
        closes=lines.closes[last],
    )
    return table, np.flatnonzero(last > first)


_GLUE_LENGTHS = np.array([len(glue) for glue in GLUES], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Vicinity:
    """Runs of lines of a text as a page of their own.

    Attributes:
        page: the lines, one run under the other.
        begins: where each run begins on the page.
        further: how much further on its characters stand in the text.
        weighed: lines behind which a seam may heal.
    """

    page: Page
    begins: Integers
    further: Integers
    weighed: Flags

    def in_text(self, table: FindingTable) -> FindingTable:
        """The findings at seams that are weighed, in offsets of the text."""
        row = np.searchsorted(self.page.lines.start, table.start, side="right") - 1
        table = table.rows(self.weighed[row])
        further = self.further[np.searchsorted(self.begins, table.start, side="right") - 1]
        return replace(table, start=table.start + further, end=table.end + further)


def vicinity(
    text: str, lines: LineTable, joined: Integers, words: tuple[WordList, ...]
) -> Vicinity | None:
    """What stands around some lines, None where that is a small page or most of a large one.

    Args:
        text: the page.
        lines: of it, with roles; the widths of those that were joined needn't be right.
        joined: rows of the lines around which to look.
        words: word lists that are read beside the shipped ones.
    """
    count = len(lines)
    if not is_long(lines) or not len(joined):
        return None
    shown = _around(joined, WEIGHED + SHOWN, count)
    if shown.sum() > MOST_SHOWN * count:
        return None
    rows = np.flatnonzero(shown)
    fresh = np.flatnonzero(np.diff(rows, prepend=-2) > 1)
    low, high = rows[fresh], np.append(rows[fresh[1:] - 1], rows[-1]) + 1
    begin, stop = lines.first[low], np.append(lines.first, len(text))[high]
    begins = np.concatenate(([0], np.cumsum(stop - begin)[:-1]))
    further = begin - begins
    pieces = [text[a:b] for a, b in zip(begin.tolist(), stop.tolist(), strict=True)]
    own = rows_of(lines, rows)
    shift = further[np.searchsorted(fresh, np.arange(len(rows)), side="right") - 1]
    opens, closes = own.opens.copy(), own.closes.copy()
    opens[fresh] = closes[fresh - 1] = True  # no seam is healed between two runs
    moved = replace(
        own,
        start=own.start - shift,
        end=own.end - shift,
        first=own.first - shift,
        opens=opens,
        closes=closes,
    )
    page = _page("".join(pieces), moved, words)
    return Vicinity(page, begins, further, _around(joined, WEIGHED, count)[rows])


def _page(text: str, lines: LineTable, words: tuple[WordList, ...]) -> Page:
    codes = code_points_of(text)
    page = Page(text, codes, kinds(codes), lines, words)
    before, behind = summed_before(codes, display_columns, (lines.start, lines.end))
    return page.relined(replace(lines, width=behind - before))


def _around(rows: Integers, reach: int, count: int) -> npt.NDArray[np.bool_]:
    """Rows at most ``reach`` away from some others."""
    step = np.zeros(count + 1, np.int64)
    np.add.at(step, np.maximum(rows - reach, 0), 1)
    np.add.at(step, np.minimum(rows + reach + 1, count), -1)
    return np.cumsum(step)[:-1] > 0

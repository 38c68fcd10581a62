"""What the clear seams of a page say about a full stop at a full line.

Three things tell a paragraph's end from a sentence's that ends there by chance. How many sentences
end inside the lines around, and how many paragraphs end in short lines with nothing to mark the
next: both say how many would reach the edge. How much shorter than others first lines are where
paragraphs clearly begin, as they are when the indent was lost. And whether the word that follows
would have fitted, measured against the words that didn't where lines surely go on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Columns, Features
from layoutfix.language.arrays import clipped
from layoutfix.model import Flags
from layoutfix.parsing.page_rows import PageRows

__all__ = ["Fullness", "margin_features"]

Small = npt.NDArray[np.int32]

NEAR, FAR = 30, 150
"""Lines before and after one that say how wide the column is and what a full line is, and those
whose full stops are counted and that say how paragraphs begin and end."""

NEARLY = 930
"""Thousandths of a full line from which on a line counts as full."""

TO_THE_EDGE = 8
"""For so many paragraphs whose last line is short, one more ends at a full line: last lines are of
any length alike."""

BY_CHANCE, TO_END = 6, 4
"""Tenths of full stops at full lines, of sentences and of paragraphs, that are believed to be there
where a page shows nothing."""

TRUSTED = 4
"""Clear starts that are believed as much as the guess that they are as long as other lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Fullness:
    """How full each line is beside those that surely go on.

    Attributes:
        share: thousandths of the usual line that surely goes on on both sides.
        known: whether there are such lines near by.
        usual: their length, in steps of the ems of ``Columns``.
        spread: by how many thousandths they differ.
        goes_on: whether the seam behind a line is clearly inside a paragraph.
    """

    share: Small
    known: Flags
    usual: Small
    spread: Small
    goes_on: Flags


def margin_features(
    rows: PageRows,
    columns: Columns,
    full: Fullness,
    ends: Flags,
    gapped: Flags,
    chance: Small,
) -> Features:
    """Features of the ``n - 1`` seams.

    Args:
        rows: which lines are of one page.
        columns: of the lines.
        full: how full they are.
        ends: lines that end with a closing mark.
        gapped: lines with a blank line before them.
        chance: tenths of the full stops that chance alone puts at the ends of full lines near by.
    """
    short = ends & np.where(full.known, full.share < NEARLY, columns.loose)
    indent = columns.indent
    deeper = (indent > rows.neighbour(indent, -1, 0)) | (indent > rows.neighbour(indent, 1, 0))
    bare = rows.neighbour(short, -1, False) & ~gapped & ~deeper
    reaching = 10 * rows.window_sum(bare, FAR) // TO_THE_EDGE
    by_chance = 1000 * (chance + BY_CHANCE) // (chance + reaching + BY_CHANCE + TO_END)
    return {
        "stop_chance": by_chance.astype(np.int16)[:-1],
        **_starts(rows, full, bare),
        **_room(rows, columns, full, np.append(~gapped[1:], False) & ~rows.ends),
    }


def _starts(rows: PageRows, full: Fullness, bare: Flags) -> Features:
    """Whether a line is as much shorter than others as the clear starts of paragraphs are.

    The indent of a first line is often lost when text is read from a PDF; the line stays short.
    """
    goes_on = full.goes_on & full.known
    clear = bare & goes_on
    lack = np.where(goes_on, clipped(1000 - full.share, -200, 400), 0)
    lacking = np.where(clear, lack, 0)
    count = rows.window_sum(clear, FAR)
    usual = rows.window_sum(lacking, FAR) // (count + TRUSTED)
    spread = np.maximum(full.spread, 20)
    like = np.where(goes_on, usual * (2 * lack - usual), 0)
    ratio = clipped(10 * like // (2 * spread * spread), -100, 100)
    return {
        "starts_lack": clipped(usual, -100, 300).astype(np.int16)[1:],
        "starts_like": ratio.astype(np.int16)[1:],
    }


def _room(rows: PageRows, columns: Columns, full: Fullness, together: Flags) -> Features:
    """What the next word needed, beside what was needed where it surely didn't fit."""
    head = rows.neighbour(columns.head_ems, 1, 0).astype(np.int32)
    usual = np.maximum(full.usual, 1)
    word = np.minimum(1000 * np.minimum(head, 4 * usual) // usual, 2000)
    needed = np.where(full.known, np.minimum(full.share + word, 4000), 0)
    sure = full.goes_on & together & full.known
    count = rows.window_sum(sure, NEAR)
    mean = rows.window_sum(np.where(sure, needed, 0), NEAR) // np.maximum(count, 1)
    off = np.where(sure, np.minimum(np.abs(needed - mean), 400), 0)
    spread = np.maximum(rows.window_sum(off, NEAR) // np.maximum(count, 1), 20)
    beyond = np.where((count > 0) & full.known, 10 * (needed - mean) // spread, 0)
    return {
        "next_word": np.where(full.known, np.minimum(word, 1000), -1).astype(np.int16)[:-1],
        "needed_beyond": clipped(beyond, -200, 100).astype(np.int16)[:-1],
    }

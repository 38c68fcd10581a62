"""Seams that layout alone bounds, whatever else is known: rows, labels, speeches, indents."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Features
from layoutfix.evidence.seams.edges import Edges
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["ROW", "begins_indented", "narrow", "rows_apart", "speeches"]

NARROWEST = 12
"""Display columns below which no column of text is set."""

LABELLED = 3
"""Lines of a page from which on one long line among narrow ones is their label."""

ROW, LEAST_ROWS = 0.45, 4
"""How sure a join is at the most in a block of so many lines and more, all of which begin with a
capital, at a line that no mark or hyphen ends: notices, members and wares are set so; of wrapped
text some line goes on with a small letter, in German too."""

FEW_ROWS = 0.8
"""How sure a join must be in such a block of fewer lines, which may be a name cut in two."""

IDEOGRAPHIC_SPACE, PARAGRAPH_INDENT = 0x3000, 4
"""What Chinese paragraphs are indented with, and by how many display columns."""


def narrow(features: Features, lines: Integers | int) -> Flags:
    """Seams of names, numbers and labels below one another: no column of text is that narrow.

    One line above them may be longer: it says what they are.
    """
    longest, edge = features["longest"], features["edge"]
    found: Flags = (longest < NARROWEST) & ((edge < NARROWEST) | (lines > LABELLED))
    return found


def begins_indented(page: Page, edges: Edges) -> Flags:
    """Seams before a line that begins with full-width spaces.

    Two begin Chinese paragraphs whatever stands before them, one a Japanese one behind a closed
    line, where not every line has it.
    """
    lines = page.lines
    wide: Flags = page.code_points[lines.first] == IDEOGRAPHIC_SPACE
    some = page.derived(page_rows).totals(~wide) > 0
    two = wide[1:] & (lines.indent[1:] >= PARAGRAPH_INDENT)
    found: Flags = two | (wide[1:] & edges.ends[:-1] & some[1:])
    return found


def rows_apart(features: Features, join: npt.NDArray[np.float64]) -> Flags:
    """The seams between rows, lines that begin anew each, in blocks of some rows."""
    rows: Flags = (features["goes_on_block"] == 0) & (features["inner_start_upper"] > 0)
    for mark in ("inner_end_closing", "end_comma", "end_hyphen"):
        rows &= features[mark] == 0
    rows &= (features["block_lines_left"] >= LEAST_ROWS) | (join < FEW_ROWS)
    return rows


def speeches(features: Features) -> Flags:
    """Seams before a line that begins with a dash, behind a closed one."""
    found: Flags = (features["start_dash"] > 0) & (features["inner_end_closing"] > 0)
    return found

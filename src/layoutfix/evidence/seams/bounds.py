"""Seams whose form bounds what they may be: rows, labels, speeches, indents, single sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Features
from layoutfix.evidence.seams.edges import Edges
from layoutfix.evidence.seams.features import Evidence
from layoutfix.evidence.seams.footnotes import interrupted_by_notes
from layoutfix.evidence.seams.sentences import one_sentence
from layoutfix.language.characters import Kind
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["ROW", "Bounds", "bounds_of", "capped"]

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

LABEL, MORE_THAN_A_LABEL = 44, 0.9
"""Display columns up to which a line by itself that no mark ends is rather a title or a name than
the half of a sentence, and how sure a join with the capital below it must be all the same."""

IDEOGRAPHIC_SPACE, PARAGRAPH_INDENT = 0x3000, 4
"""What Chinese paragraphs are indented with, and by how many display columns."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the form of each seam says, whatever its probability.

    Attributes:
        never: whether it stands: labels below one another, and indents that begin a paragraph.
        speech: whether a dash begins the line behind a closed one.
        sentence: whether it is inside of a block that is one sentence.
        noted: whether it is in a sentence that notes interrupt, or in such a note.
        label: whether a short line by itself stands before a blank line and a capital.
    """

    never: Flags
    speech: Flags
    sentence: Flags
    noted: Flags
    label: Flags


def bounds_of(evidence: Evidence) -> Bounds:
    """The bounds of all seams of a page, or of pages that lie end to end."""
    page, edges, inside, features = (
        evidence.page,
        evidence.edges,
        evidence.inside,
        evidence.features,
    )
    close = page.lines.gap[1:][inside] == 0
    never = _narrow(features, evidence.seams.sizes() + 1) & close
    return Bounds(
        never | _begins_indented(page, edges)[inside],
        (features["start_dash"] > 0) & (features["inner_end_closing"] > 0),
        one_sentence(page, edges)[inside],
        interrupted_by_notes(page, edges)[inside],
        _labels(features, page.lines.width[:-1][inside]),
    )


def _narrow(features: Features, lines: Integers) -> Flags:
    """Seams of names, numbers and labels below one another: no column of text is that narrow.

    One line above them may be longer: it says what they are.
    """
    longest, edge = features["longest"], features["edge"]
    found: Flags = (longest < NARROWEST) & ((edge < NARROWEST) | (lines > LABELLED))
    return found


def _begins_indented(page: Page, edges: Edges) -> Flags:
    """Seams before a line that begins with full-width spaces.

    Two begin Chinese paragraphs whatever stands before them, one a Japanese one behind a closed
    line, where not every line has it or speech begins behind it.
    """
    lines = page.lines
    wide: Flags = page.code_points[lines.first] == IDEOGRAPHIC_SPACE
    some = page.derived(page_rows).totals(~wide) > 0
    two = wide[1:] & (lines.indent[1:] >= PARAGRAPH_INDENT)
    one = wide[1:] & edges.ends[:-1]
    found: Flags = two | (one & (some[1:] | (edges.first[1:] == Kind.OPEN_QUOTE)))
    return found


def _labels(features: Features, width: Integers) -> Flags:
    """Seams behind a line that may be a title: short, alone in its block, ended by no mark."""
    found: Flags = (features["gap"] > 0) & (features["block_lines_left"] == 1) & (width <= LABEL)
    return found & _unmarked_before_capital(features)


def _unmarked_before_capital(features: Features) -> Flags:
    """Seams behind a line that no mark or hyphen ends, before one that begins with a capital."""
    found: Flags = features["inner_start_upper"] > 0
    for mark in ("inner_end_closing", "end_comma", "end_hyphen"):
        found &= features[mark] == 0
    return found


def capped(features: Features, join: npt.NDArray[np.float64], bounds: Bounds) -> Flags:
    """The seams that are joins with ``ROW`` at the most: rows, speeches and labels."""
    found = _rows_apart(features, join) | bounds.speech
    return found | (bounds.label & (join < MORE_THAN_A_LABEL))


def _rows_apart(features: Features, join: npt.NDArray[np.float64]) -> Flags:
    """The seams between rows, lines that begin anew each, in blocks of some rows."""
    rows: Flags = (features["goes_on_block"] == 0) & _unmarked_before_capital(features)
    rows &= (features["block_lines_left"] >= LEAST_ROWS) | (join < FEW_ROWS)
    return rows

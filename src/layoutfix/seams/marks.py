"""Quote marks that old print repeats at the beginning of every line of a quotation."""

from __future__ import annotations

import numpy as np

from layoutfix.characters import Kind
from layoutfix.model import Integers, Page
from layoutfix.seams.edges import Edges

__all__ = ["repeated_quotes"]

_QUOTES = np.array([Kind.OPEN_QUOTE, Kind.CLOSE_QUOTE, Kind.NEUTRAL_QUOTE], np.uint8)

CLOSED_BY = {"“": "”", "„": "“”", "»": "«", "«": "»", "「": "」", "『": "』", '"': '"', "‘": "’"}
"""The marks that close a quotation, by the mark that opens it."""


def repeated_quotes(page: Page, edges: Edges, start: Integers) -> Integers:
    """Where the right line's text begins, behind a quote mark that only repeats the left line's.

    The left line must begin with the same mark and close none: in a dialogue every speech is
    closed before the next begins.
    """
    lines, text = page.lines, page.text
    same = (edges.first_code[1:] == edges.first_code[:-1]) & np.isin(edges.first[1:], _QUOTES)
    moved = start.copy()
    for row in np.flatnonzero(same).tolist():
        mark = text[lines.start[row]]
        left = text[lines.start[row] + 1 : lines.end[row]]
        if mark not in CLOSED_BY or not set(left).isdisjoint(CLOSED_BY[mark]):
            continue
        right = text[lines.start[row + 1] + 1 : lines.end[row + 1]]
        moved[row] = lines.end[row + 1] - len(right.lstrip())
    return moved

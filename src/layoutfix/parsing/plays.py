"""Plays: speakers and stage directions, which no line of a speech runs on into."""

from __future__ import annotations

from collections import Counter

import numpy as np
import regex

from layoutfix.language.characters import Kind
from layoutfix.model import Page

__all__ = ["direction_rows", "speaker_rows"]

_SPEAKER = regex.compile(r"\p{Lu}[\p{Lu}'’.\- ]{1,38}[.:](?:\s*[\[(].*)?$")
_DIRECTION = regex.compile(r"[\[(]_?\p{Lu}")

LEAST_SPEECHES = 2
"""Speeches that make a play."""


def speaker_rows(page: Page) -> list[int]:
    """Lines that name who speaks, in capitals, with nothing else behind but a stage direction.

    They stand behind a blank line, and one of the names comes again.
    """
    lines, kinds = page.lines, page.kinds
    last = kinds[lines.end - 1]
    may = (kinds[lines.start] == Kind.UPPER) & (lines.width <= 60) & ~lines.frozen
    may &= (last == Kind.FULL_STOP) | (last == Kind.COLON) | (last == Kind.CLOSE_BRACKET)
    may &= (lines.gap > 0) | (np.arange(len(lines)) == 0)
    found: dict[int, str] = {}
    for row in np.flatnonzero(may).tolist():
        line = page.text[lines.start[row] : lines.end[row]]
        if _SPEAKER.match(line):
            found[row] = regex.split(r"[.:]", line)[0]
    most = max(Counter(found.values()).values(), default=0)
    return list(found) if most >= LEAST_SPEECHES else []


def direction_rows(page: Page) -> list[int]:
    """Lines behind a blank line that begin a stage direction in brackets; ask only in a play."""
    lines = page.lines
    may = (page.kinds[lines.start] == Kind.OPEN_BRACKET) & (lines.gap > 0) & ~lines.frozen
    rows = np.flatnonzero(may).tolist()
    return [
        row for row in rows if _DIRECTION.match(page.text, int(lines.start[row]), lines.end[row])
    ]

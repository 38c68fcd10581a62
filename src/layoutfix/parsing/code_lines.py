"""Lines of code: fenced, front matter, or indented where it reads like code."""

from __future__ import annotations

import numpy as np
import regex

from layoutfix.language.characters import Kind, among, code_points_of, kind_set, kinds, one_of
from layoutfix.model import Page
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.surroundings import line_text

__all__ = ["code_rows"]

FRONT_MATTER_ENDS = ("---", "+++", "...")

FENCE = regex.compile(r"(`{3,}|~{3,})")


def code_rows(page: Page) -> list[int]:
    """The rows of a page, or of pages that lie end to end, that are code."""
    return [*_fenced(page), *_front_matter(page), *_indented_code(page)]


def _fenced(page: Page) -> list[int]:
    """Rows from a fence to the one that closes it, or to the end of the page."""
    lines = page.lines
    inside: list[int] = []
    fence, opened, end = "", 0, 0
    for row in _starting(page, "`~"):
        if fence and row >= end:
            inside.extend(range(opened, end))
            fence = ""
        found = FENCE.match(page.text, page.lines.start[row], lines.end[row])
        if not found:
            continue
        if not fence:
            fence, opened, end = found[1], row, int(page.derived(page_rows).high[row])
        elif found[1].startswith(fence) and found.end() == lines.end[row]:
            inside.extend(range(opened, row + 1))
            fence = ""
    inside.extend(range(opened, end if fence else opened))
    return inside


def _front_matter(page: Page) -> list[int]:
    """Rows of the front matter of each page that begins with one."""
    tops = np.flatnonzero(page.derived(page_rows).begins)
    tops = tops[one_of(page.code_points[page.lines.start[tops]], "-+")]
    if not len(tops):
        return []
    ends = [row for row in _starting(page, "-+.") if line_text(page, row) in FRONT_MATTER_ENDS]
    inside: list[int] = []
    for first in tops.tolist():
        if line_text(page, first) in ("---", "+++"):
            high = int(page.derived(page_rows).high[first])
            last = next((row for row in ends if first < row < high), first - 1)
            matter = range(first, last + 1)
            inner = [line_text(page, row) for row in matter[1:-1]]
            keyed = sum(":" in line or "=" in line for line in inner)
            inside.extend(matter if 2 * keyed >= len(inner) else ())
    return inside


def _indented_code(page: Page) -> list[int]:
    lines = page.lines
    deep = (lines.indent >= 4) & (page.code_points[lines.first] != 0x3000)
    if not deep.any():
        return []
    places = np.flatnonzero(among(page.kinds, _CODE_KINDS | _CODE_MARK_KINDS))
    marks = one_of(page.code_points[places], CODE_MARKS) | _CODE_KINDS[page.kinds[places]]
    places = places[marks]
    rows = np.flatnonzero(deep)
    start, end = lines.start[rows], lines.end[rows]
    share = (np.searchsorted(places, end) - np.searchsorted(places, start)) / (end - start)
    codelike = np.zeros(len(lines), np.bool_)
    codelike[rows] = (share > 0.12) & (page.kinds[end - 1] != Kind.FULL_STOP)
    codelike[1:] |= (
        deep[1:] & codelike[:-1] & (lines.gap[1:] == 0) & page.derived(page_rows).follows
    )
    return np.flatnonzero(codelike).tolist()


def _starting(page: Page, characters: str) -> list[int]:
    """Rows whose first character is one of ``characters``."""
    return np.flatnonzero(one_of(page.code_points[page.lines.start], characters)).tolist()


_CODE_KINDS = kind_set(Kind.PLUS_EQUALS, Kind.UNDERSCORE, Kind.SLASH, Kind.HASH)
CODE_MARKS = "(){}[];$&@:"
_CODE_MARK_KINDS = kind_set(*map(Kind, kinds(code_points_of(CODE_MARKS)).tolist()))

"""Lines that stand on the page more than once, whatever their numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import Kind, one_of
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["recurring"]

SAMPLE = 8
"""Characters at a line's start that are compared first."""

HAN_NUMBERS = "〇零一二三四五六七八九十百"
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
Keys = npt.NDArray[np.uint64]


def recurring(page: Page, rows: Integers) -> list[Integers]:
    """The groups of two and more of a page's rows that read the same, numbers folded to one.

    White space is not compared. Groups come in the order of their first lines.
    """
    rows = rows[_twice(_first_characters(page, rows))] if len(rows) > 1 else rows[:0]
    if not len(rows):
        return []
    keys = _whole_lines(page, rows)
    again = _twice(keys)
    rows, keys = rows[again], keys[again]
    if not len(rows):
        return []
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    rows = rows[order]
    begins, ends = np.append(0, edges), np.append(edges, len(rows))
    turn = np.argsort(rows[begins], kind="stable")
    spans = zip(begins[turn].tolist(), ends[turn].tolist(), strict=True)
    return [rows[first:last] for first, last in spans]


def _twice(keys: Keys) -> Flags:
    order = np.argsort(keys, kind="stable")
    same = keys[order][1:] == keys[order][:-1]
    found = np.zeros(len(keys), np.bool_)
    found[order[1:][same]] = True
    found[order[:-1][same]] = True
    return found


def _first_characters(page: Page, rows: Integers) -> Keys:
    """A key of the first characters up to the first number; no two equal lines differ in it."""
    start, end = page.lines.start[rows], page.lines.end[rows]
    keys: Keys = page.derived(page_rows).pages[rows].astype(np.uint64)
    going: Flags = np.ones(len(rows), np.bool_)
    for step in range(SAMPLE):
        at = np.minimum(start + step, end - 1)
        code = page.code_points[at]
        going = going & (start + step < end) & ~_is_number(page, at)
        keys = (keys + np.where(going, code, 0).astype(np.uint64)) * _MULTIPLIER
    return keys


def _is_number(page: Page, at: Integers) -> Flags:
    found: Flags = one_of(page.code_points[at], HAN_NUMBERS)
    found |= page.kinds[at] == Kind.DIGIT
    return found


def _whole_lines(page: Page, rows: Integers) -> Keys:
    """A key of the whole line: numbers count as one character, white space as none."""
    start, length = page.lines.start[rows], (page.lines.end - page.lines.start)[rows]
    first = np.concatenate(([0], np.cumsum(length)[:-1]))
    at = np.arange(int(length.sum())) + np.repeat(start - first, length)
    number = _is_number(page, at)
    kept = page.kinds[at] != Kind.SPACE
    continued = np.zeros(len(at), np.bool_)
    continued[1:] = number[1:] & number[:-1]
    continued[first] = False
    kept &= ~continued
    code = np.where(number, ord("0"), page.code_points[at]).astype(np.uint64)
    before = np.cumsum(kept) - kept
    place = (before - np.repeat(before[first], length)).astype(np.uint64)
    mixed = (code + np.uint64(1)) * _MULTIPLIER
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(2) * place + np.uint64(3)  # an odd factor a place
    mixed ^= mixed >> np.uint64(32)
    mixed *= _MULTIPLIER
    keys: Keys = np.add.reduceat(np.where(kept, mixed, np.uint64(0)), first)
    keys += page.derived(page_rows).pages[rows].astype(np.uint64) * _MULTIPLIER
    return keys

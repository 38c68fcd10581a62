"""What a join puts into a seam: nothing or one space.

Between Han or kana never a space, between words always one. Where writers differ (Latin words and
digits inside Chinese, brackets, dashes, French punctuation) the page is asked what it does itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.characters import KIND_COUNT, Kind, widths
from layoutfix.model import Flags, Integers, Page
from layoutfix.seams.edges import CJK, Edges
from layoutfix.seams.korean import korean_space_score

__all__ = ["spaces"]

_LETTERS = np.array([Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HANGUL, Kind.DIGIT, Kind.MARK], np.uint8)
_SOLID = np.array([*CJK.tolist(), Kind.THAI, Kind.IDEOGRAPHIC_STOP, Kind.ENUMERATION_COMMA], np.uint8)
_NEVER_BEFORE = np.array(
    [
        *(Kind.FULL_STOP, Kind.COMMA, Kind.IDEOGRAPHIC_STOP, Kind.ENUMERATION_COMMA),
        *(Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE),
    ],
    np.uint8,
)
_NEVER_AFTER = np.array([Kind.OPEN_BRACKET, Kind.OPEN_QUOTE], np.uint8)
_TIGHT_AFTER = np.array([ord(c) for c in "=<#@_"], np.uint32)

WIDE = KIND_COUNT
"""Added to the kind of a full-width mark: `，` and `,` are spaced differently."""

OWN_HABIT = 2
"""How often the page must have done one thing more than the other to be followed."""


def spaces(page: Page, edges: Edges) -> tuple[Flags, npt.NDArray[np.float64]]:
    """For each of the ``n - 1`` seams whether a join puts a space there, and how sure that is."""
    lines, codes = page.lines, page.code_points
    left, right = edges.last[:-1], edges.first[1:]
    wide = widths(codes[np.concatenate((lines.end[:-1] - 1, lines.start[1:]))]) == 2
    left_wide, right_wide = wide[: len(left)], wide[len(left) :]
    spaced = _by_habit(page, left, right, left_wide, right_wide)
    words = np.isin(left, _LETTERS) & np.isin(right, _LETTERS)
    spaced[words] = True
    mark = np.array([Kind.NEUTRAL_QUOTE], np.uint8)
    closing = np.isin(right, mark) & ~np.isin(edges.second[1:], _LETTERS)
    opening = np.isin(left, mark) & (edges.before_last[:-1] == Kind.SPACE)
    spaced[np.isin(right, _NEVER_BEFORE) | closing] = False
    spaced[np.isin(left, _NEVER_AFTER) | opening] = False
    spaced[np.isin(edges.last_code[:-1], _TIGHT_AFTER) & (edges.before_last[:-1] != Kind.SPACE)] = False
    spaced[_paths(page, edges)] = False
    spaced[_tight_dash(edges)] = False
    solid_left = np.isin(left, _SOLID) | (left_wide & ~np.isin(left, _LETTERS))
    solid_right = np.isin(right, _SOLID) | (right_wide & ~np.isin(right, _LETTERS))
    spaced[solid_left & solid_right] = False
    punctuation = (left_wide & ~np.isin(left, _LETTERS) & ~np.isin(left, CJK)) | (
        right_wide & ~np.isin(right, _LETTERS) & ~np.isin(right, CJK)
    )
    spaced[punctuation] = False
    sure = np.full(len(left), 0.99)
    hangul = np.flatnonzero((left == Kind.HANGUL) & (right == Kind.HANGUL))
    if len(hangul):
        score = korean_space_score(codes, page.kinds, lines.end[hangul], lines.start[hangul + 1])
        spaced[hangul] = score >= 0.5
        sure[hangul] = np.maximum(score, 1 - score)
    return spaced, sure


def _by_habit(
    page: Page,
    left: npt.NDArray[np.uint8],
    right: npt.NDArray[np.uint8],
    left_wide: Flags,
    right_wide: Flags,
) -> Flags:
    """What the page does between characters of these two kinds; a space where nothing else says."""
    size = 2 * WIDE
    kind = page.kinds.astype(np.int32) + WIDE * (widths(page.code_points) == 2)
    blank = kind == Kind.SPACE
    tight = np.bincount(kind[:-1] * size + kind[1:], minlength=size * size)
    around = blank[1:-1] & ~blank[2:] & ~blank[:-2]
    pair = kind[:-2] * size + kind[2:]
    loose = np.bincount(pair[around], minlength=size * size)
    ask = (left + WIDE * left_wide.astype(np.int64)) * size + right + WIDE * right_wide
    unsure = np.isin(left, _SOLID) | np.isin(right, _SOLID)  # Chinese beside Latin: mostly none
    default = ~unsure
    habit = loose[ask] - tight[ask]
    result: Flags = np.where(np.abs(habit) >= OWN_HABIT, habit > 0, default)
    return result


def _paths(page: Page, edges: Edges) -> Flags:
    """Seams inside a path or an address: `/usr/ | share`, `/usr | /share`, `https:// | host`."""
    slash_left = (edges.last_code[:-1] == ord("/")) & (edges.before_last[:-1] != Kind.SPACE)
    slash_right = edges.first_code[1:] == ord("/")
    candidates = np.flatnonzero(slash_right & np.isin(edges.last[:-1], _LETTERS))
    inside = np.zeros(len(slash_left), np.bool_)
    starts, ends = page.lines.start, page.lines.end
    for row in candidates.tolist():
        piece = page.text[max(starts[row], ends[row] - 200) : ends[row]].rsplit(None, 1)[-1]
        inside[row] = "/" in piece
    return inside | slash_left


def _tight_dash(edges: Edges) -> Flags:
    """A dash that stands close to its word on the side away from the seam: `word-- | word`."""
    left = (edges.last[:-1] == Kind.DASH) & (edges.before_last[:-1] != Kind.SPACE)
    double = (edges.last[:-1] == Kind.HYPHEN) & (edges.before_last[:-1] == Kind.HYPHEN)
    right = (edges.first[1:] == Kind.DASH) & (edges.second[1:] != Kind.SPACE)
    doubled = (edges.first[1:] == Kind.HYPHEN) & (edges.second[1:] == Kind.HYPHEN)
    return left | double | right | (doubled & np.isin(edges.last[:-1], _LETTERS))


def unspaced(edges: Edges) -> Integers:
    """1 where both edges are of a script that puts no space between words."""
    both = np.isin(edges.last[:-1], _SOLID) & np.isin(edges.first[1:], _SOLID)
    return both.astype(np.int64)

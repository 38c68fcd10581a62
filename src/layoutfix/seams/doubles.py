"""Characters that a seam wrote twice: `转化 | 化。`, `the | the committee`."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from layoutfix.characters import Kind
from layoutfix.model import Integers, Page
from layoutfix.neighbours import cjk_features
from layoutfix.seams.edges import CJK
from layoutfix.seams.features import Evidence

__all__ = ["doubled_seams"]

WORD_SURE = 0.97
LONG_SURE = 0.98

DOUBLED_AT_GAP = 3.0
"""Log-odds that a character on both sides of a blank line was doubled there, before the characters
themselves are looked at: 1 seam in 500 of the tuning articles has one by nature, and where columns
are doubled at all about one in 20 is."""

DOUBLED_AT_LINE = -4.0
"""The same at a plain line end, where nothing doubles characters."""

CONSTANT = 0.97
TWICE = (-0.10, -0.99, -1.12, -1.42)
ONCE = (-0.01, 0.54, 1.43)
OFTEN_TWICE = -0.44
"""Logistic regression on the tuning half of the Chinese articles (AUC 0.89): what the table of
neighbours says of the character standing twice (the pair, whether it is known, the runs to its
left and right), of its standing once (the pair, whether known, the run to the left), and whether
it is one of ``REDUPLICATED``."""

REDUPLICATED = frozenset(
    "常天人日年月事处家个种步刚渐仅往时默悄慢好多大小明轻高深各样频纷代每层条次"
)
"""Han characters that Chinese often says twice."""

SAID_TWICE = frozenset(
    (
        "had",
        "that",
        "very",
        "much",
        "ha",
        "no",
        "so",
        "is",
        "die",
        "der",
        "sie",
        "das",
        "nous",
        "vous",
    )
)
"""Words that may stand twice in running text."""


def doubled_seams(
    page: Page, evidence: Evidence, likely: Integers
) -> tuple[Integers, npt.NDArray[np.float64]]:
    """For every seam how many characters to drop, and how sure it is that they were doubled or not.

    Args:
        page: the page.
        evidence: of its seams.
        likely: rows of the seams that are likely joins.
    """
    count = len(page.lines) - 1
    dropped, sure = np.zeros(count, np.int64), np.ones(count, np.float64)
    length = evidence.features["doubled"]
    words = evidence.words
    for row in likely[length[likely] > 0].tolist():
        end, start = int(page.lines.end[row]), int(page.lines.start[row + 1])
        size = int(length[row])
        kind = page.kinds[end - 1]
        if CJK[kind]:
            dropped[row], sure[row] = _ideographic(
                page, end, start, size, int(page.lines.gap[row + 1])
            )
    same = np.zeros(count, np.bool_)
    if len(words.start):
        last, has_last = (column[:-1] for column in words.last_of())
        first, has_first = (column[1:] for column in words.first_of())
        same = has_last & has_first & (words.hash[last] == words.hash[first])
        same &= (words.end[last] == page.lines.end[:-1]) & (
            words.start[first] == page.lines.start[1:]
        )
    for row in likely[same[likely]].tolist():
        start, stop = int(words.start[first[row]]), int(words.end[first[row]])
        word = page.text[start:stop]
        earlier = page.text[words.start[last[row]] : words.end[last[row]]]
        if word != earlier or len(word) < 2 or word.isdigit() or word.lower() in SAID_TWICE:
            continue
        if page.kinds[start] == Kind.HANGUL:
            continue
        dropped[row] = stop - start
        sure[row] = WORD_SURE
    return dropped, sure


def _ideographic(page: Page, end: int, start: int, size: int, gap: int) -> tuple[int, float]:
    """Characters to drop and how sure, for a seam between Han or kana."""
    text = page.text
    if size >= 2 and len(set(text[start : start + size])) > 1:
        return size, LONG_SURE
    codes = page.code_points
    at = np.array([end - 2, end - 1, start, min(start + 1, len(codes) - 1)])
    near = codes[np.maximum(at, 0)]
    following = codes[[min(start + 1, len(codes) - 1), min(start + 2, len(codes) - 1)]]
    twice = cjk_features(*(near[place : place + 1] for place in range(4)))[:4, 0].tolist()
    once = cjk_features(near[:1], near[1:2], following[:1], following[1:])[:3, 0].tolist()
    log_odds = CONSTANT + (DOUBLED_AT_GAP if gap else DOUBLED_AT_LINE)
    log_odds += sum(weight * value for weight, value in zip(TWICE, twice, strict=True))
    log_odds += sum(weight * value for weight, value in zip(ONCE, once, strict=True))
    log_odds += OFTEN_TWICE * (text[start] in REDUPLICATED)
    chance = round(1 / (1 + math.exp(-log_odds)), 3)
    return (1, chance) if chance >= 0.5 else (0, round(1 - chance, 3))

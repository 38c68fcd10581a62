"""Characters that a seam wrote twice: `转化 | 化。`, `the | the committee`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.edges import CJK
from layoutfix.evidence.seams.features import Evidence
from layoutfix.language.characters import Kind
from layoutfix.language.han import cjk_features
from layoutfix.model import Integers, Page

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
    length = evidence.features["doubled"].astype(np.int64)
    words = evidence.words
    rows = likely[length[likely] > 0]
    rows = rows[CJK[page.kinds[page.lines.end[rows] - 1]]]
    if len(rows):
        dropped[rows], sure[rows] = _ideographic(page, rows, length[rows])
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


def _ideographic(
    page: Page, rows: Integers, size: Integers
) -> tuple[Integers, npt.NDArray[np.float64]]:
    """Characters to drop and how sure, for seams between Han or kana."""
    codes, lines = page.code_points, page.lines
    end, start = lines.end[rows], lines.start[rows + 1]

    def at(place: Integers) -> npt.NDArray[np.uint32]:
        return codes[np.clip(place, 0, len(codes) - 1)]

    near = (at(end - 2), at(end - 1), at(start), at(start + 1))
    twice = cjk_features(*near)[:4]
    once = cjk_features(near[0], near[1], near[3], at(start + 2))[:3]
    log_odds = np.where(lines.gap[rows + 1] > 0, DOUBLED_AT_GAP, DOUBLED_AT_LINE) + CONSTANT
    for weight, column in (*zip(TWICE, twice, strict=True), *zip(ONCE, once, strict=True)):
        log_odds = log_odds + weight * column
    log_odds += OFTEN_TWICE * np.isin(near[2], [ord(character) for character in REDUPLICATED])
    chance = np.round(1 / (1 + np.exp(-log_odds)), 3)
    likely = chance >= 0.5
    # Two characters and more that are not one and the same: no chance of nature.
    long = (size >= 2) & (at(start) != at(start + 1))
    dropped = np.where(long, size, likely.astype(np.int64))
    return dropped, np.where(long, LONG_SURE, np.where(likely, chance, np.round(1 - chance, 3)))

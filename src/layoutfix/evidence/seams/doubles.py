"""Characters that a seam wrote twice: `转化 | 化。`, `the | the committee`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.edges import CJK
from layoutfix.evidence.seams.features import Evidence
from layoutfix.evidence.seams.words import Words
from layoutfix.language import languages
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import Kind
from layoutfix.language.han import cjk_features, neighbour_scores
from layoutfix.model import Flags, Integers, Page, Role, role_set
from layoutfix.parsing.page_rows import page_rows

__all__ = ["doubled_seams"]

WORD_SURE = 0.95
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

NUMERALS = "〇零一二三四五六七八九十百千万亿億萬两兩"
"""Han characters that count: what stands twice of them is a number."""

_NUMERALS = [ord(character) for character in NUMERALS]

MIMETIC = 150
"""32nds of log-odds from which on two syllables said twice are a word: いろいろ has 305, ですです
44."""

LEAST_WORDS = 4
"""Words that a line of running text holds, at least, to have one doubled at its end."""

_TEXT = role_set(Role.PARAGRAPH, Role.QUOTE, Role.LIST_ITEM)


def doubled_seams(evidence: Evidence, likely: Integers) -> tuple[Integers, npt.NDArray[np.float64]]:
    """For some seams how many characters to drop, and how sure it is that they were doubled or not.

    Args:
        evidence: of a page, or of pages that lie end to end.
        likely: the lines before the seams that are likely joins, in ascending order.
    """
    page = evidence.page
    dropped, sure = np.zeros(len(likely), np.int64), np.ones(len(likely), np.float64)
    length = evidence.behind("doubled", likely).astype(np.int64)
    some = np.flatnonzero((length > 0) & CJK[page.kinds[page.lines.end[likely] - 1]])
    if len(some):
        dropped[some], sure[some] = _ideographic(page, likely[some], length[some])
    may = np.flatnonzero(_may_be_doubled(page, evidence.words, likely))
    for part, own, at in evidence.by_page(likely[may]):
        for place, row in zip(may[own].tolist(), at.tolist(), strict=True):
            if size := _doubled_word(part.page, part.words, row):
                dropped[place], sure[place] = size, WORD_SURE
    return dropped, sure


def _may_be_doubled(page: Page, words: Words, rows: Integers) -> Flags:
    """Seams where a column ended in running text and one word stands on both sides.

    At a plain line end nothing doubles words.
    """
    lines, kinds = page.lines, page.kinds
    if not len(words.start):
        return np.zeros(len(rows), np.bool_)
    last, first = words.last_of()[0][rows], words.first_of()[0][rows + 1]
    same: Flags = words.hash[last] == words.hash[first]
    apart: Flags = (lines.gap[rows + 1] > 0) | lines.page_break[rows + 1]
    apart &= _TEXT[lines.role[rows]] & _TEXT[lines.role[rows + 1]]
    apart &= ~(lines.frozen[rows] | lines.frozen[rows + 1])
    apart &= same & (kinds[lines.start[rows + 1]] == Kind.LOWER)
    return apart


def _doubled_word(page: Page, words: Words, row: int) -> int:
    """Characters of the word that the seam wrote twice; 0 where the writer may have meant both.

    A word is taken for doubled only where it is one of small letters in a line of several words;
    where the page does not write it twice elsewhere, and its language is known and doesn't either.
    """
    lines, text = page.lines, page.text
    last, first = int(words.high[row]) - 1, int(words.low[row + 1])
    if int(words.high[row] - words.low[row]) < LEAST_WORDS or first >= len(words.start):
        return 0
    start, stop = int(words.start[first]), int(words.end[first])
    if start != lines.start[row + 1] or words.end[last] != lines.end[row]:
        return 0
    word = text[start:stop]
    behind = text[stop : stop + 1]
    if word != text[words.start[last] : words.end[last]] or not word.isalpha() or len(word) < 2:
        return 0
    if not behind.isspace() or text[words.start[last] - 1] != " ":
        return 0
    twice = words.after_word[1:] & (words.hash[1:] == words.hash[:-1])
    if (words.hash[1:][twice] == words.hash[first]).any():
        return 0
    language = languages.languages_at(words.hash, np.zeros(0, np.int64), np.array([last]))
    having = languages.listed("doubled", words.hash[first : first + 1])
    if language[0] == languages.UNKNOWN or (having & languages.bits_of(language)).any():
        return 0
    return stop - start


def _ideographic(
    page: Page, rows: Integers, size: Integers
) -> tuple[Integers, npt.NDArray[np.float64]]:
    """Characters to drop and how sure, for seams between Han or kana."""
    codes, lines = page.code_points, page.lines
    end, start = lines.end[rows], lines.start[rows + 1]
    number = page.derived(page_rows).pages[rows]
    low, behind = page.starts[number], np.append(page.starts[1:] - 1, len(codes))[number]

    def at(place: Integers) -> npt.NDArray[np.uint32]:
        inside: Integers = clipped(place, low, behind - 1)
        return codes[inside]

    near = (at(end - 2), at(end - 1), at(start), at(start + 1))
    twice = cjk_features(*near)[:4]
    once = cjk_features(near[0], near[1], near[3], at(start + 2))[:3]
    log_odds = np.where(lines.gap[rows + 1] > 0, DOUBLED_AT_GAP, DOUBLED_AT_LINE) + CONSTANT
    for weight, column in (*zip(TWICE, twice, strict=True), *zip(ONCE, once, strict=True)):
        log_odds = log_odds + weight * column
    log_odds += OFTEN_TWICE * np.isin(near[2], [ord(character) for character in REDUPLICATED])
    chance = np.round(1 / (1 + np.exp(-log_odds)), 3)
    likely = chance >= 0.5
    # Two characters and more that are not one and the same: where a column ended no chance of
    # nature, but for numbers and for words that are made so.
    apart = (lines.gap[rows + 1] > 0) | lines.page_break[rows + 1]
    several = (size >= 2) & (at(start) != at(start + 1))
    meant = np.isin(at(start), _NUMERALS) & np.isin(at(start + 1), _NUMERALS)
    meant |= (size == 2) & (neighbour_scores(*near)[0] >= MIMETIC)
    long = several & apart & ~meant
    dropped = np.where(long, size, np.where(several, 0, likely.astype(np.int64)))
    dropped[~several & np.isin(at(start), _NUMERALS)] = 0
    stays = np.where(several, 1.0, np.round(1 - chance, 3))
    return dropped, np.where(long, LONG_SURE, np.where(dropped > 0, chance, stays))

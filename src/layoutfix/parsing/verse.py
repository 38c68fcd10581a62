"""Verse: stanzas whose lines end where the poet wanted, not where a column did."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Integers, Page

__all__ = ["verse_rows"]

WIDEST = 60
"""Display columns of the longest line of verse that is looked for."""

LONGEST_STANZA = 14
STANZAS = 3
"""Stanzas of equal length that make verse without rhymes; two do where half of the lines rhyme."""

FULL = 70
"""The last lines of stanzas are this full on average, in hundredths of the longest line; those of
wrapped paragraphs are half full."""

LOOSE = 20
"""Of a hundred lines of verse at least this many end though the next word would have fitted."""

RHYMED = 40


def verse_rows(page: Page) -> list[int]:
    """The lines of stanzas: blocks of equal length, none of them wrapped by a column."""
    lines = page.lines
    first = np.flatnonzero((lines.gap > 0) | lines.page_break | lines.opens)
    first = np.union1d(first, [0])
    size = np.diff(np.append(first, len(lines)))
    fits = (size >= 2) & (size <= LONGEST_STANZA)
    wide = np.maximum.reduceat(np.where(lines.frozen, WIDEST + 1, lines.width), first) > WIDEST
    usable = fits & ~wide
    rows: list[int] = []
    for low, high in _runs(usable, size):
        start = int(first[low])
        end = int(first[high]) if high < len(first) else len(lines)
        if _is_verse(page, start, end, int(size[low]), high - low):
            rows.extend(range(start, end))
    return rows


def _runs(usable: Flags, size: Integers) -> Iterator[tuple[int, int]]:
    """Neighbouring usable blocks of the same size, two or more: first and behind the last."""
    follows = usable[1:] & usable[:-1] & (size[1:] == size[:-1])
    edges = np.flatnonzero(np.diff(np.concatenate(([False], follows, [False])).astype(np.int8)))
    for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield low, high + 1


def _is_verse(page: Page, start: int, end: int, size: int, stanzas: int) -> bool:
    lines = page.lines
    width = lines.width[start:end]
    longest = int(width.max())
    last = width[size - 1 :: size]
    if np.any(lines.opens[start + 1 : end] & (lines.gap[start + 1 : end] == 0)):
        return False
    if 100 * int(last.sum()) < FULL * longest * len(last) or 2 * int(last.min()) < longest:
        return False
    if np.any(page.kinds[lines.end[start:end] - 1] == Kind.HYPHEN):
        return False
    words = [page.text[lines.start[row] : lines.end[row]].split() for row in range(start, end)]
    rhymes = _rhymes([line[-1] for line in words])
    if stanzas < STANZAS and 100 * rhymes < 50 * len(words):
        return False
    inner = [row for row in range(len(words) - 1) if (row + 1) % size]
    loose = sum(int(width[row]) + 1 + len(words[row + 1][0]) <= longest for row in inner)
    marked = int(_MARKS[page.kinds[lines.end[start:end] - 1]].sum())
    signs = (100 * loose >= LOOSE * len(inner), 100 * rhymes >= RHYMED * len(words))
    return any(signs) or 2 * marked >= len(words)


_MARKS = kind_set(
    Kind.COMMA, Kind.SEMICOLON, Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION
)


def _rhymes(ends: list[str]) -> int:
    """How many of the words rhyme with one of the next two or the two before."""
    bare = [word.rstrip(".,;:!?…—–-\"'”’»").lower() for word in ends]
    rhyming: set[int] = set()
    for step in (1, 2):
        for row, (one, other) in enumerate(zip(bare, bare[step:], strict=False)):
            if one != other and len(one) > 1 and one[-2:] == other[-2:] and one[-1].isalpha():
                rhyming.update((row, row + step))
    return len(rhyming)

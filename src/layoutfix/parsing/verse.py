"""Verse: stanzas whose lines end where the poet wanted, not where a column did."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from layoutfix.language.characters import Kind, among, kind_set
from layoutfix.model import Flags, Integers, LineTable, Page, Role, role_set
from layoutfix.parsing.page_rows import page_rows

__all__ = ["verse_rows"]

WIDEST = 60
"""Display columns of the longest line of verse that is looked for."""

LONGEST_STANZA, LEAST_RHYMED = 14, 4
STANZAS = 3
"""Stanzas of equal length that make verse without rhymes; two do where half of the lines rhyme."""

FULL = 70
"""The last lines of stanzas are this full on average, in hundredths of the longest line; those of
wrapped paragraphs are half full."""

SET_IN = 2
"""Display columns further in than the text that a quotation or a poem is set."""

LEAST_ROOM = 15
"""Hundredths of the longest line that are left behind the next word where a line ended before it
had to; proportional faces make up for some."""

SHORT, LEAST_LINES = 40, 6
"""Display columns of the longest line, and how many lines, that neighbouring blocks of verse have
where nothing but their raggedness tells it."""

LONGEST_MEASURE = 18
"""Characters of a line of Chinese or Japanese verse, two halves and their marks."""

LEAST_ALONE, UNEVEN = 3, 4
"""Lines of a single stanza at the least, and display columns by which lines of Chinese, Japanese or
Korean verse differ: all lines of a column but the last are of one length, or nearly."""

LOOSE = 20
"""Of a hundred lines of verse at least this many end though the next word would have fitted."""

RHYMED = 40


def verse_rows(page: Page) -> list[int]:
    """The lines of verse: stanzas, Chinese and Japanese verse, and lines that are set in."""
    lines = page.lines
    if len(lines) < 2:
        return []
    begins = page.derived(page_rows).begins
    first = np.flatnonzero((lines.gap > 0) | lines.page_break | lines.opens | begins)
    rows = {*_stanzas(page, first), *_rhymed(page, first), *_set_in(page, first), *_measured(page)}
    rows.update(_alone(page, first))
    short = _short(page, first)
    for tells in (_unwrapped, _unmarked):
        rows.update(_neighbouring(page, first, tells(page, first, short)))
    return sorted(rows)


def _wider(lines: LineTable, first: Integers, columns: int) -> Flags:
    """Which blocks have a line that is wider than so many columns, or is frozen."""
    widths = np.where(lines.frozen, WIDEST + 1, lines.width)
    found: Flags = np.maximum.reduceat(widths, first) > columns
    return found


def _stanzas(page: Page, first: Integers) -> list[int]:
    """Blocks of equal length, none of them wrapped by a column."""
    lines = page.lines
    size = np.diff(np.append(first, len(lines)))
    fits = (size >= 2) & (size <= LONGEST_STANZA)
    wide = _wider(lines, first, WIDEST)
    usable = fits & ~wide
    rows: list[int] = []
    for low, high in _runs(usable, size, page.derived(page_rows).pages[first]):
        start = int(first[low])
        end = int(first[high]) if high < len(first) else len(lines)
        if _is_verse(page, start, end, int(size[low]), high - low):
            rows.extend(range(start, end))
    return rows


def _rhymed(page: Page, first: Integers) -> list[int]:
    """Blocks of four lines and more that all end with a mark, most of them in rhyme."""
    lines = page.lines
    size = np.diff(np.append(first, len(lines)))
    marked = np.logical_and.reduceat(_MARKS[page.kinds[lines.end - 1]], first)
    wide = _wider(lines, first, WIDEST)
    rows: list[int] = []
    fits = (size >= LEAST_RHYMED) & (size <= LONGEST_STANZA)
    for place in np.flatnonzero(fits & marked & ~wide).tolist():
        start = int(first[place])
        end = start + int(size[place])
        words = _last_words(page, start, end)
        if 4 * _rhymes(words) >= 3 * len(words):
            rows.extend(range(start, end))
    return rows


def _alone(page: Page, first: Integers) -> list[int]:
    """Single stanzas: every line begins with a capital and ends with a mark, or there is no mark.

    Of four lines of wrapped prose hardly any has all of its line ends at marks and a capital after
    each. Text without a single mark is no prose: in letters with capitals two of its lines must
    rhyme; Chinese, Japanese and Korean lines must differ in length, as those of a column do not.
    """
    lines, kinds = page.lines, page.kinds
    size = np.diff(np.append(first, len(lines)))
    text = np.logical_and.reduceat(lines.role == Role.PARAGRAPH.code, first)
    fits = text & (size >= LEAST_ALONE) & (size <= LONGEST_STANZA) & ~_wider(lines, first, WIDEST)
    if not fits.any():
        return []
    capital = np.logical_and.reduceat(kinds[lines.start] == Kind.UPPER, first)
    marked = np.logical_and.reduceat(_ENDS[kinds[lines.end - 1]], first)
    verse = fits & capital & marked & (size >= LEAST_RHYMED)
    bare = fits & ~_holding(page, first, _ENDS | _NO_VERSE)
    eastern = np.logical_and.reduceat(_EASTERN[kinds[lines.start]], first)
    width = np.maximum.reduceat(lines.width, first)
    verse |= bare & eastern & (width <= 2 * LONGEST_MEASURE) & (_ragged(lines, first) >= UNEVEN)
    may_rhyme = bare & ~eastern & (size >= LEAST_RHYMED) & (width <= SHORT)
    for place in np.flatnonzero(may_rhyme).tolist():
        words = _last_words(page, int(first[place]), int(first[place] + size[place]))
        verse[place] = 2 * _rhymes(words) >= len(words)
    return np.flatnonzero(np.repeat(verse, size)).tolist()


def _ragged(lines: LineTable, first: Integers) -> Integers:
    """By how much the lines of each block differ in width, the last one left out."""
    last = np.append(first, len(lines))[1:] - 1
    inner = np.ones(len(lines), np.bool_)
    inner[last] = False
    widest = np.maximum.reduceat(np.where(inner, lines.width, 0), first)
    found: Integers = widest - np.minimum.reduceat(np.where(inner, lines.width, WIDEST), first)
    return found


def _holding(page: Page, first: Integers, kinds: Flags) -> Flags:
    """Which blocks hold a character of these kinds."""
    lines = page.lines
    places = np.flatnonzero(among(page.kinds, kinds))
    start, end = lines.start[first], lines.end[np.append(first, len(lines))[1:] - 1]
    found: Flags = np.searchsorted(places, start) < np.searchsorted(places, end)
    return found


def _last_words(page: Page, start: int, end: int) -> list[str]:
    """The last word of each line."""
    lines = page.lines
    return [page.text[lines.start[row] : lines.end[row]].split()[-1] for row in range(start, end)]


def _set_in(page: Page, first: Integers) -> list[int]:
    """Blocks that stand further in than the text and that no column has wrapped.

    In wrapped text, justified or ragged, no line ends while the next word would still have fitted
    into the longest one of its paragraph; in verse, addresses and signs many do.
    """
    lines = page.lines
    margin = page.derived(page_rows).least(lines.indent)
    if not np.any(lines.indent >= margin + SET_IN):
        return []
    inside = (lines.indent >= margin + SET_IN) & ~lines.frozen & (lines.width <= WIDEST)
    whole = np.logical_and.reduceat(inside, first)
    size = np.diff(np.append(first, len(lines)))
    chosen = _unwrapped(page, first, whole & (size >= 2))
    return np.flatnonzero(np.repeat(chosen, size)).tolist()


def _short(page: Page, first: Integers) -> Flags:
    """Blocks of a few short lines, without a digit: with one they are rows of a table, or a head.

    Args:
        page: with its lines.
        first: rows of the first lines of its blocks.
    """
    lines = page.lines
    size = np.diff(np.append(first, len(lines)))
    short = (size >= 2) & (size <= LONGEST_STANZA) & ~_wider(lines, first, SHORT)
    short &= np.logical_and.reduceat(_TEXT[lines.role], first)
    if short.any():
        short &= ~_holding(page, first, _DIGITS)
    return short


def _neighbouring(page: Page, first: Integers, usable: Flags) -> list[int]:
    """Lines of blocks that look like verse, two or more beside one another."""
    if not usable.any():
        return []
    size = np.diff(np.append(first, len(page.lines)))
    rows: list[int] = []
    for low, high in _stretches(usable, page.derived(page_rows).begins[first]):
        start, end = int(first[low]), int(first[high - 1] + size[high - 1])
        if high - low >= 2 and end - start >= LEAST_LINES:
            rows.extend(range(start, end))
    return rows


def _unmarked(page: Page, first: Integers, asked: Flags) -> Flags:
    """Blocks of which no line ends with a mark, the last one included, as paragraphs do."""
    return asked & ~np.logical_or.reduceat(_ENDS[page.kinds[page.lines.end - 1]], first)


def _unwrapped(page: Page, first: Integers, asked: Flags) -> Flags:
    """Blocks whose lines end well before they must, at a third of the seams, never at a hyphen."""
    lines = page.lines
    if not asked.any():
        return asked
    asked = asked & ~np.logical_or.reduceat(page.kinds[lines.end - 1] == Kind.HYPHEN, first)
    size = np.diff(np.append(first, len(lines)))
    inner = np.repeat(asked, size)
    inner[first] = False
    rows = np.flatnonzero(inner)
    edge = lines.indent + lines.width
    block = np.repeat(np.arange(len(first)), size)[rows]
    longest = np.maximum.reduceat(edge, first)[block]
    heads = np.array([_head(page, row) for row in rows.tolist()], np.int64)
    loose = 100 * (longest - edge[rows - 1] - heads) >= LEAST_ROOM * longest
    found: Flags = asked & (3 * np.bincount(block[loose], minlength=len(first)) >= size - 1)
    return found


def _head(page: Page, row: int) -> int:
    """Display columns that the first piece of a line would have taken in the line before."""
    line = page.text[page.lines.start[row] : page.lines.end[row]]
    wide = _HAN[page.kinds[page.lines.start[row]]]
    return 2 if wide else 1 + len(line.split(maxsplit=1)[0])


def _measured(page: Page) -> list[int]:
    """Lines of Han or kana with as many characters each and a mark at every end.

    Four of them are verse; two are where a mark parts each line in the same place.
    """
    lines, kinds = page.lines, page.kinds
    size = lines.end - lines.start
    marked = _HAN_MARKS[kinds[lines.end - 1]] & (size <= LONGEST_MEASURE) & (size >= 4)
    marked &= (lines.width == 2 * size) & ~lines.frozen
    follows = marked[1:] & marked[:-1] & (size[1:] == size[:-1]) & (lines.gap[1:] <= 1)
    follows &= page.derived(page_rows).follows
    edges = np.flatnonzero(np.diff(np.concatenate(([False], follows, [False])).astype(np.int8)))
    rows: list[int] = []
    for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        run = range(low, high + 1)
        pauses = {_pauses(page, row) for row in run}
        parted = len(pauses) == 1 and pauses != {()}
        if len(run) >= 4 or parted:
            rows.extend(run)
    return rows


def _pauses(page: Page, row: int) -> tuple[int, ...]:
    """Where marks stand inside of a line."""
    start, end = int(page.lines.start[row]), int(page.lines.end[row]) - 1
    return tuple(np.flatnonzero(_HAN_MARKS[page.kinds[start:end]]).tolist())


def _runs(usable: Flags, size: Integers, pages: Integers) -> Iterator[tuple[int, int]]:
    """Neighbouring usable blocks of the same size, two or more: first and behind the last."""
    follows = usable[1:] & usable[:-1] & (size[1:] == size[:-1]) & (pages[1:] == pages[:-1])
    edges = np.flatnonzero(np.diff(np.concatenate(([False], follows, [False])).astype(np.int8)))
    for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield low, high + 1


def _stretches(chosen: Flags, begins: Flags) -> Iterator[tuple[int, int]]:
    """Runs of chosen blocks of one page: first and behind the last."""
    starts = chosen.copy()
    starts[1:] &= ~chosen[:-1] | begins[1:]
    ends = chosen.copy()
    ends[:-1] &= ~chosen[1:] | begins[1:]
    low, high = np.flatnonzero(starts).tolist(), (np.flatnonzero(ends) + 1).tolist()
    yield from zip(low, high, strict=True)


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


_ENDS = _MARKS.copy()
_ENDS[[Kind.COLON, Kind.HYPHEN, Kind.CLOSE_QUOTE, Kind.CLOSE_BRACKET, Kind.ELLIPSIS]] = True

_NO_VERSE = kind_set(Kind.DIGIT, Kind.ENUMERATION_COMMA, Kind.SLASH)
_DIGITS = kind_set(Kind.DIGIT)
_TEXT = role_set(Role.PARAGRAPH, Role.QUOTE)
_EASTERN = kind_set(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA, Kind.HANGUL)

_HAN = kind_set(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA)
_HAN_MARKS = kind_set(
    *(Kind.COMMA, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.SEMICOLON, Kind.ENUMERATION_COMMA)
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

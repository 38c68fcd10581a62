"""Marks of structure at and inside lines: headings, fences, tables, lists, quotes, rulers.

A line's ``opens`` says that no line before it may be joined to it, ``closes`` that it may be
joined to none after it; ``frozen`` lines keep every character (code, tables).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import regex

from layoutfix.language.characters import Kind, kind_set, one_of
from layoutfix.language.numerals import HAN_NUMERALS, LONGEST_NUMBER, NUMBER_ENDS, enumerator
from layoutfix.model import Flags, Integers, LineTable, Page, Role
from layoutfix.parsing.code_lines import code_rows
from layoutfix.parsing.page_rows import PageRows, page_rows
from layoutfix.parsing.plays import direction_rows, speaker_rows
from layoutfix.parsing.verse import verse_rows

__all__ = ["mark_structure"]

WIDE_GAP = 3
"""Blank columns inside a line from which on they mean a column of a table."""

LIST_REACH = 6
"""Lines within which a second item must stand for a hyphen or number to be an item's mark."""

CLOSED_BY = {
    ("“", "“"): "”",
    ("„", "„"): "“”",
    ("»", "»"): "«»",
    ("«", "«"): "»",
    ("«", "»"): "»",
    ("「", "「"): "」",
    ('"', '"'): '"',
    ("‘", "‘"): "’",
}
"""What would close a quotation, by the marks at the beginning of a line and of the next one."""

ATX = regex.compile(r"(#{1,6})(?:[ \t　]+|$)")
TAG_LINE = regex.compile(r"</?[A-Za-z!][^<>]*>(?:\s*</?[A-Za-z!][^<>]*>)*$")
TABLE_RULE = regex.compile(r"[|+:=\s]*-[|+:\-=\s]*$")
QUOTE_MARKS = regex.compile(r"(?:>[ \t]?)+")


def mark_structure(page: Page) -> LineTable:
    """The page's lines with roles, levels and the places that no seam may cross."""
    lines = page.lines
    if not len(lines):
        return lines
    draft = _Draft(page)
    draft.code(code_rows(page))  # first: nothing else has a meaning inside code
    draft.quotes()
    draft.repeated_quotes()
    draft.rulers()
    draft.tables()
    draft.headings()
    draft.lists()
    drafted = page.relined(draft.table())
    draft.verse(verse_rows(drafted))
    draft.speeches(drafted)
    return draft.table()


@dataclass(slots=True, init=False)
class _Draft:
    """The columns while they are being worked out; each method adds one kind of structure."""

    text: str
    code_points: npt.NDArray[np.uint32]
    kind: npt.NDArray[np.uint8]
    lines: LineTable
    rows: PageRows
    start: Integers
    role: npt.NDArray[np.uint8]
    level: npt.NDArray[np.uint8]
    opens: Flags
    closes: Flags
    frozen: Flags

    def __init__(self, page: Page) -> None:
        lines = page.lines
        self.text, self.code_points, self.lines = page.text, page.code_points, lines
        self.kind, self.rows = page.kinds, page.derived(page_rows)
        self.start = lines.start.copy()
        self.role, self.level = lines.role.copy(), lines.level.copy()
        self.opens, self.closes = lines.opens.copy(), lines.closes.copy()
        self.frozen = lines.frozen.copy()

    def table(self) -> LineTable:
        return replace(
            self.lines,
            start=self.start,
            role=self.role,
            level=self.level,
            opens=self.opens,
            closes=self.closes,
            frozen=self.frozen,
        )

    def _starting(self, characters: str) -> list[int]:
        """Rows outside of code whose first character is one of ``characters``."""
        found = one_of(self.code_points[self.start], characters) & ~self.frozen
        return np.flatnonzero(found).tolist()

    def _line(self, row: int) -> str:
        return self.text[self.start[row] : self.lines.end[row]]

    def _set(self, rows: Iterable[int], role: Role, *, frozen: bool = False) -> None:
        chosen = np.fromiter(rows, np.int64)
        self.role[chosen] = role.code
        self.opens[chosen] = self.closes[chosen] = True
        self.frozen[chosen] |= frozen

    def code(self, rows: list[int]) -> None:
        """Code, in which every character is kept."""
        self._set(rows, Role.CODE, frozen=True)

    def quotes(self) -> None:
        """``>`` marks count as indent, so that a join takes them out with the line break."""
        for row in self._starting(">"):
            found = QUOTE_MARKS.match(self.text, self.start[row], self.lines.end[row])
            if found and found.end() < self.lines.end[row]:
                self.start[row] = found.end()
                self.level[row] = min(found[0].count(">"), 255)
                self.role[row] = Role.QUOTE.code
            else:
                self.opens[row] = self.closes[row] = True
        change = (np.diff(self.level) != 0) & self.rows.follows
        self.opens[1:] |= change
        self.closes[:-1] |= change

    def repeated_quotes(self) -> None:
        """A quote mark that old print repeats at every line of a quotation counts as indent too.

        The line before must begin with a mark and close none: in a dialogue every speech is closed
        before the next begins.
        """
        lines, text = self.lines, self.text
        marks = _QUOTES[self.kind[self.start]]
        pairs = marks[1:] & marks[:-1] & (lines.gap[1:] == 0) & self.rows.follows
        for row in np.flatnonzero(pairs).tolist():
            left, right = text[lines.start[row]], text[self.start[row + 1]]
            closing = CLOSED_BY.get((left, right))
            inside = text[lines.start[row] + 1 : lines.end[row]]
            if closing is None or not set(inside).isdisjoint(closing):
                continue
            bare = text[self.start[row + 1] + 1 : lines.end[row + 1]].lstrip()
            if bare:
                self.start[row + 1] = lines.end[row + 1] - len(bare)

    def verse(self, rows: list[int]) -> None:
        """Lines that end where the poet wanted."""
        self._set(rows, Role.VERSE)

    def speeches(self, page: Page) -> None:
        """Speakers of a play, and stage directions."""
        speakers = speaker_rows(page)
        if speakers:
            self.opens[speakers] = self.closes[speakers] = True
            directions = np.array(direction_rows(page), np.int64)
            plays = np.unique(self.rows.pages[speakers])
            self.opens[directions[np.isin(self.rows.pages[directions], plays)]] = True

    def rulers(self) -> None:
        """Lines with nothing but marks, three or more, and lines of tags: nothing joins them."""
        starting = self._starting("-=_*~+#<—–─━")
        # A line of one mark ends with it, a line of tags with a tag.
        first = self.code_points[self.start[starting]]
        last = self.code_points[self.lines.end[starting] - 1]
        may = (last == first) | ((first == ord("<")) & (last == ord(">")))
        for row in itertools.compress(starting, may.tolist()):
            line = self._line(row)
            if line[0] == "<":
                ruler = TAG_LINE.match(line) is not None
            else:
                ruler = len(line) > 2 and not line.strip(line[0] + " ")
            if ruler:
                self.opens[row] = self.closes[row] = True

    def headings(self) -> None:
        """``# Heading`` and a line underlined with ``===`` or ``---``."""
        lines = self.lines
        marked = self._starting("#")
        starts, ends = self.start[marked].tolist(), lines.end[marked].tolist()
        matches = map(ATX.match, itertools.repeat(self.text), starts, ends)
        levels = {row: len(found[1]) for row, found in zip(marked, matches, strict=True) if found}
        self._set(levels, Role.HEADING)
        self.level[list(levels)] = list(levels.values())
        top = self.rows.begins
        for row in self._starting("=-"):
            if not self.closes[row] or top[row] or lines.gap[row] or self.opens[row - 1]:
                continue
            alone = top[row - 1] or lines.gap[row - 1] or self.closes[row - 2]
            if alone and not self._line(row).strip("=-"):
                self._set((row - 1, row), Role.HEADING)
                self.level[row - 1 : row + 1] = 1 if self._line(row)[0] == "=" else 2
                self.opens[row] = self.closes[row - 1] = False

    def tables(self) -> None:
        """Rows with pipes, tabs or wide gaps inside, beside another such row."""
        pipes = _per_line(self.lines, np.flatnonzero(self.kind == Kind.PIPE))
        edge = self.kind[self.start] == Kind.PIPE
        piped = (pipes >= 2) | edge
        for row in self._starting("|+:-"):
            if pipes[row] and not piped[row]:
                piped[row] = TABLE_RULE.match(self._line(row)) is not None
        self._rows_of_table(piped, alone=2)
        gaps = _per_line(self.lines, _wide_gaps(self.kind, self.code_points))
        self._rows_of_table(gaps >= 1, alone=2, counts=gaps)

    def _rows_of_table(self, rows: Flags, alone: int, counts: Integers | None = None) -> None:
        """Mark rows with a neighbour of their kind, or with ``alone`` columns by themselves."""
        beside = np.zeros(len(rows), np.bool_)
        near = rows[1:] & rows[:-1] & (self.lines.gap[1:] <= 1) & self.rows.follows
        beside[1:] |= near
        beside[:-1] |= near
        if counts is not None:
            beside |= rows & (counts >= alone)
        found = np.flatnonzero(rows & beside & ~self.frozen)
        self._set(found.tolist(), Role.TABLE, frozen=True)

    def lists(self) -> None:
        """Bullets; hyphens, asterisks and numbers where a second item stands near."""
        lines = self.lines
        kind, following = self.kind[self.start], np.minimum(self.start + 1, len(self.text) - 1)
        spaced = (self.kind[following] == Kind.SPACE) & (lines.end > self.start + 1)
        bullets = (kind == Kind.BULLET) & ~self.frozen
        self._items(np.flatnonzero(bullets).tolist())
        for mark in "-*+–·":
            rows = np.flatnonzero(spaced & (self.code_points[self.start] == ord(mark)))
            free = rows[~self.closes[rows]]
            alone = np.ones(len(free), np.bool_)
            near = np.diff(free) <= LIST_REACH
            near &= self.rows.pages[free[1:]] == self.rows.pages[free[:-1]]
            near &= lines.indent[free[1:]] == lines.indent[free[:-1]]
            alone[1:] &= ~near
            alone[:-1] &= ~near
            self._items(free[~alone | (lines.gap[free] > 0)].tolist())
        self._items(self._enumerated())
        self._continue_items()

    def _items(self, rows: list[int]) -> None:
        self.opens[rows] = True
        self.role[rows] = Role.LIST_ITEM.code

    def _continue_items(self) -> None:
        """The further lines of an item have its role too."""
        begins = (self.lines.gap > 0) | self.opens | self.lines.page_break
        begins[1:] |= self.closes[:-1]
        begins |= self.rows.begins
        first = np.maximum.accumulate(np.where(begins, np.arange(len(begins)), 0))
        item = (self.role[first] == Role.LIST_ITEM.code) & (self.role == Role.PARAGRAPH.code)
        self.role[item] = Role.LIST_ITEM.code

    def _enumerated(self) -> list[int]:
        """Lines whose number follows, or is followed by, its neighbour in the same style."""
        first = self.kind[self.start]
        numeral = (first == Kind.DIGIT) | one_of(self.code_points[self.start], HAN_NUMERALS)
        marked = np.zeros(len(first), np.bool_)
        for step in range(1, LONGEST_NUMBER + 1):
            after = np.minimum(self.start + step, len(self.text) - 1)
            marked |= one_of(self.code_points[after], NUMBER_ENDS)
        following = self.code_points[np.minimum(self.start + 1, len(self.text) - 1)]
        may = (numeral & marked) | (first == Kind.OPEN_BRACKET) | one_of(following, ")）、")
        items: set[int] = set()
        last: dict[tuple[int, str], tuple[int, int]] = {}
        rows = np.flatnonzero(may & ~self.closes)
        places = zip(rows.tolist(), self.rows.pages[rows].tolist(), strict=True)
        for row, page in places:
            found = enumerator(self.text, int(self.start[row]))
            if found is None:
                continue
            style, number = found
            before = last.get((page, style))
            if before and before[1] + 1 == number and row - before[0] <= 5 * LIST_REACH:
                items.update((before[0], row))
            last[page, style] = (row, number)
        return sorted(items)


_QUOTES = kind_set(Kind.OPEN_QUOTE, Kind.CLOSE_QUOTE, Kind.NEUTRAL_QUOTE)


def _per_line(lines: LineTable, places: Integers) -> Integers:
    """How many of these places, in order, each line has inside of its first and last ink."""
    if not len(places):
        return np.zeros(len(lines), np.int64)
    return np.searchsorted(places, lines.end) - np.searchsorted(places, lines.start)


def _wide_gaps(kind: npt.NDArray[np.uint8], code_points: npt.NDArray[np.uint32]) -> Integers:
    """The first characters of runs of blanks that are wide enough to part columns."""
    blanks = np.flatnonzero(kind == Kind.SPACE)
    columns = _BLANK_COLUMNS.take(code_points[blanks], mode="clip")
    follows = np.diff(blanks) == 1
    many = columns >= WIDE_GAP  # a blank alone is no gap but for a tab
    many[1:] |= follows
    many[:-1] |= follows
    if not many.any():
        return blanks[:0]
    blanks, columns = blanks[many], columns[many]
    first = np.flatnonzero(np.diff(blanks, prepend=-2) > 1)
    total = np.add.reduceat(columns, first, dtype=np.int64)
    return blanks[first[total >= WIDE_GAP]]


_BLANK_COLUMNS = np.ones(0x10000, np.uint8)
_BLANK_COLUMNS[[ord("\t"), 0x3000]] = WIDE_GAP, 2

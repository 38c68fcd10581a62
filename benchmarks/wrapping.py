"""Breaks paragraphs into lines the ways layouts do, with the gold of every break."""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

NO_START = frozenset(
    "，。、；：？！）》」』】〉”’…,.;:?!)]}%％·ー々〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ」"
)
NO_END = frozenset("（《「『【〈“‘([{$￥")
NARROW = frozenset("iljtf.,;:'!|()[]I- ’‘“”")
BROAD = frozenset("mwMWQ—@%&")
_RUN = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ÿ]+(?:[.,:'’/%_@+-]+[A-Za-z0-9]+)*[%+]?|.", re.DOTALL)
_HANGUL = re.compile(r"[\uac00-\ud7af]|[^\uac00-\ud7af]+")
_SUBWORD = re.compile(r"(?<=[^\W\d_]-)(?=\w)|(?<=—)(?=\w)|(?<=--)(?=\w)|(?<=\d-)(?=\d)")
_CORE = re.compile(r"[^\W\d_]{5,}")
VOWELS = frozenset("aeiouyäöüáéíóúàèùâêîôûëïœæAEIOUÄÖÜаеёиоуыэюя")


@dataclass(frozen=True, slots=True)
class Column:
    """How a column breaks its lines: `width` and `slack` in display columns.

    `proportional` measures letters as a proportional font does; `hyphens` is the chance to
    hyphenate a word that doesn't fit; `mark` the hyphen; `mended` puts the whole word on the line
    instead, as extractors do that remove hyphens; `anywhere` breaks between any two letters;
    `kinsoku` keeps closing marks off the line's start, `hang` lets them stand in the margin;
    `split_runs` breaks Latin words and numbers too; `ragged` is the chance that a line breaks a
    word early.
    """

    width: int
    slack: int = 0
    proportional: bool = False
    hyphens: float = 0.0
    mark: str = "-"
    mended: bool = False
    anywhere: bool = False
    kinsoku: bool = True
    hang: bool = False
    split_runs: bool = False
    ragged: float = 0.0


@lru_cache(maxsize=1 << 16)
def columns(text: str, proportional: bool = False) -> float:
    """Return the display width in columns, or in average letters of a proportional font.

    >>> columns("ab中"), columns("mill", True)
    (4, 3.15)
    """
    if text.isascii() and not proportional:
        return len(text)
    if proportional:
        return round(sum(_advance(mark) for mark in text), 3)
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def _advance(mark: str) -> float:
    if unicodedata.east_asian_width(mark) in "WF":
        return 2.0
    return 0.55 if mark in NARROW else 1.5 if mark in BROAD else 1.25 if mark.isupper() else 1.0


def wrap(
    text: str, column: Column, rng: random.Random, first: float = 0, rest: float = 0
) -> list[tuple[str, str]]:
    """Break a paragraph in (line, label of the break before it) pairs; `first` and `rest` indent.

    >>> wrap("a well-known thing", Column(7), random.Random(1))
    [('a well-', 'P'), ('known', 'K'), ('thing', 'S')]
    """
    lines: list[tuple[str, str]] = []
    line = ""
    label, after = "P", ""
    room = _room(column, rng) - first
    for unit, glue in _units(text, column):
        ahead = columns(unit, column.proportional)
        if column.hang and unit[-1] in NO_START and len(unit) > 1:
            ahead -= columns(unit[-1], column.proportional)
        space = columns(after, column.proportional)
        if not line or (
            room >= space + ahead and not (column.ragged and rng.random() < column.ragged)
        ):
            line += after + unit
            room -= space + columns(unit, column.proportional)
            after = glue
            continue
        if column.hyphens and room - space > 3 and rng.random() < column.hyphens:
            place = hyphenation(unit, room - space - 1, rng)
            if place and column.mended:
                line, after = line + after + unit, glue
                room = -1.0
                continue
            if place:
                lines.append((line + after + unit[:place] + column.mark, label))
                label, line, after = "H", unit[place:], glue
                room = _room(column, rng) - rest - columns(line, column.proportional)
                continue
        lines.append((line, label))
        label = "S" if after else "K" if _keeps(line, unit) else "N"
        line, after = unit, glue
        room = _room(column, rng) - rest - columns(unit, column.proportional)
    if line:
        lines.append((line, label))
    return lines


def _room(column: Column, rng: random.Random) -> float:
    return column.width - (rng.uniform(0, column.slack) if column.slack else 0)


def _keeps(left: str, right: str) -> bool:
    return left[-1] == "-" and len(left) > 1 and left[-2].isalnum() and right[0].isalnum()


def _units(text: str, column: Column) -> Iterator[tuple[str, str]]:
    """Yield what a line can't break inside, with the space after it (or nothing)."""
    words = text.split(" ")
    last = len(words) - 1
    for index, word in enumerate(words):
        if not word:
            continue
        units = _split(word, column)
        for unit in units[:-1]:
            yield unit, ""
        yield units[-1], " " if index < last else ""


def _split(word: str, column: Column) -> list[str]:
    if not column.anywhere:
        return [piece for piece in _SUBWORD.split(word) if piece]
    if column.split_runs:
        pieces = list(word)
    elif word.isascii():
        return [word]
    else:
        pieces = _RUN.findall(word)
    units: list[str] = []
    for piece in pieces:
        if units and _bound(units[-1], piece, column.kinsoku):
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _bound(left: str, right: str, kinsoku: bool) -> bool:
    """Say whether no line breaks here: never at white space, by kinsoku not at some marks."""
    if left[-1].isspace() or right[0].isspace():
        return True
    return kinsoku and (right[0] in NO_START or left[-1] in NO_END)


def hyphenation(word: str, room: float, rng: random.Random) -> int:
    """Return where the word may be hyphenated so that its head fits, 0 for nowhere."""
    core = _CORE.search(word)
    if core is None or core.group().isupper():
        return 0
    low, high = core.start() + 2, core.end() - 2
    places = [at for at in range(low, high) if at <= room and _between(word, at)]
    return rng.choice(places[-2:]) if places else 0


def _between(word: str, at: int) -> bool:
    """Say whether a syllable plausibly begins at `at`: at a consonant before a vowel."""
    before, here, after = word[at - 1] in VOWELS, word[at] in VOWELS, word[at + 1] in VOWELS
    return not here and after and (before or word[at - 2] in VOWELS)

"""Pages: their lines, blocks and sections, and the words they are read with."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from layoutfix.model.spans import Flags, Integers, Span

__all__ = [
    *(
        "Block",
        "Label",
        "LineTable",
        "Page",
        "Region",
        "Role",
        "Section",
        "Stage",
        "WordList",
        "first_rows",
        "role_set",
    ),
]

T = TypeVar("T")


class Stage(enum.StrEnum):
    """The stages of a page, in the order they run."""

    ROLES = "roles"
    REPEATS = "repeats"
    PLACEMENT = "placement"
    SEAMS = "seams"


class Role(enum.StrEnum):
    """What a block is on its page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    TABLE = "table"
    CODE = "code"
    QUOTE = "quote"
    VERSE = "verse"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    SIGN_OFF = "sign-off"
    FURNITURE = "furniture"

    @property
    def code(self) -> int:
        """The role's place in this list: what ``LineTable.role`` holds."""
        return _ROLE_CODES[self]


ROLES = tuple(Role)
_ROLE_CODES: Mapping[Role, int] = MappingProxyType({role: n for n, role in enumerate(ROLES)})


@lru_cache(maxsize=64)
def role_set(*members: Role) -> Flags:
    """A set of roles as a table: ``role_set(...)[codes]`` asks for many lines at once."""
    table = np.zeros(len(ROLES), np.bool_)
    table[[role.code for role in members]] = True
    return table


@dataclass(frozen=True, slots=True)
class Label:
    """A role for lines; what rules of the roles stage say.

    Attributes:
        span: the lines that begin in it are meant; of an empty one the line that begins there.
        role: what they are.
    """

    span: Span
    role: Role


@dataclass(frozen=True, slots=True, eq=False)
class LineTable:
    """The lines of a page that are not blank, as columns; row ``i`` is line ``i``.

    Attributes:
        start: offset of the first character that is not white space.
        end: offset behind the last character that is not white space.
        first: offset of the line's first character, white space included.
        indent: display columns of white space before ``start``.
        width: display columns from ``start`` to ``end``.
        gap: blank lines between the line before and this one.
        page_break: whether a form feed stands between the line before and this one.
        role: :attr:`Role.code` of the line.
        level: heading level 1 to 6, list or quote depth; 0 elsewhere.
        opens: whether the line begins a block whatever stands before it.
        closes: whether the line ends a block whatever comes after it.
        frozen: whether white space and line breaks are content here (code, tables, verse).
    """

    start: Integers
    end: Integers
    first: Integers
    indent: Integers
    width: Integers
    gap: Integers
    page_break: Flags
    role: npt.NDArray[np.uint8]
    level: npt.NDArray[np.uint8]
    opens: Flags
    closes: Flags
    frozen: Flags

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like run of lines.

    Attributes:
        span: from the first character that is not white space to behind the last.
        role: what it is.
        level: heading level 1 to 6, list or quote depth; 0 elsewhere.
        lines: the spans of its lines, without the white space around them.
    """

    span: Span
    role: Role
    level: int
    lines: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A region and the names that say it.

    Attributes:
        name: of the region; one that is known gets more names.
        names: places and adjectives that name it: whole words, in scripts without spaces the
            first two characters.
        short: the character that a sign-off such as (桂文) names it by; may be empty.
    """

    name: str
    names: tuple[str, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class WordList:
    """Words that newsrooms and layouts use, beside the shipped ones; read by ``read_words``.

    Attributes:
        source: the file it was read from, or another name, for messages.
        language: whose names and numbers its templates mean; where empty their script decides.
        templates: role and the lines that have it, see :mod:`layoutfix.language.templates`.
        placeholders: name and regular expression of each placeholder of its own.
        regions: places of the part of the world that the pages are about.
    """

    source: str
    language: str = ""
    templates: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), hash=False)
    placeholders: tuple[tuple[str, str], ...] = field(default=(), hash=False)
    regions: tuple[Region, ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks under it.

    Attributes:
        heading: its block; None for the blocks before the first heading.
        blocks: the blocks up to the next heading.
        span: from the first character of the heading to behind the last of the blocks.
    """

    heading: Block | None
    blocks: tuple[Block, ...]
    span: Span


def _one_start() -> Integers:
    return np.zeros(1, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One document as it came, its lines and blocks as spans over the untouched text.

    Attributes:
        text: the page.
        code_points: the same as an array, for rules that look at the whole page at once.
        kinds: the class of each, one of ``layoutfix.language.characters.Kind``.
        lines: its lines that aren't blank as columns, a ``layoutfix.model.LineTable``.
        words: word lists that are read beside the shipped ones.
        starts: where the pages begin that lie end to end here, a line break between two of them:
            evidence is worked out for many small pages at once. Rules see one page, of one start.

    >>> from layoutfix.parsing.lines import parse
    >>> page = parse("# The ferry\\n\\nIt sails\\nat noon.\\n")
    >>> [(block.role.value, block.span) for block in page.blocks]
    [('heading', Span(start=0, end=11)), ('paragraph', Span(start=13, end=30))]
    >>> page.lines.start.tolist(), page.lines.gap.tolist()
    ([0, 13, 22], [0, 1, 0])
    """

    text: str
    code_points: npt.NDArray[np.uint32]
    kinds: npt.NDArray[np.uint8]
    lines: LineTable
    words: tuple[WordList, ...] = ()
    starts: Integers = field(default_factory=_one_start, repr=False)
    _derived: dict[object, Any] = field(default_factory=dict, repr=False)
    _of_text: dict[object, object] = field(default_factory=dict, repr=False)
    _instead: dict[object, Callable[[Page], Any]] = field(default_factory=dict, repr=False)

    def of_text(self, function: Callable[[Page], T]) -> T:
        """``function(self)``, which looks at the text alone: kept when the lines change, too."""
        if function not in self._of_text:
            self._of_text[function] = function(self)
        return cast(T, self._of_text[function])

    def derived(self, function: Callable[[Page], T]) -> T:
        """``function(self)``, computed at the first call and kept: pages never change."""
        known: T = self._derived.get(function, _UNKNOWN)
        if known is _UNKNOWN:
            known = self._derived[function] = self._instead.pop(function, function)(self)
        return known

    def keep(self, function: Callable[[Page], T], value: T) -> None:
        """Keep what ``function(self)`` is, where it was worked out for many pages at once."""
        self._derived[function] = value

    def keep_later(self, function: Callable[[Page], T], instead: Callable[[Page], T]) -> None:
        """Have ``derived(function)`` ask another function, which has most of the work done."""
        self._instead[function] = instead

    def has(self, function: Callable[[Page], T]) -> bool:
        """Whether ``derived(function)`` has been worked out."""
        return function in self._derived

    def forget(self) -> None:
        """Drop what was worked out, of a page that is through.

        Much of it refers to the page: both would stay in memory until cycles are collected, which
        a few large arrays don't hasten. What is asked for again is worked out again.
        """
        self._derived.clear()
        self._of_text.clear()
        self._instead.clear()

    def relined(self, lines: LineTable) -> Page:
        """The same text with other lines; what was derived from them is worked out anew."""
        return replace(self, lines=lines, _derived={}, _instead={})

    def with_words(self, words: tuple[WordList, ...]) -> Page:
        """The same page, read with these word lists; what was derived is worked out anew."""
        if words == self.words:
            return self
        return replace(self, words=words, _derived={}, _of_text={}, _instead={})

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The page's blocks in order."""
        return self.derived(_blocks)

    def __len__(self) -> int:
        return len(self.text)


_UNKNOWN = object()


def _blocks(page: Page) -> tuple[Block, ...]:
    lines, firsts = page.lines, page.derived(first_rows)
    spans = [Span(a, b) for a, b in zip(lines.start.tolist(), lines.end.tolist(), strict=True)]
    roles, levels = lines.role[firsts].tolist(), lines.level[firsts].tolist()
    edges = itertools.pairwise([*firsts.tolist(), len(lines)])
    return tuple(
        Block(Span(spans[a].start, spans[b - 1].end), ROLES[role], level, tuple(spans[a:b]))
        for (a, b), role, level in zip(edges, roles, levels, strict=True)
    )


def first_rows(page: Page) -> Integers:
    """The rows of the first lines of the page's blocks; use it as ``page.derived(first_rows)``."""
    lines = page.lines
    if not len(lines):
        return np.zeros(0, np.int64)
    begins = (lines.gap > 0) | lines.opens | lines.page_break
    begins[1:] |= lines.closes[:-1] | (lines.role[1:] != lines.role[:-1])
    same = lines.frozen[1:] & lines.frozen[:-1] & (lines.role[1:] == lines.role[:-1])
    begins[1:] &= ~(same & (lines.gap[1:] == 0))
    begins[0] = True
    return np.flatnonzero(begins)

"""The values everything else speaks in. Frozen; this module imports nothing of ours.

All offsets are code points of the source text, all spans half-open: ``start`` is the first
character, ``end`` the place behind the last.
"""

from __future__ import annotations

import difflib
import enum
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar, cast, overload

import numpy as np
import numpy.typing as npt

__all__ = [
    "GLUES",
    "Block",
    "Edit",
    "Finding",
    "FindingTable",
    "Fixed",
    "Label",
    "LineTable",
    "Misplaced",
    "Page",
    "Role",
    "Section",
    "Segment",
    "Span",
    "Stage",
    "finding_order",
]

T = TypeVar("T")

GLUES = ("", " ", "\n", "\n\n")
"""All that may be put between two characters of the source; nothing else is ever written."""


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


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters of a text.

    >>> Span(2, 5).text_of("abcdefg"), len(Span(2, 5))
    ('cde', 3)
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def text_of(self, text: str) -> str:
        """The characters of ``text`` in this span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the characters of ``span`` leave their place, ``glue`` takes it.

    Attributes:
        span: what leaves; may be empty, then glue is only put in.
        glue: one of :data:`GLUES`, put where the span was.
        target: for a move, the offset before which the span's characters are put back;
            None where they leave the page. Moves of one finding to the same target are put there
            in the order of its edits.
        target_glue: one of :data:`GLUES`, put behind the moved characters.
        kept: for a removed repeat, the span of the copy that stays.
    """

    span: Span
    glue: str = ""
    target: int | None = None
    target_glue: str = ""
    kept: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule saw, why it is damage, how sure that is, and the edits that mend it.

    Attributes:
        rule: the name of the rule.
        span: the place in the source that the finding is about.
        reason: one sentence for people.
        confidence: the probability, from 0 to 1, that the edits are right.
        edits: applied all together or not at all; none where the finding only reports.
        evidence: name to value, the facts the confidence was reached from.
    """

    rule: str
    span: Span
    reason: str
    confidence: float
    edits: tuple[Edit, ...] = ()
    evidence: tuple[tuple[str, str | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A fragment under a heading it doesn't belong to, or a text whose start or end is lost.

    Attributes:
        fragment: from its first character to behind its last.
        present: the span of the heading it stands under, None before the first one.
        owner: the span of the heading it belongs under; None where it is a start or an end that
            is lost, and nothing on the page goes on with it.
        confidence: the probability that this is so.
        reason: one sentence for people.
        evidence: name to value, the facts the confidence was reached from.
    """

    fragment: Span
    present: Span | None
    owner: Span | None
    confidence: float
    reason: str
    evidence: tuple[tuple[str, str | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A role for the lines that begin in ``span``; what rules of the roles stage say."""

    span: Span
    role: Role


class Segment(NamedTuple):
    """A piece of the output: a span of the source, or glue (then ``span`` is None)."""

    span: Span | None
    glue: str


Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


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
        language: whose names and numbers its templates mean; told by their script where empty.
        templates: role and the lines that have it, see :mod:`layoutfix.vocabulary`.
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
    """A heading and the blocks under it; the blocks before the first heading have none."""

    heading: Block | None
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One document as it came, its lines and blocks as spans over the untouched text.

    Attributes:
        text: the page.
        code_points: the same as an array, for rules that look at the whole page at once.
        kinds: the class of each, one of ``characters.Kind``.
        lines: its lines as columns.
        words: word lists that are read beside the shipped ones.
    """

    text: str
    code_points: npt.NDArray[np.uint32]
    kinds: npt.NDArray[np.uint8]
    lines: LineTable
    words: tuple[WordList, ...] = ()
    _derived: dict[object, object] = field(default_factory=dict, repr=False)
    _of_text: dict[object, object] = field(default_factory=dict, repr=False)

    def of_text(self, function: Callable[[Page], T]) -> T:
        """``function(self)``, which looks at the text alone: kept when the lines change, too."""
        if function not in self._of_text:
            self._of_text[function] = function(self)
        return cast(T, self._of_text[function])

    def derived(self, function: Callable[[Page], T]) -> T:
        """``function(self)``, computed at the first call and kept: pages never change."""
        if function not in self._derived:
            self._derived[function] = function(self)
        return cast(T, self._derived[function])

    def relined(self, lines: LineTable) -> Page:
        """The same text with other lines; what was derived from them is worked out anew."""
        return Page(
            self.text, self.code_points, self.kinds, lines, self.words, _of_text=self._of_text
        )

    def with_words(self, words: tuple[WordList, ...]) -> Page:
        """The same page, read with these word lists; what was derived is worked out anew."""
        if words == self.words:
            return self
        return Page(self.text, self.code_points, self.kinds, self.lines, words)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The page's blocks in order."""
        return self.derived(_blocks)

    def __len__(self) -> int:
        return len(self.text)


def _blocks(page: Page) -> tuple[Block, ...]:
    lines = page.lines
    if not len(lines):
        return ()
    begins = (lines.gap > 0) | lines.opens | lines.page_break
    begins[1:] |= lines.closes[:-1] | (lines.role[1:] != lines.role[:-1])
    same = lines.frozen[1:] & lines.frozen[:-1] & (lines.role[1:] == lines.role[:-1])
    begins[1:] &= ~(same & (lines.gap[1:] == 0))
    begins[0] = True
    firsts = np.flatnonzero(begins)
    spans = [Span(a, b) for a, b in zip(lines.start.tolist(), lines.end.tolist(), strict=True)]
    edges = [*firsts.tolist(), len(lines)]
    return tuple(
        Block(
            Span(spans[a].start, spans[b - 1].end),
            ROLES[lines.role[a]],
            int(lines.level[a]),
            tuple(spans[a:b]),
        )
        for a, b in itertools.pairwise(edges)
    )


@dataclass(frozen=True, slots=True, eq=False)
class FindingTable(Sequence[Finding]):
    """Many findings of one edit each, as columns; a row becomes a Finding when it is asked for.

    Attributes:
        rule: the rule's name.
        start: column of the first offsets taken out.
        end: column of the offsets behind the last one taken out.
        glue: column of indices into :data:`GLUES`.
        confidence: column of probabilities.
        describe: row number to reason and evidence.
    """

    rule: str
    start: Integers
    end: Integers
    glue: npt.NDArray[np.uint8]
    confidence: npt.NDArray[np.float64]
    describe: Callable[[int], tuple[str, tuple[tuple[str, str | float], ...]]]

    def __len__(self) -> int:
        return len(self.start)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        if isinstance(index, slice):
            return tuple(self[row] for row in range(*index.indices(len(self))))
        row = range(len(self))[index]
        span = Span(int(self.start[row]), int(self.end[row]))
        reason, evidence = self.describe(row)
        edit = Edit(span, GLUES[self.glue[row]])
        return Finding(self.rule, span, reason, float(self.confidence[row]), (edit,), evidence)

    def rows(self, chosen: Flags) -> FindingTable:
        """The rows where ``chosen`` is true."""
        numbers = np.flatnonzero(chosen)
        describe = self.describe
        return FindingTable(
            self.rule,
            self.start[numbers],
            self.end[numbers],
            self.glue[numbers],
            self.confidence[numbers],
            lambda row: describe(int(numbers[row])),
        )


class Account(Protocol):
    """How a repaired page came about; worked out when somebody asks."""

    @property
    def applied(self) -> tuple[Finding, ...]: ...
    @property
    def skipped(self) -> tuple[tuple[Finding, str], ...]: ...
    @property
    def removed(self) -> tuple[tuple[Span, Finding], ...]: ...
    @property
    def segments(self) -> tuple[Segment, ...]: ...
    def origin(self, offset: int) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A repaired page, and the account of every character of it.

    Attributes:
        source: the page as it came.
        text: the page repaired.
    """

    source: str
    text: str
    _account: Account = field(repr=False, compare=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, applied and skipped, in source order."""
        both = (*self.applied, *(finding for finding, _ in self.skipped))
        return tuple(sorted(both, key=finding_order))

    @property
    def applied(self) -> tuple[Finding, ...]:
        """The findings whose edits made the text, in source order."""
        return self._account.applied

    @property
    def skipped(self) -> tuple[tuple[Finding, str], ...]:
        """The other findings, each with the reason it was left, in source order."""
        return self._account.skipped

    @property
    def removed(self) -> tuple[tuple[Span, Finding], ...]:
        """The source spans that left the page, each with the finding that removed it."""
        return self._account.removed

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The text in order, as spans of the source and glue."""
        return self._account.segments

    def origin(self, offset: int) -> int | None:
        """The source offset of the character at ``offset`` of the text, None for glue.

        Raises:
            IndexError: the text has no character at ``offset``.
        """
        if not 0 <= offset < len(self.text):
            message = f"the text has {len(self.text)} characters, there is none at {offset}"
            raise IndexError(message)
        return self._account.origin(offset)

    def diff(self, source: str = "source", text: str = "fixed") -> str:
        """What changed, as a unified diff; empty where nothing did.

        Args:
            source: the name of the page as it came, for the head of the diff.
            text: the name of the page repaired.
        """
        lines = difflib.unified_diff(_lines(self.source), _lines(self.text), source, text)
        return "".join(
            line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
            for line in lines
        )


def _lines(text: str) -> list[str]:
    """Lines as ``diff`` and ``patch`` know them: nothing but a line feed ends one."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def finding_order(finding: Finding) -> tuple[Span, str, float, str, str]:
    """Sort key: source order first, then whatever makes the order of equals the same anywhere."""
    return (
        finding.span,
        finding.rule,
        -finding.confidence,
        finding.reason,
        repr((finding.edits, finding.evidence)),
    )

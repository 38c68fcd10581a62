"""What a report says of a page: its rows, its findings in words, its counts."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from layoutfix.io.decisions import digest
from layoutfix.model import Fixed
from layoutfix.pipeline import sections
from layoutfix.report.changes import Change, Kind, changes_of
from layoutfix.report.marks import MarkedText, Run, repaired_marks, source_marks
from layoutfix.report.places import Places
from layoutfix.report.rows import Row, rows_of
from layoutfix.report.terminal import rounded

__all__ = ["Item", "Note", "PageView", "ProofView", "RowView", "page_view"]

AROUND = 14
"""Characters of the source that are shown on either side of a finding."""

SHOWN = 44
"""Characters of a long finding that are shown in the list."""


@dataclass(frozen=True, slots=True)
class ProofView:
    """A proof in words."""

    kind: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Item:
    """A finding in words.

    Attributes:
        number: of the change; what links its marks.
        kind: what a reader sees of it.
        applied: whether it was applied.
        rule: the name of the rule.
        reason: why, as the rule says it.
        left: why it was not applied; empty where it was.
        confidence: with digits as people read them.
        percent: the confidence from 0 to 100, for the bar.
        place: ``line:column`` in the source.
        before: text of the source before the finding.
        text: of the finding, line breaks drawn.
        after: text of the source after it.
        evidence: the facts it was reached from, in one line.
        proofs: the places that prove it.
        origin: the heading it stood under; may be empty.
        goal: the heading it was moved under, or under which its copy stays; may be empty.
        start: of its span, in code points.
        end: of its span.
    """

    number: int
    kind: str
    applied: bool
    rule: str
    reason: str
    left: str
    confidence: str
    percent: float
    place: str
    before: str
    text: str
    after: str
    evidence: str
    proofs: tuple[ProofView, ...]
    origin: str
    goal: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """What is said where one side has nothing to show; ``arrives`` at the goal of a move."""

    item: Item
    arrives: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """A row and what is said beside it."""

    row: Row
    source_notes: tuple[Note, ...] = ()
    repaired_notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as a report shows it.

    Attributes:
        name: of the page, in printable characters.
        digest: what it is known by in a file of decisions.
        rows: both sides.
        items: its findings in source order.
        counts: kinds of what was done, and how often, in the order of the legend.
        left: how many findings were not applied.
        doubt: how many of its findings are expected to be decided wrongly.
        confidences: of the findings that propose an edit, with whether they were applied.
    """

    name: str
    digest: str
    rows: tuple[RowView, ...]
    items: tuple[Item, ...]
    counts: tuple[tuple[str, int], ...]
    left: int
    doubt: float
    confidences: tuple[tuple[float, bool], ...]


def page_view(name: str, page: Fixed) -> PageView:
    """What a report says of a page.

    Args:
        name: of the page, to be shown.
        page: what was done to it.
    """
    changes = changes_of(page)
    items = _items(page, changes)
    source = MarkedText(page.source, source_marks(changes))
    repaired = MarkedText(page.text, repaired_marks(page, changes))
    rows = _noted(rows_of(page, changes, source, repaired), items)
    proposing = [change for change in changes if change.finding.edits]
    return PageView(
        name,
        digest(page.source),
        tuple(rows),
        items,
        _counts(changes),
        sum(change.left is not None for change in changes),
        sum(_doubt(change) for change in proposing),
        tuple((change.finding.confidence, change.left is None) for change in proposing),
    )


def _doubt(change: Change) -> float:
    """The probability that a finding was decided wrongly."""
    sure = change.finding.confidence
    return 1 - sure if change.left is None else sure


def _counts(changes: Sequence[Change]) -> tuple[tuple[str, int], ...]:
    """How often each kind was done; the seams that a move healed are joins too."""
    counted = Counter(change.kind for change in changes if change.left is None)
    counted[Kind.JOIN] = sum(len(change.seams) for change in changes if change.left is None)
    return tuple((kind.value, counted[kind]) for kind in Kind if counted[kind])


def _items(page: Fixed, changes: Sequence[Change]) -> tuple[Item, ...]:
    source = page.source
    places = Places(source)
    headings = _Headings(source)

    def place(offset: int) -> str:
        return "{}:{}".format(*places.of(offset))

    items = []
    for change in changes:
        finding, span = change.finding, change.finding.span
        items.append(
            Item(
                change.number,
                change.kind.value,
                change.left is None,
                finding.rule,
                finding.reason,
                change.left or "",
                rounded(finding.confidence),
                round(100 * finding.confidence, 1),
                place(span.start),
                *_excerpt(page, change),
                "; ".join(f"{name}: {_value(value)}" for name, value in finding.evidence),
                tuple(
                    ProofView(
                        proof.kind, _drawn(proof.span.text_of(source)), place(proof.span.start)
                    )
                    for proof in finding.proofs
                ),
                headings.over(span.start) if change.kind in (Kind.MOVE, Kind.REPEAT) else "",
                _goal(change, headings),
                span.start,
                span.end,
            )
        )
    return tuple(items)


def _excerpt(page: Fixed, change: Change) -> tuple[str, str, str]:
    """What stands before a finding, the finding, and what stands after it.

    After a join comes what it was joined with, where something was removed in between, too.
    """
    source, span = page.source, change.finding.span
    after = source[span.end : span.end + AROUND]
    if change.kind is Kind.JOIN and change.seams:
        after = page.text[change.seams[-1].end :][:AROUND]
    before = source[max(span.start - AROUND, 0) : span.start]
    return _drawn(before, trim=-AROUND), _drawn(span.text_of(source)), _drawn(after, trim=AROUND)


def _goal(change: Change, headings: _Headings) -> str:
    for edit in change.finding.edits:
        if edit.target is not None:
            return headings.over(max(edit.target - 1, 0))
        if edit.kept is not None:
            return headings.over(edit.kept.start)
    return ""


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.4g}"


def _drawn(text: str, trim: int = SHOWN) -> str:
    """A text on one line, its line breaks drawn; cut where it is long.

    >>> _drawn("me-\\n\\ntres"), _drawn("abcdef", 3), _drawn("\\nabc", -9)
    ('me-↵↵tres', 'abc…', '↵abc')
    """
    if abs(trim) < len(text):
        text = text[:trim] + "…" if trim > 0 else "…" + text[trim:]
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "↵")


class _Headings:
    """The headings of a page, to say where something stands."""

    def __init__(self, source: str) -> None:
        headings = [each.heading.span for each in sections(source) if each.heading]
        self._starts = [span.start for span in headings]
        self._texts = [_drawn(span.text_of(source)) for span in headings]

    def over(self, offset: int) -> str:
        """The heading over an offset; empty before the first one."""
        row = bisect_right(self._starts, offset) - 1
        return self._texts[row] if row >= 0 else ""


EXPLAINED = frozenset({Kind.REMOVAL.value, Kind.REPEAT.value, Kind.MOVE.value})
"""Kinds that take text from its place, where it is said what became of it."""


def _noted(rows: Sequence[Row], items: Sequence[Item]) -> list[RowView]:
    """The rows with notes: where one side is empty, else beside the first part that left."""
    explained: set[tuple[int, bool]] = set()
    notes: dict[int, tuple[Note, ...]] = {}
    for beside in (False, True):
        for at, row in enumerate(rows):
            arrives = row.left is None
            if (row.left is not None and row.right is not None) is beside:
                numbers = [
                    number
                    for number in _seen(row.repaired if arrives else row.source)
                    if (number, arrives) not in explained
                    and _explained(items[number], arrives, beside)
                ]
                explained.update((number, arrives) for number in numbers)
                notes[at] = tuple(Note(items[number], arrives) for number in numbers)
    gone = {
        str(note.item.number)
        for at, several in notes.items()
        for note in several
        if rows[at].right is None
    }
    return [_with_notes(row, notes[at], gone) for at, row in enumerate(rows)]


def _seen(runs: Sequence[Run]) -> list[int]:
    """The changes that take something out of these runs, or put something in."""
    numbers = (
        int(number)
        for run in runs
        if run.looks not in ("kept", "proof", "left")
        for number in run.numbers.split()
    )
    return list(dict.fromkeys(numbers))


def _explained(item: Item, arrives: bool, beside: bool) -> bool:
    if not item.applied:
        return False
    if arrives:
        return item.kind == Kind.MOVE
    return item.kind in EXPLAINED or (item.kind == Kind.SPACING and not beside)


def _with_notes(row: Row, notes: tuple[Note, ...], gone: set[str]) -> RowView:
    """The row without the marks of places whose change has a note in a row of its own."""
    runs = tuple(
        run for run in row.repaired if not (run.looks.startswith("gone") and run.numbers in gone)
    )
    row = replace(row, repaired=runs)
    return RowView(row, notes, ()) if row.left is None else RowView(row, (), notes)

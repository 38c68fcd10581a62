"""The marks of a text: which of its characters belong to which change, as runs to be shown.

A text is cut where a mark begins or ends, never finer: a page without findings is one run.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from layoutfix.model import Fixed, Span
from layoutfix.report.changes import Change, Forward, Kind

__all__ = ["Mark", "MarkedText", "Run", "repaired_marks", "source_marks"]

WIDE = r"\u2e80-\U0003ffff"
"""Characters of the scripts that are written without spaces."""

BEFORE = re.compile(rf"(?:[^\n{WIDE}]?[{WIDE}]|[^\W{WIDE}]{{1,16}}[^\w\n]?|[^\n])\Z")
AFTER = re.compile(rf"\A(?:[{WIDE}][^\n{WIDE}]?|[^\w\n]?[^\W{WIDE}]{{1,16}}|[^\n])")
"""What is marked on both sides of a healed seam, so that it can be seen: a character or a word."""

EDGE = 20
"""Characters on either side of a seam that are looked at for that."""

VISIBLE = re.compile(r"\S")

BREAKS = re.compile(r"(?:\r?\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text that belongs to a change.

    Attributes:
        span: of the text; an empty one marks a place.
        number: of the change.
        looks: a class of the style sheet.
    """

    span: Span
    number: int
    looks: str


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are shown alike.

    Attributes:
        text: what is shown.
        looks: classes of the style sheet, with a space between them.
        numbers: of the changes, with a space between them; the narrowest mark comes last.
        opens: numbers of those whose first run on this side it is.
    """

    text: str
    looks: str = ""
    numbers: str = ""
    opens: str = ""


@dataclass(frozen=True)
class MarkedText:
    """A text and its marks.

    >>> marked = MarkedText("a\\n\\nb", (Mark(Span(1, 3), 0, "join"),))
    >>> [(run.text, run.looks) for run in marked.runs(Span(0, 4))]
    [('a', ''), ('↵↵\\n', 'join'), ('b', '')]
    """

    text: str
    marks: Sequence[Mark]

    @cached_property
    def _pieces(self) -> list[tuple[int, int, tuple[Mark, ...]]]:
        """The marked parts in order: where they begin and end, and their marks, widest first."""
        opens: dict[int, list[Mark]] = {}
        for mark in self.marks:
            opens.setdefault(mark.span.start, []).append(mark)
        edges = sorted({edge for mark in self.marks for edge in (mark.span.start, mark.span.end)})
        pieces: list[tuple[int, int, tuple[Mark, ...]]] = []
        active: list[Mark] = []
        for start, end in zip(edges, [*edges[1:], len(self.text)], strict=False):
            active = [mark for mark in active if mark.span.end > start]
            for mark in opens.get(start, ()):
                if len(mark.span):
                    active.append(mark)
                else:
                    pieces.append((start, start, (mark,)))
            if active and start < end:
                active.sort(key=lambda mark: (-len(mark.span), mark.number))
                pieces.append((start, end, tuple(active)))
        return pieces

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self._pieces]

    @cached_property
    def _first(self) -> dict[int, int]:
        """For each change, the offset where it is seen first; white space only where it is all."""
        first: dict[int, int] = {}
        blank: dict[int, int] = {}
        for start, end, marks in self._pieces:
            seen = VISIBLE.search(self.text, start, end)
            for mark in marks:
                if seen:
                    first.setdefault(mark.number, seen.start())
                else:
                    blank.setdefault(mark.number, start)
        return {**blank, **first}

    def numbers(self, span: Span) -> set[int]:
        """The changes that are marked in a span."""
        return {mark.number for row in self._rows(span) for mark in self._pieces[row][2]}

    def _rows(self, span: Span) -> range:
        first = bisect_left(self._starts, span.start)
        while first > 0 and self._pieces[first - 1][1] > span.start:
            first -= 1
        last = span.end + (span.end == len(self.text))  # what is marked behind the last character
        return range(first, bisect_left(self._starts, last))

    def runs(self, span: Span) -> list[Run]:
        """A span of the text as runs, without the line breaks at its end."""
        out: list[Run] = []
        at = span.start
        for row in self._rows(span):
            start, end, marks = self._pieces[row]
            start, end = max(start, span.start), min(end, span.end)
            if start > at:
                out.append(Run(self.text[at:start]))
            opening = range(start, max(end, start + 1))
            numbers = list(dict.fromkeys(mark.number for mark in marks))
            out.append(
                Run(
                    _shown(self.text[start:end], marks),
                    " ".join(dict.fromkeys(mark.looks for mark in marks)),
                    " ".join(map(str, numbers)),
                    " ".join(str(n) for n in numbers if self._first[n] in opening),
                )
            )
            at = max(at, end)
        if at < span.end:
            out.append(Run(self.text[at : span.end]))
        return _trimmed(out)


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without the line breaks that end them; a mark that was nothing else keeps its place."""
    while runs:
        last = runs.pop()
        text = last.text.rstrip("\r\n")
        if text or last.numbers:
            return [*runs, Run(text, last.looks, last.numbers, last.opens)]
    return runs


SHORT = 4
"""Characters beside white space up to which a mark is about the line break that it holds."""


def _shown(text: str, marks: Sequence[Mark]) -> str:
    """The text; a line break that is the point of a change is drawn, and breaks the line once."""
    looks = {mark.looks for mark in marks}
    if looks & {"join", "spacing"} or ("left" in looks and len(text.strip()) <= SHORT):
        return BREAKS.sub(lambda found: "↵" * found[0].count("\n") + "\n", text)
    return text


def source_marks(changes: Iterable[Change]) -> list[Mark]:
    """The marks of a page as it came."""
    marks: list[Mark] = []
    for change in changes:
        number, finding = change.number, change.finding
        if change.left is not None:
            marks.append(Mark(finding.span, number, "left"))
        else:
            looks = change.kind.value
            marks.extend(Mark(edit.span, number, looks) for edit in finding.edits if edit.span)
        kept = (edit.kept for edit in finding.edits if edit.kept is not None)
        marks.extend(Mark(span, number, "kept") for span in kept if change.left is None)
        marks.extend(Mark(proof.span, number, "proof") for proof in finding.proofs)
    return marks


def repaired_marks(page: Fixed, changes: Iterable[Change]) -> list[Mark]:
    """The marks of a repaired page."""
    forward = Forward(page.segments)
    marks: list[Mark] = []
    for change in changes:
        number, finding = change.number, change.finding
        marks.extend(_seam_marks(page.text, change))
        if change.left is not None:
            marks.extend(Mark(span, number, "left") for span in forward.spans(finding.span))
        elif change.kind is Kind.MOVE:
            moved = (edit.span for edit in finding.edits if edit.target is not None)
            marks.extend(Mark(part, number, "move") for s in moved for part in forward.spans(s))
        elif change.kind in (Kind.REPEAT, Kind.REMOVAL, Kind.SPACING) and not change.seams:
            at = forward.place(finding.span.start)
            marks.append(Mark(Span(at, at), number, f"gone {change.kind.value}"))
        kept = (edit.kept for edit in finding.edits if edit.kept is not None)
        if change.left is None:
            marks.extend(Mark(part, number, "kept") for s in kept for part in forward.spans(s))
        proofs = (proof.span for proof in finding.proofs)
        marks.extend(Mark(part, number, "proof") for s in proofs for part in forward.spans(s))
    return marks


def _seam_marks(text: str, change: Change) -> Iterable[Mark]:
    for seam in change.seams:
        left = BEFORE.search(text[max(seam.start - EDGE, 0) : seam.start])
        right = AFTER.search(text[seam.end : seam.end + EDGE])
        start = seam.start - (len(left[0]) if left else 0)
        end = seam.end + (len(right[0]) if right else 0)
        yield Mark(Span(start, end), change.number, "join")
        yield Mark(seam, change.number, "seam")

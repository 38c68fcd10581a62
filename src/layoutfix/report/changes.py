"""What was done to a page, in the kinds that people tell apart: joins, removals, repeats, moves.

The kind of a finding is read off its edits, never off the name of its rule: rules of plugins are
shown as those that come with the package.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layoutfix.language.characters import LINE_BREAK
from layoutfix.model import Finding, Fixed, Segment, Span
from layoutfix.report.outcomes import outcomes

__all__ = ["Change", "Forward", "Kind", "changes_of", "kind_of"]

JOINED_MARKS = 4
"""Characters beside white space that a join may take out: a hyphen, a doubled character, the quote
mark that every line of a quotation begins with."""

NEAR = 3
"""Characters around a healed seam among which its line break stood: a doubled character or a
hyphen may stand between the two."""


class Kind(enum.StrEnum):
    """What an edit looks like to a reader, in the order of the legend."""

    JOIN = "join"
    REMOVAL = "removal"
    REPEAT = "repeat"
    MOVE = "move"
    SPACING = "spacing"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Change:
    """A finding, what became of it, and the seams that its edits healed.

    Attributes:
        number: its place among all findings of the page, from 0.
        finding: as the rule made it.
        left: the reason why it was not applied; None where it was.
        kind: what a reader sees of it.
        seams: spans of the repaired page that hold the glue of a healed seam; mostly empty ones.
    """

    number: int
    finding: Finding
    left: str | None
    kind: Kind
    seams: tuple[Span, ...] = ()


def changes_of(page: Fixed) -> tuple[Change, ...]:
    """All findings of a page in source order, with their kinds and the seams they healed.

    >>> from layoutfix import fix
    >>> (change,) = changes_of(fix("We met on Tues-\\nday.\\n"))
    >>> change.kind.value, change.seams
    ('join', (Span(start=14, end=14),))
    """
    found = list(_settled(outcomes(page)))
    seams = _seams_by_finding(page, found)
    return tuple(
        Change(
            number,
            finding,
            left,
            kind_of(finding, page.source),
            tuple(seams.get(number, ())),
        )
        for number, (finding, left) in enumerate(found)
    )


def _settled(
    found: Sequence[tuple[Finding, str | None]],
) -> Iterator[tuple[Finding, str | None]]:
    """Without what was left in one pass and done in a later one, with other edges."""
    done: dict[str, list[Span]] = {}
    for finding, left in found:
        if left is None:
            done.setdefault(finding.rule, []).append(finding.span)
    starts = {rule: [span.start for span in spans] for rule, spans in done.items()}
    for finding, left in found:
        if left is not None and finding.rule in done:
            row = bisect_right(starts[finding.rule], finding.span.end) - 1
            if row >= 0 and _cover(done[finding.rule][row], finding.span):
                continue
        yield finding, left


def _cover(one: Span, other: Span) -> bool:
    """Whether one of them holds the other."""
    return (one.start <= other.start < other.end <= one.end) or (
        other.start <= one.start < one.end <= other.end
    )


def kind_of(finding: Finding, source: str) -> Kind:
    """What a reader sees of a finding's edits.

    >>> from layoutfix.model import Edit
    >>> page = "one\\n\\ntwo\\n"
    >>> kind_of(Finding("a", Span(3, 5), "", 0.9, (Edit(Span(3, 5), " "),)), page).value
    'join'
    >>> kind_of(Finding("a", Span(5, 9), "", 0.9, (Edit(Span(5, 9)),)), page).value
    'removal'
    """
    edits = finding.edits
    if not edits:
        return Kind.NOTE
    if any(edit.target is not None for edit in edits):
        return Kind.MOVE
    if any(edit.kept is not None for edit in edits):
        return Kind.REPEAT
    gone = "".join(edit.span.text_of(source) for edit in edits)
    marks = len("".join(gone.split()))
    if marks <= JOINED_MARKS and LINE_BREAK.search(gone) and _inside(finding, source):
        return Kind.JOIN
    return Kind.REMOVAL if marks else Kind.SPACING


def _inside(finding: Finding, source: str) -> bool:
    """Whether a finding's edits leave no line break, with text right before and behind them."""
    start = min(edit.span.start for edit in finding.edits)
    end = max(edit.span.end for edit in finding.edits)
    if not 0 < start <= end < len(source) or any("\n" in edit.glue for edit in finding.edits):
        return False
    return not LINE_BREAK.match(source[start - 1]) and not LINE_BREAK.match(source[end])


def _seams_by_finding(
    page: Fixed, found: Sequence[tuple[Finding, str | None]]
) -> dict[int, list[Span]]:
    """For the number of each applied finding, where in the repaired page its seams healed."""
    touching: dict[int, int] = {}
    for number, (finding, left) in enumerate(found):
        if left is None:
            for edit in finding.edits:
                touching.setdefault(edit.span.start, number)
                touching.setdefault(edit.span.end, number)
    # A join's own edit is surer of its seam than that of what stood in between.
    for number, (finding, left) in enumerate(found):
        if left is None and kind_of(finding, page.source) is Kind.JOIN:
            for edit in finding.edits:
                touching[edit.span.start] = touching[edit.span.end] = number
    seams: dict[int, list[Span]] = {}
    for place, before, after in _healed(page):
        number = touching.get(before, touching.get(after, -1))
        if number >= 0:
            seams.setdefault(number, []).append(place)
    return seams


def _healed(page: Fixed) -> Iterator[tuple[Span, int, int]]:
    """Where two lines of the source have become one: the place, and the source on both sides."""
    source = page.source
    at, glue, before = 0, "", None
    for segment in page.segments:
        if segment.span is None:
            glue += segment.glue
            at += len(segment.glue)
            continue
        after = segment.span.start
        if before is not None and _is_seam(source, before, after, glue):
            yield Span(at - len(glue), at), before, after
        at += len(segment.span)
        before, glue = segment.span.end, ""


def _is_seam(source: str, before: int, after: int, glue: str) -> bool:
    if any(map(LINE_BREAK.search, (glue, source[before - 1], source[after]))):
        return False
    around = source[before : before + NEAR] + source[max(after - NEAR, 0) : after]
    return before != after and LINE_BREAK.search(around) is not None


class Forward:
    """From spans of the source to where they stand in the repaired page.

    >>> Forward([Segment(Span(0, 2), ""), Segment(None, " "), Segment(Span(4, 6), "")]).spans(
    ...     Span(1, 5))
    [Span(start=1, end=2), Span(start=3, end=4)]
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        rows: list[tuple[int, int, int]] = []
        at = 0
        for span, glue in segments:
            if span is not None:
                rows.append((span.start, span.end, at))
            at += len(glue) if span is None else len(span)
        rows.sort()
        self._rows = rows
        self._starts = [row[0] for row in rows]

    def place(self, offset: int) -> int:
        """Where on the repaired page what stood at an offset would stand: behind its left."""
        row = bisect_right(self._starts, offset - 1) - 1
        if row < 0:
            return 0
        start, end, at = self._rows[row]
        return at + min(end, offset) - start

    def spans(self, span: Span) -> list[Span]:
        """The parts of a source span that are on the repaired page, in its order."""
        out: list[Span] = []
        row = max(bisect_right(self._starts, span.start) - 1, 0)
        while row < len(self._rows) and self._rows[row][0] < span.end:
            start, end, at = self._rows[row]
            first, last = max(start, span.start), min(end, span.end)
            if first < last:
                out.append(Span(at + first - start, at + last - start))
            row += 1
        return sorted(out)

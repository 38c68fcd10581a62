"""A page and its repaired form side by side: rows of lines that hold the same text.

What stands on both sides shares a row; what was removed or moved away has a row with nothing on
the other side. Rows without a change are put together, so that a long page is a few thousand rows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from layoutfix.model import Fixed, Span
from layoutfix.report.changes import Change, Kind
from layoutfix.report.marks import MarkedText, Run

__all__ = ["Row", "aligned", "rows_of"]

LINE = re.compile(r"[^\n]*\n[^\S\n]*(?:\n[^\S\n]*)*|[^\n]+\Z")
"""A line and the blank lines after it."""

LONGEST = 1500
"""Characters up to which rows that nothing happened to are put together."""


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of the source and the lines of the repaired page that they became.

    Attributes:
        left: of the source; None where it has nothing here.
        right: of the repaired page; None where it has nothing here.
        source: the same, to be shown.
        repaired: the same, to be shown.
        numbers: the changes that are marked on either side.
        closes: whether a blank line comes after it.
    """

    left: Span | None
    right: Span | None
    source: tuple[Run, ...] = ()
    repaired: tuple[Run, ...] = ()
    numbers: frozenset[int] = frozenset()
    closes: bool = False


def rows_of(
    page: Fixed, changes: Sequence[Change], source: MarkedText, repaired: MarkedText
) -> list[Row]:
    """The rows of a page, to be shown.

    Args:
        page: what is shown.
        changes: its changes.
        source: its source and the marks of it.
        repaired: its text and the marks of it.
    """
    rows: list[Row] = []
    for left, right in aligned(page, changes):
        numbers = source.numbers(left) if left else set()
        numbers |= repaired.numbers(right) if right else set()
        row = Row(left, right, numbers=frozenset(numbers))
        if rows and _together(rows[-1], row, page.source):
            last = rows[-1]
            row = Row(
                _hull(last.left, left), _hull(last.right, right), numbers=last.numbers | row.numbers
            )
            rows.pop()
        rows.append(row)
    return [
        replace(
            row,
            source=tuple(source.runs(row.left)) if row.left else (),
            repaired=tuple(repaired.runs(row.right)) if row.right else (),
            closes=_closes(page.source, row.left) or _closes(page.text, row.right),
        )
        for row in rows
    ]


def _closes(text: str, span: Span | None) -> bool:
    return span is not None and "\n" in span.text_of(text).rstrip(" \t").removesuffix("\n")[-1:]


def _hull(one: Span | None, other: Span | None) -> Span | None:
    if one is None or other is None:
        return one or other
    return Span(one.start, other.end)


def _together(last: Row, row: Row, source: str) -> bool:
    """Whether a row is shown with the one above it: both plain, or both parts of one change."""
    if last.numbers or row.numbers:
        one_sided = (last.left is None) == (row.left is None) and (last.right is None) == (
            row.right is None
        )
        alone = last.left is None or last.right is None
        return alone and one_sided and bool(last.numbers & row.numbers)
    length = len(last.left or last.right or "") + len(row.left or row.right or "")
    return (
        length <= LONGEST
        and not _closes(source, last.left)
        and None not in (last.left, last.right, row.left, row.right)
    )


def aligned(page: Fixed, changes: Sequence[Change]) -> Iterator[tuple[Span | None, Span | None]]:
    """Pairs of spans, in order: lines of the source and the lines they became.

    Together they are all of the source and all of the text, each character once.

    >>> from layoutfix import fix
    >>> list(aligned(fix("We met on Tues-\\nday.\\n\\nAll\\n"), ()))
    [(Span(start=0, end=22), Span(start=0, end=20)), \
(Span(start=22, end=26), Span(start=20, end=24))]
    """
    left, right = _lines(page.source), _lines(page.text)
    links = _links(page, changes, left, right)
    back: dict[int, set[int]] = {}
    for i, several in links.items():
        for j in several:
            back.setdefault(j, set()).add(i)
    i = j = 0
    while i < len(left) or j < len(right):
        alone = i < len(left) and i not in links, j < len(right) and j not in back
        if all(alone) and left[i].text_of(page.source) == right[j].text_of(page.text):
            yield left[i], right[j]  # blank lines
            i, j = i + 1, j + 1
        elif alone[1]:
            yield None, right[j]
            j += 1
        elif alone[0]:
            yield left[i], None
            i += 1
        else:
            last_i, last_j = i, j
            while True:
                more_j = max((max(links[n]) for n in range(i, last_i + 1) if n in links), default=j)
                more_i = max((max(back[n]) for n in range(j, more_j + 1) if n in back), default=i)
                if (more_i, more_j) == (last_i, last_j):
                    break
                last_i, last_j = max(more_i, last_i), max(more_j, last_j)
            yield (
                Span(left[i].start, left[last_i].end),
                Span(right[j].start, right[last_j].end),
            )
            i, j = last_i + 1, last_j + 1


def _lines(text: str) -> list[Span]:
    return [Span(*found.span()) for found in LINE.finditer(text)]


def _links(
    page: Fixed, changes: Sequence[Change], left: Sequence[Span], right: Sequence[Span]
) -> dict[int, set[int]]:
    """For each line of the source, the lines that its characters stand in, in rising order."""
    starts, ends = [line.start for line in left], [line.start for line in right]
    moved = sorted(
        (edit.span.start, edit.span.end)
        for change in changes
        if change.kind is Kind.MOVE and change.left is None
        for edit in change.finding.edits
        if edit.target is not None
    )
    links: dict[int, set[int]] = {}
    at = furthest = 0
    for span, glue in page.segments:
        if span is None:
            at += len(glue)
            continue
        row = bisect_right(moved, (span.start, len(page.source) + 1)) - 1
        away = row >= 0 and moved[row][0] <= span.start < moved[row][1]
        if not away and span.start >= furthest:
            furthest = span.end
            for i, j in _overlaps(span, at, left, starts, ends, page.source):
                links.setdefault(i, set()).add(j)
        at += len(span)
    return links


def _overlaps(
    span: Span, at: int, left: Sequence[Span], starts: list[int], ends: list[int], source: str
) -> Iterator[tuple[int, int]]:
    """The pairs of lines that a segment has characters in, white space apart."""
    here = span.start
    i = bisect_right(starts, here) - 1
    while here < span.end:
        there = at + here - span.start
        j = bisect_right(ends, there) - 1
        stop = min(span.end, left[i].end)
        if j + 1 < len(ends):
            stop = min(stop, here + ends[j + 1] - there)
        if source[here:stop].strip():
            yield i, j
        if stop == left[i].end:
            i += 1
        here = stop

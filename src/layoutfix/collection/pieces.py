"""Pages put together of pieces of several pages: every character keeps its page and its place."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from layoutfix.collection.matching import PageJoin
from layoutfix.model import Page, Span

__all__ = ["Composed", "Piece", "composed", "cut"]

CIRCLE = "these jump lines lead round in a circle"
GLUE = "\n\n"
BYTE_ORDER_MARK = "\ufeff"


class Piece(NamedTuple):
    """A piece of a page that was put together.

    Attributes:
        page: the number of the page in the collection that its characters come from; for glue
            that of the page it was put into.
        span: of that page; None for glue.
        glue: line breaks that no character of any page stands for; empty for a span.
    """

    page: int
    span: Span | None
    glue: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A page with what was moved to it, and without what was moved away.

    Attributes:
        pieces: in order.
        joins: of the articles that break off on this page, and of those that went on here.
        removed: spans of this page that left, each with its join: the heading over what was
            moved, and blank lines.
    """

    pieces: tuple[Piece, ...]
    joins: tuple[PageJoin, ...]
    removed: tuple[tuple[Span, PageJoin], ...]


def composed(pages: Mapping[int, Page], joins: Sequence[PageJoin]) -> dict[int, Composed]:
    """Put the pages of an issue together.

    What was moved stands behind the jump line that leads to it, and from there on it is a page's
    own text: the rules take both jump lines out and join the halves of the sentence.
    """
    joins = _without_circles(joins)
    leaving: dict[int, list[tuple[Span, PageJoin]]] = defaultdict(list)
    blanks: dict[int, list[tuple[Span, PageJoin]]] = defaultdict(list)
    coming: dict[int, list[PageJoin]] = defaultdict(list)
    for join in joins:
        if join.rest is not None and join.other is not None:
            coming[join.page].append(join)
            moved, gone = _taken(pages[join.other], join)
            leaving[join.other].append((moved, join))
            blanks[join.other].extend((span, join) for span in gone)

    def content(number: int, span: Span, own: PageJoin | None) -> Iterator[Piece]:
        """A page's own text in a span, with what comes to it; ``own`` is what moves the span."""
        gone = [each for each, join in leaving[number] if join is not own]
        gone += [each for each, _ in blanks[number]]
        cuts: list[tuple[int, int, PageJoin | None]] = [
            (each.start, each.end, None) for each in gone
        ]
        cuts += [(join.line.end, join.line.end, join) for join in coming[number]]
        at = span.start
        for start, end, join in sorted(cuts, key=lambda cut: cut[:2]):
            first = start if join is None else join.line.start  # it goes where its jump line goes
            if not at <= first <= end <= span.end:
                continue
            if start > at:
                yield Piece(number, Span(at, start), "")
            at = end
            if join is not None and join.other is not None and join.rest is not None:
                yield Piece(number, None, GLUE)
                yield from content(join.other, join.rest, join)
        if at < span.end:
            yield Piece(number, Span(at, span.end), "")

    return {
        number: Composed(
            tuple(content(number, Span(0, len(page)), None)),
            tuple(join for join in joins if number in (join.page, join.other)),
            tuple(blanks[number]),
        )
        for number, page in pages.items()
    }


def _taken(page: Page, join: PageJoin) -> tuple[Span, list[Span]]:
    """What is moved, and what leaves with it: the heading over it, and surplus blank lines."""
    assert join.rest is not None
    lines, rest = page.lines, join.rest
    top = int(lines.start.searchsorted(join.removed.start if join.removed else rest.start))
    behind = int(lines.start.searchsorted(rest.end))
    start, end = int(lines.first[top]), rest.end
    if behind == len(lines) and top > 0:  # the larger of both separators stays, an end of the page
        start = int(lines.end[top - 1])
    elif behind < len(lines) and (top == 0 or lines.gap[behind] <= lines.gap[top]):
        end = int(lines.first[behind])
    elif behind < len(lines):
        start = int(lines.end[top - 1])
    start += page.text.startswith(BYTE_ORDER_MARK) and start == 0
    return rest, [span for span in (Span(start, rest.start), Span(rest.end, end)) if len(span)]


def _without_circles(joins: Sequence[PageJoin]) -> list[PageJoin]:
    """The joins; those that would move a text into itself are skipped."""
    moving = [join for join in joins if join.rest is not None]

    def carrier(join: PageJoin) -> PageJoin | None:
        """The join that moves the place to which this one moves its text."""
        for other in moving:
            assert other.rest is not None
            if other.other == join.page and other.rest.start <= join.line.start < other.rest.end:
                return other
        return None

    out = []
    for join in joins:
        seen: list[PageJoin] = []
        at: PageJoin | None = join if join.rest is not None else None
        while at is not None and at not in seen:
            seen.append(at)
            at = carrier(at)
        circle = at is not None
        out.append(
            replace(join, rest=None, removed=None, kept=None, skipped=CIRCLE, proofs=())
            if circle
            else join
        )
    return out


def cut(pieces: tuple[Piece, ...], span: Span) -> Iterator[Piece]:
    """The pieces that make up a span of their text, cut to it."""
    lengths = (len(each.glue) if each.span is None else len(each.span) for each in pieces)
    starts = [0, *itertools.accumulate(lengths)]
    row = max(bisect_right(starts, span.start) - 1, 0)
    while row < len(pieces) and starts[row] < span.end:
        page, own, glue = pieces[row]
        first = max(span.start - starts[row], 0)
        last = min(span.end, starts[row + 1]) - starts[row]
        if first < last:
            cut = None if own is None else Span(own.start + first, own.start + last)
            yield Piece(page, cut, glue[first:last] if own is None else "")
        row += 1

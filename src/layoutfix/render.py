"""Edits to text, once, from spans; and the account of where every character came from.

A text is a *layer* of the one before it: the edits of a stage make it. Each layer's segments
point into the layer below; composed, they point into the source.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from layoutfix.errors import EditError
from layoutfix.model import GLUES, Edit, Finding, FindingTable, Fixed, Segment, Span, finding_order

__all__ = ["Layer", "Projection", "apply", "compose", "fixed", "render", "segments_of"]


def segments_of(length: int, edits: Iterable[Edit]) -> list[Segment]:
    """What a text of ``length`` characters becomes under ``edits``, in order.

    Raises:
        EditError: edits that overlap, reach outside the text, or write anything but glue.

    >>> segments_of(5, [Edit(Span(1, 3), " ")])
    [Segment(span=Span(start=0, end=1), glue=''), Segment(span=None, glue=' '), \
Segment(span=Span(start=3, end=5), glue='')]
    """
    cuts: list[tuple[int, int, tuple[Segment, ...]]] = []
    for edit in edits:
        _check(edit, length)
        here = (Segment(None, edit.glue),) if edit.glue else ()
        cuts.append((edit.span.start, edit.span.end, here))
        if edit.target is not None:
            moved = [Segment(edit.span, ""), Segment(None, edit.target_glue)]
            cuts.append((edit.target, edit.target, tuple(s for s in moved if s.span or s.glue)))
    cuts.sort(key=lambda cut: cut[:2])
    out: list[Segment] = []
    at = 0
    before = -1
    for start, end, put in cuts:
        if start < at or (start == end == before):
            raise EditError(f"two edits meet at {start}; edits must not overlap")
        if start > at:
            out.append(Segment(Span(at, start), ""))
        out.extend(put)
        at = end
        before = start if start == end else -1
    if at < length:
        out.append(Segment(Span(at, length), ""))
    return out


def _check(edit: Edit, length: int) -> None:
    start, end = edit.span.start, edit.span.end
    if not 0 <= start <= end <= length:
        raise EditError(f"span {start}:{end} reaches outside the {length} characters of the text")
    if edit.glue not in GLUES or edit.target_glue not in GLUES:
        raise EditError(f"{edit!r}: only spaces and line breaks may be put in, one of {GLUES}")
    if edit.target is None:
        if edit.target_glue:
            raise EditError(f"{edit!r}: target_glue goes with a target")
    elif not 0 <= edit.target <= length or start <= edit.target <= end:
        raise EditError(f"{edit!r}: the target must be inside the text and outside the span")


def render(text: str, segments: Iterable[Segment]) -> str:
    """The text that ``segments`` of ``text`` make.

    >>> render("ab-\\ncd", segments_of(6, [Edit(Span(2, 4))]))
    'abcd'
    """
    return "".join(
        glue if span is None else text[span.start : span.end] for span, glue in segments
    )


def apply(text: str, batches: Sequence[Sequence[Finding]]) -> tuple[str, list[Segment]]:
    """The text after all edits of all findings, and its segments.

    Raises:
        EditError: as :func:`segments_of`.
    """
    if len(batches) == 1 and isinstance(batches[0], FindingTable):
        segments = _segments_of_table(len(text), batches[0])
    else:
        edits = (edit for batch in batches for finding in batch for edit in finding.edits)
        segments = segments_of(len(text), edits)
    return render(text, segments), segments


def _segments_of_table(length: int, table: FindingTable) -> list[Segment]:
    """As :func:`segments_of`, for the plain cuts of a table in source order: no moves, no sort."""
    starts, ends = table.start, table.end
    if np.any(starts > ends) or np.any(ends[:-1] > starts[1:]):
        raise EditError(f"rule {table.rule}: its findings overlap or are out of order")
    glues = [Segment(None, glue) for glue in GLUES]
    out: list[Segment] = []
    at = 0
    for start, end, glue in zip(starts.tolist(), ends.tolist(), table.glue.tolist(), strict=True):
        if start > at:
            out.append(Segment(Span(at, start), ""))
        if glue:
            out.append(glues[glue])
        at = end
    if at < length:
        out.append(Segment(Span(at, length), ""))
    return out


class Projection:
    """From offsets of a text back to the text its segments point into."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        lengths = (len(span) if span is not None else len(glue) for span, glue in segments)
        self._starts = [0, *itertools.accumulate(lengths)]

    def pieces(self, span: Span) -> list[Segment]:
        """The segments that make up ``span``, cut to it."""
        out: list[Segment] = []
        row = bisect_right(self._starts, span.start) - 1
        while row < len(self._segments) and self._starts[row] < span.end:
            base = self._starts[row]
            start, end = max(span.start - base, 0), min(span.end, self._starts[row + 1]) - base
            below, glue = self._segments[row]
            if below is None:
                out.append(Segment(None, glue[start:end]))
            elif start < end:
                out.append(Segment(Span(below.start + start, below.start + end), ""))
            row += 1
        return out

    def offset(self, offset: int) -> int:
        """The place below that ``offset`` stands for; glue counts as what follows it."""
        if offset >= self._starts[-1]:
            ends = [below.end for below, _ in self._segments if below is not None]
            return max(ends, default=0)
        row = bisect_right(self._starts, offset) - 1
        for below, _ in self._segments[row:]:
            if below is not None:
                inside = offset - self._starts[row]
                return below.start + (inside if below is self._segments[row].span else 0)
        return self.offset(self._starts[-1])

    def hull(self, span: Span) -> Span:
        """The smallest span below that holds all source characters of ``span``."""
        below = [piece.span for piece in self.pieces(span) if piece.span is not None]
        if not below:
            at = self.offset(span.start)
            return Span(at, at)
        return Span(min(s.start for s in below), max(s.end for s in below))

    def finding(self, finding: Finding) -> Finding:
        """The finding in the offsets of the text below."""
        edits = tuple(below for edit in finding.edits for below in self._edits(edit))
        return replace(finding, span=self.hull(finding.span), edits=edits)

    def _edits(self, edit: Edit) -> Iterator[Edit]:
        spans = [piece.span for piece in self.pieces(edit.span) if piece.span is not None]
        target = None if edit.target is None else self.offset(edit.target)
        kept = None if edit.kept is None else self.hull(edit.kept)
        glue, target_glue = edit.glue, edit.target_glue
        for span in spans or [self.hull(edit.span)]:
            yield Edit(span, glue, target, target_glue, kept)
            glue = target_glue = ""


def compose(upper: Sequence[Segment], lower: Sequence[Segment]) -> list[Segment]:
    """Segments of a text over its source, from those over the text between.

    >>> lower = segments_of(4, [Edit(Span(1, 2))])       # abcd -> acd
    >>> compose(segments_of(3, [Edit(Span(0, 1))]), lower)  # acd -> cd
    [Segment(span=Span(start=2, end=4), glue='')]
    """
    projection = Projection(lower)
    out: list[Segment] = []
    for segment in upper:
        for piece in [segment] if segment.span is None else projection.pieces(segment.span):
            last = out[-1].span if out else None
            if last is not None and piece.span is not None and last.end == piece.span.start:
                out[-1] = Segment(Span(last.start, piece.span.end), "")
            else:
                out.append(piece)
    return out


@dataclass(frozen=True, slots=True)
class Layer:
    """One stage's work: what it saw on a text, and the text it made of it.

    Attributes:
        below: the text it worked on.
        text: the text it made.
        segments: that text as pieces of ``below``.
        applied: the findings whose edits were made.
        skipped: batches of the other findings, each batch with the reason.
    """

    below: str
    text: str
    segments: Sequence[Segment]
    applied: tuple[Sequence[Finding], ...]
    skipped: tuple[tuple[Sequence[Finding], str], ...]


class LayeredAccount:
    """The account of a page, from the layers of work done on it, first to last."""

    def __init__(self, source: str, layers: Sequence[Layer]) -> None:
        self._source = source
        self._layers = layers

    @cached_property
    def _grounds(self) -> list[list[Segment]]:
        """For each layer the segments of the text below it over the source, then the output's."""
        whole = [Segment(Span(0, len(self._source)), "")] if self._source else []
        grounds = [whole]
        for layer in self._layers:
            same = layer.text == layer.below
            ground = grounds[-1]
            if not same:
                ground = list(layer.segments) if ground is whole else compose(layer.segments, ground)
            grounds.append(ground)
        return grounds

    @cached_property
    def _projected(self) -> list[tuple[Projection, Layer]]:
        return [
            (Projection(ground), layer)
            for ground, layer in zip(self._grounds, self._layers, strict=False)
        ]

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(self._grounds[-1])

    @cached_property
    def applied(self) -> tuple[Finding, ...]:
        findings = (
            projection.finding(finding)
            for projection, layer in self._projected
            for batch in layer.applied
            for finding in batch
        )
        return tuple(sorted(findings, key=finding_order))

    @cached_property
    def skipped(self) -> tuple[tuple[Finding, str], ...]:
        # A later look at the same place repeats what the first one said, or has settled it.
        seen = {(finding.rule, finding.span) for finding in self.applied}
        out: list[tuple[Finding, str]] = []
        for projection, layer in self._projected:
            for batch, reason in layer.skipped:
                for finding in map(projection.finding, batch):
                    if (key := (finding.rule, finding.span)) not in seen:
                        seen.add(key)
                        out.append((finding, reason))
        return tuple(sorted(out, key=lambda pair: (finding_order(pair[0]), pair[1])))

    @cached_property
    def removed(self) -> tuple[tuple[Span, Finding], ...]:
        out: list[tuple[Span, Finding]] = []
        for projection, layer in self._projected:
            for batch in layer.applied:
                for finding in batch:
                    below = projection.finding(finding)
                    gone = (e.span for e in below.edits if e.target is None and len(e.span))
                    out.extend((span, below) for span in gone)
        return tuple(sorted(out, key=lambda pair: (pair[0], finding_order(pair[1]))))

    @cached_property
    def _origin(self) -> Projection:
        return Projection(self._grounds[-1])

    def origin(self, offset: int) -> int | None:
        (piece,) = self._origin.pieces(Span(offset, offset + 1))
        return None if piece.span is None else piece.span.start


def fixed(source: str, layers: Sequence[Layer]) -> Fixed:
    """The repaired page that ``layers`` make of ``source``."""
    text = layers[-1].text if layers else source
    return Fixed(source, text, LayeredAccount(source, layers))

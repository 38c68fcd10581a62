"""The account of where every character of a repaired page came from.

A text is a *layer* of the one before it: the edits of a stage make it. Each layer's segments
point into the layer below; composed, they point into the source.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from layoutfix.model import Edit, Finding, Fixed, Segment, Span, finding_order

__all__ = ["Layer", "Projection", "compose", "fixed", "projection"]


class Projection:
    """From offsets of a text back to the text its segments point into."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        lengths = (len(span) if span is not None else len(glue) for span, glue in segments)
        self._starts = [0, *itertools.accumulate(lengths)]
        self._end = max((span.end for span, _ in segments if span is not None), default=0)

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

    def origin(self, offset: int) -> int | None:
        """The character below that the one at ``offset`` is; None for glue."""
        row = bisect_right(self._starts, offset) - 1
        below = self._segments[row].span
        return None if below is None else below.start + offset - self._starts[row]

    def offset(self, offset: int) -> int:
        """The place below that ``offset`` stands for; glue counts as what follows it."""
        row = bisect_right(self._starts, offset) - 1
        for near in range(row, len(self._segments)):
            below = self._segments[near].span
            if below is not None:
                return below.start + (offset - self._starts[row] if near == row else 0)
        return self._end

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
        proofs = tuple(replace(each, span=self.hull(each.span)) for each in finding.proofs)
        return replace(finding, span=self.hull(finding.span), edits=edits, proofs=proofs)

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

    >>> from layoutfix.engine.render import segments_of
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
        segments: the text it made, as pieces of the one that it worked on; of no account where
            nothing was applied.
        applied: the findings whose edits were made.
        skipped: batches of the other findings, each batch with the reason.
    """

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
            ground = grounds[-1]
            if layer.applied:  # even where the text is the same: a blank may give way to glue
                segments = list(layer.segments)
                ground = segments if ground is whole else compose(segments, ground)
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
    def _applied(self) -> list[list[Finding]]:
        """For each layer, what was applied there, in the offsets of the source."""
        return [
            [projection.finding(finding) for batch in layer.applied for finding in batch]
            for projection, layer in self._projected
        ]

    @cached_property
    def applied(self) -> tuple[Finding, ...]:
        return tuple(sorted(itertools.chain.from_iterable(self._applied), key=finding_order))

    @cached_property
    def skipped(self) -> tuple[tuple[Finding, str], ...]:
        out: list[tuple[Finding, str]] = []
        reported: set[tuple[str, Span]] = set()
        later = Counter((f.rule, f.span) for layer in self._applied for f in layer)
        for (projection, layer), applied in zip(self._projected, self._applied, strict=True):
            here = Counter((f.rule, f.span) for f in applied)
            later -= here
            left = [
                (projection.finding(finding), reason)
                for batch, reason in layer.skipped
                for finding in batch
            ]
            # A later pass over the same place repeats what the first one said, or settles it.
            keys = [(finding.rule, finding.span) for finding, _ in left]
            out.extend(
                pair
                for pair, key in zip(left, keys, strict=True)
                if key not in reported and key not in later
            )
            reported.update(keys, here)
        return tuple(sorted(out, key=lambda pair: (finding_order(pair[0]), pair[1])))

    @cached_property
    def removed(self) -> tuple[tuple[Span, Finding], ...]:
        gone = (
            (edit.span, finding)
            for layer in self._applied
            for finding in layer
            for edit in finding.edits
            if edit.target is None and len(edit.span)
        )
        return tuple(sorted(gone, key=lambda pair: (pair[0], finding_order(pair[1]))))

    @cached_property
    def _origin(self) -> Projection:
        return Projection(self._grounds[-1])

    def origin(self, offset: int) -> int | None:
        return self._origin.origin(offset)


def fixed(source: str, text: str, layers: Sequence[Layer]) -> Fixed:
    """The repaired page, ``text``, that ``layers`` make of ``source``."""
    return Fixed(source, text, LayeredAccount(source, layers))


def projection(source: str, layers: Sequence[Layer]) -> Projection:
    """From the text that ``layers`` make of ``source`` back to the source."""
    return Projection(LayeredAccount(source, layers).segments)

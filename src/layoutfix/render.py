"""Edits to text, once, from spans of the text they were made for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from layoutfix.errors import EditError
from layoutfix.model import GLUES, Edit, Finding, FindingTable, Integers, Segment, Span

__all__ = ["apply", "check_edit", "check_table", "render", "segments_of"]


def segments_of(length: int, edits: Iterable[Edit]) -> list[Segment]:
    """What a text of ``length`` characters becomes under the ``edits`` of one finding, in order.

    Moves to the same target are put there one behind the other, as they are listed.

    Raises:
        EditError: edits that overlap, reach outside the text, or write anything but glue.

    >>> segments_of(5, [Edit(Span(1, 3), " ")])
    [Segment(span=Span(start=0, end=1), glue=''), Segment(span=None, glue=' '), \
Segment(span=Span(start=3, end=5), glue='')]
    """
    return _laid_out(length, [_cuts_of_edits(length, [edits])])


def check_edit(edit: Edit, length: int) -> None:
    """Refuse an edit that no text of ``length`` characters can have.

    Raises:
        EditError: it reaches outside the text, writes anything but glue, moves its characters
            to where they are, or keeps a copy that it removes.
    """
    start, end, kept = edit.span.start, edit.span.end, edit.kept
    if not 0 <= start <= end <= length:
        raise EditError(f"span {start}:{end} reaches outside the {length} characters of the text")
    if edit.glue not in GLUES or edit.target_glue not in GLUES:
        raise EditError(f"{edit!r}: only spaces and line breaks may be put in, one of {GLUES}")
    if edit.target is None:
        if edit.target_glue:
            raise EditError(f"{edit!r}: target_glue goes with a target")
    elif not 0 <= edit.target <= length or start <= edit.target <= end:
        raise EditError(f"{edit!r}: the target must be inside the text and outside the span")
    if kept is not None:
        if not 0 <= kept.start < kept.end <= length:
            raise EditError(f"{edit!r}: the copy that stays must be characters of the text")
        if kept.start < end and start < kept.end:
            raise EditError(f"{edit!r}: the copy that stays must not be the one that leaves")


def check_table(table: FindingTable, length: int) -> None:
    """Refuse a table with an edit that no text of ``length`` characters can have.

    Raises:
        EditError: as :func:`check_edit`.
    """
    start, end = table.start, table.end
    if np.any((start < 0) | (start > end) | (end > length)):
        raise EditError(f"an edit reaches outside the {length} characters of the text")
    if np.any(table.glue >= len(GLUES)):
        raise EditError(f"only spaces and line breaks may be put in, one of {GLUES}")


def render(text: str, segments: Iterable[Segment]) -> str:
    """The text that ``segments`` of ``text`` make.

    >>> render("ab-\\ncd", segments_of(6, [Edit(Span(2, 4))]))
    'abcd'
    """
    return "".join(glue if span is None else text[span.start : span.end] for span, glue in segments)


def apply(text: str, batches: Sequence[Sequence[Finding]]) -> tuple[str, list[Segment]]:
    """The text after all edits of all findings, and its segments.

    Raises:
        EditError: as :func:`segments_of`.
    """
    cuts = [
        _cuts_of_table(len(text), batch)
        if isinstance(batch, FindingTable)
        else _cuts_of_edits(len(text), [finding.edits for finding in batch])
        for batch in batches
    ]
    segments = _laid_out(len(text), cuts)
    return render(text, segments), segments


class _Cuts(NamedTuple):
    """Places where a text is cut, as columns: what is taken out and what is put there."""

    start: Integers
    end: Integers
    put: list[tuple[Segment, ...]]


_PUT = tuple((Segment(None, glue),) if glue else () for glue in GLUES)


def _cuts_of_edits(length: int, findings: Iterable[Iterable[Edit]]) -> _Cuts:
    start: list[int] = []
    end: list[int] = []
    put: list[tuple[Segment, ...]] = []
    for edits in findings:
        targets: dict[int, int] = {}  # of this finding, to the row of their cut
        for edit in edits:
            check_edit(edit, length)
            start.append(edit.span.start)
            end.append(edit.span.end)
            put.append(_PUT[GLUES.index(edit.glue)])
            if edit.target is None:
                continue
            moved: tuple[Segment, ...] = (Segment(edit.span, ""),) if len(edit.span) else ()
            moved += _PUT[GLUES.index(edit.target_glue)]
            row = targets.setdefault(edit.target, len(start))
            if row < len(start):
                put[row] += moved
                continue
            start.append(edit.target)
            end.append(edit.target)
            put.append(moved)
    return _Cuts(np.array(start, np.int64), np.array(end, np.int64), put)


def _cuts_of_table(length: int, table: FindingTable) -> _Cuts:
    check_table(table, length)
    return _Cuts(table.start, table.end, [_PUT[glue] for glue in table.glue.tolist()])


def _laid_out(length: int, cuts: Sequence[_Cuts]) -> list[Segment]:
    """The segments of a text cut at all these places."""
    start = np.concatenate([np.zeros(0, np.int64), *(each.start for each in cuts)])
    end = np.concatenate([np.zeros(0, np.int64), *(each.end for each in cuts)])
    put = [each for some in cuts for each in some.put]
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    meet = (start[1:] < end[:-1]) | ((start[1:] == start[:-1]) & (end[1:] == end[:-1]))
    if meet.any():
        at = start[1:][meet][0]
        raise EditError(f"two edits meet at {at}; edits must not overlap")
    out: list[Segment] = []
    at = 0
    for first, last, row in zip(start.tolist(), end.tolist(), order.tolist(), strict=True):
        if first > at:
            out.append(Segment(Span(at, first), ""))
        out.extend(put[row])
        at = last
    if at < length:
        out.append(Segment(Span(at, length), ""))
    return out

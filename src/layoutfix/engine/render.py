"""Edits to text, once, from spans of the text they were made for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

import numpy as np
import numpy.typing as npt

from layoutfix.errors import EditError
from layoutfix.model import GLUES, Edit, Finding, FindingTable, Integers, Segment, Span

__all__ = ["Segments", "apply", "check_edit", "check_table", "render", "segments_of"]


def segments_of(length: int, edits: Iterable[Edit]) -> list[Segment]:
    """What a text of ``length`` characters becomes under the ``edits`` of one finding, in order.

    Moves to the same target are put there one behind the other, as they are listed.

    Raises:
        EditError: edits that overlap, reach outside the text, or write anything but glue.

    >>> segments_of(5, [Edit(Span(1, 3), " ")])
    [Segment(span=Span(start=0, end=1), glue=''), Segment(span=None, glue=' '), \
Segment(span=Span(start=3, end=5), glue='')]
    """
    return list(_laid_out(length, [_cuts_of_edits(length, [edits])]))


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
    if ((start < 0) | (start > end) | (end > length)).any():
        raise EditError(f"an edit reaches outside the {length} characters of the text")
    if (table.glue >= len(GLUES)).any():
        raise EditError(f"only spaces and line breaks may be put in, one of {GLUES}")


def render(text: str, segments: Iterable[Segment]) -> str:
    """The text that ``segments`` of ``text`` make.

    >>> render("ab-\\ncd", segments_of(6, [Edit(Span(2, 4))]))
    'abcd'
    """
    if isinstance(segments, Segments):
        parts = range(0, len(segments), AT_ONCE)
        return "".join("".join(segments.part(slice(n, n + AT_ONCE)).strings(text)) for n in parts)
    return "".join(glue if span is None else text[span.start : span.end] for span, glue in segments)


def apply(text: str, batches: Sequence[Sequence[Finding]]) -> tuple[str, Segments]:
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


AT_ONCE = 4096
"""Segments that are strings of their own at a time."""

GLUE = -1
"""What stands for the start of a segment that is glue."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments(Sequence[Segment]):
    """Many segments as columns; a row becomes a Segment when it is asked for.

    Attributes:
        start: column of the first offsets in the text below, ``GLUE`` where the segment is glue.
        end: column of the offsets behind the last character.
        glue: column of indices into :data:`GLUES`.
    """

    start: Integers
    end: Integers
    glue: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[Segment]:
        return itertools.starmap(_segment, self._rows())

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Segment, ...]: ...
    def __getitem__(self, index: int | slice) -> Segment | tuple[Segment, ...]:
        if isinstance(index, slice):
            return tuple(self.part(index))
        return _segment(int(self.start[index]), int(self.end[index]), int(self.glue[index]))

    def part(self, rows: slice) -> Segments:
        """Some of them."""
        return Segments(self.start[rows], self.end[rows], self.glue[rows])

    def strings(self, text: str) -> list[str]:
        """The characters of each segment."""
        rows = self._rows()
        return [GLUES[glue] if first < 0 else text[first:last] for first, last, glue in rows]

    def _rows(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.start.tolist(), self.end.tolist(), self.glue.tolist(), strict=True)


def _segment(start: int, end: int, glue: int) -> Segment:
    return Segment(None, GLUES[glue]) if start == GLUE else Segment(Span(start, end), "")


class _Cuts(NamedTuple):
    """Places where a text is cut, as columns, and what is put there: pieces of their own rows."""

    start: Integers
    end: Integers
    put_at: Integers
    put: Segments


def _cuts_of_edits(length: int, findings: Iterable[Iterable[Edit]]) -> _Cuts:
    cuts: list[tuple[int, int]] = []
    put: list[tuple[int, int, int, int]] = []  # the cut's row, then as in Segments
    for edits in findings:
        targets: dict[int, int] = {}  # of this finding, to the row of their cut
        for edit in edits:
            check_edit(edit, length)
            if edit.glue:
                put.append((len(cuts), GLUE, GLUE, GLUES.index(edit.glue)))
            cuts.append((edit.span.start, edit.span.end))
            if edit.target is None:
                continue
            row = targets.setdefault(edit.target, len(cuts))
            if row == len(cuts):
                cuts.append((edit.target, edit.target))
            if len(edit.span):
                put.append((row, edit.span.start, edit.span.end, 0))
            if edit.target_glue:
                put.append((row, GLUE, GLUE, GLUES.index(edit.target_glue)))
    at = np.array(cuts, np.int64).reshape(-1, 2)
    what = np.array(put, np.int64).reshape(-1, 4)
    pieces = Segments(what[:, 1], what[:, 2], what[:, 3].astype(np.uint8))
    return _Cuts(at[:, 0], at[:, 1], what[:, 0], pieces)


def _cuts_of_table(length: int, table: FindingTable) -> _Cuts:
    check_table(table, length)
    rows = np.flatnonzero(table.glue)
    nowhere = np.full(len(rows), GLUE, np.int64)
    return _Cuts(table.start, table.end, rows, Segments(nowhere, nowhere, table.glue[rows]))


def _laid_out(length: int, cuts: Sequence[_Cuts]) -> Segments:
    """The segments of a text cut at all these places."""
    start, end, put_at, put = _together(cuts or [_cuts_of_edits(length, [])])
    order = np.lexsort((end, start))
    # What stays before each cut, and at last behind all; then, behind its cut, what is put there.
    first, last = np.zeros((2, len(order) + 1), np.int64)
    first[1:], last[:-1], last[-1] = end[order], start[order], length
    meet = (last[1:-1] < first[1:-1]) | (first[2:] == last[:-2])
    if meet.any():
        at = last[1:-1][meet][0]
        raise EditError(f"two edits meet at {at}; edits must not overlap")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    some = np.flatnonzero(last > first)
    turn = np.concatenate((2 * some, 2 * place[put_at] + 1)).argsort(kind="stable")
    return Segments(
        np.concatenate((first[some], put.start))[turn],
        np.concatenate((last[some], put.end))[turn],
        np.concatenate((np.zeros(len(some), np.uint8), put.glue))[turn],
    )


def _together(cuts: Sequence[_Cuts]) -> _Cuts:
    """The cuts as one table."""
    if len(cuts) == 1:
        return cuts[0]
    firsts = itertools.accumulate((len(some.start) for some in cuts), initial=0)
    puts = [each.put for each in cuts]
    return _Cuts(
        np.concatenate([some.start for some in cuts]),
        np.concatenate([some.end for some in cuts]),
        np.concatenate([n + some.put_at for n, some in zip(firsts, cuts, strict=False)]),
        Segments(
            *(np.concatenate([getattr(e, n) for e in puts]) for n in ("start", "end", "glue"))
        ),
    )

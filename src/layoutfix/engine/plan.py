"""Which findings are applied: sure enough, and where two want the same place, the surer one."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.engine.render import check_edit, check_table
from layoutfix.errors import EditError, RuleError
from layoutfix.model import Finding, FindingTable, Flags, Integers, Span, finding_order

__all__ = ["ONLY_REPORTS", "UNPROVED", "Settled", "settle"]

Batch = Sequence[Finding]

ONLY_REPORTS = "it only reports"
UNPROVED = "nothing on the page proves that it was cut here"
"""Why a likely move, or removal of what stands elsewhere too, is not applied."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Every finding of a stage, applied or skipped.

    Attributes:
        applied: batches whose edits go together.
        skipped: batches that are left, each with the reason.
    """

    applied: tuple[Batch, ...]
    skipped: tuple[tuple[Batch, str], ...]


_NOTHING = Settled((), ())


def settle(batches: Sequence[Batch], bars: float | Sequence[float], length: int) -> Settled:
    """Sort findings into applied and skipped; the order of the batches doesn't matter.

    Two findings can't both be applied where they take out the same characters, put something in
    at the same place, or where one takes out what the other names as the copy that stays. A move,
    or the removal of text that stands elsewhere too, needs a proof that the page was cut.

    Args:
        batches: the findings of the rules of one stage; of most rules there are none.
        bars: the confidence below which a finding is skipped, one for all or one for each batch.
        length: of the text in characters.

    Raises:
        EditError: an edit that no text of this length can have.
        RuleError: a confidence that is no probability.
    """
    if not any(map(len, batches)):
        return _NOTHING
    sure: list[Batch] = []
    skipped: list[tuple[Batch, str]] = []
    minimums = [bars] * len(batches) if isinstance(bars, (int, float)) else bars
    for batch, minimum in zip(batches, minimums, strict=True):
        if not len(batch):
            continue
        _check(batch, length)
        for part, reason in _by_bar(batch, minimum):
            if len(part):
                if reason:
                    skipped.append((part, reason))
                else:
                    sure.append(part)
    applied, contested = _part(sure)
    if contested:
        chosen, lost = _surest(contested)
        applied.append(chosen)
        skipped.extend(lost)
    return Settled(tuple(applied), tuple(skipped))


def _check(batch: Batch, length: int) -> None:
    """Refuse findings that can't be meant, whether they would be applied or not."""
    if isinstance(batch, FindingTable):
        try:
            check_table(batch, length)
        except EditError as error:
            raise EditError(f"rule {batch.rule}: {error}") from None
        if not ((batch.confidence >= 0) & (batch.confidence <= 1)).all():
            raise RuleError(f"rule {batch.rule}: a confidence is a probability from 0 to 1")
        return
    for finding in batch:
        if not 0 <= finding.confidence <= 1:
            wrong = finding.confidence
            raise RuleError(f"rule {finding.rule}: {wrong!r} is no probability from 0 to 1")
        for edit in finding.edits:
            try:
                check_edit(edit, length)
            except EditError as error:
                raise EditError(f"rule {finding.rule}: {error}") from None


def _by_bar(batch: Batch, minimum: float) -> list[tuple[Batch, str]]:
    low = f"its confidence is below {minimum:g}"
    if isinstance(batch, FindingTable):
        enough = batch.confidence >= minimum
        if enough.all():
            return [(batch, "")]
        return [(batch.rows(enough), ""), (batch.rows(~enough), low)]
    parts: dict[str, list[Finding]] = {"": [], low: [], UNPROVED: [], ONLY_REPORTS: []}
    for finding in batch:
        parts[_against(finding, minimum, low)].append(finding)
    return [(some, reason) for reason, some in parts.items()]


def _against(finding: Finding, minimum: float, low: str) -> str:
    """Why a finding is not applied, whatever others there are; empty where it may be."""
    if not finding.edits:
        return ONLY_REPORTS
    if finding.confidence < minimum:
        return low
    return UNPROVED if finding.needs_proof and not finding.proofs else ""


def _cuts(finding: Finding) -> list[tuple[int, int]]:
    """The places of the text that a finding's edits change, sorted; moves may share a target."""
    cuts = [(edit.span.start, edit.span.end) for edit in finding.edits]
    cuts.extend((at, at) for at in {e.target for e in finding.edits if e.target is not None})
    return sorted(cuts)


def _removed(finding: Finding) -> list[Span]:
    return [e.span for e in finding.edits if e.target is None and len(e.span)]


def _kept(finding: Finding) -> list[Span]:
    return [edit.kept for edit in finding.edits if edit.kept is not None]


def _part(batches: Sequence[Batch]) -> tuple[list[Batch], list[Finding]]:
    """The findings that are alone in their places, and those that are not."""
    starts: list[Integers] = []
    ends: list[Integers] = []
    owners: list[Integers] = []  # numbers of findings, counted through all batches
    count = 0
    for batch in batches:
        numbers = np.arange(count, count + len(batch))
        count += len(batch)
        if isinstance(batch, FindingTable):
            starts.append(batch.start)
            ends.append(batch.end)
            owners.append(numbers)
            continue
        places = [[*_cuts(f), *((k.start, k.end) for k in _kept(f))] for f in batch]
        flat = np.array([place for some in places for place in some], np.int64).reshape(-1, 2)
        starts.append(flat[:, 0])
        ends.append(flat[:, 1])
        owners.append(np.repeat(numbers, [len(some) for some in places]))
    if not count:
        return [], []
    crowded = np.zeros(count, np.bool_)
    start, end = np.concatenate(starts), np.concatenate(ends)
    crowded[np.concatenate(owners)[_crowded(start, end)]] = True
    if not crowded.any():
        return list(batches), []
    alone: list[Batch] = []
    contested: list[Finding] = []
    first = 0
    for batch in batches:
        here = crowded[first : first + len(batch)]
        first += len(batch)
        rest: Batch
        if isinstance(batch, FindingTable):
            rest = batch.rows(~here)
        else:
            rest = [f for f, among in zip(batch, here.tolist(), strict=True) if not among]
        if len(rest):
            alone.append(rest)
        contested.extend(batch[row] for row in np.flatnonzero(here).tolist())
    return alone, contested


def _crowded(start: Integers, end: Integers) -> Flags:
    """Which of these spans meet another of them."""
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    furthest = np.maximum.accumulate(end)
    meets = np.zeros(len(start) + 1, np.bool_)  # a span and the ones before it
    meets[1:-1] = start[1:] < furthest[:-1]
    meets[1:-1] |= (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    out = np.zeros(len(start), np.bool_)
    out[order] = meets[:-1] | meets[1:]
    return out


def _surest(findings: list[Finding]) -> tuple[list[Finding], list[tuple[Batch, str]]]:
    """The findings that go together, taken surest first."""
    findings = sorted(findings, key=lambda finding: (-finding.confidence, finding_order(finding)))
    places = [(*_cuts(finding), *map(_ends, _kept(finding))) for finding in findings]
    offsets = np.unique(np.array([place for some in places for place in some], np.int64))
    taken, gone, kept = _Marks(offsets), _Marks(offsets), _Marks(offsets)
    chosen: list[Finding] = []
    skipped: list[tuple[Batch, str]] = []
    for finding in findings:
        cuts = _cuts(finding)
        removed = [_ends(span) for span in _removed(finding)]
        stays = [_ends(span) for span in _kept(finding)]
        if _own_rival(cuts, sorted(removed), stays):
            skipped.append(([finding], "its own edits overlap"))
            continue
        row = max(taken.holder(cuts), gone.holder(stays), kept.holder(removed))
        if row >= 0:
            rival = chosen[row]
            place = f"{rival.span.start}:{rival.span.end}"
            skipped.append(([finding], f"{rival.rule} at {place} is surer of the same place"))
            continue
        for marks, spans in ((taken, cuts), (gone, removed), (kept, stays)):
            marks.put(spans, len(chosen))
        chosen.append(finding)
    return chosen, skipped


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _own_rival(
    cuts: list[tuple[int, int]], removed: list[tuple[int, int]], stays: list[tuple[int, int]]
) -> bool:
    """Whether the edits of one finding want the same place, or take out what they keep."""
    if any(one == other or other[0] < one[1] for one, other in itertools.pairwise(cuts)):
        return True
    ends = [end for _, end in removed]  # sorted, for they don't overlap
    for start, end in stays:
        row = bisect_right(ends, start)
        if row < len(removed) and removed[row][0] < end:
            return True
    return False


class _Marks:
    """Who holds which part of a text.

    The offsets that matter cut it into cells, one for each offset and one for what lies between
    two of them. A span holds the cells inside it, an empty one the cell of its offset: two meet
    where they share a cell, and spans that only touch don't.
    """

    def __init__(self, offsets: Integers) -> None:
        self._offsets = offsets
        self._held = bytearray(2 * len(offsets))
        self._holder: npt.NDArray[np.int64] = np.full(2 * len(offsets), -1, np.int64)

    def _cells(self, span: tuple[int, int]) -> tuple[int, int]:
        start, end = (2 * int(n) for n in np.searchsorted(self._offsets, span))
        return (start, end + 1) if start == end else (start + 1, end)

    def holder(self, spans: list[tuple[int, int]]) -> int:
        """The number of the first holder that is met, -1 where there is none."""
        for span in spans:
            first, last = self._cells(span)
            cell = self._held.find(1, first, last)
            if cell >= 0:
                return int(self._holder[cell])
        return -1

    def put(self, spans: list[tuple[int, int]], holder: int) -> None:
        """Mark what ``spans`` hold; of holders that share a cell the last is returned."""
        for span in spans:
            first, last = self._cells(span)
            self._held[first:last] = b"\1" * (last - first)
            self._holder[first:last] = holder

"""Which findings are applied: sure enough, and where two want the same place, the surer one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.errors import EditError
from layoutfix.model import Edit, Finding, FindingTable, Span, finding_order

__all__ = ["Settled", "settle"]

Batch = Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Settled:
    """Every finding of a stage, applied or skipped.

    Attributes:
        applied: batches whose edits go together.
        skipped: batches that are left, each with the reason.
    """

    applied: tuple[Batch, ...]
    skipped: tuple[tuple[Batch, str], ...]


def settle(batches: Sequence[Batch], min_confidence: float, length: int) -> Settled:
    """Sort findings into applied and skipped; the order of the batches doesn't matter.

    Args:
        batches: the findings of the rules of one stage.
        min_confidence: below it a finding is skipped.
        length: of the text in characters.

    Raises:
        EditError: an edit that reaches outside the text.
    """
    sure: list[Batch] = []
    skipped: list[tuple[Batch, str]] = []
    for batch in batches:
        for part, reason in _by_confidence(batch, min_confidence):
            if len(part):
                if reason:
                    skipped.append((part, reason))
                else:
                    sure.append(part)
    if _overlap(sure, length):
        sure, lost = _surest(sure)
        skipped.extend(lost)
    return Settled(tuple(sure), tuple(skipped))


def _by_confidence(batch: Batch, minimum: float) -> list[tuple[Batch, str]]:
    low = f"its confidence is below {minimum:g}"
    if isinstance(batch, FindingTable):
        enough = batch.confidence >= minimum
        return [(batch.rows(enough), ""), (batch.rows(~enough), low)]
    return [
        ([f for f in batch if f.edits and f.confidence >= minimum], ""),
        ([f for f in batch if f.edits and f.confidence < minimum], low),
        ([f for f in batch if not f.edits], "it only reports"),
    ]


def _cuts(edit: Edit) -> list[tuple[int, int]]:
    cuts = [(edit.span.start, edit.span.end)]
    if edit.target is not None:
        cuts.append((edit.target, edit.target))
    return cuts


def _overlap(batches: Sequence[Batch], length: int) -> bool:
    """Whether any two edits want the same characters or the same place."""
    starts, ends = [], []
    kept = False
    for batch in batches:
        if isinstance(batch, FindingTable):
            starts.append(batch.start)
            ends.append(batch.end)
            continue
        edits = [(finding, edit) for finding in batch for edit in finding.edits]
        cuts = [cut for _, edit in edits for cut in _cuts(edit)]
        kept = kept or any(edit.kept is not None for _, edit in edits)
        starts.append(np.array([a for a, _ in cuts], np.int64))
        ends.append(np.array([b for _, b in cuts], np.int64))
        for finding, edit in edits:
            if not all(0 <= a <= b <= length for a, b in _cuts(edit)):
                raise EditError(f"rule {finding.rule}: {edit} reaches outside the {length} characters")
    if not starts:
        return False
    start, end = np.concatenate(starts), np.concatenate(ends)
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    furthest = np.maximum.accumulate(end)
    same_place = (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    return kept or bool(np.any((start[1:] < furthest[:-1]) | same_place))


def _surest(batches: Sequence[Batch]) -> tuple[list[Batch], list[tuple[Batch, str]]]:
    """The findings that go together, taken surest first."""
    findings = [finding for batch in batches for finding in batch]
    findings.sort(key=lambda finding: (-finding.confidence, finding_order(finding)))
    taken = _Taken()
    chosen: list[Finding] = []
    skipped: list[tuple[Batch, str]] = []
    for finding in findings:
        rival = taken.rival(finding)
        if rival is None:
            taken.add(finding)
            chosen.append(finding)
        elif rival is finding:
            skipped.append(([finding], "its own edits overlap"))
        else:
            place = f"{rival.span.start}:{rival.span.end}"
            skipped.append(([finding], f"{rival.rule} at {place} is surer of the same place"))
    return [chosen] if chosen else [], skipped


class _Taken:
    """The places that chosen findings have taken, sorted; no two overlap."""

    def __init__(self) -> None:
        self._cuts: list[tuple[int, int]] = []
        self._owners: list[Finding] = []
        self._repeats: list[tuple[Span, Span, Finding]] = []

    def rival(self, finding: Finding) -> Finding | None:
        """The finding that holds a place this one wants; itself where it is its own rival."""
        cuts = sorted(cut for edit in finding.edits for cut in _cuts(edit))
        if any(_clash(a, b) for a, b in zip(cuts, cuts[1:], strict=False)):
            return finding
        for cut in cuts:
            row = bisect_left(self._cuts, cut)
            for near in range(max(row - 2, 0), min(row + 2, len(self._cuts))):
                if _clash(cut, self._cuts[near]):
                    return self._owners[near]
        for edit in finding.edits:
            for gone, kept, owner in self._repeats:
                if edit.kept is not None and (_meet(edit.kept, gone) or _meet(kept, edit.span)):
                    return owner  # each of two copies would name the other as the one that stays
        return None

    def add(self, finding: Finding) -> None:
        for edit in finding.edits:
            for cut in _cuts(edit):
                row = bisect_left(self._cuts, cut)
                self._cuts.insert(row, cut)
                self._owners.insert(row, finding)
            if edit.kept is not None:
                self._repeats.append((edit.span, edit.kept, finding))


def _clash(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one == other or (one[0] < other[1] and other[0] < one[1])


def _meet(one: Span, other: Span) -> bool:
    return _clash((one.start, one.end), (other.start, other.end))

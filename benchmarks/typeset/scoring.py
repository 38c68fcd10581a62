"""Scores a repair of set and extracted pages: seams, and paragraphs that came back whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from benchmarks.gold import JOINS, GoldSeam
from benchmarks.score import FixedLike, places_of, share, simple_rule
from benchmarks.typeset.records import Record
from benchmarks.typeset.truth import BlockTruth

BODY = frozenset({"paragraph"})
"""The roles whose blocks are counted as paragraphs."""

_SPACES = re.compile(r"[ \t\xa0\u3000]+")
_BREAK = re.compile(r"[\n\f\r\v\x85\u2028\u2029]")
GLUE = {"S": " ", "N": "", "K": "", "H": ""}


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over records. Add them up with `+`.

    `paragraphs` and `whole` count the paragraphs whose lines stand in order with nothing between
    them but furniture and asides (`cut` and `cut_whole` those with something between); `torn` those
    whose lines the extractor tore apart, `lost` those that could not be aligned. Seams between
    neighbouring lines, but for those of torn text: `found` and `missed` joins, `harmed` and `stood`
    breaks (`harmed_across` where a blank line stood), `glue` joins with the right glue of `found`.
    """

    records: int = 0
    paragraphs: int = 0
    whole: int = 0
    cut: int = 0
    cut_whole: int = 0
    torn: int = 0
    lost: int = 0
    found: int = 0
    missed: int = 0
    harmed: int = 0
    harmed_across: int = 0
    stood: int = 0
    glue: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the sum, count by count."""
        return Tally(*(getattr(self, at.name) + getattr(other, at.name) for at in fields(self)))

    @property
    def shares(self) -> dict[str, float]:
        """The shares that the tables show."""
        joins, breaks = self.found + self.missed, self.harmed + self.stood
        return {
            "whole": share(self.whole, self.paragraphs),
            "cut": share(self.cut_whole, self.cut),
            "prec": share(self.found, self.found + self.harmed),
            "recall": share(self.found, joins),
            "joinF1": share(2 * self.found, self.found + self.harmed + joins),
            "breakF1": share(2 * self.stood, self.stood + self.missed + breaks),
            "glue": share(self.glue, self.found),
        }


Places = npt.NDArray[np.int64]


def tally(record: Record, fixed: FixedLike) -> Tally:
    """Count what a repair of `record.text` did."""
    places = places_of(len(record.text), fixed.segments)

    def glue_at(seam: GoldSeam) -> str | None:
        return _glue_at(seam, record.text, fixed.text, places)

    def is_whole(block: BlockTruth) -> bool:
        return _is_whole(block, record.text, fixed.text, places)

    return _tally(record, glue_at, is_whole)


def tally_untouched(record: Record) -> Tally:
    """Count what is right in the text as it came."""
    places = np.arange(len(record.text), dtype=np.int64)
    return _tally(
        record,
        lambda _: None,
        lambda block: _is_whole(block, record.text, record.text, places),
    )


def tally_rule(record: Record) -> Tally:
    """Count what the rule "no closing mark, so join" does."""
    page = record.page
    made: dict[tuple[int, int], str | None] = {}
    for seam in record.truth.seams:
        decision = simple_rule(page, seam)
        glue = ("-" if decision.dropped else "") + decision.glue
        made[seam.left_end, seam.right_start] = glue if decision.joined else None
    before = {right: (left, right) for left, right in made}
    after = {left: (left, right) for left, right in made}

    def is_whole(block: BlockTruth) -> bool:
        inner = all(
            made.get((joint.left_end, joint.right_start)) == _wanted(joint)
            for joint in block.joints
        )
        outer = (before.get(block.start), after.get(block.end))
        return inner and not any(made[at] is not None for at in outer if at is not None)

    return _tally(record, lambda seam: made[seam.left_end, seam.right_start], is_whole)


def _wanted(seam: GoldSeam) -> str:
    return "-" if seam.label == "H" else GLUE[seam.label]


def _tally(
    record: Record,
    glue_at: Callable[[GoldSeam], str | None],
    is_whole: Callable[[BlockTruth], bool],
) -> Tally:
    total = Tally(records=1)
    for block in record.truth.blocks:
        if block.role not in BODY:
            continue
        if block.state in ("scattered", "lost"):
            total += Tally(torn=block.state == "scattered", lost=block.state == "lost")
            continue
        right, cut = is_whole(block), block.state == "across"
        total += Tally(paragraphs=1, whole=right, cut=cut, cut_whole=cut and right)
    torn = frozenset(record.truth.torn)
    for index, seam in enumerate(record.truth.seams):
        if seam.label == "?" or index in torn:
            continue
        glue = glue_at(seam)
        if seam.label not in JOINS:
            blank = len(_BREAK.findall(record.text, seam.left_end, seam.right_start)) > 1
            joined = glue is not None
            total += Tally(harmed=joined, harmed_across=joined and blank, stood=not joined)
        elif glue is None:
            total += Tally(missed=1)
        else:
            total += Tally(found=1, glue=seam.label == "J" or glue == _wanted(seam))
    return total


def _glue_at(seam: GoldSeam, source: str, output: str, places: Places) -> str | None:
    """Return what joins the two sides ("-" and glue where a hyphen left), None if they stand."""
    left, right = seam.left_end - 1, seam.right_start
    dropped = ""
    if places[left] < 0 and left and not source[left].isalnum():
        dropped = "-"
        left -= 1
        while left and source[left] in " \u00ad" and places[left] < 0:
            left -= 1
    if places[left] < 0 or places[right] < 0 or places[right] < places[left]:
        return None
    between = output[int(places[left]) + 1 : int(places[right])]
    return None if len(between) > 40 or between.strip(" \t\u3000\xa0") else dropped + between


def _is_whole(block: BlockTruth, source: str, output: str, places: Places) -> bool:
    """Whether the block is one line of the output, with the right glue and nothing else in it."""
    first, last = places[block.start], places[block.end - 1]
    if first < 0 or last < first:
        return False
    if not _stands_alone(output, int(first), int(last) + 1):
        return False
    found = output[int(first) : int(last) + 1]
    return _SPACES.sub(" ", found) == _SPACES.sub(" ", "".join(_expected(block, source)))


def _stands_alone(output: str, start: int, end: int) -> bool:
    line_start = max(output.rfind(mark, 0, start) for mark in "\n\f") + 1
    line_end = min((at for mark in "\n\f" if (at := output.find(mark, end)) >= 0), default=None)
    return not output[line_start:start].strip() and not output[end:line_end].strip()


def _expected(block: BlockTruth, source: str) -> Iterator[str]:
    start = block.start
    for joint in block.joints:
        piece = source[start : joint.left_end]
        yield piece[:-1].rstrip(" \u00ad") if joint.label == "H" else piece
        yield GLUE[joint.label]
        start = joint.right_start
    yield source[start : block.end]


def wrong_blocks(record: Record, fixed: FixedLike) -> Iterator[tuple[BlockTruth, str]]:
    """Yield each paragraph that didn't come back whole, with what stands in its place."""
    places = places_of(len(record.text), fixed.segments)
    for block in record.truth.blocks:
        if block.role not in BODY or block.state not in ("direct", "across"):
            continue
        if not _is_whole(block, record.text, fixed.text, places):
            first, last = int(places[block.start]), int(places[block.end - 1])
            yield block, fixed.text[max(0, first - 60) : last + 60] if last >= first >= 0 else ""

"""Scores a repaired page against its gold, seam by seam, from the output's segments alone.

A seam is joined when only glue without a line break is left between its two sides. The rule "no
closing punctuation, so join" is scored in the same way, for comparison.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.gold import JOINS, GoldPage, GoldSeam
from benchmarks.languages import traits

REACH = 40
"""How many removed characters are passed over to find what is left of a seam's side."""


class SpanLike(Protocol):
    """A run of the source."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class SegmentLike(Protocol):
    """A piece of the output: a span of the source, or glue."""

    @property
    def span(self) -> SpanLike | None: ...

    @property
    def glue(self) -> str: ...


class FixedLike(Protocol):
    """What of layoutfix's `Fixed` is looked at."""

    @property
    def text(self) -> str: ...

    @property
    def segments(self) -> Sequence[SegmentLike]: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """What was done at a seam: `glue` stands there now; `dropped` counts characters that left."""

    joined: bool
    glue: str = ""
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over seams. Add them up with `+`.

    `found`, `missed`, `harmed`, `stood`: joins found and missed, breaks joined and left. `glue_*`:
    found joins with a scored glue; `kept_*`, `dropped_*`: found joins at a kept or dropped hyphen;
    `doubled_*`: found joins that wrote characters twice; `across_*`: joins over furniture or
    captions. `pages` and `exact`: pages, and pages without any wrong seam, glue or hyphen.
    """

    found: int = 0
    missed: int = 0
    harmed: int = 0
    stood: int = 0
    glue_right: int = 0
    glue_all: int = 0
    kept_right: int = 0
    kept_all: int = 0
    dropped_right: int = 0
    dropped_all: int = 0
    doubled_right: int = 0
    doubled_all: int = 0
    across_found: int = 0
    across_all: int = 0
    pages: int = 0
    exact: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Return the sum, count by count."""
        return Counts(*(getattr(self, at.name) + getattr(other, at.name) for at in fields(self)))

    @property
    def precision(self) -> float:
        """Share of the joins made that are right."""
        return share(self.found, self.found + self.harmed)

    @property
    def recall(self) -> float:
        """Share of the true joins that were made."""
        return share(self.found, self.found + self.missed)

    @property
    def join_f1(self) -> float:
        """F1 of the joins."""
        return share(2 * self.found, 2 * self.found + self.harmed + self.missed)

    @property
    def break_f1(self) -> float:
        """F1 of the breaks."""
        return share(2 * self.stood, 2 * self.stood + self.harmed + self.missed)

    @property
    def glue(self) -> float:
        """Share of the found joins whose glue is right."""
        return share(self.glue_right, self.glue_all)

    @property
    def hyphens(self) -> float:
        """Balanced accuracy of keeping and dropping hyphens, or of the one that has cases."""
        sides = ((self.kept_right, self.kept_all), (self.dropped_right, self.dropped_all))
        rates = [right / every for right, every in sides if every]
        return sum(rates) / len(rates) if rates else float("nan")


def share(part: int, whole: int) -> float:
    """Return a part of a whole as a fraction; not a number where there is no whole."""
    return part / whole if whole else float("nan")


def cell(fraction: float, digits: int = 4) -> str:
    """Return a fraction as a table shows it, seven characters wide."""
    return "      -" if math.isnan(fraction) else f"{fraction:7.{digits}f}"


def score(page: GoldPage, fixed: FixedLike) -> Counts:
    """Count what `fixed`, a repair of `page.text`, did at the page's seams."""
    return count(page, decisions(page, page.seams, fixed), decisions(page, page.across, fixed))


def score_rule(page: GoldPage) -> Counts:
    """Count what the rule "no closing punctuation, so join" does at the page's seams."""
    return count(page, [simple_rule(page, seam) for seam in page.seams], [])


def decisions(page: GoldPage, seams: Iterable[GoldSeam], fixed: FixedLike) -> list[Decision]:
    """Read from the output what was done at each seam."""
    if fixed.text == page.text:
        return [Decision(False) for _ in seams]
    places = places_of(len(page.text), fixed.segments)
    return [_decision(seam, places, fixed.text) for seam in seams]


def places_of(size: int, segments: Iterable[SegmentLike]) -> npt.NDArray[np.int64]:
    """Return for every source offset its place in the output, -1 where it left."""
    places = np.full(size, -1, np.int64)
    at = 0
    for segment in segments:
        if segment.span is None:
            at += len(segment.glue)
            continue
        start, end = segment.span.start, segment.span.end
        places[start:end] = np.arange(at, at + end - start)
        at += end - start
    return places


def _decision(seam: GoldSeam, places: npt.NDArray[np.int64], output: str) -> Decision:
    left, right = seam.left_end - 1, seam.right_start
    lowest, highest = max(0, left - REACH), min(len(places) - 1, right + REACH)
    while left > lowest and places[left] < 0:
        left -= 1
    while right < highest and places[right] < 0:
        right += 1
    if places[left] < 0 or places[right] < 0:
        return Decision(False)
    between = output[int(places[left]) + 1 : int(places[right])]
    dropped = seam.left_end - 1 - left + right - seam.right_start
    if places[right] < places[left] or between.strip(" \t\u3000\u00a0") or len(between) > REACH:
        return Decision(False)
    return Decision(True, between, dropped)


def count(page: GoldPage, made: Sequence[Decision], across: Sequence[Decision]) -> Counts:
    """Compare the decisions at the page's seams with its gold."""
    total = Counts()
    for seam, decision in zip(page.seams, made, strict=True):
        if seam.label != "?":
            total += _JOINED[decision.joined](seam, decision)
    wrong = total.missed + total.harmed + total.glue_all - total.glue_right
    wrong += total.kept_all - total.kept_right + total.dropped_all - total.dropped_right
    wrong += total.doubled_all - total.doubled_right
    found = sum(decision.joined for decision in across)
    return total + Counts(across_found=found, across_all=len(page.across), pages=1, exact=not wrong)


def _stands(seam: GoldSeam, decision: Decision) -> Counts:
    del decision
    return Counts(missed=1) if seam.label in JOINS else Counts(stood=1)


def _joined(seam: GoldSeam, decision: Decision) -> Counts:
    tight = decision.glue == ""
    match seam.label:
        case "P":
            return Counts(harmed=1)
        case "S" | "N":
            right = decision.dropped == 0 and decision.glue == (" " if seam.label == "S" else "")
            return Counts(found=1, glue_all=1, glue_right=int(right))
        case "H":
            return Counts(
                found=1, dropped_all=1, dropped_right=int(tight and decision.dropped == 1)
            )
        case "K":
            return Counts(found=1, kept_all=1, kept_right=int(tight and decision.dropped == 0))
        case "D":
            right = tight and decision.dropped == seam.doubled
            return Counts(found=1, doubled_all=1, doubled_right=int(right))
        case _:
            return Counts(found=1)


_JOINED: dict[bool, Callable[[GoldSeam, Decision], Counts]] = {True: _joined, False: _stands}

_CLOSED = re.compile(r"[.!?。！？…:：;；][\"'”’」』）)»\]]*$")
_NO_SPACE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def simple_rule(page: GoldPage, seam: GoldSeam) -> Decision:
    """Join unless the left line ends a sentence or one of them is a heading."""
    text = page.text
    left = text[max(0, text.rfind("\n", 0, seam.left_end) + 1) : seam.left_end].lstrip()
    if _CLOSED.search(left) or left.startswith("#") or text[seam.right_start] == "#":
        return Decision(False)
    if left[-1] in "-\u00ad\u2010\u00ac" and len(left) > 1 and left[-2].isalpha():
        return Decision(True, "", int(text[seam.right_start].islower()))
    wide = bool(_NO_SPACE.match(left[-1]) or _NO_SPACE.match(text[seam.right_start]))
    return Decision(
        True, "" if wide and (traits(page.lang).ideographic or page.lang != "ko") else " "
    )

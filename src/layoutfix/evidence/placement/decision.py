"""The decision for a page: which runs belong under another heading, and how sure that is.

Two steps, each a sum of small trees over whole numbers. The first weighs every run against every
heading that it fits, by itself. The second weighs it again, knowing what the first one says of
the other runs of the page: a body that leaves makes room for another, and a heading takes one
body only. Then the runs that go together best are chosen for the whole page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.candidates import candidates_of, may_be_placed
from layoutfix.evidence.placement.comparisons import Features, rows_of
from layoutfix.evidence.placement.context import NONE, context, largest, narrow
from layoutfix.evidence.placement.together import candidates_together
from layoutfix.evidence.seams.decision import probability
from layoutfix.evidence.seams.trees import trees
from layoutfix.model import Flags, Integers, Page

__all__ = [
    "LIKELY",
    "Placement",
    "Scores",
    "as_whole",
    "place",
    "placement_of",
    "score_together",
    "scores_of",
]

LIKELY = -4000
"""Thousandths of a unit of log-odds from which on the second step looks at a candidate."""

SURE = 2000
"""Thousandths of log-odds from which on a candidate takes part in the first choice."""

REPORTED = 0
"""Candidates that are less likely than this, in thousandths of log-odds, are no finding."""

STAYING_PRIOR = 150
"""Thousandths of log-odds that every move is worth less: of the pages that people have, more are
clean than of those the weights are learnt on."""


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """The chosen runs of a page, surest first.

    Attributes:
        start: number of each run's first unit.
        end: number behind its last one.
        section: the section it stands in.
        target: the section it belongs in.
        confidence: the probability that it does.
        features: the evidence, name to column.
    """

    start: Integers
    end: Integers
    section: Integers
    target: Integers
    confidence: npt.NDArray[np.float64]
    features: Features

    def __len__(self) -> int:
        return len(self.start)


def placement_of(page: Page) -> Placement:
    """The decision for a page; use it as ``page.derived(placement_of)``."""
    candidates = page.derived(candidates_of)
    none = np.zeros(0, np.int64)
    score = page.derived(scores_of).log_odds - STAYING_PRIOR if len(candidates) else none
    if int(score.max(initial=NONE)) <= REPORTED:
        return Placement(none, none, none, none, none.astype(np.float64), {})
    kept, features = page.derived(scores_of).kept, page.derived(scores_of).features
    runs, run = candidates.runs, candidates.run[kept]
    start, end = runs.start[run], runs.end[run]
    section, target = runs.section[run], candidates.target[kept]
    score = as_whole(start, end, target, score)
    chosen = place(start, end, score)
    groups = _neighbours(start[chosen], end[chosen], target[chosen], score[chosen] > SURE)
    firsts = chosen[[rows[0] for rows in groups]] if groups else chosen
    lasts = chosen[[rows[-1] for rows in groups]] if groups else chosen
    starts, ends = start[firsts], end[lasts]
    weakest = np.array([score[chosen[rows]].min() for rows in groups], np.int64)
    whole = np.full(len(groups), NONE, np.int64)
    for number, (low, high, owner) in enumerate(zip(starts, ends, target[firsts], strict=True)):
        same = (start == low) & (end == high) & (target == owner)
        whole[number] = score[same].max(initial=NONE)
    sure = np.maximum(weakest, whole)
    order = np.lexsort((starts, -sure))
    rows = firsts[order]
    return Placement(
        starts[order],
        ends[order],
        section[rows],
        target[rows],
        probability(sure[order]),
        rows_of(features, rows),
    )


def _neighbours(start: Integers, end: Integers, target: Integers, sure: Flags) -> list[list[int]]:
    """Rows of chosen runs that go to the same place one behind the other, as groups.

    >>> no, yes = np.zeros(3, np.int64), np.ones(3, np.bool_)
    >>> _neighbours(np.array([0, 2, 5]), np.array([2, 3, 6]), no, yes)
    [[0, 1], [2]]
    """
    groups: list[list[int]] = []
    for row in np.argsort(start, kind="stable").tolist():
        last = groups[-1][-1] if groups else row
        joins = end[last] == start[row] and target[last] == target[row] and sure[last] == sure[row]
        if groups and joins:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The likely candidates of a page.

    Attributes:
        kept: their rows among all candidates.
        features: the evidence of both steps.
        log_odds: thousandths, as the second step says.
    """

    kept: Integers
    features: Features
    log_odds: Integers


def score_together(pages: Sequence[Page]) -> None:
    """Weigh the candidates of many pages at once; ``placement_of`` has the scores from then on."""
    wanting = [page for page in pages if not page.has(scores_of)]
    for group, candidates in candidates_together([each for each in wanting if may_be_placed(each)]):
        first = _weighed("placement-runs", candidates.features)
        kept = np.flatnonzero(first > LIKELY)
        evidence = rows_of(candidates.features, kept)
        if len(kept):
            evidence |= context(candidates, kept, first[kept])
        second = _weighed("placement-pages", evidence)
        own, parts = candidates.pages.apart(kept), candidates.pages.among(kept)
        for page, rows, part in zip(group, own, parts, strict=True):
            features = {name: column[part] for name, column in evidence.items()}
            page.keep(scores_of, Scores(rows, features, second[part]))
    none = np.zeros(0, np.int64)
    for page in wanting:
        if not page.has(scores_of):
            page.keep(scores_of, Scores(none, {}, none))


def scores_of(page: Page) -> Scores:
    """The likely candidates of a page; use it as ``page.derived(scores_of)``."""
    score_together([page])
    return page.derived(scores_of)


def _weighed(name: str, features: Features) -> Integers:
    """The log-odds that trees give each row of a table."""
    count = len(next(iter(features.values()), ()))
    return trees(name).log_odds(features) if count else np.zeros(0, np.int64)


def as_whole(start: Integers, end: Integers, target: Integers, score: Integers) -> Integers:
    """The log-odds of runs, none less than those of a likely longer run that it is part of.

    Where a whole run belongs under a heading, every part of it does.

    >>> same = np.zeros(2, np.int64)
    >>> as_whole(np.array([0, 1]), np.array([3, 2]), same, np.array([9, 4])).tolist()
    [9, 9]
    """
    longer = np.flatnonzero(score > REPORTED)
    first, behind = narrow(start, end)
    (owner,) = narrow(target)
    inside = (first[longer] <= first[:, None]) & (behind[longer] >= behind[:, None])
    inside &= owner[longer] == owner[:, None]
    return np.maximum(score, largest((score[longer] - NONE).astype(np.uint32), inside) + NONE)


def place(start: Integers, end: Integers, score: Integers) -> Integers:
    """Rows of the runs that together are worth most and don't overlap, in order.

    What is sure is chosen first; what is only likely fills the rest.

    >>> rows = place(np.array([0, 0, 3]), np.array([2, 3, 4]), np.array([2500, 5000, 900]))
    >>> rows.tolist()
    [1, 2]
    """
    sure = _heaviest(start, end, score, np.flatnonzero(score > SURE), SURE)
    free = score > REPORTED
    for row in sure:
        free &= (end <= start[row]) | (start >= end[row])
    rest = _heaviest(start, end, score, np.flatnonzero(free), REPORTED)
    return np.sort(np.array([*sure, *rest], np.int64))


def _heaviest(
    start: Integers, end: Integers, score: Integers, rows: Integers, least: int
) -> list[int]:
    """The heaviest set of runs that don't overlap: weighted interval scheduling."""
    rows = rows[np.lexsort((start[rows], end[rows]))]
    ends = end[rows]
    size = np.sqrt(end[rows] - start[rows])
    worth = (score[rows] - least) * np.round(10 * size).astype(np.int64)
    before = np.searchsorted(ends, start[rows], side="right").tolist()
    best, take = [0], [False]
    for place, value in enumerate(worth.tolist()):
        with_it = best[before[place]] + value
        take.append(with_it > best[-1])
        best.append(max(with_it, best[-1]))
    out: list[int] = []
    place = len(rows)
    while place:
        if take[place]:
            out.append(int(rows[place - 1]))
            place = before[place - 1]
        else:
            place -= 1
    return out

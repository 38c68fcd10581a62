"""The decision at every seam of a page: does it heal, how, and how sure is that?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.bounds import ROW, bounds_of, capped
from layoutfix.evidence.seams.calibration import DOUBT_FROM, calibrated
from layoutfix.evidence.seams.columns import Features
from layoutfix.evidence.seams.context import context_features
from layoutfix.evidence.seams.doubles import doubled_seams
from layoutfix.evidence.seams.drop_caps import drop_caps
from layoutfix.evidence.seams.features import FACTS, Evidence, in_order
from layoutfix.evidence.seams.glue import cut_korean, spaces
from layoutfix.evidence.seams.hyphens import (
    LONE_SURE,
    BrokenWords,
    broken_words,
    lone_hyphens,
)
from layoutfix.evidence.seams.inline_hyphens import hyphens_before_spaces
from layoutfix.evidence.seams.topics import foreign_terms
from layoutfix.evidence.seams.trees import trees
from layoutfix.evidence.seams.words import Words
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import Kind
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.end_to_end import end_to_end
from layoutfix.parsing.page_rows import PageRows, page_rows

__all__ = ["Seams", "decide", "decide_many", "seams_of", "weigh_together"]

REPORTED = 0.5
"""A seam that is less likely a join than this is no finding."""

SETTLED = 6000
"""Thousandths of log-odds from which on the first reading is the last: 998 in 1,000."""

CUT_KOREAN = 0.95
"""How sure a seam of a narrow Korean column is a join: no real source at hand counts them."""

OWN_SUBJECT = np.array([1.0, 1.0, 0.7, 0.5])
"""What is left of a join's confidence when 0, 1, 2, 3 terms of another heading follow it. On the
tuning articles two follow 92 in 100 false seams and 5 in 100 true ones."""

ITEM = 0.9
"""How sure a join is at the least where a line without a mark goes on with a small letter right
under a list item: to Markdown it is the item's too, however short its lines are."""

SURELY_ABBREVIATED, ABBREVIATED, DOUBTFUL = 3, 0.8, 0.1
"""How sure a join is at the least behind an abbreviation that is no other word, where the rest of
the evidence has not ruled it out."""

ONE_SENTENCE = 0.8
"""How sure a join is at the least inside a Chinese or Japanese block of one sentence."""

DOUBTED = 0.8
"""Only joins at least this sure are asked whether their subject is another's."""

DOUBT = 80
"""Thousandths of log-odds by which a doubtful seam that is left is less sure than its evidence
says. A page is looked at until nothing changes, and each time the likely seams are joined; of those
left at 0.65 to 0.90 the evidence promised 4 in 100 too many."""

_STEP = 50
_FURTHEST = 240


@dataclass(frozen=True, slots=True, eq=False)
class Seams:
    """Row ``i`` is the seam behind line ``i``.

    Attributes:
        join: the probability that the two lines are one paragraph.
        confidence: the probability that the edit below is right.
        start: first offset that a join takes out.
        end: offset behind the last one.
        spaced: whether a space takes its place.
        hyphen: whether a hyphen at the line end is dropped.
        kept: whether one stays.
        doubled: how many characters the seam wrote twice.
        likely: the rows that are rather joins than not.
        facts: the features that findings speak of; None where nothing was weighed.
    """

    join: npt.NDArray[np.float64]
    confidence: npt.NDArray[np.float64]
    start: Integers
    end: Integers
    spaced: Flags
    hyphen: Flags
    kept: Flags
    doubled: Integers
    likely: Integers
    facts: Features | None

    def __len__(self) -> int:
        return len(self.join)

    def parts(self, whole: Evidence) -> list[Seams]:
        """The decisions for each page, of pages that lie end to end."""
        if len(whole.page.starts) == 1:
            return [self]
        rows = whole.page.derived(page_rows)
        offset = whole.page.starts[rows.pages[:-1]]
        start, end = self.start - offset, self.end - offset
        found = []
        each = zip(whole.parts, rows.parts(), rows.apart(self.likely), strict=True)
        for evidence, lines, likely in each:
            some = slice(lines.start, lines.stop - 1)
            found.append(
                Seams(
                    self.join[some],
                    self.confidence[some],
                    start[some],
                    end[some],
                    self.spaced[some],
                    self.hyphen[some],
                    self.kept[some],
                    self.doubled[some],
                    likely,
                    evidence.features,
                )
            )
        return found


def seams_of(page: Page) -> Seams:
    """The decisions for a page, worked out once."""
    return page.derived(decide)


def weigh_together(pages: Sequence[Page]) -> None:
    """Work out the decisions for many pages at once; ``seams_of`` has them from then on."""
    wanting = [page for page in pages if not page.has(decide)]
    for page, seams in zip(wanting, decide_many(wanting), strict=True):
        page.keep(decide, seams)


def decide(page: Page) -> Seams:
    """Weigh the evidence at all seams of a page."""
    return decide_many([page])[0]


def decide_many(pages: Sequence[Page]) -> list[Seams]:
    """Weigh the evidence at all seams of each page; what it is depends on no other page."""
    may_heal = [not _blocked(page).all() for page in pages]
    some = iter(_decide([page for page, may in zip(pages, may_heal, strict=True) if may]))
    each = zip(pages, may_heal, strict=True)
    return [next(some) if may else _all_left(page) for page, may in each]


def _decide(pages: Sequence[Page]) -> list[Seams]:
    """The decisions for pages that have a seam which may heal."""
    if not pages:
        return []
    whole = end_to_end(pages)
    evidence = Evidence(whole, pages)
    found = _decided(evidence, _join(evidence)).parts(evidence)
    if len(pages) > 1:
        _keep_apart(evidence, pages)
    return found


def _keep_apart(evidence: Evidence, pages: Sequence[Page]) -> None:
    """Have each page keep its part of what rules ask for beside the seams."""
    whole = evidence.page
    capitals = whole.derived(page_rows).apart(whole.derived(drop_caps))
    hyphens = whole.derived(hyphens_before_spaces)
    starts = whole.starts.tolist()
    edges = [*np.searchsorted(hyphens, whole.starts).tolist(), len(hyphens)]
    for number, (page, own) in enumerate(zip(pages, evidence.parts, strict=True)):
        page.keep_later(Words, partial(_words_of, own))
        page.keep(drop_caps, capitals[number])
        some = hyphens[edges[number] : edges[number + 1]]
        page.keep(hyphens_before_spaces, some - starts[number])


def _words_of(evidence: Evidence, page: Page) -> Words:
    assert page is evidence.page
    return evidence.words


def _all_left(page: Page) -> Seams:
    """The decisions of a page on which no seam may heal."""
    join = np.zeros(max(len(page.lines) - 1, 0))
    none, flags = np.zeros(len(join), np.int64), np.zeros(len(join), np.bool_)
    start, end = page.lines.end[:-1], page.lines.start[1:]
    return Seams(join, join, start, end, flags, flags, flags, none, none[:0], None)


def _blocked(page: Page) -> Flags:
    """Seams that stand whatever the evidence."""
    lines = page.lines
    blocked: Flags = lines.opens[1:] | lines.closes[:-1]
    return blocked


def _by_evidence(evidence: Evidence) -> npt.NDArray[np.float64]:
    """The probability of each seam that its two lines are one paragraph, a row a seam.

    Of the features those are kept that the rest of the decision, and findings, ask for.
    """
    blocked = _blocked(evidence.page)[evidence.inside]
    joins, facts = [], []
    for part in evidence.in_parts():
        features, stands = part.columns, blocked[part.seams]
        log_odds = calibrated(read(features, stands, part.pages), features)
        join = probability(log_odds - clipped((DOUBT_FROM - log_odds) // 3, 0, DOUBT))
        joins.append(np.where(stands, 0.0, join)[part.own])
        facts.append({name: features[name][part.own] for name in FACTS})
    evidence.features = in_order(facts)
    return np.concatenate(joins)


@dataclass(frozen=True, slots=True, eq=False)
class _Joins:
    """How likely the seams are joins, in the end, a row a line but the last; and what said so.

    Attributes:
        join: the probabilities.
        broken: hyphens at line ends.
        lone: lines that hold nothing but a hyphen.
    """

    join: npt.NDArray[np.float64]
    broken: BrokenWords
    lone: Integers


def _join(evidence: Evidence) -> _Joins:
    """The probabilities, with what the form of a seam says whatever they are."""
    page, inside, weighed = evidence.page, evidence.inside, _by_evidence(evidence)
    features, blocked, bounds = evidence.features, _blocked(page), bounds_of(evidence)
    join = np.zeros(len(page.lines) - 1)
    join[inside] = np.where(bounds.never, 0.0, weighed)
    broken = broken_words(page, evidence.edges, join, inside & ~blocked, REPORTED)
    join[page.derived(drop_caps)] = 0.0  # no space belongs there; the rule of that name joins them
    cut = cut_korean(page, evidence.edges)
    join[cut] = np.where(blocked[cut], 0.0, np.maximum(join[cut], CUT_KOREAN))
    join[broken.rows] = np.maximum(join[broken.rows], broken.join)
    lone = lone_hyphens(page, evidence.edges)
    join[lone - 1] = join[lone] = LONE_SURE
    own, free = join[inside], ~blocked[inside]
    own = np.where(capped(features, own, bounds), np.minimum(own, ROW), own)
    item = (features["item"] > 0) & (features["inner_start_lower"] > 0)
    own = np.where(item & free, np.maximum(own, ITEM), own)
    titled = (features["abbreviated"] >= SURELY_ABBREVIATED) & (features["gap"] == 0)
    titled &= own >= DOUBTFUL
    own = np.where(titled & free, np.maximum(own, ABBREVIATED), own)
    own = np.where(bounds.sentence & free, np.maximum(own, ONE_SENTENCE), own)
    own[bounds.noted] = 0.0
    join[inside] = own
    return _Joins(join, broken, lone)


def _decided(evidence: Evidence, joins: _Joins) -> Seams:
    """How the likely joins are made, and how sure that is."""
    lines, join, broken = evidence.page.lines, joins.join, joins.broken
    beside = np.concatenate([joins.lone - 1, joins.lone])  # the seams on both sides of the hyphen
    start, end = lines.end[:-1].copy(), lines.start[1:].copy()
    spaced, hyphen, kept = np.zeros((3, len(join)), np.bool_)
    twice, confidence = np.zeros(len(join), np.int64), join.copy()
    likely = np.flatnonzero(join >= REPORTED)
    if not len(likely):
        return Seams(join, join, start, end, spaced, hyphen, kept, twice, likely, evidence.features)
    spaced[likely] = spaces(evidence, likely)
    hyphen[broken.rows] = broken.dropped
    hyphen[likely[evidence.edges.last[likely] == Kind.SOFT_HYPHEN]] = True
    kept[broken.rows] = ~broken.dropped
    kept[beside] = True
    spaced[broken.rows] = broken.held
    spaced[hyphen] = spaced[beside] = False
    confidence[broken.rows] *= broken.sure
    start[hyphen] -= 1
    doubled, sure = doubled_seams(evidence, likely)
    twice[likely] = doubled
    end += twice
    spaced &= twice == 0  # what follows the dropped characters brings its own space
    confidence[likely] *= sure
    apart = likely[(lines.gap[likely + 1] > 0) & (confidence[likely] >= DOUBTED)]
    terms = foreign_terms(evidence, apart)
    confidence[apart] *= OWN_SUBJECT[np.minimum(terms, len(OWN_SUBJECT) - 1)]
    facts = evidence.features
    return Seams(join, confidence, start, end, spaced, hyphen, kept, twice, likely, facts)


def read(features: Features, blocked: Flags, seams: PageRows | None = None) -> Integers:
    """Thousandths of a unit of log-odds that each seam is a join.

    Every seam is weighed by itself first; then those that were not clear are weighed again in view
    of what the first reading said of the page's others.

    Args:
        features: of the page's seams.
        blocked: seams that stand whatever the evidence.
        seams: which of them are of one page; None where all of them are.
    """
    log_odds = trees("seams", "first").log_odds(features)
    rows = np.flatnonzero((np.abs(log_odds) < SETTLED) & ~blocked)
    if len(rows):
        chances = np.round(1000 * probability(log_odds)).astype(np.int64)
        context = context_features(features, log_odds, chances, blocked, seams)
        log_odds[rows] = trees("seams", "second").log_odds({**features, **context}, rows)
    return log_odds


@cache
def _curve() -> npt.NDArray[np.float64]:
    """Probabilities of log-odds in steps, rounded: the same digits on every machine."""
    places = range(-_FURTHEST, _FURTHEST + 1)
    return np.array([round(1 / (1 + math.exp(-place * _STEP / 1000)), 4) for place in places])


def probability(log_odds: Integers) -> npt.NDArray[np.float64]:
    """Probabilities from thousandths of a unit of log-odds.

    >>> probability(np.array([0, 3000, -99999])).tolist()
    [0.5, 0.9526, 0.0]
    """
    place = clipped((log_odds + _STEP // 2) // _STEP, -_FURTHEST, _FURTHEST)
    return _curve()[place + _FURTHEST]

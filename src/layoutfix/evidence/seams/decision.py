"""The decision at every seam of a page: does it heal, how, and how sure is that?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.bounds import ROW, Bounds, bounds_of, capped
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
    may_break_word,
)
from layoutfix.evidence.seams.topics import foreign_terms
from layoutfix.evidence.seams.trees import trees
from layoutfix.evidence.seams.words import Words
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
    facts: Features | None

    def __len__(self) -> int:
        return len(self.join)


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
    some = [number for number, page in enumerate(pages) if not _blocked(page).all()]
    out = [_all_left(page, np.zeros(max(len(page.lines) - 1, 0)), None) for page in pages]
    if not some:
        return out
    whole = end_to_end([pages[number] for number in some])
    evidence = Evidence(whole)
    join = _join(whole, evidence)
    bounds = bounds_of(evidence)
    may_heal = _may_heal(whole, evidence, join, bounds)
    join = np.where(bounds.never, 0.0, join)
    unhealed = _unlikely(evidence, join, bounds)
    broken = _broken_words(whole, evidence, join)
    parts = zip(some, evidence.seams.parts(), whole.derived(page_rows).parts(), strict=True)
    for place, (number, rows, lines) in enumerate(parts):
        page, own = pages[number], evidence.of_page(place, pages[number])
        page.keep(Words, own.words)
        if may_heal[place]:
            out[number] = _decided(page, own, join[rows], bounds.part(rows), broken.part(lines))
        else:
            out[number] = _all_left(page, unhealed[rows], own.features)
    return out


def _broken_words(page: Page, evidence: Evidence, join: npt.NDArray[np.float64]) -> BrokenWords:
    """The hyphens at the line ends of a page, or of pages that lie end to end."""
    every, open_seams = np.zeros(len(page.lines) - 1), evidence.inside & ~_blocked(page)
    every[evidence.inside] = join
    return broken_words(page, evidence.edges, every, open_seams, REPORTED)


def _may_heal(
    page: Page, evidence: Evidence, join: npt.NDArray[np.float64], bounds: Bounds
) -> list[bool]:
    """Which of the pages have a seam that may heal, for its join or for what it looks like."""
    edges, inside, features = evidence.edges, evidence.inside, evidence.features
    last, first = edges.last[:-1][inside], edges.first[1:][inside]
    letter = (page.lines.end - page.lines.start == 1)[:-1][inside]
    may = (join >= REPORTED) | may_break_word(edges)[inside]
    may |= (last == Kind.HANGUL) & (first == Kind.HANGUL)
    may |= letter & (last == Kind.UPPER)
    may |= (features["item"] > 0) & (features["inner_start_lower"] > 0)
    may |= features["abbreviated"] >= SURELY_ABBREVIATED
    may |= bounds.sentence
    found: list[bool] = np.logical_or.reduceat(may, evidence.seams.first).tolist()
    return found


def _unlikely(
    evidence: Evidence, join: npt.NDArray[np.float64], bounds: Bounds
) -> npt.NDArray[np.float64]:
    """The probabilities of seams that are no joins, as ``_decided`` leaves them."""
    join = np.where(capped(evidence.features, join, bounds), np.minimum(join, ROW), join)
    return np.where(bounds.noted, 0.0, join)


def _all_left(page: Page, join: npt.NDArray[np.float64], facts: Features | None) -> Seams:
    """The decisions of a page on which no seam is likely to heal."""
    none, flags = np.zeros(len(join), np.int64), np.zeros(len(join), np.bool_)
    start, end = page.lines.end[:-1], page.lines.start[1:]
    return Seams(join, join, start, end, flags, flags, flags, none, facts)


def _blocked(page: Page) -> Flags:
    """Seams that stand whatever the evidence."""
    lines = page.lines
    blocked: Flags = lines.opens[1:] | lines.closes[:-1]
    return blocked


def _join(page: Page, evidence: Evidence) -> npt.NDArray[np.float64]:
    """The probability of each seam that its two lines are one paragraph.

    Of the features those are kept that the rest of the decision, and findings, ask for.
    """
    blocked = _blocked(page)[evidence.inside]
    joins, facts = [], []
    for part in evidence.in_parts():
        features, stands = part.columns, blocked[part.seams]
        log_odds = calibrated(read(features, stands, part.pages), features)
        join = probability(log_odds - np.clip((DOUBT_FROM - log_odds) // 3, 0, DOUBT))
        joins.append(np.where(stands, 0.0, join)[part.own])
        facts.append({name: features[name][part.own] for name in FACTS})
    evidence.features = in_order(facts)
    return np.concatenate(joins)


def _decided(
    page: Page,
    evidence: Evidence,
    join: npt.NDArray[np.float64],
    bounds: Bounds,
    broken: BrokenWords,
) -> Seams:
    """How the likely joins of a page are made, and how sure that is."""
    lines = page.lines
    join = join.copy()
    join[drop_caps(page)] = 0.0  # no space belongs there; the rule of that name joins them
    blocked = _blocked(page)
    cut = cut_korean(page, evidence.edges)
    join[cut] = np.where(blocked[cut], 0.0, np.maximum(join[cut], CUT_KOREAN))
    join[broken.rows] = np.maximum(join[broken.rows], broken.join)
    lone = lone_hyphens(page, evidence.edges)
    beside = np.concatenate([lone - 1, lone])  # the seams on both sides of the hyphen
    join[beside] = LONE_SURE
    join = np.where(capped(evidence.features, join, bounds), np.minimum(join, ROW), join)
    item = (evidence.features["item"] > 0) & (evidence.features["inner_start_lower"] > 0)
    join = np.where(item & ~blocked, np.maximum(join, ITEM), join)
    titled = (evidence.features["abbreviated"] >= SURELY_ABBREVIATED) & (lines.gap[1:] == 0)
    titled &= join >= DOUBTFUL
    join = np.where(titled & ~blocked, np.maximum(join, ABBREVIATED), join)
    whole = bounds.sentence & ~blocked
    join[whole] = np.maximum(join[whole], ONE_SENTENCE)
    join[bounds.noted] = 0.0
    likely = np.flatnonzero(join >= REPORTED)
    if not len(likely):
        return _all_left(page, join, evidence.features)
    start, end = lines.end[:-1].copy(), lines.start[1:].copy()
    spaced = np.zeros(len(join), np.bool_)
    spaced[likely] = spaces(page, evidence.edges, evidence.words, likely)
    confidence = join.copy()
    hyphen, kept = np.zeros(len(join), np.bool_), np.zeros(len(join), np.bool_)
    hyphen[broken.rows] = broken.dropped
    hyphen[likely[evidence.edges.last[likely] == Kind.SOFT_HYPHEN]] = True
    kept[broken.rows] = ~broken.dropped
    kept[beside] = True
    spaced[broken.rows] = broken.held
    spaced[hyphen] = spaced[beside] = False
    confidence[broken.rows] *= broken.sure
    start[hyphen] -= 1
    doubled, sure = doubled_seams(page, evidence, likely)
    end += doubled
    spaced &= doubled == 0  # what follows the dropped characters brings its own space
    confidence *= sure
    apart = likely[(lines.gap[likely + 1] > 0) & (confidence[likely] >= DOUBTED)]
    confidence[apart] *= OWN_SUBJECT[
        np.minimum(foreign_terms(page, evidence.words, apart), len(OWN_SUBJECT) - 1)
    ]
    return Seams(join, confidence, start, end, spaced, hyphen, kept, doubled, evidence.features)


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
    place = np.clip((log_odds + _STEP // 2) // _STEP, -_FURTHEST, _FURTHEST)
    return _curve()[place + _FURTHEST]

"""What every run has in common with every section of a page, and the evidence in it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.measures import Measures, fourth_root, magnitude, per_mille
from layoutfix.evidence.placement.outline import Outline
from layoutfix.evidence.placement.runs import Runs
from layoutfix.evidence.placement.terms import SCALE
from layoutfix.model import Flags, Integers

__all__ = ["BODY", "Comparisons", "Features"]

Features = dict[str, Integers]

BODY = 4
"""What a run has in common with a body is divided by this, to weigh beside what it names of a
heading, when the headings it fits best are chosen."""

TARGETS = 2
"""Headings a run is weighed against: those it fits best."""


class Comparisons:
    """What all runs have in common with all sections: rows are runs, columns sections."""

    def __init__(self, outline: Outline, runs: Runs, measures: Measures) -> None:
        self.outline, self.runs, self.measures = outline, runs, measures
        low, high = outline.first[runs.section], outline.first[runs.section + 1]
        start, end = runs.start, runs.end
        mass = _summed(measures.mass)
        self.mass = mass[end] - mass[start]
        self.rest_mass = mass[high] - mass[low] - self.mass
        self.section_mass = mass[outline.first[1:]] - mass[outline.first[:-1]]
        shared = _summed(measures.shared)
        self.share = per_mille(shared[end] - shared[start], self.mass[:, None])
        self.own_share = per_mille(self.mass - _inside(outline, runs, measures), self.mass)
        self.body = 10000 * self.share // fourth_root(self.section_mass)
        self.body[np.arange(len(runs)), runs.section] = (
            10000 * self.own_share // fourth_root(self.rest_mass)
        )
        self._cover(low, high)
        alone = runs.end - runs.start == 1
        self.unit_body = np.zeros((len(outline.unit), outline.sections), np.int64)
        self.unit_body[runs.start[alone]] = self.body[alone]
        foreign = np.ones(self.unit_body.shape, np.bool_)
        foreign[np.arange(len(foreign)), outline.section] = False
        foreign[:, np.diff(outline.first) == 0] = False
        self.level = int(self.unit_body[foreign].mean()) + 20 if foreign.any() else 20
        worst = np.empty_like(self.body)
        for one, other in _same_start(runs):
            at = int(runs.start[one])
            least = np.minimum.accumulate(self.unit_body[at : int(runs.end[other - 1])], axis=0)
            worst[one:other] = least[runs.end[one:other] - at - 1]
        self.body_worst = worst
        to = _best_in_sections(measures.alike, outline)
        self.nearest = _run_maximum(to, runs)
        self.nearest_own = _nearest_in_rest(measures.alike, outline, runs)
        self.mean_nearest = _mean(to, runs)

    def _cover(self, low: Integers, high: Integers) -> None:
        """Thousandths of each heading that runs name, and what would stay of their sections."""
        measures, runs, outline = self.measures, self.runs, self.outline
        weights = np.zeros((len(measures.heading), outline.sections), np.float32)
        weights[np.arange(len(measures.heading)), measures.heading] = measures.heading_weight
        self.whole = weights.sum(axis=0).astype(np.int64)
        before = _summed(measures.named.astype(np.int16))
        inside = before[runs.end] - before[runs.start]
        rest = before[high] - before[low] - inside
        section = before[outline.first[1:]] - before[outline.first[:-1]] > 0

        def covered(named: Flags) -> Integers:
            summed = named.astype(np.float32) @ weights
            return per_mille(summed.astype(np.int64), self.whole)

        self.cover = covered(inside > 0)
        self.rest_cover = covered(rest > 0)
        self.section_cover = covered(section)
        bare = ~section[measures.heading, np.arange(len(measures.heading))]
        self.gain = covered((inside > 0) & bare)
        self.first_cover = covered(measures.named[runs.start])
        self.unit_cover = covered(measures.named)

    def chosen(self) -> tuple[Integers, Integers]:
        """For each run the sections it fits best but for its own and the one without a heading."""
        fit = (self.cover + self.body // BODY).astype(np.int64)
        rows = np.arange(len(self.runs))
        fit[rows, self.runs.section] = -1
        fit[:, 0] = -1
        self.fit = fit
        best = np.argsort(-fit, axis=1, kind="stable")[:, :TARGETS]
        run = np.repeat(rows, best.shape[1])
        target = best.ravel()
        likely = (fit[run, target] > 0) & ~self._copied()[run]
        return run[likely], target[likely]

    def _copied(self) -> Flags:
        copies = _summed(self.measures.copy)
        return copies[self.runs.end] > copies[self.runs.start]

    def features(self, run: Integers, target: Integers) -> Features:
        """Columns for pairs of a run and a section."""
        section = self.runs.section[run]
        low, high = self.outline.first[section], self.outline.first[section + 1]
        rank = np.sort(self.fit, axis=1)
        fit = self.fit[run, target]
        best, second = rank[run, -1], rank[run, -2]
        start, end = self.runs.start[run], self.runs.end[run]
        own_fit = self.cover[run, section] + self.body[run, section] // BODY
        others = np.where(fit == best, second, best)
        share = self.share[run].astype(np.int64)
        share[np.arange(len(run)), section] = 0
        mean_share = (share.sum(axis=1) - share[np.arange(len(run)), target]) // max(
            self.outline.sections - 2, 1
        )
        rest = self._rest_share(run, target)
        share_level = mean_share + 5
        after = np.minimum(end, len(self.outline.unit) - 1)
        follows = end < high
        host_next = np.where(follows, self.unit_cover[after, section], 0)
        body_other = _largest_other(self.body[run], section, target)
        here, own = self.body[run, target], self.body[run, section]
        level = self.level
        alike = self.measures.alike
        before = np.maximum(start - 1, 0)
        target_low, target_high = self.outline.first[target], self.outline.first[target + 1]
        filled = target_high > target_low
        last = np.maximum(target_high - 1, 0)
        first = np.minimum(target_low, len(alike) - 1)
        return {
            "cover": self.cover[run, target],
            "cover_own": self.cover[run, section],
            "cover_other": _largest_other(self.cover[run], section, target),
            "cover_rest_own": self.rest_cover[run, section],
            "cover_rest_target": self.rest_cover[run, target],
            "cover_by_target": self.section_cover[target, target],
            "cover_own_by_target": self.section_cover[target, section],
            "loss": self.section_cover[section, section] - self.rest_cover[run, section],
            "gain": self.gain[run, target],
            "first_cover": self.first_cover[run, target],
            "first_cover_own": self.first_cover[run, section],
            "next_cover_own": host_next,
            "heading_weight": magnitude(self.whole[target]),
            "heading_weight_own": magnitude(self.whole[section]),
            "share": self.share[run, target],
            "share_own": self.own_share[run],
            "share_mean": mean_share,
            "body": self.body[run, target],
            "body_own": self.body[run, section],
            "body_other": body_other,
            "body_step": self.body[run, target] - self.body[run, section],
            "body_lead": self.body[run, target] - body_other,
            "body_of_own": per_mille(here, here + own + 50),
            "body_of_other": per_mille(here, here + body_other + 50),
            "body_level": 100 * here // level,
            "body_own_level": 100 * own // level,
            "body_other_level": 100 * body_other // level,
            "common": self.share[run, target] * self.mass[run] // (100 * SCALE),
            "common_own": self.own_share[run] * self.mass[run] // (100 * SCALE),
            "body_next": np.where(follows, self.unit_body[after, section], -1),
            "body_next_target": np.where(follows, self.unit_body[after, target], -1),
            "body_before": np.where(start > low, self.unit_body[before, section], -1),
            "body_before_target": np.where(start > low, self.unit_body[before, target], -1),
            "body_worst": self.body_worst[run, target],
            "share_rest": rest,
            "share_of_rest": per_mille(
                self.share[run, target], self.share[run, target] + rest + share_level
            ),
            "rest_level": 100 * rest // share_level,
            "share_level": 100 * self.share[run, target] // share_level,
            "fit": fit,
            "fit_own": own_fit,
            "fit_step": fit - own_fit,
            "fit_lead": fit - others,
            "nearest": self.nearest[run, target],
            "nearest_mean": self.mean_nearest[run, target],
            "nearest_own": self.nearest_own[run],
            "nearest_other": _largest_other(self.nearest[run], section, target),
            "mass": magnitude(self.mass[run]),
            "mass_rest": magnitude(self.rest_mass[run]),
            "mass_target": magnitude(self.section_mass[target]),
            "alike_before": np.where(start > low, alike[before, start], -1),
            "alike_after": np.where(follows, alike[end - 1, after], -1),
            "alike_around": np.where((start > low) & follows, alike[before, after], -1),
            "alike_last": np.where(filled, alike[last, start], -1),
            "alike_first": np.where(filled, alike[first, end - 1], -1),
        }

    def _rest_share(self, run: Integers, target: Integers) -> Integers:
        """Thousandths of what would stay of the run's section that the target's section names."""
        section = self.runs.section[run]
        shared = _summed(self.measures.shared)
        first = self.outline.first
        whole = shared[first[section + 1], target] - shared[first[section], target]
        part = shared[self.runs.end[run], target] - shared[self.runs.start[run], target]
        return per_mille(whole - part, self.rest_mass[run])


def _summed(column: npt.NDArray[np.generic]) -> Integers:
    """Sums before each row, and behind the last one."""
    out = np.zeros((len(column) + 1, *column.shape[1:]), np.int64)
    np.cumsum(column, axis=0, out=out[1:])
    return out


def _inside(outline: Outline, runs: Runs, measures: Measures) -> Integers:
    """Weight of what only the units of a run name in their section."""
    out = np.zeros(len(runs), np.int64)
    owner = outline.section[measures.first]
    order = np.argsort(owner, kind="stable")
    edges = np.searchsorted(owner[order], np.arange(outline.sections + 1))
    bounds = np.searchsorted(runs.section, np.arange(outline.sections + 1))
    for number in range(outline.sections):
        chosen = order[edges[number] : edges[number + 1]]
        low, size = (
            int(outline.first[number]),
            int(outline.first[number + 1] - outline.first[number]),
        )
        if not size:
            continue
        place = (measures.first[chosen] - low) * size + measures.last[chosen] - low
        table = np.bincount(place, measures.own_weight[chosen], minlength=size * size)
        table = table.reshape(size, size)
        table = np.cumsum(np.cumsum(table[::-1], axis=0)[::-1], axis=1)
        here = slice(int(bounds[number]), int(bounds[number + 1]))
        out[here] = table[runs.start[here] - low, runs.end[here] - low - 1]
    return out


def _best_in_sections(alike: Integers, outline: Outline) -> Integers:
    """``[u, s]``: the largest likeness of a unit to one of the section."""
    out = np.zeros((len(alike), outline.sections), np.int64)
    filled = np.flatnonzero(np.diff(outline.first) > 0)
    if len(filled):
        # Two units are alike either way, and rows are quicker than columns.
        out[:, filled] = np.maximum.reduceat(alike, outline.first[filled], axis=0).T
    return out


def _run_maximum(table: Integers, runs: Runs) -> Integers:
    """The largest value of a run's rows, column by column."""
    out = np.empty((len(runs), table.shape[1]), np.int64)
    for low, high in _same_start(runs):
        start = int(runs.start[low])
        largest = np.maximum.accumulate(table[start : int(runs.end[high - 1])], axis=0)
        out[low:high] = largest[runs.end[low:high] - start - 1]
    return out


def _same_start(runs: Runs) -> list[tuple[int, int]]:
    """Runs that begin at the same unit stand side by side, the longest last."""
    edges = np.flatnonzero(np.diff(runs.start, prepend=-1))
    return list(zip(edges.tolist(), [*edges[1:].tolist(), len(runs)], strict=True))


def _nearest_in_rest(alike: Integers, outline: Outline, runs: Runs) -> Integers:
    """The largest likeness of a run's units to one of their section that would stay; -1: none."""
    count, numbers = len(alike), np.arange(len(alike))
    same = np.where(outline.section[:, None] == outline.section, alike, -1)
    # A row for each place: what each unit has most in common with before it, and from it on.
    before, after = np.full((2, count + 1, count), -1, np.int64)
    np.maximum.accumulate(same, axis=0, out=before[1:])
    np.maximum.accumulate(same[::-1], axis=0, out=after[-2::-1])
    place = np.arange(count + 1)[:, None]
    before[numbers < place] = -1
    after[numbers >= place] = -1
    before = np.maximum.accumulate(before, axis=1)
    after = np.maximum.accumulate(after[:, ::-1], axis=1)[:, ::-1]
    return np.maximum(before[runs.start, runs.end - 1], after[runs.end, runs.start])


def _mean(table: Integers, runs: Runs) -> Integers:
    summed = _summed(table)
    return (summed[runs.end] - summed[runs.start]) // (runs.end - runs.start)[:, None]


def _largest_other(table: Integers, section: Integers, target: Integers) -> Integers:
    """The largest value of each row but for these two columns and the first one."""
    rest = table.astype(np.int64)
    rows = np.arange(len(rest))
    rest[rows, section] = rest[rows, target] = -1
    rest[:, 0] = -1
    largest: Integers = rest.max(axis=1)
    return largest

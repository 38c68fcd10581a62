"""What every run has in common with every section of a page, and the evidence in it."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.placement.in_runs import (
    best_in_sections,
    extreme_in_runs,
    inside_runs,
    nearest_in_rest,
)
from layoutfix.evidence.placement.measures import Measures, fourth_root, magnitude, per_mille
from layoutfix.evidence.placement.outline import Outline, in_rows
from layoutfix.evidence.placement.runs import Runs
from layoutfix.evidence.placement.terms import SCALE
from layoutfix.model import Flags, Integers

__all__ = ["BODY", "Comparisons", "Features", "rows_of"]

Features = dict[str, Integers]

Scalar = TypeVar("Scalar", bound=np.generic)

BODY = 4
"""What a run has in common with a body is divided by this, to weigh beside what it names of a
heading, when the headings it fits best are chosen."""

TARGETS = 2
"""Headings a run is weighed against: those it fits best."""


class Comparisons:
    """What all runs have in common with all sections: rows are runs, columns sections.

    Sections are numbered on each page by itself. Where pages lie end to end, a page with fewer
    of them than another one has zeros in the columns at its end.
    """

    def __init__(self, outline: Outline, runs: Runs, measures: Measures) -> None:
        self.outline, self.runs, self.measures = outline, runs, measures
        self.own = outline.column[runs.section]
        self.page = outline.pages.pages[runs.section]
        low, high = outline.first[runs.section], outline.first[runs.section + 1]
        start, end = runs.start, runs.end
        mass = _summed(measures.mass)
        self.mass = mass[end] - mass[start]
        self.rest_mass = mass[high] - mass[low] - self.mass
        self.section_mass = mass[outline.first[1:]] - mass[outline.first[:-1]]
        self.shared = _summed(measures.shared)
        self.share = per_mille(self.shared[end] - self.shared[start], self.mass[:, None])
        self.own_share = per_mille(self.mass - inside_runs(outline, runs, measures), self.mass)
        self.body = 10000 * self.share // fourth_root(self._of_pages(self.section_mass))
        self.body[np.arange(len(runs)), self.own] = (
            10000 * self.own_share // fourth_root(self.rest_mass)
        )
        self.sections = outline.pages.sizes()[runs.section]
        self.beyond = (
            np.arange(self.body.shape[1]) >= self.sections[:, None]
        )  # columns of no section
        self._cover(low, high)
        alone = runs.end - runs.start == 1
        self.unit_body = np.zeros((len(outline.unit), self.body.shape[1]), np.int64)
        self.unit_body[runs.start[alone]] = self.body[alone]
        self.level = self._level()[self.page]
        self.body_worst = extreme_in_runs(np.minimum, self.unit_body, runs)
        to = best_in_sections(measures.alike, outline)
        self.nearest = extreme_in_runs(np.maximum, to, runs)
        self.nearest_own = nearest_in_rest(measures.alike, outline, runs)
        self.mean_nearest = _mean(to, runs)

    def _of_pages(self, values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        """What is known of each section, for each run in its columns."""
        return in_rows(self.outline.pages, values)[self.page]

    def _level(self) -> Integers:
        """For each page how much its units have in common with other sections on average."""
        outline, count = self.outline, len(self.outline.pages.first)
        foreign = in_rows(outline.pages, np.diff(outline.first) > 0)[outline.unit_pages.pages]
        foreign[np.arange(len(foreign)), outline.column[outline.section]] = False
        page = outline.unit_pages.pages
        total = np.bincount(page, (self.unit_body * foreign).sum(axis=1), count).astype(np.int64)
        often = np.bincount(page, foreign.sum(axis=1), count).astype(np.int64)
        return total // np.maximum(often, 1) + 20

    def _cover(self, low: Integers, high: Integers) -> None:
        """Thousandths of each heading that runs name, and what would stay of their sections."""
        titles, runs, outline = self.measures.titles, self.runs, self.outline
        column, width = outline.column[titles.section], self.body.shape[1]
        whole = np.bincount(titles.section, titles.weight, outline.sections).astype(np.int64)
        self.whole = whole
        of_page = in_rows(outline.pages, whole)
        before = _summed(titles.named.astype(np.int16))
        inside = before[runs.end] - before[runs.start]
        rest = before[high] - before[low] - inside
        section = before[outline.first[1:]] - before[outline.first[:-1]] > 0

        def covered(named: Flags, page: Integers) -> Integers:
            row, term = np.nonzero(named)
            term += titles.pages.first[page[row]]
            place = row * width + column[term]
            summed = np.bincount(place, titles.weight[term], len(named) * width)
            return per_mille(summed.astype(np.int64).reshape(-1, width), of_page[page])

        bare = in_rows(titles.pages, ~section[titles.section, titles.pages.place])[self.page]
        self.cover = covered(inside > 0, self.page)
        self.rest_cover = covered(rest > 0, self.page)
        self.section_cover = covered(section, outline.pages.pages)
        self.gain = covered((inside > 0) & bare, self.page)
        self.unit_cover = covered(titles.named, outline.unit_pages.pages)

    def chosen(self) -> tuple[Integers, Integers]:
        """For each run the sections it fits best but for its own and the one without a heading."""
        fit = (self.cover + self.body // BODY).astype(np.int64)
        rows = np.arange(len(self.runs))
        fit[rows, self.own] = -1
        fit[:, 0] = -1
        fit[self.beyond] = -1
        self.fit = fit
        best = np.argsort(-fit, axis=1, kind="stable")[:, :TARGETS]
        run = np.repeat(rows, best.shape[1])
        target = best.ravel()
        likely = (fit[run, target] > 0) & ~self._copied()[run]
        run = run[likely]
        return run, target[likely] + self.outline.pages.first[self.page[run]]

    def _copied(self) -> Flags:
        copies = _summed(self.measures.copy)
        return copies[self.runs.end] > copies[self.runs.start]

    def features(self, run: Integers, target: Integers) -> Features:
        """Columns for pairs of a run and a section."""
        outline, alike = self.outline, self.measures.alike
        section = self.runs.section[run]
        to, from_ = outline.column[target], self.own[run]
        low, high = outline.first[section], outline.first[section + 1]
        rank = np.sort(self.fit, axis=1)
        fit = self.fit[run, to]
        best, second = rank[run, -1], rank[run, -2]
        start, end = self.runs.start[run], self.runs.end[run]
        own_fit = self.cover[run, from_] + self.body[run, from_] // BODY
        others = np.where(fit == best, second, best)
        share = self.share[run].astype(np.int64)
        share[np.arange(len(run)), from_] = 0
        mean_share = (share.sum(axis=1) - share[np.arange(len(run)), to]) // np.maximum(
            self.sections[run] - 2, 1
        )
        rest = self._rest_share(run, target)
        share_level = mean_share + 5
        after = np.minimum(end, len(outline.unit) - 1)
        follows = end < high
        host_next = np.where(follows, self.unit_cover[after, from_], 0)
        beyond = self.beyond[run]

        def largest_other(table: Integers) -> Integers:
            return _largest_other(table[run], beyond, from_, to)

        body_other = largest_other(self.body)
        here, own = self.body[run, to], self.body[run, from_]
        level = self.level[run]
        before = np.maximum(start - 1, 0)
        target_low, target_high = outline.first[target], outline.first[target + 1]
        filled = target_high > target_low
        last = np.maximum(target_high - 1, 0)
        first = np.minimum(target_low, len(alike) - 1)
        unit = np.arange(len(alike)) - outline.unit_pages.low  # their columns
        return {
            "cover": self.cover[run, to],
            "cover_own": self.cover[run, from_],
            "cover_other": largest_other(self.cover),
            "cover_rest_own": self.rest_cover[run, from_],
            "cover_rest_target": self.rest_cover[run, to],
            "cover_by_target": self.section_cover[target, to],
            "cover_own_by_target": self.section_cover[target, from_],
            "loss": self.section_cover[section, from_] - self.rest_cover[run, from_],
            "gain": self.gain[run, to],
            "first_cover": self.unit_cover[start, to],
            "first_cover_own": self.unit_cover[start, from_],
            "next_cover_own": host_next,
            "heading_weight": magnitude(self.whole[target]),
            "heading_weight_own": magnitude(self.whole[section]),
            "share": self.share[run, to],
            "share_own": self.own_share[run],
            "share_mean": mean_share,
            "body": here,
            "body_own": own,
            "body_other": body_other,
            "body_step": here - own,
            "body_lead": here - body_other,
            "body_of_own": per_mille(here, here + own + 50),
            "body_of_other": per_mille(here, here + body_other + 50),
            "body_level": 100 * here // level,
            "body_own_level": 100 * own // level,
            "body_other_level": 100 * body_other // level,
            "common": self.share[run, to] * self.mass[run] // (100 * SCALE),
            "common_own": self.own_share[run] * self.mass[run] // (100 * SCALE),
            "body_next": np.where(follows, self.unit_body[after, from_], -1),
            "body_next_target": np.where(follows, self.unit_body[after, to], -1),
            "body_before": np.where(start > low, self.unit_body[before, from_], -1),
            "body_before_target": np.where(start > low, self.unit_body[before, to], -1),
            "body_worst": self.body_worst[run, to],
            "share_rest": rest,
            "share_of_rest": per_mille(
                self.share[run, to], self.share[run, to] + rest + share_level
            ),
            "rest_level": 100 * rest // share_level,
            "share_level": 100 * self.share[run, to] // share_level,
            "fit": fit,
            "fit_own": own_fit,
            "fit_step": fit - own_fit,
            "fit_lead": fit - others,
            "nearest": self.nearest[run, to],
            "nearest_mean": self.mean_nearest[run, to],
            "nearest_own": self.nearest_own[run],
            "nearest_other": largest_other(self.nearest),
            "mass": magnitude(self.mass[run]),
            "mass_rest": magnitude(self.rest_mass[run]),
            "mass_target": magnitude(self.section_mass[target]),
            "alike_before": np.where(start > low, alike[before, unit[start]], -1),
            "alike_after": np.where(follows, alike[end - 1, unit[after]], -1),
            "alike_around": np.where((start > low) & follows, alike[before, unit[after]], -1),
            "alike_last": np.where(filled, alike[last, unit[start]], -1),
            "alike_first": np.where(filled, alike[first, unit[end - 1]], -1),
        }

    def _rest_share(self, run: Integers, target: Integers) -> Integers:
        """Thousandths of what would stay of the run's section that the target's section names."""
        section, to = self.runs.section[run], self.outline.column[target]
        shared, first = self.shared, self.outline.first
        whole = shared[first[section + 1], to] - shared[first[section], to]
        part = shared[self.runs.end[run], to] - shared[self.runs.start[run], to]
        return per_mille(whole - part, self.rest_mass[run])


def rows_of(features: Features, rows: Integers) -> Features:
    """The same columns of some rows, of all at once."""
    if not features:
        return {}
    return dict(zip(features, np.array([*features.values()])[:, rows], strict=True))


def _summed(column: npt.NDArray[np.generic]) -> Integers:
    """Sums before each row, and behind the last one."""
    out = np.zeros((len(column) + 1, *column.shape[1:]), np.int64)
    np.cumsum(column, axis=0, out=out[1:])
    return out


def _mean(table: Integers, runs: Runs) -> Integers:
    summed = _summed(table)
    return (summed[runs.end] - summed[runs.start]) // (runs.end - runs.start)[:, None]


def _largest_other(table: Integers, beyond: Flags, *columns: Integers) -> Integers:
    """The largest value of each row but for these columns, the first one, and those beyond."""
    rest = np.where(beyond, -1, table)
    rows = np.arange(len(rest))
    for column in columns:
        rest[rows, column] = -1
    rest[:, 0] = -1
    largest: Integers = rest.max(axis=1)
    return largest

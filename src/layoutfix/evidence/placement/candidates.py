"""Runs and the headings they may belong under, with the evidence for each pair as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.placement.comparisons import Comparisons, Features
from layoutfix.evidence.placement.edges import edges_of
from layoutfix.evidence.placement.layout import layout_features
from layoutfix.evidence.placement.measures import measures_of
from layoutfix.evidence.placement.outline import outline_of, title_rows
from layoutfix.evidence.placement.runs import Runs, runs_of
from layoutfix.language.arrays import clipped
from layoutfix.model import Integers, Page
from layoutfix.parsing.page_rows import PageRows

__all__ = ["Candidates", "candidates_of", "may_be_placed"]


MOST = 32_000
"""Features are kept within this: the thresholds of the trees have 16 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Row ``i``: run ``run[i]`` may belong in section ``target[i]``; ``features`` is why.

    Attributes:
        runs: all runs of the page.
        run: column of their numbers.
        target: column of sections.
        features: name to column of whole numbers.
        pages: which rows are of one page, where several lie end to end.
    """

    runs: Runs
    run: Integers
    target: Integers
    features: Features
    pages: PageRows

    def __len__(self) -> int:
        return len(self.run)


def may_be_placed(page: Page) -> bool:
    """Whether there are two headings: a text under one may belong under the other."""
    return len(page.derived(title_rows)) > 1


def candidates_of(page: Page) -> Candidates:
    """The candidates of a page; use it as ``page.derived(candidates_of)``."""
    none = np.zeros(0, np.int64)
    runs = page.derived(runs_of) if may_be_placed(page) else Runs(none, none, none)
    if not len(runs):
        return Candidates(runs, none, none, {}, PageRows(0, np.zeros(len(page.starts), np.int64)))
    outline = page.derived(outline_of)
    tables = Comparisons(outline, runs, page.derived(measures_of))
    run, target = tables.chosen()
    edges = page.derived(edges_of)
    features = tables.features(run, target) | layout_features(outline, runs, run, target, edges)
    columns = clipped(np.array([*features.values()]), -MOST, MOST)
    pages = PageRows(len(run), np.searchsorted(runs.section[run], outline.pages.first))
    return Candidates(runs, run, target, dict(zip(features, columns, strict=True)), pages)

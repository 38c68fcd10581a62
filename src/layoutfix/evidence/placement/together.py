"""The candidates of many pages at once: small pages cost by their number, not by their size."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

import numpy as np

from layoutfix.evidence.placement.candidates import Candidates, candidates_of
from layoutfix.evidence.placement.edges import joins_of
from layoutfix.evidence.placement.measures import Titles, copies_of, titles_of
from layoutfix.evidence.placement.outline import Outline, outline_of, title_rows
from layoutfix.evidence.placement.runs import Runs
from layoutfix.evidence.placement.terms import Terms, terms_of
from layoutfix.model import Page
from layoutfix.parsing.end_to_end import end_to_end
from layoutfix.parsing.page_rows import PageRows

__all__ = ["candidates_together"]

Part = TypeVar("Part", Titles, Terms)

MOST_PAGES, MOST_CHARACTERS = 64, 1 << 17
"""Pages and characters of a group: the tables of all its pages are in memory at once."""


def candidates_together(pages: Sequence[Page]) -> Iterator[tuple[list[Page], Candidates]]:
    """The candidates of many pages, some pages at a time.

    ``candidates_of`` has those of each page from then on.

    Yields:
        Pages with about as many headings, and the candidates of all of them, one page behind the
        other: runs and sections are numbered through.
    """
    for group in _groups(pages):
        whole = end_to_end(group)
        if len(group) > 1:
            # What a page says by itself: a seam's evidence is the page's, and so is a copy.
            joins = [part for page in group for part in (page.derived(joins_of), np.zeros(1))]
            whole.keep(joins_of, np.concatenate(joins[:-1]))
            whole.keep(copies_of, np.concatenate([page.derived(copies_of) for page in group]))
        candidates = whole.derived(candidates_of)
        if len(group) > 1:
            _keep_apart(whole, group)
            whole.forget()
        yield group, candidates


def _groups(pages: Sequence[Page]) -> Iterator[list[Page]]:
    """Pages with about as many headings: the widest says how many columns the tables have."""
    titles = [len(page.derived(title_rows)) for page in pages]
    group: list[Page] = []
    fewest = size = 0
    for number in sorted(range(len(pages)), key=titles.__getitem__):
        size += len(pages[number])
        full = len(group) == MOST_PAGES or size > MOST_CHARACTERS
        if group and (full or titles[number] > 2 * fewest):
            yield group
            group, size = [], len(pages[number])
        fewest = fewest if group else titles[number]
        group.append(pages[number])
    if group:
        yield group


def _keep_apart(whole: Page, pages: Sequence[Page]) -> None:
    """Have each page keep its part of the candidates, and of what is asked of it beside them."""
    outline, known = whole.derived(outline_of), whole.derived(candidates_of)
    sections = outline.pages.first
    units = outline.first[sections]
    edges = np.searchsorted(known.runs.section, np.append(sections, outline.sections))
    runs = itertools.starmap(slice, itertools.pairwise(edges.tolist()))
    alone = np.zeros(1, np.int64)
    each = zip(pages, sections.tolist(), units.tolist(), runs, known.pages.parts(), strict=True)
    for number, (page, section, unit, own, some) in enumerate(each):
        part = Candidates(
            Runs(
                known.runs.section[own] - section,
                known.runs.start[own] - unit,
                known.runs.end[own] - unit,
            ),
            known.run[some] - own.start,
            known.target[some] - section,
            {name: column[some] for name, column in known.features.items()},
            PageRows(some.stop - some.start, alone),
        )
        page.keep(candidates_of, part)
        if len(known):
            titles, terms = whole.derived(titles_of), whole.derived(terms_of)
            page.keep_later(titles_of, partial(_own, titles, outline, number))
            page.keep_later(terms_of, partial(_own, terms, outline, number))


def _own(whole: Part, outline: Outline, number: int, _: Page) -> Part:
    """What is of one page."""
    return whole.of_page(number, outline)

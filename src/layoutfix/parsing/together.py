"""What the lines of many pages are, worked out at once: the pages lie end to end meanwhile.

Nothing here decides anything: each function is asked of all pages as of one, and every page gets
its part of the answer, which is what it would have got by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.catchwords import Catchwords
from layoutfix.parsing.end_to_end import end_to_end
from layoutfix.parsing.furniture import FEW_CATCHWORDS, FEWEST_EDGES, furniture, no_furniture, tried
from layoutfix.parsing.furniture_shapes import may_name_page
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.surroundings import SURELY, Surroundings, surroundings
from layoutfix.parsing.suspects import Suspects, suspects_of
from layoutfix.parsing.worded_roles import Worded, worded

__all__ = ["label_together"]


def label_together(pages: Sequence[Page]) -> None:
    """Work out ``surroundings``, ``worded`` and ``furniture`` of each page; they keep them."""
    pages = [page for page in pages if len(page.lines) and not page.has(furniture)]
    if len(pages) < 2:
        return
    whole = end_to_end(pages)
    parts = whole.derived(page_rows).parts()
    for page, near in zip(pages, _near(whole, parts), strict=True):
        page.keep(surroundings, near)
    for page, words in zip(pages, _worded(whole, parts), strict=True):
        page.keep(worded, words)
    suspects = suspects_of(whole)
    heads = _by_page(whole, suspects.heads)
    catches = _catchwords(suspects.catches, parts)
    suspected = _suspected(whole, suspects)
    for number, (page, part) in enumerate(zip(pages, parts, strict=True)):
        if not suspected[number]:
            page.keep(furniture, no_furniture())
            continue
        columns = {
            each.name: getattr(suspects, each.name)[part]
            for each in fields(Suspects)
            if each.name not in ("page", "catches", "heads")
        }
        own = Suspects(page=page, catches=catches[number], heads=heads[number], **columns)
        page.keep(furniture, tried(own))


def _near(whole: Page, parts: list[slice]) -> list[Surroundings]:
    near, first = whole.derived(surroundings), whole.derived(page_rows).low
    columns = {each.name: getattr(near, each.name) for each in fields(Surroundings)}
    for name in ("block_first", "block_last"):
        columns[name] = columns[name] - first
    some = list(columns.values())
    return [Surroundings(*[column[part] for column in some]) for part in parts]


def _worded(whole: Page, parts: list[slice]) -> list[Worded]:
    found: list[list[tuple[int, int, object]]] = [[] for _ in parts]
    pages = whole.derived(page_rows).pages
    for first, last, role in whole.derived(worded):
        number = int(pages[first])
        top = parts[number].start
        found[number].append((first - top, last - top, role))
    return [tuple(some) for some in found]  # type: ignore[misc]


def _by_page(whole: Page, groups: list[Integers]) -> list[list[Integers]]:
    """The groups of rows of each page, counted from its first."""
    rows = whole.derived(page_rows)
    found: list[list[Integers]] = [[] for _ in rows.first]
    for group in groups:
        number = int(rows.pages[group[0]])
        found[number].append(group - int(rows.first[number]))
    return found


def _catchwords(catches: Catchwords, parts: list[slice]) -> list[Catchwords]:
    edges = np.searchsorted(catches.rows, [part.start for part in parts])
    found = []
    for part, low, high in zip(parts, edges, np.append(edges[1:], len(catches.rows)), strict=True):
        some = slice(low, high)
        rows, targets = catches.rows[some] - part.start, catches.targets[some] - part.start
        found.append(Catchwords(rows, targets, catches.cuts[some]))
    return found


def _suspected(whole: Page, suspects: Suspects) -> list[bool]:
    """Which pages have a line that may be furniture: on the others ``tried`` finds none."""
    first, named = whole.derived(page_rows).first, may_name_page(whole)
    some: Flags = suspects.jump | suspects.listed | (suspects.shape > 0)
    acting = suspects.inside | suspects.beside_break | (suspects.interrupts == SURELY) | named
    for group in suspects.heads:
        some[group] |= acting[group]
    catches = np.zeros(len(some), np.int64)
    catches[suspects.catches.rows] = 1
    numbered = (suspects.headlike & named).astype(np.int64)
    found: Flags = np.logical_or.reduceat(some, first)
    found |= np.add.reduceat(catches, first) >= FEW_CATCHWORDS
    found |= np.add.reduceat(numbered, first) >= FEWEST_EDGES
    return found.tolist()

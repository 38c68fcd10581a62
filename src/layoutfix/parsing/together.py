"""What the lines of many pages are, worked out at once: the pages lie end to end meanwhile.

Nothing here decides anything: each function is asked of all pages as of one, and every page gets
its part of the answer, which is what it would have got by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial

import numpy as np

from layoutfix.model import Page, Role
from layoutfix.parsing.end_to_end import end_to_end
from layoutfix.parsing.furniture import Furniture, furniture
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.surroundings import Surroundings, surroundings
from layoutfix.parsing.worded_roles import Worded, worded

__all__ = ["label_together"]


def label_together(pages: Sequence[Page]) -> None:
    """Work out ``surroundings``, ``worded`` and ``furniture`` of each page; they keep them."""
    pages = [page for page in pages if len(page.lines) and not page.has(furniture)]
    if len(pages) < 2:
        return
    whole = end_to_end(pages)
    parts = whole.derived(page_rows).parts()
    near = whole.derived(surroundings)
    for page, part in zip(pages, parts, strict=True):
        page.keep_later(surroundings, partial(_near, near, part))  # few pages are asked for it
    for page, words in zip(pages, _worded(whole, parts), strict=True):
        page.keep(worded, words)
    for page, found in zip(pages, _furniture(whole, parts), strict=True):
        page.keep(furniture, found)


def _near(whole: Surroundings, part: slice, _: Page) -> Surroundings:
    """What stands around the lines of one page."""
    own = Surroundings(*(getattr(whole, each.name)[part] for each in fields(Surroundings)))
    first, last = own.block_first - part.start, own.block_last - part.start
    return replace(own, block_first=first, block_last=last)


def _worded(whole: Page, parts: list[slice]) -> list[Worded]:
    found: list[list[tuple[int, int, Role]]] = [[] for _ in parts]
    pages = whole.derived(page_rows).pages
    for first, last, role in whole.derived(worded):
        number = int(pages[first])
        top = parts[number].start
        found[number].append((first - top, last - top, role))
    return [tuple(some) for some in found]


def _furniture(whole: Page, parts: list[slice]) -> list[Furniture]:
    every = furniture(whole)
    edges = np.searchsorted(every.rows, [*(part.start for part in parts), parts[-1].stop]).tolist()
    columns = {each.name: getattr(every, each.name) for each in fields(Furniture)}
    none = Furniture(**{name: column[:0] for name, column in columns.items()})
    found = []
    for part, (low, high) in zip(parts, itertools.pairwise(edges), strict=True):
        if low == high:
            found.append(none)
            continue
        own = {name: column[low:high] for name, column in columns.items()}
        own["rows"] = own["rows"] - part.start
        found.append(Furniture(**own))
    return found

"""Which lines the layout put on the page, and how sure that is.

A line is suspected for its shape (a page number, a jump line), for its recurrence or for the word
it announces. The proof is what its whole series does: it stands inside sentences, beside
form feeds or other pieces of furniture, evenly, and its numbers count up from page to page.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import Kind
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.catchwords import is_signature
from layoutfix.parsing.furniture_shapes import edge_number, may_name_page, named_page
from layoutfix.parsing.head_groups import AT_BREAKS, BESIDE_KNOWN, FEWEST_ACTING, HeadGroups
from layoutfix.parsing.page_chains import chains, purity, regular_chains
from layoutfix.parsing.page_rows import page_rows
from layoutfix.parsing.page_series import (
    KNOWN,
    OF_BOOKS,
    Series,
    is_regular,
)
from layoutfix.parsing.surroundings import SURELY, line_text, line_texts, surroundings
from layoutfix.parsing.suspects import Suspects, suspects_of

__all__ = ["Furniture", "furniture"]

SURE, FAIRLY, LIKELY, LONE = 0.97, 0.95, 0.8, 0.5

EDGE = 5
"""The shape of a line that begins or ends with a number, beside those of ``page_numbers``."""

FEW_CATCHWORDS, FEWEST_SLOTS = 3, 3
"""Catchwords, and numbers beside titles, that make a series."""


@dataclass(frozen=True, slots=True, eq=False)
class Furniture:
    """The suspects of a page, in order, as columns.

    Attributes:
        rows: their lines.
        kind: ``page number``, ``jump line`` or ``running head`` of each.
        confidence: that the line is furniture, from 0 to 1.
        inside: whether the line surely stands inside a sentence that isn't its own.
        recurs: how many lines read the same, or how many numbers count up with this one.
        beside_break: whether a form feed stands beside it.
        listed: whether a word list of the user's own names it.
    """

    rows: Integers
    kind: tuple[str, ...]
    confidence: npt.NDArray[np.float64]
    inside: Flags
    recurs: Integers
    beside_break: Flags
    listed: Flags


def furniture(page: Page) -> Furniture:
    """The furniture of a page, or of pages that lie end to end.

    Use it as ``page.derived(furniture)``.
    """
    found = suspects_of(page)
    if len(page.lines):
        _try_jumps(found)
        _try_catchwords(found)
        _try_heads(found)
        found.confidence[found.listed] = SURE
        _try_numbers(found)
        changed = _try_neighbours(found)
        if changed.any():
            _try_numbers(found, changed)  # beside what is known by now
        _try_slots(found)
        _try_named(found)
    rows = np.flatnonzero(found.confidence > 0)
    jump, shape = found.jump[rows], found.shape[rows]
    kind = np.where(jump, 0, np.where(shape > 0, 1, 2)).tolist()
    names = ("jump line", "page number", "running head")
    return Furniture(
        rows,
        tuple(names[each] for each in kind),
        found.confidence[rows],
        found.inside[rows],
        found.recurs[rows],
        found.beside_break[rows],
        found.listed[rows],
    )


def _try_jumps(suspects: Suspects) -> None:
    rows = np.flatnonzero(suspects.jump)
    surer = suspects.inside[rows] | suspects.beside[rows] | suspects.beside_break[rows]
    suspects.confidence[rows] = np.where(surer, SURE, FAIRLY)


def _try_heads(suspects: Suspects) -> None:
    """Try the groups that have a line which acts as furniture does."""
    if not suspects.heads:
        return
    acting = suspects.inside | suspects.beside_break | (suspects.interrupts == SURELY)
    acting |= suspects.page.derived(may_name_page)
    _try_groups(suspects, acting)


def _try_neighbours(suspects: Suspects) -> Flags:
    """Try groups that stand beside furniture; the lines of pages where one of them is furniture."""
    if not suspects.heads:
        return np.zeros(len(suspects.confidence), np.bool_)
    known = suspects.confidence >= KNOWN
    _try_groups(suspects, _beside_known(suspects) & ~known)
    more = (suspects.confidence >= KNOWN) & ~known
    found: Flags = suspects.page.derived(page_rows).totals(more) > 0
    return found


def _try_groups(suspects: Suspects, lines: Flags) -> None:
    """Try the groups that have one of these lines."""
    having = HeadGroups.of(suspects, suspects.heads).any_of(lines)
    groups = [suspects.heads[place] for place in np.flatnonzero(having).tolist()]
    if not groups:
        return
    beside = _beside_known(suspects)
    can_be = HeadGroups.of(suspects, groups).can_be_heads(beside)
    for place in np.flatnonzero(can_be).tolist():
        _try_group(suspects, groups[place], beside)


def _try_group(suspects: Suspects, group: Integers, beside: Flags) -> None:
    series = Series(suspects, group, beside)
    confidence = _head_confidence(series)
    if confidence and series.elsewhere <= series.count and not series.is_text:
        suspects.accept(group, confidence, series.count)
        if series.count > 2 and confidence >= FAIRLY:
            suspects.accept(series.numbers, confidence, series.count)


def _beside_known(suspects: Suspects) -> Flags:
    """The lines beside those that are known to be furniture."""
    return suspects.page.derived(page_rows).beside(suspects.confidence >= KNOWN)


def _head_confidence(series: Series) -> float:
    """How sure it is that lines which read the same are running heads or feet."""
    few = series.count == 2
    acting = max(series.inside, series.at_break)
    at_breaks = series.at_break >= AT_BREAKS and series.covers >= 2 / 5
    if not series.parted:
        return 0.0
    if series.named:  # each names its page: no heading and no refrain does that
        many = series.spaced and not few
        return SURE if acting or series.regular or many else LIKELY
    if few and series.wide:  # a sentence of the text may stand there twice
        return 0.0
    numbered = len(series.numbers) > 0
    if _keeps_to_furniture(series, numbered):
        return SURE
    if at_breaks and series.identical:
        return (FAIRLY if series.inside else LIKELY) if few else SURE
    if numbered and few:
        return FAIRLY if acting >= 1 / 2 and series.spaced else 0.0
    if numbered and max(acting, series.cuts) >= (FEWEST_ACTING if series.count > 9 else 1 / 4):
        return SURE
    if series.counted:
        return _counted_confidence(series, at_breaks)
    return _recurring_confidence(series) if series.spaced and not few else 0.0


def _keeps_to_furniture(series: Series, numbered: bool) -> bool:
    """Whether the lines stand beside known furniture nearly wherever they stand.

    So does the head of a long table at the top of a page, but on a few pages only.
    """
    if series.beside < BESIDE_KNOWN or series.count < 3:
        return False
    placed = series.identical or numbered or (series.regular and series.edged)
    apart = series.spaced or numbered or series.keeps_up
    follows = series.keeps_up or series.inside >= 1 / 3
    return placed and apart and follows


def _counted_confidence(series: Series, at_breaks: bool) -> float:
    """Numbers in the lines count up: of pages, or of items, which stand at the ends of text."""
    if at_breaks and max(series.inside, series.cuts) > 0:  # labels of figures part no sentence
        return SURE
    even = series.regular and series.spaced and series.count > 3
    if even and max(series.at_break, series.inside, series.cuts) >= FEWEST_ACTING:
        return SURE
    return FAIRLY if series.edged and series.spaced and series.inside >= 1 / 3 else 0.0


def _recurring_confidence(series: Series) -> float:
    """Nothing but the same words again: they must part sentences, and stand evenly or apart."""
    if series.identical and series.inside >= 2 / 3 and (series.apart or series.regular):
        return SURE
    if not series.regular or series.count < (4 if series.identical else 5):
        return 0.0
    if series.inside >= 1 / 2 or (series.cuts >= 1 / 2 and series.count > 5):
        return SURE
    return FAIRLY if series.inside >= 1 / 4 else 0.0


def _try_catchwords(suspects: Suspects) -> None:
    """Catchwords that part pages of about one length, with the heads that stand below them."""
    catches = suspects.catches
    pages = suspects.page.derived(page_rows).pages[catches.rows]
    behind_head = catches.targets - catches.rows > 1
    for number in np.flatnonzero(np.bincount(pages) >= FEW_CATCHWORDS).tolist():
        own = pages == number
        if not _accept_catchwords(suspects, own):
            _accept_catchwords(suspects, own & behind_head)


def _accept_catchwords(suspects: Suspects, chosen: Flags) -> bool:
    """Accept the chosen catchwords of a page where they part pages; whether they do."""
    catches, page = suspects.catches, suspects.page
    rows, targets = catches.rows[chosen], catches.targets[chosen]
    if len(rows) < FEW_CATCHWORDS or catches.cuts[chosen].mean() < 1 / 2:
        return False
    if 2 * len(set(line_texts(page, rows))) < len(rows):
        return False  # one word again and again: what stands above is meant below
    if not is_regular(page, rows, OF_BOOKS):
        return False
    for row, target in zip(rows.tolist(), targets.tolist(), strict=True):
        suspects.accept(np.arange(row, target), SURE, len(rows))
        if not page.derived(page_rows).begins[row] and is_signature(page, row - 1):
            suspects.accept(np.array([row - 1]), SURE, len(rows))
    return True


def _try_numbers(suspects: Suspects, among: Flags | None = None) -> None:
    """Try the lines with page numbers, all of them or those among some lines."""
    page = suspects.page
    shape, number = _numbered(suspects)
    rows = np.flatnonzero((shape > 0) & ~suspects.jump)
    rows = rows if among is None else rows[among[rows]]
    if not len(rows):
        return
    beside_known = _beside_known(suspects)
    evident = suspects.inside | suspects.beside_break | beside_known
    chain = chains(page, rows, number[rows])
    length = np.bincount(chain)[chain]
    share = np.bincount(chain, evident[rows])[chain] / length
    cuts = np.bincount(chain, suspects.interrupts[rows] == SURELY)[chain] / length
    even = regular_chains(page, rows, chain)
    pure = purity(shape, rows, chain) >= 1 / 2
    series = (length >= 3) & (share >= 1 / 2) & pure
    series |= even & pure & (np.maximum(share, cuts) >= 1 / 8)
    inside, beside, form = suspects.inside[rows], beside_known[rows], shape[rows]
    own, lone = evident[rows], _stands_lone(page, rows)
    pair = (length >= 2) & (share == 1) & pure
    likely = inside | beside | ((length >= 2) & (share > 0))
    bare = np.where(series | pair, SURE, np.where(likely, LIKELY, np.where(lone, LONE, 0)))
    bare[beside & (inside | suspects.beside_break[rows]) & (bare < FAIRLY)] = FAIRLY
    marked = own | ((length >= 3) & (share >= 1 / 3)) | ((length >= 2) & (form == 4)) | series
    marked = np.where(marked, SURE, np.where(length >= 2, LIKELY, LONE))
    cutting = np.bincount(chain, inside)[chain] > 0  # labels of figures stand at breaks as well
    edge = np.where((even & series) | ((length >= 3) & own & (share >= 4 / 5) & cutting), SURE, 0)
    confidence = np.select([form == 1, form == EDGE], [bare, edge], marked)
    surer = confidence > suspects.confidence[rows]
    suspects.confidence[rows[surer]] = confidence[surer]
    suspects.recurs[rows[surer]] = length[surer]


def _numbered(suspects: Suspects) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The shape and the number of lines with page numbers, those of heads included."""
    page = suspects.page
    shape, number = suspects.shape.copy(), suspects.number.copy()
    heads = np.flatnonzero(suspects.headlike & page.derived(may_name_page) & (shape == 0))
    for row, text in zip(heads.tolist(), line_texts(page, heads), strict=True):
        value = edge_number(text)
        if value is not None:
            shape[row], number[row] = EDGE, value
    return shape, number


def _try_slots(suspects: Suspects) -> None:
    """Lines that differ from page to page, as the titles of chapters, beside page numbers.

    Those that interrupt a sentence there are furniture; where most do, so are the others.
    """
    own = suspects.page.derived(page_rows)
    every = np.flatnonzero((suspects.confidence >= KNOWN) & (suspects.shape > 0))
    for page in np.flatnonzero(np.bincount(own.pages[every]) >= FEWEST_SLOTS).tolist():
        numbers = every[own.pages[every] == page]
        for slot in (1, -1):
            rows = numbers + slot
            rows = rows[(rows >= own.low[numbers]) & (rows < own.high[numbers])]
            rows = rows[suspects.titles[rows]]
            inside = rows[suspects.inside[rows]]
            suspects.accept(inside, FAIRLY, len(rows))
            if 2 * len(inside) >= len(rows) and 5 * len(rows) >= 4 * len(numbers):
                suspects.accept(rows, FAIRLY, len(rows))


def _stands_lone(page: Page, rows: Integers) -> Flags:
    """A number between blank lines and running text: worth a word, no more."""
    lines, near = page.lines, page.derived(surroundings)
    own = page.derived(page_rows)
    inner = ~own.begins[rows] & ~own.ends[rows]
    above, below = np.maximum(rows - 1, 0), np.minimum(rows + 1, len(lines) - 1)
    wide = (lines.width[above] >= 40) & (lines.width[below] >= 40)
    digits = near.first_kind[rows] == Kind.DIGIT
    found: Flags = inner & wide & digits & (lines.gap[rows] > 0) & (lines.gap[below] > 0)
    return found


def _try_named(suspects: Suspects) -> None:
    """A line that names its page with a section of the paper, between two jump lines."""
    jump, page = suspects.jump, suspects.page
    rows = page.derived(page_rows)
    between = rows.neighbour(jump, -1, False) & rows.neighbour(jump, 1, False)
    for row in np.flatnonzero(between & suspects.headlike & page.derived(may_name_page)).tolist():
        if named_page(line_text(page, row), page.words) is not None:
            suspects.accept(np.array([row]), SURE, 1)

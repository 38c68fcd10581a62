"""Taking furniture out so that what stood around it stays parted as it was.

Of the separators around a run of furniture the largest stays, every other leaves with the line
beside it; form feeds leave too. Where the run stands in the middle of a sentence its blank lines
are the furniture's own, and one line break is left. Each line has edits of its own, so that any of
them may be left.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import regex

from layoutfix.model import Edit, Finding, Flags, Label, Page, Role, Span
from layoutfix.parsing.furniture import furniture
from layoutfix.parsing.surroundings import SURELY, goes_on

__all__ = [
    "edits_of_rows",
    "edits_of_runs",
    "furniture_edits",
    "furniture_labels",
    "furniture_output",
    "row_runs",
]

BYTE_ORDER_MARK = "\ufeff"

LINE_BREAK = regex.compile(r"\r\n|\n|\r")

LABELLED = 0.9
"""The confidence from which on a line is labelled: a label that is wrong keeps a seam open."""


def furniture_labels(page: Page, rule: str) -> list[Label]:
    """The labels among what ``furniture_output`` gives."""
    found, start, end = page.derived(furniture), page.lines.start, page.lines.end
    name = rule.replace("-", " ")
    return [
        Label(Span(int(start[row]), int(end[row])), Role.FURNITURE)
        for place, row in enumerate(found.rows.tolist())
        if found.kind[place] == name and found.confidence[place] >= LABELLED
    ]


def furniture_output(page: Page, rule: str) -> Iterator[Finding | Label]:
    """A finding for each line of the kind that ``rule`` is named for, and a label where sure."""
    found = page.derived(furniture)
    if not found.kind:
        return
    start, end = page.lines.start, page.lines.end
    name = rule.replace("-", " ")
    edits = page.derived(furniture_edits) if name in found.kind else {}
    for place, row in enumerate(found.rows.tolist()):
        if found.kind[place] != name:
            continue
        span = Span(int(start[row]), int(end[row]))
        confidence = float(found.confidence[place])
        if confidence >= LABELLED:
            yield Label(span, Role.FURNITURE)
        inside, recurs = bool(found.inside[place]), int(found.recurs[place])
        listed = bool(found.listed[place])
        reason = f"a {name} that a word list names" if listed else f"a {name}"
        reason += " that interrupts a sentence" if inside and not listed else ""
        evidence = (
            ("inside a sentence", float(inside)),
            ("lines of its kind", float(recurs)),
            ("beside a form feed", float(found.beside_break[place])),
        )
        yield Finding(rule, span, reason, confidence, edits[row], evidence)


def furniture_edits(page: Page) -> dict[int, tuple[Edit, ...]]:
    """The edits that take out each suspect, by row; use it as ``page.derived(furniture_edits)``.

    Nothing is put in: what is left of the separators was there before.
    """
    found = page.derived(furniture)
    sure = set(found.rows[found.confidence >= LABELLED].tolist())
    return edits_of_runs(page, found.rows.tolist(), sure)


def edits_of_runs(page: Page, rows: Iterable[int], sure: set[int]) -> dict[int, tuple[Edit, ...]]:
    """The edits that take out lines, by row; a sentence that goes on past a run of them is healed.

    Args:
        page: the page.
        rows: of the lines, in order.
        sure: those that surely leave: past a run that has others no sentence is healed.
    """
    edits: dict[int, tuple[Edit, ...]] = {}
    runs = list(row_runs(rows))
    for (first, last), inside in zip(runs, _interrupt(page, runs).tolist(), strict=True):
        inside = inside and sure.issuperset(range(first, last + 1))
        edits.update(edits_of_rows(page, first, last, inside=inside))
    return edits


def row_runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of rows, which come in order, without a gap.

    >>> list(row_runs([2, 3, 4, 7]))
    [(2, 4), (7, 7)]
    """
    for _, run in itertools.groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        yield numbers[0], numbers[-1]


def _interrupt(page: Page, runs: Sequence[tuple[int, int]]) -> Flags:
    """Whether a sentence surely goes on from the line before each run to the one behind it.

    Args:
        page: with its lines.
        runs: the rows of the first and the last line of each.
    """
    rows = np.array(runs, np.int64).reshape(-1, 2)
    behind = np.where(rows[:, 1] + 1 < len(page.lines), rows[:, 1] + 1, -1)
    surely: Flags = goes_on(page, rows[:, 0] - 1, behind) == SURELY
    return surely


def edits_of_rows(
    page: Page, first: int, last: int, *, inside: bool = False
) -> dict[int, tuple[Edit, ...]]:
    """The edits that take out the lines from ``first`` to ``last``, for each line its own.

    Args:
        page: with its lines.
        first: row of the first of them.
        last: row of the last one.
        inside: whether they surely stand inside a sentence: then one line break stays.
    """
    separators = _separators(page, first, last)
    kept = _largest(page, first, last)
    edits: dict[int, list[Edit]] = {}
    for place, row in enumerate(range(first, last + 1)):
        before, after = separators[place], separators[place + 1]
        leaves = Span(before.start, after.start) if place < kept else Span(before.end, after.end)
        edits[row] = [Edit(leaves)]
    beside = first + max(kept - 1, 0)
    inner = first > 0 and last + 1 < len(page.lines)
    surplus = _behind_one_break(page, separators[kept]) if inside and inner else []
    edits[beside].extend(surplus or _form_feeds(page, separators[kept]))
    return {row: tuple(some) for row, some in edits.items()}


def _separators(page: Page, first: int, last: int) -> list[Span]:
    """What stands before, between and behind the lines; an indent belongs to its line."""
    lines = page.lines
    start = 1 if page.text.startswith(BYTE_ORDER_MARK) else 0
    ends = [
        start if first == 0 else int(lines.end[first - 1]),
        *lines.end[first : last + 1].tolist(),
    ]
    starts = [*lines.first[first : last + 1].tolist()]
    starts.append(int(lines.first[last + 1]) if last + 1 < len(lines) else len(page.text))
    return [Span(end, max(end, start)) for end, start in zip(ends, starts, strict=True)]


def _largest(page: Page, first: int, last: int) -> int:
    """Which separator stays: at the ends of the page what begins or ends it."""
    lines = page.lines
    if first == 0:
        return 0
    if last + 1 == len(lines):
        return last + 1 - first
    rows = range(first, last + 2)
    sizes = [(int(lines.gap[row]), not lines.page_break[row]) for row in rows]
    return sizes.index(max(sizes))


def _behind_one_break(page: Page, separator: Span) -> list[Edit]:
    """What follows the first line break of the separator that stays."""
    found = LINE_BREAK.search(page.text, separator.start, separator.end)
    rest = Span(found.end(), separator.end) if found else Span(0, 0)
    return [Edit(rest)] if len(rest) else []


def _form_feeds(page: Page, separator: Span) -> list[Edit]:
    """The form feeds of the separator that stays, where a line break is left of it."""
    text = separator.text_of(page.text)
    inner = separator.start > 0 and separator.end < len(page.text)
    if "\f" not in text or (inner and "\n" not in text and "\r" not in text):
        return []
    feeds = [separator.start + at for at, c in enumerate(text) if c == "\f"]
    return [Edit(Span(at, at + 1)) for at in feeds]

"""Taking out blocks that stand again elsewhere, so that what stood around them stays parted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from layoutfix.evidence.removal import edits_of_rows
from layoutfix.model import Edit, Page, Span

__all__ = ["removal"]


def removal(page: Page, blocks: Sequence[int], kept: Sequence[Span]) -> tuple[Edit, ...]:
    """The edits that take out some blocks.

    Args:
        page: with its roles.
        blocks: their numbers, in order.
        kept: the copy of each that stays.
    """
    every = page.blocks
    rows: dict[int, Span] = {}
    for block, copy in zip(blocks, kept, strict=True):
        lines = every[block].lines
        first, last = np.searchsorted(page.lines.start, [lines[0].start, lines[-1].start]).tolist()
        rows.update(dict.fromkeys(range(first, last + 1), copy))
    edits: list[Edit] = []
    for first, last in _runs(sorted(rows)):
        for row, some in sorted(edits_of_rows(page, first, last).items()):
            edits.extend(replace(edit, kept=rows[row]) for edit in some)
    return tuple(edits)


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of rows without a gap."""
    for _, run in itertools.groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        yield numbers[0], numbers[-1]

"""Taking out blocks that stand again elsewhere, so that what stood around them stays parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from layoutfix.evidence.removal import edits_of_rows, row_runs
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
    for first, last in row_runs(sorted(rows)):
        for row, some in sorted(edits_of_rows(page, first, last).items()):
            edits.extend(replace(edit, kept=rows[row]) for edit in some)
    return tuple(edits)

"""Taking out blocks that stand again elsewhere, so that what stood around them stays parted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from layoutfix.model import Edit, Page, Span
from layoutfix.roles.removal import edits_of_rows

__all__ = ["removal"]


def removal(page: Page, blocks: range, kept: Span) -> tuple[Edit, ...]:
    """The edits that take out some blocks.

    Args:
        page: with its roles.
        blocks: their numbers, one behind the other.
        kept: the copy that stays.
    """
    every = page.blocks
    starts = [every[blocks.start].lines[0].start, every[blocks.stop - 1].lines[-1].start]
    first, last = np.searchsorted(page.lines.start, starts).tolist()
    edits = edits_of_rows(page, first, last)
    return tuple(replace(edit, kept=kept) for row in sorted(edits) for edit in edits[row])

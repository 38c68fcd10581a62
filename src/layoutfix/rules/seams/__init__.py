"""The rules of the seams stage: which neighbours are one paragraph."""

from __future__ import annotations

from layoutfix.rules.seams.join_blocks import join_blocks
from layoutfix.rules.seams.join_doubled import join_doubled
from layoutfix.rules.seams.join_hyphenated import join_hyphenated
from layoutfix.rules.seams.join_lines import join_lines

__all__ = ["SEAM_RULES"]

SEAM_RULES = (join_lines, join_blocks, join_hyphenated, join_doubled)

"""The rules of layoutfix; ``DEFAULT`` lists them in order."""

from __future__ import annotations

from layoutfix.rule import Ruleset
from layoutfix.rules.seams import SEAM_RULES

__all__ = ["DEFAULT"]

DEFAULT = Ruleset((*SEAM_RULES,))

"""The rules of layoutfix; ``DEFAULT`` lists them in order."""

from __future__ import annotations

from layoutfix.rule import Ruleset
from layoutfix.rules.placement import PLACEMENT_RULES
from layoutfix.rules.repeats import REPEATS_RULES
from layoutfix.rules.roles import ROLES_RULES
from layoutfix.rules.seams import SEAM_RULES

__all__ = ["DEFAULT"]

DEFAULT = Ruleset((*ROLES_RULES, *REPEATS_RULES, *PLACEMENT_RULES, *SEAM_RULES))

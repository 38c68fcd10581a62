"""The rules of the placement stage: where each fragment belongs."""

from __future__ import annotations

from layoutfix.rules.placement.move_fragment import move_fragment

__all__ = ["PLACEMENT_RULES"]

PLACEMENT_RULES = (move_fragment,)

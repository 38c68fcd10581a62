"""The rules of layoutfix; ``DEFAULT`` lists them in order."""

from __future__ import annotations

from layoutfix.rule import Ruleset

__all__ = ["DEFAULT"]

DEFAULT = Ruleset(())

"""The rules of the repeats stage: what stands twice and shouldn't."""

from __future__ import annotations

from layoutfix.rule import Rule
from layoutfix.rules.repeats.doubled_section import doubled_section
from layoutfix.rules.repeats.pull_quote import pull_quote

__all__ = ["REPEATS_RULES"]

REPEATS_RULES: tuple[Rule, ...] = (pull_quote, doubled_section)

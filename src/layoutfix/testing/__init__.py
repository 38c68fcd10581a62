"""What people need to test rules of their own, and the pages they have repaired.

Nothing here needs pytest; where it is installed, ``layoutfix.integrations.pytest_plugin`` adds the
fixtures ``layoutfix_rules`` and ``layoutfix_golden``.
"""

from __future__ import annotations

from layoutfix.testing.cases import RuleCase, check_rule, rule_cases
from layoutfix.testing.golden import GoldenPage, assert_golden, golden_pages
from layoutfix.testing.laws import assert_laws
from layoutfix.testing.pages import assert_fixes, assert_stays

__all__ = [
    "GoldenPage",
    "RuleCase",
    "assert_fixes",
    "assert_golden",
    "assert_laws",
    "assert_stays",
    "check_rule",
    "golden_pages",
    "rule_cases",
]

"""The rule keeps its word, the words are read, and layoutfix finds the package."""

from __future__ import annotations

import pytest
from harbour_rules import RULES

from layoutfix import DEFAULT
from layoutfix.config.plugins import with_plugins
from layoutfix.testing import RuleCase, assert_fixes, assert_stays, rule_cases

ALL = DEFAULT.extend(*RULES).with_words(*RULES.words)


@pytest.mark.parametrize("case", rule_cases(RULES), ids=str)
def test_a_rule_keeps_its_word(case: RuleCase) -> None:
    case.check()


def test_the_running_head_leaves() -> None:
    page = "The ferry sails.\n\nThe Harbour Courier 3 May\n\nIt is blue.\n"
    assert_fixes(page, "The ferry sails.\n\nIt is blue.\n", rules=ALL)


def test_what_only_sounds_like_it_stays() -> None:
    assert_stays("I read the Harbour Courier every day.\n", rules=ALL)


def test_the_entry_point_names_the_rules() -> None:
    installed = with_plugins(DEFAULT)
    assert "drop-adverts" in installed
    assert installed.words == RULES.words

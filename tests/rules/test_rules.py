"""The shipped rules: each shows by examples what it does, and without it one of them fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layoutfix import DEFAULT, Rule
from layoutfix.model import Label
from layoutfix.parsing.lines import parse
from layoutfix.testing import RuleCase, check_rule, rule_cases
from tests.conftest import ROOT

every_rule = pytest.mark.parametrize("each", DEFAULT, ids=lambda each: each.name)


@pytest.mark.parametrize("case", rule_cases(DEFAULT), ids=str)
def test_a_rule_does_what_it_says_and_is_missed_without(case: RuleCase) -> None:
    case.check()


@every_rule
def test_a_rule_that_does_nothing_any_more_is_caught(each: Rule) -> None:
    """A rule without its work is as good as deleted: its own examples tell."""
    with pytest.raises(AssertionError, match=f"rule {each.name}"):
        check_rule(replace(each, function=lambda _: ()))


@every_rule
def test_there_are_two_examples_of_each_kind(each: Rule) -> None:
    assert sum(example.stays for example in each.examples) >= 2
    assert sum(not example.stays for example in each.examples) >= 2


NAMES = (
    *("page-number", "running-head", "jump-line", "caption", "byline", "dateline", "sign-off"),
    *("move-caption", "surplus-blank-lines", "pull-quote", "doubled-section", "move-fragment"),
    *("join-lines", "join-blocks", "join-hyphenated", "join-doubled"),
)
"""People write them into configurations: a name that leaves this list breaks somebody's."""


def test_names_are_unique_and_stay() -> None:
    names = [each.name for each in DEFAULT]
    assert len(set(names)) == len(names)
    assert set(NAMES) <= set(names)


@every_rule
def test_what_a_rule_needs_is_shipped(each: Rule) -> None:
    assert all(name in DEFAULT and name != each.name for name in each.needs)


@every_rule
def test_the_first_line_stands_alone_in_lists(each: Rule) -> None:
    first, *rest = each.summary.splitlines()
    assert len(first) <= 120
    assert first.endswith(".")
    assert rest, "say more: why it is damage, what the rule leaves alone"
    assert rest[0] == "", "the first line is a paragraph of its own"


@pytest.mark.parametrize(
    "each", [rule for rule in DEFAULT if rule.labels], ids=lambda each: each.name
)
def test_labels_are_the_same_without_findings(each: Rule) -> None:
    assert each.labels
    inputs = (ROOT / "tests" / "fixtures" / "pages").glob("*.in.*")
    texts = [*(path.read_text("utf-8") for path in inputs), *(e.before for e in each.examples)]
    for page in map(parse, texts):
        assert list(each.labels(page)) == [p for p in each(page) if isinstance(p, Label)]

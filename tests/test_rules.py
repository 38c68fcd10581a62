"""The shipped rules: each shows by examples what it does, and without it one of them fails."""

from __future__ import annotations

import pytest

from layoutfix import DEFAULT, Example, Rule, Ruleset, fix

every_rule = pytest.mark.parametrize("each", DEFAULT, ids=lambda each: each.name)


def wanted(example: Example) -> str:
    """What the page of an example must become."""
    return example.before if example.after is None else example.after


def holds(example: Example, rules: Ruleset) -> bool:
    """Whether the rules make of an example what they must."""
    return fix(example.before, rules=rules).text == wanted(example)


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(example, id=f"{each.name}-{number}")
        for each in DEFAULT
        for number, example in enumerate(each.examples)
    ],
)
def test_an_example_holds_among_all_rules(example: Example) -> None:
    assert fix(example.before).text == wanted(example)


@every_rule
def test_there_are_two_examples_of_each_kind_and_none_twice(each: Rule) -> None:
    assert sum(example.stays for example in each.examples) >= 2
    assert sum(not example.stays for example in each.examples) >= 2
    pages = [example.before for example in each.examples]
    assert len(set(pages)) == len(pages)


@every_rule
def test_a_rule_that_is_taken_away_is_missed(each: Rule) -> None:
    others = DEFAULT.without(each.name)
    assert any(holds(one, DEFAULT) and not holds(one, others) for one in each.examples)


def test_names_are_unique() -> None:
    names = [each.name for each in DEFAULT]
    assert len(set(names)) == len(names)


@every_rule
def test_what_a_rule_needs_is_shipped(each: Rule) -> None:
    assert all(name in DEFAULT and name != each.name for name in each.needs)


@every_rule
def test_the_first_line_stands_alone_in_lists(each: Rule) -> None:
    first, *rest = each.summary.splitlines()
    assert len(first) <= 120
    assert first.endswith(".")
    assert rest, "say more: why it is damage, when the rule keeps its hands off"
    assert rest[0] == "", "the first line is a paragraph of its own"

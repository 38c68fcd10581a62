"""Rules as values, and sets of them."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from layoutfix import (
    DEFAULT,
    Example,
    Finding,
    Page,
    RuleError,
    Ruleset,
    Span,
    Stage,
    WordList,
    fix,
)
from layoutfix.matching import matches
from layoutfix.pipeline import seams_alone
from layoutfix.rule import rule
from layoutfix.testing import RuleCase, rule_cases
from tests.rules import RULES

GOOD = (Example("a", "b"), Example("a"))


def nothing(page: Page) -> list[Finding]:
    """It sees nothing."""
    del page
    return []


@pytest.mark.parametrize(
    ("name", "examples", "message"),
    [
        ("Upper", GOOD, "lower case"),
        ("two words", GOOD, "lower case"),
        ("two_words", GOOD, "hyphens"),
        ("../elsewhere", GOOD, "hyphens"),
        ("one--two-", GOOD, "hyphens"),
        ("", GOOD, "lower case"),
        ("good", (Example("a"),), "that changes"),
        ("good", (Example("a", "b"),), "that stays"),
        ("good", (), "that changes"),
    ],
)
def test_a_rule_that_is_not_well_formed_is_refused(
    name: str, examples: tuple[Example, ...], message: str
) -> None:
    with pytest.raises(RuleError, match=message):
        rule(name, "seams", examples)(nothing)


def test_a_rule_needs_a_docstring_and_a_known_stage() -> None:
    def silent(page: Page) -> list[Finding]:
        del page
        return []

    with pytest.raises(RuleError, match="docstring"):
        rule("silent", "seams", GOOD)(silent)
    with pytest.raises(RuleError, match="the stages are roles, repeats"):
        rule("lost", "seam", GOOD)(nothing)


def test_a_rule_carries_its_docstring_and_stays_as_it_is() -> None:
    made = rule("nothing", Stage.SEAMS, GOOD, needs=["other"])(nothing)
    assert (made.summary, made.stage, made.needs) == ("It sees nothing.", Stage.SEAMS, ("other",))
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.name = "else"  # type: ignore[misc]


def test_rules_travel_to_other_processes() -> None:
    words = WordList("test", templates=(("furniture", ("The Courier",)),))
    for rules in (DEFAULT, RULES, DEFAULT.with_words(words), seams_alone(DEFAULT)):
        assert pickle.loads(pickle.dumps(rules)) == rules
    assert pickle.loads(pickle.dumps(DEFAULT["byline"])) is DEFAULT["byline"]


def test_what_goes_wrong_in_a_rule_is_told_with_its_name() -> None:
    def fails(page: Page) -> list[Finding]:
        """It fails."""
        raise KeyError(page.text)

    def gives(page: Page) -> list[Finding]:
        """It gives back what it shouldn't."""
        return [page.text]  # type: ignore[list-item]

    for function, message in (
        (fails, "rule tried failed: KeyError: 'a'"),
        (gives, "rule tried gave back a str, no Finding and no Label"),
    ):
        with pytest.raises(RuleError, match=message):
            fix("a", rules=Ruleset((rule("tried", "seams", GOOD)(function),)))


def test_a_pattern_that_backtracks_is_stopped_and_its_rule_named() -> None:
    def hopeless(page: Page) -> list[Finding]:
        """It never comes to an end."""
        return [Finding("x", Span(*found.span()), "", 1) for found in matches(page, "(?:a|aa)+$")]

    with pytest.raises(RuleError, match="rule tried: its pattern takes too long on a page of 61"):
        fix("a" * 60 + "!", rules=Ruleset((rule("tried", "seams", GOOD)(hopeless),)))


def test_an_example_with_the_same_page_after_stays() -> None:
    assert Example("a").stays
    assert Example("a", "a").stays
    assert not Example("a", "b").stays


def test_sets_are_chosen_from_and_added_to() -> None:
    chosen = RULES.select("join", "page-number")
    assert [each.name for each in chosen] == ["page-number", "join"]
    assert "join" not in RULES.without("join")
    assert len(RULES.without("join").extend(RULES["join"])) == len(RULES)
    assert [each.name for each in RULES.of(Stage.ROLES)] == ["page-number"]
    assert len(RULES) == 6


def test_names_are_unique_and_near_misses_are_named() -> None:
    with pytest.raises(RuleError, match="two rules are named 'join'"):
        RULES.extend(RULES["join"])
    with pytest.raises(RuleError, match="did you mean 'join-hyphenated'"):
        RULES.select("join-hyphenatd")
    with pytest.raises(RuleError, match="there are page-number, "):
        RULES.without("zzz")
    with pytest.raises(RuleError):
        RULES["zzz"]


@pytest.mark.parametrize(
    "case",
    [case for each in RULES for case in rule_cases(each, among=Ruleset(), min_confidence=0.3)],
    ids=str,
)
def test_the_small_rules_do_what_they_say(case: RuleCase) -> None:
    case.check()

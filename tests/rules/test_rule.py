"""Rules as values, and sets of them."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from layoutfix import (
    DEFAULT,
    Edit,
    EditError,
    Example,
    Finding,
    Fixed,
    Label,
    Page,
    Role,
    RuleError,
    Ruleset,
    Span,
    Stage,
    WordList,
    check,
    find_misplaced,
    fix,
    rejoin,
    sections,
)
from layoutfix.language.matching import matches
from layoutfix.pipeline import seams_alone
from layoutfix.rule import rule
from layoutfix.testing import RuleCase, rule_cases
from tests.small_rules import RULES

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


def asked(output: object) -> Fixed:
    """What comes of a page where a rule gives this back."""

    def tried(page: Page) -> list[Finding]:
        """It gives back what it was told to, once."""
        return output if page.text == "ab cd\n" else []  # type: ignore[return-value]

    return fix("ab cd\n", rules=Ruleset((rule("tried", "roles", GOOD)(tried),)))


def found(**changes: Any) -> list[Finding]:
    whole = Finding("tried", Span(2, 3), "a gap", 0.99, (Edit(Span(2, 3)),))
    return [dataclasses.replace(whole, **changes)]


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (None, "rule tried gave back a NoneType; yield findings, or give back a list"),
        (found()[0], "rule tried gave back a Finding; yield findings"),
        (["ab"], "rule tried gave back a str, no Finding and no Label"),
        (found(span=(2, 3)), r"rule tried: a finding's span is a Span\(start, end\), not \(2, 3\)"),
        (found(span=Span(0, 7)), "rule tried: a finding's span 0:7 is none of a page of 6"),
        (found(span=Span(3, 2)), "rule tried: a finding's span 3:2 is none"),
        (found(span=Span(2.0, 3)), "offsets are whole numbers, not 2.0"),  # type: ignore[arg-type]
        (found(confidence="high"), "confidence is a probability from 0 to 1, not 'high'"),
        (found(confidence=None), "confidence is a probability from 0 to 1, not None"),
        (found(confidence=1.5), "rule tried: 1.5 is no probability"),
        (found(edits=Edit(Span(2, 3))), r"edits are a tuple of Edit, as \(Edit\(span\),\), not a"),
        (found(edits=(Span(2, 3),)), "edits are a tuple of Edit.*; one is a Span"),
        (found(edits=(Edit((2, 3)),)), r"span is a Span"),  # type: ignore[arg-type]
        (found(edits=(Edit(Span(2, 9)),)), "rule tried: span 2:9 reaches outside the 6 characters"),
        ([Label(Span(0, 9), Role.CAPTION)], "rule tried: a label's span 0:9 is none"),
        ([Label(Span(0, 2), "caption")], "role is one of Role, as Role.CAPTION, not 'caption'"),  # type: ignore[arg-type]
    ],
    ids=str,
)
def test_what_is_no_output_is_told_with_the_name_of_its_rule(output: object, message: str) -> None:
    with pytest.raises((RuleError, EditError), match=message):
        asked(output)


def test_numbers_out_of_arrays_and_lists_of_edits_are_taken() -> None:
    start, end, sure = np.array([2, 3]), np.array([3, 4]), np.array([0.99])
    span = Span(start[0], end[0])
    page = asked(found(span=span, confidence=sure[0], edits=[Edit(span)]))
    assert page.text == "abcd\n"
    (each,) = page.applied
    assert each == found()[0]
    assert {type(each.span.start), type(each.edits[0].span.end)} == {int}
    assert type(each.confidence) is float


def test_a_rule_that_fails_is_told_with_its_name() -> None:
    def fails(page: Page) -> Iterator[Finding]:
        """It fails behind its first finding."""
        yield from found()
        raise KeyError(page.text)

    with pytest.raises(RuleError, match=r"rule tried failed: KeyError: 'ab cd\\n'"):
        fix("ab cd\n", rules=Ruleset((rule("tried", "seams", GOOD)(fails),)))


@pytest.mark.parametrize("column", ["start", "role", "gap"])
def test_a_rule_cannot_write_into_a_page(column: str) -> None:
    def writes(page: Page) -> list[Finding]:
        """It changes what the others see."""
        getattr(page.lines, column)[0] = 1
        return []

    with pytest.raises(RuleError, match=r"rule tried failed: ValueError: .* read-only"):
        fix("ab cd\n", rules=RULES.extend(rule("tried", "seams", GOOD)(writes)))


def test_what_a_rule_is_made_of_must_be_what_it_is_said_to_be() -> None:
    wrong: Any
    for wrong, message in (
        (Example("a", "b"), "examples are a list"),
        ([("a", "b"), ("a",)], "rule good: examples are of Example, one is a tuple"),
    ):
        with pytest.raises(RuleError, match=message):
            rule("good", "seams", wrong)(nothing)
    with pytest.raises(RuleError, match=r"needs is a list of names, as \['join'\]"):
        rule("good", "seams", GOOD, needs="join")(nothing)
    with pytest.raises(RuleError, match="rule name 3"):
        rule(3, "seams", GOOD)(nothing)  # type: ignore[arg-type]
    for pages in ((None,), (b"a",), ("a", 3)):
        with pytest.raises(RuleError, match="pages, which are strings"):
            Example(*pages)


def test_a_set_holds_rules_and_words_alone() -> None:
    name: Any = [RULES["join"]]
    assert Ruleset(name) == Ruleset((RULES["join"],))
    for held in ((nothing,), ("join",)):
        with pytest.raises(RuleError, match=r"is no Rule; @rule\(…\) above a function makes one"):
            RULES.extend(*held)
    with pytest.raises(RuleError, match="a list is no Rule"):
        RULES.extend(name)
    with pytest.raises(RuleError, match="a str is no WordList; read_words"):
        RULES.with_words("words.toml")  # type: ignore[arg-type]
    with pytest.raises(RuleError, match="chosen by name, one by one"):
        RULES.select(name)
    for function in (fix, check, rejoin, sections, find_misplaced):
        with pytest.raises(RuleError, match=r"rules is a Ruleset, .* not a list"):
            function("a", rules=name)


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

"""What people call goes by the rules and the confidence it is given, and says what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from layoutfix import InputError, RuleError, Ruleset, check, fix, fix_many, pipeline, rejoin
from layoutfix.model import Fixed, Label, Page, Role, Stage
from layoutfix.rule import Example, rule
from tests.small_rules import RULES

UNSURE = "So?\nYes\n"
"""The small rules would join it, but are not sure enough."""


@pytest.mark.parametrize("call", [fix, rejoin, lambda text, **how: next(fix_many([text], **how))])
def test_what_is_less_sure_is_done_when_it_is_asked_for(call: Callable[..., Fixed]) -> None:
    assert call(UNSURE, rules=RULES).text == UNSURE
    assert call(UNSURE, rules=RULES, min_confidence=0.3).text == "So? Yes\n"


def test_a_check_goes_by_its_rules_and_its_confidence() -> None:
    """What is not removed is there for the rules of the next stage."""
    page = "7\nSo.\n7\n"
    assert [each.rule for each in check(page, rules=RULES)] == ["page-number"] * 2
    found = [each.rule for each in check(page, rules=RULES, min_confidence=1)]
    assert found == ["page-number", "page-number", "repeated-line"]


def test_rejoin_leaves_a_page_number_and_does_not_join_it() -> None:
    page = "We met\n7\non it\n"
    assert rejoin(page, rules=RULES).text == page
    assert rejoin("We met\non it\n", rules=RULES).text == "We met on it\n"


SHOUTED = Example("ONE\nis two\nof three\n", "ONE\nis two of three\n")


@rule("shouted", Stage.ROLES, [SHOUTED, Example("ONE\nis two\n")], needs=("join",))
def shouted(page: Page) -> Iterator[Label]:
    """A line in capitals is a heading: nothing is joined to it.

    Others stay.
    """
    for block in page.blocks:
        if block.span.text_of(page.text).isupper():
            yield Label(block.span, Role.HEADING)


HEADED = "One.\n\nTWO\n\nThree.\n\nFour.\n"


def test_sections_are_parted_where_the_rules_see_headings() -> None:
    found = pipeline.sections(HEADED, rules=Ruleset((shouted,)))
    texts = [section.span.text_of(HEADED) for section in found]
    assert texts == ["One.", "TWO\n\nThree.\n\nFour."]
    assert [section.span.text_of(HEADED) for section in pipeline.sections(HEADED)] == [HEADED[:-1]]


def test_what_is_misplaced_is_looked_for_with_the_roles_of_the_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "misplaced_of", lambda page: [(b.role, 0) for b in page.blocks])
    found: tuple[object, ...] = pipeline.find_misplaced(HEADED, rules=Ruleset((shouted,)))
    assert list(found) == [Role.PARAGRAPH, Role.HEADING, Role.PARAGRAPH, Role.PARAGRAPH]


@pytest.mark.parametrize("confidence", [-0.1, 1.1, "0.5"])
def test_a_confidence_is_a_probability(confidence: float) -> None:
    with pytest.raises(InputError, match=r"a probability from 0 to 1, not '?[-01]"):
        fix("a", min_confidence=confidence)


@pytest.mark.parametrize("confidence", [None, 0, 0.5, 1])
def test_every_probability_is_a_confidence(confidence: float | None) -> None:
    assert fix("a", min_confidence=confidence).text == "a"


def test_what_was_given_instead_is_named() -> None:
    with pytest.raises(InputError, match="this is one bytes; fix takes one page"):
        fix_many(b"a")  # type: ignore[arg-type]
    with pytest.raises(RuleError, match=r"rules is a Ruleset, .* not a list"):
        fix("a", rules=[])  # type: ignore[arg-type]

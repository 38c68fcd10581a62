"""Pages that don't come to rest, pages that fail, and what is worked out of those beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from weakref import ref

import pytest

from layoutfix import InputError, RuleError, fix, fix_many
from layoutfix.engine.passes import PASSES, UNSETTLED, Plan, repaired
from layoutfix.errors import surrogate_in
from layoutfix.model import Edit, Finding, Fixed, Page, Proof, Span, Stage
from layoutfix.rule import Example, Rule, Ruleset
from tests.small_rules import RULES

EXAMPLES = (Example("a\nb\n", "b\na\n"), Example("a"))
SURROGATE = "a\ud83d"
LINES = "One.\nTwo.\nThree.\n"


def rotation(stage: Stage, turns: int = 99) -> Rule:
    """The first line goes to the end, so many times."""
    asked = 0

    def function(page: Page) -> list[Finding]:
        nonlocal asked
        asked += 1
        if asked > turns:
            return []
        end = page.text.index("\n") + 1
        first, proof = Span(0, end), Proof("it is the first", Span(0, end))
        move = Edit(first, target=len(page.text))
        sure = Finding("rotation", first, "it goes last", 0.95, (move,), proofs=(proof,))
        unsure = Finding("rotation", first, "it may stay", 0.1, (Edit(Span(0, 1)),))
        return [sure, unsure]

    return Rule("rotation", stage, function, "The first line goes last.", EXAMPLES)


def told(page: Fixed) -> list[tuple[str, str, str]]:
    """Where something was found and not applied, what, and why."""
    return [(f.span.text_of(page.source), f.reason, why) for f, why in page.skipped]


@pytest.mark.parametrize("others", [(), (RULES["join"], RULES["shy-join"])])
@pytest.mark.parametrize("stage", list(Stage))
def test_of_a_page_that_does_not_come_to_rest_the_first_pass_is_told(
    stage: Stage, others: tuple[Rule, ...]
) -> None:
    """Later passes see other lines first."""
    page = fix(LINES, rules=Ruleset((rotation(stage), *others)))
    assert (page.source, page.text, page.applied, page.removed) == (LINES, LINES, (), ())
    assert told(page) == [
        ("One.\n", "it goes last", UNSETTLED),
        ("One.\n", "it may stay", "its confidence is below 0.9"),
    ]


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("turns", [1, PASSES - 1, PASSES])
def test_the_last_pass_only_confirms(stage: Stage, turns: int) -> None:
    lines = [f"Line {number}.\n" for number in range(PASSES + 1)]
    page = fix("".join(lines), rules=Ruleset((rotation(stage, turns),)))
    rests = turns < PASSES
    assert page.text == "".join(lines[turns:] + lines[:turns] if rests else lines)
    assert all((why != UNSETTLED) is rests for _, _, why in told(page)[:1])


def failing(stage: Stage, what: str) -> Rule:
    """A rule that fails on pages with a certain word."""

    def function(page: Page) -> list[Finding]:
        if what in page.text:
            raise ValueError("it can't")
        return []

    return Rule("fails", stage, function, "It fails.", EXAMPLES)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("what", ["Tues-", "Tuesday"])
def test_a_page_that_fails_stops_no_other(stage: Stage, what: str) -> None:
    """Also where it fails only when something has been done to it."""
    rules = RULES.extend(failing(stage, what))
    texts = ["We met\non it", "We met on Tues-\nday.", b"So", "So it is\nnow", SURROGATE]
    pages = repaired(texts, Plan(rules, None))
    assert [page.text if isinstance(page, Fixed) else str(page) for page in pages] == [
        "We met on it",
        "rule fails failed: ValueError: it can't",
        "a page is a str, this is bytes; decode bytes first",
        "So it is now",
        str(surrogate_in(SURROGATE)),
    ]
    assert [type(page) for page in pages] == [Fixed, RuleError, InputError, Fixed, InputError]


def watching(stage: Stage, see: Callable[[Page], None]) -> Rule:
    """A rule that finds nothing, and what it does instead."""

    def function(page: Page) -> list[Finding]:
        see(page)
        return []

    return Rule(f"sees-{stage}", stage, function, "It sees.", EXAMPLES)


def test_a_page_that_is_none_is_shown_to_no_rule() -> None:
    seen: list[str] = []
    rules = Ruleset((watching(Stage.ROLES, lambda page: seen.append(page.text)),))
    with pytest.raises(InputError):
        list(fix_many(["a", 3, "\udc00"], rules=rules))  # type: ignore[list-item]
    assert seen == ["a"]


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("others", [(), ("It is done.", "So?\nYes")])
def test_a_rule_sees_each_text_once(stage: Stage, others: tuple[str, ...]) -> None:
    seen: list[str] = []
    rules = RULES.extend(watching(stage, lambda page: seen.append(page.text)))
    list(fix_many(["We met\non it", *others], rules=rules))
    assert seen == ["We met\non it", *others, "We met on it"]


class Worked:
    """What a rule may work out of a page and keep beside it."""

    def __init__(self, page: Page) -> None:
        self.text = page.text


def test_what_was_worked_out_of_a_page_that_is_through_is_freed() -> None:
    kept: list[ref[Worked]] = []
    alive: list[list[str]] = []

    def see(page: Page) -> None:
        kept.append(ref(page.derived(Worked)))
        alive.append([each.text for each in (one() for one in kept) if each is not None])

    rules = RULES.extend(watching(Stage.REPEATS, see))
    list(fix_many(["It is done.", "We met\non it"], rules=rules))
    assert alive == [["It is done."], ["It is done.", "We met\non it"], ["We met on it"]]
    assert [each() for each in kept] == [None] * 3


@pytest.mark.parametrize("stage", list(Stage))
def test_what_a_rule_asks_is_worked_out_for_all_pages_at_once(stage: Stage) -> None:
    seen: list[list[str]] = []
    rule = watching(stage, lambda page: seen.append([page.text]))
    prepared = replace(rule, prepare=lambda pages: seen.append([page.text for page in pages]))
    list(fix_many(["We met\non it", "It is done."], rules=RULES.extend(prepared)))
    together, *alone = seen[:3]
    assert together == ["We met\non it", "It is done."]
    assert alone == [["We met\non it"], ["It is done."]]
    assert seen[3:5] == [["We met on it"]] * 2


@pytest.mark.parametrize("stage", list(Stage))
def test_what_fails_for_all_pages_at_once_is_asked_page_by_page(stage: Stage) -> None:
    def fails(_: Sequence[Page]) -> None:
        raise ValueError("not together")

    seen: list[str] = []
    rule = replace(watching(stage, lambda page: seen.append(page.text)), prepare=fails)
    pages = fix_many(["We met\non it", "It is done."], rules=RULES.extend(rule))
    assert [page.text for page in pages] == ["We met on it", "It is done."]
    assert seen == ["We met\non it", "It is done.", "We met on it"]

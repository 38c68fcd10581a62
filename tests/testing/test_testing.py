"""``layoutfix.testing``: rules that don't do what they say are caught, and pages are held."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from layoutfix import (
    DEFAULT,
    Edit,
    Example,
    Finding,
    InputError,
    Label,
    Page,
    Role,
    RuleError,
    Ruleset,
    Span,
)
from layoutfix.rule import Output, Rule, rule
from layoutfix.testing import (
    assert_fixes,
    assert_golden,
    assert_laws,
    assert_stays,
    check_rule,
    golden_pages,
    rule_cases,
)
from tests.conftest import run_tests
from tests.small_rules import RULES

PAGE = "The committee met on Tues-\nday and agreed.\n"
REPAIRED = "The committee met on Tuesday and agreed.\n"

ONE, TWO = "The ferry sails at noon.", "It comes back in the evening."
CHANGES = Example(f"{ONE}\n\n[ad]\n\n{TWO}\n", f"{ONE}\n\n{TWO}\n")
STAYS = Example(f"{ONE}\n\n{TWO}\n")


def cut(page: Page, name: str) -> Iterator[Finding]:
    """Findings that take out every ``[ad]`` with the break before it."""
    start = page.text.find("\n\n[ad]")
    if start >= 0:
        span = Span(start, start + 6)
        yield Finding(name, span, "an advert", 0.99, (Edit(span),))


def make(function: Callable[[Page], Output], *examples: Example, **more: object) -> Rule:
    """A rule of a function, for these tests."""
    function.__doc__ = "It is tried.\n\nAnd left alone."
    stage, needs = str(more.get("stage", "roles")), more.get("needs", ())
    assert isinstance(needs, tuple)
    return rule("tried", stage, examples or (CHANGES, STAYS), needs)(function)


def test_a_rule_that_keeps_its_word_passes() -> None:
    check_rule(make(lambda page: cut(page, "tried")))


def twice(page: Page) -> Iterator[Finding]:
    yield from cut(page, "tried")
    if "[ad]" not in page.text and page.text.endswith(".\n"):
        end = len(page.text)
        yield Finding("tried", Span(0, end), "again", 0.99, (Edit(Span(end - 2, end - 1)),))


def shaky(page: Page, seen: list[int] = []) -> Iterator[Finding]:  # noqa: B006
    seen.append(1)
    found = list(cut(page, "tried"))
    yield from found if len(seen) % 2 else []


def endless(page: Page) -> Iterator[Finding]:
    yield from cut(page, "tried")
    if "[ad]" not in page.text:
        end = len(page.text)
        yield Finding("tried", Span(end, end), "one more", 0.99, (Edit(Span(end, end), "\n"),))


def labelling(page: Page) -> Iterator[Finding | Label]:
    yield from cut(page, "tried")
    yield Label(Span(0, 1), Role.CAPTION)


@pytest.mark.parametrize(
    ("tried", "message"),
    [
        (make(lambda _: []), "rule tried, example 0"),
        (make(lambda page: cut(page, "other")), "a finding is named 'other'"),
        (make(twice), "rule tried, example 0"),
        (make(endless), "rule tried, example 0.*\\n(?s:.*)tried: .*did not come to rest"),
        (make(shaky), "rule tried"),
        (make(labelling, stage="seams"), "only rules of the roles stage give labels"),
        (make(lambda page: cut(page, "tried"), CHANGES, STAYS, STAYS), "two examples are the same"),
        (
            make(lambda _: [], Example(PAGE, REPAIRED), STAYS, needs=("join-hyphenated",)),
            "rule tried is not missed",
        ),
        (
            make(lambda page: cut(page, "tried"), stage="repeats"),
            "removed .* and names no copy that stays",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rule_that_does_not_is_told_why(tried: Rule, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check_rule(tried)


def test_a_rule_is_held_alone_and_among_others() -> None:
    tried = replace(make(lambda page: cut(page, "tried")), needs=("join-hyphenatd",))
    with pytest.raises(AssertionError, match="needs 'join-hyphenatd', and there is no such rule"):
        check_rule(tried)
    for each in (RULES["join"], RULES["page-number"]):
        check_rule(each, among=Ruleset())


def test_a_rule_takes_the_place_of_its_namesake() -> None:
    (case, *_) = rule_cases(RULES["join-hyphenated"])
    assert case.among["join-hyphenated"] is RULES["join-hyphenated"]
    assert len(case.among) == len(DEFAULT)


def test_cases_have_names() -> None:
    cases = rule_cases(RULES)
    assert [str(case) for case in cases[:3]] == ["page-number-0", "page-number-1", "page-number"]
    assert len(cases) == sum(1 + len(each.examples) for each in RULES)


def test_pages_are_held() -> None:
    assert_fixes(PAGE, REPAIRED)
    assert_stays(REPAIRED)
    assert_stays(PAGE, rules=DEFAULT.without("join-hyphenated"))
    assert_stays(PAGE, min_confidence=1.0)
    assert_laws(PAGE)


def test_the_rule_to_blame_is_named() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_stays("One stays.\n\nTwo.\n\n" + PAGE + "\nThree.\n")
    found = str(caught.value)
    assert "@@ line 5 @@" in found
    assert "  - | The committee met on Tues-\n  - | day and agreed.\n" in found
    assert "  + | The committee met on Tuesday and agreed.\n" in found
    assert "  5:26: join-hyphenated: " in found
    assert "One stays" not in found


def test_a_finding_that_was_left_is_named_with_the_reason() -> None:
    with pytest.raises(AssertionError, match=r"shy-join: .*left: .*below"):
        assert_fixes("a?\nb", "a? b", rules=RULES.select("shy-join"))


def test_silence_is_told_too() -> None:
    with pytest.raises(AssertionError, match="no rule had anything to say here"):
        assert_fixes("a\n\nb\n", "a\nb\n", rules=Ruleset())
    with pytest.raises(AssertionError, match="no line break at the end"):
        assert_fixes("a", "a\n")
    with pytest.raises(AssertionError, match="no rule had"):
        assert_fixes("", "a")


def test_golden_pages_are_accepted_and_held(tmp_path: Path) -> None:
    (tmp_path / "ferry.in.md").write_text(PAGE, encoding="utf-8")
    (page,) = golden_pages(tmp_path)
    assert str(page) == "ferry"
    with pytest.raises(AssertionError, match=r"ferry: ferry\.out\.md is missing; run pytest --lay"):
        assert_golden(page)
    assert_golden(page, accept=True)
    assert page.repaired.read_text(encoding="utf-8") == REPAIRED
    (found,) = json.loads(page.findings.read_text(encoding="utf-8"))
    assert found["rule"] == "join-hyphenated"
    assert found["applied"] is True
    assert found["span"] == {"start": 25, "end": 27, "line": 1, "column": 26}
    assert_golden(page)
    with pytest.raises(AssertionError, match="ferry: not the page that was wanted"):
        assert_golden(page, rules=DEFAULT.without("join-hyphenated"))
    page.findings.write_text("[\n]\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"ferry: what is found has changed\n\+ .*join-hyph"):
        assert_golden(page)


def test_a_folder_without_golden_pages_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError, match=r"there is no page NAME\.in\.md"):
            golden_pages(folder)


def test_pages_that_cannot_be_golden_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder.in.md").mkdir()
    (tmp_path / "ferry.in.txt").write_bytes(b"\xff")
    (page,) = golden_pages(tmp_path)
    with pytest.raises(InputError, match=r"ferry\.in\.txt: not UTF-8: byte 0xff"):
        assert_golden(page)
    page.source.write_text(PAGE, encoding="utf-8")
    page.repaired.mkdir()
    with pytest.raises(InputError, match=r"ferry\.out\.md: "):
        assert_golden(page, accept=True)
    (tmp_path / "ferry.in.md").write_text(PAGE, encoding="utf-8")
    with pytest.raises(InputError, match=r"ferry\.in\.md and ferry\.in\.txt would both become"):
        golden_pages(tmp_path)


def test_only_strings_are_pages() -> None:
    with pytest.raises(InputError, match="a page is a str, this is NoneType"):
        assert_fixes(PAGE, None)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="a page is a str, this is bytes"):
        assert_stays(b"a")  # type: ignore[arg-type]


def test_only_rules_are_held() -> None:
    def no_rule(page: Page) -> list[Finding]:
        del page
        return []

    for call in (check_rule, rule_cases):
        with pytest.raises(RuleError, match="no_rule is no Rule"):
            call(no_rule)  # type: ignore[arg-type]


TESTS = """
import pytest
from layoutfix.testing import assert_stays, golden_pages

@pytest.mark.parametrize("page", golden_pages("pages"), ids=str)
def test_page(page, layoutfix_golden):
    layoutfix_golden(page)

def test_rules(layoutfix_rules):
    assert layoutfix_rules.words[0].regions[0].name == "garrow"
    assert_stays("We met on Tues-\\nday and agreed.\\n", rules=layoutfix_rules)
"""

CONFIG = """
[tool.layoutfix]
without = ["join-hyphenated"]
words.regions.garrow.names = ["skerry"]
"""


def test_the_plugin_brings_rules_and_golden_pages(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ferry.in.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "test_pages.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(CONFIG, encoding="utf-8")

    first = run_tests(tmp_path, "-q")
    assert first.returncode == 1, first.stdout
    assert "ferry.out.md is missing; run pytest --layoutfix-accept" in first.stdout
    assert "1 failed, 1 passed" in first.stdout
    assert run_tests(tmp_path, "--layoutfix-accept").returncode == 0
    assert (tmp_path / "pages" / "ferry.out.md").read_text(encoding="utf-8") == PAGE
    assert run_tests(tmp_path).returncode == 0


LOADED_ALONE = "loaded: layoutfix layoutfix.integrations layoutfix.integrations.pytest_plugin\n"
LOADED = """
import sys

def pytest_unconfigure():
    heavy = {"numpy", "regex", "click", "scipy", "tqdm", "datasketch"}
    ours = [name for name in sys.modules if name.startswith("layoutfix")]
    print("loaded:", *ours, *heavy & set(sys.modules))
"""


def test_the_plugin_costs_projects_with_other_cares_nothing(tmp_path: Path) -> None:
    """Pytest loads it in every run: what it needs waits until a fixture is asked for."""
    (tmp_path / "test_other.py").write_text("def test(): pass\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_text(LOADED, encoding="utf-8")
    done = run_tests(tmp_path, "-q", "-s")
    assert LOADED_ALONE in done.stdout

"""Long pages: after a join only what stands around it is weighed, then all of the page again."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from layoutfix import fix
from layoutfix.engine import neighbourhoods
from layoutfix.engine.decisions import REJECTED
from layoutfix.engine.passes import PASSES
from layoutfix.model import Finding, FindingTable, Page, Span, Stage, WordList
from layoutfix.rule import Example, Rule, Ruleset
from layoutfix.testing.laws import assert_accounted

LINES, SHOWN = 40, 11
"""Lines of a long page, and lines that are shown around a join."""

EXAMPLES = (Example("One\ntwo", "One two"), Example("One\nTwo"))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbourhoods, "FEWEST_LINES", LINES // 2)
    monkeypatch.setattr(neighbourhoods, "SHOWN", 3)
    monkeypatch.setattr(neighbourhoods, "WEIGHED", 2)


def at(number: int, *lines: str) -> str:
    """A long page of sentences, these lines from a row on."""
    page = [f"Sentence {row}." for row in range(LINES)]
    page[number : number + len(lines)] = lines
    return "\n".join(page) + "\n"


Seam = tuple[int, int, int, float]
"""Start, end, number of the glue and confidence."""


def table(name: str, seams: Sequence[Seam]) -> FindingTable:
    start, end, glue, sure = zip(*seams, strict=True) if seams else ((), (), (), ())
    return FindingTable(
        name,
        np.array(start, np.int64),
        np.array(end, np.int64),
        np.array(glue, np.uint8),
        np.array(sure, np.float64),
        lambda _: ("it goes on", ()),
    )


def seams(page: Page, joins: Callable[[str, str], float]) -> list[Seam]:
    """The seams that may be joined, and how surely; a hyphen leaves."""
    spans = zip(page.lines.start.tolist(), page.lines.end.tolist(), strict=True)
    found: list[Seam] = []
    for (start, end), (following, stop) in itertools.pairwise(spans):
        left, right = page.text[start:end], page.text[following:stop]
        hyphen = left.endswith("-")
        if sure := joins(left, right):
            found.append((end - hyphen, following, not hyphen, sure))
    return found


def one_by_one(left: str, right: str) -> float:
    """A line that begins in upper case and the one below it, if that begins in lower case."""
    return 0.95 * (left[0].isupper() and right[0].islower())


class Asked:
    """A rule that joins lines, and how many lines the pages had that it was asked for."""

    def __init__(self, joins: Callable[[str, str], float] = one_by_one) -> None:
        self.joins = joins
        self.lines: list[int] = []
        self.words: set[tuple[WordList, ...]] = set()

    def __call__(self, page: Page) -> FindingTable:
        self.lines.append(len(page.lines))
        self.words.add(page.words)
        return table("joins", seams(page, self.joins))

    def rules(self, *others: Rule) -> Ruleset:
        own = Rule("joins", Stage.SEAMS, self, "It joins what goes on.", EXAMPLES)
        return Ruleset((own, *others))


FOUR = ("One", "two", "three", "four.")
WHOLE_AND_PARTS = [LINES, SHOWN, SHOWN, SHOWN, LINES - 3]
"""Lines of what is weighed on a long page with these."""


def healed(row: int) -> str:
    """The long page with these four in one line."""
    return at(row, *FOUR).replace("\n".join(FOUR), " ".join(FOUR))


def test_what_stands_around_a_join_is_weighed_until_no_more_heals() -> None:
    asked = Asked()
    page = fix(at(20, *FOUR), rules=asked.rules())
    assert page.text == healed(20)
    assert_accounted(page)
    assert asked.lines == WHOLE_AND_PARTS
    assert [each.span.text_of(page.source) for each in page.applied] == ["\n"] * 3
    assert not page.skipped


def test_a_page_is_not_long_below_the_limit() -> None:
    asked = Asked()
    lines = ["One", *["and"] * (LINES // 2 - 2)]
    assert fix("\n".join(lines), rules=asked.rules()).text == " ".join(lines)
    assert asked.lines == [*range(len(lines), 0, -1)]
    assert len(lines) > PASSES  # all of it is done in one


def test_where_joins_are_all_over_a_page_all_of_it_is_weighed() -> None:
    asked = Asked()
    page = fix("\n".join(FOUR * 10), rules=asked.rules())
    assert page.text == "\n".join([" ".join(FOUR)] * 10)
    assert asked.lines == [40, 30, 20, 10]


def test_where_nothing_more_heals_no_part_is_weighed_again() -> None:
    """Behind the join a line ends where the joined one ended before."""
    asked = Asked()
    page = fix(at(20, "Alph-", "a", "Beta."), rules=asked.rules())
    assert page.text == at(20, "Alph-", "a", "Beta.").replace("-\n", "")
    assert asked.lines == [LINES, SHOWN, LINES - 1]


def test_what_a_part_is_not_sure_of_is_told_by_the_whole_page() -> None:
    """A part has other lines around: what it alone would say is not told."""

    def joins(left: str, right: str) -> float:
        return one_by_one(left, right) or 0.5 * (left == "Sentence 19." and len(asked.lines) > 1)

    asked = Asked(joins)
    page = fix(at(20, *FOUR), rules=asked.rules())
    assert asked.lines == WHOLE_AND_PARTS
    assert [why for _, why in page.skipped] == ["its confidence is below 0.9"]

    def joins_in_parts(left: str, right: str) -> float:
        return one_by_one(left, right) or 0.5 * (len(asked.lines) == 3 and left == "Sentence 19.")

    asked = Asked(joins_in_parts)
    page = fix(at(20, *FOUR), rules=asked.rules())
    assert (page.text, page.skipped) == (healed(20), ())


def test_a_part_goes_by_the_words_of_the_page() -> None:
    asked, words = Asked(), WordList("ours")
    fix(at(20, *FOUR), rules=asked.rules().with_words(words))
    assert asked.lines == WHOLE_AND_PARTS
    assert asked.words == {(words,)}


def test_a_part_goes_by_the_bars_of_the_page() -> None:
    def joins(left: str, right: str) -> float:
        return one_by_one(left, right) * (1 if right == "two" else 0.5)

    some = fix(at(20, *FOUR), rules=Asked(joins).rules())
    assert some.text == at(20, *FOUR).replace("One\n", "One ")
    assert fix(at(20, *FOUR), rules=Asked(joins).rules(), min_confidence=0.4).text == healed(20)


def test_rules_that_give_single_findings_are_asked_about_the_whole_page() -> None:
    def nothing(_: Page) -> list[Finding]:
        return []

    asked = Asked()
    other = Rule("other", Stage.SEAMS, nothing, "It finds nothing.", EXAMPLES)
    page = fix(at(20, *FOUR), rules=asked.rules(other))
    assert page.text == healed(20)
    assert asked.lines == [LINES, SHOWN, LINES - 1, SHOWN, LINES - 2, SHOWN, LINES - 3]


def test_what_was_decided_is_asked_about_the_whole_page() -> None:
    asked = Asked()
    text = at(20, *FOUR)
    second = text.index("\nthree")
    rejected = {("joins", Span(second, second + 1)): False}
    page = fix(text, rules=asked.rules(), decisions=rejected)
    assert page.text == text.replace("One\n", "One ")
    assert [why for _, why in page.skipped] == [REJECTED]
    assert asked.lines == [LINES, LINES - 1]


@pytest.mark.parametrize(("row", "shown"), [(0, 6), (34, 10)])
def test_at_the_ends_of_a_page_less_is_shown(row: int, shown: int) -> None:
    asked = Asked()
    page = fix(at(row, *FOUR), rules=asked.rules())
    assert page.text == healed(row)
    assert asked.lines[:2] == [LINES, shown]


def test_two_places_are_weighed_together() -> None:
    asked = Asked()
    text = at(5, *FOUR) + at(10, *FOUR)
    page = fix(text, rules=asked.rules())
    assert page.text == healed(5) + healed(10)
    assert_accounted(page)
    assert asked.lines[0] == 2 * LINES
    assert max(asked.lines[1:-1]) < LINES

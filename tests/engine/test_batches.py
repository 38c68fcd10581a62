"""Many pages: the same as each page by itself, in order, in bounded memory, in any process."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix import DEFAULT, InputError, RuleError, fix, fix_many
from layoutfix.engine import batches
from layoutfix.evidence.seams.features import Evidence
from layoutfix.model import Finding, Fixed, Page
from layoutfix.rule import Example, rule
from tests.conftest import ROOT
from tests.small_rules import RULES
from tests.strategies import pages

PAGES = sorted((ROOT / "tests" / "fixtures" / "pages").glob("*.in.*"))


def everything(page: Fixed) -> tuple[object, ...]:
    return page.source, page.text, page.applied, page.skipped, page.removed, page.segments


@rule("fails", "seams", [Example("a", "b"), Example("a")])
def fails(page: Page) -> list[Finding]:
    """It raises on one page, and finds nothing on others."""
    1 / (page.text != "b")
    return []


@given(st.lists(pages, max_size=6))
def test_many_pages_are_repaired_as_each_by_itself(some: list[str]) -> None:
    for rules in (DEFAULT, RULES):
        many = list(fix_many(some, rules=rules))
        assert [everything(page) for page in many] == [
            everything(fix(text, rules=rules)) for text in some
        ]


def test_processes_give_the_same_pages_in_the_same_order() -> None:
    some = [path.read_bytes().decode() for path in PAGES[:12]]
    one, two = list(fix_many(some)), list(fix_many(iter(some), jobs=2))
    assert list(map(everything, one)) == list(map(everything, two))
    assert [page.origin(0) for page in one] == [page.origin(0) for page in two]


@given(pages)
def test_a_repaired_page_can_be_pickled(text: str) -> None:
    for rules in (DEFAULT, RULES):
        page = fix(text, rules=rules)
        asked, unasked = everything(page), fix(text, rules=rules)
        assert everything(pickle.loads(pickle.dumps(unasked))) == asked
        assert everything(pickle.loads(pickle.dumps(page))) == asked


@pytest.mark.parametrize("jobs", [1, 2])
def test_only_a_few_chunks_are_read_ahead(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST_PAGES", 2)
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield f"{read}\n"

    many = fix_many(endless(), jobs=jobs)
    assert [next(many).text for _ in range(20)] == [f"{n}\n" for n in range(1, 21)]
    many.close()  # type: ignore[attr-defined]
    assert read <= 20 + 2 * batches.WAITING * jobs + 3


def test_long_pages_are_chunks_by_themselves() -> None:
    long = "a" * batches.MOST_CHARACTERS
    chunks = list(batches.chunked(["b", long, "c", "d"]))
    assert [(first, len(some)) for first, some in chunks] == [(1, 1), (2, 1), (3, 2)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_that_fails_is_named_by_its_number(jobs: int) -> None:
    many = fix_many(["a", "a", "b", "a"], rules=RULES.extend(fails), jobs=jobs)
    assert [next(many).text, next(many).text] == ["a", "a"]
    with pytest.raises(RuleError, match=r"^page 3: rule fails failed: ZeroDivisionError"):
        next(many)


def test_a_page_that_is_none_is_named_by_its_number() -> None:
    many = fix_many(["a", None])  # type: ignore[list-item]
    assert next(many).text == "a"
    with pytest.raises(InputError, match=r"^page 2: a page is a str, this is NoneType"):
        next(many)


def test_wrong_arguments_are_refused_at_once() -> None:
    with pytest.raises(InputError, match="fix takes one page"):
        fix_many("a page")
    with pytest.raises(InputError, match="jobs is a number of processes"):
        fix_many([], jobs=0)
    with pytest.raises(InputError, match="min_confidence is a probability"):
        fix_many([], min_confidence=2)
    with pytest.raises(RuleError, match="rules is a Ruleset"):
        fix_many([], rules=[])  # type: ignore[arg-type]


def test_rules_that_cannot_travel_are_refused() -> None:
    @rule("local", "seams", [Example("a", "b"), Example("a")])
    def local(_: Page) -> list[Finding]:
        """It finds nothing."""
        return []

    assert [page.text for page in fix_many(["a"], rules=RULES.extend(local))] == ["a"]
    with pytest.raises(RuleError, match="at the top of a module"):
        next(fix_many(["a"], rules=RULES.extend(local), jobs=2))


def test_what_pages_are_repaired_from_is_freed_at_once() -> None:
    """Not when cycles are collected next: a long page takes gigabytes, and is few objects."""
    texts = [
        "# The ferry\n\nIt sails\nat noon, and comes\nback.\n",
        "One\n\ntwo.\n",
        "A\n\nhen\n",
    ] * 4
    gc.collect()
    gc.disable()
    try:
        before = _working_values()
        list(fix_many(texts))
        fix(texts[0])
        left = _working_values() - before
    finally:
        gc.enable()
    assert not left


def _working_values() -> set[int]:
    """Pages and evidence that are in memory; other tests may keep some."""
    return {id(each) for each in gc.get_objects() if isinstance(each, (Page, Evidence))}

"""What is known of a page doesn't depend on the pages that are weighed with it."""

from __future__ import annotations

import random
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.evidence.seams import features
from layoutfix.evidence.seams.decision import Seams, decide, decide_many
from layoutfix.evidence.seams.features import Evidence
from layoutfix.model import Page
from layoutfix.parsing.end_to_end import end_to_end
from layoutfix.parsing.lines import parse
from layoutfix.parsing.page_rows import PageRows, page_rows
from layoutfix.pipeline import labelled
from tests.conftest import ROOT
from tests.strategies import pages

FIXTURES = [
    labelled(parse(path.read_bytes().decode()))
    for path in sorted((ROOT / "tests" / "fixtures" / "pages").glob("*.in.*"))
]


def assert_same_decisions(one: Seams, other: Seams) -> None:
    for each in fields(Seams):
        if each.name != "facts":
            np.testing.assert_array_equal(getattr(one, each.name), getattr(other, each.name))
    for name, column in (one.facts or {}).items():
        np.testing.assert_array_equal(column, (other.facts or {})[name], err_msg=name)


def assert_independent(batch: list[Page]) -> None:
    """Each page is weighed as by itself, and so is each of its features."""
    for page, together in zip(batch, decide_many(batch), strict=True):
        assert_same_decisions(decide(page), together)
    lined = [page for page in batch if len(page.lines) > 1]
    if not lined:
        return
    whole = end_to_end(batch)
    evidence = Evidence(whole, batch)
    for page, part in zip(batch, evidence.parts, strict=True):
        if len(page.lines) > 1:
            for name, column in Evidence(page).features.items():
                np.testing.assert_array_equal(column, part.features[name], err_msg=name)


@given(st.lists(pages, min_size=1, max_size=6))
def test_pages_are_weighed_together_as_each_by_itself(texts: list[str]) -> None:
    assert_independent([labelled(parse(text)) for text in texts])


@pytest.mark.parametrize("order", [1, -1])
def test_whole_pages_are_weighed_together_as_each_by_itself(order: int) -> None:
    assert_independent(FIXTURES[::order])


@given(st.lists(st.lists(st.integers(-5, 5), max_size=7), min_size=1, max_size=5))
def test_no_line_sees_another_page(values: list[list[int]]) -> None:
    column = np.array([value for page in values for value in page], np.int64)
    starts = np.cumsum([0, *map(len, values)])[:-1]
    rows = PageRows(len(column), starts)
    for reach in (1, 3):
        sums = rows.window_sum(column, reach).tolist()
        counts = rows.window_count(np.less, column, column, reach).tolist()
        after = rows.neighbour(column, reach, 9).tolist()
        before = rows.neighbour(column, -reach, 9).tolist()
        place = 0
        for page in values:
            for row, own in enumerate(page):
                others = page[max(row - reach, 0) : row] + page[row + 1 : row + 1 + reach]
                assert sums[place] == sum(others)
                assert counts[place] == sum(own < other for other in others)
                assert after[place] == (page[row + reach] if row + reach < len(page) else 9)
                assert before[place] == (page[row - reach] if row >= reach else 9)
                place += 1
    assert rows.totals(column).tolist() == [sum(page) for page in values for _ in page]
    assert rows.sizes().tolist() == [len(page) for page in values for _ in page]
    assert int(rows.begins.sum()) == int(rows.ends.sum()) == sum(map(bool, values))


def test_one_page_end_to_end_is_itself() -> None:
    page = FIXTURES[0]
    assert end_to_end([page]) is page
    assert page.derived(page_rows).sizes().tolist() == [len(page.lines)] * len(page.lines)


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\n\n"])
def test_a_long_page_is_weighed_in_parts_as_in_one(
    gap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(7)
    words = (
        "the",
        "ferry",
        "Sailed",
        "noon,",
        "because.",
        "(of",
        "轮船",
        "中午",
        "开航。",
        "it-",
        "12",
    )
    lines = (" ".join(chance.choices(words, k=chance.randrange(1, 12))) for _ in range(3500))
    page = parse("".join(chance.choice(["", "", "  "]) + line + gap for line in lines))
    whole, decided = Evidence(page).features, decide(page)
    page.forget()
    monkeypatch.setattr(features, "AT_ONCE", 700)
    parts = Evidence(page).features
    assert whole.keys() == parts.keys()
    for name, column in whole.items():
        np.testing.assert_array_equal(column, parts[name], err_msg=name)
    assert_same_decisions(decided, decide(page))

"""Every page comes to rest in three passes, whatever was done to it, and no rule fails on it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import DEFAULT, fix, fix_many
from layoutfix.engine import passes
from layoutfix.engine.passes import UNSETTLED
from layoutfix.evidence.placement import windows
from layoutfix.testing.laws import assert_accounted
from tests.conftest import ROOT
from tests.small_rules import RULES

FIXTURES = sorted((ROOT / "tests" / "fixtures" / "pages").glob("*.in.*"))


def _real_pages(most: int) -> list[str]:
    """Pages that converters made, where there are any: not all of them, for the sake of time."""
    path = Path(ROOT).parent / "shared" / "corpora" / "real" / "converters.jsonl"
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = [row[name] for row in rows for name in ("markitdown", "pymupdf4llm") if row.get(name)]
    return texts[:: max(len(texts) // most, 1)]


ENOUGH = 3
"""Passes in which a page comes to rest."""

PAGES = [*(path.read_bytes().decode() for path in FIXTURES), *_real_pages(20)]


@pytest.fixture(autouse=True)
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows so small that a page of a few blocks has several."""
    monkeypatch.setattr(windows, "ENOUGH_BLOCKS", 5)
    monkeypatch.setattr(windows, "ENOUGH_HEADINGS", 2)
    monkeypatch.setattr(windows, "MOST_BLOCKS", 8)


def disturbed(text: str, seed: int) -> str:
    """A page whose parts are shuffled, cut anywhere, or there twice."""
    chance = random.Random(seed)
    unit = chance.choice(("\n\n", "\n"))
    parts = text.split(unit)
    for _ in range(chance.randrange(1, 6)):
        at, to = sorted(chance.randrange(len(parts) + 1) for _ in range(2))
        some = parts[at : min(to, at + 12)]
        what = chance.choice(("shuffle", "repeat", "cut", "move"))
        if what == "shuffle":
            parts[at : at + len(some)] = chance.sample(some, len(some))
        elif what == "repeat":
            place = chance.randrange(len(parts) + 1)
            parts[place:place] = some
        elif what == "move":
            del parts[at : at + len(some)]
            place = chance.randrange(len(parts) + 1)
            parts[place:place] = some
        elif some:
            cut = chance.randrange(len(some[0]) + 1)
            parts[at : at + 1] = [some[0][:cut], some[0][cut:]]
    return unit.join(parts)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PAGES), st.integers(0, 1 << 32))
def test_any_page_comes_to_rest(text: str, seed: int) -> None:
    source = disturbed(text, seed)
    page = fix(source)
    assert_accounted(page)
    assert all(why != UNSETTLED for _, why in page.skipped)
    again = fix(page.text)
    assert again.text == page.text
    assert not again.applied


def test_pages_as_they_are_come_to_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    real, counts = passes._pass, [0]

    def counted(ways: list[object], plan: passes.Plan) -> None:
        counts[0] += 1
        real(ways, plan)  # type: ignore[arg-type]
        for way in ways:
            assert counts[0] < ENOUGH or not way.changed  # type: ignore[attr-defined]

    monkeypatch.setattr(passes, "_pass", counted)
    for text in PAGES:
        counts[0] = 0
        fix(text)
        assert 1 <= counts[0] <= ENOUGH


def test_pages_that_are_at_rest_leave_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    real, sizes = passes._pass, list[int]()

    def counted(ways: list[object], plan: passes.Plan) -> None:
        sizes.append(len(ways))
        real(ways, plan)  # type: ignore[arg-type]

    monkeypatch.setattr(passes, "_pass", counted)
    many = list(fix_many(["We met\non Tues-\nday", "It is done.\n", ""], rules=RULES))
    assert [page.text for page in many] == ["We met on Tuesday", "It is done.\n", ""]
    assert sizes == [3, 1]


def test_a_page_at_rest_is_given_back_by_the_first_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "PASSES", 1)
    text = "# The ferry\n\nIt sails at noon, and it comes back at six in the evening.\n"
    page = fix(text, rules=DEFAULT)
    assert page.text == text
    assert all(why != UNSETTLED for _, why in page.skipped)

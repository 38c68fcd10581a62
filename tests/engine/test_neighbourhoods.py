"""Looks at what stands around a few joins: the laws hold with them, and they see what is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from layoutfix import DEFAULT, fix, rejoin
from layoutfix.engine import neighbourhoods, passes
from layoutfix.engine.neighbourhoods import SHOWN, WEIGHED, joined_lines
from layoutfix.engine.render import apply
from layoutfix.model import Finding, FindingTable, Role
from layoutfix.parsing.lines import parse
from layoutfix.testing.laws import assert_accounted
from tests.conftest import ROOT
from tests.strategies import pages

PAGES = sorted((ROOT / "tests" / "fixtures" / "pages").glob("*.in.*"))


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page counts as long."""
    monkeypatch.setattr(neighbourhoods, "FEWEST_LINES", 0)
    monkeypatch.setattr(neighbourhoods, "MOST_SHOWN", 1.0)


def joins(*seams: tuple[int, int, str]) -> FindingTable:
    start, end, glue = zip(*seams, strict=True)
    return FindingTable(
        "joins",
        np.array(start, np.int64),
        np.array(end, np.int64),
        np.array([("", " ").index(each) for each in glue], np.uint8),
        np.ones(len(seams), np.float64),
        lambda _: ("a reason", ()),
    )


def test_lines_are_those_of_the_joined_text() -> None:
    text = "One two\n  three four-\nfive\n\n\n  six \nseven\n\n> eight\n> nine\nten\n"
    table = joins((7, 10, " "), (20, 22, ""), (34, 36, " "))
    found = joined_lines(parse(text).lines, [table])
    assert found is not None
    lines, joined = found
    after = apply(text, [table])[0]
    assert after == "One two three fourfive\n\n\n  six seven\n\n> eight\n> nine\nten\n"
    real = parse(after).lines
    for name in ("start", "end", "first", "indent", "gap", "role", "level", "opens", "closes"):
        assert getattr(lines, name).tolist() == getattr(real, name).tolist(), name
    assert joined.tolist() == [0, 1]


def test_edits_that_are_no_joins_are_not_followed() -> None:
    text = "one two\nthree four\nfive six\n"
    lines = parse(text).lines
    assert joined_lines(lines, []) is None
    assert joined_lines(lines, [list[Finding]()]) is None
    assert joined_lines(lines, [joins((3, 4, " "))]) is None
    assert joined_lines(lines, [joins((7, 19, " "))]) is None
    assert joined_lines(lines, [joins((7, 18, " "))]) is None


@pytest.mark.usefixtures("always")
def test_only_what_stands_near_is_seen_and_weighed() -> None:
    words = [f"line {number} of the page goes on" for number in range(400)]
    text = "\n".join(words) + "\n"
    lines = parse(text).lines
    near = neighbourhoods.vicinity(text, lines, np.array([100, 300]), ())
    assert near is not None
    shown = near.page.text.split("\n")[:-1]
    reach = SHOWN + WEIGHED
    assert shown == words[100 - reach : 101 + reach] + words[300 - reach : 301 + reach]
    assert near.weighed.sum() == 2 * (2 * WEIGHED + 1)
    assert near.page.lines.opens.sum() == near.page.lines.closes.sum() >= 1
    rows, own = np.flatnonzero(near.weighed[:-1]), near.page.lines
    seams = zip(own.end[rows].tolist(), own.start[rows + 1].tolist(), strict=True)
    hidden = (int(own.end[0]), int(own.start[1]), " ")
    there = near.in_text(joins(hidden, *((*seam, " ") for seam in seams)))
    assert len(there) == len(rows)
    for start, end, row in zip(there.start.tolist(), there.end.tolist(), rows, strict=True):
        number = row + 100 - reach if row <= 2 * reach else row - 2 * reach - 1 + 300 - reach
        assert text[:start].endswith("\n" + words[number])
        assert text[end:].startswith(words[number + 1])


def _histories(text: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[bool]:
    """Whether all of a page was weighed after each of its joins."""
    real = neighbourhoods.vicinity
    seen: list[bool] = []

    def spy(*arguments: object) -> object:
        look = real(*arguments)  # type: ignore[arg-type]
        seen.append(look is None)
        return look

    monkeypatch.setattr(passes, "vicinity", spy)
    rejoin(text)
    yield from seen


@pytest.mark.usefixtures("always")
def test_long_pages_are_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(path.read_text("utf-8") for path in PAGES if path.suffix == ".txt")
    assert False in _histories(text, monkeypatch)


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_parts_decide_stays(path: Path) -> None:
    text = path.read_text("utf-8")
    page = rejoin(text)
    assert_accounted(page)
    assert rejoin(page.text).text == page.text


@pytest.mark.usefixtures("always")
@given(pages)
def test_the_laws_hold_with_parts(text: str) -> None:
    page = fix(text, rules=DEFAULT)
    assert_accounted(page)
    assert fix(page.text).text == page.text


def test_roles_stay_with_their_lines() -> None:
    text = "# Title\n\none two three\nfour\n\n- a\n- b\n"
    page = parse(text)
    found = joined_lines(page.lines, [joins((22, 23, " "))])
    assert found is not None
    roles = [Role.HEADING, Role.PARAGRAPH, Role.LIST_ITEM, Role.LIST_ITEM]
    assert found[0].role.tolist() == [role.code for role in roles]

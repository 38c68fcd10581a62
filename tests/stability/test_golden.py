"""No page of ours changes without a line in the changelog; the same bytes on every Python."""

from __future__ import annotations

import json

import pytest

from layoutfix import fix
from tests.stability.golden import CHANGELOG, FILE, changes, fingerprint, golden

RENEW = 'python -m tests.stability.golden --renew "why they change"'


@pytest.fixture(scope="module")
def kept() -> list[str]:
    return FILE.read_text("utf-8").splitlines()


def test_there_are_two_hundred_in_ten_languages(kept: list[str]) -> None:
    rows = [json.loads(line) for line in kept]
    assert len(rows) >= 200
    assert len({row["name"] for row in rows}) == len(rows)
    languages = {row["name"].partition("-")[0] for row in rows}
    assert len(languages) >= 10
    assert 50 < sum(row["text"] is not None for row in rows) < len(rows)


def test_no_golden_page_has_changed(kept: list[str]) -> None:
    found = list(changes(kept, list(golden())))
    assert not found, f"{found}\nWhere that is meant: {RENEW}"


def test_what_changed_stands_in_the_changelog(kept: list[str]) -> None:
    assert f"`{fingerprint(kept)}`" in CHANGELOG.read_text("utf-8"), RENEW


def test_what_is_golden_stays_so(kept: list[str]) -> None:
    for row in map(json.loads, kept):
        if row["text"] is not None:
            assert fix(row["text"]).text == row["text"], row["name"]


def test_a_change_is_told(kept: list[str]) -> None:
    row = json.loads(kept[0])
    other = json.dumps({**row, "text": "another"}, ensure_ascii=False)
    assert list(changes(kept, [other, *kept[1:]])) == [f"{row['name']}: text"]
    assert list(changes(kept[:-1], kept)) == [f"{json.loads(kept[-1])['name']}: new"]
    assert fingerprint(kept) != fingerprint([other, *kept[1:]])

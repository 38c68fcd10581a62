"""Any Unicode is a page, but half a character is none; and no grapheme is cut in two."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import layoutfix
from benchmarks.laws import broken_laws, chunk
from layoutfix.errors import InputError
from tests.conftest import Run

HALF = "The ferry-\nboat \ud83d sails\nto the isle.\n"


@pytest.mark.parametrize(
    "function", [layoutfix.fix, layoutfix.check, layoutfix.rejoin, layoutfix.sections]
)
def test_half_a_character_is_refused_and_named(function: object) -> None:
    with pytest.raises(InputError, match=r"lone surrogate U\+D83D at offset 16, line 2"):
        function(HALF)  # type: ignore[operator]


def test_it_is_refused_among_many() -> None:
    with pytest.raises(InputError, match=r"page 2.*lone surrogate"):
        list(layoutfix.fix_many(["One.\n", HALF]))
    with pytest.raises(InputError, match="item 1: lone surrogate"):
        layoutfix.find_duplicates(["One.\n", HALF])
    with pytest.raises(InputError, match="item 0: lone surrogate"):
        layoutfix.find_passages([HALF])
    with pytest.raises(InputError, match="lone surrogate"):
        layoutfix.DuplicateIndex().add("a", HALF)


def test_a_record_with_one_is_passed_on_as_it_came(run: Run, tmp_path: Path) -> None:
    rows = [json.dumps({"text": text}).encode() + b"\n" for text in (HALF, "We met\non Tuesday.")]
    (tmp_path / "a.jsonl").write_bytes(b"".join(rows))
    done = run("fix", "a.jsonl")
    assert done.returncode == 2
    assert done.stderr.startswith(b"layoutfix: a.jsonl:1: lone surrogate U+D83D")
    first, second = done.stdout.splitlines(keepends=True)
    assert first == rows[0]
    assert json.loads(second)["text"] == "We met on Tuesday."


@pytest.mark.parametrize(
    "piece",
    [
        *("👩\u200d👩\u200d👧", "👍🏽", "🇩🇪🇫🇷", "e\u0301\u0323", "1\ufe0f\u20e3", "नि", "각"),
        *("a\u200bb", "\u202eab\u202c", "\u2066x\u2069", "-\u0301", "\u00ad\u0301"),
    ],
    ids=ascii,
)
def test_no_grapheme_is_cut_at_a_seam(piece: str) -> None:
    pages = [
        page.replace("@", piece)
        for page in (
            "The committee met on Tues-@\nday and agreed to meet@\n@again in the spring@-\ning.\n",
            "@\n\n@\n@-\n@\n- @ -\n",
            "The ferry @\n@ sails at noon, the harbour@\nmaster said on Fri@-\n@day.\n",
        )
    ]
    for least in (0.0, None):
        assert not list(broken_laws(pages, least))


def test_the_laws_hold_on_pieces_of_pages() -> None:
    """Two hundred of the pages of which ``python -m benchmarks.laws`` makes a million."""
    assert chunk(0, seed=4711, size=200)["broken"] == []


def test_a_broken_law_is_seen() -> None:
    from layoutfix import Edit, Example, Finding, Span
    from layoutfix.rule import Ruleset, rule

    @rule("eats-marks", "roles", [Example("e\u0301", "e"), Example("e")])
    def eats_marks(page: layoutfix.Page) -> list[Finding]:
        """A mark over a letter is taken off; letters stay."""
        at = page.text.find("\u0301")
        edits = (Edit(Span(at, at + 1)),)
        return [Finding("eats-marks", Span(at, at + 1), "a mark", 1.0, edits)] if at > 0 else []

    found = list(broken_laws(["Te\u0301st.\n", "Test.\n"], None, Ruleset((eats_marks,))))
    assert found == [("Te\u0301st.\n", "a grapheme is cut in two")]


def test_a_page_that_makes_a_rule_fail_is_seen() -> None:
    from layoutfix import Example, Finding
    from layoutfix.model import Edit, Span
    from layoutfix.rule import Ruleset, rule

    @rule("fails-at-x", "roles", [Example("e!", "e"), Example("e")])
    def fails_at_x(page: layoutfix.Page) -> list[Finding]:
        """An exclamation mark goes; where there is an x it can't be told."""
        at = page.text.find("!")
        edits = (Edit(Span(at, at + 1)),)
        if "x" in page.text:
            raise ValueError("an x")
        return [Finding("fails-at-x", Span(at, at + 1), "a mark", 1.0, edits)] if at > 0 else []

    found = list(broken_laws(["Now!\n", "x!\n", "Yes.\n"], None, Ruleset((fails_at_x,))))
    assert found == [("x!\n", "rule fails-at-x failed: ValueError: an x")]


def test_a_page_that_depends_on_its_company_is_seen() -> None:
    from layoutfix import Edit, Example, Finding, Span
    from layoutfix.rule import Ruleset, rule

    def company(_: layoutfix.Page) -> int:
        return 1

    def look_around(pages: Sequence[layoutfix.Page]) -> None:
        for page in pages:
            page.keep(company, len(pages))

    @rule("follows-others", "repeats", [Example("ab", "b"), Example("b")], prepare=look_around)
    def follows_others(page: layoutfix.Page) -> list[Finding]:
        """A first letter is taken off in company; by itself it stays."""
        chosen = page.text.startswith("a") and page.derived(company) > 1
        edits = (Edit(Span(0, 1)),)
        return [Finding("follows-others", Span(0, 1), "a", 1.0, edits)] if chosen else []

    found = list(broken_laws(["ab.\n", "ac.\n", "b.\n"], None, Ruleset((follows_others,))))
    assert "not as alone" in {why for _, why in found}

"""The page this project began with, and clean articles; they are no part of the repository.

They lie in the folder that the variable LAYOUTFIX_SHARED names, or in ``../shared``. Where that
is missing these tests are skipped, but not if the variable CI is ``true``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from benchmarks.gold import Article, read_articles, shared
from layoutfix import DEFAULT, Fixed, fix, rejoin
from layoutfix.pipeline import narrowed

pytestmark = pytest.mark.skipif(
    not shared().is_dir() and os.environ.get("CI") != "true",
    reason="needs the shared pages and articles",
)

PAGE = "000_d801094d5304dafa"

both_ways = pytest.mark.parametrize("function", [fix, rejoin], ids=["fix", "rejoin"])


@cache
def page() -> str:
    return (shared() / "pages" / f"{PAGE}.txt").read_bytes().decode("utf-8")


@cache
def gold() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((shared() / "pages" / f"{PAGE}.gold.json").read_bytes())
    return data


def joined(left: str, right: str, text: str) -> bool:
    """Whether nothing but blanks stands between the two."""
    return re.search(re.escape(left) + "[ 　]*" + re.escape(right), text) is not None


@both_ways
def test_the_joins_of_the_page_are_made(function: Callable[[str], Fixed]) -> None:
    text = function(page()).text
    wanted = [seam["joined"] for seam in gold()["join"]]
    assert len(wanted) == 12
    assert [seam for seam in wanted if seam not in text] == []
    assert [seam for seam in wanted if seam in page()] == []


@both_ways
def test_what_the_page_keeps_apart_stays_apart(function: Callable[[str], Fixed]) -> None:
    text = function(page()).text
    for left, right in gold()["keep_apart"]:
        assert left in text
        assert right in text
        assert not joined(left, right, text)


def test_the_whole_page_is_repaired() -> None:
    repaired = (shared() / "pages" / f"{PAGE}.repaired.md").read_bytes().decode("utf-8")
    assert fix(page()).text == repaired


def test_another_articles_fragment_is_not_joined() -> None:
    assert "孵化。引\n\n一批国内" in page()
    text = rejoin(page()).text
    assert "孵化。引" in text
    assert not joined("孵化。引", "一批国内", text)


def removed(kind: str) -> list[dict[str, str]]:
    return [repeat for repeat in gold()["repeats"] if repeat["what"].startswith(kind)]


def test_the_pull_quotes_of_the_page_leave() -> None:
    fixed = fix(page())
    quotes = removed("pull quote")
    assert len(quotes) == 2
    for quote in quotes:
        at = page().index(f"\n\n{quote['text']}\n\n") + 2
        finding = next(f for span, f in fixed.removed if span.start <= at < span.end)
        assert finding.span.text_of(page()) == quote["text"]
        assert f"\n\n{quote['text']}\n\n" not in fixed.text
        for edit in finding.edits:
            assert edit.kept is not None
            assert edit.kept.text_of(page()) == quote["text"][:-1]
    assert quotes[0]["copy_in"] in fixed.text


def test_the_copy_under_the_wrong_heading_leaves() -> None:
    fixed = fix(page())
    (repeat,) = removed("section body")
    first, last = repeat["text"].split(" … ")
    assert page().count(first) == page().count(last) == 2
    assert fixed.text.count(first) == fixed.text.count(last) == 1
    assert f"{repeat['copy_in']}\n\n{first}" in fixed.text
    finding = next(f for _, f in fixed.removed if f.rule == "doubled-section")
    assert finding.span.start == page().index(first)
    for edit in finding.edits:
        assert edit.kept is not None
        assert edit.kept.start >= page().index(repeat["copy_in"])


def test_the_fragment_stands_under_its_heading() -> None:
    (fragment,) = gold()["misplaced"]
    text = fix(page()).text
    heading = fragment["belongs_under"]
    start, end = text.index(fragment["first"]), text.index(fragment["last"])
    assert text.rindex("\n## ", 0, start) == text.index(heading) - 1
    assert "\n## " not in text[start:end]
    assert text[text.index(fragment["stands_under"]) :].split("\n\n")[2].endswith("孵化。")


@cache
def articles() -> tuple[Article, ...]:
    """All clean articles."""
    return tuple(
        article
        for language in ("zh", "en")
        for article in read_articles(shared() / "corpora" / f"{language}.jsonl")
    )


FORMS: dict[str, Callable[[Article], str]] = {
    "blank lines": lambda article: "\n\n".join((article.title, *article.paragraphs)) + "\n",
    "no blank lines": lambda article: "\n".join((article.title, *article.paragraphs)) + "\n",
    "heading": lambda article: "\n\n".join((f"# {article.title}", *article.paragraphs)) + "\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_clean_articles_come_back_identical(form: str) -> None:
    assert len(articles()) == 2100
    pages = map(FORMS[form], articles())
    assert [text for text in pages if fix(text).text != text] == []


def test_nothing_leaves_pages_of_several_clean_articles() -> None:
    repeats = narrowed(DEFAULT, ["pull-quote", "doubled-section"])
    for form in FORMS.values():
        for first in range(0, 2100, 6):
            text = "\n".join(form(article) for article in articles()[first : first + 6])
            assert fix(text, rules=repeats).text == text

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
from layoutfix import Fixed, fix, rejoin

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


MISSED = ["政府副秘书长魏晓伟在活动中表示,江苏与河"]
"""Joins that are found but not surely enough: a first half this short could be a caption."""


@both_ways
def test_the_joins_of_the_page_are_made(function: Callable[[str], Fixed]) -> None:
    fixed = function(page())
    text = fixed.text
    wanted = [seam["joined"] for seam in gold()["join"]]
    assert len(wanted) == 12
    assert [seam for seam in wanted if seam not in text] == MISSED
    left = gold()["join"][wanted.index(MISSED[0])]["left"]
    end = page().index(left) + len(left)
    assert [finding.confidence > 0.5 for finding, _ in fixed.skipped if finding.span.start == end]
    assert [seam for seam in wanted if seam in page()] == []


@both_ways
def test_what_the_page_keeps_apart_stays_apart(function: Callable[[str], Fixed]) -> None:
    text = function(page()).text
    for left, right in gold()["keep_apart"]:
        assert left in text
        assert right in text
        assert not joined(left, right, text)


def test_another_articles_fragment_is_not_joined() -> None:
    assert "孵化。引\n\n一批国内" in page()
    text = rejoin(page()).text
    assert "孵化。引" in text
    assert not joined("孵化。引", "一批国内", text)


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

"""Pages that lie end to end are parsed, labelled and searched for repeats as each by itself."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.evidence.repeats.copies import letters, letters_together
from layoutfix.model import LineTable
from layoutfix.parsing.furniture import Furniture, furniture
from layoutfix.parsing.lines import parse, parse_many
from layoutfix.parsing.surroundings import Surroundings, surroundings
from layoutfix.parsing.together import label_together
from layoutfix.parsing.worded_roles import worded
from tests.conftest import ROOT
from tests.strategies import pages

FIXTURES = [
    path.read_bytes().decode()
    for path in sorted((ROOT / "tests" / "fixtures").rglob("*.*"))
    if path.suffix in (".md", ".txt")
]

EDGES = [
    *("", "\r", "a\r", "\ufeffb\n", "\ufeff", "\f", "a\f", "\fb\n3\n", "\n\n\nc"),
    *("```\ncode", "~~~\n", "---\na: b\n---\n", "---\n", "Title\n===", "===\nText"),
    *("- a\n", "- b\n", "1. a", "2. b", "| a | b |", "| c | d |", "> q\n> r", "x"),
    *("“a\n“b", "“c", "    x = [1];\n", "    y = 2\n", "    in\n    set", "\tz"),
    *(
        "HAMLET.\n\nTo be.\n",
        "HAMLET.\n\nOr not.\n",
        "[Exit.\n",
        "春眠不觉晓，\n",
        "处处闻啼鸟。\n",
    ),
    *("Photo: Ada Corless", "3\n", "— 4 —\n", "□ 记者\n", "□ 另一个\n"),
]
"""Pages whose last line would be read together with the next page's first one."""


def assert_same(one: object, other: object, kind: type) -> None:
    """Each column of the two is the same."""
    for each in fields(kind):
        np.testing.assert_array_equal(
            getattr(one, each.name), getattr(other, each.name), err_msg=each.name
        )


def assert_independent(texts: list[str]) -> None:
    """What is known of each page doesn't depend on the pages beside it."""
    together = parse_many(texts)
    label_together(together)
    letters_together(together)
    for text, page in zip(texts, together, strict=True):
        alone = parse(text)
        assert page.text == text
        np.testing.assert_array_equal(alone.code_points, page.code_points)
        assert_same(alone.lines, page.lines, LineTable)
        assert alone.derived(worded) == page.derived(worded)
        assert_same(alone.derived(surroundings), page.derived(surroundings), Surroundings)
        assert_same(alone.derived(furniture), page.derived(furniture), Furniture)
        np.testing.assert_array_equal(alone.derived(letters).runs, page.derived(letters).runs)


@given(st.lists(pages, min_size=1, max_size=6))
def test_any_pages(texts: list[str]) -> None:
    assert_independent(texts)


@pytest.mark.parametrize("order", [1, -1])
def test_pages_that_were_written(order: int) -> None:
    assert_independent(FIXTURES[::order])


@pytest.mark.parametrize("step", [1, -1, 5, 7])
def test_what_lies_at_the_edge_of_a_page(step: int) -> None:
    places = [place * step % len(EDGES) for place in range(len(EDGES))]
    assert_independent([EDGES[place] for place in places])


@given(st.lists(st.sampled_from(EDGES), min_size=2, max_size=8))
def test_edges_in_any_order(texts: list[str]) -> None:
    assert_independent(texts)


def test_a_page_that_has_been_labelled_is_left_alone() -> None:
    known, other = parse("3\n"), parse("A\nB\n")
    found = known.derived(furniture)
    label_together([known, other, parse("")])
    assert known.derived(furniture) is found

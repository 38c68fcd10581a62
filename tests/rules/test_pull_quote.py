"""Pull quotes that interrupt nothing: how far from their copy, and from a cut, they may stand."""

from __future__ import annotations

import pytest

from layoutfix import check
from layoutfix.model import Finding, Span
from layoutfix.rules.pull_quote import BEES, BODY, FERRY, LEFT, NEAR_COPY, NEAR_CUT, QUOTE, RIGHT

COPY = QUOTE.strip("“.”")
CUT = f"{LEFT}\n\n{RIGHT}"
OTHER_CUT = (
    "Those who had rowed across from the island tied their boats to the third post and walked up "
    "to the hall with the\n\noars on their shoulders. Nobody locks a boathouse for one evening."
)


def page(*blocks: str) -> str:
    """An article of these blocks, and two others."""
    articles = (
        ("The planks of the pier are counted", "\n\n".join(blocks)),
        ("Ferry to Garrow Island cancelled", FERRY),
        ("Bees close the library", BEES),
    )
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in articles) + "\n"


def filler(length: int) -> str:
    """A paragraph of so many characters."""
    return " ".join(f"Plank {number} is sound." for number in range(length))[: length - 1] + "."


def pull_quote(text: str) -> Finding:
    (found,) = (each for each in check(text) if each.rule == "pull-quote")
    assert found.span.text_of(text) == QUOTE
    return found


def span_of(text: str, cut: str) -> Span:
    """Between the two halves of a sentence."""
    left, right = cut.split("\n\n")
    assert text.count(cut) == 1
    start = text.index(cut) + len(left)
    return Span(start, start + len(cut) - len(left) - len(right))


@pytest.mark.parametrize(("further", "proved"), [(0, True), (1, False)])
def test_its_copy_is_near(further: int, proved: bool) -> None:
    rest = len(BODY) - BODY.index(COPY) - len(COPY)
    text = page(CUT, BODY, filler(NEAR_COPY + further - rest - 4), QUOTE)
    found = pull_quote(text)
    assert found.span.start - text.index(COPY) - len(COPY) == NEAR_COPY + further
    assert [proof.span for proof in found.proofs] == [span_of(text, CUT)] * proved


@pytest.mark.parametrize(("further", "proved"), [(0, True), (1, False)])
def test_the_cut_is_near(further: int, proved: bool) -> None:
    rest = len(RIGHT) + len(BODY)
    text = page(CUT, filler(NEAR_CUT + further - rest - 6), BODY, QUOTE)
    found = pull_quote(text)
    assert found.span.start - span_of(text, CUT).end == NEAR_CUT + further
    assert [proof.span for proof in found.proofs] == [span_of(text, CUT)] * proved


@pytest.mark.parametrize("nearer", [-1, 0, 1])
def test_of_two_cuts_the_nearer_proves_it_and_of_equals_the_first(nearer: int) -> None:
    """The second cut is so many characters nearer than the first."""
    before = len(RIGHT) + len(BODY) + 4
    behind = before - nearer - OTHER_CUT.index("\n\n") - 4
    text = page(CUT, BODY, QUOTE, filler(behind), OTHER_CUT)
    found = pull_quote(text)
    one, other = span_of(text, CUT), span_of(text, OTHER_CUT)
    assert found.span.start - one.end == other.start - found.span.end + nearer
    assert [proof.span for proof in found.proofs] == [other if nearer > 0 else one]

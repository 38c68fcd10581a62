"""Notes inside a sentence: what they interrupt is left as it came."""

from __future__ import annotations

import pytest

import layoutfix
from layoutfix.evidence.seams.edges import Edges
from layoutfix.evidence.seams.footnotes import interrupted_by_notes
from layoutfix.parsing.lines import parse

PAGE = """\
The mill had been let to the parish for the sum of four shillings a
year,{reference} and the miller, who was to keep the weir in repair and the

{mark} So the book of 1611; that of 1640 has five, and adds a hen at
Christmas.

bridge besides, was not asked whether he agreed to it.
"""


@pytest.mark.parametrize(
    ("reference", "mark"), [("3", "3"), ("*", "*"), ("12", "12"), ("2)", "2)"), ("†", "†")]
)
def test_the_sentence_and_the_note_stay(reference: str, mark: str) -> None:
    """Figures and signs, with a bracket or without; the last line of the page is theirs too."""
    text = PAGE.format(reference=reference, mark=mark)
    page = parse(text)
    assert interrupted_by_notes(page, Edges(page)).tolist() == [True] * 4
    assert layoutfix.fix(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        PAGE.format(reference="", mark="3"),
        PAGE.format(reference=" 3", mark="3"),
        PAGE.format(reference="3", mark="4"),
        PAGE.format(reference="3", mark="3").replace("bridge besides", "Bridge besides"),
        PAGE.format(reference="3", mark="3").replace("and the\n\n", "and all.\n\n"),
    ],
)
def test_other_blocks_are_no_notes(text: str) -> None:
    """No reference to it, another one's, nothing that goes on, nothing that was cut."""
    page = parse(text)
    assert not interrupted_by_notes(page, Edges(page)).any()


def test_two_notes_under_one_another() -> None:
    """The sentence goes on behind the last of them."""
    text = PAGE.format(reference="3", mark="3")
    text = text.replace("\n\nbridge", "\n\n4 Not in the book of 1670.\n\nbridge")
    assert layoutfix.fix(text).text == text

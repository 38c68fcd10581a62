"""A paragraph is whole when it is one line with the right glue, and nothing else stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from benchmarks.typeset.alignment import align
from benchmarks.typeset.document import Block
from benchmarks.typeset.records import Record, from_json, to_json
from benchmarks.typeset.scoring import Tally, tally, tally_rule, tally_untouched
from benchmarks.typeset.truth import truth_of

TEXT = "Four bells hang in the tow-\ner of the chapel.\nThe oldest was cast\n12\nin a pit."
BLOCKS = ("Four bells hang in the tower of the chapel.", "The oldest was cast in a pit.")


def record(text: str = TEXT, blocks: tuple[str, ...] = BLOCKS) -> Record:
    """A page of paragraphs with page numbers."""
    some = [Block("paragraph", block) for block in blocks]
    found = truth_of(text, some, align(text, list(blocks), re.compile(r"\d\d")))
    return Record("a", "en", True, "none", "none", {}, ("a",), text, found)


@dataclass(frozen=True)
class Run:
    """A span of the source."""

    start: int
    end: int


@dataclass(frozen=True)
class Segment:
    """A piece of the output."""

    span: Run | None
    glue: str = ""


@dataclass(frozen=True)
class Repair:
    """What a repair gives back."""

    text: str
    segments: tuple[Segment, ...]


def repaired(text: str, *edits: tuple[str, str]) -> Repair:
    """A repair that puts the second string of each pair into the place of the first."""
    segments: list[Segment] = []
    output, at = "", 0
    for old, new in edits:
        start = text.index(old, at)
        segments += [Segment(Run(at, start)), Segment(None, new)]
        output += text[at:start] + new
        at = start + len(old)
    segments.append(Segment(Run(at, len(text))))
    return Repair(output + text[at:], tuple(segments))


HYPHEN, END, NUMBER = ("-\n", ""), ("\n", "\n"), ("\n12\n", " ")


def test_all_right() -> None:
    """Both paragraphs, one of them over a page number that left."""
    made = tally(record(), repaired(TEXT, HYPHEN, NUMBER))
    assert made == Tally(
        records=1, paragraphs=2, whole=2, cut=1, cut_whole=1, found=1, glue=1, stood=3
    )


@pytest.mark.parametrize(
    ("edits", "whole"),
    [
        ((NUMBER,), 1),  # the hyphen's line end stands
        ((("\n", ""), NUMBER), 1),  # its hyphen stays
        ((("-\n", " "), NUMBER), 1),  # a space where none was
        ((HYPHEN, (".\n", ". "), NUMBER), 0),  # the two are one
        ((HYPHEN, ("\n12\n", " 12 ")), 1),  # a number in the text
        ((HYPHEN, ("\n12\n", "\n")), 1),  # the number left, the halves stand
        ((("Four ", ""), HYPHEN, NUMBER), 1),  # text is missing
    ],
)
def test_what_is_not_whole(edits: tuple[tuple[str, str], ...], whole: int) -> None:
    """One wrong place spoils a paragraph."""
    text = TEXT
    if edits[0][0] == "Four ":
        assert tally(record(), repaired(text, *edits)).whole <= whole
    else:
        assert tally(record(), repaired(text, *edits)).whole == whole


def test_a_join_over_a_blank_line_is_counted_apart() -> None:
    """It is the worse mistake."""
    text = "The first of them.\n\nAnother one."
    page = record(text, ("The first of them.", "Another one."))
    made = tally(page, repaired(text, ("\n\n", " ")))
    assert (made.harmed, made.harmed_across, made.whole) == (1, 1, 0)


def test_the_text_as_it_came_and_the_rule() -> None:
    """The rule joins the page number to both halves."""
    assert tally_untouched(record()).whole == 0
    made = tally_rule(record())
    assert (made.whole, made.found, made.harmed, made.missed) == (1, 1, 2, 0)


def test_text_of_torn_columns_is_left_out() -> None:
    """What stands side by side is neither a join nor a break."""
    text = "Four bells hang     Nobody opened\nin the tower        the rope walk"
    page = record(text, ("Four bells hang in the tower", "Nobody opened the rope walk"))
    made = tally(page, repaired(text))
    assert (made.torn, made.paragraphs, made.stood) == (2, 0, 0)


def test_a_record_comes_back_from_its_line() -> None:
    """With all of its truth."""
    page = record()
    assert from_json(to_json(page)) == page

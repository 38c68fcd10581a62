"""What is known at a seam: first lines, list items, abbreviations, broken words, raggedness."""

from __future__ import annotations

import numpy as np

from layoutfix.evidence.seams.columns import Features
from layoutfix.evidence.seams.context import context_features
from layoutfix.evidence.seams.features import Evidence
from layoutfix.parsing.lines import parse

INDENTED = """\
   The sluice was opened on Monday, and
the meadow stood under water by noon.
Nobody had told the beekeeper.
   The hives were carried to the dike by
the school, class by class, and no one
was stung.
   It rained again.
"""


def evidence(text: str, name: str) -> list[int]:
    """One feature of the seams of a page."""
    found: list[int] = Evidence(parse(text)).features[name].astype(np.int64).tolist()
    return found


def test_first_lines_stand_further_in_than_their_neighbours() -> None:
    """And here all of them follow a closed line: the page marks its paragraphs so."""
    assert evidence(INDENTED, "first_line") == [0, 0, 1, 0, 0, 0]
    assert set(evidence(INDENTED, "first_closed_far")) == {100}
    assert set(evidence(INDENTED.replace("   ", ""), "first_closed_far")) == {-1}


def test_an_items_further_line_hangs_under_its_text() -> None:
    """Its indent is measured from the mark; where no item is, none hangs."""
    text = "- the key of the boat\n  house\n- the oars\nand the bailer\n"
    assert evidence(text, "item") == [1, 0, 1]
    assert evidence(text, "item_hangs") == [2, 20, 0]
    assert evidence("one\ntwo\n", "item_hangs") == [20]


def test_abbreviations_are_told_from_the_ends_of_sentences() -> None:
    """Initials, known ones, and those that the page writes inside its sentences."""
    text = "It was signed by Mr.\nHolm and by J.\n"
    text += "Key, sen. cabinet maker, sen.\nas he said.\nThe end.\n"
    assert evidence(text, "abbreviated") == [3, 1, 2, 0]
    assert evidence("a brl. of oil and a brl.\nof tar.\n", "stop_inside") == [1]


def test_a_broken_word_is_known_whole() -> None:
    """The two sides of a hyphen make a word of the list, or don't; without a hyphen nothing is."""
    known, unknown, none = evidence("We met on Tues-\nday by the zqx-\nvrk\nagain.\n", "whole_word")
    assert known > unknown == 0 > none


def test_rows_that_no_column_wrapped_are_ragged() -> None:
    """Half of the line ends leave room for what follows; a wrapped paragraph leaves none."""
    rows = "Oars, two pairs, one of them short\nA bell\nRope\nLamp oil for the winter\n"
    assert max(evidence(rows, "loose_left")) >= 50
    assert set(evidence(INDENTED.replace("   ", ""), "loose_left")) <= set(range(40))


def test_the_paragraph_around_a_seam_is_measured_by_what_surely_stands() -> None:
    """Lines since the last clear break and to the next one, and their usual distance."""
    chances = np.array([990, 990, 10, 990, 990])
    features: Features = {
        "inner_end_closing": np.zeros(5, np.bool_),
        "gap": np.zeros(5, np.int16),
    }
    found = context_features(features, chances, chances, np.zeros(5, np.bool_))
    assert found["since_break"].tolist() == [1, 2, 3, 1, 2]
    assert found["to_break"].tolist() == [2, 1, 3, 2, 1]
    assert set(found["between_breaks"].tolist()) <= {2, 4}


FULL = """\
The boats lay in the basin all the winter and nobody went aboard, for
the ice had come early and the keys were with the harbour master who
had gone to the mainland. His deputy had no list of the owners then.
When he came back the ice had gone as well and two of the boats with
it, which were found on the other side.
They were brought home in April, with some holes in the planks and a
family of ducks in the bow of the larger one.
"""


def test_a_line_is_as_full_as_those_that_surely_go_on() -> None:
    """In thousandths; the last line of a paragraph is shorter, and its stop says something."""
    left = evidence(FULL, "share_left")
    assert min(left[:4]) > 930
    assert left[4] < 700
    assert evidence(FULL, "share_right")[:-1] == left[1:]
    assert evidence(FULL, "stops_full")[2] == 1
    assert evidence(FULL, "stops_short")[2] == 50


def test_without_clear_lines_fullness_is_not_known() -> None:
    """No line goes on with a small letter on both sides."""
    assert set(evidence("Bread\nCheese\nA lamp\n", "share_left")) == {0}
    assert set(evidence("Bread\nCheese\nA lamp\n", "apart_left")) == {0}


STRIPPED = (
    """\
Water rose along the old quay and
the men went down to look at it all, while
nobody in the town knew what was going on
and so it went.
"""
    * 4
)


def test_a_first_line_is_short_where_its_indent_was_lost() -> None:
    """The lines after the clear ends are known to be short, and those like them are told."""
    like = evidence(STRIPPED, "starts_like")
    assert min(like[3::4]) > 50
    assert max(like[:3]) <= 0
    assert min(evidence(STRIPPED, "starts_lack")) > 50


def test_a_full_stop_is_worth_what_the_page_makes_of_its_paragraphs() -> None:
    """Many short last lines: a stop at the edge ends a paragraph. Many stops inside: it doesn't."""
    sentences = "We saw it. He saw it. They all saw it then, and nobody said a word. It\nwas over. "
    assert max(evidence(STRIPPED, "stop_chance")) <= 500
    assert min(evidence(sentences * 8, "stop_chance")) > 700


def test_the_next_word_is_measured_by_those_that_did_not_fit() -> None:
    """Behind a short last line it would have fitted by far; a line alone says nothing."""
    beyond = evidence(STRIPPED, "needed_beyond")
    assert max(beyond[3::4]) < -30 < min(beyond[1::4])
    assert set(evidence("Bread\nCheese\nA lamp\n", "next_word")) == {-1}

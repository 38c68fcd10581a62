"""The truth about extracted text is read off its alignment: what is doubtful is left out."""

from __future__ import annotations

import random
import re

import pytest

from benchmarks.typeset.alignment import FURNITURE, UNKNOWN, align
from benchmarks.typeset.document import Block, Furniture
from benchmarks.typeset.truth import Truth, furniture_pattern, truth_of
from benchmarks.wrapping import Column, wrap

ROPE = (
    "The well-known rope walk of Garrow closed in 1896, after the co-operative had spun its last "
    "hawser; nobody re-opened it, and the long shed by the quay stood empty for some sixty years."
)
BELL = (
    "Four bells hang in the tower of the old chapel, and the oldest was cast in a pit beside "
    "the road from metal that the parish had collected in kettles, spoons and broken ploughshares."
)
MILL = (
    "风车建于村子北面的山坡上，二十年来一直没有人使用。"
    "去年春天，几位木匠修好了它的叶片，如今每逢周末对外开放。"
)


def truth(text: str, *blocks: str | Block, furniture: str = "") -> Truth:
    """The truth about a text that was set from these blocks."""
    some = [block if isinstance(block, Block) else Block("paragraph", block) for block in blocks]
    pattern = re.compile(furniture) if furniture else None
    return truth_of(text, some, align(text, [block.text for block in some], pattern))


def labels(found: Truth) -> str:
    """The labels of all seams, in order."""
    return "".join(seam.label for seam in found.seams)


def states(found: Truth) -> list[str]:
    """How the blocks came through."""
    return [block.state for block in found.blocks]


@pytest.mark.parametrize("seed", range(40))
def test_labels_are_those_of_the_line_breaker(seed: int) -> None:
    """Hyphens that were put in, hyphens of the text, spaces, and none between ideographs."""
    rng = random.Random(seed)
    gold: list[str] = []
    lines: list[str] = []
    for text in (ROPE, BELL, MILL):
        column = Column(rng.randint(20, 60), hyphens=rng.choice((0.0, 0.9)), anywhere=text is MILL)
        for line, label in wrap(text, column, rng):
            lines.append(line)
            gold.append(label)
    found = truth("\n".join(lines), ROPE, BELL, MILL)
    assert labels(found) == "".join(gold[1:])
    assert states(found) == ["direct"] * 3
    assert found.unknown == 0


def test_a_quote_of_the_text_isnt_taken_for_the_text() -> None:
    """Its lines stand in the paragraph too; the neighbours tell which is which."""
    quote = "nobody re-opened it, and the long shed by the quay stood empty"
    text = (
        "The well-known rope walk of Garrow closed in 1896,\nafter the co-operative had spun its\n"
        "nobody re-opened it, and the\nlong shed by the quay\nstood empty\n"
        "last hawser; nobody re-opened it, and the long\nshed by the quay stood empty for some\n"
        "sixty years."
    )
    found = truth(text, ROPE, Block("quote", quote))
    assert states(found) == ["across", "direct"]
    assert labels(found) == "SPSSPSS"
    (across,) = found.across
    assert text[: across.left_end].endswith("had spun its")
    assert text[across.right_start :].startswith("last hawser")


def test_a_drop_capital_belongs_to_its_word() -> None:
    """Also where it stands alone above its line."""
    found = truth("F\n\nour bells hang in the\ntower", "Four bells hang in the tower")
    assert labels(found) == "NS"
    assert states(found) == ["direct"]


def test_columns_side_by_side_are_torn() -> None:
    """No join mends them: they are told apart from blocks whose lines stand in order."""
    left, right = "Four bells hang in the tower of the chapel", "Nobody opened the rope walk again"
    found = truth(
        "Four bells hang     Nobody opened\nin the tower        the rope walk\n"
        "of the chapel       again",
        left,
        right,
    )
    assert states(found) == ["scattered", "scattered"]
    assert labels(found) == "PP"
    assert found.torn == (0, 1)


def test_ligatures_accents_quotes_and_spaces_are_passed_over() -> None:
    """Extractors write them in several ways, and put spaces where none are."""
    found = truth(
        "\u201cThe o\ufb03cial cafe\u0301\u201d is\nclosed , sa id\nHelen",
        '"The official café" is closed, said Helen',
    )
    assert labels(found) == "SS"
    assert states(found) == ["direct"]


def test_what_is_missing_makes_its_block_lost() -> None:
    """And the seams beside what nobody knows have no label."""
    text = "The well-known rope walk of Garrow closed\n@@@@ @@ @@@@@\nits last hawser; nobody"
    found = truth(text, ROPE)
    assert states(found) == ["lost"]
    assert labels(found) == "??"
    assert found.unknown == 3


def test_what_stands_twice_is_not_guessed() -> None:
    """Two blocks of the same words can't be told from one another."""
    found = align("Agreed.\nAgreed.", ["Agreed.", "Agreed."])
    assert [run.block for run in found.runs] == [UNKNOWN, UNKNOWN]
    assert found.whole == (False, False)


def test_a_hyphen_that_the_source_doesnt_have_makes_its_block_lost() -> None:
    """The engine broke the line elsewhere than the mark in the middle of it says."""
    assert states(truth("Four bel-ls hang\nin the tower", "Four bells hang in the tower")) == [
        "lost"
    ]


def test_a_page_number_is_furniture_unless_the_line_goes_on_in_it() -> None:
    """Both stand alone on their line."""
    text = (
        "Four bells hang in the tower since\n1896\n12\n"
        "and nobody rings them on the\nBELLS 13\nfast days."
    )
    block = "Four bells hang in the tower since 1896 and nobody rings them on the fast days."
    pattern = furniture_pattern(Furniture("Bells", "{p}"), 12, 2).pattern
    found = truth(text, block, furniture=pattern.replace("Bells", "BELLS"))
    assert [text[start:end] for start, end in found.furniture] == ["12", "BELLS 13"]
    assert states(found) == ["across"]
    assert labels(found) == "SPPPP"
    assert [seam.label for seam in found.across] == ["S", "S"]


@pytest.mark.parametrize(
    ("template", "line", "is_furniture"),
    [
        ("{p}", "12", True),
        ("- {p} -", "- 12 -", True),
        ("Page {p} of 340", "Page 13 of 340", True),
        ("{p}", "Harbours12", True),
        ("{p}", "12Harbours", True),
        ("{p}", "14", False),
        ("{p}", "Harbour", False),
    ],
)
def test_furniture_is_what_the_layout_put_there(
    template: str, line: str, is_furniture: bool
) -> None:
    """Numbers of the pages that there are, and the running head, as a whole line."""
    found = align(line, ["A text."], furniture_pattern(Furniture("Harbours", template), 12, 2))
    assert {run.block for run in found.runs} == {FURNITURE if is_furniture else UNKNOWN}


@pytest.mark.parametrize(
    ("text", "source", "label"),
    [
        ("winter-\nproof", "winter-proof", "K"),
        ("win-\nter", "winter", "H"),
        ("win \u2010\nter", "winter", "H"),
        ("win\u00ad\nter", "winter", "H"),
        ("summer-\nand winter", "summer- and winter", "S"),
        ("one thing -\nthe bell", "one thing - the bell", "S"),
        ("one thing\n- the bell", "one thing - the bell", "S"),
        ("either\u2014\nor", "either\u2014or", "N"),
        ("钟楼\n里", "钟楼里", "N"),
        ("종탑에\n네 개", "종탑에 네 개", "S"),
    ],
)
def test_the_label_gives_back_the_source(text: str, source: str, label: str) -> None:
    """Whatever stands at the line end: the source decides."""
    assert labels(truth(text, source)) == label


def test_a_word_that_stands_hundreds_of_times_goes_by_its_neighbours() -> None:
    """One place that is left free among the first of them proves nothing."""
    often = "so " * 300 + "the bell rang at last over the harbour."
    found = truth("so\nthe bell rang\nat last over the harbour.", often, BELL)
    assert labels(found) == "SS"
    assert states(found) == ["lost", "lost"]
    assert align("so", [often]).runs[0].block == UNKNOWN

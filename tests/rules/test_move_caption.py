"""Captions inside a sentence: which move, behind what, and which stay."""

from __future__ import annotations

import pytest

from layoutfix import DEFAULT, fix
from layoutfix.model import Finding
from layoutfix.parsing.lines import parse

PARTS = (
    "She reads three detective novels a week and has been known to post corrections to the",
    "publishers when a train leaves from the wrong platform, and she waits for them in the",
    "hall until somebody comes who can give her an answer to the question of the",
    "third platform, which was closed in the year of the strike and never opened to the",
    "public again.",
)
LAST = "The van costs little."
ONE, TWO, THREE, FOUR = (
    f"{name} outside her cottage. Photo: Ines Rowntree"
    for name in ("Dorothy", "Esther", "Hester", "Ruth")
)


def page(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def found(text: str) -> list[Finding]:
    """What the rule itself says of a page, whatever the others do to it."""
    return [each for each in DEFAULT["move-caption"](parse(text)) if isinstance(each, Finding)]


def moved(text: str) -> list[tuple[str, str]]:
    """What is moved, and the line before which it is put."""
    return [
        (edit.span.text_of(text).strip(), text[edit.target :].strip().partition("\n")[0])
        for each in found(text)
        for edit in each.edits
    ]


def test_captions_that_stand_together_move_together() -> None:
    text = page(PARTS[0], ONE, TWO, THREE, PARTS[4], LAST)
    assert moved(text) == [("\n\n".join((ONE, TWO, THREE)), LAST)]
    assert found(text)[0].span.text_of(text) == "\n\n".join((ONE, TWO, THREE))


def test_a_byline_before_a_caption_hides_none() -> None:
    assert moved(page("By Ruth Ellerby", PARTS[0], ONE, PARTS[4], LAST)) == [(ONE, LAST)]


@pytest.mark.parametrize(
    "around",
    [
        (ONE, "von Ruth Ellerby"),
        (ONE, "continued on page 5"),
        ("By Ruth Ellerby, Hester Quayle, Dorothy Speight and Esther Rowntree", ONE),
    ],
)
def test_what_is_no_text_is_no_half_of_a_sentence(around: tuple[str, str]) -> None:
    """Neither a byline nor a jump line, though the first word is of a sentence's middle."""
    assert found(page(PARTS[0], *around, PARTS[4], LAST)) == []
    assert found(page(LAST, PARTS[4], PARTS[0], *around, LAST)) == []


def test_a_paragraph_does_not_go_on_in_a_byline() -> None:
    text = page(PARTS[0], ONE, PARTS[1], "von Ruth Ellerby", PARTS[2], LAST)
    assert moved(text) == [(ONE, "von Ruth Ellerby")]


@pytest.mark.parametrize(
    "text",
    [
        page(ONE, PARTS[1], LAST),
        page(PARTS[0], ONE),
        page(ONE),
        page(PARTS[4], ONE, PARTS[1]),
    ],
)
def test_a_sentence_needs_both_halves(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_of_the_captions_of_a_paragraph_the_last_one_moves(count: int) -> None:
    captions = (ONE, TWO, THREE, FOUR)[:count]
    blocks = [block for pair in zip(PARTS[:count], captions, strict=True) for block in pair]
    text = page(*blocks, PARTS[4], LAST)
    assert [dict(each.evidence).popitem()[1] for each in found(text)] == [*range(count)][::-1]
    assert moved(text) == ([(captions[-1], LAST)] if count < 4 else [])
    mended = page(" ".join((*PARTS[:count], PARTS[4])), *captions, LAST)
    assert fix(text).text == (mended if count < 4 else text)


def test_each_paragraph_has_its_own() -> None:
    crowd = [
        block for pair in zip(PARTS[:4], (ONE, TWO, THREE, FOUR), strict=True) for block in pair
    ]
    text = page(*crowd, PARTS[4], LAST, PARTS[0], TWO, PARTS[4], PARTS[0], THREE, PARTS[4], LAST)
    assert moved(text) == [(TWO, PARTS[0]), (THREE, LAST)]


def test_it_is_put_behind_the_last_line_of_the_paragraph_and_the_blocks_that_go_on() -> None:
    lines = ("publishers when a train leaves", "from the wrong platform and", "when none does.")
    indented = "    The next paragraph is indented."
    for count in (1, 2, 3):
        text = page(PARTS[0], ONE, "\n".join((*lines[:count], indented)), LAST, "    Another.")
        assert moved(text) == [(ONE, indented.strip())]
    for before in ((), ("By Ruth Ellerby",)):
        text = page(*before, PARTS[0], ONE, *PARTS[1:], LAST)
        assert moved(text) == [(ONE, LAST)]


def test_where_a_sentence_only_may_go_on_it_is_less_sure() -> None:
    left = PARTS[0].removesuffix(" the") + " Hamblin and Sons"
    right = "Publishers of the timetable answer every time, and they send her a new one as well."
    (likely,) = found(page(left, ONE, right, LAST))
    (sure,) = found(page(PARTS[0], ONE, PARTS[4], LAST))
    assert (likely.confidence, sure.confidence) == (0.6, 0.92)


PAGE_BREAK = "\n\f"


@pytest.mark.parametrize("around", [(PAGE_BREAK, "\n\n"), ("\n\n", PAGE_BREAK)])
def test_what_a_page_break_alone_parts_from_a_caption_is_no_half(around: tuple[str, str]) -> None:
    before, behind = around
    text = f"{PARTS[0]}{before}{ONE}{behind}{PARTS[4]}\n\n{LAST}\n"
    assert found(text) == []
    assert moved(text.replace(PAGE_BREAK, "\n\n")) == [(ONE, LAST)]


def test_a_caption_stays_on_its_page() -> None:
    """A paragraph is not followed across a page break."""
    text = page(PARTS[0], ONE, f"{PARTS[1]}{PAGE_BREAK}{PARTS[2]} {PARTS[4]}", LAST)
    assert moved(text) == [(ONE, f"{PARTS[2]} {PARTS[4]}")]
    assert moved(text.replace(PAGE_BREAK, "\n\n")) == [(ONE, LAST)]

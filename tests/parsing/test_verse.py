"""Lines that end where their author wanted: verse, plays, addresses; and columns, which don't."""

from __future__ import annotations

import pytest

import layoutfix
from layoutfix.model import Role
from layoutfix.parsing.lines import parse
from layoutfix.parsing.plays import speaker_rows

SET_IN = """\
The inscription on the stone is short, and half of the town can say it by heart:

    under the larch
    the keeper of the sluice
    lies still
    and hears the water

Nobody knows who wrote it, and nobody has asked the mason, who died in the same year.
"""

QUOTATION = """\
The letter says what the council would not say for another year and a half, and says it plainly:

    We cannot keep the road open in winter
    with two men and one horse, and we have
    asked for a third man every autumn since
    the bridge was built.

Nothing came of it, and the road was closed again before the first week of December was over.
"""

MEASURED = """\
山前一夜雨，
门外几声蛙。
灯下书初读，
窗边月又斜。
"""

HALVES = """\
春去园中无一事，燕来檐下有三家。
日长不觉棋声远，风起偏怜柳絮斜。
"""

COLUMN = """\
图书馆从下月起
延长开放时间，
读者晚上十点以
前都可以借书。
"""

PLAY = """\
MARTA.

Is that the ferry?

  [_The bell rings twice._

OLD JON.

It is only the wind in the shrouds.

  (_He shuts the window._

MARTA.

You said so yesterday.
"""


def verse(text: str) -> list[str]:
    """The lines of a page that are verse."""
    page = parse(text)
    rows = [row for row, role in enumerate(page.lines.role) if role == Role.VERSE.code]
    return [page.text[page.lines.start[row] : page.lines.end[row]] for row in rows]


@pytest.mark.parametrize("text", [MEASURED, HALVES])
def test_lines_of_one_measure_are_verse(text: str) -> None:
    """As many characters in each, and a mark at every end."""
    assert verse(text) == text.splitlines()
    assert layoutfix.fix(text).text == text


def test_a_narrow_column_is_no_verse() -> None:
    """Its lines are as long, but most of them end inside a sentence."""
    assert verse(COLUMN) == []


def test_lines_that_are_set_in_and_ragged_are_verse() -> None:
    """Also in small letters, without rhyme and in one stanza."""
    assert verse(SET_IN) == [line.strip() for line in SET_IN.splitlines()[2:6]]
    assert layoutfix.fix(SET_IN).text == SET_IN


def test_a_quotation_that_is_set_in_is_joined() -> None:
    """No line of it ends before it must."""
    assert verse(QUOTATION) == []
    assert "two men and one horse, and we have asked" in layoutfix.fix(QUOTATION).text


def test_speakers_and_stage_directions_stand() -> None:
    """An open bracket of a stage direction is no reason to join what follows."""
    assert layoutfix.fix(PLAY).text == PLAY


def test_one_line_in_capitals_is_no_play() -> None:
    """A speaker comes again."""
    text = PLAY.replace("MARTA.", "Marta.")
    assert speaker_rows(parse(text)) == []
    assert len(speaker_rows(parse(PLAY))) == 3


@pytest.mark.parametrize(
    "text",
    [
        "The nets are on the railing,\nThe tar is in the pot;\nWe had a boat for sailing,\n"
        "And now the boat is not.\n",
        "the nets are on the railing\nthe tar is in the pot\nwe had a boat for sailing\n"
        "and now the boat is not\n",
        "배는 아직 오지 않고\n물결만\n혼자서 부두에 앉아\n기다린다\n",
        "灯台の下で\nだれかがひとり\n帰らない船を\n数えている\n",
    ],
)
def test_a_single_stanza_stands(text: str) -> None:
    """Capitals and marks at every line, rhymes without a mark, lines of different lengths."""
    assert layoutfix.fix(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "부두에 있던 배들이 겨울 내내\n얼음에 갇혀 있었고 아무도 배에\n"
        "오르지 않았다. 열쇠는 섬에\n있었다.\n",
        "灯台の下で船を待って\nいた人たちは、夕方に\nなって家へ帰った。\n",
        "the nets had been on the railing\nof the pier since the last storm\n"
        "and nobody knew whose they were\n"
        "or who was going to mend them\n",
    ],
)
def test_narrow_columns_are_no_stanzas(text: str) -> None:
    """A mark inside, or lines that do not rhyme."""
    assert layoutfix.fix(text).text.count("\n") < text.count("\n")

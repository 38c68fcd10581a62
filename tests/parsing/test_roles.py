"""The labels of the roles stage: lines that say what they are."""

from __future__ import annotations

import pytest

from layoutfix.language.numerals import number_of
from layoutfix.language.vocabulary import PATTERNS, first_characters, pattern
from tests.parsing.paragraphs import (
    JUMPS,
    LEFT,
    MORE,
    NUMBERS,
    RIGHT,
    roles,
)

LABELLED = [
    ("caption", "图为修好的老磨坊"),
    ("caption", "图①孩子们在雪地里"),
    ("caption", "（资料图片）"),
    ("caption", "新华社记者 张三 摄"),
    ("caption", "本报记者 谷雨生 摄影报道"),
    ("caption", "修好以后的老磨坊。街道办事处供图"),
    ("caption", "圖為停靠東岸碼頭的渡船。（記者高詠翔攝）"),
    ("caption", "写真＝足場に囲まれた灯台（五月十二日撮影）"),
    ("caption", "図＝水路の断面"),
    ("caption", "Photo: Ines Rowntree"),
    ("caption", "Figure 3. The mill wheel before it was repaired."),
    ("caption", "The mill wheel turns again. Photo: Ada Corless"),
    ("caption", "Credit: Ada Corless"),
    ("caption", "Blick auf das Becken. Foto: Arne Killmer"),
    ("caption", "Abb. 3: Das Mühlrad"),
    ("caption", "Légende : la roue du moulin"),
    ("caption", "Los carpinteros junto al eje. Foto: Nuria Cabanes"),
    ("caption", "사진=연합뉴스"),
    ("byline", "本报记者 路明 沈如意"),
    ("byline", "□ 记者 沈如意"),
    ("byline", "◎本报记者 沈如意"),
    ("byline", "文/沈如意"),
    ("byline", "記者高詠翔／報導"),
    ("byline", "By Jane Doe"),
    ("byline", "*By Jane Doe and John van der Berg*"),
    ("byline", "Von unserem Mitarbeiter Georg Haslinger"),
    ("byline", "Par Solange Thévenot"),
    ("byline", "Por Remedios Aldaya"),
    ("byline", "記者・深町いづみ"),
    ("byline", "윤채린 기자"),
    ("byline", "윤채린 기자 yun@maeul.example"),
    ("dateline", "LONDON, March 3 (Reuters)"),
    ("dateline", "本报北京3月3日电"),
    ("dateline", "Berlin (dpa)"),
    ("sign-off", "(桂文)"),
    ("sign-off", "(记者沈如意)"),
    ("sign-off", "(新华社电)"),
    ("sign-off", "(责任编辑:沈如意)"),
    ("sign-off", "— J. Doe"),
    ("sign-off", "(dpa)"),
    ("sign-off", "(Reuters)"),
    ("sign-off", "（共同）"),
]


@pytest.mark.parametrize(("role", "line"), LABELLED)
@pytest.mark.parametrize("form", ["{0}\n\n{1}\n\n{0}\n", "{1}\n\n{0}", "{0}\r\n\r\n{1}"])
def test_a_line_says_what_it_is(form: str, role: str, line: str) -> None:
    assert roles(form.format(f"{LEFT}.", line)) == {line: role}


UNLABELLED = [
    "By the river they sat down and wept",
    "By Christmas",
    "By Jane Doe the river was never crossed.",
    "Photo of the year goes to a heron",
    "Von hier an",
    "Par hasard",
    "记者表示，航道已经疏通。",
    "（一）",
    "(a)",
    "(iv)",
    "他开始拍摄",
    "Continued growth on page after page",
    "From A to B",
    "图书馆今天开放",
    "图为" + "航道在一次潮水里淤积了起来，两艘货船碰了底" * 8,
    "Photo: " + "the channel had silted and two coasters touched bottom " * 8,
]


@pytest.mark.parametrize("line", UNLABELLED)
def test_a_line_like_others_has_no_role(line: str) -> None:
    assert roles(f"{LEFT}.\n\n{line}\n\n{LEFT}.\n") == {}


@pytest.mark.parametrize("line", ["By Jane Doe", "Photo: Jane Doe", "— 3 —", "Continued on A5"])
def test_a_line_inside_a_column_is_no_byline(line: str) -> None:
    column = (
        f"the letter that was\nwritten by the captain\n{line}\nand the crew of the boat\nin March"
    )
    assert set(roles(column).values()) <= {"furniture"}
    full = f"the letter that was\n{line}\nand his crew,\nin the year of"
    assert "byline" not in roles(full).values()
    assert "caption" not in roles(full).values()


def test_a_byline_in_a_page_of_lines() -> None:
    page = f"The anchor\nBy Jane Doe\n{LEFT} {RIGHT}\n{MORE}.\n"
    assert roles(page) == {"By Jane Doe": "byline"}


def test_a_caption_of_two_lines_is_one_block() -> None:
    page = f"{LEFT}.\n\nPhoto: the wheel of the mill\nbefore it was mended\n\n{LEFT}.\n"
    assert roles(page) == {"Photo: the wheel of the mill\nbefore it was mended": "caption"}


@pytest.mark.parametrize("name", PATTERNS)
def test_no_line_makes_a_pattern_slow(name: str) -> None:
    for line in (
        "Aa " * 80,
        "张三 " * 80,
        "张" * 240,
        "A. " * 80,
        "( " * 120,
        "第" * 240,
        "1 " * 120,
    ):
        pattern(name).search(line, timeout=2)
        pattern(name).fullmatch(line, timeout=2)


@pytest.mark.parametrize("name", ["caption", "jump_line", "page_number"])
def test_first_characters_let_every_labelled_line_through(name: str) -> None:
    lines = [*JUMPS, *NUMBERS, *(line for _, line in LABELLED)]
    for line in lines:
        if pattern(name).fullmatch(line) and not line[0].isdecimal():
            assert line[0] in first_characters(name) + "—-"


def test_numbers_are_read() -> None:
    assert [number_of(n) for n in ("7", "７", "iv", "XII", "十", "二十一", "一百零三", "四")] == [
        *(7, 7, 4, 12, 10, 21, 103, 4)
    ]
    assert [number_of(n) for n in ("", "iiii", "ivx", "a")] == [None] * 4

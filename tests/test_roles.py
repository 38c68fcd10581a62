"""The rules of the roles stage: labels that are sure, furniture that leaves, captions that move."""

from __future__ import annotations

import json
import os
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import Ruleset, fix, rejoin, sections
from layoutfix.numerals import number_of
from layoutfix.rules.roles import ROLES_RULES
from layoutfix.vocabulary import PATTERNS, first_characters, pattern

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
CLEAN = sorted((ROOT / "tests" / "fixtures" / "clean").glob("*"))
PAGES = sorted((ROOT / "tests" / "fixtures" / "pages").glob("*.in.*"))
RULES = Ruleset(ROLES_RULES)

LEFT = "The trustees met in January and found that the outer channel had silted to a depth"
RIGHT = "of four metres, the least that was ever measured in any month of any year on record."
MORE = (
    "They decided to bring the dredging forward and asked a family firm from the next estuary for "
    "its suction dredger. The work was interrupted twice, once by a gale and once by an anchor. "
    "Nobody in the harbour office could say to whom the anchor belonged, or for how long it had "
    "been there, so that in the end it was put on the grass beside the lifeboat house and left"
)
AGAIN = "to the children, who have since then painted it in a different colour every spring."
HAN_LEFT = (
    "理事会开会的时候发现，外侧航道已经淤积到只有四米深，是有记录以来最浅的，两艘货船在同一次潮"
)
HAN_RIGHT = "水里碰了底。"


def roles(text: str) -> dict[str, str]:
    """Block to role, for the blocks that have a role of this stage."""
    given = ("caption", "byline", "dateline", "sign-off", "furniture")
    found: dict[str, str] = {}
    for section in sections(text, rules=RULES):
        for block in section.blocks:
            if block.role.value in given:
                found[block.span.text_of(text)] = block.role.value
    return found


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


JUMPS = [
    "（下转第3版）",
    "下转A5版",
    "上接第一版",
    "（下轉A3版）",
    "Continued on A5",
    "Continued from Page 1",
    "(Continued on next page)",
    "From Page One",
    "See QUARRY, Page A4",
    "Fortsetzung auf Seite 3",
    "Suite page 3",
    "Suite en page 3",
    "Continúa en la página 4",
    "Viene de la página 1",
    "４面に続く",
    "1面から続く",
    "▶3면에 계속",
    "1면에서 계속",
]
NUMBERS = ["— 3 —", "- 12 -", "Page 3 of 9", "第3版", "第 3 页 共 9 页", "S. 12", "p. 3", "3쪽"]


@pytest.mark.parametrize("line", [*JUMPS, *NUMBERS])
@pytest.mark.parametrize(("left", "right"), [(LEFT, RIGHT), (HAN_LEFT, HAN_RIGHT)])
def test_furniture_inside_a_sentence_leaves(left: str, right: str, line: str) -> None:
    fixed = fix(f"{left}\n\n{line}\n\n{right}\n", rules=RULES)
    assert fixed.text == f"{left}\n\n{right}\n"
    (finding,) = fixed.applied
    assert finding.confidence >= 0.95
    assert roles(fixed.source) == {line: "furniture"}


@pytest.mark.parametrize("line", JUMPS)
def test_a_jump_line_leaves_wherever_it_stands(line: str) -> None:
    assert fix(f"{LEFT}.\n\n{line}\n", rules=RULES).text == f"{LEFT}.\n"
    assert fix(f"{LEFT}.\n\n{line}", rules=RULES).text == f"{LEFT}."
    assert fix(f"{line}\n\n{LEFT}.", rules=RULES).text == f"{LEFT}."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{a}\n\n— 3 —\n\n{b}", "{a}\n\n{b}"),
        ("{a}\n— 3 —\n{b}", "{a}\n{b}"),
        ("{a}\n\n— 3 —\n{b}", "{a}\n\n{b}"),
        ("{a}\n— 3 —\n\n{b}", "{a}\n\n{b}"),
        ("{a}\n\n\n— 3 —\n\n{b}", "{a}\n\n\n{b}"),
        ("{a}\r\n\r\n— 3 —\r\n\r\n{b}\r\n", "{a}\r\n\r\n{b}\r\n"),
        ("{a}  \n\n   — 3 —  \n\n{b}", "{a}  \n\n{b}"),
        ("{a}\n\n— 3 —\n\f{b}", "{a}\n\n{b}"),
        ("{a}\n— 3 —\n\f{b}", "{a}\n{b}"),
        ("{a}\n\f— 3 —\n{b}", "{a}\n{b}"),
        ("{a}\n— 3 —\n\n\f{b}", "{a}\n\n{b}"),
        ("{a}\f— 3 —\f{b}", "{a}\f{b}"),
        ("{a}\n\n— 3 —\n\f（上接第1版）\n\n{b}", "{a}\n\n{b}"),
        (
            "{a}\n\nContinued on A5\n\n— 3 —\n\n\n\f— 4 —\n\nContinued from A1\n\n{b}",
            "{a}\n\n\n{b}",
        ),
        ("{a}\n\n（下转第3版）\n（上接第1版）\n\n{b}", "{a}\n\n{b}"),
        ("\ufeffContinued from A1\n\n{b}", "\ufeff{b}"),
        ("\n\nContinued from A1\n\n{b}", "\n\n{b}"),
        ("{a}\n\nContinued on A5\n\n", "{a}\n\n"),
    ],
)
def test_what_stood_around_furniture_stays_parted(before: str, after: str) -> None:
    fixed = fix(before.format(a=LEFT, b=RIGHT), rules=RULES)
    assert fixed.text == after.format(a=LEFT, b=RIGHT)
    written = [segment.glue for segment in fixed.segments if segment.span is None]
    assert written in ([], ["\n"]), "nothing but the break that ends the last line"


def test_an_indent_stays_with_its_line() -> None:
    page = f"  {LEFT}.\n\n— 3 —\n\n  {MORE}.\n\n"
    found = fix(page.replace(f"{LEFT}.", LEFT).replace(f"  {MORE}", RIGHT), rules=RULES)
    assert found.text == f"  {LEFT}\n\n{RIGHT}.\n\n"


HEAD = "HARBOUR TRUST ANNUAL REVIEW"


@pytest.mark.parametrize("head", [HEAD, "用水を守る会　会報　第四十二号"])
def test_a_running_head_beside_page_numbers_leaves(head: str) -> None:
    page = f"{MORE}\n\n14\n\n{head}\n\n{AGAIN} {MORE}\n\n15\n\n{head}\n\n{AGAIN} {MORE}.\n"
    fixed = fix(page, rules=RULES)
    assert fixed.text == f"{MORE}\n\n{AGAIN} {MORE}\n\n{AGAIN} {MORE}.\n"
    assert [f.rule for f in fixed.applied] == ["page-number", "running-head"] * 2


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_running_head_inside_three_sentences_leaves(gap: str) -> None:
    page = f"{gap}{HEAD}{gap}".join([MORE, f"{AGAIN} {MORE}", f"{AGAIN} {MORE}", AGAIN])
    want = gap.join([MORE, f"{AGAIN} {MORE}", f"{AGAIN} {MORE}", AGAIN])
    assert fix(page, rules=RULES).text == want


def test_a_head_at_every_form_feed_leaves() -> None:
    text = f"{MORE}."
    page = f"\n\f{HEAD}\n\n".join([text] * 4)
    assert fix(page, rules=RULES).text == "\n\n".join([text] * 4)


def test_page_numbers_that_count_up_leave_together() -> None:
    pages = [MORE, f"{AGAIN} {MORE}", f"{AGAIN} {MORE}.", f"{MORE} {LEFT}."]
    page = "".join(f"{text}\n\n{number}\n\n" for number, text in enumerate(pages, 7))
    fixed = fix(page + AGAIN, rules=RULES)
    assert fixed.text == "\n\n".join([*pages, AGAIN])


KEPT = [
    "1\n\nThe river froze.\n\n2\n\nThe river thawed.\n\n3\n\nNobody noticed.\n",
    f"1\n\n{MORE}.\n\n2\n\n{MORE}.\n\n3\n\n{MORE}.\n",
    f"第1章\n\n{MORE}.\n\n第2章\n\n{MORE}.\n\n第3章\n\n{MORE}.\n",
    f"Day 1\n\n{MORE}.\n\nDay 2\n\n{MORE}.\n\nDay 3\n\n{MORE}.\n",
    "Upper Thorle\n3\nNetherby\n4\nHarcombe\n5\nUpper Thorle\n6\nNetherby\n7\n",
    "We walked along the strand\nO hey the rolling sea\nand gathered shells by hand\n"
    "O hey the rolling sea\nand sang to every gull\n",
    f"MISS HARKER\n\n{MORE} --\n\nMR LOMAX\n\n{MORE} --\n\nMISS HARKER\n\n{MORE}.\n",
    f"{MORE}.\n\nKind regards,\nHester Quayle\n\n{MORE}.\n\nKind regards,\nHester Quayle\n",
    f"{LEFT}\n\nPhoto: Jane Doe\n\nOF FOUR METRES.\n",
    "the same line again\fthe same line again\fthe same line again\n",
    f"{MORE}.\n\nCourier, Page 3\nCourier, Page 5\nCourier, Page 9\n",
    f"There were\n\n14\n\n{MORE}\n",
    f"the gap hits a record in\n2004\n{MORE}\n{MORE}.\n",
    f"{MORE}\n\n第三条河\n\n{AGAIN} {MORE}\n\n第四条河\n\n{AGAIN} {MORE}\n\n第九条河\n\n{AGAIN}\n",
]


@pytest.mark.parametrize("page", KEPT)
def test_what_recurs_or_counts_on_purpose_stays(page: str) -> None:
    assert fix(page, rules=RULES).text == page


def test_a_lone_number_is_reported_and_stays() -> None:
    page = f"{MORE}.\n\n3\n\n{MORE}.\n"
    fixed = fix(page, rules=RULES)
    assert fixed.text == page
    ((finding, _),) = fixed.skipped
    assert (finding.rule, finding.confidence) == ("page-number", 0.5)


def test_a_credit_that_recurs_is_no_running_head() -> None:
    page = "\n\nPhoto: Jane Doe\n\n".join([MORE, f"{AGAIN} {MORE}", f"{AGAIN} {MORE}", AGAIN])
    fixed = fix(page, rules=RULES)
    assert not fixed.removed
    assert fixed.text.count("Photo: Jane Doe") == 3


CREDIT = "The lifeboat house. Photo: Jane Doe"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{a}\n\n{c}\n\n{b}\n\n{d}\n", "{a}\n\n{b}\n\n{c}\n\n{d}\n"),
        ("{a}\n\n{c}\n\n{b}\n", "{a}\n\n{b}\n\n{c}\n"),
        ("{a}\n\n{c}\n\n{b}", "{a}\n\n{b}\n\n{c}"),
        ("{a}\n\n{c}\n\n{b}\n\n", "{a}\n\n{b}\n\n{c}\n\n"),
        ("{a}\r\n\r\n{c}\r\n\r\n{b}\r\n", "{a}\r\n\r\n{b}\r\n\r\n{c}\r\n"),
        ("{a}\n\n\n{c}\n\n{b}\n\n{d}", "{a}\n\n{b}\n\n\n{c}\n\n{d}"),
        ("{a}\n\n  {c}\n\n{b}\n\n  {d}", "{a}\n\n{b}\n\n  {c}\n\n  {d}"),
        ("{a}\n\n{c}\n\nPhoto: Ada Low\n\n{b}\n", "{a}\n\n{b}\n\n{c}\n\nPhoto: Ada Low\n"),
        ("{a}\n\n{c}\n\nof four\n\n{b}\n\n{d}\n", "{a}\n\nof four\n\n{b}\n\n{c}\n\n{d}\n"),
        (
            "{a}\n\n{c}\n\nof four\n\n图为航道\n\n{b}\n",
            "{a}\n\nof four\n\n{b}\n\n{c}\n\n图为航道\n",
        ),
        ("{a}\n\n{c}\n\n— 3 —\n\n{b}\n", "{a}\n\n{b}\n\n{c}\n"),
    ],
)
def test_a_caption_inside_a_sentence_moves_behind_it(before: str, after: str) -> None:
    four = f"of four metres, the least on record, of which the harbour office said that {LEFT}"
    before, after = before.replace("of four", four), after.replace("of four", four)
    names = {"a": LEFT, "b": RIGHT, "c": CREDIT, "d": f"{LEFT}."}
    fixed = fix(before.format(**names), rules=RULES)
    assert fixed.text == after.format(**names)
    written = [segment.glue for segment in fixed.segments if segment.span is None]
    assert written in ([], ["\n"]), "nothing but the break that ends the last line"


@pytest.mark.parametrize(
    "page",
    [
        f"{LEFT}.\n\n{CREDIT}\n\n{RIGHT}\n",
        f"{LEFT}\n\n{CREDIT}\n\nOf four metres.\n",
        f"# {LEFT}\n\n{CREDIT}\n\n{RIGHT}\n",
        f"{LEFT}\n\n{CREDIT}\n\n# {RIGHT}\n",
        f"{LEFT}\n\n{CREDIT}\n\n- {RIGHT}\n- {RIGHT}\n",
        f"The trustees\n\n{CREDIT}\n\nof four metres\n",
        f"{HAN_LEFT}。\n\n图为航道\n\n{HAN_RIGHT}\n",
        f"{LEFT}\n\n{CREDIT}\n",
        f"{CREDIT}\n\n{RIGHT}\n",
    ],
)
def test_a_caption_between_two_paragraphs_stays(page: str) -> None:
    assert fix(page, rules=RULES).text == page


def test_many_captions_in_one_paragraph_come_to_rest() -> None:
    parts = [LEFT]
    for number in range(8):
        parts += [f"图为第{number}张", f"of four metres, the least of all, {LEFT}"]
    page = "\n\n".join([*parts, RIGHT]) + "\n"
    assert fix(page, rules=RULES).text == page


def test_rejoin_uses_the_labels_and_takes_nothing_out() -> None:
    page = f"{LEFT}\n\n— 3 —\n\n{RIGHT}\n"
    assert rejoin(page, rules=RULES).text == page


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_clean_pages_have_no_furniture(path: Path) -> None:
    page = path.read_bytes().decode()
    assert fix(page, rules=RULES).findings == ()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_on_damaged_pages_only_furniture_leaves(path: Path) -> None:
    page, mended = path.read_bytes().decode(), path.with_suffix("").with_suffix(".out.md")
    wanted = mended.read_text("utf-8")
    for span, finding in fix(page, rules=RULES).removed:
        line = span.text_of(page).strip()
        assert finding.rule in ("page-number", "running-head", "jump-line")
        assert not line or line not in wanted.splitlines()


def articles(language: str) -> list[list[str]]:
    path = SHARED / "corpora" / f"{language}.jsonl"
    if not path.exists():
        pytest.skip(f"no {path}")
    lines = path.read_text("utf-8").splitlines()[::7]
    return [[one["title"], *one["paragraphs"]] for one in map(json.loads, lines)]


def wrapped(paragraph: str, columns: int, language: str) -> str:
    if language == "en":
        return textwrap.fill(paragraph, columns)
    count = columns // 2
    return "\n".join(paragraph[at : at + count] for at in range(0, len(paragraph), count))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [0, 30, 60])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_clean_articles_have_no_furniture(language: str, columns: int, gap: str) -> None:
    for paragraphs in articles(language):
        if columns:
            paragraphs = [wrapped(each, columns, language) for each in paragraphs]
        fixed = fix(gap.join(paragraphs) + "\n", rules=RULES)
        assert fixed.applied == ()


PIECES = st.sampled_from(
    [
        *(LEFT, RIGHT, MORE, AGAIN, HAN_LEFT, HAN_RIGHT, CREDIT, "图为航道", "By Jane Doe"),
        *(
            HEAD,
            "THE COURIER  Page 3",
            "江畔晚报 第3版",
            "江畔晚报 第4版",
            "— 3 —",
            "14",
            "15",
            "xii",
        ),
        *(
            "（下转第3版）",
            "Continued on A5",
            "(桂文)",
            "# Head",
            "- item",
            "| a | b |",
            "\ufeff",
            "",
        ),
    ]
)
GAPS = st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n\r\n", "\f", "\n\f", " \n \n  ", "\n\n　　"])


@settings(max_examples=150)
@given(st.lists(st.tuples(PIECES, GAPS), max_size=24))
def test_any_page_keeps_its_content(pieces: list[tuple[str, str]]) -> None:
    page = "".join(piece + gap for piece, gap in pieces)
    fixed = fix(page, rules=RULES)
    assert fix(fixed.text, rules=RULES).text == fixed.text
    written = [segment.glue for segment in fixed.segments if segment.span is None]
    assert written in ([], ["\n"]), "nothing but the break that ends the last line"
    kept = [piece for piece, _ in pieces if piece in (LEFT, RIGHT, MORE, CREDIT, "(桂文)")]
    for piece in kept:
        assert fixed.text.count(piece) == page.count(piece)


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


def test_numbers_are_read() -> None:
    assert [number_of(n) for n in ("7", "７", "iv", "XII", "十", "二十一", "一百零三", "四")] == [
        *(7, 7, 4, 12, 10, 21, 103, 4)
    ]
    assert [number_of(n) for n in ("", "iiii", "ivx", "a")] == [None] * 4


@pytest.mark.parametrize("name", ["caption", "jump_line", "page_number"])
def test_first_characters_let_every_labelled_line_through(name: str) -> None:
    lines = [*JUMPS, *NUMBERS, *(line for _, line in LABELLED)]
    for line in lines:
        if pattern(name).fullmatch(line) and not line[0].isdecimal():
            assert line[0] in first_characters(name) + "—-"

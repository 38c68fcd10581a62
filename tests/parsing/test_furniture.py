"""Furniture leaves and captions move; what recurs, counts or looks like them on purpose stays."""

from __future__ import annotations

import json
import os
import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layoutfix import fix, rejoin
from tests.parsing.paragraphs import (
    AGAIN,
    CREDIT,
    HAN_LEFT,
    HAN_RIGHT,
    HEAD,
    JUMPS,
    LEFT,
    MORE,
    NUMBERS,
    RIGHT,
    RULES,
    roles,
)

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
CLEAN = sorted((ROOT / "tests" / "fixtures" / "clean").glob("*"))
PAGES = sorted((ROOT / "tests" / "fixtures" / "pages").glob("*.in.*"))


@pytest.mark.parametrize("line", [*JUMPS, *NUMBERS])
@pytest.mark.parametrize(("left", "right"), [(LEFT, RIGHT), (HAN_LEFT, HAN_RIGHT)])
def test_furniture_inside_a_sentence_leaves(left: str, right: str, line: str) -> None:
    fixed = fix(f"{left}\n\n{line}\n\n{right}\n", rules=RULES)
    assert fixed.text == f"{left}\n{right}\n"
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
        ("{a}\n\n— 3 —\n\n{b}", "{a}\n{b}"),
        ("{a}\n— 3 —\n{b}", "{a}\n{b}"),
        ("{a}\n\n— 3 —\n{b}", "{a}\n{b}"),
        ("{a}\n— 3 —\n\n{b}", "{a}\n{b}"),
        ("{a}\n\n\n— 3 —\n\n{b}", "{a}\n{b}"),
        ("{a}\r\n\r\n— 3 —\r\n\r\n{b}\r\n", "{a}\r\n{b}\r\n"),
        ("{a}  \n\n   — 3 —  \n\n{b}", "{a}  \n{b}"),
        ("{a}\n\n— 3 —\n\f{b}", "{a}\n{b}"),
        ("{a}\n— 3 —\n\f{b}", "{a}\n{b}"),
        ("{a}\n\f— 3 —\n{b}", "{a}\n{b}"),
        ("{a}\n— 3 —\n\n\f{b}", "{a}\n{b}"),
        ("{a}\f— 3 —\f{b}", "{a}\f{b}"),
        ("{a}\n\n— 3 —\n\f（上接第1版）\n\n{b}", "{a}\n{b}"),
        (
            "{a}\n\nContinued on A5\n\n— 3 —\n\n\n\f— 4 —\n\nContinued from A1\n\n{b}",
            "{a}\n{b}",
        ),
        ("{a}\n\n（下转第3版）\n（上接第1版）\n\n{b}", "{a}\n{b}"),
        ("\ufeffContinued from A1\n\n{b}", "\ufeff{b}"),
        ("\n\nContinued from A1\n\n{b}", "\n\n{b}"),
        ("{a}\n\nContinued on A5\n\n", "{a}\n\n"),
    ],
)
def test_one_line_break_is_left_inside_a_sentence(before: str, after: str) -> None:
    fixed = fix(before.format(a=LEFT, b=RIGHT), rules=RULES)
    assert fixed.text == after.format(a=LEFT, b=RIGHT)
    written = [segment.glue for segment in fixed.segments if segment.span is None]
    assert written in ([], ["\n"]), "nothing but the break that ends the last line"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{a}\n\nContinued on A5\n\n{b}", "{a}\n\n{b}"),
        ("{a}\nContinued on A5\n{b}", "{a}\n{b}"),
        ("{a}\n\nContinued on A5\n{b}", "{a}\n\n{b}"),
        ("{a}\n\n\nContinued on A5\n\n{b}", "{a}\n\n\n{b}"),
        ("{a}\r\n\r\nContinued on A5\r\n\r\n{b}", "{a}\r\n\r\n{b}"),
        ("{a}  \n\n   Continued on A5  \n\n{b}", "{a}  \n\n{b}"),
    ],
)
def test_what_stood_around_furniture_stays_parted(before: str, after: str) -> None:
    pages = (text.format(a=f"{LEFT}.", b=f"{MORE}.\n") for text in (before, after))
    text, wanted = pages
    assert fix(text, rules=RULES).text == wanted


def test_an_indent_stays_with_its_line() -> None:
    page = f"  {LEFT}.\n\n— 3 —\n\n  {MORE}.\n\n"
    found = fix(page.replace(f"{LEFT}.", LEFT).replace(f"  {MORE}", RIGHT), rules=RULES)
    assert found.text == f"  {LEFT}\n{RIGHT}.\n\n"


@pytest.mark.parametrize("head", [HEAD, "用水を守る会　会報　第四十二号"])
def test_a_running_head_beside_page_numbers_leaves(head: str) -> None:
    page = f"{MORE}\n\n14\n\n{head}\n\n{AGAIN} {MORE}\n\n15\n\n{head}\n\n{AGAIN} {MORE}.\n"
    fixed = fix(page, rules=RULES)
    assert fixed.text == f"{MORE}\n{AGAIN} {MORE}\n{AGAIN} {MORE}.\n"
    assert [f.rule for f in fixed.applied] == ["page-number", "running-head"] * 2


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_running_head_inside_three_sentences_leaves(gap: str) -> None:
    page = f"{gap}{HEAD}{gap}".join([MORE, f"{AGAIN} {MORE}", f"{AGAIN} {MORE}", AGAIN])
    want = "\n".join([MORE, f"{AGAIN} {MORE}", f"{AGAIN} {MORE}", AGAIN])
    assert fix(page, rules=RULES).text == want


def test_a_head_at_every_form_feed_leaves() -> None:
    text = f"{MORE}."
    page = f"\n\f{HEAD}\n\n".join([text] * 4)
    assert fix(page, rules=RULES).text == "\n\n".join([text] * 4)


def test_page_numbers_that_count_up_leave_together() -> None:
    pages = [MORE, f"{AGAIN} {MORE}", f"{AGAIN} {MORE}.", f"{MORE} {LEFT}."]
    page = "".join(f"{text}\n\n{number}\n\n" for number, text in enumerate(pages, 7))
    fixed = fix(page + AGAIN, rules=RULES)
    inside = "\n".join(pages[:3])  # the first two numbers stand inside sentences
    assert fixed.text == "\n\n".join([inside, pages[3], AGAIN])


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


SENTENCE = (
    "The committee met on Tuesday and agreed\nto meet again in the spring of the next\n"
    "year, and so on and on until the harbour\nis full of sand and nobody sails."
)


@pytest.mark.parametrize("between", ["\n\f", "\n- {} -\n\f", "\n\n{}\n\n\f"])
@pytest.mark.parametrize("copies", [3, 4, 6])
@pytest.mark.parametrize("again", [1, 2])
def test_a_sentence_that_every_page_begins_with_is_no_head(
    between: str, copies: int, again: int
) -> None:
    text = "\n".join([SENTENCE] * again)
    page = "".join(text + between.format(number) for number in range(1, copies + 1))
    assert "running-head" not in {finding.rule for finding in fix(page).applied}


def test_a_head_of_two_lines_leaves_though_both_recur() -> None:
    head = "ANNUAL REPORT OF THE\nHARBOUR BOARD OF THORLE"
    texts = [MORE, f"{AGAIN} {MORE}", f"{AGAIN} {AGAIN} {MORE}", f"{MORE} {LEFT}"]
    page = "\n\f".join(f"{head}\n{text}." for text in texts)
    assert "HARBOUR BOARD" not in fix(page).text


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


TWICE = [("— 3 —", "\f"), (LEFT, "\n"), (MORE, "\f"), (LEFT, "\n"), ("— 3 —", "\n"), (RIGHT, "\n")]
"""A line of text that stands twice, both times at the top of a page and beside its number."""


@settings(max_examples=150)
@given(st.lists(st.tuples(PIECES, GAPS), max_size=24))
@example(TWICE)
def test_any_page_keeps_its_content(pieces: list[tuple[str, str]]) -> None:
    page = "".join(piece + gap for piece, gap in pieces)
    fixed = fix(page, rules=RULES)
    assert fix(fixed.text, rules=RULES).text == fixed.text
    written = [segment.glue for segment in fixed.segments if segment.span is None]
    assert written in ([], ["\n"]), "nothing but the break that ends the last line"
    kept = [piece for piece, _ in pieces if piece in (LEFT, RIGHT, MORE, CREDIT, "(桂文)")]
    for piece in kept:
        if page.count(piece) < 3:  # what recurs beside form feeds and numbers may be a head
            assert fixed.text.count(piece) == page.count(piece)


def test_a_sentence_that_stands_in_the_text_more_often_is_no_head() -> None:
    line = "The trustees met in January and found that the outer channel had silted to a depth"
    page = (
        f"{line}\n{line}\n— 3 —\n{line}\n\n{line}\n{line}\n— 3 —\n{line}\f{line}\n\n{line}\f— 3 —\n"
    )
    assert fix(page, rules=RULES).text.count(line) == 8


def test_a_head_in_a_sentence_that_reads_the_same_on_every_page_leaves() -> None:
    before = (
        "合，惟第三號碼頭的防波堤因颱風而延誤，經工程師逐段勘察以後，認為須在潮退時施工，預計須"
    )
    after = "延至明年春季方可完成，其餘各項則不受影響。"
    pages = [
        f"第{n}號報告說，碼頭管理處今年所列的各項維修工程，大致按照原定計劃進行，各項開支亦與預算相符\n"
        f"{before}\n港口會議記錄  2013年1月{n}日\n\n30{n:02}\n{after}\n\n"
        for n in range(1, 9)
    ]
    text = fix("".join(pages)).text
    assert text.count(before + after) == len(pages)
    assert "港口會議記錄" not in text

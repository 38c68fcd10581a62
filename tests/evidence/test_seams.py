"""The seam decision piece by piece: glue, hyphens, doubled characters, quote marks, the sum."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import layoutfix
from layoutfix.evidence.seams.decision import REPORTED, decide, probability
from layoutfix.evidence.seams.doubles import doubled_seams
from layoutfix.evidence.seams.edges import Edges
from layoutfix.evidence.seams.features import Evidence
from layoutfix.evidence.seams.glue import spaces
from layoutfix.evidence.seams.sentences import one_sentence
from layoutfix.io.files import read_text
from layoutfix.language.hyphen_decision import hyphen_probability, suspended
from layoutfix.language.hyphenation import HYPHENS, fragments_at, page_words
from layoutfix.model import Role
from layoutfix.parsing.lines import parse
from layoutfix.rule import BAR
from tests.conftest import ROOT
from tests.strategies import pages

NONE, SPACE = "", " "

QUOTE_MARKS = tuple('“„«»「『"‘')


def glue(text: str) -> list[str]:
    """What a join puts into each seam of a page."""
    page = parse(text)
    spaced = spaces(Evidence(page), np.arange(len(page.lines) - 1))
    return [SPACE if each else NONE for each in spaced.tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("图书馆从下月起\n延长开放时间", NONE),
        ("図書館は\n来月から", NONE),
        ("カタカナ\nひらがな", NONE),
        ("他说：\n“好”", NONE),
        ("有甲、\n乙和丙", NONE),
        ("read it\nagain", SPACE),
        ("in 12\n13 cases", SPACE),
        ("Поезд\nпришёл", SPACE),
        ("the end.\nThen", SPACE),
        ("나는 오늘 학교에\n갔다 왔다", SPACE),
        ("마을 사람들이 목공\n소를 세웠다", NONE),
        ("as before (\nsee there)", NONE),
        ("as before\n) see there", NONE),
        ("one\n, two", NONE),
    ],
)
def test_words_take_a_space_and_han_and_kana_none(text: str, expected: str) -> None:
    assert glue(text) == [expected]


@pytest.mark.parametrize("left", ["老师说，用", "AI"])
def test_latin_in_chinese_goes_by_what_the_page_does(left: str) -> None:
    right = "AI" if left != "AI" else "写字"
    assert glue(f"{left}\n{right}，学 AI 的人问 AI 问题，用 AI 写") == [SPACE]
    assert glue(f"{left}\n{right}，学AI的人问AI问题，用AI写") == [NONE]
    assert glue(f"{left}\n{right}") == [NONE]


def test_digits_in_chinese_go_by_what_the_page_does() -> None:
    assert glue("第\n3页，第4页，第5页") == [NONE]
    assert glue("第\n3 页，第 4 页，第 5 页") == [SPACE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it is in /usr/\nshare", NONE),
        ("it is in /usr\n/share", NONE),
        ("https://example.org/\npage", NONE),
        ("either this\n/ or that", SPACE),
        ("a word--\nand another", NONE),
        ("a word\n—and another", NONE),
        ("a word—\nand another", NONE),
        ("a word —\nand another", SPACE),
    ],
)
def test_paths_and_dashes_stay_as_close_as_they_stand(text: str, expected: str) -> None:
    assert glue(text) == [expected]


def test_french_marks_are_spaced_where_the_page_spaces_them() -> None:
    assert glue("Que veut\n? Rien. Que dit-il ? Rien. Où va-t-il ? Ici.")[0] == SPACE
    assert glue("What is it\n? No. What did he say? No. Where did he go? Home.")[0] == NONE


def hyphens(text: str) -> list[tuple[float, bool]]:
    """For each hyphen at a line end the probability that it is dropped; whether it is held."""
    page = parse(text)
    ends, starts = page.lines.end[:-1], page.lines.start[1:]
    rows = np.flatnonzero(np.isin(page.code_points[ends - 1], HYPHENS))
    words = page_words(page.code_points, page.kinds)
    fragments = fragments_at(words, ends[rows] - 1, starts[rows])
    drop = hyphen_probability(page.code_points, page.kinds, words, fragments)
    held = suspended(page.code_points, words, fragments)
    return list(zip(drop.tolist(), held.tolist(), strict=True))


def test_a_hyphen_is_kept_or_dropped_as_the_page_writes_the_word() -> None:
    ((kept, _),) = hyphens("the zorb-afnik and a zorb-\nafnik")
    ((dropped, _),) = hyphens("the zorbafnik and a zorb-\nafnik")
    assert kept < 0.1
    assert dropped > 0.9


@pytest.mark.parametrize("text", ["a well-\nknown mill", "by Jean-\nPaul", "sixty-\nfive years"])
def test_the_hyphen_of_a_compound_stays(text: str) -> None:
    ((drop, held),) = hyphens(text)
    assert drop < 0.2
    assert not held


@pytest.mark.parametrize("text", ["said insur-\nance", "die Wirt-\nschaft", "la pro-\nduction"])
def test_the_hyphen_of_a_line_end_leaves(text: str) -> None:
    ((drop, held),) = hyphens(text)
    assert drop > 0.9
    assert not held


@pytest.mark.parametrize("text", ["in\u00ad\nsurance", "well\u00ad\nknown", "in\u00ac\nsurance"])
def test_a_soft_hyphen_always_leaves(text: str) -> None:
    assert hyphens(text)[0][0] > 0.99


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alte Garten-\nund Feldgeräte", True),
        ("Boden-, Erblehen-\nund Zinsbücher", True),
        ("pre-\nand post-war", True),
        ("ten thous-\nand men", False),
        ("the signal-\nto-noise ratio", False),
    ],
)
def test_a_hyphen_before_a_conjunction_may_be_suspended(text: str, expected: bool) -> None:
    assert hyphens(text)[0][1] is expected


def doubled(text: str) -> tuple[int, float]:
    """How many characters the one seam of a page wrote twice, and how sure that is."""
    page = parse(text)
    count, sure = doubled_seams(Evidence(page), np.array([0]))
    return int(count[0]), float(sure[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("科技成果转化\n\n化。发挥产业基金", "化"),
        ("可以提供送餐服\n\n服务。开张当天", "服"),
        ("正在建设产业园区\n\n园区建设完成", "园区"),
        ("two years of repairs, and the\n\nthe reading room", "the"),
    ],
)
def test_what_a_seam_wrote_twice_is_seen(text: str, expected: str) -> None:
    count, sure = doubled(text)
    assert text.partition("\n\n")[2][:count] == expected
    assert sure >= BAR


@pytest.mark.parametrize(
    "text",
    [
        *("他们常\n\n常来这里", "我们常\n常来这里", "问他好不好\n\n好用不好用"),
        *("all that he had\n\nhad been lost", "and it was that\n\nthat did it"),
        *("it was in 2024\n\n2024 of them", "一共有12\n\n12个人", "나는 학교\n\n학교에 갔다"),
        *("The plan a\n\na plan", "科技成果转化\n\n发挥产业基金"),
    ],
)
def test_what_a_language_says_twice_stays(text: str) -> None:
    count, sure = doubled(text)
    assert count == 0 or sure < BAR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Gentlemen, I have\n"received your bill', ['"']),
        ("« Je passais devant\n« le moulin", ["« "]),
        ("„Da das Dach des\n„Schulhauses", ["„"]),
        ("«Muy señor mío\n»le escribo", ["»"]),
        ("“one line\n“and two\n“and three”", ["“", "“"]),
        ('"Yes," he said.\n"No," she said.', [""]),
        ("« Oui. »\n« Non. »", [""]),
        ("“Yes” is a word\n“no” is one too", [""]),
        ("a “word\n“again", [""]),
    ],
)
def test_a_quote_mark_that_only_repeats_is_passed_over(text: str, expected: list[str]) -> None:
    lines = parse(text).lines
    passed = zip(lines.first[1:].tolist(), lines.start[1:].tolist(), strict=True)
    assert [text[first:start] for first, start in passed] == expected


def test_probabilities_follow_the_logistic_curve() -> None:
    log_odds = np.arange(-11900, 11900, 50)
    expected = [1 / (1 + math.exp(-each / 1000)) for each in log_odds.tolist()]
    assert probability(log_odds) == pytest.approx(expected, abs=0.00005)


@given(st.lists(st.integers(-(1 << 31), (1 << 31) - 1), min_size=1))
def test_probabilities_rise_with_the_log_odds(log_odds: list[int]) -> None:
    found = probability(np.array(sorted(log_odds))).tolist()
    assert found == sorted(found)
    assert found[0] >= 0
    assert found[-1] <= 1
    opposite = probability(-np.array(sorted(log_odds))).tolist()
    assert [round(1 - each, 2) for each in opposite] == pytest.approx(found, abs=0.02)


def assert_only_layout(text: str, cut: str, left: str, hyphen: bool, twice: int) -> None:
    """A cut takes out white space, and the hyphen, copy or quote mark that it says."""
    if hyphen:
        assert ord(cut[0]) in HYPHENS or cut[0] == "="
        cut = cut[1:]
    if twice:
        copy = cut.lstrip()
        assert len(copy) == twice
        assert left.endswith(copy.rstrip())
        return
    rest = cut.replace("\ufeff", "").strip()
    assert rest == "" or rest in QUOTE_MARKS, (text, cut)


def assert_joins_take_only_layout(text: str) -> int:
    """Look at all likely joins of a page; how many of them drop what stands twice."""
    page = parse(text)
    seams = decide(page)
    assert len(seams) == max(len(page.lines) - 1, 0)
    assert np.all((seams.confidence >= 0) & (seams.confidence <= seams.join))
    rows = np.flatnonzero(seams.join >= REPORTED).tolist()
    behind = 0
    for row in rows:
        start, end = int(seams.start[row]), int(seams.end[row])
        assert behind <= start <= end <= len(text)
        behind = end
        hyphen, twice = bool(seams.hyphen[row]), int(seams.doubled[row])
        quoted = page.lines.role[row + 1] == Role.QUOTE.code
        cut = text[start:end].replace(">", "") if quoted else text[start:end]
        assert_only_layout(text, cut, text[:start], hyphen, twice)
    return int((seams.doubled[rows] > 0).sum())


@given(pages)
def test_a_join_takes_out_nothing_but_layout(text: str) -> None:
    assert_joins_take_only_layout(text)


def test_a_join_takes_out_nothing_but_layout_on_the_pages_of_the_fixtures() -> None:
    paths = sorted((ROOT / "tests" / "fixtures").glob("*/*.in.[mt]*"))
    assert sum(assert_joins_take_only_layout(read_text(path)) for path in paths) > 0


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("她用 Excel\n算了三遍，又请在 Linz\n工作的弟弟再算一遍，结果\n相同。\n", True),
        ("她用 Excel\n算了三遍又请在 Linz\n工作的弟弟再算一遍结果\n相同。\n", False),
        ("算账的故事\n本报记者 李文\n她用 Excel 算了三遍，又请弟弟再算一遍，结果相同。\n", False),
        ("她算了三遍。\n弟弟，在 Linz\n又算一遍，结果\n相同。\n", False),
        ("参加的人有\n张文远，会计\n李秀兰，出纳\n", False),
    ],
)
def test_a_block_of_one_sentence_is_known(text: str, whole: bool) -> None:
    """A comma inside, one stop at the end of the last line, which is not the longest."""
    page = parse(text)
    assert bool(one_sentence(page, Edges(page)).any()) is whole
    assert not whole or layoutfix.fix(text).text.count("\n") == 1


@pytest.mark.parametrize(
    "page", ["The Harbour Courier x\n\nOne.\n", "Old Pier House\n\nTea is at four.\n"]
)
def test_a_short_line_by_itself_is_a_label(page: str) -> None:
    """Across a blank line, before a capital; a half of a sentence is longer or goes on small."""
    assert layoutfix.fix(page).text == page
    longer = page.replace("\n\n", " and so on, as it has been for as long as anybody\n\nremembers ")
    assert "anybody remembers" in layoutfix.fix(longer).text

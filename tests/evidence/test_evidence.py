"""What the decision at a seam is reached from: the sum of trees, and features of tiny pages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.evidence.seams.context import context_features
from layoutfix.evidence.seams.continuation import UNIT
from layoutfix.evidence.seams.features import Evidence
from layoutfix.evidence.seams.grams import STRETCH
from layoutfix.evidence.seams.trees import FEW, Trees, trees
from layoutfix.io.files import read_text
from layoutfix.model import Integers
from layoutfix.parsing.lines import parse
from tests.conftest import ROOT

SMALL = Trees(
    names=("gap", "indent"),
    question_feature=np.array([0, 1, 1]),
    question_threshold=np.array([0, 2, 5]),
    question=np.array([[0, 1], [2, 0]]),
    leaf=np.array([[1, 20, 300, 4000], [5, 60, 700, 8000]], np.int32),
    bias=-10,
)
"""Two trees of two questions each: gap > 0 and indent > 2; indent > 5 and gap > 0."""


@pytest.mark.parametrize(
    ("gap", "indent", "total"),
    [
        (0, 0, -10 + 1 + 5),
        (1, 0, -10 + 20 + 700),
        (0, 3, -10 + 300 + 5),
        (1, 3, -10 + 4000 + 700),
        (0, 6, -10 + 300 + 60),
        (1, 6, -10 + 4000 + 8000),
    ],
)
def test_the_answers_of_each_tree_pick_its_leaf(gap: int, indent: int, total: int) -> None:
    one: dict[str, Integers] = {
        "gap": np.array([gap]),
        "indent": np.array([indent]),
        "more": np.array([9]),
    }
    assert SMALL.log_odds(one).tolist() == [total]
    many = {name: np.repeat(column, FEW + 1) for name, column in one.items()}
    assert set(SMALL.log_odds(many).tolist()) == {total}


@given(st.integers(0, 1 << 32))
def test_many_seams_get_what_few_would(seed: int) -> None:
    shipped = trees("seams", "first")
    numbers = np.random.default_rng(seed)
    features = {name: numbers.integers(-5, 60, FEW + 40) for name in shipped.names}
    parts = [
        shipped.log_odds({name: column[rows] for name, column in features.items()})
        for rows in (slice(0, FEW), slice(FEW, None))
    ]
    assert shipped.log_odds(features).tolist() == np.concatenate(parts).tolist()


def test_the_shipped_trees_ask_for_features_that_there_are() -> None:
    features = Evidence(parse("one\ntwo")).features
    assert set(trees("seams", "first").names) <= set(features)
    nothing, standing = np.zeros(1, np.int64), np.zeros(1, np.bool_)
    features = {**features, **context_features(features, nothing, nothing, standing)}
    assert set(trees("seams", "second").names) <= set(features)
    assert all(len(column) == 1 for column in features.values())


def evidence(text: str, name: str) -> list[int]:
    """One feature at all seams of a page."""
    found: list[int] = Evidence(parse(text)).features[name].tolist()
    return found


COLUMN = "aaaa bbbb cccc\ndd ee\ngggg hhhh iiii\nkkkk llll mmmm\nn\n"


def test_room_is_what_the_next_word_would_have_had() -> None:
    # The column is 14 wide; the next words need 2, 4, 4 and 1 places, and one for the space.
    assert evidence(COLUMN, "edge") == [14, 5, 14, 14]
    assert evidence(COLUMN, "columns_12") == [14 - 17, 14 - 10, 14 - 19, 14 - 16]
    assert evidence(COLUMN, "fits_12") == [0, 3, 0, 0]


def test_room_in_chinese_is_a_character_and_the_mark_behind_it() -> None:
    plain, marked = "玄黄宇", "玄，黄宇"
    around = "一二三四五六\n七八九十天地\n{}\n宙洪荒日月盈"
    assert evidence(around.format(plain), "columns_3") == [-2, -2, 4]
    assert evidence(around.format(marked), "columns_3") == [-2, -4, 2]


INDENTED = (
    "  One two three four.\nFive six seven eight\nnine ten.\n"
    "  Eleven twelve five.\nThree nine ten, ten\nfour six.\n"
    "  Seven eight is ten.\nFive four three two\none.\n"
)


def test_indents_are_measured_from_the_column() -> None:
    assert evidence(INDENTED, "indent_step") == [-2, 0, 2, -2, 0, 2, -2, 0]
    assert evidence(INDENTED, "excess_right") == [0, 0, 2, 0, 0, 2, 0, 0]
    moved = INDENTED.replace("\n", "\n    ")
    assert evidence("    " + moved, "excess_right") == [0, 0, 2, 0, 0, 2, 0, 0]


def test_habits_are_those_of_the_other_seams() -> None:
    assert evidence(INDENTED, "indented_near") == [2, 2, 1, 2, 2, 1, 2, 2]
    assert set(evidence(INDENTED, "gapped_near")) == {0}
    gapped = INDENTED.replace(".\n  ", ".\n\n").lstrip()
    assert evidence(gapped, "gapped_near") == [2, 2, 1, 2, 2, 1, 2, 2]
    assert set(evidence(gapped, "indented_near")) == {0}


def test_a_text_runs_on_where_its_words_do() -> None:
    cut, whole = "The harbour board decided to\n{}", "The harbour board decided.\n{}"
    on, off = "raise the pier next spring.", "Trams were late on Monday."
    assert evidence(cut.format(on), "runs_on")[0] > UNIT
    assert evidence(whole.format(off), "runs_on")[0] < -UNIT
    assert evidence("市长昨天在会议\n上说，明年将开工建设。", "runs_on")[0] > UNIT


def test_what_interrupts_a_sentence_is_seen_from_both_sides() -> None:
    text = "They have asked the\n\n{}authorities for another month.\n"
    for caption in ("Photo: Ada Corless\n\n", "The pier in March\n\nPhoto: Ada Corless\n\n"):
        page = text.format(caption)
        assert evidence(page, "runs_past")[0] > 0
        assert evidence(page, "runs_since")[-1] > 0
        assert min(evidence(page, "right_aside")[:-1]) > 0
        assert min(evidence(page, "left_aside")[1:]) > 0
        assert evidence(f"# {page}", "left_aside")[1] < 0, "a heading's sentence goes nowhere"


def test_the_page_is_evidence_for_the_second_reading() -> None:
    gap = np.array([1, 1, 1, 0])
    features = {"gap": gap, "inner_end_closing": np.zeros(4, np.bool_)}
    log_odds = np.array([5000, -5000, 0, 5000])
    chances = np.array([993, 7, 500, 993])
    blocked = np.array([False, False, False, True])
    found = context_features(features, log_odds, chances, blocked)
    assert found["others_open_apart_near"].tolist() == [253, 746, 500, 500]
    assert found["others_open_apart_joins"].tolist() == [0, 1, 1, 1]
    assert found["others_open_apart_stands"].tolist() == [1, 0, 1, 1]
    assert set(found["others_open_near"].tolist()) == {-1}
    assert found["first_before"].tolist() == [0, 500, -500, 0]


def test_words_of_the_page_speak_for_a_seam() -> None:
    assert evidence("the cat sat\ndown and the\ncat sat down", "pair_page") == [1, 1]
    assert evidence("the cat sat\nup and the\ndog sat down", "pair_page") == [0, 0]


def test_what_a_seam_would_write_is_looked_for_on_the_page() -> None:
    page = (
        "青石桥镇的渡口，青石桥镇的水。\n都说青石\n桥镇好，青石桥\n也好。\n\n花2\n023元，2023年。\n"
    )
    assert evidence(page, "gram_left") == [0, 3, 0, 0, 0]
    assert evidence(page, "gram_right") == [0, 2, 0, 0, 1]
    assert evidence("ab ab\nab a\nb ab\n", "gram_left") == [0, 0]


def test_a_seam_asks_its_own_stretch_of_a_long_text() -> None:
    cut = "乡亲都说青石\n桥镇好。\n"
    near, far = "青石桥镇的渡口。\n", "水又涨了起来。\n" * 2 ** (STRETCH - 2)
    assert max(evidence(near + cut, "gram_left")) == 1
    assert max(evidence(near + far + cut, "gram_left")[-2:]) == 0


def test_each_side_is_weighed_as_if_the_other_were_unknown() -> None:
    one, other = "The mayor said the\n{}", "He closed the door\n{}"
    for first in (one, other):
        alone = {evidence(first.format(rest), "left_unfinished")[0] for rest in ("end", "Rain")}
        assert len(alone) == 1
    inside = evidence("Rain fell\nof the old mill", "right_inside")
    start = evidence("Rain fell\nShe says that", "right_inside")
    assert inside[0] > start[0]
    assert evidence("Rain fell\nof the old\nend", "left_inside")[1] == inside[0]


def test_names_of_people_are_known_beside_a_seam() -> None:
    page = "a talk by Teresa\nLindqvist on mills\nand rivers"
    assert evidence(page, "last_given") == [1, 0]
    assert evidence(page, "first_given") == [0, 0]
    assert evidence(page.lower(), "last_given") == [0, 0]


def test_open_brackets_and_quotation_marks_are_counted() -> None:
    text = "(see the\nlist) and “he\nsaid” so"
    assert evidence(text, "brackets_left") == [1, -1]
    assert evidence(text, "brackets_three") == [1, 0]
    assert evidence(text, "quotes_left") == [0, 1]


PAGES = sorted((ROOT / "tests" / "fixtures").glob("*/*.txt"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_line_breaks_of_two_characters_and_a_byte_order_mark_are_no_evidence(path: Path) -> None:
    text = read_text(path)
    plain = Evidence(parse(text)).features
    for other in (text.replace("\n", "\r\n"), f"\ufeff{text}"):
        marked = Evidence(parse(other)).features
        assert [name for name in plain if plain[name].tolist() != marked[name].tolist()] == []


def test_a_page_without_a_word_has_the_evidence_of_its_characters() -> None:
    wordless = Evidence(parse("北风吹来\n大雪落下\n")).features
    worded = Evidence(parse("北风吹来\n大雪落下\n\na\n")).features
    for name in ("letters_left", "letters_right", "last_length", "runs_on", "neighbours"):
        assert wordless[name][0] == worded[name][0], name

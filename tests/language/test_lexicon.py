"""The word list, the hashes, and the neighbours of Han and kana."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

import layoutfix
from layoutfix.language import han, korean, lexicon
from layoutfix.language.characters import code_points_of, kinds

WORDS = st.text(max_size=40)


def frequencies(*words: str) -> list[int]:
    hashes = np.array([lexicon.hash_text(word) for word in words], np.uint64)
    return [int(value) for value in lexicon.zipf(hashes)]


def seams(*texts: str) -> tuple[npt.NDArray[np.uint32], ...]:
    table = np.array([code_points_of(text) for text in texts], np.uint32)
    return tuple(table[:, place].copy() for place in range(4))


@given(WORDS, WORDS)
def test_the_hash_of_a_whole_follows_from_its_parts(left: str, right: str) -> None:
    both = lexicon.fold(code_points_of(left + right))
    starts = np.array([0, len(left), 0])
    ends = np.array([len(left), len(both), len(both)])
    first, second, whole = lexicon.word_hashes(both, starts, ends)
    joined = lexicon.combine(
        np.array([first]), np.array([second]), np.array([len(right)], np.int64)
    )
    assert joined[0] == whole == lexicon.hash_text(left + right)


@given(st.lists(WORDS, max_size=8))
def test_many_spans_are_hashed_as_one_by_one(words: list[str]) -> None:
    lengths = np.array([len(word) for word in words], np.int64)
    ends = np.cumsum(lengths)
    text = lexicon.fold(code_points_of("".join(words)))
    hashes = lexicon.word_hashes(text, ends - lengths, ends)
    assert hashes.tolist() == [lexicon.hash_text(word) for word in words]


@given(WORDS)
def test_folding_keeps_the_length_and_folds_once(text: str) -> None:
    folded = lexicon.fold(code_points_of(text))
    assert len(folded) == len(text)
    assert lexicon.fold(folded).tolist() == folded.tolist()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÄÖÜß", "äöüß"),
        ("Hauſ", "haus"),
        ("ΟΔΟΣς", "οδοσσ"),
        ("Ｆｕｌｌ１", "full1"),
        ("Щит", "щит"),
    ],
)
def test_folding_is_simple_lower_case(text: str, folded: str) -> None:
    assert "".join(map(chr, lexicon.fold(code_points_of(text)))) == folded


def test_hashes_are_the_same_on_every_machine() -> None:
    assert lexicon.hash_text("Mühle") == 0xBDFEB2F436B7FF12


@pytest.mark.parametrize(
    "word",
    [
        "information",
        "Straße",
        "daß",
        "également",
        "też",
        "człowiek",
        "året",
        "időben",
        "uudelleen",
        "gràcies",
        "άνδρας",
        "человек",
        "україна",
        "değil",
        "aunque",
        "também",
        "nella",
        "zijn",
    ],
)
def test_common_words_of_many_languages_are_known(word: str) -> None:
    assert frequencies(word)[0] >= 35


def test_frequencies_rise_with_use_and_are_zero_for_strangers() -> None:
    the, mill, fragment, nonsense = frequencies("the", "mill", "infor", "qxvzzkrw")
    assert the > mill > 0
    assert fragment == nonsense == 0


def test_strangers_are_seldom_taken_for_words() -> None:
    strangers = np.arange(1, 200_001, dtype=np.uint64) * np.uint64(0x2545F4914F6CDD1D)
    assert float((lexicon.zipf(strangers) > 0).mean()) < 0.003


def together(*texts: str) -> list[int]:
    """How surely the two characters in the middle of each text are neighbours."""
    scores: list[int] = han.neighbour_scores(*seams(*texts))[0].tolist()
    return scores


def word_ends(*texts: str) -> list[int]:
    """How surely a word ends between them."""
    scores: list[int] = han.neighbour_scores(*seams(*texts))[1].tolist()
    return scores


def test_neighbours_in_words_score_above_strangers() -> None:
    joined = together("经济发展", "人民政府", "經濟發展", "しました", "という人")
    strangers = together("会议召年", "了的我月", "ことを新", "ます東京")
    assert min(joined) > max(strangers)


def test_simplified_and_traditional_score_alike() -> None:
    simplified, traditional = together("经济发展", "經濟發展")
    assert simplified == traditional


def test_characters_of_other_scripts_score_nothing() -> None:
    texts = ("abcd", "年 a月", "12月3", "한국어는", "\U00020000\U00020001ab")
    assert together(*texts) == word_ends(*texts) == [0] * len(texts)


def test_a_seam_inside_a_word_scores_below_one_between_words() -> None:
    inside, between = word_ends("人民政府", "他们开始")
    assert inside < between


def test_no_seams_give_no_scores() -> None:
    none = np.zeros(0, np.uint32)
    assert han.neighbour_scores(none, none, none, none)[0].shape == (0,)
    assert lexicon.zipf(np.zeros(0, np.uint64)).shape == (0,)


def test_the_shipped_data_stays_small() -> None:
    folder = Path(layoutfix.__file__).parent / "data"
    assert sum(path.stat().st_size for path in folder.glob("*.npz")) < 2_500_000


def spaces(page: str) -> list[float]:
    points = code_points_of(page)
    ends = np.flatnonzero(points == 10)
    scores = korean.korean_space_score(points, kinds(points), ends, ends + 1)
    return [float(score) for score in scores]


def test_a_korean_word_cut_in_two_takes_no_space() -> None:
    page = "우리는 어제 시장에 갔습니\n다. 거기서 사과를 샀고 집으\n로 돌아왔다."
    assert max(spaces(page)) < 0.5


def test_korean_words_that_end_at_the_line_end_take_a_space() -> None:
    page = "우리는 어제 시장에서\n사과를 샀고 저녁에는\n집으로 돌아왔습니다."
    assert min(spaces(page)) > 0.5


def test_the_other_seams_of_a_korean_page_count() -> None:
    assert korean.page_share(np.full(40, 2.0)) > korean.page_share(np.full(2, 2.0))
    assert korean.page_share(np.full(40, -2.0)) < 0.1

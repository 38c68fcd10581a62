"""Passages that stand more than once."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix import sections
from layoutfix.dedup import Passage, find_passages
from layoutfix.dedup import runs as runs_module
from layoutfix.dedup.normal import normalised
from layoutfix.errors import InputError
from layoutfix.model import Span

QUOTE = "我们不是在修一座桥，而是在把两岸的日子重新接起来。"
BODY = f"开工那天，镇长站在渡口说：{QUOTE}台下的人都笑了。桥要修两年，渡船照常开。"
FERRY = "The ferry will not sail again before the ice has gone."
BROKEN, MISREAD = FERRY.replace("before", "be-\nfore"), FERRY.replace("again", "agaln")
REPORT = f"The harbour is closed. {FERRY} Nobody can say when that will be."


def texts_of(passage: Passage, texts: list[str]) -> tuple[str, str]:
    assert isinstance(passage.a, int)
    assert isinstance(passage.b, int)
    return passage.a_span.text_of(texts[passage.a]), passage.b_span.text_of(texts[passage.b])


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([QUOTE, BODY], (QUOTE, QUOTE)),
        ([QUOTE[:-1] + ",", BODY], (QUOTE[:-1], QUOTE[:-1])),
        ([BODY, f"“{QUOTE}”"], (QUOTE, QUOTE)),
        ([FERRY, REPORT], (FERRY, FERRY)),
        ([REPORT, "— " + FERRY.upper()], (FERRY, FERRY.upper())),
        (
            [REPORT, FERRY.replace("before", "be-\nfore")],
            (FERRY, FERRY.replace("before", "be-\nfore")),
        ),
        ([REPORT, FERRY.replace("again", "agaln")], (FERRY, FERRY.replace("again", "agaln"))),
    ],
)
def test_what_stands_again_is_found(texts: list[str], expected: tuple[str, str]) -> None:
    (found,) = find_passages(texts)
    assert texts_of(found, texts) == expected
    assert (found.a, found.b) == (0, 1)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        [QUOTE],
        [BODY, "渡船照常开。"],
        [REPORT, "the ferry will not sail again"],
        ["no two of these words are here again", "in any other order than the first one"],
    ],
)
def test_what_is_short_or_stands_once_is_not(texts: list[str]) -> None:
    assert find_passages(texts) == ()


@pytest.mark.parametrize("text", ["渡口" * 400, "a" * 4000, "a b " * 1000])
def test_text_that_repeats_itself_is_bounded(text: str) -> None:
    found = find_passages([text])
    assert len(found) <= len(text)
    assert all(passage.a_span.end <= passage.b_span.start for passage in found)


def test_a_part_of_a_word_is_no_passage() -> None:
    """The copy is the beginning of one long word: no whole word is left of it."""
    assert not find_passages(["xxxaxxxxxxxxx" + "\0" * 14 + "xxxaxxxxxxxxxxxxaxxx"])


def test_both_places_on_one_page() -> None:
    page = f"# The ferry\n\n> {FERRY}\n\n{REPORT}\n"
    (found,) = find_passages([page])
    assert texts_of(found, [page]) == (FERRY, FERRY)
    assert found.a_span.end < found.b_span.start


def test_sections_are_told_in_the_offsets_of_their_page() -> None:
    page = f"# The ferry\n\n{FERRY}\n\n# The harbour\n\n{REPORT}\n"
    (found,) = find_passages(sections(page), text=page)
    assert (found.a, found.b) == (0, 1)
    assert found.a_span.text_of(page) == found.b_span.text_of(page) == FERRY


def test_ids_of_a_mapping_are_used() -> None:
    (found,) = find_passages({"note": FERRY, "report": REPORT})
    assert (found.a, found.b) == ("note", "report")


def test_lengths_are_asked_for() -> None:
    assert find_passages([FERRY, REPORT], least_words=12) == ()
    assert find_passages([QUOTE, BODY], least_characters=40) == ()
    assert len(find_passages(["sails again before the ice", REPORT], least_words=5)) == 0
    assert len(find_passages(["sail again before the ice", REPORT], least_words=5)) == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: find_passages(BODY),
        lambda: find_passages([BODY], least_characters=3),
        lambda: find_passages([BODY], least_words=1),
        lambda: find_passages([3]),  # type: ignore[arg-type]
        lambda: find_passages(sections("# a\n\nb")),
    ],
)
def test_what_makes_no_sense_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(InputError):
        call()


def plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def longest_runs(one: str, other: str, least: int) -> set[tuple[int, int, int]]:
    """All maximal runs of equal characters, by trying every pair of places."""
    found = set()
    for a in range(len(one)):
        for b in range(len(other)):
            if a and b and one[a - 1] == other[b - 1]:
                continue
            length = 0
            while one[a + length : a + length + 1] == other[b + length : b + length + 1] != "":
                length += 1
            if length >= least:
                found.add((a, b, length))
    return found


@given(st.integers(0, 10**6))
def test_all_runs_are_found(seed: int) -> None:
    rng = random.Random(seed)
    pieces = ["".join(rng.choices("渡口钟楼又走了修三年", k=rng.randint(3, 45))) for _ in range(4)]
    one, other = ("".join(rng.choices(pieces, k=4)) + rng.choice("一二") for _ in range(2))
    places = {
        (p.a_span.start, p.b_span.start, len(p.a_span))
        for p in find_passages([one, other])
        if (p.a, p.b) == (0, 1)
    }
    for a, b, length in longest_runs(one, other, 20):
        assert any(
            x <= a and y <= b and a + length <= x + z and b + length <= y + z + 6
            for x, y, z in places
        )


@given(st.lists(st.text(alphabet="ab \n。化转", max_size=90), max_size=4))
def test_spans_are_inside_their_texts_and_read_alike(texts: list[str]) -> None:
    for passage in find_passages(texts):
        assert isinstance(passage.a, int)
        assert isinstance(passage.b, int)
        assert 0 <= passage.a_span.start < passage.a_span.end <= len(texts[passage.a])
        assert 0 <= passage.b_span.start < passage.b_span.end <= len(texts[passage.b])
        if passage.a == passage.b:
            assert passage.a_span.end <= passage.b_span.start


def test_a_crowd_costs_no_square() -> None:
    found = find_passages([BODY] * 400)
    assert len(found) <= 400 * 20
    assert {p.b for p in found if p.a == 0} == set(range(1, 400))


def test_boilerplate_before_it_hides_nothing() -> None:
    rng = random.Random(2)
    front = "本报渡口镇通讯员方小满"
    texts = [front + "".join(rng.choices("天地玄黄宇宙洪荒日月盈昃", k=40)) for _ in range(60)]
    texts[50] = texts[7]
    found = [p for p in find_passages(texts) if (p.a, p.b) == (7, 50)]
    assert [len(p.a_span) for p in found] == [len(texts[7])]


def test_spans_are_what_is_compared() -> None:
    (found,) = find_passages([BODY, QUOTE])
    assert found.a_span == Span(BODY.index(QUOTE), BODY.index(QUOTE) + len(QUOTE))
    one, other = normalised([found.a_span.text_of(BODY)]), normalised([QUOTE])
    assert one.codes.tolist() == other.codes.tolist()


@given(st.integers(0, 1 << 32), st.integers(8, 60), st.integers(2, 400))
def test_runs_that_no_other_meets_need_no_loop(seed: int, count: int, width: int) -> None:
    """Those that may meet are found in cells; what comes of all is the same as of all in a loop."""
    chance = np.random.default_rng(seed)
    a = np.sort(chance.integers(0, width, count))
    rows = np.stack((a, width + chance.integers(0, width, count), chance.integers(1, 12, count)), 1)
    own = np.zeros(2 * width + 12, np.int64)
    wanted = sorted(runs_module._joined_one_by_one(own, rows).tolist())
    assert sorted(runs_module._joined(own, rows).tolist()) == wanted
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs_module, "MANY", 1)
        assert sorted(runs_module._joined(own, rows).tolist()) == wanted
        assert runs_module._joined(own, rows[:0]).tolist() == []

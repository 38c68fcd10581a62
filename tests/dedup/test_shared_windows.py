"""Windows that stand twice: none is missed, whatever is looked at together."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.dedup import shared_windows
from layoutfix.dedup.normal import DENSE, Normalised, normalised
from layoutfix.dedup.runs import runs

few_letters = st.text(alphabet="ab 水火\n", max_size=80)
texts = st.lists(few_letters | few_letters.map(lambda text: text * 3), max_size=8)


def standing_twice(whole: Normalised, *, within: bool) -> list[int]:
    """The places of windows that stand twice, as one looks at all of them."""
    seen: list[tuple[int, tuple[int, int, bytes]]] = []
    for number, (begin, end) in enumerate(zip(whole.starts, whole.starts[1:], strict=False)):
        for place in range(begin, end):
            size = (
                shared_windows.DENSE_WINDOW if whole.codes[place] & DENSE else shared_windows.WINDOW
            )
            if place + size <= end:
                window = whole.codes[place : place + size].tobytes()
                seen.append((place, (number if within else 0, size, window)))
    count = Counter(key for _, key in seen)
    return [place for place, key in seen if count[key] > 1]


@given(texts, st.booleans())
def test_no_window_that_stands_twice_is_missed(given_texts: list[str], within: bool) -> None:
    whole = normalised(given_texts)
    places, _ = shared_windows._seen_twice(whole, within=within)
    assert places.tolist() == sorted(set(places.tolist()))
    assert set(standing_twice(whole, within=within)) <= set(places.tolist())


@given(texts, st.integers(1, 100))
def test_it_makes_no_difference_what_is_looked_at_together(
    given_texts: list[str], piece: int
) -> None:
    whole = normalised(given_texts)
    wanted = runs(whole, within=True).tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared_windows, "PIECE", piece)
        assert runs(whole, within=True).tolist() == wanted
    alone = [
        [place + int(begin) for place in row]
        for begin, text in zip(whole.starts, given_texts, strict=False)
        for row in runs(normalised([text])).tolist()
    ]
    assert runs(whole, within=True).tolist() == alone

"""Sums over the characters of a text at some places alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.language.characters import PIECE, summed_before

MOST = 30_000


def test_sums_are_right_where_no_32_bits_hold_them() -> None:
    length = 3 * PIECE + 5
    rows = [(0, 1), (1, PIECE - 1), (PIECE, PIECE), (PIECE + 1, 2 * PIECE), (length, length)]
    places = [np.array(column) for column in zip(*rows, strict=True)]

    def amounts(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int16]:
        return np.full(len(codes), MOST, np.int16)

    found = summed_before(np.zeros(length, np.uint32), amounts, places)
    assert [column.tolist() for column in found] == [
        [MOST * place for place in column.tolist()] for column in places
    ]


@given(st.lists(st.integers(0, 9), max_size=30), st.lists(st.integers(0, 30), max_size=12))
def test_sums_before_places_are_those_of_the_characters(codes: list[int], some: list[int]) -> None:
    places = sorted(min(place, len(codes)) for place in (*some, *some))
    columns = [np.array(places[::2], np.int64), np.array(places[1::2], np.int64)]
    text = np.array(codes, np.uint32)
    found = summed_before(text, lambda piece: piece.astype(np.int16), columns)
    for column, sums in zip(columns, found, strict=True):
        assert sums.tolist() == [sum(codes[:place]) for place in column.tolist()]


def test_an_empty_text_has_no_sums_but_none() -> None:
    (found,) = summed_before(np.zeros(0, np.uint32), lambda codes: codes, [np.array([0])])
    assert found.tolist() == [0]

"""Sums over the characters of a text at some places alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import PIECE, summed_before

MOST = 30_000


def test_sums_are_right_where_no_32_bits_hold_them() -> None:
    length = 3 * PIECE + 5
    places = [np.array([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, length]), np.array([length])]

    def amounts(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int16]:
        return np.full(len(codes), MOST, np.int16)

    found = summed_before(np.zeros(length, np.uint32), amounts, places)
    assert [column.tolist() for column in found] == [
        [MOST * place for place in column.tolist()] for column in places
    ]


def test_an_empty_text_has_no_sums_but_none() -> None:
    (found,) = summed_before(np.zeros(0, np.uint32), lambda codes: codes, [np.array([0])])
    assert found.tolist() == [0]

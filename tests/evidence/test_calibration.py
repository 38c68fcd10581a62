"""Log-odds are moved by what the page says at full stops, and by curves."""

from __future__ import annotations

from unittest import mock

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams import calibration
from layoutfix.evidence.seams.columns import Features
from layoutfix.model import Integers

KNOTS = np.array([-2000, 0, 2000])


def seams(**changes: int) -> Features:
    """Three seams: a full stop at a full line, one with a blank line behind it, and none."""
    known = {
        "gap": [0, 1, 0],
        "inner_end_stop": [1, 1, 0],
        "share_left": [980, 980, 980],
        "stop_chance": [900, 900, 900],
        "needed_beyond": [5, 5, 5],
        "starts_like": [0, 0, 0],
        "inner_lines": [40, 40, 40],
    }
    for name, value in changes.items():
        known[name] = [value] * 3
    return {name: np.array(values, np.int16) for name, values in known.items()}


def moved(log_odds: int, features: Features, weights: list[int]) -> Integers:
    """What is made of the log-odds of three seams by straight curves and these weights."""
    moves: dict[str, npt.NDArray[np.int64]] = {
        "curve_knots": KNOTS,
        "curve_lines": KNOTS,
        "curve_blocks": KNOTS - 500,
        "page_weights": np.array(weights),
    }
    with mock.patch.object(calibration, "load", return_value=moves):
        return calibration.calibrated(np.full(3, log_odds), features)


def test_the_page_has_a_say_at_a_full_stop_at_a_full_line_alone() -> None:
    """Log-odds of 0.9 are 2.197; behind a blank line another curve holds."""
    assert moved(3000, seams(), [1000, 0, 0]).tolist() == [5197, 2500, 3000]
    assert moved(3000, seams(share_left=800), [1000, 0, 0]).tolist() == [3000, 2500, 3000]


def test_room_for_the_next_word_and_first_lines_count_against_a_join() -> None:
    """In tenths of a spread, and of a unit of log-odds."""
    assert moved(3000, seams(needed_beyond=-30), [0, 500, 0])[0] == 1500
    assert moved(3000, seams(needed_beyond=-300), [0, 500, 0])[0] == 1000
    assert moved(3000, seams(starts_like=20), [0, 0, 500])[0] == 2000


def test_where_few_lines_show_the_column_a_doubtful_seam_is_less_sure() -> None:
    """Not one across a blank line, nor a sure one."""
    few = seams(inner_lines=0)
    assert moved(1000, few, [0, 0, 0]).tolist() == [600, 500, 600]
    assert moved(3000, few, [0, 0, 0]).tolist() == [3000, 2500, 3000]

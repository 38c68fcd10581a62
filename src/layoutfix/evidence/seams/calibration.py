"""Log-odds of the trees, moved to what holds on sources that no weight has seen.

Both moves are learnt from sources that were left out (``tools/left_out.py``). At a full stop at a
full line, where trees have learnt how long the paragraphs of their sources are, the page itself has
a say: how many such stops chance puts there, whether the next word would have fitted, and whether
the next line is as short as first lines are. And a curve moves all line ends, another one all seams
with blank lines. Neither moves what is even: whether a source has more joins or more breaks than
others is its own affair, and says nothing of the next one.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from layoutfix.evidence.seams.columns import Features
from layoutfix.evidence.seams.margins import NEARLY
from layoutfix.language.arrays import clipped
from layoutfix.language.lexicon import load
from layoutfix.model import Integers

__all__ = ["DOUBT_FROM", "SHOWN_BY", "calibrated", "page_evidence"]

SHOWN_BY = 12
"""Lines that surely go on, near a line end, from which on it is moved by the whole curve."""

UNSHOWN = 400
"""Thousandths of log-odds by which a line end is less sure where no line shows the column: 0.6 is
one half."""

DOUBT_FROM = 2200
"""The log-odds (0.9) from which on a join is not in doubt."""

LEAST_CHANCE = 20
"""Thousandths; no page is believed to be surer than that of where its sentences end."""

NARROWEST, WIDEST = -40, 20
"""Tenths of a spread between which the room for the next word counts."""


def calibrated(log_odds: Integers, features: Features) -> Integers:
    """Log-odds as they hold on sources that no weight has seen.

    What lies beyond the ends of a curve is moved as the end is. The sources are long: where fewer
    lines around show what a full line is, a line end is moved less, and a doubtful one is less
    sure.

    Args:
        log_odds: thousandths, as the trees say.
        features: of the same seams.
    """
    moves = load("seams")
    knots = moves["curve_knots"].astype(np.int64)
    own = log_odds + page_evidence(features) @ moves["page_weights"].astype(np.int64) // 1000
    out = own.copy()
    apart = features["gap"] > 0
    shown = np.minimum(features["inner_lines"].astype(np.int64), SHOWN_BY)
    unsure = ~apart & (own < DOUBT_FROM)
    out[unsure] -= UNSHOWN * (SHOWN_BY - shown[unsure]) // SHOWN_BY
    for name, rows in (("lines", ~apart & (shown > 0)), ("blocks", apart)):
        inside = clipped(own[rows], knots[0], knots[-1])
        curve = moves[f"curve_{name}"].astype(np.int64)
        moved = np.rint(np.interp(inside, knots, curve)).astype(np.int64) - inside
        out[rows] += moved if name == "blocks" else moved * shown[rows] // SHOWN_BY
    return out


def page_evidence(features: Features) -> Integers:
    """What the page says at each full stop at a full line, three columns in thousandths.

    The log-odds that the stop is there by chance; how much further than elsewhere the next word
    would have reached, in spreads; how much unlike a first line the next one is, in units of
    log-odds. All are 0 at the other seams.
    """
    stops = (features["inner_end_stop"] > 0) & (features["gap"] == 0)
    rows = np.flatnonzero(stops & (features["share_left"] >= NEARLY))
    out = np.zeros((len(stops), 3), np.int64)
    if len(rows):
        out[rows, 0] = _chances()[features["stop_chance"][rows]]
        out[rows, 1] = 100 * clipped(
            features["needed_beyond"][rows].astype(np.int64), NARROWEST, WIDEST
        )
        out[rows, 2] = -100 * features["starts_like"][rows].astype(np.int64)
    return out


@cache
def _chances() -> Integers:
    """Log-odds of each number of thousandths, rounded: the same digits on every machine."""
    near = [min(max(chance, LEAST_CHANCE), 1000 - LEAST_CHANCE) for chance in range(1001)]
    return np.array([round(1000 * math.log(chance / (1000 - chance))) for chance in near])

"""Curves from the log-odds of the seam trees to those that hold on sources they never saw.

The trees are surer than right, or less sure, on text of another source than those they were learnt
on. What weights say of a source that was left out (``tools.left_out``) shows by how much: a
piecewise linear curve is fitted to it, one for line ends and one for seams with blank lines, by the
logistic loss, every source with the same weight (Platt 1999, with more knots). Before that the
page's own evidence gets its weights in the same way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

__all__ = ["KNOTS", "fitted", "page_weights"]

KNOTS = np.array([-6000, -3500, -2000, -1000, 0, 1000, 2000, 3500, 6000])
"""Thousandths of log-odds between which the curve is a line; beyond the ends it goes on as far."""

RIDGE = 1000.0
"""How much a knot's move from where it was costs, in seams, of which each source has 20,000.

A curve follows what the sources have in common, and a single one moves it little."""


def fitted(
    log_odds: npt.NDArray[np.int64], joined: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64]
) -> npt.NDArray[np.int32]:
    """Where each knot goes, never falling; the middle one stays.

    A shift of all would be the share of joins in these sources, which no other source has to share.

    >>> said = np.repeat(np.array([-3000, 3000]), 500)
    >>> rng = np.random.default_rng(1)
    >>> true = rng.random(1000) < 1 / (1 + np.exp(-said / 2000))
    >>> curve = fitted(said, true, np.full(1000, 100.0))
    >>> bool(1000 < np.interp(3000, KNOTS, curve) < 2200)
    True
    """
    basis = hats(log_odds)
    start = KNOTS / 1000

    def loss(knots: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        total = basis @ knots
        sign = np.where(joined, 1.0, -1.0)
        value = float((weight * np.logaddexp(0, -sign * total)).sum())
        slope = -sign * weight / (1 + np.exp(sign * total))
        ridge = RIDGE * (knots - start)
        return value + float(ridge @ (knots - start)) / 2, basis.T @ slope + ridge

    bounds = [(None, None) if knot else (0.0, 0.0) for knot in start]
    found: Any = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    rounded: npt.NDArray[np.int32] = np.round(1000 * np.maximum.accumulate(found.x)).astype(
        np.int32
    )
    return rounded


MOST = 1.0
"""A weight of the page's own evidence at the most."""


def page_weights(
    log_odds: npt.NDArray[np.int64],
    evidence: npt.NDArray[np.int64],
    joined: npt.NDArray[np.bool_],
    weight: npt.NDArray[np.float64],
) -> npt.NDArray[np.int32]:
    """What the page's own evidence at full stops at full lines weighs, in thousandths.

    Args:
        log_odds: thousandths, of seams of sources that were left out.
        evidence: what ``calibration.page_evidence`` says of them.
        joined: whether gold joins.
        weight: of the seams.

    >>> rng = np.random.default_rng(1)
    >>> page = rng.integers(-2000, 2000, (2000, 3))
    >>> true = rng.random(2000) < 1 / (1 + np.exp(-page[:, 0] / 1000))
    >>> found = page_weights(np.zeros(2000, np.int64), page, true, np.full(2000, 10.0))
    >>> bool(found[0] > 700 > 200 > found[1])
    True
    """
    said, page = log_odds / 1000, evidence / 1000

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        total = said + page @ weights
        sign = np.where(joined, 1.0, -1.0)
        value = float((weight * np.logaddexp(0, -sign * total)).sum())
        slope = -sign * weight / (1 + np.exp(sign * total))
        value += RIDGE * float(weights @ weights) / 2
        return value, page.T @ slope + RIDGE * weights

    bounds = [(0.0, MOST)] * page.shape[1]
    found: Any = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B")
    rounded: npt.NDArray[np.int32] = np.round(1000 * found.x).astype(np.int32)
    return rounded


def hats(log_odds: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """For each seam the share that each knot has in its place on the curve."""
    inside = np.clip(log_odds, KNOTS[0], KNOTS[-1]).astype(np.float64)
    place = np.clip(np.searchsorted(KNOTS, inside, side="right") - 1, 0, len(KNOTS) - 2)
    share = (inside - KNOTS[place]) / (KNOTS[place + 1] - KNOTS[place])
    out = np.zeros((len(log_odds), len(KNOTS)))
    rows = np.arange(len(log_odds))
    out[rows, place] = 1 - share
    out[rows, place + 1] = share
    return out

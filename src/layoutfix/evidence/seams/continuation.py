"""Does the text run on across a seam? A small language model of the words and characters beside it.

A linear model over hashed n-grams: the tokens on both sides of the seam, alone, with their
neighbours, and across it. ``tools/train_continuation.py`` learns it from paragraphs cut at random
against the ends and beginnings that paragraphs, headings and captions have; the tables are whole
numbers, the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Features
from layoutfix.evidence.seams.edges import Edges
from layoutfix.evidence.seams.ngram_keys import Keys, NgramKeys
from layoutfix.evidence.seams.words import Words
from layoutfix.language.lexicon import load
from layoutfix.model import Page, Role, role_set
from layoutfix.parsing.page_rows import page_rows

__all__ = ["ONE_SIDED", "UNIT", "Tables", "Weights", "continuation_features"]

Weights = npt.NDArray[np.int8]

ONE_SIDED: Final = 2
"""Bits fewer that keys have in the tables of one side."""

UNIT: Final = 16
"""Weights are log-odds in 16ths of a nat."""

OVER: Final = (2, 3)
"""A caption that stands inside a sentence has a line or two."""

NOWHERE: Final = -400
"""The score where there is no line to run on into."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The weights of the n-grams, by key.

    Attributes:
        whole: of all n-grams at a seam, learnt together.
        ending: of those on the left side, learnt without the right one: is the line unfinished,
            whatever comes?
        starting: of those on the right side alone: does the line begin inside a sentence?
    """

    whole: Weights
    ending: Weights
    starting: Weights


@cache
def _tables() -> Tables:
    shipped = load("continuation")
    return Tables(*(shipped[name].astype(np.int8) for name in ("whole", "ending", "starting")))


Scores = npt.NDArray[np.int16]


def _alone(table: Weights, keys: Iterable[Keys]) -> Scores:
    """Log-odds by one side of the seam, which knows nothing of the other."""
    return _sum(table, (key >> np.uint32(ONE_SIDED) for key in keys))


def _sum(table: Weights, keys: Iterable[Keys]) -> Scores:
    total: Scores = np.add.reduce([table[some] for some in keys], dtype=np.int16)
    return total


_TEXT = role_set(Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE)
"""Roles of lines whose sentences may be interrupted."""


def continuation_features(
    page: Page, edges: Edges, words: Words, tables: Tables | None = None
) -> Features:
    """Log-odds, in 16ths, that the text runs on: by the left side, the right one, across, all.

    ``runs_past`` says by how much rather the left line runs on over the right one, into one of the
    two lines after it, and ``runs_since`` the right line from one of the two before the left one.
    ``left_aside`` and ``right_aside`` weigh both seams of a line at once: by how much rather the
    text runs on over it than into it and out of it. What stands between two halves of a sentence
    belongs to neither. ``left_unfinished`` and ``right_inside`` are the log-odds of a side that
    doesn't know the other one, ``left_inside`` and ``right_unfinished`` those of the far edges.

    Args:
        page: the page.
        edges: of its lines.
        words: of the page.
        tables: other weights than the shipped ones.
    """
    tables = _tables() if tables is None else tables
    table = tables.whole
    sides = NgramKeys(page, edges, words)
    ends, starts = list(sides.left()), list(sides.right(1))
    unfinished, inside = _alone(tables.ending, ends), _alone(tables.starting, starts)
    left, right, across = (_sum(table, k) for k in (ends, starts, sides.across(1)))
    runs_on = left[:-1] + right + across
    count, rows = len(left), page.derived(page_rows)
    past, since, aside = np.full((3, count), NOWHERE, np.int16)
    entering, leaving = np.zeros((2, count), np.int16)
    entering[1:] = leaving[:-1] = np.maximum(runs_on, 0) * ~rows.ends[:-1]
    text = _TEXT[page.lines.role]
    for step in OVER:
        if count > step:
            may, same = text[:-step] & text[step:] & ~sides.closed[:-step], rows.same(step)
            if same is not None:
                may &= same
            over = left[:-step] + _sum(table, sides.right(step)) + _sum(table, sides.across(step))
            over = np.where(may, over, NOWHERE)
            past[:-step] = np.maximum(past[:-step], over)
            since[step:] = np.maximum(since[step:], over)
            rather = over - entering[1 : 1 + count - step] - leaving[step - 1 : -1]
            for place in range(1, step):
                own = aside[place : place + count - step]
                np.maximum(own, rather, out=own)
    return {
        "runs_on_left": left[:-1],
        "runs_on_right": right,
        "runs_on_across": across,
        "runs_on": runs_on,
        "runs_past": past[:-1] - runs_on,
        "runs_since": since[1:] - runs_on,
        "left_aside": aside[:-1],
        "right_aside": aside[1:],
        "left_unfinished": unfinished[:-1],
        "right_unfinished": unfinished[1:],
        "left_inside": (np.append(np.int16(0), inside) * ~rows.begins)[:-1],
        "right_inside": inside,
    }

"""The weights of the seam decision, and what they say: whole numbers only, the same everywhere.

Oblivious trees: each asks all seams the same few questions, and the answers, read as a binary
number, pick its leaf. ``tools/train_seams.py`` makes ``data/seams.npz``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Feature, Features
from layoutfix.language.characters import pieces
from layoutfix.language.lexicon import load
from layoutfix.model import Integers

__all__ = ["STORED", "Trees", "from_arrays", "trees"]

Column = Feature

FEW = 5000
"""Seams up to which it is quicker to ask all questions of a block at once than one after another;
measured on 30 to 8,000."""

ANSWERS = 1 << 17
"""Answers of a block, a seam's to each tree one: as many as the cache keeps."""

AT_ONCE = 8192
"""Seams that are asked together: enough for the calls not to count, few enough for the cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """A sum of trees.

    Attributes:
        names: the features that are asked for.
        question_feature: for each distinct question the feature.
        question_threshold: the number the feature must exceed.
        question: for each tree its questions, lowest bit first.
        leaf: for each tree and answer thousandths of a unit of log-odds for a join.
        bias: added to every sum.
    """

    names: tuple[str, ...]
    question_feature: npt.NDArray[np.int64]
    question_threshold: npt.NDArray[np.int64]
    question: npt.NDArray[np.int64]
    leaf: npt.NDArray[np.int32]
    bias: int

    def log_odds(self, features: Features, rows: Integers | None = None) -> Integers:
        """Thousandths of a unit of log-odds that each seam, or each of ``rows``, is a join."""
        columns = [features[name] for name in self.names]
        count = len(columns[0]) if rows is None else len(rows)
        if count > FEW:
            if rows is not None:
                columns = [column[rows] for column in columns]
            some = pieces(count, AT_ONCE)
            return np.concatenate([self._many([each[piece] for each in columns]) for piece in some])
        table = np.concatenate(columns, dtype=np.int16, casting="unsafe")
        table = table.reshape(len(columns), len(columns[0]))
        if rows is not None:
            table = table.take(rows, axis=1)
        size = ANSWERS // len(self.leaf) + 1
        some = pieces(max(count, 1), size)
        return np.concatenate([self._block(table[:, piece]) for piece in some])

    def _many(self, columns: Sequence[Column]) -> Integers:
        """One question after the other, each to all seams."""
        count = len(columns[0])
        answers = np.empty((len(self.question_feature), count), np.uint8)
        flags = answers.view(np.bool_)
        asked = zip(self.question_feature.tolist(), self.question_threshold.tolist(), strict=True)
        for row, (feature, threshold) in enumerate(asked):
            np.greater(columns[feature], threshold, out=flags[row])
        total = np.full(count, self.bias, np.int32)
        place = np.empty(count, np.uint8)
        value = np.empty(count, np.int32)
        for questions, leaf in zip(self.question.tolist(), self.leaf, strict=True):
            np.copyto(place, answers[questions[-1]])
            for question in reversed(questions[:-1]):
                np.add(place, place, out=place)  # a shift by one, ten times as fast as left_shift
                np.bitwise_or(place, answers[question], out=place)
            leaf.take(place, out=value, mode="wrap")  # wrap: no check of places that are all right
            np.add(total, value, out=total)
        return total.astype(np.int64)

    def _block(self, table: npt.NDArray[np.int16]) -> Integers:
        """All questions to all seams, a column each, then all trees at once."""
        threshold = np.clip(self.question_threshold, -32768, 32767).astype(np.int16)
        answers = table.take(self.question_feature, axis=0) > threshold[:, None]
        bits = answers.view(np.uint8)
        *others, highest = self.question.T
        place = bits.take(highest, axis=0)
        for question in reversed(others):
            place += place
            place |= bits.take(question, axis=0)
        first = self.leaf.shape[1] * np.arange(len(self.leaf))
        values = self.leaf.ravel().take(np.add(first[:, None], place, dtype=np.int64))
        total: Integers = self.bias + values.sum(axis=0, dtype=np.int64)
        return total


@cache
def trees(name: str, reading: str = "") -> Trees:
    """The shipped trees of ``data/<name>.npz``, or those of one of its readings."""
    return from_arrays(load(name), reading)


def from_arrays(data: Mapping[str, npt.NDArray[np.generic]], reading: str = "") -> Trees:
    """Trees out of arrays, whose names begin with their reading, as the tools write them."""
    own = {name: data[f"{reading}_{name}" if reading else name] for name in STORED}
    feature = own["feature"].astype(np.int64)
    threshold = own["threshold"].astype(np.int64)
    both, question = np.unique((feature << 17) + (threshold + 32768), return_inverse=True)
    return Trees(
        tuple(own["names"].tolist()),
        both >> 17,
        (both & 0x1FFFF) - 32768,
        question.reshape(feature.shape),
        own["leaf"].astype(np.int32),
        int(own["bias"].astype(np.int64)[0]),
    )


STORED = ("names", "feature", "threshold", "leaf", "bias")
"""The arrays of one reading."""

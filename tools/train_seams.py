"""Learn the weights of the seam decision and write ``data/seams.npz``.

    python -m tools.sources --out CORPUS      # once: the text it learns from
    python -m tools.train_continuation --corpus CORPUS --folds FOLDS.npz --folds-only \\
        --rounds 4 --epochs 4
    python -m benchmarks.typeset make --half learning --documents 500 --out LEARN.jsonl \\
        --articles CORPUS SHARED/corpora/zh.jsonl SHARED/corpora/en.jsonl
    python -m benchmarks.typeset make --half scoring --documents 160 --out SCORE.jsonl \\
        --articles CORPUS SHARED/corpora/zh.jsonl SHARED/corpora/en.jsonl
    python -m tools.left_out --corpus CORPUS --folds FOLDS.npz --cache TABLE.npz \\
        --lab-learning LEARN.jsonl --lab SCORE.jsonl --out WEIGHTS
    python -m tools.train_seams --corpus CORPUS --folds FOLDS.npz --cache TABLE.npz \\
        --lab LEARN.jsonl --curves WEIGHTS/curves.npz

Learns from pages that ``benchmarks.damage`` makes of the tuning half of the articles and of CORPUS,
from the tuning half of the real line ends (``tools.seam_real``), and from typeset pages.
``benchmarks.joins`` and ``benchmarks.real`` score the other halves. The learner is CatBoost
(oblivious trees, Prokhorenkova et al. 2018); what is shipped is plain integers: the thresholds of
the trees, and their leaves in thousandths of a unit of log-odds.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.gold import GoldPage
from layoutfix.evidence.seams.context import context_features
from layoutfix.evidence.seams.continuation import Tables
from layoutfix.evidence.seams.decision import SETTLED, probability
from layoutfix.evidence.seams.features import Evidence
from layoutfix.model import Integers
from layoutfix.parsing.lines import parse
from layoutfix.pipeline import labelled
from tools.build_characters import save
from tools.seam_pages import LearningPage, learning_pages
from tools.seam_weights import Arrays, thinned
from tools.train_continuation import read_folds

DATA = Path(__file__).parent.parent / "src" / "layoutfix" / "data"

FIRST = {"iterations": 150, "depth": 6, "learning_rate": 0.25}
SECOND = {"iterations": 280, "depth": 6, "learning_rate": 0.22}
"""The trees of the two readings."""

MONOTONE = {"needed_beyond": 1, "apart_left": 1, "stop_chance": 1, "starts_like": -1}
"""Features that may only speak for a join as they grow, or only against it: what the page says of
its own full lines holds on any source, and what a single source adds to it by chance does not."""

UNUSED = ("last_family", "first_family", "closed_before", "indented_near", "full_12")
"""Features that the trees may not ask for: without them nothing is lost."""


@dataclass(frozen=True, slots=True)
class Sample:
    """All seams of one page: their evidence, and what gold says: 1 join, 0 stand, -1 not asked."""

    group: str
    names: tuple[str, ...]
    evidence: npt.NDArray[np.int16]
    joined: npt.NDArray[np.int8]
    blocked: npt.NDArray[np.bool_]


def sample(page: GoldPage, group: str, tables: Tables | None) -> Sample | None:
    """The seams of a page that are open to a decision and have a gold label."""
    parsed = labelled(parse(page.text))
    lines = parsed.lines
    if len(lines) < 2:
        return None
    gold = {seam.left_end: seam.label for seam in page.seams}
    labels = np.array([gold.get(int(end), "?") for end in lines.end[:-1]])
    blocked = lines.opens[1:] | lines.closes[:-1]
    chosen = (labels != "?") & ~blocked
    features = Evidence(parsed, tables=tables).features
    matrix = np.stack(list(features.values()), 1)
    clipped = np.clip(matrix, -32768, 32767).astype(np.int16)
    joined = np.where(chosen, labels != "P", -1).astype(np.int8)
    return Sample(group, tuple(features), clipped, joined, blocked)


def collect(
    corpus: Path,
    tables: Path,
    cache: Path | None,
    lab: Path | None = None,
    every: int = 1,
    jobs: int = 1,
) -> Arrays:
    """Evidence, gold and group of all seams, from ``cache`` where it exists.

    Args:
        corpus: what ``tools.sources`` wrote.
        tables: what ``tools.train_continuation --folds`` wrote.
        cache: file to keep the evidence in.
        lab: typeset pages (``python -m benchmarks.typeset``).
        every: only each so-manyth page is taken.
        jobs: processes.
    """
    if cache and cache.exists():
        with np.load(cache) as archive:
            return {name: archive[name] for name in archive.files}
    with Pool(jobs, initializer=_begin, initargs=(tables,)) as pool:
        pages = itertools.islice(learning_pages(corpus, lab), 0, None, every)
        found = pool.imap(_sample, pages, chunksize=16)
        samples = [each for each in found if each is not None]
    table = table_of(samples)
    if cache:
        np.savez(cache, allow_pickle=False, **table)
    return table


_BY_FOLD: list[Tables] = []


def _begin(tables: Path) -> None:
    _BY_FOLD.extend(read_folds(tables))


def _sample(each: LearningPage) -> Sample | None:
    return sample(each.page, each.group, None if each.fold is None else _BY_FOLD[each.fold])


def table_of(samples: Sequence[Sample]) -> Arrays:
    """The seams of all pages, one under another."""
    return {
        "names": np.array(samples[0].names),
        "evidence": np.concatenate([s.evidence for s in samples]),
        "joined": np.concatenate([s.joined for s in samples]),
        "group": np.concatenate([np.full(len(s.joined), s.group) for s in samples]),
        "blocked": np.concatenate([s.blocked for s in samples]),
        "page": np.concatenate([np.full(len(s.joined), n) for n, s in enumerate(samples)]),
    }


def learn(table: Arrays, quick: bool = False) -> Arrays:
    """The trees of both readings as arrays.

    Args:
        table: seams to learn from.
        quick: whether the first reading may be that of half of the pages, a quarter less to do.
    """
    names, evidence = table["names"].tolist(), table["evidence"]
    asked = table["joined"] >= 0
    half = table["page"] % 2 == 0
    log_odds = np.zeros(len(asked), np.int64)
    for own in (half, ~half):  # what the second reading learns from must not have seen the gold
        other = _fit(table, evidence, names, asked & ~own, FIRST)
        raw = other.predict(evidence[own].astype(np.float32), prediction_type="RawFormulaVal")
        log_odds[own] = np.round(1000 * raw).astype(np.int64)
    context_names, context = contexts(table, log_odds)
    both = np.concatenate((evidence, context), axis=1)
    open_rows = asked & (np.abs(log_odds) < SETTLED + SETTLED // 4)
    first = other if quick else _fit(table, evidence, names, asked, FIRST)
    named = names + context_names
    second = _fit(table, both, named, open_rows, SECOND)
    return {
        **{f"first_{name}": array for name, array in export(first, names).items()},
        **{f"second_{name}": array for name, array in export(second, named).items()},
    }


def contexts(table: Arrays, log_odds: Integers) -> tuple[list[str], npt.NDArray[np.int16]]:
    """The context features of all seams, page by page."""
    names = table["names"].tolist()
    needed = {name: names.index(name) for name in ("inner_end_closing", "gap")}
    chances = np.round(1000 * probability(log_odds)).astype(np.int64)
    edges = np.flatnonzero(np.diff(table["page"], prepend=-1, append=-1))
    parts = []
    for start, end in itertools.pairwise(edges.tolist()):
        own = {name: table["evidence"][start:end, at] for name, at in needed.items()}
        rows = slice(start, end)
        found = context_features(own, log_odds[rows], chances[rows], table["blocked"][rows])
        parts.append(np.stack(list(found.values()), 1).astype(np.int16))
    return list(found), np.concatenate(parts)


def _fit(
    table: Arrays,
    evidence: npt.NDArray[np.int16],
    names: Sequence[str],
    rows: npt.NDArray[np.bool_],
    size: Mapping[str, float],
) -> Any:
    import catboost

    rows, weight = thinned(table, rows)
    pool = catboost.Pool(
        evidence[rows].astype(np.float32),
        table["joined"][rows],
        weight=weight,
        feature_names=list(names),
    )
    ignored = [name for name in names if name in UNUSED]
    learner = catboost.CatBoostClassifier(
        **size,
        l2_leaf_reg=6,
        random_seed=1,
        thread_count=1,
        border_count=64,
        rsm=0.3,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        ignored_features=ignored,
        monotone_constraints=MONOTONE,
        verbose=0,
        allow_writing_files=False,
    )
    return learner.fit(pool)


def export(learner: Any, names: Sequence[str]) -> dict[str, npt.NDArray[np.generic]]:
    """Plain integers out of a CatBoost model; features that no tree asks for are left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        learner.save_model(str(path), format="json")
        model = json.loads(path.read_text(encoding="utf-8"))
    scale, (bias,) = model["scale_and_bias"]
    splits, leaves = [], []
    depth = max(len(tree["splits"]) for tree in model["oblivious_trees"])
    for tree in model["oblivious_trees"]:
        asked = [(s["float_feature_index"], math.floor(s["border"])) for s in tree["splits"]]
        values = [scale * value for value in tree["leaf_values"]]
        while len(asked) < depth:  # a question that is never answered with yes
            asked.append((asked[0][0], 32767))
            values = values * 2
        splits.append(asked)
        leaves.append([round(1000 * value) for value in values])
    asked_features = sorted({feature for tree in splits for feature, _ in tree})
    place = {feature: n for n, feature in enumerate(asked_features)}
    return {
        "names": np.array([names[feature] for feature in asked_features]),
        "feature": np.array([[place[f] for f, _ in tree] for tree in splits], np.uint8),
        "threshold": np.array([[t for _, t in tree] for tree in splits], np.int16),
        "leaf": np.array(leaves, np.int16),
        "bias": np.array([round(1000 * bias)], np.int32),
    }


def main() -> None:
    """Collect, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA / "seams.npz")
    parser.add_argument("--curves", type=Path, required=True, help="what tools.left_out wrote")
    parser.add_argument("--lab", type=Path, help="typeset pages to learn from as well")
    parser.add_argument("--every", type=int, default=1, help="take each so-manyth page")
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    table = collect(
        chosen.corpus, chosen.folds, chosen.cache, chosen.lab, chosen.every, chosen.jobs
    )
    print(f"{len(table['joined'])} seams, {table['evidence'].shape[1]} features")
    with np.load(chosen.curves) as curves:
        save(chosen.out, **learn(table), **curves)


if __name__ == "__main__":
    main()

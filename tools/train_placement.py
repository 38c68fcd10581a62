"""Learn the weights of the placement decision: ``data/placement-runs.npz`` and ``-pages.npz``.

    python -m tools.sources --out CORPUS      # once: the text it learns from
    python -m tools.train_placement --corpus CORPUS

Learns from pages that ``benchmarks.displacement`` makes of the articles that
``tools.placement_articles`` reads. ``benchmarks.placement`` scores other articles; no English news
is learnt from. The second step learns from scores of the first that were learnt on other pages.
"""

from __future__ import annotations

import argparse
import pickle
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.displacement import PlacedPage, news, pages
from benchmarks.gold import Article, shared
from layoutfix.evidence.placement.candidates import Candidates, candidates_of
from layoutfix.evidence.placement.comparisons import Features
from layoutfix.evidence.placement.context import context
from layoutfix.evidence.placement.decision import LIKELY
from layoutfix.evidence.placement.outline import Outline, outline_of
from layoutfix.model import Flags, Integers
from layoutfix.parsing.lines import parse
from layoutfix.pipeline import labelled
from tools.build_characters import save
from tools.placement_articles import manuals, newspaper, transposed
from tools.train_seams import DATA, export

FOLDS = 2

WRONG_KEPT = 4
"""The first step learns from one in so many of the wrong candidates, which weigh as much more."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The candidates of one page, and which of them are right."""

    candidates: Candidates
    right: Flags


def sample(page: PlacedPage) -> Sample | None:
    """A candidate is right when all its units belong to the target's article, not to their own."""
    parsed = labelled(parse(page.text))
    candidates = parsed.derived(candidates_of)
    if not len(candidates):
        return None
    outline = parsed.derived(outline_of)
    owner = owners(page, outline)
    articles = dict(page.headings)
    of_section = np.array([-9, *(articles.get(h.span.start, -9) for h in outline.headings)])
    wrong = owner != of_section[outline.section]
    right = np.zeros(len(candidates), np.bool_)
    runs = candidates.runs
    for row, (run, target) in enumerate(
        zip(candidates.run.tolist(), candidates.target.tolist(), strict=True)
    ):
        units = slice(int(runs.start[run]), int(runs.end[run]))
        right[row] = bool(np.all((owner[units] == of_section[target]) & wrong[units]))
    return Sample(candidates, right)


def owners(page: PlacedPage, outline: Outline) -> Integers:
    """The article that each unit belongs to; -1 for copies and whatever is no piece."""
    pieces = sorted(page.pieces, key=lambda piece: piece.start)
    starts = [piece.start for piece in pieces]
    out = np.full(len(outline.units), -1, np.int64)
    for number, unit in enumerate(outline.units):
        at = max(bisect_left(starts, unit.span.start) - 1, 0)
        best = 0
        for piece in pieces[at : at + 4]:
            size = min(piece.end, unit.span.end) - max(piece.start, unit.span.start)
            if size > best:
                best = size
                out[number] = -1 if piece.copy else piece.article
    return out


def learning_pages(corpus: Path, scale: float) -> Iterator[PlacedPage]:
    """All pages to learn from."""
    xinwen = news(shared() / "corpora", "zh", "tuning")
    people = newspaper(corpus / "zh-people.jsonl")
    groups: list[tuple[Sequence[Article], str, int]] = [
        (xinwen, "zh", 2000),
        (people, "zh", 1100),
        (transposed([*xinwen, *people[:900]]), "en", 1600),
        (manuals(corpus / "en.jsonl", "en"), "en", 900),
    ]
    groups += [
        (manuals(corpus / f"{lang}.jsonl", lang), lang, 100) for lang in ("de", "fr", "es", "ja")
    ]
    groups.append((manuals(corpus / "ru.jsonl", "en"), "en", 80))
    for number, (articles, lang, count) in enumerate(groups):
        yield from pages(articles, lang, f"learn-{number}", round(scale * count), shortened=True)


def matrix(features: Features) -> npt.NDArray[np.float32]:
    """The features as rows."""
    return np.stack(list(features.values()), 1).astype(np.float32)


def learner(trees: int, depth: int, rate: float = 0.08) -> Any:
    """A learner of so many oblivious trees."""
    from catboost import CatBoostClassifier

    return CatBoostClassifier(
        iterations=trees,
        depth=depth,
        learning_rate=rate,
        l2_leaf_reg=6,
        random_seed=1,
        thread_count=2,
        border_count=64,
        rsm=0.4,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        verbose=0,
        allow_writing_files=False,
    )


def log_odds(model: Any, rows: npt.NDArray[np.float32]) -> Integers:
    """Thousandths, as the shipped trees give them."""
    raw = model.predict(rows, prediction_type="RawFormulaVal")
    out: Integers = np.round(1000 * raw).astype(np.int64)
    return out


def first_step(model: Any, samples: Sequence[Sample]) -> None:
    """Fit the model to the candidates of the pages, each by itself."""
    right = np.concatenate([s.right for s in samples])
    kept = right | (np.arange(len(right)) % WRONG_KEPT == 0)
    rows = np.concatenate([matrix(s.candidates.features) for s in samples])[kept]
    model.fit(rows, right[kept].astype(np.int8), sample_weight=np.where(right[kept], 1, WRONG_KEPT))


def second_step(samples: Sequence[Sample], trees: int, depth: int) -> tuple[Features, Flags]:
    """Features and gold of the likely candidates, scored by trees learnt on other pages."""
    columns: list[Features] = []
    right: list[Flags] = []
    fold = np.arange(len(samples)) % FOLDS
    for held in range(FOLDS):
        model = learner(trees, depth)
        chosen = [s for s, n in zip(samples, fold, strict=True) if n != held]
        first_step(model, chosen)
        for each, number in zip(samples, fold, strict=True):
            if number != held:
                continue
            score = log_odds(model, matrix(each.candidates.features))
            kept = np.flatnonzero(score > LIKELY)
            if len(kept):
                features = {n: c[kept] for n, c in each.candidates.features.items()}
                columns.append(features | context(each.candidates, kept, score[kept]))
                right.append(each.right[kept])
    names = list(columns[0])
    joined = {name: np.concatenate([c[name] for c in columns]) for name in names}
    return joined, np.concatenate(right)


def main() -> None:
    """Make pages, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="where samples are kept between runs")
    parser.add_argument("--scale", type=float, default=1.0, help="times as many pages")
    parser.add_argument("--trees", type=int, default=400)
    parser.add_argument("--depth", type=int, default=6)
    chosen = parser.parse_args()
    if chosen.cache and chosen.cache.exists():
        samples = pickle.loads(chosen.cache.read_bytes())
    else:
        samples = [s for p in learning_pages(chosen.corpus, chosen.scale) if (s := sample(p))]
        if chosen.cache:
            chosen.cache.write_bytes(pickle.dumps(samples))
    right = np.concatenate([s.right for s in samples])
    print(f"{len(samples)} pages, {len(right)} candidates, {right.sum()} of them right", flush=True)
    names = list(samples[0].candidates.features)
    model = learner(chosen.trees, chosen.depth)
    first_step(model, samples)
    save(DATA / "placement-runs.npz", **export(model, names))
    features, right = second_step(samples, chosen.trees, chosen.depth)
    print(f"{len(right)} likely candidates, {right.sum()} of them right", flush=True)
    model = learner(2 * chosen.trees, chosen.depth, 0.04)
    model.fit(matrix(features), right.astype(np.int8))
    save(DATA / "placement-pages.npz", **export(model, list(features)))


if __name__ == "__main__":
    main()

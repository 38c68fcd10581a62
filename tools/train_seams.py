"""Learn the weights of the seam decision and write ``data/seams.npz``.

    python -m tools.sources --out CORPUS      # once: the text it learns from
    python -m tools.train_continuation --corpus CORPUS --folds FOLDS
    python -m tools.train_seams --corpus CORPUS --folds FOLDS

Learns from pages that ``benchmarks.damage`` makes of the tuning half of the articles and of
CORPUS, and from the tuning half of the real line ends. ``benchmarks.joins`` scores the other
halves. The learner is CatBoost (oblivious trees, Prokhorenkova et al. 2018); what is shipped is
plain integers: the thresholds of the trees, and their leaves in thousandths of a unit of log-odds.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.damage import damage
from benchmarks.gold import (
    Article,
    GoldPage,
    GoldSeam,
    is_scoring,
    language,
    read_articles,
    read_lines,
    shared,
)
from layoutfix.model import Integers
from layoutfix.parse import parse
from layoutfix.pipeline import labelled
from layoutfix.seams.context import context_features
from layoutfix.seams.continuation import Tables
from layoutfix.seams.decision import SETTLED, probability
from layoutfix.seams.features import Evidence
from tools.build_characters import save
from tools.train_continuation import FOLDS, fold_of, is_prose, read_folds

DATA = Path(__file__).parent.parent / "src" / "layoutfix" / "data"

PAGES = {
    "zh": 3500,
    "zh_TW": 300,
    "zh-people": 1200,
    "en": 3000,
    "ja": 700,
    "ko": 450,
    "de": 700,
    "fr": 450,
    "es": 350,
}
"""Pages made for each language; 80 for every other language of the corpus."""

SHORT_PAGES = 0.35
"""Share of pages that are made of a few paragraphs only."""

FIRST = {"iterations": 240, "depth": 6, "learning_rate": 0.16}
SECOND = {"iterations": 1400, "depth": 6, "learning_rate": 0.06}
"""The trees of the two readings."""

BORROWING = 0.35
"""Share of pages with captions in the words of other articles; the rest has those of the grammar
alone."""

BORROWED = "-borrowed"
"""How the groups of such pages end."""

BORROWED_WEIGHT = 0.3
"""What such a page weighs. It shows what a caption is where no word tells, and is harder than most
pages: at full weight the shares that are learnt are those of hard pages."""

Arrays = dict[str, npt.NDArray[Any]]

HALF_MENDED = 0.2
"""Share of pages on which most joins are made already, as on the second look at a page."""

WEIGHTS = {"real-wrapped": 2.0, "real-": 8.0}
"""What a real line end weighs beside one the generator made, by the beginning of its group."""


SELDOM, SHORT = 5.0, 160
"""What the seams of short unclosed blocks weigh, and the most characters of such a block."""

FULL_WEIGHT = 60
"""Seams of a page of blocks that count fully; on a page of more they share this weight: the rows
of a table are all alike, and a page of rows is one page."""


@dataclass(frozen=True, slots=True)
class LearningPage:
    """A page, the name of its group, and the fold whose model of continuation didn't see it."""

    page: GoldPage
    group: str
    fold: int | None


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
    features = Evidence(parsed, tables).features
    matrix = np.stack(list(features.values()), 1)
    clipped = np.clip(matrix, -32768, 32767).astype(np.int16)
    joined = np.where(chosen, labels != "P", -1).astype(np.int8)
    return Sample(group, tuple(features), clipped, joined, blocked)


def synthetic(
    folds: Sequence[Sequence[Article]], lang: str, count: int, seed: int
) -> Iterator[LearningPage]:
    """Pages of one to six articles of one fold, damaged in all ways the generator knows."""
    rng = random.Random(f"{lang}-{seed}")
    sizes = [len(articles) for articles in folds]
    for _ in range(count):
        fold = rng.choices(range(len(folds)), sizes)[0]
        articles = folds[fold]
        chosen = rng.sample(articles, min(len(articles), rng.choice((1, 1, 2, 3, 4, 6))))
        if rng.random() < SHORT_PAGES:
            chosen = [_excerpt(article, rng) for article in chosen[:2]]
        borrowing = rng.random() < BORROWING
        others = rng.sample(articles, min(len(articles), 3)) if borrowing else ()
        page = damage(chosen, language(lang), rng, others=others)
        if rng.random() < HALF_MENDED:
            page = mended(page, rng)
        group = f"{page.kind}-{lang}{BORROWED if borrowing else ''}"
        yield LearningPage(page, group, fold)


def mended(page: GoldPage, rng: random.Random) -> GoldPage:
    """The page with nearly all of its joins made; the rest keep their gold."""
    share = rng.choice((0.9, 0.97, 1.0))
    text, at = "", 0
    seams: list[GoldSeam] = []
    for seam in page.seams:
        glue = GLUE.get(seam.label)
        text += page.text[at : seam.left_end]
        if glue is not None and rng.random() < share:
            text = (text[:-1] if seam.label == "H" else text) + glue
        else:
            gap = page.text[seam.left_end : seam.right_start]
            seams.append(replace(seam, left_end=len(text), right_start=len(text) + len(gap)))
            text += gap
        at = seam.right_start
    return replace(page, text=text + page.text[at:], seams=tuple(seams), across=())


GLUE = {"S": " ", "N": "", "K": "", "H": ""}
"""What the labels put into a seam; the other joins are left as they are."""


def _excerpt(article: Article, rng: random.Random) -> Article:
    """One to four neighbouring paragraphs of an article."""
    size = rng.choice((1, 1, 2, 3, 4))
    start = rng.randrange(max(len(article.paragraphs) - size, 0) + 1)
    return replace(article, paragraphs=article.paragraphs[start : start + size])


def _is_prose(paragraph: str) -> bool:
    """Whether a paragraph ends with a closing mark; one in ten of the others is kept.

    Manuals are full of list items and labels without one, which no newspaper prints so often.
    """
    bare = paragraph.strip().rstrip("\"'”’»」』)）】")
    if not bare or not is_prose(paragraph):
        return False
    return bare[-1] in ".!?。！？…:：;；" or zlib.crc32(bare.encode()) % 10 == 0


def read_corpus(path: Path, lang: str, most: int = 24) -> list[list[Article]]:
    """Articles of a language by fold, long documents cut to pieces of some ``most`` paragraphs."""
    folds: list[list[Article]] = [[] for _ in range(FOLDS)]
    with path.open(encoding="utf-8") as file:
        for text in file:
            document = json.loads(text)
            paragraphs = [p for p in document["paragraphs"] if _is_prose(p)]
            for start in range(0, len(paragraphs), most):
                piece = tuple(paragraphs[start : start + most])
                title = document["title"] or piece[0][:40]
                folds[fold_of(document["id"])].append(Article(lang, title, piece))
    return folds


def real(paths: Iterable[Path]) -> Iterator[LearningPage]:
    """The real line ends that are not kept for scoring."""
    for path in paths:
        known = path.stem.startswith("wrapped-")
        for page in read_lines(path):
            if not is_scoring(page.id):
                group = f"real-{path.stem}-{page.lang}"
                yield LearningPage(page, group, fold_of(page.id) if known else None)


def learning_pages(corpus: Path) -> Iterator[LearningPage]:
    """All pages to learn from."""
    folds: list[list[Article]] = [[] for _ in range(FOLDS)]
    for article in read_articles(shared() / "corpora" / "zh.jsonl"):
        if not is_scoring(article.title):
            folds[fold_of(article.title)].append(article)
    yield from synthetic(folds, "zh", PAGES["zh"], 1)
    for path in sorted(corpus.glob("*.jsonl")):
        if path.stem.startswith("wrapped-"):
            yield from real([path])
        else:
            lang = path.stem
            yield from synthetic(read_corpus(path, language(lang)), lang, PAGES.get(lang, 80), 2)
    yield from real(sorted((shared() / "corpora" / "lines").glob("*.jsonl")))


def collect(corpus: Path, tables: Path, cache: Path | None) -> Arrays:
    """Evidence, gold and group of all seams, from ``cache`` where it exists."""
    if cache and cache.exists():
        with np.load(cache) as archive:
            return {name: archive[name] for name in archive.files}
    by_fold = read_folds(tables)
    samples = []
    for each in learning_pages(corpus):
        own = None if each.fold is None else by_fold[each.fold]
        found = sample(each.page, each.group, own)
        if found is not None:
            samples.append(found)
    table = {
        "names": np.array(samples[0].names),
        "evidence": np.concatenate([s.evidence for s in samples]),
        "joined": np.concatenate([s.joined for s in samples]),
        "group": np.concatenate([np.full(len(s.joined), s.group) for s in samples]),
        "blocked": np.concatenate([s.blocked for s in samples]),
        "page": np.concatenate([np.full(len(s.joined), n) for n, s in enumerate(samples)]),
    }
    if cache:
        np.savez(cache, allow_pickle=False, **table)
    return table


def weights(table: Arrays, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """What each of these seams weighs: by its group, and less on a page of many."""
    names, inverse = np.unique(table["group"][rows], return_inverse=True)
    each = [_weight(str(name)) for name in names]
    asked = np.bincount(table["page"][rows])
    share = np.minimum(1, FULL_WEIGHT / np.maximum(asked, 1))[table["page"][rows]]
    lines = np.array([str(name).startswith(("real-", "wrap-")) for name in names])[inverse]
    seldom = np.where(_beside_short(table)[rows], SELDOM, 1.0)
    return (np.array(each)[inverse] * np.where(lines, 1, share) * seldom).astype(np.float32)


def _weight(group: str) -> float:
    if group.endswith(BORROWED):
        return BORROWED_WEIGHT
    return next((weight for start, weight in WEIGHTS.items() if group.startswith(start)), 1.0)


def _beside_short(table: Arrays) -> npt.NDArray[np.bool_]:
    """Seams of short unclosed blocks that stand beside an unclosed one.

    They are few, and all that tells a caption inside a sentence from a piece of it. What a seam
    weighs depends on its evidence alone, so that the shares that are learnt stay what they are.
    """
    names = table["names"].tolist()
    column = {name: table["evidence"][:, names.index(name)] for name in _ASIDE}
    apart = (column["gap"] > 0) & (column["inner_end_closing"] == 0)
    left = (column["open_before"] > 0) & (column["size_above"] < SHORT)
    right = (column["closed_after"] == 0) & (column["size_below"] < SHORT)
    beside: npt.NDArray[np.bool_] = apart & (left | right)
    return beside


_ASIDE = (
    "gap",
    "inner_end_closing",
    "open_before",
    "size_above",
    "closed_after",
    "size_below",
)


def learn(table: Arrays) -> Arrays:
    """The trees of both readings as arrays."""
    names, evidence = table["names"].tolist(), table["evidence"]
    asked = table["joined"] >= 0
    half = table["page"] % 2 == 0
    first = _fit(table, evidence, names, asked, FIRST)
    log_odds = np.zeros(len(asked), np.int64)
    for own in (half, ~half):  # what the second reading learns from must not have seen the gold
        other = _fit(table, evidence, names, asked & ~own, FIRST)
        raw = other.predict(evidence[own].astype(np.float32), prediction_type="RawFormulaVal")
        log_odds[own] = np.round(1000 * raw).astype(np.int64)
    context_names, context = contexts(table, log_odds)
    both = np.concatenate((evidence, context), axis=1)
    open_rows = asked & (np.abs(log_odds) < SETTLED + SETTLED // 4)
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
    from catboost import CatBoostClassifier, Pool

    pool = Pool(
        evidence[rows].astype(np.float32),
        table["joined"][rows],
        weight=weights(table, rows),
        feature_names=list(names),
    )
    learner = CatBoostClassifier(
        **size,
        l2_leaf_reg=6,
        random_seed=1,
        thread_count=2,
        border_count=64,
        rsm=0.3,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        verbose=50,
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
    chosen = parser.parse_args()
    table = collect(chosen.corpus, chosen.folds, chosen.cache)
    print(f"{len(table['joined'])} seams, {table['evidence'].shape[1]} features")
    save(chosen.out, **learn(table))


if __name__ == "__main__":
    main()

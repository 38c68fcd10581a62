"""Learn the weights of the seam decision and write ``data/seams.npz``.

    python -m tools.sources --out CORPUS      # once: the text it learns from
    python -m tools.train_seams --corpus CORPUS

Learns from pages that ``benchmarks.damage`` makes of the tuning half of the articles and of
CORPUS, and from the tuning half of the real line ends. ``benchmarks.joins`` scores the other
halves. The learner is CatBoost (oblivious trees, Prokhorenkova et al. 2018); what is shipped is
plain integers: the thresholds of the trees, and their leaves in thousandths of a unit of log-odds.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
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
from layoutfix.parse import parse
from layoutfix.pipeline import labelled
from layoutfix.seams.features import Evidence
from tools.build_characters import save

DATA = Path(__file__).parent.parent / "src" / "layoutfix" / "data"

PAGES = {
    "zh": 2500,
    "zh_TW": 300,
    "zh-people": 500,
    "en": 2000,
    "ja": 700,
    "ko": 450,
    "de": 700,
    "fr": 450,
    "es": 350,
}
"""Pages made for each language; 80 for every other language of the corpus."""

SHORT_PAGES = 0.35
"""Share of pages that are made of a few paragraphs only."""

HALF_MENDED = 0.2
"""Share of pages on which most joins are made already, as on the second look at a page."""

WEIGHTS = {"real-wrapped": 2.0, "real-": 8.0}
"""What a real line end weighs beside one the generator made, by the beginning of its group."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The open seams of one page: their evidence, and whether gold joins them."""

    group: str
    names: tuple[str, ...]
    evidence: npt.NDArray[np.int16]
    joined: npt.NDArray[np.bool_]


def sample(page: GoldPage, group: str) -> Sample | None:
    """The seams of a page that are open to a decision and have a gold label."""
    parsed = labelled(parse(page.text))
    lines = parsed.lines
    if len(lines) < 2:
        return None
    gold = {seam.left_end: seam.label for seam in page.seams}
    labels = np.array([gold.get(int(end), "?") for end in lines.end[:-1]])
    chosen = (labels != "?") & ~lines.opens[1:] & ~lines.closes[:-1]
    features = Evidence(parsed).features
    matrix = np.stack(list(features.values()), 1)[chosen]
    clipped = np.clip(matrix, -32768, 32767).astype(np.int16)
    return Sample(group, tuple(features), clipped, labels[chosen] != "P")


def synthetic(
    articles: Sequence[Article], lang: str, count: int, seed: int
) -> Iterator[tuple[GoldPage, str]]:
    """Pages of one to six articles, damaged in all ways the generator knows."""
    rng = random.Random(f"{lang}-{seed}")
    for _ in range(count):
        chosen = rng.sample(articles, min(len(articles), rng.choice((1, 1, 2, 3, 4, 6))))
        if rng.random() < SHORT_PAGES:
            chosen = [_excerpt(article, rng) for article in chosen[:2]]
        page = damage(chosen, language(lang), rng)
        if rng.random() < HALF_MENDED:
            page = mended(page, rng)
        yield page, f"{page.kind}-{lang}"


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
    return bool(bare) and (bare[-1] in ".!?。！？…:：;；" or zlib.crc32(bare.encode()) % 10 == 0)


def read_corpus(path: Path, lang: str, most: int = 24) -> list[Article]:
    """Articles of a language, long documents cut to pieces of some ``most`` paragraphs."""
    out = []
    with path.open(encoding="utf-8") as file:
        for text in file:
            document = json.loads(text)
            paragraphs = [p for p in document["paragraphs"] if _is_prose(p)]
            for start in range(0, len(paragraphs), most):
                piece = tuple(paragraphs[start : start + most])
                out.append(Article(lang, document["title"] or piece[0][:40], piece))
    return out


def real(paths: Iterable[Path]) -> Iterator[tuple[GoldPage, str]]:
    """The real line ends that are not kept for scoring."""
    for path in paths:
        for page in read_lines(path):
            if not is_scoring(page.id):
                yield page, f"real-{path.stem}-{page.lang}"


def learning_pages(corpus: Path) -> Iterator[tuple[GoldPage, str]]:
    """All pages to learn from, each with the name of its group."""
    articles = [
        a for a in read_articles(shared() / "corpora" / "zh.jsonl") if not is_scoring(a.title)
    ]
    yield from synthetic(articles, "zh", PAGES["zh"], 1)
    for path in sorted(corpus.glob("*.jsonl")):
        if path.stem.startswith("wrapped-"):
            yield from real([path])
        else:
            lang = path.stem
            yield from synthetic(read_corpus(path, language(lang)), lang, PAGES.get(lang, 80), 2)
    yield from real(sorted((shared() / "corpora" / "lines").glob("*.jsonl")))


def collect(corpus: Path, cache: Path | None) -> dict[str, npt.NDArray[np.generic]]:
    """Evidence, gold and group of all seams, from ``cache`` where it exists."""
    if cache and cache.exists():
        with np.load(cache) as archive:
            return {name: archive[name] for name in archive.files}
    samples = [s for page, group in learning_pages(corpus) if (s := sample(page, group))]
    table = {
        "names": np.array(samples[0].names),
        "evidence": np.concatenate([s.evidence for s in samples]),
        "joined": np.concatenate([s.joined for s in samples]),
        "group": np.concatenate([np.full(len(s.joined), s.group) for s in samples]),
    }
    if cache:
        np.savez(cache, **table)  # type: ignore[arg-type]
    return table


def weights(groups: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """What each seam weighs, by its group."""
    names, inverse = np.unique(groups, return_inverse=True)
    each = [
        next((w for start, w in WEIGHTS.items() if str(name).startswith(start)), 1.0)
        for name in names
    ]
    return np.array(each, np.float32)[inverse]


def learn(
    table: dict[str, npt.NDArray[np.generic]], trees: int, depth: int
) -> dict[str, npt.NDArray[np.generic]]:
    """The trees as arrays: which feature, above which threshold, and the leaves."""
    from catboost import CatBoostClassifier, Pool

    pool = Pool(
        table["evidence"].astype(np.float32),
        table["joined"].astype(np.int8),
        weight=weights(table["group"]),
        feature_names=table["names"].tolist(),
    )
    learner = CatBoostClassifier(
        iterations=trees,
        depth=depth,
        learning_rate=0.1,
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
    learner.fit(pool)
    return export(learner, table["names"].tolist())


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
    parser.add_argument("--trees", type=int, default=700)
    parser.add_argument("--depth", type=int, default=6)
    parser.add_argument("--out", type=Path, default=DATA / "seams.npz")
    chosen = parser.parse_args()
    table = collect(chosen.corpus, chosen.cache)
    print(f"{len(table['joined'])} seams, {table['evidence'].shape[1]} features")
    save(chosen.out, **learn(table, chosen.trees, chosen.depth))


if __name__ == "__main__":
    main()

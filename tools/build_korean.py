"""Count which syllables end and begin Korean words, and learn the weights of language.korean.

    python -m tools.build_korean --prose PROSE [--lines LINES]

PROSE holds what tools/sources.py writes; of ko.jsonl three documents in four, told by the SHA-256
of their id, are counted, and the weights are learnt from the others, cut into lines at any place.
LINES is the folder of line ends with gold labels (the default is the project's shared one): scored
only.
Writes src/layoutfix/data/korean.npz: counts in levels, no text.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
from collections import Counter
from math import log
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.breaking import documents
from layoutfix.language import korean, lexicon
from layoutfix.language.characters import code_points_of, kinds
from tools.build_lexicon import DATA, pack_keys
from tools.train_hyphens import ROOT, one_hot

LEAST_PAIR: Final = 3
LEAST_EDGE_PAIR: Final = 6
UNITS: Final = 64


def quarter(name: str) -> int:
    """0 to 3, by the SHA-256 of a document's id."""
    return hashlib.sha256(name.encode()).digest()[0] & 3


def is_hangul(character: str) -> bool:
    """A Hangul syllable."""
    return "가" <= character <= "힣"


def count(text: str, tables: dict[str, tuple[Counter[str], Counter[str]]]) -> None:
    """Count a paragraph: for each table how often at an edge of a word, and how often inside."""
    for place in range(1, len(text) - 1):
        here, after = text[place], text[place + 1]
        if not is_hangul(after):
            continue
        spaced = here == " "
        before = text[place - 1] if spaced else here
        if spaced and not (is_hangul(before) or before.isalnum()):
            continue
        if not spaced and not here.isalnum():
            continue
        side = 0 if spaced else 1
        if not is_hangul(before):
            tables["attached"][side][after] += 1
            continue
        tables["pair"][side][before + after] += 1
        tables["end"][side][before] += 1
        tables["start"][side][after] += 1
        left = place - 2 if spaced else place - 1
        if left >= 0 and is_hangul(text[left]):
            tables["end_pair"][side][text[left] + before] += 1
        if place + 2 < len(text) and is_hangul(text[place + 2]):
            tables["start_pair"][side][after + text[place + 2]] += 1


def pack(name: str, edge: Counter[str], inner: Counter[str]) -> dict[str, Any]:
    """One table as arrays: level 8 where as many edges as joints were seen."""
    least = {"pair": LEAST_PAIR, "end_pair": LEAST_EDGE_PAIR, "start_pair": LEAST_EDGE_PAIR}
    levels: dict[int, int] = {}
    for string in sorted(edge + inner):
        if edge[string] + inner[string] >= least.get(name, 1):
            odds = log((edge[string] + 0.3) / (inner[string] + 0.3))
            points = code_points_of(string)
            hashes = lexicon.word_hashes(points, np.array([0]), np.array([len(points)]))
            key = int(lexicon.short_keys(hashes, korean.PAIR_BITS)[0])
            levels[key] = min(15, max(1, 8 + round(1.5 * odds)))
    # the highest key keeps the differences within two bytes where a table is short
    keys = sorted(levels)
    spread: list[int] = []
    for key in keys:
        while key - (spread[-1] if spread else 0) > 0xFFFF:
            spread.append((spread[-1] if spread else 0) + 0xFFFF)
        spread.append(key)
    low, high = pack_keys(np.array(spread, np.uint32))
    level = np.array([levels.get(key, 0) for key in spread], np.uint8)
    return {f"{name}_low": low, f"{name}_high": high, f"{name}_level": level}


def cut_page(text: str, chance: random.Random) -> tuple[str, list[int], list[bool]]:
    """Cut a text into lines at any place; where, and whether a space was there."""
    width = chance.randrange(18, 60)
    lines: list[str] = []
    ends: list[int] = []
    spaces: list[bool] = []
    place = 0
    for paragraph in text.split("\n"):
        at = 0
        while at < len(paragraph):
            end = min(len(paragraph), at + width)
            line = paragraph[at:end]
            spaced = line.endswith(" ") or paragraph[end : end + 1] == " "
            stripped = line.strip(" ")
            if not stripped:
                at = end
                continue
            lines.append(stripped)
            place += len(stripped)
            if end < len(paragraph):
                ends.append(place)
                spaces.append(spaced)
            place += 1
            at = end
    return "\n".join(lines), ends, spaces


def korean_seam(left: str, right: str) -> bool:
    """Whether one of the two characters is Hangul."""
    return is_hangul(left) or is_hangul(right)


def learn(pages: list[tuple[str, list[int], list[bool]]]) -> tuple[npt.NDArray[np.int16], int]:
    """Weights and constant, with as many seams with a space as without."""
    columns = []
    labels: list[bool] = []
    for page, ends, spaces in pages:
        points = code_points_of(page)
        chosen = [
            (end, space)
            for end, space in zip(ends, spaces, strict=True)
            if korean_seam(page[end - 1], page[end + 1])
        ]
        if chosen:
            lefts = np.array([end for end, _ in chosen], np.int64)
            columns.append(korean.korean_features(points, kinds(points), lefts, lefts + 1))
            labels += [space for _, space in chosen]
    model = LogisticRegression(C=0.3, max_iter=2000, class_weight="balanced")
    model.fit(one_hot(np.concatenate(columns), korean.CHOICES), labels)
    weights = np.rint(model.coef_[0] * UNITS).astype(np.int16)
    shape = (len(korean.FEATURES), korean.CHOICES)
    return weights.reshape(shape), round(float(model.intercept_[0]) * UNITS)


def score(path: Path, language: str = "ko") -> None:
    """Print the accuracy on each document with gold labels."""
    right = total = 0
    for document in documents(path):
        if document["lang"] != language:
            continue
        page = "\n".join(document["lines"])
        points = code_points_of(page)
        lefts: list[int] = []
        spaces: list[bool] = []
        place = 0
        for line, following, label in zip(
            document["lines"], document["lines"][1:], document["gold"], strict=False
        ):
            place += len(line)
            if label in ("S", "N") and korean_seam(line[-1], following[0]):
                lefts.append(place)
                spaces.append(label == "S")
            place += 1
        ends = np.array(lefts, np.int64)
        scores = korean.korean_space_score(points, kinds(points), ends, ends + 1)
        good = int(((scores >= 0.5) == np.array(spaces)).sum())
        right, total = right + good, total + len(spaces)
        name = document["id"][-40:]
        print(f"{name:40} {good:4} of {len(spaces):4} right, {sum(spaces)} with a space")
    if total:
        print(f"all: {right / total:.4f} of {total}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Build the Korean tables of layoutfix.")
    parser.add_argument("--prose", type=Path, required=True, help="what tools/sources.py wrote")
    shared = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--lines", type=Path, default=shared / "corpora" / "lines")
    arguments = parser.parse_args()
    names = ("pair", "end", "start", "end_pair", "start_pair", "attached")
    tables: dict[str, tuple[Counter[str], Counter[str]]] = {
        name: (Counter(), Counter()) for name in names
    }
    pages = []
    chance = random.Random(7)
    for document in documents(arguments.prose / "ko.jsonl"):
        if quarter(document["id"]):
            for paragraph in document["paragraphs"]:
                count(paragraph, tables)
        else:
            pages.append(cut_page("\n".join(document["paragraphs"]), chance))
    arrays: dict[str, Any] = {}
    for name in names:
        arrays.update(pack(name, *tables[name]))
    path = DATA / "korean.npz"
    np.savez_compressed(path, **arrays)
    weights, constant = learn(pages)
    arrays |= {"weights": weights, "constant": np.array(constant, np.int32)}
    np.savez_compressed(path, **arrays)
    lexicon.load.cache_clear()
    print(f"{path.name}: {path.stat().st_size} bytes")
    if arguments.lines.exists():
        score(arguments.lines / "install-guide.jsonl")


if __name__ == "__main__":
    main()

"""Learn the weights of layoutfix.language.hyphenation: src/layoutfix/data/hyphens.npz.

    python -m tools.train_hyphens FOLDER --prose PROSE [--lines LINES]

FOLDER holds the archives that tools/build_sources.py names (WordNet for the compounds). PROSE holds
what tools/sources.py writes: <language>.jsonl with paragraphs. LINES is the folder of line ends
with gold labels (the default is the project's shared one); half of its papers, told by the SHA-256
of their id, are learnt from, and the other half is scored.

The pages learnt from are paragraphs in which some words were broken where a vowel stands on both
sides, and some compounds at their own hyphen; so a page's own words count as they do in print.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from layoutfix.language import hyphenation, lexicon
from layoutfix.language.characters import code_points_of, kinds
from tools import build_sources
from tools.build_lexicon import DATA, pack_keys

ROOT: Final = Path(__file__).resolve().parents[1]
LANGUAGES: Final = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "da",
    "nb",
    "pl",
    "cs",
    "hu",
    "fi",
    "ro",
    "ca",
    "el",
    "ru",
    "uk",
    "tr",
    "hr",
    "sk",
    "sl",
    "lt",
    "lv",
    "id",
]
PAGES_PER_LANGUAGE: Final = 150
PARTS_KEPT: Final = 4000
UNITS: Final = 64
GOLD_WEIGHT: Final = 16_000
PROSE_WEIGHT: Final = 3_000
DROPPED_FOR_KEPT: Final = 3
"""In prose more hyphens are dropped, as in print; one to one would suspect every compound."""

"""The shipped weights are log-odds times this."""

VOWELS: Final = frozenset("aeiouyáéíóúàèìòùâêîôûäëïöüåæøœãõāēīōūąęěůýőűıαεηιουωάέήίόύώаеёиоуыэюяії")
COMPOUND: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Example:
    """A page with hyphens at line ends: their offsets and whether each is to be dropped."""

    group: str
    page: str
    ends: tuple[int, ...]
    drops: tuple[bool, ...]


def half(name: str) -> int:
    """0 or 1, by the SHA-256 of a document's id: 0 is learnt from, 1 is scored."""
    return hashlib.sha256(name.encode()).digest()[0] & 1


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def gold_examples(path: Path, wanted: int) -> Iterator[Example]:
    """The hyphens of one half of the documents with gold labels."""
    for document in documents(path):
        if half(document["id"]) != wanted:
            continue
        ends: list[int] = []
        drops: list[bool] = []
        place = 0
        for line, label in zip(document["lines"], [*document["gold"], "?"], strict=True):
            place += len(line)
            if label in ("H", "K") and ord(line[-1]) in hyphenation.HYPHENS:
                ends.append(place)
                drops.append(label == "H")
            place += 1
        if ends:
            yield Example(path.stem, "\n".join(document["lines"]), tuple(ends), tuple(drops))


def breakable(word: str) -> list[int]:
    """Where a word may be broken: two characters and a vowel on both sides."""
    lowered = word.lower()
    return [
        place
        for place in range(2, len(word) - 1)
        if VOWELS & set(lowered[:place])
        and VOWELS & set(lowered[place:])
        and lowered[place] not in VOWELS
    ]


def _at_joints(word: str, choices: list[int], chance: random.Random) -> list[int]:
    """Every second time the places between two known words, where there are any."""
    if chance.random() < 0.5:
        return choices
    parts = [lexicon.hash_text(part) for cut in choices for part in (word[:cut], word[cut:])]
    known = lexicon.zipf(np.array(parts, np.uint64)).reshape(-1, 2).min(axis=1)
    return [cut for cut, level in zip(choices, known, strict=True) if level >= 30] or choices


def broken_page(text: str, chance: random.Random) -> tuple[str, list[int], list[bool]]:
    """Break one long word in forty and one compound in three."""
    parts: list[str] = []
    ends: list[int] = []
    drops: list[bool] = []
    place = done = 0
    for found in WORD.finditer(text):
        word = found.group()
        inner = [at.start() for at in re.finditer("-", word)]
        if inner and chance.random() < 0.33:
            cut, dropped = chance.choice(inner) + 1, False
            left, right = word[:cut], word[cut:]
        elif not inner and chance.random() < 0.025 and (choices := breakable(word)):
            cut, dropped = chance.choice(_at_joints(word, choices, chance)), True
            left, right = word[:cut] + "-", word[cut:]
        else:
            continue
        before = text[done : found.start()]
        parts += [before, left, "\n", right]
        place += len(before) + len(left)
        ends.append(place)
        drops.append(dropped)
        place += 1 + len(right)
        done = found.end()
    parts.append(text[done:])
    return "".join(parts), ends, drops


def prose_examples(folder: Path, wanted: int) -> Iterator[Example]:
    """Pages of prose with words broken at random, of one half of the documents."""
    for language in LANGUAGES:
        path = folder / f"{language}.jsonl"
        if not path.exists():
            continue
        chance = random.Random(language)
        pages = 0
        for document in documents(path):
            text = "\n".join(document["paragraphs"])
            if half(document["id"]) != wanted or len(text) < 2000:
                continue
            size = round(3000 * 20 ** chance.random())
            start = chance.randrange(max(1, len(text) - size))
            page, ends, drops = broken_page(text[start : start + size], chance)
            if ends:
                yield Example(f"prose-{language}", page, tuple(ends), tuple(drops))
                pages += 1
            if pages == PAGES_PER_LANGUAGE:
                break


def compound_parts(archives: Path, prose: Path) -> dict[str, dict[str, int]]:
    """Fragments that compounds begin or end with, and in how many compounds of how many pages."""
    seen: dict[str, dict[str, set[str]]] = {"left": defaultdict(set), "right": defaultdict(set)}
    compounds = set(build_sources.wordnet_compounds(archives))
    for language in LANGUAGES:
        path = prose / f"{language}.jsonl"
        if path.exists():
            for document in documents(path):
                if half(document["id"]) == 1:
                    text = "\n".join(document["paragraphs"]).lower()
                    compounds.update(COMPOUND.findall(text))
    for compound in compounds:
        pieces = compound.split("-")
        for left, right in itertools.pairwise(pieces):
            seen["left"][left].add(right)
            seen["right"][right].add(left)
    return {
        side: {part: len(partners) for part, partners in table.items() if len(partners) >= 2}
        for side, table in seen.items()
    }


def pack_parts(parts: dict[str, dict[str, int]]) -> dict[str, Any]:
    """The tables of fragments as arrays."""
    arrays: dict[str, Any] = {}
    for side, table in parts.items():
        kept = sorted(table, key=lambda part: (-table[part], part))[:PARTS_KEPT]
        hashes = np.array([lexicon.hash_text(part) for part in kept], np.uint64)
        keys = lexicon.short_keys(hashes, hyphenation.PART_BITS)
        levels = np.array([min(9, table[part].bit_length() - 1) for part in kept], np.uint8)
        keys, first = np.unique(keys, return_index=True)
        arrays[f"{side}_low"], arrays[f"{side}_high"] = pack_keys(keys)
        arrays[f"{side}_level"] = levels[first]
    return arrays


def features_of(example: Example) -> npt.NDArray[np.int64]:
    """The features of the hyphens of one page."""
    page = code_points_of(example.page)
    words = hyphenation.page_words(page, kinds(page))
    ends = np.array(example.ends, np.int64)
    fragments = hyphenation.fragments_at(words, ends - 1, ends + 1)
    return hyphenation.hyphen_features(page, kinds(page), words, fragments)


def one_hot(columns: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """One column a choice."""
    choices = np.arange(hyphenation.CHOICES)
    wide: npt.NDArray[np.float64] = (columns[:, :, None] == choices).astype(np.float64)
    return wide.reshape(len(columns), -1)


def learn(examples: list[Example]) -> tuple[npt.NDArray[np.int16], int]:
    """Weights and constant; in every group hyphens kept and dropped have a fixed share."""
    columns = np.concatenate([features_of(example) for example in examples])
    drops = np.concatenate([np.array(example.drops) for example in examples])
    groups = np.repeat(
        [example.group for example in examples], [len(example.ends) for example in examples]
    )
    weights = np.zeros(len(drops))
    for group in sorted(set(groups)):
        for label in (True, False):
            chosen = (groups == group) & (drops == label)
            if chosen.any():
                share = GOLD_WEIGHT
                if group.startswith("prose"):
                    share = PROSE_WEIGHT * (DROPPED_FOR_KEPT if label else 1)
                weights[chosen] = min(8.0, share / chosen.sum())
    model = LogisticRegression(C=0.5, max_iter=2000)
    model.fit(one_hot(columns), drops, sample_weight=weights)
    shape = (len(hyphenation.FEATURES), hyphenation.CHOICES)
    quantised = np.rint(model.coef_[0] * UNITS).astype(np.int16).reshape(shape)
    return quantised, round(float(model.intercept_[0]) * UNITS)


def score(examples: list[Example], *, show: int = 0) -> None:
    """Print the balanced accuracy of each group and, if asked, errors."""
    tallies: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    errors: list[str] = []
    for example in examples:
        page = code_points_of(example.page)
        classes = kinds(page)
        words = hyphenation.page_words(page, classes)
        ends = np.array(example.ends, np.int64)
        fragments = hyphenation.fragments_at(words, ends - 1, ends + 1)
        probabilities = hyphenation.hyphen_probability(page, classes, words, fragments)
        for end, drop, probability in zip(example.ends, example.drops, probabilities, strict=True):
            tallies[example.group].append((drop, float(probability)))
            if drop != (probability >= 0.5):
                context = example.page[max(0, end - 25) : end + 25].replace("\n", "|")
                errors.append(f"{'H' if drop else 'K'} {probability:.2f} {context}")
    for group, rows in tallies.items():
        dropped = np.array([probability for drop, probability in rows if drop])
        kept = np.array([probability for drop, probability in rows if not drop])
        right = [float((dropped >= 0.5).mean()), float((kept < 0.5).mean()) if len(kept) else 1.0]
        print(
            f"{group:12} dropped {len(dropped):5} right {right[0]:.4f}  kept {len(kept):5} "
            f"right {right[1]:.4f}  balanced {sum(right) / 2:.4f}"
        )
    for error in errors[:show]:
        print(error)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Learn when a hyphen at a line end is kept.")
    parser.add_argument("folder", type=Path, help="where the archives of build_sources.py lie")
    parser.add_argument("--prose", type=Path, required=True, help="what tools/sources.py wrote")
    shared = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--lines", type=Path, default=shared / "corpora" / "lines")
    parser.add_argument("--show", type=int, default=0, help="print so many errors")
    arguments = parser.parse_args()
    path = DATA / "hyphens.npz"
    arrays = pack_parts(compound_parts(arguments.folder, arguments.prose))
    # the features are taken with the tables of the file, so those must stand there first
    np.savez_compressed(path, **arrays)
    papers = arguments.lines / "papers.jsonl"
    examples = [*gold_examples(papers, 0), *prose_examples(arguments.prose, 0)]
    weights, constant = learn(examples)
    arrays |= {"weights": weights, "constant": np.array(constant, np.int32)}
    np.savez_compressed(path, **arrays)
    lexicon.load.cache_clear()
    print(f"{path.name}: {path.stat().st_size} bytes, learnt from {len(examples)} pages")
    score([*gold_examples(papers, 0)])
    score([*gold_examples(papers, 1)], show=arguments.show)


if __name__ == "__main__":
    main()

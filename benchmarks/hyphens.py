"""Hyphens at line ends: are those dropped that the line break put there, and only those?

    python -m benchmarks.hyphens [--prose FOLDER] [--show N]

Prints the balanced accuracy (the mean of the share of hyphens rightly dropped and the share rightly
kept) of each source and language:

- the half of the papers with gold labels that no weight was learnt from;
- the documents that nobody damaged, of no source that was learnt from: words broken by pyphen's
  patterns, compounds cut at a hyphen of their own;
- German books (the half that no weight was learnt from) and newspapers line by line, whose hyphens
  have no labels: those that two other documents of the same set settle, by holding the word whole
  or with its hyphen and not both;
- with --prose, the third of the prose of tools/sources.py that was kept aside.
"""

from __future__ import annotations

import argparse
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.breaking import (
    Example,
    documents,
    gold_examples,
    half,
    pages_of,
    prose_examples,
)
from layoutfix.language import hyphenation, languages
from layoutfix.language.characters import code_points_of, kinds
from layoutfix.language.hyphen_decision import hyphen_probability
from layoutfix.language.hyphenation import Fragments, PageWords
from layoutfix.language.lexicon import CodePoints

SHARED: Final = Path(
    os.environ.get("LAYOUTFIX_SHARED", Path(__file__).resolve().parents[2] / "shared")
)
LONGEST: Final = 4_000
"""Characters of the parts that pages are cut from, four of them in each document: most words of a
short page stand on it once."""

LEAST_WITNESSES: Final = 2
LEAST_WORDS: Final = 6
CODE: Final = re.compile(r"[{}<>=|_/\\`#$@]")
WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ENDING: Final = re.compile(r"([^\W\d_]+)[-\u2e17\u00ac=]$")
STARTING: Final = re.compile(r"[^\W\d_]+")


def asked(example: Example) -> tuple[CodePoints, npt.NDArray[np.uint8], PageWords, Fragments]:
    """What `hyphen_probability` is asked with, for the hyphens of a page."""
    page = code_points_of(example.page)
    words = hyphenation.page_words(page, kinds(page))
    ends = np.array(example.ends, np.int64)
    return page, kinds(page), words, hyphenation.fragments_at(words, ends - 1, ends + 1)


def print_scores(examples: Iterable[Example], show: int = 0) -> None:
    """The balanced accuracy of each group and, if asked, some of its errors."""
    tallies: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    errors: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        probabilities = hyphen_probability(*asked(example))
        for end, drop, probability in zip(example.ends, example.drops, probabilities, strict=True):
            tallies[example.group].append((drop, float(probability)))
            if drop != (probability >= 0.5):
                context = example.page[max(0, end - 25) : end + 25].replace("\n", "|")
                errors[example.group].append(
                    f"    {'drop' if drop else 'keep'} {probability:.2f} {context}"
                )
    for group, rows in tallies.items():
        right = [(probability >= 0.5) == drop for drop, probability in rows]
        drops = [drop for drop, _ in rows]
        shares = []
        for wanted in (True, False):
            of_kind = [each for each, drop in zip(right, drops, strict=True) if drop == wanted]
            shares.append((len(of_kind), sum(of_kind) / len(of_kind) if of_kind else 1.0))
        (dropped, good_drops), (kept, good_keeps) = shares
        print(
            f"{group:22} dropped {dropped:5} right {good_drops:.4f}  kept {kept:5} "
            f"right {good_keeps:.4f}  balanced {(good_drops + good_keeps) / 2:.4f}"
        )
        chance = random.Random(group)
        found = errors[group]
        print(*chance.sample(found, min(show, len(found))), sep="\n", end="\n" * bool(show))


def language_of(text: str) -> str | None:
    """The language of most of a text."""
    page = code_points_of(text)
    words = hyphenation.page_words(page, kinds(page)).hashes
    places = np.arange(0, len(words), 50)
    found = languages.languages_at(words, np.zeros(0, np.int64), places)
    if not len(found) or (commonest := int(np.bincount(found + 1).argmax())) == 0:
        return None
    return languages.names()[commonest - 1]


def is_prose(line: str) -> bool:
    """Whether a line has some words and no marks of code."""
    return len(line.split()) >= LEAST_WORDS and not CODE.search(line)


def untouched_examples(path: Path) -> Iterator[Example]:
    """Pages of documents that nobody damaged, with words broken and compounds cut."""
    for document in documents(path):
        text = "\n".join(filter(is_prose, document["text"].split("\n")))
        language = language_of(text[:LONGEST])
        if language is not None:
            chance = random.Random(document["path"])
            for start in range(0, min(len(text), 4 * LONGEST), LONGEST):
                part = text[start : start + LONGEST]
                yield from pages_of(part, f"untouched-{language}", language, chance)


def _whole_words(lines: list[str]) -> set[str]:
    """The words of a document that no line end can have cut."""
    return {word.lower() for line in lines for word in WORD.findall(line)[1:-1]}


def witnessed_examples(path: Path, wanted: int | None = None) -> Iterator[Example]:
    """Hyphens without labels that other documents settle, of one half of the documents or all."""
    found = list(documents(path))
    seen = Counter(word for document in found for word in _whole_words(document["lines"]))
    for document in found:
        if wanted is not None and half(document["id"]) != wanted:
            continue
        own = _whole_words(document["lines"])
        ends: list[int] = []
        drops: list[bool] = []
        place = 0
        for line, after, label in zip(
            document["lines"], [*document["lines"][1:], ""], [*document["gold"], "?"], strict=True
        ):
            place += len(line)
            left, right = ENDING.search(line), STARTING.match(after)
            if label in ("H", "K", "Y") and left and right:
                parts = left[1].lower(), right[0].lower()
                whole, compound = (
                    seen[word] - (word in own) >= LEAST_WITNESSES
                    for word in ("".join(parts), "-".join(parts))
                )
                if whole != compound:
                    ends.append(place)
                    drops.append(whole)
            place += 1
        if ends:
            yield Example(path.stem, "\n".join(document["lines"]), tuple(ends), tuple(drops))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Score the hyphens at line ends.")
    parser.add_argument("--prose", type=Path, help="what tools/sources.py wrote")
    parser.add_argument("--show", type=int, default=0, help="print so many errors of each source")
    arguments = parser.parse_args()
    corpora = SHARED / "corpora"
    print_scores(gold_examples(corpora / "lines" / "papers.jsonl", 1), arguments.show)
    print_scores(witnessed_examples(corpora / "real" / "dta.jsonl", 1), arguments.show)
    print_scores(witnessed_examples(corpora / "real" / "pagexml.jsonl"), arguments.show)
    print_scores(untouched_examples(corpora / "real" / "untouched.jsonl"), arguments.show)
    if arguments.prose:
        print_scores(prose_examples(arguments.prose, 2), arguments.show)


if __name__ == "__main__":
    main()

"""Pages with hyphens at line ends, and what is to become of each: to learn from and to score.

Running text gets words broken, where pyphen's patterns allow it or wherever a vowel stands on both
sides, as old prints do, and compounds cut at a hyphen of their own. Line ends with gold labels are
taken as they are.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyphen

from layoutfix.language import hyphenation, lexicon

VOWELS: Final = frozenset("aeiouyáéíóúàèìòùâêîôûäëïöüåæøœãõāēīōūąęěůýőűıαεηιουωάέήίόύώаеёиоуыэюяії")
WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

LANGUAGES: Final = (
    *(
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
    ),
    *("el", "ru", "uk", "tr", "hr", "sk", "sl", "lt", "lv", "id"),
)

PAGES_PER_LANGUAGE: Final = 800
BY_PATTERNS: Final = 0.8
"""Share of words that are broken where the patterns of their language allow it, as by most
typesetting programs."""

AT_JOINTS: Final = 0.4
"""Share of compounds that are broken between their parts where there is a choice."""

SHORTEST: Final = 150
LONGEST: Final = 60_000
"""Characters of a page; every order of size is as frequent."""


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


def third(name: str) -> int:
    """0, 1 or 2 likewise: weights are learnt from 0, tables are counted over 1, 2 is scored."""
    return hashlib.sha256(name.encode()).digest()[0] % 3


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


def _nowhere(_: str) -> list[int]:
    return []


@cache
def _patterns(language: str) -> Callable[[str], list[int]]:
    """Where the patterns of a language allow a break; nowhere where there are none."""
    known = pyphen.language_fallback(language)
    if known is None:
        return _nowhere
    positions: Callable[[str], list[int]] = pyphen.Pyphen(lang=known, left=2, right=2).positions
    return positions


def _at_joints(word: str, choices: list[int], chance: random.Random) -> list[int]:
    """Some of the time the places between two known words, which typesetters prefer."""
    if not choices or chance.random() < 1 - AT_JOINTS:
        return choices
    parts = [lexicon.hash_text(part) for cut in choices for part in (word[:cut], word[cut:])]
    known = lexicon.zipf(np.array(parts, np.uint64)).reshape(-1, 2).min(axis=1)
    return [cut for cut, level in zip(choices, known, strict=True) if level >= 30] or choices


def places_to_break(word: str, language: str, chance: random.Random) -> list[int]:
    """Where this word may be broken, by the patterns or by the rule of thumb."""
    choices = _patterns(language)(word) if chance.random() < BY_PATTERNS else []
    return _at_joints(word, choices or breakable(word), chance)


def broken_page(
    text: str, language: str, chance: random.Random
) -> tuple[str, list[int], list[bool]]:
    """Break one long word in forty and three compounds in five."""
    parts: list[str] = []
    ends: list[int] = []
    drops: list[bool] = []
    place = done = 0
    for found in WORD.finditer(text):
        word = found.group()
        inner = [at.start() for at in re.finditer("-", word)]
        if inner and chance.random() < 0.6:
            cut, dropped = chance.choice(inner) + 1, False
            left, right = word[:cut], word[cut:]
        elif (
            not inner
            and chance.random() < 0.025
            and (choices := places_to_break(word, language, chance))
        ):
            cut, dropped = chance.choice(choices), True
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


def pages_of(text: str, group: str, language: str, chance: random.Random) -> Iterator[Example]:
    """Pages out of one text, of all sizes, one for each `LONGEST` characters of it and one more."""
    for _ in range(1 + len(text) // LONGEST):
        size = round(SHORTEST * (LONGEST / SHORTEST) ** chance.random())
        start = chance.randrange(max(1, len(text) - size))
        page, ends, drops = broken_page(text[start : start + size], language, chance)
        if ends:
            yield Example(group, page, tuple(ends), tuple(drops))


def prose_examples(folder: Path, wanted: int) -> Iterator[Example]:
    """Pages of prose with words broken at random, of one third of the documents."""
    for language in LANGUAGES:
        path = folder / f"{language}.jsonl"
        if not path.exists():
            continue
        chance = random.Random(language)
        pages = 0
        found = list(documents(path))
        chance.shuffle(found)  # the file goes by source
        for document in found:
            if third(document["id"]) == wanted:
                text = "\n".join(document["paragraphs"])
                for example in pages_of(text, f"prose-{language}", language, chance):
                    yield example
                    pages += 1
            if pages >= PAGES_PER_LANGUAGE:
                break

"""Sections that repeat, with exact gold: which of them are near-duplicates, by all pairs.

Sections are cut from clean articles at sentence ends; copies of them get wrong characters, lose
their beginning or end, change their marks, are broken into the lines of a column, take in a
sentence of another text. The same seed gives the same sections on every machine.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.gold import articles, shared

SENTENCE = re.compile(r".+?(?:[。！？]+[”’」』）]*|[.!?]+[\"'”’)]*(?=\s|$)|$)\s*", re.DOTALL)
LENGTHS = {"zh": (60, 900), "en": (200, 2500)}
MARKS = {
    "zh": str.maketrans(
        {"，": ",", "。": ".", "、": "，", "：": ":", "；": ";", "“": '"', "”": '"'}
    ),
    "en": str.maketrans({",": ";", ".": "!", '"': "”", "'": "’", "-": "–"}),
}
LETTERS = {
    "zh": "的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会",
    "en": "abcdefghijklmnopqrstuvwxyz",
}

Shingler = Callable[[str], set[str]]


def sentences(text: str) -> list[str]:
    """The sentences of a text, with the white space behind them.

    >>> sentences("One. Two! Three")
    ['One. ', 'Two! ', 'Three']
    """
    return SENTENCE.findall(text)


def originals(lang: str, rng: random.Random, scoring: bool = True) -> Iterator[str]:
    """Sections of clean articles, without end: each round cuts the articles elsewhere."""
    low, high = LENGTHS[lang]
    every = articles(shared() / "corpora", lang, scoring)
    while True:
        rng.shuffle(every)
        for article in every:
            pieces = [s for paragraph in article.paragraphs for s in sentences(paragraph + "\n")]
            wanted = rng.uniform(low, high)
            section: list[str] = []
            for piece in pieces:
                section.append(piece)
                if sum(map(len, section)) >= wanted:
                    yield "".join(section).strip()
                    section, wanted = [], rng.uniform(low, high)


def noisy(text: str, lang: str, rate: float, rng: random.Random) -> str:
    """The text with a share of its letters replaced, dropped or doubled."""
    out = []
    for character in text:
        if character.isalnum() and rng.random() < rate:
            character = rng.choice((rng.choice(LETTERS[lang]),) * 3 + ("", character * 2))
        out.append(character)
    return "".join(out)


def cut(text: str, share: float, rng: random.Random) -> str:
    """The text without a share of it, at its beginning or its end."""
    gone = int(len(text) * share)
    return text[gone:] if rng.random() < 0.5 else text[: len(text) - gone]


def remarked(text: str, lang: str, rate: float, rng: random.Random) -> str:
    """The text with a share of its marks changed or dropped."""
    table = MARKS[lang]
    out = []
    for character in text:
        if ord(character) in table and rng.random() < rate:
            character = rng.choice((character.translate(table),) * 2 + ("",))
        out.append(character)
    return "".join(out)


def broken(text: str, lang: str, rng: random.Random) -> str:
    """The text in the lines of a column."""
    width = rng.randint(12, 40)
    if lang == "zh":
        return "\n".join(text[at : at + width] for at in range(0, len(text), width))
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width + 8 and len(word) > 7 and rng.random() < 0.5:
            at = rng.randint(3, len(word) - 3)
            lines[-1] += f" {word[:at]}-"
            lines.append(word[at:])
        elif len(lines[-1]) + len(word) > width + 8:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return "\n".join(lines).strip()


def copy_of(text: str, other: str, lang: str, rng: random.Random) -> str:
    """A copy of a section, damaged in ways drawn from ``rng``."""
    if rng.random() < 0.5:
        text = noisy(text, lang, rng.choice((0.002, 0.005, 0.01, 0.015, 0.02, 0.03)), rng)
    if rng.random() < 0.4:
        text = cut(text, rng.choice((0.03, 0.06, 0.1, 0.15, 0.2, 0.3)), rng)
    if rng.random() < 0.4:
        text = remarked(text, lang, rng.choice((0.1, 0.3, 1.0)), rng)
    if rng.random() < 0.15:
        pieces = sentences(text)
        pieces.insert(rng.randint(0, len(pieces)), rng.choice(sentences(other)))
        text = "".join(pieces)
    if rng.random() < 0.3:
        text = broken(text, lang, rng)
    return text


def sections(lang: str, count: int, seed: int = 1, scoring: bool = True) -> list[str]:
    """Sections, about two in five of them copies of others, in random order."""
    rng = random.Random(f"{seed}:{lang}")
    made: list[str] = []
    last = ""
    for text in originals(lang, rng, scoring):
        made.append(text)
        copies = rng.choices((0, 1, 2, 3, 6), (60, 20, 10, 6, 4))[0]
        made.extend(copy_of(text, last or text, lang, rng) for _ in range(copies))
        last = text
        if len(made) >= count:
            break
    made = made[:count]
    rng.shuffle(made)
    return made


def documented(text: str) -> set[str]:
    """The shingles that ``layoutfix.dedup`` documents, worked out character by character."""
    letters = []
    for character in text:
        folded = unicodedata.normalize("NFKC", character)
        folded = folded.lower() if len(folded) == 1 and len(folded.lower()) == 1 else character
        if unicodedata.category(folded)[0] in "LNM":
            letters.append(folded)
    whole = "".join(letters)
    out = set()
    for at, character in enumerate(whole):
        name = unicodedata.name(character, "")
        dense = name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC"))
        length = 4 if dense else 5
        if at + length <= len(whole):
            out.add(whole[at : at + length])
    return out


def raw(text: str) -> set[str]:
    """Runs of five characters of the text as it stands, without its white space."""
    one = "".join(text.split())
    return {one[at : at + 5] for at in range(len(one) - 4)}


def exact_pairs(
    texts: Sequence[str], shingler: Shingler, least: float
) -> dict[tuple[int, int], float]:
    """All pairs of texts with a Jaccard of at least ``least``, counted over all pairs.

    >>> exact_pairs(["the ferry", "the ferry!", "b"], raw, 0.7)
    {(0, 1): 0.8}
    """
    from scipy.sparse import csr_matrix

    number: dict[str, int] = {}
    columns: list[npt.NDArray[np.int32]] = []
    for text in texts:
        own = [number.setdefault(shingle, len(number)) for shingle in shingler(text)]
        columns.append(np.array(own, np.int32))
    sizes = np.array([len(own) for own in columns])
    edges = np.concatenate(([0], np.cumsum(sizes)))
    flat = np.concatenate(columns)
    shape = (len(texts), max(len(number), 1))
    matrix = csr_matrix((np.ones(len(flat), np.float32), flat, edges), shape)
    turned = matrix.T.tocsr()
    found: dict[tuple[int, int], float] = {}
    for first in range(0, len(texts), 500):
        shared_counts = (matrix[first : first + 500] @ turned).tocoo()
        one, other = shared_counts.row + first, shared_counts.col
        jaccard = shared_counts.data / (sizes[one] + sizes[other] - shared_counts.data)
        chosen = np.flatnonzero((jaccard >= least) & (one < other))
        for row in chosen.tolist():
            found[int(one[row]), int(other[row])] = float(jaccard[row])
    return found

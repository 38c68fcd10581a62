"""Build src/layoutfix/data/languages.npz: the frequent words that a language is told by.

    python -m tools.build_languages FOLDER

FOLDER holds the archives that tools/build_sources.py names; of them wordfreq is read. The languages
are those with a file in src/layoutfix/data/languages.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Final

import numpy as np

from layoutfix.language import languages, lexicon
from tools import build_sources
from tools.build_lexicon import DATA, pack_keys

WORDS_KEPT: Final = 400
"""Of each language; the last of them stands about twice in 10,000 words."""

FLOOR: Final = 4.0
"""The Zipf frequency of a word in a language that doesn't have it among its frequent ones."""


def frequent_words(folder: Path) -> dict[str, dict[int, int]]:
    """The frequent words of all languages, and what each says for which language."""
    said: dict[str, dict[int, int]] = defaultdict(dict)
    for number, code in enumerate(languages.names()):
        taken = 0
        for word, zipf in build_sources.word_frequencies(folder, code):
            if word.isalpha():
                said[word][number] = round(10 * max(0.1, zipf - FLOOR))
                taken += 1
            if taken == WORDS_KEPT:
                break
    return said


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Build the words that a language is told by.")
    parser.add_argument("folder", type=Path, help="where the archives of build_sources.py lie")
    said = frequent_words(parser.parse_args().folder)
    words = sorted(said)
    hashes = np.array([lexicon.hash_text(word) for word in words], np.uint64)
    keys = lexicon.short_keys(hashes, languages.FREQUENT_BITS)
    keys, first = np.unique(keys, return_index=True)
    rows = [said[words[place]] for place in first]
    low, high = pack_keys(keys)
    path = DATA / "languages.npz"
    np.savez_compressed(
        path,
        low=low,
        high=high,
        codes=np.array(languages.names()),
        counts=np.array([len(row) for row in rows], np.uint8),
        language=np.array([number for row in rows for number in sorted(row)], np.uint8),
        level=np.array([row[number] for row in rows for number in sorted(row)], np.uint8),
    )
    print(f"{path.name}: {len(keys)} words, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()

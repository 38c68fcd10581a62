"""How well ``find_duplicates`` finds near-duplicates: `python -m benchmarks.dups`.

5,000 Chinese and 5,000 English sections of ``benchmarks.repeats``, scored against the exact Jaccard
of all pairs: the share of the pairs of 0.84 and more that is found, and the share of the pairs
found that is below 0.7. Jaccard is counted twice: over the documented shingles, worked out
character by character in plain Python, and over runs of five characters of the text as it stands.
"""

from __future__ import annotations

import argparse

from benchmarks.repeats import Shingler, documented, exact_pairs, raw, sections
from layoutfix.dedup import find_duplicates

SURE, WRONG = 0.84, 0.7
SHINGLERS: dict[str, Shingler] = {"documented": documented, "raw, five": raw}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, prog="benchmarks.dups")
    parser.add_argument("--count", type=int, default=5000, help="sections of each language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tuning", action="store_true", help="the half that is tuned on")
    chosen = parser.parse_args()
    print(f"{'':22}{'found':>8}{'of 0.84+':>9}{'recall':>9}{'below 0.7':>11}{'clusters':>10}")
    texts = {
        lang: sections(lang, chosen.count, chosen.seed, not chosen.tuning) for lang in ("zh", "en")
    }
    texts["both"] = texts["zh"] + texts["en"]
    for lang, every in texts.items():
        result = find_duplicates(every)
        found: dict[object, float] = {(pair.a, pair.b): pair.jaccard for pair in result.pairs}
        for name, shingler in SHINGLERS.items():
            gold: dict[object, float] = dict[object, float](exact_pairs(every, shingler, 0.5))
            sure = [pair for pair, jaccard in gold.items() if jaccard >= SURE]
            recall = sum(pair in found for pair in sure) / len(sure)
            wrong = sum(gold.get(pair, 0.0) < WRONG for pair in found) / len(found)
            row = f"{lang + ' ' + name:22}{len(found):8}{len(sure):9}{recall:9.4f}{wrong:11.4f}"
            print(f"{row}{len(result.clusters):10}")
            if shingler is documented:
                off = max(abs(j - gold[pair]) for pair, j in found.items())
                print(
                    f"{'':22}largest difference between a pair's Jaccard and the gold's: {off:.1e}"
                )


if __name__ == "__main__":
    main()

"""How well layoutfix rejoins: `python -m benchmarks.joins`.

Scores `layoutfix.rejoin` on three things, with the rule "no closing punctuation, so join" beside
it: articles damaged by `benchmarks.damage` (articles and inventories that no tuning has seen), real
line ends with gold (the documents kept for scoring), and clean articles, which must come back
identical. Needs the shared corpora.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.damage import KINDS, pages
from benchmarks.gold import GoldPage, articles, line_pages, read_articles, shared
from benchmarks.score import Counts, Decision, FixedLike, cell, count, decisions, score_rule

Repair = Callable[[str, float], FixedLike]
LANGS = ("zh", "en", "de", "fr", "ja", "ko")
HEAD = (
    "",
    "joins",
    "breaks",
    "prec",
    "recall",
    "joinF1",
    "breakF1",
    "glue",
    "hyphen",
    "double",
    "harmed",
    "exact",
    "across",
)


def repair_by_layoutfix() -> Repair:
    """Return `layoutfix.rejoin` as a function of text and confidence."""
    import layoutfix

    return lambda text, confidence: layoutfix.rejoin(text, min_confidence=confidence)


def row(name: str, total: Counts) -> str:
    """Return one line of the table."""
    joins, breaks = total.found + total.missed, total.harmed + total.stood
    doubled = total.doubled_right / total.doubled_all if total.doubled_all else math.nan
    exact = total.exact / total.pages if total.pages else math.nan
    across = f"{total.across_found}/{total.across_all}" if total.across_all else "-"
    shares = (
        total.precision,
        total.recall,
        total.join_f1,
        total.break_f1,
        total.glue,
        total.hyphens,
        doubled,
    )
    cells = [f"{joins:7d}", f"{breaks:7d}", *(cell(share) for share in shares)]
    return f"{name:<28}" + " ".join([*cells, f"{total.harmed:7d}", cell(exact), f"{across:>9}"])


def head() -> str:
    """Return the head of the table."""
    return f"{HEAD[0]:<28}" + " ".join([*(f"{name:>7}" for name in HEAD[1:-1]), f"{HEAD[-1]:>9}"])


def measure(
    name: str, some: Sequence[GoldPage], repair: Repair, confidences: Sequence[float], show: int
) -> None:
    """Print the table's rows for these pages: one a confidence, then the simple rule's."""
    for confidence in confidences:
        total = Counts()
        left = show
        for page in some:
            fixed = repair(page.text, confidence)
            made = decisions(page, page.seams, fixed)
            total += count(page, made, decisions(page, page.across, fixed))
            for line in islice(_wrong(page, made), left):
                print("   ", line)
                left -= 1
        print(row(f"{name} @{confidence:g}", total))
    print(row("  the simple rule", sum(map(score_rule, some), Counts())))


def _wrong(page: GoldPage, made: Sequence[Decision]) -> Iterator[str]:
    """Yield each wrong seam with the text around it."""
    for seam, decision in zip(page.seams, made, strict=True):
        alone = GoldPage(page.id, page.lang, page.kind, page.text, (seam,))
        if not count(alone, [decision], []).exact:
            near = page.text[max(0, seam.left_end - 40) : seam.right_start + 40]
            yield f"{page.id} @{seam.left_end} gold {seam.label}: {near!r}"


def clean_check(folder: Path, repair: Repair, confidence: float) -> None:
    """Print how many clean articles, alone and as pages of several, come back identical."""
    every = [
        article for name in ("zh", "en") for article in read_articles(folder / f"{name}.jsonl")
    ]
    texts = ["\n\n".join([f"# {article.title}", *article.paragraphs]) for article in every]
    bare = ["\n".join([article.title, *article.paragraphs]) for article in every]
    some = {"alone": texts, "alone, bare lines": bare}
    for lang in ("zh", "en"):
        own = [article for article in every if article.lang == lang]
        for half in ("tuning", "scoring"):
            made = pages(own, lang, "clean", 300, kind="clean", inventory=half)
            some[f"pages of several, {lang}, {half}"] = [page.text for page in made]
    for name, group in some.items():
        same = sum(repair(text, confidence).text == text for text in group)
        print(f"clean, {name}: {same} of {len(group)} identical @{confidence:g}")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--min-confidence",
        type=float,
        action="append",
        help="may be given several times; 0.9 and 0.5",
    )
    options.add_argument(
        "--pages", type=int, default=300, help="damaged pages for each kind and language"
    )
    options.add_argument("--lang", action="append", choices=LANGS)
    options.add_argument("--kind", action="append", choices=[*KINDS, "lines", "identical"])
    options.add_argument("--seed", default="joins")
    options.add_argument("--half", choices=("scoring", "tuning"), default="scoring")
    options.add_argument(
        "--show", type=int, default=0, help="print so many wrong seams of each row"
    )
    chosen = options.parse_args()
    folder = shared() / "corpora"
    if not folder.exists():
        raise SystemExit("the shared corpora aren't there: set LAYOUTFIX_SHARED to their folder")
    confidences = chosen.min_confidence or [0.9, 0.5]
    scoring = chosen.half == "scoring"
    repair = repair_by_layoutfix()
    kinds = chosen.kind or [*KINDS, "lines", "identical"]
    start = time.perf_counter()
    print(head())
    for lang in chosen.lang or LANGS:
        half = articles(folder, lang, scoring)
        for kind in kinds:
            if kind in KINDS and half:
                made = list(
                    pages(half, lang, chosen.seed, chosen.pages, kind=kind, inventory=chosen.half)
                )
                measure(f"{kind} {lang}", made, repair, confidences, chosen.show)
    if "lines" in kinds:
        groups: dict[str, list[GoldPage]] = {}
        for source, page in line_pages(folder, scoring):
            if not chosen.lang or page.lang in chosen.lang:
                groups.setdefault(source, []).append(page)
                groups.setdefault(f"{source} {page.lang}", []).append(page)
        for name, group in groups.items():
            measure(name, group, repair, confidences, chosen.show)
    if "identical" in kinds:
        for confidence in confidences:
            clean_check(folder, repair, confidence)
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

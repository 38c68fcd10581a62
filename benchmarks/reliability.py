"""Is confidence a probability? Joins by confidence, and the share of them that gold makes too.

    python -m benchmarks.reliability [--pages 500]

Pages of the scoring halves: generated ones in Chinese and English, and the real sources. Joins
across blank lines are counted apart from line ends. A bin is marked where its mean confidence and
the share that is right are more than 5 points apart, of all sources together, or 10, of one.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from benchmarks.damage import pages
from benchmarks.gold import JOINS, GoldPage, articles, is_scoring, line_pages, shared
from benchmarks.real_pages import READERS
from layoutfix import Finding, rejoin

BINS = 10
MOST_OFF, MOST_OFF_ALONE = 0.05, 0.10
GLUE = {"S": " ", "N": "", "D": "", "H": "", "K": ""}


def scoring_pages(count: int) -> Iterator[tuple[str, GoldPage]]:
    """Generated and real pages, each with the name of its row."""
    folder = shared() / "corpora"
    for lang in ("zh", "en"):
        clean = articles(folder, lang, scoring=True)
        for page in pages(clean, lang, 23, count, inventory="scoring"):
            yield f"generated {lang}", page
    for _, page in line_pages(folder, scoring=True):
        yield f"lines {page.kind}", page
    for source in READERS.values():
        for page in source(folder / "real"):
            if is_scoring(page.id):
                yield page.kind, page


def apart(text: str, finding: Finding) -> bool:
    """Whether the finding joins across a blank line."""
    return text.count("\n", finding.edits[0].span.start, finding.edits[0].span.end) > 1


def right(finding: Finding, labels: dict[int, tuple[str, int]]) -> bool | None:
    """Whether gold makes the same join, None where it doesn't say."""
    edit = finding.edits[0]
    hyphen = 0 if edit.span.start in labels else 1
    label, start = labels.get(edit.span.start + hyphen, ("?", 0))
    if label == "?":
        return None
    if label not in JOINS:
        return False
    if label in "JY":
        return True
    dropped = label == "H"
    doubled = edit.span.end > start
    return GLUE[label] == edit.glue and dropped == bool(hyphen) and (label == "D") == doubled


def main() -> None:
    """Print one table for everything and one a kind of page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    chosen = parser.parse_args()
    cases: Counter[tuple[str, int]] = Counter()
    good: Counter[tuple[str, int]] = Counter()
    total: Counter[tuple[str, int]] = Counter()
    for name, page in scoring_pages(chosen.pages):
        labels = {seam.left_end: (seam.label, seam.right_start) for seam in page.seams}
        for finding in rejoin(page.text, min_confidence=1.0).findings:
            verdict = right(finding, labels) if finding.edits else None
            if verdict is None:
                continue
            place = min(int(finding.confidence * BINS * 2), 2 * BINS - 1)
            part = "blocks" if apart(page.text, finding) else "line ends"
            for row in (f"all {part}", f"{name} {part}"):
                cases[row, place] += 1
                good[row, place] += verdict
                total[row, place] += round(10_000 * finding.confidence)
    for row in sorted({row for row, _ in cases}):
        print(f"\n{row}\n{'confidence':>12} {'mean':>7} {'right':>7} {'cases':>7}")
        for place in range(2 * BINS):
            if count := cases[row, place]:
                low = place / BINS / 2
                mean = total[row, place] / count / 10_000
                share = good[row, place] / count
                most = MOST_OFF if row.startswith("all ") else MOST_OFF_ALONE
                off = "  *" if count >= 100 and abs(mean - share) > most else ""
                print(f"{low:>7.2f}-{low + 0.05:.2f} {mean:7.3f} {share:7.3f} {count:7}{off}")


if __name__ == "__main__":
    main()

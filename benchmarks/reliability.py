"""Is confidence a probability? Joins by confidence, and the share of them that gold makes too.

    python -m benchmarks.reliability [--pages 500]

Pages of the scoring halves: generated ones in Chinese and English, and the real sources. Joins
across blank lines are counted apart from line ends. A bin is marked where its mean confidence and
the share that is right are more than 5 points apart, of all sources together, or 10, of one.
``python -m tools.left_out`` prints the same tables for weights that never saw a source.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.damage import pages
from benchmarks.gold import JOINS, GoldPage, articles, is_scoring, line_pages, shared
from benchmarks.real_pages import READERS
from layoutfix import Finding, rejoin

BINS = 10
LEAST_CASES = 100
MOST_OFF, MOST_OFF_ALONE = 0.05, 0.10
GLUE = {"S": " ", "N": "", "D": "", "H": "", "K": ""}
TOGETHER = "all"


@dataclass(frozen=True, slots=True)
class Bins:
    """Joins by row and twentieth of confidence: how many, how many right, the sum of confidence."""

    cases: Counter[tuple[str, int]] = field(default_factory=Counter)
    good: Counter[tuple[str, int]] = field(default_factory=Counter)
    total: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add(self, name: str, page: GoldPage, findings: Iterable[Finding]) -> None:
        """Count the joins that were found on a page, for the row of its name and that of all."""
        labels = {seam.left_end: (seam.label, seam.right_start) for seam in page.seams}
        for finding in findings:
            verdict = right(finding, labels) if finding.edits else None
            if verdict is None:
                continue
            place = min(int(finding.confidence * BINS * 2), 2 * BINS - 1)
            part = "blocks" if apart(page.text, finding) else "line ends"
            for row in (f"{TOGETHER} {part}", f"{name} {part}"):
                self.cases[row, place] += 1
                self.good[row, place] += verdict
                self.total[row, place] += round(10_000 * finding.confidence)

    def merge(self, other: Bins) -> None:
        """Add what another has counted."""
        for name in ("cases", "good", "total"):
            getattr(self, name).update(getattr(other, name))

    def table(self) -> Iterator[str]:
        """One table a row: mean confidence, share that is right, cases; a star where it is off."""
        for row in sorted({row for row, _ in self.cases}):
            yield f"\n{row}\n{'confidence':>12} {'mean':>7} {'right':>7} {'cases':>7}"
            for place in range(2 * BINS):
                if count := self.cases[row, place]:
                    low = place / BINS / 2
                    mean = self.total[row, place] / count / 10_000
                    share = self.good[row, place] / count
                    most = MOST_OFF if row.startswith(f"{TOGETHER} ") else MOST_OFF_ALONE
                    off = "  *" if count >= LEAST_CASES and abs(mean - share) > most else ""
                    yield f"{low:>7.2f}-{low + 0.05:.2f} {mean:7.3f} {share:7.3f} {count:7}{off}"


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
    bins = Bins()
    for name, page in scoring_pages(chosen.pages):
        bins.add(name, page, rejoin(page.text, min_confidence=1.0).findings)
    print(*bins.table(), sep="\n")


if __name__ == "__main__":
    main()

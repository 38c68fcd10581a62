"""How well layoutfix rejoins pages that nobody here made: `python -m benchmarks.real`.

One row for each real source: line ends, and blocks that blank lines part, apart; at each rule's own
bar, or at one confidence for all. Beside it the rule "no closing mark, so join". For documents that
nobody damaged: false joins across blank lines, by the thousand blocks. Documents that weights are
learnt from (half of each source, see `benchmarks.gold.is_scoring`) are left out unless asked for.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from benchmarks.gold import JOINS, GoldPage, is_scoring, line_pages, shared
from benchmarks.joins import head, row
from benchmarks.real_pages import READERS, apart
from benchmarks.score import Counts, Decision, FixedLike, count, decisions, score_rule

LINES = "lines"
PARTS = ("line ends", "blocks")


def pages_of(source: str, half: str) -> Iterator[GoldPage]:
    """Yield the pages of one source: `scoring`, `tuning` or `all` of its documents."""
    folder = shared() / "corpora"
    if source == LINES:
        halves = [True, False] if half == "all" else [half == "scoring"]
        for scoring in halves:
            for name, page in line_pages(folder, scoring):
                lang = f" {page.lang}" if name == "install-guide" else ""
                yield replace(page, kind=f"{name}{lang}")
        return
    for page in READERS[source](folder / "real"):
        if half == "all" or is_scoring(page.id) is (half == "scoring"):
            yield page


def split(page: GoldPage) -> Iterator[tuple[str, GoldPage]]:
    """Yield the page with the gold of its line ends, and with that of its blocks."""
    far = [apart(page, seam) for seam in page.seams]
    for part, wanted in zip(PARTS, (False, True), strict=True):
        chosen = [s for s, is_far in zip(page.seams, far, strict=True) if is_far is wanted]
        if any(seam.label != "?" for seam in chosen):
            yield part, replace(page, seams=tuple(chosen))


def repaired(text: str, confidence: float | None) -> FixedLike:
    """Return the page as `fix` repairs it, at the rules' bars where no confidence is given."""
    import layoutfix

    if confidence is None:
        return layoutfix.fix(text)
    return layoutfix.fix(text, min_confidence=confidence)


def wrong(page: GoldPage, made: Iterable[Decision]) -> Iterator[str]:
    """Yield the seams that were wrongly joined or left, with the text around them."""
    for seam, decision in zip(page.seams, made, strict=True):
        if seam.label == "?" or decision.joined is (seam.label in JOINS):
            continue
        left, right = page.text[: seam.left_end], page.text[seam.right_start :]
        said = "should stand" if decision.joined else "should join "
        yield f"{page.id[-24:]:>24} {said} {left[-60:]!r} | {right[:60]!r}"


def measure(
    source: str, half: str, confidence: float | None, most: int, show: int
) -> Iterator[str]:
    """Yield the rows of one source, and up to `show` wrong seams of each."""
    ours: dict[str, Counts] = defaultdict(Counts)
    rule: dict[str, Counts] = defaultdict(Counts)
    errors: dict[str, list[str]] = defaultdict(list)
    fixed, done = repaired("", confidence), ""
    for page in islice(pages_of(source, half), most):
        if page.text != done:  # a page may come several times, each with other seams to score
            fixed, done = repaired(page.text, confidence), page.text
        for part, own in split(page):
            made = decisions(own, own.seams, fixed)
            name = page.kind if part == PARTS[0] else f"{page.kind} {part}"
            ours[name] += count(own, made, [])
            rule[name] += score_rule(own)
            if show:
                errors[name].extend(wrong(own, made))
    for name, total in ours.items():
        yield row(name, total)
        yield row("  the simple rule", rule[name])
        if source == "untouched":
            harmed, blocks = total.harmed, total.harmed + total.stood
            rate = 1000 * harmed / blocks
            yield f"  false joins: {harmed} in {blocks} blocks, {rate:.2f} in 1,000"
        step = max(1, len(errors[name]) // show) if show else 1
        yield from ("    " + line for line in errors[name][::step][:show])


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--source", action="append", choices=[*READERS, LINES])
    options.add_argument("--half", choices=("scoring", "tuning", "all"), default="scoring")
    options.add_argument("--min-confidence", type=float)
    options.add_argument("--pages", type=int, default=1_000_000, help="of each source, at most")
    options.add_argument("--show", type=int, default=0, help="wrong seams of each row to print")
    chosen = options.parse_args()
    if not (shared() / "corpora").exists():
        raise SystemExit("the shared corpora aren't there: set LAYOUTFIX_SHARED to their folder")
    start = time.perf_counter()
    print(head())
    for source in chosen.source or [LINES, *READERS]:
        for line in measure(source, chosen.half, chosen.min_confidence, chosen.pages, chosen.show):
            print(line, flush=True)
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

"""What looking for misplaced fragments costs, by the blocks of a page.

    python -m benchmarks.placement_speed

The median of seven runs on one core, beside what parsing, roles and seams cost on the same page.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable

from benchmarks.displacement import news
from benchmarks.gold import shared
from layoutfix.evidence.placement.misplaced import misplaced_of
from layoutfix.evidence.seams.decision import seams_of
from layoutfix.model import Page
from layoutfix.parsing.lines import parse
from layoutfix.pipeline import labelled

BLOCKS = (50, 100, 200, 400, 800, 1600)
RUNS = 7


def page_of(lang: str, blocks: int) -> str:
    """A page of so many blocks, article after article; every seventh body is under the next."""
    parts: list[list[str]] = []
    articles = itertools.cycle(news(shared() / "corpora", lang, "scoring"))
    for number, article in enumerate(articles):
        parts.append([f"## {article.title}", *article.paragraphs])
        if number % 7 == 6:
            parts[-2], parts[-1] = (
                [parts[-2][0], *parts[-1][1:]],
                [parts[-1][0], *parts[-2][1:]],
            )
        if sum(map(len, parts)) >= blocks:
            break
    return "\n\n".join(list(itertools.chain.from_iterable(parts))[:blocks]) + "\n"


def milliseconds(function: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.process_time()
    function()
    return 1000 * (time.process_time() - start)


def measure(text: str) -> tuple[float, float]:
    """Milliseconds of parsing, roles and seams, and of the placement after that."""
    before: list[float] = []
    placing: list[float] = []
    for _ in range(RUNS):

        def prepared() -> Page:
            page = labelled(parse(text))
            page.derived(seams_of)
            return page

        before.append(milliseconds(prepared))
        page = prepared()
        placing.append(milliseconds(lambda page=page: page.derived(misplaced_of)))  # type: ignore[misc]
    return statistics.median(before), statistics.median(placing)


def main() -> None:
    """Print one line a page."""
    print(f"{'':4} {'blocks':>7} {'code points':>12} {'parse to seams':>15} {'placement':>10}")
    for lang in ("zh", "en"):
        for blocks in BLOCKS:
            text = page_of(lang, blocks)
            before, placing = measure(text)
            print(f"{lang:4} {blocks:7} {len(text):12} {before:12.1f} ms {placing:7.1f} ms")


if __name__ == "__main__":
    main()

"""How fast ``rejoin`` is, beside a peer in the same run; how time grows; what an import costs.

    python -m benchmarks.speed [--largest 50] [--peer]

The peer is ``unstructured.cleaners.core.group_broken_paragraphs`` (extra ``bench``); it joins
lines by blank lines alone. Everything runs on one core: set OMP_NUM_THREADS=1 to be sure.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.damage import pages
from benchmarks.gold import articles, shared
from layoutfix import rejoin

MEGA = 1_000_000


def wrapped(lang: str, size: int) -> str:
    """Hard-wrapped pages of articles, as one text of ``size`` characters."""
    source = list(articles(shared() / "corpora", lang, scoring=True))
    texts: list[str] = []
    length = 0
    for page in pages(source, lang, 11, 400, kind="wrap"):
        texts.append(page.text)
        length += len(page.text)
    whole = "\n\n".join(texts)
    return (whole * (size // len(whole) + 1))[:size]


def hostile() -> Iterator[tuple[str, str]]:
    """A million characters each, of the kinds that break careless code."""
    for name, piece in (
        ("one letter", "a"),
        ("one ideograph", "转"),
        ("newlines", "\n"),
        ("hyphens", "-"),
        ("open brackets", "("),
        ("letter and newline", "a\n"),
        ("hyphenated lines", "ab-\n"),
        ("page numbers", "- 3 -\n"),
        ("numbered lines", "1.\n"),
        ("headings", "# a\n"),
        ("quotes", "> “a\n"),
        ("pipes", "|\n"),
        ("doubled lines", "转化\n\n化。\n\n"),
        ("captions", "图为我\n\n"),
        ("fences", "```\n"),
        ("form feeds", "\f"),
    ):
        yield name, (piece * (MEGA // len(piece) + 1))[:MEGA]
    rng = random.Random(5)
    yield "random", "".join(rng.choice("aA 转，。\n\n-#>|`1.“”（ \t\f\r") for _ in range(MEGA))


def seconds(
    work: Callable[[], object], runs: int = 3, clock: Callable[[], float] = time.process_time
) -> float:
    """The shortest of a few runs, in seconds of this process: others on the machine don't count."""
    best = float("inf")
    for _ in range(runs):
        start = clock()
        work()
        best = min(best, clock() - start)
    return best


def _row(name: str, size: int, spent: float) -> None:
    print(f"{name:32} {size / MEGA:8.2f} M  {spent:8.3f} s  {size / spent / MEGA:8.2f} M/s")


def _rates(peer: bool) -> None:
    print("== rejoin, characters a second ==")
    for lang in ("en", "zh"):
        for size in (5_000, 100_000, 5 * MEGA):
            text = wrapped(lang, size)
            spent = seconds(lambda text=text: rejoin(text).text)  # type: ignore[misc]
            _row(f"rejoin {lang}", size, spent)
            if peer:
                from unstructured.cleaners.core import group_broken_paragraphs

                other = seconds(lambda text=text: group_broken_paragraphs(text))  # type: ignore[misc]
                _row(f"group_broken_paragraphs {lang}", size, other)
                print(f"{'ratio, peer to rejoin':32} {other / spent:19.2f}")


def _growth(largest: int) -> None:
    print("== growth ==")
    text = wrapped("en", largest * MEGA)
    size = MEGA
    while size <= largest * MEGA:
        _row("rejoin en", size, seconds(lambda part=text[:size]: rejoin(part).text, 1))  # type: ignore[misc]
        size *= 5 if size == MEGA else 2
    if size < 2 * largest * MEGA:
        _row("rejoin en", len(text), seconds(lambda: rejoin(text).text, 1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def _import() -> None:
    print("== import layoutfix, milliseconds ==")
    times = []
    for module in ("layoutfix", "sys"):
        command = [sys.executable, "-c", f"import {module}"]
        run = partial(subprocess.run, command, check=True)
        times.append(seconds(run, 10, time.perf_counter))
    print(f"{1000 * (times[0] - times[1]):.1f} (a bare interpreter {1000 * times[1]:.1f})")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, prog=Path(__file__).stem)
    parser.add_argument("--largest", type=int, default=50, help="million characters")
    parser.add_argument("--peer", action="store_true")
    chosen = parser.parse_args()
    rejoin("warm\nup")
    _rates(chosen.peer)
    print("== hostile input, a million characters each ==")
    for name, text in hostile():
        _row(name, len(text), seconds(lambda text=text: rejoin(text).text, 1))  # type: ignore[misc]
    _growth(chosen.largest)
    _import()


if __name__ == "__main__":
    main()

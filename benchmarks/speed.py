"""How fast pages are repaired, beside peers in the same run; how time and memory grow.

    python -m benchmarks.speed [--largest 50] [--pages 300] [--jobs 2]

Peers, each where it is installed: ``unstructured``'s ``group_broken_paragraphs``, which joins lines
by blank lines alone; ``ftfy.fix_text``, which mends characters; ``trafilatura``'s extraction from
HTML pages with as much text. Small pages are those of ``converters.jsonl``. Times are of this
process alone, medians; everything but ``--jobs`` runs on one core: set OMP_NUM_THREADS=1 to be
sure.
"""

from __future__ import annotations

import argparse
import html
import json
import math
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.damage import pages
from benchmarks.gold import articles, shared
from layoutfix import DEFAULT, fix, fix_many, rejoin
from layoutfix.engine.labels import labels_and_findings
from layoutfix.model import Stage
from layoutfix.parsing.lines import parse
from layoutfix.pipeline import seams_alone

MEGA = 1_000_000

ONE_LINE = "The council met on Tuesday to hear what the new landing stage will cost.\n"

Peer = tuple[str, Callable[[str], object]]


def wrapped(lang: str, size: int) -> str:
    """Hard-wrapped articles as one text of ``size`` characters.

    There are fewer articles than that: every further time they are wrapped anew and have no titles,
    for what recurs line by line is furniture.
    """
    source = list(articles(shared() / "corpora", lang, scoring=True))
    texts: list[str] = []
    length = turn = 0
    while length < size:
        for page in pages(source, lang, 11 + turn, 400, kind="wrap"):
            lines = page.text.splitlines(keepends=True)
            text = "".join(line for line in lines if not (turn and line.startswith("#")))
            texts.append(text.strip("\n"))
            length += len(texts[-1]) + 2
        turn += 1
    return "\n\n".join(texts)[:size]


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


def small_pages(count: int) -> list[str]:
    """Pages of about 2,000 characters that converters made of PDF."""
    found: list[str] = []
    with (shared() / "corpora" / "real" / "converters.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            found.extend(text for name, text in row.items() if name != "id" and text)
    return found[:count]


def peers() -> Iterator[Peer]:
    """The peers that are installed; of the others it says so."""
    try:
        from unstructured.cleaners.core import group_broken_paragraphs

        yield "unstructured group_broken_paragraphs", group_broken_paragraphs
    except ImportError:
        print("unstructured is not installed, so it is left out")
    try:
        import ftfy

        yield "ftfy fix_text", ftfy.fix_text
    except ImportError:
        print("ftfy is not installed, so it is left out")
    try:
        import trafilatura

        yield "trafilatura extract", lambda text: trafilatura.extract(_as_html(text))
    except ImportError:
        print("trafilatura is not installed, so it is left out")


def _as_html(text: str) -> str:
    """A web page with this text and a menu."""
    menu = "<nav><a href='/'>Home</a><a href='/a'>About</a></nav>"
    blocks = "".join(f"<p>{html.escape(block)}</p>" for block in text.split("\n\n"))
    return f"<html><body>{menu}<article><h1>A page</h1>{blocks}</article></body></html>"


def seconds(
    work: Callable[[], object], runs: int = 5, clock: Callable[[], float] = time.process_time
) -> float:
    """The median of a few runs, in seconds of this process: others on the machine count less."""
    times = []
    for _ in range(runs):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times)


def _row(name: str, size: int, spent: float, count: int = 1) -> None:
    rate = f"{size / spent / MEGA:8.3f} M/s"
    each = f"{1000 * spent / count:9.2f} ms a page"
    print(f"{name:40} {size / MEGA:8.3f} M {spent:9.3f} s {rate} {each}")


def _every(work: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        work(text)


def _small(count: int, jobs: int) -> None:
    print("== small pages ==")
    some = small_pages(count)
    size, joins = sum(map(len, some)), seams_alone(DEFAULT)
    works: list[tuple[str, Callable[[], object]]] = [
        ("fix, one by one", lambda: _every(fix, some)),
        ("rejoin, one by one", lambda: _every(rejoin, some)),
        ("fix_many", lambda: list(fix_many(some))),
        ("fix_many, seam rules alone", lambda: list(fix_many(some, rules=joins))),
    ]
    works += [(name, partial(_every, peer, some)) for name, peer in peers()]
    spent = {}
    for name, work in works:
        work()
        spent[name] = seconds(work, 3)
        _row(name, size, spent[name], len(some))
    for name, _ in works[4:]:
        print(f"{'fix_many takes as long as':25} {spent['fix_many'] / spent[name]:7.2f} x {name}")
    many = some * 8
    one, several = (
        seconds(lambda jobs=each: list(fix_many(many, jobs=jobs)), 1, time.perf_counter)  # type: ignore[misc]
        for each in (1, jobs)
    )
    print(f"{jobs} processes, {len(many)} pages: {one / several:.2f} times one (by the clock)")


def _alone() -> None:
    print("== pages alone ==")
    known = [("one line", ONE_LINE)]
    known += [
        (path.name[:30], path.read_text("utf-8")) for path in (shared() / "pages").glob("*.txt")
    ]
    for name, text in known:
        _row(name, len(text), seconds(lambda text=text: fix(text), 15))  # type: ignore[misc]


def _stages(count: int) -> None:
    print("== by stage, small pages one by one, milliseconds a page ==")
    some = small_pages(count)
    spent = dict.fromkeys(("parse", *Stage), 0.0)
    for text in some:
        start = time.process_time()
        page = parse(text)
        spent["parse"] += time.process_time() - start
        for stage in Stage:
            start = time.process_time()
            page, _ = labels_and_findings(page, DEFAULT.of(stage))
            spent[stage] += time.process_time() - start
    for stage, total in spent.items():
        print(f"{stage:40} {1000 * total / len(some):9.3f}")


def _long() -> None:
    print("== rejoin of long pages ==")
    known = list(peers())[:2]
    for lang in ("en", "zh"):
        for size in (100_000, 5 * MEGA):
            text = wrapped(lang, size)
            runs = 3 if size < MEGA else 1
            _row(f"rejoin {lang}", size, seconds(lambda text=text: rejoin(text).text, runs))  # type: ignore[misc]
            for name, peer in known:
                _row(f"{name} {lang}", size, seconds(partial(peer, text), runs))


_GROWN = """
import resource, sys, time
from unittest import mock
from benchmarks.speed import wrapped
from layoutfix import rejoin
from layoutfix.engine import passes
rejoin("warm\\nup")
text = wrapped("en", int(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
parsed = mock.patch.object(passes, "parse_many", wraps=passes.parse_many)
start = time.process_time()
with parsed as rounds:  # each joins some lines, but for the last
    rejoin(text)
spent, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(spent, peak / 1024, rounds.call_count)
"""


def _growth(largest: int) -> None:
    print("== growth, each size in a process of its own ==")
    points = []
    for size in (MEGA, 5 * MEGA, largest * MEGA):
        command = [sys.executable, "-c", _GROWN, str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        spent, peak, rounds = map(float, done.stdout.split())
        points.append((size, spent))
        _row(f"rejoin en, {rounds:.0f} rounds, peak {peak:.0f} MB", size, spent)
    (low, fast), (high, slow) = points[1:]
    if high > low:
        print(f"exponent {math.log(slow / fast) / math.log(high / low):.3f}")


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
    parser.add_argument("--largest", type=int, default=50, help="million characters of a page")
    parser.add_argument("--pages", type=int, default=300, help="small pages")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    chosen = parser.parse_args()
    rejoin("warm\nup")
    _alone()
    _small(chosen.pages, chosen.jobs)
    _stages(chosen.pages)
    _long()
    print("== hostile input, a million characters each ==")
    for name, text in hostile():
        _row(name, len(text), seconds(lambda text=text: rejoin(text).text, 1))  # type: ignore[misc]
    _growth(chosen.largest)
    _import()


if __name__ == "__main__":
    main()

"""Layoutfix beside its peers, on set pages and real ones: `python -m benchmarks.peers`.

    python -m benchmarks.peers [--lab FILE ...] [--source NAME ...] [--pages 200]

`--lab` are sets that `python -m benchmarks.typeset make` made. Every tool gets the same text and
gives back text; which of its characters stayed is found by `benchmarks.accounts`, for all of them,
layoutfix too. Quality is that of the line ends; "whole" is the share of paragraphs that came back
as one line with the right glue (lab only); time is a ratio to layoutfix's on the same pages. A tool
that can't be run has a row that says why.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks.accounts import account
from benchmarks.gold import GoldPage, shared
from benchmarks.peer_tools import Tool, tools
from benchmarks.real import LINES, pages_of
from benchmarks.real_pages import READERS
from benchmarks.score import Counts, cell, count, decisions
from benchmarks.typeset.records import Record, read
from benchmarks.typeset.scoring import Tally, tally

OURS = "layoutfix"
COLUMNS = ("prec", "recall", "joinF1", "breakF1", "glue", "whole", "time")


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool did on one group of pages, and the seconds that it took."""

    seams: Counts = field(default_factory=Counts)
    paragraphs: Tally = field(default_factory=Tally)
    seconds: float = 0.0

    def __add__(self, other: Result) -> Result:
        """Return the sum."""
        return Result(
            self.seams + other.seams,
            self.paragraphs + other.paragraphs,
            self.seconds + other.seconds,
        )

    @property
    def shares(self) -> tuple[float, ...]:
        """The columns of quality."""
        if self.paragraphs.records:
            lab = self.paragraphs.shares
            return tuple(lab[name] for name in COLUMNS[:-1])
        own = self.seams
        return (own.precision, own.recall, own.join_f1, own.break_f1, own.glue, math.nan)


Rows = dict[str, dict[str, Result]]


def groups(
    lab: Sequence[Path], sources: Sequence[str], most: int
) -> Iterator[tuple[str, GoldPage, Record | None]]:
    """Yield (group, page, record of the lab or nothing)."""
    for path in lab:
        for record in islice(read(path), most):
            yield f"lab, {record.extractor}", record.page, record
    for source in sources:
        for page in islice(pages_of(source, "scoring"), most):
            yield page.kind if source != LINES else f"lines, {page.kind}", page, None


def measure(
    some: Iterator[tuple[str, GoldPage, Record | None]], run: Sequence[Tool]
) -> tuple[Rows, dict[str, str]]:
    """Let every tool repair every page; return the results, and which tools failed and why."""
    rows: Rows = defaultdict(lambda: defaultdict(Result))
    failed: dict[str, str] = {}
    for group, page, record in some:
        for tool in run:
            if tool.name in failed:
                continue
            start = time.perf_counter()
            try:
                made = tool.repair(page.text, page.lang)
            except Exception as error:  # a peer's failure is a row of the table
                failed[tool.name] = f"{type(error).__name__}: {error}"[:100]
                continue
            seconds = time.perf_counter() - start
            fixed = account(page.text, made)
            if record is not None:
                result = Result(paragraphs=tally(record, fixed), seconds=seconds)
            else:
                seams = count(page, decisions(page, page.seams, fixed), [])
                result = Result(seams=seams, seconds=seconds)
            rows[group][tool.name] += result
    return rows, failed


def table(rows: Rows, run: Sequence[Tool], why: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"{'':<26} {'':<30} " + " ".join(f"{name:>7}" for name in COLUMNS)
    names = [tool.name for tool in run]
    for group, own in rows.items():
        base = own[OURS].seconds if OURS in own else math.nan
        for index, name in enumerate([*names, *(each for each in why if each not in names)]):
            start = f"{'' if index else group:<26} {name:<30} "
            if name in why:
                yield start + f"not run: {why[name]}"
                continue
            result = own[name]
            cells = " ".join(cell(share, 3) for share in result.shares)
            yield f"{start}{cells} {result.seconds / base if base else math.nan:7.4f}"
        yield ""


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--lab", type=Path, nargs="*", default=[])
    options.add_argument("--source", action="append", choices=[*READERS, LINES])
    options.add_argument("--pages", type=int, default=200, help="of each set and source, at most")
    chosen = options.parse_args()
    sources = chosen.source if chosen.source is not None else [LINES, *READERS]
    if not (shared() / "corpora" / "real").exists():
        print("the real pages aren't there (set LAYOUTFIX_SHARED): the lab's alone")
        sources = []
    with ExitStack() as stack:
        run, why = tools(stack)
        rows, failed = measure(groups(chosen.lab, sources, chosen.pages), run)
    print(*table(rows, run, why | failed), sep="\n")


if __name__ == "__main__":
    main()

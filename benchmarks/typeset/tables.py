"""Prints how layoutfix does on a set: a table for each way of grouping its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from benchmarks.score import FixedLike, cell
from benchmarks.typeset.records import Record
from benchmarks.typeset.scoring import Tally, tally, tally_rule, tally_untouched, wrong_blocks

WAYS = ("as it came", "the rule", "layoutfix")
COLUMNS = ("whole", "cut", "prec", "recall", "joinF1", "breakF1", "glue")
GROUPS: Mapping[str, Callable[[Record], str]] = {
    "all": lambda _: "all",
    "language": lambda record: record.lang,
    "extractor": lambda record: record.extractor,
    "engine": lambda record: record.engine,
    "columns": lambda record: f"{record.layout['columns']} columns",
    "paragraphs by": lambda record: str(record.layout["mark"]),
}
Totals = dict[str, dict[str, Tally]]


def measure(
    some: Iterable[Record], repair: Callable[[str], FixedLike], show: int = 0
) -> dict[str, Totals]:
    """Score all records, and print the first `show` paragraphs that didn't come back whole."""
    totals: dict[str, Totals] = {name: defaultdict(lambda: defaultdict(Tally)) for name in GROUPS}
    for record in some:
        fixed = repair(record.text)
        tallies = (tally_untouched(record), tally_rule(record), tally(record, fixed))
        for name, group in GROUPS.items():
            row = totals[name][group(record)]
            for way, own in zip(WAYS, tallies, strict=True):
                row[way] += own
        for block, made in wrong_blocks(record, fixed) if show > 0 else ():
            show -= 1
            print(f"{record.id} {record.layout['key']}: {block.state}, {len(block.joints)} joints")
            print("   came ", repr(record.text[max(0, block.start - 60) : block.end + 60]))
            print("   made ", repr(made))
            if show <= 0:
                break
    return totals


def table(name: str, totals: Totals) -> Iterator[str]:
    """Yield the lines of one table."""
    head = " ".join(f"{column:>7}" for column in COLUMNS)
    yield f"{'by ' + name:<20} {'':<11} {head}  paragraphs  torn  lost  false joins (over blanks)"
    for group in sorted(totals):
        for way in WAYS:
            own = totals[group][way]
            shares = own.shares
            cells = " ".join(cell(shares[column]) for column in COLUMNS)
            first = way == WAYS[0]
            counts = f"{own.paragraphs:10d} {own.torn:5d} {own.lost:5d}" if first else " " * 22
            false = f"{own.harmed:6d} ({own.harmed_across})"
            yield f"{group if first else '':<20} {way:<11} {cells}  {counts}  {false}"

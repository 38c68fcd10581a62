"""Make sets of typeset pages and score layoutfix on them.

    python -m benchmarks.typeset make --articles PATH ... --half scoring --out FILE
    python -m benchmarks.typeset score FILE [--show 20]

`--articles` are files or folders of `{"title", "paragraphs"}` lines: what `tools.sources` collects,
and the shared corpora. The same seed, articles and programs make the same set.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from pathlib import Path

from benchmarks.typeset import articles, records
from benchmarks.typeset.make import Plan
from benchmarks.typeset.make import records as made
from benchmarks.typeset.tables import measure, table


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.typeset",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True)
    make = commands.add_parser("make", help="make a set")
    make.add_argument("--articles", type=Path, nargs="+", required=True)
    make.add_argument("--out", type=Path, required=True, help="a JSONL file")
    make.add_argument("--documents", type=int, default=300)
    make.add_argument("--half", choices=("learning", "scoring"), required=True)
    make.add_argument("--readings", type=int, default=2, help="extractors for each document")
    make.add_argument("--seed", default="typeset")
    make.add_argument("--engine", action="append", default=[])
    make.add_argument("--lang", action="append", default=[])
    make.add_argument("--keep", type=Path, help="a folder for the PDF files")
    make.set_defaults(run=_make)
    score = commands.add_parser("score", help="score layoutfix on a set")
    score.add_argument("file", type=Path, nargs="+")
    score.add_argument("--show", type=int, default=0, help="print so many wrong paragraphs")
    score.add_argument("--lang", action="append", default=[])
    score.add_argument("--extractor", action="append", default=[])
    score.add_argument("--min-confidence", type=float)
    score.add_argument("--every", type=int, default=1, help="only one record of so many")
    score.set_defaults(run=_score)
    options = parser.parse_args()
    options.run(options)


def _make(options: argparse.Namespace) -> None:
    scoring = options.half == "scoring"
    some = articles.read(options.articles, scoring)
    plan = Plan(
        seed=options.seed,
        documents=options.documents,
        scoring=scoring,
        engines=tuple(options.engine),
        langs=tuple(options.lang),
        readings=options.readings,
        keep=options.keep,
    )
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    count = 0
    with options.out.open("w", encoding="utf-8") as out:
        for count, record in enumerate(made(plan, some), 1):
            out.write(records.to_json(record) + "\n")
            if count % 100 == 0:
                print(count, f"{time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    print(f"{count} records in {options.out}, {time.perf_counter() - start:.0f} s")


def _score(options: argparse.Namespace) -> None:
    import layoutfix

    some = itertools.islice(
        itertools.chain.from_iterable(map(records.read, options.file)), 0, None, options.every
    )
    chosen = (
        record
        for record in some
        if (not options.lang or record.lang in options.lang)
        and (not options.extractor or record.extractor in options.extractor)
    )
    totals = measure(
        chosen,
        lambda text: layoutfix.fix(text, min_confidence=options.min_confidence),
        options.show,
    )
    for name, own in totals.items():
        print(*table(name, own), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()

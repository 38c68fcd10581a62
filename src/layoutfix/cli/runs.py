"""Runs over many pages and records: where they go, what was done, how to go on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layoutfix import __version__
from layoutfix.cli.console import Progress, put, tell
from layoutfix.io.files import STDIN, shown

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.collection import Collection
    from layoutfix.io.inputs import Input
    from layoutfix.io.journal import Journal
    from layoutfix.io.outputs import Sink
    from layoutfix.io.repair import PageRepair, Totals
    from layoutfix.rule import Ruleset

__all__ = ["learn", "run_in_place", "run_into_folder", "run_to_output"]

EDGES = ("head", "foot", "head or foot")
SHOWN_LINES = 5
"""Recurring lines of each kind that are printed."""

SHOWN_RULES = 12
"""Rules that the summary names, those with most findings first."""


def learn(inputs: Sequence[Input], field: str, rules: Ruleset) -> Collection:
    """The first pass over a collection, and what it has shown."""
    from layoutfix.io.collected import learnt_from

    collection = learnt_from(inputs, field, rules)
    proved = [each for each in collection.recurring if each.proof]
    for each in proved[:SHOWN_LINES]:
        tell(f"the layout's: {each.text[:60]!r}, for {each.proof}")
    if len(proved) > SHOWN_LINES:
        tell(f"the layout's: {len(proved) - SHOWN_LINES:,} more")
    unproved = [each for each in collection.recurring if each.kind in EDGES and not each.proof]
    for each in unproved[:SHOWN_LINES]:
        tell(
            f"stays: {each.text[:60]!r} is on {each.pages:,} of {collection.pages:,} pages, and "
            "nothing proves that it is the layout's; a word list may name it as furniture"
        )
    return collection


def run_in_place(
    inputs: Sequence[Input],
    repair: PageRepair,
    field: str,
    jobs: int,
    collection: Collection | None = None,
) -> int:
    """Repair files in their own places; the exit code."""
    from layoutfix.io.outputs import InPlace

    sink = InPlace(_finish(field, dict(repair.added)))
    return _run(
        inputs=inputs, sink=sink, repair=repair, field=field, jobs=jobs, collection=collection
    )


def run_to_output(
    inputs: Sequence[Input],
    repair: PageRepair,
    field: str,
    jobs: int,
    collection: Collection | None = None,
) -> int:
    """Repair a file to standard output; the exit code."""
    from layoutfix.io.outputs import ToStream

    return _run(
        inputs=inputs,
        sink=ToStream(put),
        repair=repair,
        field=field,
        jobs=jobs,
        collection=collection,
    )


def _finish(field: str, added: dict[str, str]) -> Callable[[Input], Any]:
    """What makes an input's output of its encoded rows."""

    def of(each: Input) -> Callable[[Path, Path], None] | None:
        finish = each.format.finish
        if finish is None:
            return None
        return lambda encoded, target: finish(each.source, encoded, target, field, added)

    return of


def run_into_folder(
    inputs: Sequence[Input],
    repair: PageRepair,
    field: str,
    jobs: int,
    folder: Path,
    resume: bool,
    collection: Collection | None = None,
) -> int:
    """Repair files into a folder, or go on with that; the exit code."""
    from layoutfix.io.inputs import outputs
    from layoutfix.io.journal import Journal
    from layoutfix.io.outputs import InFolder
    from layoutfix.io.repair import Totals

    places = outputs(inputs, folder)
    journal = Journal.begin(folder, _settings(repair, field, collection), resume)
    sink = InFolder(places, folder, journal, _finish(field, dict(repair.added)))
    try:
        code = _run(
            inputs=inputs,
            sink=sink,
            repair=repair,
            field=field,
            jobs=jobs,
            collection=collection,
            totals=Totals.of(journal.totals),
            mark_of=sink.mark_of,
        )
    except KeyboardInterrupt:
        _say_how_to_go_on(journal, folder)
        raise
    finally:
        journal.close()
    journal.remove()
    return code


def _say_how_to_go_on(journal: Journal, folder: Path) -> None:
    done = sum(mark.whole for mark in journal.marks.values())
    tell(
        f"stopped; {done} files in {shown(folder)} are whole. "
        "Give the same command with --resume to go on"
    )


def _settings(repair: PageRepair, field: str, collection: Collection | None) -> str:
    """A checksum of all that decides what becomes of a page."""
    parts = [__version__, field, repr(sorted(repair.added.items())), repr(repair.min_confidence)]
    parts += [f"{each.name} {repair.rules.bar(each.name)}" for each in repair.rules]
    parts += [repr(each) for each in repair.rules.words]
    parts += [collection.digest] if collection else []
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _run(
    *,
    inputs: Sequence[Input],
    sink: Sink,
    repair: PageRepair,
    field: str,
    jobs: int,
    **more: Any,
) -> int:
    from layoutfix.io.repair import repair_files

    many = len(inputs) > 1 or any(each.format.has_fields for each in inputs)
    with Progress(sum(each.size for each in inputs), shown=many) as progress:

        def report(place: str, problem: str) -> None:
            tell(f"{place}: {problem}")

        totals = repair_files(
            inputs,
            sink,
            repair,
            text_field=field,
            jobs=jobs,
            report=report,
            progress=lambda each, read: progress.reached(each.source.name, read),
            **more,
        )
    if _is_collection(inputs):
        tell(_summary(totals))
    return 2 if totals.passed or totals.unread else 0


def _is_collection(inputs: Sequence[Input]) -> bool:
    """Whether somebody wants to hear what was done: of pages named one by one they can see it."""
    return any(
        each.format.has_fields or each.source.name not in (each.named, STDIN) for each in inputs
    )


def _summary(totals: Totals) -> str:
    """What was done, in a line.

    >>> from collections import Counter
    >>> from layoutfix.io.repair import Totals
    >>> _summary(Totals(3000, 2, 1, 0, Counter({"join-lines": 4, "page-number": 1})))
    '3,000 pages, 2 changed; 1 row passed on as it was; repairs: join-lines 4, page-number 1'
    """
    pages = "page" if totals.pages == 1 else "pages"
    parts = [f"{totals.pages:,} {pages}, {totals.changed:,} changed"]
    if totals.passed:
        rows = "row passed on as it was" if totals.passed == 1 else "rows passed on as they were"
        parts.append(f"{totals.passed:,} {rows}")
    if totals.unread:
        parts.append(f"{totals.unread:,} file{'s' * (totals.unread > 1)} left out")
    ranked = sorted(totals.rules.items(), key=lambda each: (-each[1], each[0]))
    rules = [f"{name} {count:,}" for name, count in ranked[:SHOWN_RULES]]
    if rules:
        parts.append("repairs: " + ", ".join(rules))
    return "; ".join(parts)

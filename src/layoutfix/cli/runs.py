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
    from layoutfix.io.inputs import Input
    from layoutfix.io.journal import Journal
    from layoutfix.io.outputs import Sink
    from layoutfix.io.repair import PageRepair, Totals

__all__ = ["run_in_place", "run_into_folder", "run_to_output"]

SHOWN_RULES = 12
"""Rules that the summary names, those with most findings first."""


def run_in_place(inputs: Sequence[Input], repair: PageRepair, field: str, jobs: int) -> int:
    """Repair files in their own places; the exit code."""
    from layoutfix.io.outputs import InPlace

    sink = InPlace(_finish(field, dict(repair.added)))
    return _run(inputs=inputs, sink=sink, repair=repair, field=field, jobs=jobs)


def run_to_output(inputs: Sequence[Input], repair: PageRepair, field: str, jobs: int) -> int:
    """Repair a file to standard output; the exit code."""
    from layoutfix.io.outputs import ToStream

    return _run(inputs=inputs, sink=ToStream(put), repair=repair, field=field, jobs=jobs)


def _finish(field: str, added: dict[str, str]) -> Callable[[Input], Any]:
    """What makes an input's output of its encoded rows."""

    def of(each: Input) -> Callable[[Path, Path], None] | None:
        finish = each.format.finish
        if finish is None:
            return None
        return lambda encoded, target: finish(each.source, encoded, target, field, added)

    return of


def run_into_folder(
    inputs: Sequence[Input], repair: PageRepair, field: str, jobs: int, folder: Path, resume: bool
) -> int:
    """Repair files into a folder, or go on with that; the exit code."""
    from layoutfix.io.inputs import outputs
    from layoutfix.io.journal import Journal
    from layoutfix.io.outputs import InFolder
    from layoutfix.io.repair import Totals

    places = outputs(inputs, folder)
    journal = Journal.begin(folder, _settings(repair, field), resume)
    sink = InFolder(places, folder, journal, _finish(field, dict(repair.added)))
    try:
        code = _run(
            inputs=inputs,
            sink=sink,
            repair=repair,
            field=field,
            jobs=jobs,
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


def _settings(repair: PageRepair, field: str) -> str:
    """A checksum of all that decides what becomes of a page."""
    parts = [__version__, field, repr(sorted(repair.added.items())), repr(repair.min_confidence)]
    parts += [f"{each.name} {repair.rules.bar(each.name)}" for each in repair.rules]
    parts += [repr(each) for each in repair.rules.words]
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

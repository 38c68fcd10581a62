"""``layoutfix fix``: repair pages, or show what that would change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layoutfix import __version__
from layoutfix.cli.console import Progress, put, tell
from layoutfix.cli.options import format_options, paths_argument, rule_options
from layoutfix.cli.work import Look, Work
from layoutfix.errors import InputError
from layoutfix.io.files import STDIN, shown

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.io.inputs import Input
    from layoutfix.io.journal import Journal
    from layoutfix.io.outputs import Sink
    from layoutfix.io.repair import PageRepair, Totals

__all__ = ["fix"]

SHOWN_RULES = 12
"""Rules that the summary names, those with most findings first."""


@click.command(short_help="Repair pages, one by one or by the million.")
@paths_argument
@click.option("-o", "--output", metavar="FOLDER", help="Write each page into this folder.")
@click.option("--in-place", is_flag=True, help="Write each page over itself.")
@click.option("--diff", is_flag=True, help="Show what would change; exit 1 if anything would.")
@click.option("--resume", is_flag=True, help="With -o: go on with a run that was stopped.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, metavar="N", help="Processes.  [default: 1]"
)
@click.option("--findings", metavar="NAME", help="Add the findings to records, in this field.")
@click.option("--removed", metavar="NAME", help="Add what left the page, in this field.")
@format_options
@rule_options
def fix(
    paths: tuple[str, ...],
    output: str | None,
    in_place: bool,
    diff: bool,
    resume: bool,
    jobs: int,
    findings: str | None,
    removed: str | None,
    format_name: str | None,
    field: str,
    **options: Any,
) -> int:
    """Repair pages: plain text, Markdown, HTML, PDF, or records of JSONL and Parquet.

    A PATH is a file, a folder or a pattern; "-" is standard input. One PATH goes to standard
    output. For several pages say where they go with -o FOLDER or --in-place. A page that can't
    be read is named on standard error, and the others go on; a record that can't is passed on as
    it was.
    """
    ways = [way for way, on in (("-o", output), ("--in-place", in_place), ("--diff", diff)) if on]
    if len(ways) > 1:
        raise click.UsageError(f"{' and '.join(ways)} don't go together; choose one.")
    if STDIN in paths and (output or in_place):
        raise click.UsageError(f"Standard input has no file name; {ways[0]} needs one.")
    if resume and not output:
        raise click.UsageError("--resume goes on with what is in a folder; it needs -o.")
    from layoutfix.io.inputs import find_inputs

    inputs = find_inputs(paths, format_name, Path(output) if output else None)
    if len(inputs) > 1 and not ways:
        raise click.UsageError("Where to? For several pages add -o FOLDER, --in-place or --diff.")
    look = Look(options)
    if diff:
        return _diff(look, inputs, field)
    added = {what: name for what, name in (("findings", findings), ("removed", removed)) if name}
    _check(inputs, field, added, output, in_place)
    from layoutfix.io.repair import PageRepair

    run = partial(
        _run, inputs=inputs, repair=PageRepair(look.rules, look.min_confidence, added), jobs=jobs
    )
    if output:
        return _into_folder(run, inputs, Path(output), field, resume)
    from layoutfix.io.outputs import InPlace, ToStream

    sink = InPlace(_finish(field, added)) if in_place else ToStream(put)
    return run(sink=sink, field=field)


def _diff(look: Look, inputs: Sequence[Input], field: str) -> int:
    work = Work()
    for name, page in look.pages(inputs, field, work):
        if page:
            work.found |= page.text != page.source
            put(page.diff(name, name))
    return work.code


def _check(
    inputs: Sequence[Input], field: str, added: dict[str, str], output: str | None, in_place: bool
) -> None:
    """Refuse what can't be done before anything is.

    Raises:
        InputError: a page is to get fields, the text itself is to be one, a format that is not
            written is to be written over, or one that is written at its end is to be printed.
    """
    names = [field, *added.values()]
    if len(set(names)) < len(names):
        raise InputError(f"one field for two things: {', '.join(names)}; choose other names")
    for each in inputs:
        if added and not each.format.has_fields:
            raise InputError(
                f"{each.source.shown} has no fields to add to; --findings and --removed are for "
                "JSONL and Parquet"
            )
        if each.format.finish and not (output or in_place):
            raise InputError(f"{each.source.shown} can't be printed; add -o FOLDER")
        if in_place and each.format.suffix:
            raise InputError(
                f"{each.source.shown} can't be written over: {each.format.name} is only read; "
                "add -o FOLDER"
            )


def _finish(field: str, added: dict[str, str]) -> Callable[[Input], Any]:
    """What makes an input's output of its encoded rows."""

    def of(each: Input) -> Callable[[Path, Path], None] | None:
        finish = each.format.finish
        if finish is None:
            return None
        return lambda encoded, target: finish(each.source, encoded, target, field, added)

    return of


def _into_folder(
    run: Callable[..., int], inputs: Sequence[Input], folder: Path, field: str, resume: bool
) -> int:
    from layoutfix.io.inputs import outputs
    from layoutfix.io.journal import Journal
    from layoutfix.io.outputs import InFolder
    from layoutfix.io.repair import Totals

    repair: PageRepair = run.keywords["repair"]  # type: ignore[attr-defined]
    places = outputs(inputs, folder)
    journal = Journal.begin(folder, _settings(repair, field), resume)
    sink = InFolder(places, folder, journal, _finish(field, dict(repair.added)))
    try:
        code = run(sink=sink, field=field, totals=Totals.of(journal.totals), mark_of=sink.mark_of)
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
    parts = [f"{totals.pages:,} pages, {totals.changed:,} changed"]
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

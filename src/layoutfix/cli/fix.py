"""``layoutfix fix``: repair pages, or show what that would change."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layoutfix.cli.console import coloured, put
from layoutfix.cli.decided import Decided
from layoutfix.cli.options import format_options, paths_argument, report_option, rule_options
from layoutfix.cli.reports import Report
from layoutfix.cli.runs import learn, run_in_place, run_into_folder, run_to_output
from layoutfix.cli.work import Repairer, Work
from layoutfix.errors import InputError
from layoutfix.io.files import STDIN
from layoutfix.report.visible import escaped

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.io.inputs import Input
    from layoutfix.model import Fixed

__all__ = ["fix"]


@click.command(short_help="Repair pages, one by one or by the million.")
@paths_argument
@click.option("-o", "--output", metavar="FOLDER", help="Write each page into this folder.")
@click.option("--in-place", is_flag=True, help="Write each page over itself.")
@click.option("--diff", is_flag=True, help="Show what would change; exit 1 if anything would.")
@click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    help="Colours in --diff; auto: in a terminal, unless NO_COLOR is set.",
)
@report_option
@click.option("--decisions", metavar="FILE", help="Do what was decided in a report.")
@click.option("--resume", is_flag=True, help="With -o: go on with a run that was stopped.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, metavar="N", help="Processes.  [default: 1]"
)
@click.option(
    "--collection", is_flag=True, help="The pages are one source: learn from all of them first."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Pass on a page that takes longer as it came.",
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
    color: str,
    report: str | None,
    decisions: str | None,
    resume: bool,
    jobs: int,
    collection: bool,
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

    With --collection the pages are read twice: what the layout put on every one of them leaves,
    and an article whose jump lines lead from page to page is joined.
    """
    ways = [way for way, on in (("-o", output), ("--in-place", in_place), ("--diff", diff)) if on]
    if len(ways) > 1:
        raise click.UsageError(f"{' and '.join(ways)} don't go together; choose one.")
    if STDIN in paths and (output or in_place):
        raise click.UsageError(f"Standard input has no file name; {ways[0]} needs one.")
    if collection and (diff or report or decisions):
        other = "--diff" if diff else "--report" if report else "--decisions"
        raise click.UsageError(f"--collection and {other} don't go together; add --findings NAME.")
    if resume and not output:
        raise click.UsageError("--resume goes on with what is in a folder; it needs -o.")
    from layoutfix.io.inputs import find_inputs
    from layoutfix.io.timeout import can_stop

    inputs = find_inputs(paths, format_name, Path(output) if output else None)
    if len(inputs) > 1 and not ways:
        raise click.UsageError("Where to? For several pages add -o FOLDER, --in-place or --diff.")
    if options["timeout"] is not None and not can_stop():
        raise click.UsageError("--timeout needs a timer that this system doesn't have.")
    repairer = Repairer(options)
    placed = "placed " if collection else ""
    both = ((f"{placed}findings", findings), (f"{placed}removed", removed))
    added = {what: name for what, name in both if name}
    if not diff:
        _check(inputs, field, added, output, in_place)
    if diff or report or decisions:
        pages = Report(report, [each.source.name for each in inputs])
        way = "diff" if diff else "in place" if in_place else output
        return _one_by_one(inputs, repairer, field, pages, Decided(decisions), way, color)
    from layoutfix.io.repair import PageRepair

    learnt = learn(inputs, field, repairer.rules) if collection else None
    rules = learnt.rules if learnt else repairer.rules
    repair = PageRepair(rules, repairer.min_confidence, added, options["timeout"])
    if output:
        return run_into_folder(inputs, repair, field, jobs, Path(output), resume, learnt)
    run = run_in_place if in_place else run_to_output
    return run(inputs, repair, field, jobs, learnt)


def _one_by_one(
    inputs: Sequence[Input],
    repairer: Repairer,
    field: str,
    pages: Report,
    decided: Decided,
    way: str | None,
    color: str,
) -> int:
    """Repair pages for somebody who wants a diff, a report, or what was decided.

    Raises:
        InputError: records are to be written, which goes without a report.
    """
    from layoutfix.io.compression import compressor
    from layoutfix.io.files import write_bytes
    from layoutfix.io.inputs import outputs

    if way != "diff" and any(each.format.has_fields for each in inputs):
        raise InputError(
            "--report and --decisions are for pages; of records make a report with check --report"
        )
    places = {each.source.name: Path(each.source.name) for each in inputs}
    if way not in ("diff", "in place", None):
        places = outputs(inputs, Path(way))
    work = Work()
    for each, name, page in repairer.pages(inputs, field, work, decided):
        if not page:
            continue
        with work.on(name):
            if not work.has_failed(name):  # a page that took too long: a report looks at it again
                pages.add(name, page)
            if way == "diff":
                work.found |= page.text != page.source
                _put_diff(name, page, color)
            elif way is None:
                put(page.text)
            elif way != "in place" or page.text != page.source:
                place = places[each.source.name]
                write_bytes(place, compressor(place)(page.text.encode()))
    pages.write(work.failed)
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


def _put_diff(name: str, page: Fixed, color: str) -> None:
    """A patch into a file or a pipe as it is; for people nothing of it steers the terminal."""
    if coloured(color):
        from layoutfix.report.diff import coloured_diff

        for line in coloured_diff(page, name, name):
            put(line)
    else:
        patch = page.diff(name, name)
        put(escaped(patch) if sys.stdout.isatty() else patch)

"""``layoutfix fix``: repair pages, or show what that would change."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layoutfix.cli.console import coloured, counted, put, targets
from layoutfix.cli.decided import Decided
from layoutfix.cli.options import paths_argument, report_option, rule_options
from layoutfix.cli.reports import Report
from layoutfix.cli.work import Look, Work
from layoutfix.io.files import STDIN, shown, write_text
from layoutfix.report.visible import escaped

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.model import Fixed

__all__ = ["fix"]


@click.command()
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
@rule_options
def fix(
    paths: tuple[str, ...],
    output: str | None,
    in_place: bool,
    diff: bool,
    color: str,
    report: str | None,
    decisions: str | None,
    **options: Any,
) -> int:
    """Repair pages of plain text or Markdown.

    One PATH goes to standard output; "-" is standard input. For several pages say where they
    go with -o FOLDER or --in-place. A page that can't be read is named on standard error, and
    the others go on.
    """
    ways = [way for way, on in (("-o", output), ("--in-place", in_place), ("--diff", diff)) if on]
    if len(ways) > 1:
        raise click.UsageError(f"{' and '.join(ways)} don't go together; choose one.")
    if len(paths) > 1 and not ways:
        raise click.UsageError("Where to? For several pages add -o FOLDER, --in-place or --diff.")
    if STDIN in paths and (output or in_place):
        raise click.UsageError(f"Standard input has no file name; {ways[0]} needs one.")
    places = targets(paths, Path(output)) if output else {}
    look = Look(options)
    work = Work()
    pages = Report(report, paths)
    decided = Decided(decisions)
    for name in counted(paths, prints=not (output or in_place)):
        with work.on(name):
            page = look.at(name, decided)
            pages.add(name, page)
            if diff:
                work.found |= page.text != page.source
                _put_diff(shown(name), page, color)
            elif in_place:
                if page.text != page.source:
                    write_text(Path(name), page.text)
            elif output:
                write_text(places[name], page.text)
            else:
                put(page.text)
    pages.write(work.failed)
    return work.code


def _put_diff(name: str, page: Fixed, color: str) -> None:
    """A patch into a file or a pipe as it is; for people nothing of it steers the terminal."""
    if coloured(color):
        from layoutfix.report.diff import coloured_diff

        for line in coloured_diff(page, name, name):
            put(line)
    else:
        patch = page.diff(name, name)
        put(escaped(patch) if sys.stdout.isatty() else patch)

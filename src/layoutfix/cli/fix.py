"""``layoutfix fix``: repair pages, or show what that would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from layoutfix.cli.console import counted, put, targets
from layoutfix.cli.options import paths_argument, rule_options
from layoutfix.cli.work import Look, Work
from layoutfix.io.files import STDIN, shown, write_text

__all__ = ["fix"]


@click.command()
@paths_argument
@click.option("-o", "--output", metavar="FOLDER", help="Write each page into this folder.")
@click.option("--in-place", is_flag=True, help="Write each page over itself.")
@click.option("--diff", is_flag=True, help="Show what would change; exit 1 if anything would.")
@rule_options
def fix(
    paths: tuple[str, ...], output: str | None, in_place: bool, diff: bool, **options: Any
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
    for name in counted(paths, prints=not (output or in_place)):
        with work.on(name):
            page = look.at(name)
            if diff:
                work.found |= page.text != page.source
                put(page.diff(shown(name), shown(name)))
            elif in_place:
                if page.text != page.source:
                    write_text(Path(name), page.text)
            elif output:
                write_text(places[name], page.text)
            else:
                put(page.text)
    return work.code

"""``layoutfix review``: many pages as one report, those that need a look first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from layoutfix.cli.console import counted, put
from layoutfix.cli.options import rule_options
from layoutfix.cli.reports import Report
from layoutfix.cli.work import Repairer, Work
from layoutfix.errors import InputError
from layoutfix.io.files import shown

__all__ = ["review"]

SUFFIXES = (".txt", ".text", ".md", ".markdown")
"""Files of a folder that are pages."""


@click.command(short_help="Make a report of many pages, to accept and reject what was found.")
@click.argument("paths", nargs=-1, required=True, metavar="FOLDER...")
@click.option(
    "-o", "--output", default="review.html", metavar="FILE", help="The report.  [review.html]"
)
@rule_options
def review(paths: tuple[str, ...], output: str, **options: Any) -> int:
    """Make a report of the pages in a FOLDER and the folders in it; pages can be named, too.

    It shows what fix would do to each page, those first that need a look. What is accepted or
    rejected there is saved as a file, which "fix --decisions FILE" obeys. Pages are not changed.
    """
    pages = list(_pages(paths, Path(output)))
    if not pages:
        named = ", ".join(map(shown, paths))
        raise InputError(f"{named}: no pages there; a page is a file {', '.join(SUFFIXES)}")
    repairer = Repairer(options)
    work = Work()
    report = Report(output, pages, index=True)
    for name in counted(pages, prints=False):
        with work.on(name):
            report.add(name, repairer.at(name))
    report.write(work.failed)
    put(f"{shown(output)}: {len(pages) - len(work.failed)} pages\n")
    return work.code


def _pages(paths: Sequence[str], output: Path) -> Iterator[str]:
    """The files that are meant, those of a folder in the order of their names."""
    for name in paths:
        folder = Path(name)
        if not folder.is_dir():
            yield name
            continue
        for path in sorted(folder.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.suffix.lower() in SUFFIXES and path.is_file() and not hidden and path != output:
                yield str(path)

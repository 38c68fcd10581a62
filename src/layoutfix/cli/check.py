"""``layoutfix check``: say what is wrong with pages, and change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from layoutfix import __version__
from layoutfix.cli.console import put
from layoutfix.cli.options import format_options, paths_argument, report_option, rule_options
from layoutfix.cli.reports import Report
from layoutfix.cli.work import Repairer, Work

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.model import Fixed

__all__ = ["check"]


@click.command(short_help="Say what is wrong with pages, a line a finding.")
@paths_argument
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document with all there is to know."
)
@report_option
@format_options
@rule_options
def check(
    paths: tuple[str, ...],
    as_json: bool,
    report: str | None,
    format_name: str | None,
    field: str,
    **options: Any,
) -> int:
    """Say what is wrong with pages, a line a finding; exit 1 if there are findings.

    Nothing is changed. A PATH is a file, a folder or a pattern, in any format that fix reads; "-"
    is standard input. Findings below the bar of their rule, or below --min-confidence, are shown
    with --json only; they don't count.
    """
    from layoutfix.io.inputs import find_inputs

    inputs = find_inputs(paths, format_name)
    repairer = Repairer(options)
    work = Work()
    shown_pages = Report(report, [each.source.name for each in inputs])

    def pages() -> Iterator[tuple[str, Fixed | None]]:
        for _, name, page in repairer.pages(inputs, field, work):
            if page:
                shown_pages.add(name, page)
                work.found |= any(repairer.is_sure(f) for f in page.findings)
            yield name, page

    if as_json:
        from layoutfix.report.as_json import page_as_json, wrapped

        def document(name: str, page: Fixed | None) -> dict[str, object]:
            if page is None:
                return {"path": name, "error": work.errors[-1]}
            return page_as_json(name, page)

        documents = (document(name, page) for name, page in pages())
        for piece in wrapped(documents, __version__):
            put(piece)
        shown_pages.write(work.failed)
        return work.code

    from layoutfix.report.terminal import finding_lines

    for name, page in pages():
        if page:
            for line in finding_lines(name, page, repairer.is_sure):
                put(line + "\n")
    shown_pages.write(work.failed)
    return work.code

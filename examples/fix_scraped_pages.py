"""Repair a folder of scraped pages: Markdown, plain text, and HTML.

Run it on the pages that come with the tests, or name folders of your own::

    python examples/fix_scraped_pages.py
    python examples/fix_scraped_pages.py scraped/ repaired/

The repaired pages go into the second folder, HTML as Markdown; a table says what was done. HTML
needs the extra ``html`` (``pip install 'layoutfix[html]'``); without it those pages are named
and the others are repaired. The exit code is 2 if there was a page that could not be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import layoutfix
from layoutfix.io.files import read_text, write_text
from layoutfix.io.html import read_html

SHIPPED = Path(__file__).parent.parent / "tests" / "fixtures" / "pages"
WEB = (".html", ".htm", ".xhtml")
TEXT = (".md", ".markdown", ".txt")


@dataclass(frozen=True)
class Row:
    """What was done to one page, or the sum of all."""

    page: str
    joins: int
    removed: int
    moved: int
    doubtful: int


def main() -> int:
    """Repair the pages and print the table."""
    parser = argparse.ArgumentParser(description="Repair a folder of scraped pages.")
    parser.add_argument("folder", type=Path, nargs="?", default=SHIPPED)
    parser.add_argument("output", type=Path, nargs="?", default=Path("build/repaired"))
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        parser.error(f"{arguments.folder} is no folder")
    if arguments.output.exists() and arguments.output.samefile(arguments.folder):
        parser.error("the repaired pages need a folder of their own")
    arguments.output.mkdir(parents=True, exist_ok=True)

    rows: list[Row] = []
    written: dict[Path, Path] = {}
    bad = 0
    for path in pages_in(arguments.folder):
        target = arguments.output / target_name(path)
        try:
            if target in written:
                message = f"{target} is already taken by {written[target].name}"
                raise layoutfix.InputError(message)
            page = layoutfix.fix(read(path))
            write_text(target, page.text)
            written[target] = path
            rows.append(summary(path.name, page))
        except layoutfix.LayoutfixError as error:
            bad += 1
            print(f"{path.name}: {error}", file=sys.stderr)
    print_table(rows)
    return 2 if bad else 0


def pages_in(folder: Path) -> Iterator[Path]:
    """The pages of a folder by name; of ours only the damaged ones, which end in ``.in.*``."""
    for path in sorted(folder.glob("*.in.*" if folder.samefile(SHIPPED) else "*")):
        if path.suffix.lower() in WEB + TEXT:
            yield path


def read(path: Path) -> str:
    """The text of a page, of a web page its main text as Markdown."""
    return read_html(path) if path.suffix.lower() in WEB else read_text(path)


def target_name(path: Path) -> str:
    """The name of the repaired page."""
    return path.with_suffix(".md").name if path.suffix.lower() in WEB else path.name


def summary(name: str, page: layoutfix.Fixed) -> Row:
    """Count the findings: joins are what the rules of the seams did."""
    stages = [layoutfix.DEFAULT[finding.rule].stage for finding in page.applied]
    moved = sum(any(e.target is not None for e in finding.edits) for finding in page.applied)
    joins = stages.count(layoutfix.Stage.SEAMS)
    doubtful = sum(bool(finding.edits) for finding, _ in page.skipped)
    return Row(name, joins, len(stages) - joins - moved, moved, doubtful)


def print_table(rows: list[Row]) -> None:
    """Print a line a page, and the sum."""
    names = ("joins", "removed", "moved", "doubtful")
    total = Row("all pages", *(sum(getattr(row, name) for row in rows) for name in names))
    width = max(len(row.page) for row in (*rows, total))
    print(f"{'page':<{width}}  {'joins':>7}  {'removed':>7}  {'moved':>7}  {'doubtful':>8}")
    for row in (*rows, total):
        print(
            f"{row.page:<{width}}  {row.joins:>7}  {row.removed:>7}  {row.moved:>7}"
            f"  {row.doubtful:>8}"
        )


if __name__ == "__main__":
    sys.exit(main())

"""``layoutfix dups``: which texts are near-duplicates, and what to keep."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from layoutfix import __version__
from layoutfix.cli.console import put, tell
from layoutfix.errors import InputError
from layoutfix.io.files import shown, write_bytes
from layoutfix.io.records import Record, records

if TYPE_CHECKING:
    from layoutfix.dedup import Duplicates

__all__ = ["dups"]


@click.command(short_help="Say which texts are near-duplicates of others.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.8,
    metavar="J",
    help="The least Jaccard of a pair, above 0 and up to 1.  [default: 0.8]",
)
@click.option("--field", default="text", metavar="NAME", help="Where JSONL has its text.  [text]")
@click.option("--passages", is_flag=True, help="Also what stands again inside of texts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document, with matching spans.")
@click.option("--write-kept", metavar="FILE", help="Write the texts to keep, as JSONL.")
@click.option("--write-dropped", metavar="FILE", help="Write the others, as JSONL.")
def dups(
    paths: tuple[str, ...],
    threshold: float,
    field: str,
    passages: bool,
    as_json: bool,
    write_kept: str | None,
    write_dropped: str | None,
) -> int:
    """Say which texts are near-duplicates of others, a line each; exit 1 if there are some.

    Every PATH is a text; every line of a .jsonl file is one, and "-" is standard input. Texts
    are compared by their letters and digits: white space, marks and case don't count.

    With --write-kept or --write-dropped the exit code is 0 unless something went wrong. Lines of
    JSONL go into one of the two files as they came, other texts as {"id": ..., "text": ...}; a
    line that can't be understood is told of and kept.
    """
    _check_targets(paths, write_kept, write_dropped)
    errors: list[tuple[str, str]] = []

    def wrong(place: str, error: str) -> None:
        errors.append((place, error))
        tell(f"{place}: {error}")

    every = [each for name in dict.fromkeys(paths) for each in records(name, field, wrong)]
    names: dict[Hashable, str] = {number: each.name for number, each in enumerate(every)}
    texts: dict[Hashable, str] = {
        number: each.text for number, each in enumerate(every) if each.text is not None
    }
    from layoutfix.dedup import find_duplicates, find_passages

    found = find_duplicates(texts, threshold, progress=True)
    again = find_passages(texts) if passages else None
    if write_kept or write_dropped:
        _write(every, found, write_kept, write_dropped)
    from layoutfix.report import duplicates as report

    if as_json:
        for piece in report.as_json(found, names, again, threshold, errors, __version__):
            put(piece)
    elif not (write_kept or write_dropped):
        for line in report.duplicate_lines(found, names):
            put(line + "\n")
        for line in report.passage_lines(again or (), names, texts):
            put(line + "\n")
    if errors:
        return 2
    if write_kept or write_dropped:
        return 0
    return int(bool(found.clusters or again))


def _check_targets(paths: tuple[str, ...], *targets: str | None) -> None:
    """Refuse to write over what is read, or twice into one file.

    Raises:
        InputError: so it would be.
    """
    files = [Path(name) for name in targets if name]
    same = len(files) == 2 and files[0].resolve() == files[1].resolve()
    if same:
        raise InputError(f"{shown(files[0])} can't take both; name two files")
    for file in files:
        if file.exists() and any(Path(p).exists() and file.samefile(p) for p in paths):
            raise InputError(f"{shown(file)} is one of the texts; nothing is written")


def _write(
    every: list[Record], found: Duplicates, write_kept: str | None, write_dropped: str | None
) -> None:
    gone = set(found.dropped)
    for target, leaves in ((write_kept, False), (write_dropped, True)):
        if target:
            lines = [each.line for n, each in enumerate(every) if (n in gone) is leaves]
            write_bytes(Path(target), b"".join(lines))
    tell(f"{len(every) - len(gone)} kept, {len(gone)} dropped")

"""``layoutfix dups``: which texts are near-duplicates, and what to keep."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from layoutfix import __version__
from layoutfix.cli.console import put, tell
from layoutfix.cli.options import format_options
from layoutfix.cli.work import rows_of
from layoutfix.errors import InputError
from layoutfix.io.files import shown, write_pieces

if TYPE_CHECKING:
    from layoutfix.io.format import Row
    from layoutfix.io.inputs import Input

__all__ = ["dups"]


@click.command(short_help="Say which texts are near-duplicates of others.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="J",
    help="The least Jaccard of a pair, above 0 and up to 1.  [default: 0.8]",
)
@format_options
@click.option("--passages", is_flag=True, help="Also what stands again inside of texts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document, with matching spans.")
@click.option("--write-kept", metavar="FILE", help="Write the texts to keep, as JSONL.")
@click.option("--write-dropped", metavar="FILE", help="Write the others, as JSONL.")
def dups(
    paths: tuple[str, ...],
    threshold: float | None,
    format_name: str | None,
    field: str,
    passages: bool,
    as_json: bool,
    write_kept: str | None,
    write_dropped: str | None,
) -> int:
    """Say which texts are near-duplicates of others, a line each; exit 1 if there are some.

    Every file is a text, every record of JSONL and Parquet is one, and "-" is standard input.
    Texts are compared by their letters and digits: white space, marks and case don't count.

    With --write-kept or --write-dropped the exit code is 0 unless something went wrong. Lines of
    JSONL go into one of the two files as they came, other texts as {"id": ..., "text": ...}; a
    record that can't be understood is reported and kept.
    """
    from layoutfix.io.inputs import find_inputs

    inputs = find_inputs(paths, format_name)
    _check_targets([each.source.name for each in inputs], write_kept, write_dropped)
    errors: list[tuple[str, str]] = []
    from layoutfix.dedup import StoredTexts, find_duplicates, find_passages
    from layoutfix.dedup.candidates import THRESHOLD

    least = THRESHOLD if threshold is None else threshold
    # Texts, their places and the lines to write wait in temporary files, and not in memory.
    names, texts, lines = StoredTexts(), StoredTexts(), StoredTexts()
    rows = array("Q")  # of each text
    for number, (each, row) in enumerate(rows_of(inputs, field)):
        if row.problem:
            errors.append((row.place, row.problem))
            tell(f"{row.place}: {row.problem}")
        if row.text is not None:
            names.append(row.place)
            texts.append(row.text)
            rows.append(number)
        if write_kept or write_dropped:
            lines.append(_line(each, row, field).decode("utf-8", "surrogateescape"))
    found = find_duplicates(texts, least, progress=True)
    again = find_passages(texts) if passages else None
    if write_kept or write_dropped:
        gone = {rows[number] for number in found.dropped if isinstance(number, int)}
        _write(lines, gone, write_kept, write_dropped)
    from layoutfix.report import duplicates as report

    # The ids are the numbers of the texts, so that a sequence does what a mapping does.
    named, read = (cast("Mapping[Hashable, str]", each) for each in (names, texts))
    if as_json:
        for piece in report.as_json(found, named, again, least, errors, __version__):
            put(piece)
    elif not (write_kept or write_dropped):
        for line in report.duplicate_lines(found, named):
            put(line + "\n")
        for line in report.passage_lines(again or (), named, read):
            put(line + "\n")
    if errors:
        return 2
    if write_kept or write_dropped:
        return 0
    return int(bool(found.clusters or again))


def _check_targets(paths: Sequence[str], *targets: str | None) -> None:
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


def _line(each: Input, row: Row, field: str) -> bytes:
    """A record as a line of JSONL; empty for a blank line, and for what could not be read."""
    if each.format.name == "jsonl":
        return row.raw.rstrip(b"\r\n") + b"\n" if row.raw.strip() else b""
    if row.text is None and not row.problem.startswith("no text"):
        return b""
    line = json.dumps({"id": row.place, field: row.text}, ensure_ascii=False)
    return line.encode("utf-8", "surrogatepass") + b"\n"


def _write(
    lines: Sequence[str],
    gone: Collection[int],
    write_kept: str | None,
    write_dropped: str | None,
) -> None:
    for target, leaves in ((write_kept, False), (write_dropped, True)):
        if target:
            chosen = (line for n, line in enumerate(lines) if (n in gone) is leaves)
            encoded = (line.encode("utf-8", "surrogateescape") for line in chosen)
            write_pieces(Path(target), encoded)
    count = sum(map(bool, lines))
    tell(f"{count - len(gone)} kept, {len(gone)} dropped")

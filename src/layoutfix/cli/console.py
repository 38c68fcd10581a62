"""What the command line writes and where: pages, messages, a bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from layoutfix.errors import InputError
from layoutfix.io.files import shown
from layoutfix.report.visible import escaped

__all__ = ["coloured", "counted", "put", "targets", "tell"]

NOBODY_READS = 141


def targets(paths: Sequence[str], folder: Path) -> dict[str, Path]:
    """Where each page goes; refused before anything is written where one would be lost.

    Raises:
        InputError: two pages would become one file, or one would be lost, or the folder can't be.
    """
    places: dict[str, Path] = {}
    taken: dict[Path, str] = {}
    pages = [Path(name) for name in paths if Path(name).exists()]
    for name in dict.fromkeys(paths):
        target = folder / Path(name).name
        if target in taken:
            pair = f"{shown(taken[target])} and {shown(name)}"
            raise InputError(f"{pair} would both become {shown(target)}; nothing is written")
        if target.exists() and any(target.samefile(page) for page in pages):
            message = f"{shown(target)} is one of the pages; nothing is written"
            raise InputError(f"{message}. Choose another folder, or --in-place")
        places[name], taken[target] = target, name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = "it is a file" if folder.exists() else (error.strerror or str(error)).lower()
        raise InputError(f"{shown(folder)} can't be the output folder: {cause}") from None
    return places


def counted(paths: Sequence[str], *, prints: bool) -> Iterator[str]:
    """The paths, with a bar on standard error where somebody watches and nothing else is shown."""
    if len(paths) > 1 and sys.stderr.isatty() and not (prints and sys.stdout.isatty()):
        from tqdm import tqdm

        yield from tqdm(paths, file=sys.stderr, unit=" pages", leave=False)
    else:
        yield from paths


def coloured(choice: str) -> bool:
    """Whether output is to be coloured: ``always``, ``never``, or ``auto`` for a terminal.

    The environment's NO_COLOR (https://no-color.org) and a dumb terminal say no to ``auto``.
    """
    if choice != "auto":
        return choice == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def tell(message: str) -> None:
    """Say something on standard error; what a page says in it steers no terminal."""
    line = f"layoutfix: {escaped(message)}"
    if "tqdm" in sys.modules:  # a bar may be in the way
        from tqdm import tqdm

        tqdm.write(line, file=sys.stderr)
    else:
        click.echo(line, err=True)


def put(text: str) -> None:
    """Write to standard output as UTF-8, line breaks as they are, whatever the system's habit."""
    rest = memoryview(text.encode("utf-8"))
    try:
        while rest:  # an unbuffered output takes what the pipe has room for, and says how much
            rest = rest[sys.stdout.buffer.write(rest) or 0 :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
        sys.exit(NOBODY_READS)

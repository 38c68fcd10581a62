"""What the command line writes and where: pages, messages, a bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from layoutfix.report.visible import escaped

__all__ = ["Progress", "coloured", "counted", "put", "tell"]

NOBODY_READS = 141


class Progress:
    """A bar on standard error, where somebody watches and nothing else is shown."""

    def __init__(self, size: int, *, shown: bool, prints: bool = False) -> None:
        """A bar that isn't drawn yet.

        Args:
            size: bytes of all files; 0 where that is unknown.
            shown: whether there is enough to do.
            prints: whether findings are printed meanwhile.
        """
        self._size = size
        self._shown = shown and sys.stderr.isatty() and not (prints and sys.stdout.isatty())
        self._bar: Any = None
        self._name, self._before, self._read, self._pages = "", 0, 0, 0

    def __enter__(self) -> Progress:
        if self._shown:
            from tqdm import tqdm

            self._bar = tqdm(
                total=self._size or None, unit="B", unit_scale=True, leave=False, file=sys.stderr
            )
        return self

    def reached(self, name: str, read: int) -> None:
        """So many bytes of the file of that name are done, and one more page."""
        if self._bar is None:
            return
        if name != self._name:
            self._name, self._before, self._read = name, self._before + self._read, 0
        self._read = max(self._read, read)
        self._pages += 1
        self._bar.set_postfix_str(f"{self._pages:,} pages", refresh=False)
        self._bar.update(self._before + self._read - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


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


def put(text: str | bytes) -> None:
    """Write to standard output as UTF-8, line breaks as they are, whatever the system's habit."""
    rest = memoryview(text.encode("utf-8") if isinstance(text, str) else text)
    try:
        while rest:  # an unbuffered output takes what the pipe has room for, and says how much
            rest = rest[sys.stdout.buffer.write(rest) or 0 :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
        sys.exit(NOBODY_READS)

"""What a format is: how pages come out of a file, and how repaired pages go into one."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from layoutfix.errors import InputError
from layoutfix.io.compression import COMPRESSED, opened, whole
from layoutfix.io.files import STDIN, cause, shown

__all__ = ["DAMAGE", "Change", "Format", "Row", "Source", "damaged", "page_bytes"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or standard input.

    Attributes:
        name: the path as it was given, ``-`` for standard input.
    """

    name: str

    @property
    def shown(self) -> str:
        """The name in printable characters."""
        return shown(self.name)

    @property
    def path(self) -> Path:
        """The path.

        Raises:
            InputError: it is standard input, which has none.
        """
        if self.name == STDIN:
            raise InputError("this format is read from a file, not from standard input")
        return Path(self.name)

    @property
    def packed(self) -> bool:
        """Whether it is compressed."""
        return self.name != STDIN and Path(self.name).suffix.lower() in COMPRESSED

    def open(self) -> IO[bytes]:
        """The bytes, uncompressed.

        Raises:
            InputError: the file is missing, a folder or not readable.
        """
        if self.name == STDIN:
            return sys.stdin.buffer
        return opened(self.path)

    def read(self) -> bytes:
        """All bytes, uncompressed.

        Raises:
            InputError: as :meth:`open`, or the compressed data are damaged, or far too many.
        """
        try:
            with self.open() as file:
                return whole(file, self.packed)
        except DAMAGE as error:
            raise damaged(error) from None


DAMAGE = (OSError, EOFError, zlib.error)
"""What is raised where a file can't be read to its end."""


def damaged(error: Exception) -> InputError:
    """The error to raise for one of :data:`DAMAGE`."""
    reason = cause(error) if isinstance(error, OSError) else str(error)
    return InputError(f"can't be read to its end: {reason}")


@dataclass(frozen=True, slots=True)
class Row:
    """A page and where it came from.

    Attributes:
        place: the name of the file; of a row with its number behind it.
        raw: the row as it came.
        text: the page; None where the row is passed on as it was.
        problem: why there is no page.
        read: bytes of the file, as it lies on the disk, up to here; for progress.
    """

    place: str
    raw: bytes
    text: str | None
    problem: str = ""
    read: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a row.

    Attributes:
        text: the repaired page.
        fields: names and values of the fields that are added; JSON values.
    """

    text: str
    fields: Mapping[str, object] = field(default_factory=dict)


def page_bytes(_: Row, change: Change | None, __: str) -> bytes:
    """The repaired page as UTF-8: the output of a format that holds one page a file."""
    return change.text.encode() if change is not None else b""


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one kind are read and written.

    Attributes:
        name: for ``--format``.
        suffixes: of its files, in lower case.
        read: the rows of a source, given the name of the field that holds the text; raises
            InputError where the file as a whole can't be read.
        encode: what is appended to the output for a row, given what becomes of it (None: it is
            passed on) and the name of the text's field. Must be whole by itself: a run that was
            killed goes on behind any row.
        has_fields: whether a file holds many rows with fields, and not one page.
        suffix: of the output, where the format isn't written: the text of a PDF file is text.
        finish: makes the output of the rows that were encoded, where they are not yet it; given
            the source, the file of encoded rows, the output, the text's field, and the names of
            the added ones by what they hold.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source, str], Iterator[Row]]
    encode: Callable[[Row, Change | None, str], bytes] = page_bytes
    has_fields: bool = False
    suffix: str | None = None
    finish: Callable[[Source, Path, Path, str, Mapping[str, str]], None] | None = None

"""Pages from files and back: UTF-8, every byte kept, and never half a file."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from layoutfix.errors import InputError

__all__ = [
    "STDIN",
    "cause",
    "decode",
    "mode_to_keep",
    "opened_anew",
    "read_bytes",
    "read_text",
    "shown",
    "write_bytes",
    "write_pieces",
    "write_text",
]


STDIN = "-"
"""The name that stands for standard input."""


def shown(path: str | Path) -> str:
    """A path in printable characters."""
    name = (
        "<stdin>"
        if path == STDIN
        else os.fsdecode(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    )
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def read_text(path: Path) -> str:
    """The page in a file; line breaks and a byte order mark stay as they are.

    Raises:
        InputError: it is missing, a folder, not readable or not UTF-8.
    """
    return decode(read_bytes(path))


def decode(data: bytes) -> str:
    """The page that these bytes are.

    Raises:
        InputError: they are not UTF-8; the message names the first wrong byte and its line.

    >>> decode(b"caf\\xc3\\xa9\\r\\n")
    'café\\r\\n'
    >>> decode(b"one\\ncaf\\xe9")
    Traceback (most recent call last):
    layoutfix.errors.InputError: not UTF-8: byte 0xe9 at offset 7, line 2; convert it first
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
        line = data.count(b"\n", 0, at) + 1
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        guess = " (it looks like UTF-16)" if wide else ""
        message = f"not UTF-8{guess}: byte 0x{data[at]:02x} at offset {at}, line {line}"
        raise InputError(f"{message}; convert it first") from None


def write_text(path: Path, text: str) -> None:
    """Put a page into a file, whole or not at all; a file that is there keeps its mode.

    The page is written beside the file and then takes its place. Links are followed.

    Raises:
        InputError: the place can't be written to.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Put bytes into a file, as :func:`write_text` does.

    Raises:
        InputError: the place can't be written to.
    """
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Put bytes into a file piece by piece, whole or not at all.

    Raises:
        InputError: the place can't be written to.
    """
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}")
    try:
        mode = mode_to_keep(path)
        try:
            with opened_anew(beside, mode, exclusive=True) as file:
                file.writelines(pieces)
                if mode is not None:
                    beside.chmod(mode)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:  # also where somebody pressed Ctrl-C
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"can't be written: {cause(error)}") from None


def opened_anew(path: Path, mode: int | None, *, exclusive: bool = False) -> IO[bytes]:
    """A new file for what will take the place of one with these permissions.

    Until it has them nobody else reads it; without any it gets those of every new file.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    flags |= os.O_EXCL if exclusive else 0
    return os.fdopen(os.open(path, flags, 0o666 if mode is None else 0o600), "wb")


def read_bytes(path: Path) -> bytes:
    """What is in a file.

    Raises:
        InputError: it is missing, a folder or not readable.
    """
    if path.is_dir():
        raise InputError("is a folder; name the files in it")
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"can't be read: {cause(error)}") from None


def mode_to_keep(path: Path) -> int | None:
    """The permissions that the next file of this name gets; None where there is none yet.

    Raises:
        InputError: the file is write-protected.
    """
    if not path.exists():
        return None
    if not os.access(path, os.W_OK):
        raise InputError("it is write-protected")
    return stat.S_IMODE(path.stat().st_mode)


def cause(error: OSError) -> str:
    """Why the system refused, in a few words."""
    return (error.strerror or str(error)).lower()

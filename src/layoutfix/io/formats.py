"""The formats that are read and written. A new one is a file beside this one, and a line here."""

from __future__ import annotations

import difflib
from pathlib import Path

from layoutfix.errors import InputError
from layoutfix.io.compression import COMPRESSED
from layoutfix.io.format import Format
from layoutfix.io.html import HTML
from layoutfix.io.jsonl import JSONL
from layoutfix.io.parquet import PARQUET
from layoutfix.io.pdf import PDF
from layoutfix.io.text import MARKDOWN, TEXT

__all__ = ["FORMATS", "format_named", "format_of"]

FORMATS: tuple[Format, ...] = (TEXT, MARKDOWN, HTML, PDF, JSONL, PARQUET)
"""All formats; a file whose suffix belongs to none of them is read as the first."""


def format_named(name: str) -> Format:
    """The format of a name.

    Raises:
        InputError: there is none.

    >>> format_named("jsonl").suffixes
    ('.jsonl', '.ndjson')
    """
    for each in FORMATS:
        if each.name == name:
            return each
    names = [each.name for each in FORMATS]
    near = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
    raise InputError(f"no format {name!r}; {hint}")


def format_of(path: str | Path) -> Format | None:
    """The format that a file's suffix says, below that of a compression; None where it says none.

    >>> format_of("news.jsonl.zst") is JSONL, format_of("README")
    (True, None)
    """
    suffixes = [each.lower() for each in Path(path).suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    last = suffixes[-1] if suffixes else ""
    return next((each for each in FORMATS if last in each.suffixes), None)

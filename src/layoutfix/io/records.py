"""Texts to compare, out of files: a file is a text, a line of a JSONL file is one too."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from layoutfix.errors import InputError
from layoutfix.io.files import STDIN, decode, read_bytes, shown

__all__ = ["Record", "records"]

JSONL = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Record:
    """A text and where it came from.

    Attributes:
        name: of the file; for a line of JSONL with its number behind it.
        text: what is compared; None for a line that could not be understood.
        line: what is written where the record goes, a line of JSONL.
    """

    name: str
    text: str | None
    line: bytes


def records(name: str, field: str, tell: Callable[[str, str], None]) -> Iterator[Record]:
    """The records of one file.

    A line that can't be understood is told of and handed on without a text, so that it isn't lost.
    Blank lines are no records.

    Args:
        name: of the file; "-" is standard input.
        field: the name of a JSONL record's text.
        tell: is given the name of a place and what is wrong there.
    """
    try:
        data = sys.stdin.buffer.read() if name == STDIN else read_bytes(Path(name))
        if name == STDIN or Path(name).suffix.lower() not in JSONL:
            text = decode(data)
            line = json.dumps({"id": shown(name), field: text}, ensure_ascii=False)
            yield Record(shown(name), text, line.encode("utf-8", "surrogatepass") + b"\n")
            return
    except InputError as error:
        tell(shown(name), str(error))
        return
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        place = f"{shown(name)}:{number}"
        try:
            found: str | None = _text(line, field)
        except InputError as error:
            tell(place, str(error))
            found = None
        yield Record(place, found, line + b"\n")


def _text(line: bytes, field: str) -> str:
    """The text of one line of JSONL.

    Raises:
        InputError: it is no JSON object with a string under ``field``.

    >>> _text(b'{"text": "a"}', "text")
    'a'
    """
    try:
        record = json.loads(line)
    except UnicodeDecodeError:
        raise InputError("not UTF-8; convert it first") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"no JSON: {error}") from None
    if not isinstance(record, dict):
        raise InputError("no JSON object; a record is one, with its text in a field")
    if not isinstance(record.get(field), str):
        has = ", ".join(map(repr, record)) or "none"
        raise InputError(f"no string in the field {field!r}; its fields are {has} (see --field)")
    text: str = record[field]
    return text

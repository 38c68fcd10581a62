"""JSON Lines: a record a line, its text in a field.

A line is never written anew: the repaired text is put in the place of the old one, and added
fields before the closing brace. Numbers, escapes, spaces and the order of fields stay as they came.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from layoutfix.errors import InputError
from layoutfix.io.compression import line_of, position
from layoutfix.io.format import DAMAGE, Change, Format, Row, Source, damaged

__all__ = ["JSONL", "record_line", "text_in"]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_SPACE = " \t\n\r"
_value = json.JSONDecoder().raw_decode


class Value(NamedTuple):
    """A field's value, and where it stands in the line: half-open, in characters."""

    value: object
    start: int
    end: int


def _read(source: Source, field: str) -> Iterator[Row]:
    with source.open() as file:
        number = 0
        while True:
            try:
                line = line_of(file, source.packed)
            except DAMAGE as error:
                raise damaged(error) from None
            if not line:
                return
            number += 1
            yield _row(f"{source.shown}:{number}", line, field, position(file))


def _row(place: str, line: bytes, field: str, read: int) -> Row:
    text, problem = None, ""
    if line.removeprefix(BYTE_ORDER_MARK).strip():
        try:
            text = text_in(line, field)
        except InputError as error:
            problem = str(error)
    return Row(place, line, text, problem, read)


def text_in(line: bytes, field: str) -> str:
    """The text of a record.

    Raises:
        InputError: the line is no JSON object with a text under ``field``.

    >>> text_in(b'{"text": "a"}', "text")
    'a'
    """
    fields, _ = _fields(_decoded(line))
    if field not in fields:
        has = ", ".join(map(repr, fields)) or "none"
        raise InputError(f"no field {field!r}; its fields are {has} (see --field)")
    value = fields[field].value
    if not isinstance(value, str):
        raise InputError(f"no text in the field {field!r}: {type(value).__name__} is no string")
    if not value.strip():
        raise InputError(f"no text in the field {field!r}: it is empty")
    return value


def record_line(line: bytes, field: str, change: Change) -> bytes:
    """The line with the repaired text, and the added fields behind the others.

    Args:
        line: of which :func:`text_in` knows the text.
        field: the name of its text.
        change: what is put in; a field that is there already is replaced.

    >>> record_line(b'{"n": 1.50, "text": "a-\\\\nb"}', "text", Change("ab", {"x": [1]}))
    b'{"n": 1.50, "text": "ab", "x": [1]}'
    """
    text = _decoded(line)
    fields, end = _fields(text)
    found = fields[field]
    ascii_only = "\\u" in text[found.start : found.end]
    values = dict(change.fields)
    if change.text != found.value:
        values = {field: change.text, **values}
    places = {name: fields[name] for name in values if name in fields}
    for name, place in sorted(places.items(), key=lambda each: -each[1].start):
        value = _dumped(values.pop(name), ascii_only)
        text = text[: place.start] + value + text[place.end :]
        end += len(value) - (place.end - place.start)
    new = "".join(
        f", {_dumped(n, ascii_only)}: {_dumped(v, ascii_only)}" for n, v in values.items()
    )
    written = text[:end] + new + text[end:]
    mark = BYTE_ORDER_MARK if line.startswith(BYTE_ORDER_MARK) else b""
    try:
        return mark + written.encode()
    except UnicodeEncodeError:  # half a character, which JSON can only write as an escape
        return mark + _escaped(written)


def _escaped(text: str) -> bytes:
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text).encode()


def _dumped(value: object, ascii_only: bool) -> str:
    return json.dumps(value, ensure_ascii=ascii_only)


def _decoded(line: bytes) -> str:
    try:
        return line.removeprefix(BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError:
        raise InputError("not UTF-8; convert it first") from None


def _fields(text: str) -> tuple[dict[str, Value], int]:
    """The fields of a JSON object by name, and the offset behind its last value.

    Of two fields of one name the last one counts, as with every reader of JSON.

    Raises:
        InputError: the text is no JSON object.
    """
    at = _past_space(text, 0)
    if text[at : at + 1] != "{":
        _complain(text)
    try:
        return _scanned(text, at + 1)
    except (ValueError, RecursionError):
        _complain(text)
        raise


def _scanned(text: str, at: int) -> tuple[dict[str, Value], int]:
    fields: dict[str, Value] = {}
    end = at
    at = _past_space(text, at)
    more = text[at : at + 1] != "}"
    while more:
        if text[at : at + 1] != '"':
            raise ValueError
        name, at = _value(text, at)
        at = _past_space(text, at)
        if text[at : at + 1] != ":":
            raise ValueError
        start = _past_space(text, at + 1)
        value, end = _value(text, start)
        fields[name] = Value(value, start, end)
        at = _past_space(text, end)
        more = text[at : at + 1] == ","
        if more:
            at = _past_space(text, at + 1)
    if text[at : at + 1] != "}" or text[at + 1 :].strip(_SPACE):
        raise ValueError
    return fields, end


def _past_space(text: str, at: int) -> int:
    while text[at : at + 1] in _SPACE and at < len(text):
        at += 1
    return at


def _complain(text: str) -> None:
    """Raise the error that the json module has for a text that is no object."""
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"no JSON: {error}") from None
    raise InputError("no JSON object; a record is one, with its text in a field")


def _encode(row: Row, change: Change | None, field: str) -> bytes:
    if change is None or (change.text == row.text and not change.fields):
        return row.raw
    return record_line(row.raw, field, change)


JSONL = Format("jsonl", (".jsonl", ".ndjson"), _read, _encode, has_fields=True)

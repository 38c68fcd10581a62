"""Parquet: a record a row, its text in a column (pyarrow, extra ``parquet``).

What is encoded row by row is a line of JSON with the new text and the added fields; the file itself
is made at the end, in a second pass over the source that changes no other column. So a run that was
killed goes on behind any row, though a Parquet file can't be added to.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from layoutfix.errors import InputError
from layoutfix.io.fields import COLUMN_TYPES
from layoutfix.io.format import DAMAGE, Change, Format, Row, Source, damaged

__all__ = ["PARQUET"]

TOGETHER = 64
"""Rows of the text's column that are read together."""

GROUP_BYTES = 1 << 26
"""The largest row group that is written, in uncompressed bytes of the source: a larger one is cut,
so that memory stays bounded. Smaller ones stay as they are."""


def _read(source: Source, field: str) -> Iterator[Row]:
    with _opened(source) as file:
        _check_column(file, field)
        number, size = 0, source.path.stat().st_size
        try:
            for batch in file.iter_batches(TOGETHER, columns=[field]):
                for value in batch.column(0).to_pylist():
                    number += 1
                    read = size * number // file.metadata.num_rows
                    yield _row(f"{source.shown}:{number}", value, field, read)
        except _damage() as error:
            raise damaged(error) from None


def _row(place: str, value: object, field: str, read: int) -> Row:
    raw = b"" if value is None else str(value).encode("utf-8", "surrogatepass")
    if isinstance(value, str) and value.strip():
        return Row(place, raw, value, "", read)
    what = "it is empty" if isinstance(value, str) else "it is null"
    return Row(place, raw, None, f"no text in the column {field!r}: {what}", read)


def _encode(row: Row, change: Change | None, _: str) -> bytes:
    if change is None:
        return b"null\n"
    text = None if change.text == row.text else change.text
    return json.dumps([text, *change.fields.values()]).encode() + b"\n"


def _finish(
    source: Source, encoded: Path, target: Path, field: str, added: Mapping[str, str]
) -> None:
    pa = _arrow()
    rows = _changes(encoded)
    with _opened(source) as file:
        text = file.schema_arrow.get_field_index(field)
        new = [pa.field(name, _arrow_type(COLUMN_TYPES[kind])) for kind, name in added.items()]
        schema, places = file.schema_arrow, []
        for each in new:
            at = schema.get_field_index(each.name)
            places.append(at if at >= 0 else len(schema))
            schema = schema.set(at, each) if at >= 0 else schema.append(each)
        compression = _compression(file)
        with _parquet().ParquetWriter(target, schema, compression=compression) as writer:
            for batch in _batches(file):
                changes = list(itertools.islice(rows, batch.num_rows))
                if len(changes) < batch.num_rows:
                    raise InputError("it has more rows than when the run was begun; begin anew")
                columns = dict(enumerate(batch.columns))
                columns[text] = _texts(batch.column(text), changes)
                for number, (each, at) in enumerate(zip(new, places, strict=True), 1):
                    values = [change and change[number] for change in changes]
                    columns[at] = pa.array(values, each.type)
                arrays = [columns[at] for at in range(len(schema))]
                whole = pa.record_batch(arrays, schema=schema)
                writer.write_batch(whole, row_group_size=max(1, whole.num_rows))
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _texts(column: Any, changes: list[Any]) -> Any:
    """The column with the repaired texts, of the type that it had."""
    pa = _arrow()
    texts = [
        change[0] if change and change[0] is not None else old
        for old, change in zip(column.to_pylist(), changes, strict=True)
    ]
    if pa.types.is_dictionary(column.type):
        return pa.array(texts, column.type.value_type).dictionary_encode().cast(column.type)
    return pa.array(texts, column.type)


def _changes(encoded: Path) -> Iterator[Any]:
    with encoded.open("rb") as lines:
        yield from map(json.loads, lines)


def _batches(file: Any) -> Iterator[Any]:
    """The rows of the source, a row group at a time, or a part of one that is large."""
    for number in range(file.num_row_groups):
        group = file.metadata.row_group(number)
        share = GROUP_BYTES / max(group.total_byte_size, 1)
        rows = max(1, min(group.num_rows, int(group.num_rows * share)))
        yield from file.iter_batches(rows, row_groups=[number])


def _compression(file: Any) -> str:
    """How the source is compressed."""
    if not file.metadata.num_row_groups or not file.metadata.num_columns:
        return "snappy"
    name = str(file.metadata.row_group(0).column(0).compression).lower()
    return {"uncompressed": "none", "lz4_raw": "lz4"}.get(name, name)


def _check_column(file: Any, field: str) -> None:
    """Refuse a file whose column of that name is missing, or holds no text.

    Raises:
        InputError: so it is.
    """
    types = _arrow().types
    names = file.schema_arrow.names
    if field not in names:
        has = ", ".join(map(repr, names)) or "none"
        raise InputError(f"no column {field!r}; its columns are {has} (see --field)")
    kind = file.schema_arrow.field(field).type
    inner = kind.value_type if types.is_dictionary(kind) else kind
    if not (types.is_string(inner) or types.is_large_string(inner) or types.is_string_view(inner)):
        raise InputError(f"the column {field!r} holds {kind}, no text (see --field)")


def _arrow_type(kind: object) -> Any:
    pa = _arrow()
    if isinstance(kind, list):
        return pa.list_(_arrow_type(kind[0]))
    if isinstance(kind, dict):
        return pa.struct([pa.field(name, _arrow_type(each)) for name, each in kind.items()])
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[kind]  # type: ignore[index]


def _opened(source: Source) -> Any:
    parquet = _parquet()
    try:
        return parquet.ParquetFile(source.path, memory_map=False, pre_buffer=False)
    except _damage() as error:
        raise InputError(f"no Parquet file that can be read: {error}") from None


def _damage() -> tuple[type[Exception], ...]:
    return (*DAMAGE, _arrow().ArrowInvalid)


def _arrow() -> Any:
    return _imported("pyarrow")


def _parquet() -> Any:
    return _imported("pyarrow.parquet")


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        message = "Parquet needs pyarrow; install it with: pip install 'layoutfix[parquet]'"
        raise InputError(f"{message} ({error})") from None


PARQUET = Format("parquet", (".parquet", ".pq"), _read, _encode, has_fields=True, finish=_finish)

"""Plain text and Markdown: a file is a page."""

from __future__ import annotations

from collections.abc import Iterator

from layoutfix.io.files import decode
from layoutfix.io.format import Format, Row, Source

__all__ = ["MARKDOWN", "TEXT"]


def _read(source: Source, _: str) -> Iterator[Row]:
    data = source.read()
    yield Row(source.shown, data, decode(data))


TEXT = Format("text", (".txt", ".text"), _read)
MARKDOWN = Format("markdown", (".md", ".markdown"), _read)

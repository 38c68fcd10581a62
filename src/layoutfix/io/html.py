"""Web pages: the main text as Markdown, by trafilatura (extra ``html``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from layoutfix.errors import InputError
from layoutfix.io.files import read_bytes
from layoutfix.io.format import Format, Row, Source

__all__ = ["HTML", "html_text", "read_html"]


def read_html(path: Path) -> str:
    """The text of a web page in a file, as Markdown.

    Raises:
        InputError: as :func:`layoutfix.io.files.read_text`, and as :func:`html_text`.
    """
    return html_text(read_bytes(path))


def html_text(data: bytes | str) -> str:
    """The main text of a web page, as Markdown: without menus, adverts and comments.

    The work is done by trafilatura (``pip install 'layoutfix[html]'``).

    Raises:
        InputError: trafilatura isn't installed, or finds no text.
    """
    try:
        import trafilatura
    except ImportError as error:
        message = "HTML needs trafilatura; install it with: pip install 'layoutfix[html]'"
        raise InputError(f"{message} ({error})") from None
    text = trafilatura.extract(
        data, output_format="markdown", include_comments=False, favor_recall=True
    )
    if not text:
        raise InputError("trafilatura finds no text in it")
    return str(text).rstrip("\n") + "\n"


def _read(source: Source, _: str) -> Iterator[Row]:
    data = source.read()
    yield Row(source.shown, data, html_text(data))


HTML = Format("html", (".html", ".htm", ".xhtml"), _read, suffix=".md")

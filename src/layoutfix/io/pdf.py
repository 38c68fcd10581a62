"""PDF files: the text of each page, by pypdfium2 (extra ``pdf``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from layoutfix.errors import InputError
from layoutfix.io.format import Format, Row, Source

__all__ = ["PDF", "pdf_text"]


def pdf_text(data: bytes) -> str:
    """The text of a PDF file, a form feed between its pages, so that what recurs on them shows.

    The work is done by pypdfium2 (``pip install 'layoutfix[pdf]'``). Pages that were only scanned
    hold no text.

    Raises:
        InputError: pypdfium2 isn't installed, or the file is damaged, encrypted or without text.
    """
    try:
        import pypdfium2
    except ImportError as error:
        message = "PDF needs pypdfium2; install it with: pip install 'layoutfix[pdf]'"
        raise InputError(f"{message} ({error})") from None
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            pages = [_page_text(page) for page in document]
    except pypdfium2.PdfiumError as error:
        raise InputError(f"no PDF that can be read: {error}") from None
    if not any(page.strip() for page in pages):
        raise InputError("it holds no text; where its pages are scans, run OCR over it first")
    return "\f".join(pages)


def _page_text(page: object) -> str:
    with closing(page), closing(page.get_textpage()) as text:  # type: ignore[attr-defined,type-var]
        # U+FFFE stands where PDFium took a hyphen at a line end to be the layout's.
        lines = text.get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "-")
    return lines.rstrip("\n") + "\n" if lines.strip() else ""


def _read(source: Source, _: str) -> Iterator[Row]:
    data = source.read()
    yield Row(source.shown, data, pdf_text(data))


PDF = Format("pdf", (".pdf",), _read, suffix=".txt")

"""Reads the text of a PDF file the ways people do."""

from __future__ import annotations

import importlib
import io
import logging
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

Extractor = Callable[[bytes], Sequence[str]]


def pdftotext(*options: str) -> Extractor:
    """Poppler's program with some options; it must be installed."""

    def read(pdf: bytes) -> Sequence[str]:
        command = ("pdftotext", "-enc", "UTF-8", *options, "-", "-")
        done = subprocess.run(command, input=pdf, capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace").removesuffix("\f").split("\f")

    return read


def pymupdf(pdf: bytes) -> Sequence[str]:
    """PyMuPDF's text in the order of the file."""
    library: Any = importlib.import_module("pymupdf")
    with library.open(stream=pdf, filetype="pdf") as document:
        return [page.get_text() for page in document]


def pypdf(pdf: bytes) -> Sequence[str]:
    """What pypdf reads."""
    import pypdf as library

    return [page.extract_text() for page in library.PdfReader(io.BytesIO(pdf)).pages]


def pdfminer(pdf: bytes) -> Sequence[str]:
    """What pdfminer.six reads, with its analysis of the layout."""
    from pdfminer.high_level import extract_text

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    return extract_text(io.BytesIO(pdf)).removesuffix("\f").split("\f")


EXTRACTORS: dict[str, Extractor] = {
    "pdftotext": pdftotext(),
    "pdftotext-layout": pdftotext("-layout"),
    "pdftotext-raw": pdftotext("-raw"),
    "pymupdf": pymupdf,
    "pypdf": pypdf,
    "pdfminer": pdfminer,
}

SIDE_BY_SIDE = frozenset({"pdftotext-layout"})
"""Extractors that put columns side by side, as they stand on the page."""

SCORED_ONLY = frozenset({"pdfminer"})
"""Extractors that nothing is learnt from."""


def of_half(scoring: bool) -> tuple[str, ...]:
    """Return the names of the extractors that a half may use and that are installed here."""
    names = (name for name in EXTRACTORS if scoring or name not in SCORED_ONLY)
    return tuple(name for name in names if shutil.which("pdftotext") or "pdftotext" not in name)

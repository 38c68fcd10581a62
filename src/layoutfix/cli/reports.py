"""Where commands put the pages they looked at, for a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from layoutfix import __version__
from layoutfix.errors import InputError
from layoutfix.io.files import shown, write_text

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.model import Fixed

__all__ = ["Report"]


class Report:
    """A report that is written when all pages have been looked at; none without a file name."""

    def __init__(
        self, file: str | None, paths: Sequence[str], *, index: bool | None = None
    ) -> None:
        """Say where it goes, and which pages it must not be.

        Args:
            file: where the report goes; None for no report.
            paths: of the pages.
            index: whether it begins with an index; None for more than one page.

        Raises:
            InputError: the report would be written over a page.
        """
        self._file = Path(file) if file else None
        self._index = index
        self._pages: list[tuple[str, Fixed]] = []
        if self._file and self._file.exists():
            for name in paths:
                if Path(name).exists() and self._file.samefile(name):
                    message = f"the report {shown(self._file)} is one of the pages"
                    raise InputError(f"{message}; nothing is written")

    def add(self, name: str, page: Fixed) -> None:
        """Take a page into the report."""
        if self._file:
            self._pages.append((shown(name), page))

    def write(self, failed: Sequence[tuple[str, str]]) -> None:
        """Write the report.

        Args:
            failed: pages that could not be read, with the reason.

        Raises:
            InputError: it can't be written.
        """
        if not self._file:
            return
        from layoutfix.report.html import report_html

        html = report_html(self._pages, index=self._index, errors=failed, version=__version__)
        try:
            write_text(self._file, html)
        except InputError as error:
            raise InputError(f"{shown(self._file)}: {error}") from None

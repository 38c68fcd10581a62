"""A repaired page, and the account of it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from layoutfix.model.findings import Finding, finding_order
from layoutfix.model.spans import Span

__all__ = ["Account", "Fixed", "Segment"]


class Segment(NamedTuple):
    """A piece of the output: characters of the source, or glue.

    Attributes:
        span: of the source; None for glue.
        glue: spaces and line feeds that no source character stands for; empty for a span.
    """

    span: Span | None
    glue: str


class Account(Protocol):
    """How a repaired page came about; worked out when somebody asks."""

    @property
    def applied(self) -> tuple[Finding, ...]: ...
    @property
    def skipped(self) -> tuple[tuple[Finding, str], ...]: ...
    @property
    def removed(self) -> tuple[tuple[Span, Finding], ...]: ...
    @property
    def segments(self) -> tuple[Segment, ...]: ...
    def origin(self, offset: int) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A repaired page, and the account of every character of it.

    Attributes:
        source: the page as it came.
        text: the page repaired.

    >>> import layoutfix
    >>> page = layoutfix.fix("We met on Tues-\\nday.\\n")
    >>> page.text, page.segments
    ('We met on Tuesday.\\n', (Segment(span=Span(start=0, end=14), glue=''), \
Segment(span=Span(start=16, end=21), glue='')))
    >>> [(span, finding.rule) for span, finding in page.removed], page.origin(14)
    ([(Span(start=14, end=16), 'join-hyphenated')], 16)
    """

    source: str
    text: str
    _account: Account = field(repr=False, compare=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, applied and skipped, in source order."""
        both = (*self.applied, *(finding for finding, _ in self.skipped))
        return tuple(sorted(both, key=finding_order))

    @property
    def applied(self) -> tuple[Finding, ...]:
        """The findings whose edits made the text, in source order."""
        return self._account.applied

    @property
    def skipped(self) -> tuple[tuple[Finding, str], ...]:
        """The other findings, each with the reason it was left, in source order."""
        return self._account.skipped

    @property
    def removed(self) -> tuple[tuple[Span, Finding], ...]:
        """The source spans that left the page, each with the finding that removed it."""
        return self._account.removed

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The text in order, as spans of the source and glue."""
        return self._account.segments

    def origin(self, offset: int) -> int | None:
        """The source offset of the character at ``offset`` of the text, None for glue.

        Raises:
            IndexError: the text has no character at ``offset``.
        """
        if not 0 <= offset < len(self.text):
            message = f"the text has {len(self.text)} characters, there is none at {offset}"
            raise IndexError(message)
        return self._account.origin(offset)

    def diff(self, source: str = "source", text: str = "fixed") -> str:
        """What changed, as a unified diff; empty where nothing did.

        Args:
            source: the name of the page as it came, for the head of the diff.
            text: the name of the page repaired.
        """
        lines = difflib.unified_diff(_lines(self.source), _lines(self.text), source, text)
        return "".join(
            line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
            for line in lines
        )

    def to_html(self, title: str = "page") -> str:
        """A report as one HTML file that needs nothing else: source and repaired page side by side.

        Args:
            title: the name of the page.

        >>> import layoutfix
        >>> page = layoutfix.fix("We met on Tues-\\nday.\\n")
        >>> page.to_html("minutes.txt").startswith("<!doctype html>")
        True
        """
        from layoutfix.report.html import report_html  # asked for when it is needed, never before

        return report_html([(title, self)])

    def _repr_html_(self) -> str:
        """What a notebook shows: the counts, and the first lines that changed."""
        from layoutfix.report.html import notebook_html

        return notebook_html(self)


def _lines(text: str) -> list[str]:
    """Lines as ``diff`` and ``patch`` know them: nothing but a line feed ends one."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])

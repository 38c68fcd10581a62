"""What commands do with pages one by one: read, repair, and go on where one can't be read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layoutfix.cli.console import Progress, tell
from layoutfix.cli.decided import Decided
from layoutfix.cli.options import configured
from layoutfix.errors import InputError, LayoutfixError
from layoutfix.io.files import STDIN, decode, read_text, shown

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.engine.decisions import Decisions
    from layoutfix.io.format import Row
    from layoutfix.io.inputs import Input
    from layoutfix.model import Finding, Fixed

__all__ = ["Repairer", "Work", "rows_of"]


class Repairer:
    """Repairs pages by the rules, and from the confidence on, that were asked for."""

    def __init__(self, options: dict[str, Any]) -> None:
        from layoutfix.pipeline import fix

        self._timeout: float | None = options.get("timeout")
        config = configured(options)
        self.min_confidence = config.min_confidence
        self.rules = config.rules
        self._fix = fix

    def at(self, name: str, decided: Decided | None = None) -> Fixed:
        """Read one page and repair it, as somebody decided where somebody did."""
        text = decode(sys.stdin.buffer.read()) if name == STDIN else read_text(Path(name))
        return self._page(name, text, decided)

    def pages(
        self, inputs: Sequence[Input], field: str, work: Work, decided: Decided | None = None
    ) -> Iterator[tuple[Input, str, Fixed | None]]:
        """Read and repair the pages of all inputs one by one, each with the name of its place.

        A page that can't be read is reported, and comes as None; one that takes too long is
        reported, and comes as it is.
        """
        from layoutfix.io.timeout import PageTimeoutError
        from layoutfix.rule import Ruleset

        for each, row in rows_of(inputs, field):
            page = None
            with work.on(row.place):
                if row.problem:
                    raise InputError(row.problem)
                if row.text is None:
                    continue
                try:
                    page = self._page(row.place, row.text, decided)
                except PageTimeoutError:
                    page = self._fix(row.text, rules=Ruleset())
                    raise
            yield each, row.place, page

    def _page(self, name: str, text: str, decided: Decided | None) -> Fixed:
        return decided.page(shown(name), text, self._repaired) if decided else self._repaired(text)

    def _repaired(self, text: str, decisions: Decisions | None = None) -> Fixed:
        from layoutfix.io.timeout import within

        return within(
            self._timeout,
            lambda: self._fix(
                text,
                rules=self.rules,
                min_confidence=self.min_confidence,
                decisions=decisions or {},
            ),
        )

    def is_sure(self, finding: Finding) -> bool:
        """Whether a finding reaches the bar that was asked for, or its rule's own."""
        least = self.min_confidence
        return finding.confidence >= (self.rules.bar(finding.rule) if least is None else least)


def rows_of(inputs: Sequence[Input], field: str) -> Iterator[tuple[Input, Row]]:
    """The rows of all inputs, each with its input; what can't be read is a row with a problem."""
    from layoutfix.io.format import Row

    with Progress(sum(each.size for each in inputs), shown=len(inputs) > 1, prints=True) as bar:
        for each in inputs:
            try:
                for row in each.format.read(each.source, field):
                    yield each, row
                    bar.reached(each.source.name, row.read)
            except InputError as error:
                yield each, Row(each.source.shown, b"", None, str(error))
            bar.reached(each.source.name, each.size)


@dataclass(slots=True)
class Work:
    """What has come of the pages so far."""

    found: bool = False
    errors: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Tell of an error on one page, and go on."""
        try:
            yield
        except LayoutfixError as error:
            self.errors.append(str(error))
            self.failed.append((shown(name), str(error)))
            tell(f"{shown(name)}: {error}")

    def has_failed(self, name: str) -> bool:
        """Whether the page that was worked on last is one with an error."""
        return bool(self.failed) and self.failed[-1][0] == shown(name)

    @property
    def code(self) -> int:
        return 2 if self.errors else int(self.found)

"""What commands do with pages one by one: read, repair, and go on where one can't be read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layoutfix.cli.console import tell
from layoutfix.cli.decided import Decided
from layoutfix.cli.options import configured
from layoutfix.errors import LayoutfixError
from layoutfix.io.files import STDIN, decode, read_text, shown

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.engine.decisions import Decisions
    from layoutfix.model import Finding, Fixed

__all__ = ["Look", "Work"]


class Look:
    """How pages are looked at: the rules and the least confidence that were asked for."""

    def __init__(self, options: dict[str, Any]) -> None:
        from layoutfix.pipeline import fix

        config = configured(options)
        self._min_confidence = config.min_confidence
        self._rules = config.rules
        self._fix = fix

    def at(self, name: str, decided: Decided | None = None) -> Fixed:
        """Read one page and repair it, as somebody decided where somebody did."""
        text = decode(sys.stdin.buffer.read()) if name == STDIN else read_text(Path(name))
        return decided.page(shown(name), text, self._repaired) if decided else self._repaired(text)

    def _repaired(self, text: str, decisions: Decisions | None = None) -> Fixed:
        return self._fix(
            text,
            rules=self._rules,
            min_confidence=self._min_confidence,
            decisions=decisions or {},
        )

    def is_sure(self, finding: Finding) -> bool:
        """Whether a finding reaches the bar that was asked for, or its rule's own."""
        least = self._min_confidence
        return finding.confidence >= (self._rules.bar(finding.rule) if least is None else least)


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

    @property
    def code(self) -> int:
        return 2 if self.errors else int(self.found)

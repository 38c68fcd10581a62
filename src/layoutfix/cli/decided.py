"""Pages repaired as somebody decided in a report; what no longer meets is reported, not guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from layoutfix.cli.console import tell
from layoutfix.errors import InputError
from layoutfix.io.files import shown
from layoutfix.report.places import Places

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.engine.decisions import Decisions
    from layoutfix.model import Fixed, Span

    Repair = Callable[[str, Decisions], Fixed]

__all__ = ["Decided"]

MOST_NAMED = 3
"""Decisions that meet nothing and are named in a message."""


class Decided:
    """What a file of decisions says; without a file nothing was decided."""

    def __init__(self, file: str | None) -> None:
        """Read it.

        Raises:
            InputError: it can't be read, or is no such file.
        """
        self._decisions = None
        if file is not None:
            from layoutfix.io.decisions import read_decisions

            try:
                self._decisions = read_decisions(Path(file))
            except InputError as error:
                raise InputError(f"{shown(file)}: {error}") from None

    def page(self, name: str, text: str, repair: Repair) -> Fixed:
        """The page repaired, with the decisions that were made about it.

        Args:
            name: of the page, in printable characters.
            text: the page.
            repair: what repairs it, with decisions.

        Raises:
            InputError: the page was looked at when it was another one, or with other rules.
        """
        decisions = self._decisions.of(name, text) if self._decisions else {}
        page = repair(text, decisions)
        missed = decisions.keys() - {(each.rule, each.span) for each in page.findings}
        if missed:
            own = {(each.rule, each.span) for each in repair(text, {}).findings}
            _refuse(sorted(missed - own), Places(text))
            for rule, span in sorted(missed):
                if decisions[rule, span]:  # rejected and not there: that is as it was wanted
                    place = _named(Places(text), rule, span)
                    tell(f"{name}: {place} was accepted, but another decision leaves no place")
        return page


def _refuse(strange: list[tuple[str, Span]], places: Places) -> None:
    """Raise an error for decisions about what the rules don't find, with no other decision made."""
    if strange:
        named = ", ".join(_named(places, *each) for each in strange[:MOST_NAMED])
        more = f" and {len(strange) - MOST_NAMED} more" if len(strange) > MOST_NAMED else ""
        raise InputError(
            f"decisions meet no finding: {named}{more}; use the rules and the version of the "
            "report, or make it again and decide anew"
        )


def _named(places: Places, rule: str, span: Span) -> str:
    return "{} at {}:{}".format(rule, *places.of(span.start))

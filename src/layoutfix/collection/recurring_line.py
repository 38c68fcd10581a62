"""The rule of a collection: what the layout put on every page of a source leaves each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from layoutfix.collection.learning import Recurring
from layoutfix.collection.units import Unit, units_of
from layoutfix.evidence.removal import edits_of_runs
from layoutfix.model import Finding, Label, Page, Role, Span, Stage
from layoutfix.rule import Example, Rule
from layoutfix.rules.samples import CUT_OFF, CUT_ON, JOINED, WRAPPED

__all__ = ["NAME", "recurring_line"]

NAME = "recurring-line"
SURE = 0.97
NEEDS = ("join-lines", "join-blocks")

SUMMARY = """A line that the layout put on the pages of a source leaves: a head, a foot, a notice.

A page by itself doesn't show it, for there it stands once; the first pass over the collection does.
That a text recurs is not enough: licenses, headings and bylines recur on purpose. Sentences must go
on across it, on its page or from one page to the next, or each line must name its page. A head or
foot leaves the edges of pages alone, anything else only where it stands by itself. A name that
recurs under different headings is a byline, and stays."""


@dataclass(frozen=True, slots=True)
class RecurringLines:
    """The function of the rule, with what was learnt; it can be pickled.

    Attributes:
        known: what recurs by its key; only what is proved, and bylines.
    """

    known: Mapping[bytes, Recurring]

    def __call__(self, page: Page) -> Iterator[Finding | Label]:
        yield from self.labels(page)
        hits = self._hits(page)
        rows = {row for unit, _ in hits for row in range(unit.first, unit.last + 1)}
        edits = edits_of_runs(page, sorted(rows), rows)
        for unit, found in hits:
            mine = range(unit.first, unit.last + 1)
            yield Finding(
                NAME,
                _span(page, unit),
                f"a {found.kind} of the collection: {found.proof}",
                SURE,
                tuple(edit for row in mine for edit in edits[row]),
                (("pages", float(found.pages)),),
            )

    def labels(self, page: Page) -> list[Label]:
        """Furniture and bylines."""
        gone = [Label(_span(page, unit), Role.FURNITURE) for unit, _ in self._hits(page)]
        names = [
            Label(_span(page, unit), Role.BYLINE)
            for unit in page.derived(units_of)
            if self._is(unit, "byline") and unit.block and unit.under
        ]
        return gone + names

    def _hits(self, page: Page) -> list[tuple[Unit, Recurring]]:
        """The units that leave, none of them twice as a line and as a block."""
        found: dict[int, tuple[Unit, Recurring]] = {}
        units, count = page.derived(units_of), len(page.lines)
        tops = {unit.first: unit for unit in units if unit.top}
        feet = {unit.first: unit for unit in units if unit.foot}
        for unit in (
            *self._from(tops, range(count), "head"),
            *self._from(feet, range(count - 1, -1, -1), "foot"),
            *(each for each in units if each.block and self._is(each, "passage")),
        ):
            known = self.known[unit.key]
            if known.proof:
                found.setdefault(unit.first, (unit, known))
        return [found[row] for row in sorted(found)]

    def _from(self, units: Mapping[int, Unit], rows: Iterable[int], side: str) -> Iterator[Unit]:
        """The lines of this kind from an edge of the page inward, up to the first that is text."""
        for row in rows:
            unit = units.get(row)
            known = self.known.get(unit.key) if unit else None
            if unit is None or known is None or side not in known.kind:
                return
            yield unit

    def _is(self, unit: Unit, kind: str) -> bool:
        known = self.known.get(unit.key)
        return known is not None and known.kind == kind


def recurring_line(known: Mapping[bytes, Recurring]) -> Rule | None:
    """The rule for what a collection has shown; None where it has shown nothing that counts.

    Its examples are made of the collection's own lines.
    """
    telling = {key: each for key, each in known.items() if each.proof or each.kind == "byline"}
    if not telling:
        return None
    function = RecurringLines(telling)
    examples = (
        _example(min(telling.values(), key=_shortest)),
        Example(f"{WRAPPED}\n", f"{JOINED}\n"),
    )
    stays = Example(f"{CUT_OFF}\n")
    return Rule(NAME, Stage.ROLES, function, SUMMARY, (*examples, stays), NEEDS, function.labels)


def _shortest(found: Recurring) -> tuple[bool, int, str]:
    return not found.proof, len(found.text), found.text


def _example(found: Recurring) -> Example:
    """A page made around a line that was learnt."""
    if not found.proof:
        head = f"# The ferry\n\n{found.text}\n\n"
        return Example(f"{head}{WRAPPED}\n", f"{head}{JOINED}\n")
    if "head" in found.kind:
        return Example(f"{found.text}\n\n{JOINED}\n", f"{JOINED}\n")
    if found.kind == "foot":
        return Example(f"{JOINED}\n\n{found.text}\n", f"{JOINED}\n")
    return Example(f"{CUT_OFF}\n\n{found.text}\n\n{CUT_ON}\n", f"{CUT_OFF} {CUT_ON}\n")


def _span(page: Page, unit: Unit) -> Span:
    return Span(int(page.lines.start[unit.first]), int(page.lines.end[unit.last]))

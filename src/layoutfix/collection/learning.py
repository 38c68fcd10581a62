"""The first pass over a collection: what recurs, and what proves that it is the layout's.

That a line recurs proves nothing: licenses, headings and notices recur on purpose. The proof is
what its whole series does, as on a single page: sentences go on across it, within a page or from
one page to the next; or each line names its page, and the numbers differ or count the pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import regex

from layoutfix.collection.tally import Seen, Tally
from layoutfix.collection.units import Unit, continues, has_jump, units_of
from layoutfix.model import Page, WordList
from layoutfix.parsing.lines import parse
from layoutfix.parsing.surroundings import is_closing
from layoutfix.parsing.worded_roles import role_of

__all__ = ["CAPACITY", "Learning", "Recurring"]

CAPACITY = 1 << 16
"""Texts that are counted at a time, about 600 bytes each."""

FEWEST, FEWEST_NUMBERS = 3, 3
"""Pages that a text stands on, and different pages that it names, at the least."""

TALKED_OF, SHARE_TALKED_OF, MOST_TALKED_OF = 5, 0.05, 200
"""Pages, and share of all pages, from which on a text without proof is reported; how many are."""

AT_EDGE, CUTS, CUTS_AT_EDGE, CUTS_BESIDE_COUNTS = 0.8, 0.5, 0.25, 0.05
"""Share of a series that stands at the edges of pages; shares that sentences must go on across: of
passages; of what stands at the edges, where a page that ends with a paragraph cuts none; of numbers
that count the pages: those of poems count, too, but no sentence goes on from one to the next."""

Counts = tuple[tuple[object, int], ...]

MOST_KEPT, SAMPLE = 8, 120
"""Numbers and neighbours of a text that are kept, and its characters."""

TAIL = 8
"""Lines of a page that are kept to see whether its last sentence goes on with the next one."""

_NAME = regex.compile(
    r"(?:\p{Lu}[\p{L}\p{M}.'’\-]*|(?:von|van|de|da|del|di|la|y|and|und|et)|[,&])"
    r"(?:\s+(?:\p{Lu}[\p{L}\p{M}.'’\-]*|(?:von|van|de|da|del|di|la|y|and|und|et)|[,&])){1,7}"
    r"|\p{Han}[\p{Han} 　·•、]{1,23}"
)
_WIDEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Recurring:
    """A text that recurs from page to page.

    Attributes:
        text: as it stood first, at most 120 characters.
        kind: ``head``, ``foot``, ``head or foot``, ``passage`` or ``byline``.
        pages: on how many pages it stands; with very many pages a few may be missed.
        proof: what shows that the layout put it there; empty where nothing does, and then nothing
            is done to it.
    """

    text: str
    kind: str
    pages: int
    proof: str = ""


@dataclass(slots=True)
class Learning:
    """What the pages so far have shown; its memory doesn't grow with their number.

    Attributes:
        tally: the texts.
        pages: how many pages there were.
        jumping: how many of them have a jump line.
        words: word lists that the pages are read with.
    """

    tally: Tally = field(default_factory=lambda: Tally(CAPACITY))
    pages: int = 0
    jumping: int = 0
    words: tuple[WordList, ...] = ()
    _tail: tuple[str, list[Unit]] = ("", [])

    def add(self, text: str) -> None:
        """See a page; pages come in their order, where they have one."""
        page = parse(text).with_words(self.words)
        units = page.derived(units_of)
        number, self.pages = self.pages, self.pages + 1
        self.jumping += has_jump(page)
        edges = {unit.first: unit.key for unit in units if unit.edge}
        for unit in units:
            entry = self.tally.on_page(unit.key, unit.text[:SAMPLE], number)
            if entry is not None:
                _note(entry, unit)
                for beside in (unit.first - 1, unit.first + 1) if unit.edge else ():
                    if beside in edges:
                        entry.beside = _counted(entry.beside, edges[beside])
        self._across(page, units)

    def _across(self, page: Page, units: Iterable[Unit]) -> None:
        """See whether the last page's sentence goes on with this one, across foot and head."""
        count = len(page.lines)
        head = self._known([unit for unit in units if unit.top], range(count))
        foot = self._known([unit for unit in units if unit.foot], range(count - 1, -1, -1))
        before, skipped = self._tail
        if before and len(head) < count and (head or skipped):
            rest = range(len(head), min(len(head) + TAIL, count))
            if continues(before, _rows(page, rest)):
                for unit in (*skipped, *head):
                    entry = self.tally.seen.get(unit.key)
                    if entry is not None:
                        entry.inside = min(entry.inside + 1, entry.pages)
        end = count - len(foot)
        self._tail = (_rows(page, range(max(end - TAIL, 0), end)), foot)

    def _known(self, units: Iterable[Unit], rows: Iterable[int]) -> list[Unit]:
        """The lines from the edge inward that were seen on other pages, too, or number the page."""
        by_row = {unit.first: unit for unit in units}
        found = []
        for row in rows:
            unit = by_row.get(row)
            entry = self.tally.seen.get(unit.key) if unit else None
            if unit is None or (unit.counts is None and not (entry and entry.pages > 1)):
                break
            found.append(unit)
        return found

    def _beside_proved(self, entry: Seen, found: Recurring) -> Recurring:
        """The same; proved, where it stands beside a proved head or foot nearly everywhere."""
        if found.proof or found.kind in ("passage", "byline") or entry.pages < TALKED_OF:
            return found
        for key, count in entry.beside:
            other = self.tally.seen.get(key)
            alike = other is not None and _kind(other) == found.kind
            if other is not None and alike and count >= AT_EDGE * entry.pages:
                proof = _proof(other, at_edge=True)
                if proof and count >= AT_EDGE * other.pages:
                    return replace(found, proof=f"it stands beside {other.text!r}, and {proof}")
        return found

    def recurring(self) -> dict[bytes, Recurring]:
        """What recurs by its key: all that is proved, bylines, and the commonest of the rest."""
        proved: dict[bytes, Recurring] = {}
        others: dict[bytes, Recurring] = {}
        for key, entry in self.tally.seen.items():
            assert isinstance(key, bytes)
            found = _recurring(entry, self.pages, self.words)
            if found is not None:
                found = self._beside_proved(entry, found)
                (proved if found.proof or found.kind == "byline" else others)[key] = found
        ranked = sorted(others.items(), key=lambda each: (-each[1].pages, each[1].text))
        return {**proved, **dict(ranked[:MOST_TALKED_OF])}


def _counted(counts: Counts, key: object) -> Counts:
    """The counts with one more for a key; most texts stand beside nothing that recurs."""
    known = dict(counts)
    if key in known or len(known) < MOST_KEPT:
        known[key] = known.get(key, 0) + 1
    return tuple(known.items())


def _rows(page: Page, rows: range) -> str:
    lines = page.lines
    return page.text[lines.first[rows[0]] : lines.end[rows[-1]]] if len(rows) else ""


def _note(entry: Seen, unit: Unit) -> None:
    """Add what a unit does on its page."""
    entry.top += unit.top
    entry.foot += unit.foot
    entry.edge += unit.edge
    entry.inside += unit.inside and unit.block
    if unit.counts is not None:
        entry.follows += entry.number is not None and 1 <= unit.counts - entry.number <= 2
        entry.number = unit.counts
    if unit.number is not None and len(entry.numbers) < MOST_KEPT:
        entry.numbers |= {unit.number}
    if unit.under and len(entry.titled) < FEWEST and unit.block and unit.first == unit.last:
        entry.titled |= {unit.under}


def _recurring(entry: Seen, pages: int, words: tuple[WordList, ...]) -> Recurring | None:
    if entry.pages < FEWEST:
        return None
    kind = _kind(entry)
    proof = _proof(entry, kind != "passage")
    if not proof and _is_byline(entry, words):
        return Recurring(entry.text, "byline", entry.pages)
    if not proof and (entry.pages < TALKED_OF or entry.pages < SHARE_TALKED_OF * pages):
        return None
    return Recurring(entry.text, kind, entry.pages, proof)


def _kind(entry: Seen) -> str:
    """Where it stands on nearly all of its pages."""
    least = AT_EDGE * entry.pages
    if entry.edge < least:
        return "passage"
    if entry.top >= least and entry.top >= entry.foot:
        return "head"
    return "foot" if entry.foot >= least else "head or foot"


def _proof(entry: Seen, at_edge: bool) -> str:
    """What shows that the layout put these lines there; empty where nothing does."""
    cuts = entry.inside / entry.pages
    if entry.inside >= FEWEST and cuts >= (CUTS_AT_EDGE if at_edge else CUTS):
        return f"sentences go on across it on {entry.inside} of {entry.pages} pages"
    if at_edge and len(entry.numbers) >= FEWEST_NUMBERS:
        return f"it names each of its {entry.pages} pages"
    counts = entry.follows >= AT_EDGE * (entry.pages - 1)
    if at_edge and counts and entry.inside >= FEWEST and cuts >= CUTS_BESIDE_COUNTS:
        return f"its numbers count {entry.pages} pages, and sentences go on across {entry.inside}"
    return ""


def _is_byline(entry: Seen, words: tuple[WordList, ...]) -> bool:
    """Whether it reads like a name, and stands right under a heading on different articles."""
    text = entry.text
    if len(entry.titled) < FEWEST or len(text) > _WIDEST_NAME or not _NAME.fullmatch(text):
        return False
    closed = bool(is_closing(parse(text).kinds[-1:])[0])
    return role_of(text, words) is None and not closed

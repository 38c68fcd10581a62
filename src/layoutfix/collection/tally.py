"""Counting what recurs on any number of pages in memory of a fixed size.

Lossy counting after Manku and Motwani (2002), by pages: where the table is full, what stood on few
pages leaves it, and what comes later is counted from there. A count may be too low, never too high.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Seen", "Tally"]


@dataclass(slots=True)
class Seen:
    """How often a text was seen, and where.

    Attributes:
        text: as it stood first.
        pages: on how many pages.
        last: the number of the last of them.
        missed: on how many earlier pages it may have been missed at the most.
        inside: on how many pages a sentence surely goes on across it.
        top: on how many pages it stood among the first lines.
        foot: on how many it stood among the last ones.
        edge: on how many among either.
        numbers: the numbers of pages that it named, a few of them.
        follows: how often its number came one or two after that of the page before.
        number: the number that it named last.
        beside: on how many pages it stood right beside others at an edge, by their keys.
        titled: the headings it stood under, a few of them.
    """

    text: str
    pages: int = 0
    last: int = -1
    missed: int = 0
    inside: int = 0
    top: int = 0
    foot: int = 0
    edge: int = 0
    numbers: frozenset[int] = frozenset()
    follows: int = 0
    number: int | None = None
    beside: tuple[tuple[object, int], ...] = ()
    titled: frozenset[str] = frozenset()


class Tally:
    """Texts by their keys, at most ``capacity`` of them.

    Attributes:
        missed: a text that stood on more pages than this is in the table.

    >>> tally = Tally(2)
    >>> for page, text in enumerate(["head", "head", "one", "head", "two", "head"]):
    ...     _ = tally.on_page(text, text, page)
    >>> tally.seen["head"].pages, len(tally.seen) <= 2, tally.missed
    (4, True, 1)
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.seen: dict[object, Seen] = {}
        self.missed = 0

    def on_page(self, key: object, text: str, page: int) -> Seen | None:
        """Count a text once a page; its entry where this is the first time on this page."""
        entry = self.seen.get(key)
        if entry is None:
            if len(self.seen) >= self.capacity:
                self._make_room()
            entry = self.seen[key] = Seen(text, missed=self.missed)
        if entry.last == page:
            return None
        entry.pages += 1
        entry.last = page
        return entry

    def _make_room(self) -> None:
        """Let those go that stood on fewest pages, until half of the table is free."""
        while 2 * len(self.seen) > self.capacity:
            self.missed += 1
            self.seen = {
                key: entry
                for key, entry in self.seen.items()
                if entry.pages + entry.missed > self.missed
            }

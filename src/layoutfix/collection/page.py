"""A repaired page of a collection, and the account of it across pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from layoutfix.collection.matching import PageJoin
from layoutfix.collection.pieces import Piece, cut
from layoutfix.model import Finding, Fixed, Span

__all__ = ["CollectionPage", "Place"]


class Place(NamedTuple):
    """A place in a collection.

    Attributes:
        page: the number of the page, from 0.
        offset: in it, in code points.
    """

    page: int
    offset: int


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A page of a collection, repaired.

    Attributes:
        number: of the page in the collection, from 0.
        source: the page as it came.
        fixed: the repair. Its ``source`` is the page with the ends of articles that were moved to
            it, and without those that were moved away; its offsets are of that text.
        joins: the articles that break off here, or went on here, joined or not.
    """

    number: int
    source: str
    fixed: Fixed
    joins: tuple[PageJoin, ...] = ()
    _pieces: tuple[Piece, ...] = field(default=(), repr=False)
    _gone: tuple[tuple[Span, PageJoin], ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The page repaired."""
        return self.fixed.text

    @property
    def changed(self) -> bool:
        """Whether the page is another one."""
        return self.text != self.source

    def origin(self, offset: int) -> Place | None:
        """Where the character at ``offset`` of the text came from; None for glue.

        Raises:
            IndexError: the text has no character at ``offset``.
        """
        below = self.fixed.origin(offset)
        if below is None:
            return None
        (piece,) = self.pieces(Span(below, below + 1))
        return None if piece.span is None else Place(piece.page, piece.span.start)

    def pieces(self, span: Span) -> tuple[Piece, ...]:
        """What a span of ``fixed.source`` is made of."""
        return tuple(cut(self._pieces, span))

    @property
    def segments(self) -> tuple[Piece, ...]:
        """The text in order, as spans of pages and glue."""
        out: list[Piece] = []
        for span, glue in self.fixed.segments:
            out.extend([Piece(self.number, None, glue)] if span is None else self.pieces(span))
        return tuple(out)

    @property
    def removed(self) -> tuple[tuple[int, Span, Finding | PageJoin], ...]:
        """What left: the page that it came from, its span there, and what removed it."""
        out: list[tuple[int, Span, Finding | PageJoin]] = [
            (self.number, span, join) for span, join in self._gone
        ]
        for span, finding in self.fixed.removed:
            out.extend((p.page, p.span, finding) for p in self.pieces(span) if p.span is not None)
        return tuple(sorted(out, key=lambda each: (each[0], each[1])))

"""Files as a collection: two passes over their rows, and accounts that name other rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from layoutfix.collection import Collection
from layoutfix.collection.issues import MOST_PAGES, ComposedPage
from layoutfix.collection.pieces import Piece, cut
from layoutfix.errors import InputError, LayoutfixError
from layoutfix.io.files import STDIN
from layoutfix.io.format import Change
from layoutfix.io.inputs import Input
from layoutfix.model import Span
from layoutfix.rule import Ruleset

__all__ = ["JOIN", "Places", "learnt_from", "name_of"]

JOIN = "join-pages"
"""The rule that findings of articles joined across pages name."""


def learnt_from(inputs: Sequence[Input], text_field: str, rules: Ruleset) -> Collection:
    """The first pass: what recurs on the rows of all inputs, as far as they can be read.

    Raises:
        InputError: one is standard input, which can't be read twice.
    """
    if any(each.source.name == STDIN for each in inputs):
        raise InputError("a collection is read twice, which standard input can't be; name a file")
    return Collection.learn(_texts(inputs, text_field), rules=rules)


def _texts(inputs: Sequence[Input], text_field: str) -> Iterator[tuple[str, str]]:
    for each in inputs:
        try:
            for row in each.format.read(each.source, text_field):
                yield name_of(each), row.text or ""
        except LayoutfixError:  # the second pass tells why it can't be read
            continue


def name_of(each: Input) -> str:
    """The name of a file that is a page by itself; rows of others have none."""
    return "" if each.format.has_fields else Path(each.source.name).stem


class Places:
    """Where the rows of a run are, by their numbers in the collection, as long as it matters."""

    def __init__(self) -> None:
        self._places: dict[int, str] = {}

    def add(self, number: int, place: str) -> None:
        """A row, in the order of the rows."""
        self._places[number] = place

    def forget(self, number: int) -> None:
        """This row is done; none that comes shares an article with rows far before it."""
        self._places.pop(number - 2 * MOST_PAGES, None)

    def change(self, composed: ComposedPage, change: Change, fields: Mapping[str, str]) -> Change:
        """What becomes of a row, the offsets of its added fields those of the rows themselves.

        Args:
            composed: the row's page with what was moved to it.
            change: what the repair made of that page.
            fields: what was added (``placed findings``, ``placed removed``) by its field's name.
        """
        out = dict(change.fields)
        for name, what in fields.items():
            values = out.get(name)
            if isinstance(values, list):
                placed = self._findings if what == "placed findings" else self._removed
                out[name] = placed(composed, values)
        return Change(change.text, out)

    def _findings(self, composed: ComposedPage, values: Sequence[Any]) -> list[dict[str, object]]:
        out = []
        for value in values:
            edits = [part for edit in value["edits"] for part in self._edit(composed, edit)]
            out.append({**value, **self._place(composed, value), "edits": edits})
        for join in composed.composition.joins:
            if join.page == composed.number:
                place = "" if join.other is None else self._places.get(join.other, "")
                out.append(
                    {
                        **{"rule": JOIN, "start": join.line.start, "end": join.line.end},
                        **{"confidence": None, "skipped": join.skipped or None, "edits": []},
                        "reason": f"{join.reason} ({place})" if place else join.reason,
                        "page": None,
                    }
                )
        return out

    def _removed(self, composed: ComposedPage, values: Sequence[Any]) -> list[dict[str, object]]:
        out: list[dict[str, object]] = []
        for span, _ in composed.composition.removed:
            gone = {"start": span.start, "end": span.end, "rule": JOIN}
            out.append({**gone, "text": span.text_of(composed.source), "page": None})
        for value in values:
            begun = value["start"]
            for piece in cut(composed.composition.pieces, Span(begun, value["end"])):
                length = len(piece.glue) if piece.span is None else len(piece.span)
                text = value["text"][begun - value["start"] :][:length]
                begun += length
                if piece.span is not None:
                    out.append({**value, **self._span(composed, piece), "text": text})
        return out

    def _edit(self, composed: ComposedPage, edit: Mapping[str, Any]) -> Iterator[dict[str, object]]:
        """An edit of the joined text as edits of the rows that it is made of."""
        more: dict[str, object] = {"target_page": None}
        if edit["target"] is not None:
            there = self._place(composed, {"start": edit["target"], "end": edit["target"]})
            more = {"target": there["start"], "target_page": there["page"]}
        pieces = _of_pages(composed, edit["start"], edit["end"])
        if not pieces:
            yield {**edit, **self._place(composed, edit), **more}
        for piece in pieces:
            yield {**edit, **self._span(composed, piece), **more}
            edit = {**edit, "glue": "", "target_glue": ""}

    def _place(self, composed: ComposedPage, value: Mapping[str, Any]) -> dict[str, object]:
        """The first row's part of a span of the joined text."""
        start, end = value["start"], value["end"]
        pieces = _of_pages(composed, start, max(end, start + 1))
        if not pieces:
            at = len(composed.source)
            return {"start": at, "end": at, "page": None}
        place = self._span(composed, pieces[0])
        if end == start:
            place["end"] = place["start"]
        return place

    def _span(self, composed: ComposedPage, piece: Piece) -> dict[str, object]:
        assert piece.span is not None
        own = piece.page == composed.number
        page = None if own else self._places.get(piece.page, "")
        return {"start": piece.span.start, "end": piece.span.end, "page": page}


def _of_pages(composed: ComposedPage, start: int, end: int) -> list[Piece]:
    """The pieces of pages, without glue, that make up a span of the joined text."""
    pieces = cut(composed.composition.pieces, Span(start, end))
    return [piece for piece in pieces if piece.span is not None]

"""What people hand in to be compared: strings, a mapping, the sections of a page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layoutfix.dedup.stored import StoredTexts
from layoutfix.errors import InputError, surrogate_in
from layoutfix.model import Section, Span

__all__ = ["Items", "Texts", "strings", "texts_of"]

Items = Iterable[str] | Iterable[Section] | Mapping[Any, str]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that are compared.

    Attributes:
        ids: of each.
        texts: the strings.
        shifts: where each begins on its page; empty where each is a page of its own.
    """

    ids: Sequence[Hashable]
    texts: Sequence[str]
    shifts: Sequence[int] = ()

    def shift(self, number: int) -> int:
        """Where the text begins on its page."""
        return self.shifts[number] if self.shifts else 0


def texts_of(items: Items, page: str | None) -> Texts:
    """The texts of ``items``.

    Raises:
        InputError: they are neither strings, nor a mapping to strings, nor sections with the
            ``page`` they belong to.
    """
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise InputError("many texts are compared: put the string into a list")
    if isinstance(items, StoredTexts):
        return Texts(range(len(items)), items)
    if isinstance(items, Mapping):
        return Texts(list(items), strings(list(items.values())))
    every: list[object] = list(items)
    sections = [each for each in every if isinstance(each, Section)]
    if not sections or len(sections) < len(every):
        return Texts(range(len(every)), strings(every))
    if page is None:
        raise InputError("sections are spans of a page: say of which with text=page")
    bodies = [_body(each) for each in sections]
    texts = [span.text_of(page) for span in bodies]
    return Texts(range(len(texts)), texts, [span.start for span in bodies])


def strings(items: Sequence[object]) -> list[str]:
    """The items, all of which must be strings without lone surrogates.

    Raises:
        InputError: one is none; it is named by its place.
    """
    found = [each for each in items if isinstance(each, str)]
    if len(found) < len(items):
        wrong = next(n for n, each in enumerate(items) if not isinstance(each, str))
        kind = type(items[wrong]).__name__
        raise InputError(f"item {wrong} is a {kind}; give strings, or sections alone")
    for number, text in enumerate(found):
        if error := surrogate_in(text):
            raise InputError(f"item {number}: {error}")
    return found


def _body(section: Section) -> Span:
    """The blocks of a section without its heading."""
    if not section.blocks:
        return Span(section.span.end, section.span.end)
    return Span(section.blocks[0].span.start, section.blocks[-1].span.end)

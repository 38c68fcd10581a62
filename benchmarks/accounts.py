"""Tells from a text and what became of it which characters stayed, for tools that don't say so."""

from __future__ import annotations

import itertools
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

NEAR = 48
"""How many characters that left or came are stepped over before the whole source is searched."""

SURE, GRAM = 8, 20
"""So many equal characters make a place sure: near the last one, and anywhere in the source."""

_STEP = 1 << 12


@dataclass(frozen=True, slots=True)
class Run:
    """A span of the source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the output: a span of the source, or characters that aren't from there."""

    span: Run | None
    glue: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An output and the pieces it is made of, in its order."""

    text: str
    segments: tuple[Piece, ...]


def account(source: str, output: str) -> Account:
    """Find where the characters of an output are from; white space counts as written.

    The two are read side by side. Where they part, a few characters are stepped over, or what comes
    next is searched in the whole source: so text that was moved is found too.

    >>> [piece.span for piece in account("tow-\\ner", "tower").segments]
    [Run(start=0, end=3), Run(start=5, end=7)]
    """
    left, right = _Letters.of(source), _Letters.of(output)
    return Account(output, tuple(_pieces(output, left, right)))


@dataclass(frozen=True, slots=True)
class _Letters:
    """The characters of a text that are no white space, and where each stands."""

    text: str
    places: array[int]

    @classmethod
    def of(cls, text: str) -> _Letters:
        places = array("q", (at for at, mark in enumerate(text) if not mark.isspace()))
        return cls("".join(text[at] for at in places), places)


def _pieces(output: str, left: _Letters, right: _Letters) -> Iterator[Piece]:
    """Turn stretches of equal letters into pieces, cut where one of the texts has white space."""
    written = 0
    for start, at, size in _stretches(left.text, right.text):
        for low, high in _unbroken(left.places, right.places, start, at, size):
            begin, end = right.places[at + low], right.places[at + high - 1] + 1
            if begin > written:
                yield Piece(None, output[written:begin])
            yield Piece(Run(left.places[start + low], left.places[start + high - 1] + 1))
            written = end
    if written < len(output):
        yield Piece(None, output[written:])


def _unbroken(
    left: array[int], right: array[int], start: int, at: int, size: int
) -> Iterator[tuple[int, int]]:
    low = 0
    for step in range(1, size):
        apart = left[start + step] - left[start + step - 1] > 1
        if apart or right[at + step] - right[at + step - 1] > 1:
            yield low, step
            low = step
    yield low, size


def _stretches(source: str, output: str) -> Iterator[tuple[int, int, int]]:
    """Yield (place in the source, place in the output, length) of what is equal."""
    grams: dict[str, list[int]] = {}
    start = at = 0
    while at < len(output):
        size = _shared(source, output, start, at)
        if size:
            yield start, at, size
            start, at = start + size, at + size
            continue
        step = _near(source, output, start, at)
        if step is not None:
            start, at = start + step[0], at + step[1]
            continue
        grams = grams or _grams(source)
        found = _anywhere(grams, output[at : at + GRAM], start)
        if found is None:
            at += 1
        else:
            start = found


def _shared(source: str, output: str, start: int, at: int) -> int:
    """Return how many characters are equal from the two places on."""
    size = 0
    while source[start + size : start + size + _STEP] == output[at + size : at + size + _STEP]:
        step = len(source[start + size : start + size + _STEP])
        size += step
        if step < _STEP:
            return size
    pairs = zip(
        source[start + size : start + size + _STEP],
        output[at + size : at + size + _STEP],
        strict=False,
    )
    return size + sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _near(source: str, output: str, start: int, at: int) -> tuple[int, int] | None:
    """Return the fewest characters of both to step over, so that what follows is equal again."""
    for both in range(1, NEAR + 1):
        for more in range(both + 1):
            low, high = start + both - more, at + more
            after = source[low : low + SURE]
            if after and after == output[high : high + SURE]:  # shorter at the end of both
                return both - more, more
    return None


def _grams(source: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at in range(len(source) - GRAM + 1):
        found.setdefault(source[at : at + GRAM], []).append(at)
    return found


def _anywhere(grams: dict[str, list[int]], wanted: str, start: int) -> int | None:
    """Return where the wanted characters stand: first after the place, else before it."""
    places = grams.get(wanted)
    if not places:
        return None
    return places[bisect_left(places, start) % len(places)]

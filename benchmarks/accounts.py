"""Tells from a text and what became of it which characters stayed, for tools that don't say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

WINDOW = 256
"""How many characters of both texts are compared where they part; half of the result is taken."""

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
    """Align an output with its source from left to right.

    Text that was moved counts as left out at one place and written at the other.

    >>> account("tow-\\ner", "tower").segments
    (Piece(span=Run(start=0, end=3), glue=''), Piece(span=Run(start=5, end=7), glue=''))
    """
    return Account(output, tuple(_merged(_pieces(source, output))))


def _pieces(source: str, output: str) -> Iterator[Piece]:
    at = to = 0
    while at < len(source) and to < len(output):
        same = _shared(source[at : at + _STEP], output[to : to + _STEP])
        if same:
            yield Piece(Run(at, at + same))
            at, to = at + same, to + same
            continue
        left, right = source[at : at + WINDOW], output[to : to + WINDOW]
        whole = at + WINDOW >= len(source) and to + WINDOW >= len(output)
        from_left = from_right = 0
        for op in Indel.opcodes(left, right):
            if not whole and max(op.src_start, op.dest_start) >= WINDOW // 2:
                break
            if op.tag == "equal":
                yield Piece(Run(at + op.src_start, at + op.src_end))
            elif op.dest_end > op.dest_start:
                yield Piece(None, right[op.dest_start : op.dest_end])
            from_left, from_right = op.src_end, op.dest_end
        at, to = at + from_left, to + from_right
    if to < len(output):
        yield Piece(None, output[to:])


def _shared(left: str, right: str) -> int:
    """Return how many characters both begin with."""
    if left == right:
        return len(left)
    pairs = zip(left, right, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.span and piece.span and last.span.end == piece.span.start:
            last = Piece(Run(last.span.start, piece.span.end))
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last

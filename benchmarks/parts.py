"""Headings and what stands under them, and which of them give and take when a page is damaged."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or part of one.

    `article` numbers the article it belongs to, `order` its place on the page before the damage;
    `body` says that it is no byline, caption or sign-off; a `copy` stands twice and is not scored;
    a `glued` piece is written behind the one before it, in the same block.
    """

    text: str
    article: int
    order: int
    body: bool = True
    copy: bool = False
    glued: bool = False


@dataclass(slots=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    article: int
    first: bool
    pieces: list[Piece] = field(default_factory=list)


def parts_of(parts: Sequence[Part], article: int) -> list[Part]:
    """Return the parts of an article, in order."""
    return [part for part in parts if part.article == article]


def last_of(parts: Sequence[Part], article: int) -> Part:
    """Return the part that ends an article."""
    return parts_of(parts, article)[-1]


def take_tail(part: Part, rng: random.Random, whole: bool = False) -> list[Piece]:
    """Take the last paragraphs off a part, with what stands between them; one body piece stays."""
    bodies = [at for at, piece in enumerate(part.pieces) if piece.body]
    if whole:
        at = 0
    else:
        count = rng.choice([n for n in (1, 1, 1, 2, 2, 3, 4) if n < len(bodies)])
        at = bodies[-count]
    taken = part.pieces[at:]
    del part.pieces[at:]
    return taken


def bodies_of(part: Part) -> int:
    """Count the paragraphs of a part."""
    return sum(piece.body for piece in part.pieces)


def pick(parts: list[Part], rng: random.Random, least: int, used: set[int]) -> Part | None:
    """Draw a part that ends an article with at least `least` paragraphs; it is used then."""
    able = [
        part
        for part in parts
        if part is last_of(parts, part.article)
        and bodies_of(part) >= least
        and part.article not in used
    ]
    if not able:
        return None
    chosen = rng.choice(able)
    used.add(chosen.article)
    return chosen


def simple(parts: list[Part], used: set[int]) -> list[Part]:
    """Return the articles of one part that are not used yet."""
    return [p for p in parts if len(parts_of(parts, p.article)) == 1 and p.article not in used]


def end_of(part: Part, rng: random.Random) -> int:
    """Return where a fragment is put at a part's end: before its sign-off now and then."""
    if part.pieces and not part.pieces[-1].body and rng.random() < 0.2:
        return len(part.pieces) - 1
    return len(part.pieces)


def donor_and_host(
    able: list[Part], parts: list[Part], rng: random.Random, used: set[int]
) -> tuple[Part, Part] | None:
    """Draw one of these that gives, and another part that takes; both are used then."""
    if not able:
        return None
    donor = rng.choice(able)
    used.add(donor.article)
    host = pick(parts, rng, 1, used)
    return None if host is None else (donor, host)

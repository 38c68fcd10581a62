"""Pages of several articles with fragments under the wrong heading; every page has its gold.

Kinds of displacement, see `KINDS`:

`tail` the last paragraphs of an article stand behind another's last one; `front` they stand before
another's first; `inside` between another's paragraphs; `tails` two articles have each other's last
paragraphs; `head` the first paragraphs of an article stand behind another's last one; `scatter`
paragraphs of several articles stand anywhere; `exchange` two articles have each other's body;
`adopt` a body stands behind another's, its own heading is left bare; `next` a body stands under the
heading after its own, before that heading's body; `after` an article breaks off in mid-sentence and
goes on behind another one; `chain` three bodies stand one heading further; `seed` a heading stands
over a copy of another's body, its own, without its start, follows an article that breaks off, and
the first character has stayed in the block before. `clean` pages have nothing displaced.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.displacing import displace
from benchmarks.gold import Article, is_scoring, read_articles
from benchmarks.grammar import Inventory
from benchmarks.languages import traits
from benchmarks.parts import Part, Piece

KINDS: Mapping[str, float] = {
    "clean": 0.2,
    "tail": 0.14,
    "front": 0.04,
    "tails": 0.06,
    "head": 0.05,
    "inside": 0.04,
    "scatter": 0.04,
    "exchange": 0.11,
    "adopt": 0.11,
    "next": 0.08,
    "after": 0.07,
    "chain": 0.05,
    "seed": 0.1,
}


@dataclass(frozen=True, slots=True)
class GoldPiece:
    """A paragraph as it stands on the page: offsets, its article, its place among all paragraphs.

    `present` is the article of the heading above it; `body` says that it is no byline, caption or
    sign-off.
    """

    start: int
    end: int
    article: int
    order: int
    present: int
    copy: bool
    body: bool = True


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page, its paragraphs, and its headings as (offset, article)."""

    id: str
    lang: str
    kind: str
    text: str
    pieces: tuple[GoldPiece, ...]
    headings: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Dress:
    """What a page looks like: chances of what stands between paragraphs, and its headings."""

    bylines: float = 0.0
    signoffs: float = 0.0
    captions: float = 0.0
    subheads: float = 0.0
    levels: str = "flat"


def random_dress(rng: random.Random) -> Dress:
    """Draw a dress; half the pages are headings and paragraphs alone."""
    if rng.random() < 0.5:
        return Dress(levels=rng.choice(("flat", "first")))
    return Dress(
        bylines=rng.choice((0.0, 0.4, 0.8)),
        signoffs=rng.choice((0.0, 0.4, 0.8)),
        captions=rng.choice((0.0, 0.0, 0.05, 0.12)),
        subheads=rng.choice((0.0, 0.15, 0.3)),
        levels=rng.choice(("flat", "first", "first", "top")),
    )


def news(folder: Path, lang: str, half: str) -> list[Article]:
    """Return the news articles of one half, "tuning" or "scoring"."""
    return [
        article
        for article in read_articles(folder / f"{lang}.jsonl")
        if is_scoring(article.title) is (half == "scoring")
    ]


def compose(
    articles: Sequence[Article], inventory: Inventory, dress: Dress, rng: random.Random
) -> list[Part]:
    """Return the articles of a page as they should stand."""
    parts: list[Part] = []
    for number, article in enumerate(articles):
        part = Part(article.title, number, True)
        parts.append(part)
        if rng.random() < dress.bylines:
            part.pieces.append(Piece(inventory.draw("byline", rng), number, 0, body=False))
        split = rng.random() < 2 * dress.subheads and len(article.paragraphs) > 3
        for index, paragraph in enumerate(article.paragraphs):
            if split and index and rng.random() < dress.subheads:
                part = Part(_subhead(paragraph, inventory, rng), number, False)
                parts.append(part)
            if rng.random() < dress.captions:
                part.pieces.append(Piece(inventory.draw("caption", rng), number, 0, body=False))
            part.pieces.append(Piece(paragraph, number, 0))
        if rng.random() < dress.signoffs:
            part.pieces.append(Piece(inventory.draw("signoff", rng), number, 0, body=False))
    order = 0
    for part in parts:
        for index, piece in enumerate(part.pieces):
            part.pieces[index] = replace(piece, order=order)
            order += 1
    return parts


_CLAUSE = re.compile(r"[^，。；：！？、,.;:!?“”\"（(）)]+")


def _subhead(paragraph: str, inventory: Inventory, rng: random.Random) -> str:
    """Return a sub-heading: words of the paragraph under it, or one that says little."""
    clauses: list[str] = [c.strip() for c in _CLAUSE.findall(paragraph)]
    fitting: list[str] = [
        c for c in clauses if 6 <= len(c) <= (18 if inventory.lang == "zh" else 45)
    ]
    if fitting and rng.random() < 0.7:
        return rng.choice(fitting)
    return inventory.draw("subhead", rng)


def lay(parts: Sequence[Part], dress: Dress, name: str, lang: str, kind: str) -> PlacedPage:
    """Write the parts under one another, a blank line between blocks."""
    text = ""
    pieces: list[GoldPiece] = []
    headings: list[tuple[int, int]] = []
    space = "" if traits(lang).ideographic else " "
    for number, part in enumerate(parts):
        text += "\n\n" if text else ""
        headings.append((len(text), part.article))
        text += _marks(dress.levels, number, part.first) + part.heading
        for piece in part.pieces:
            text += space if piece.glued else "\n\n"
            start = len(text)
            text += piece.text
            place = (piece.article, piece.order, part.article, piece.copy, piece.body)
            pieces.append(GoldPiece(start, len(text), *place))
    return PlacedPage(name, lang, kind, text + "\n", tuple(pieces), tuple(headings))


def _shortened(article: Article, rng: random.Random) -> Article:
    if rng.random() < 0.5:
        return article
    kept = [p for n, p in enumerate(article.paragraphs) if n < 1 or rng.random() < 0.75]
    return article if len(kept) < 2 else replace(article, paragraphs=tuple(kept))


def _marks(levels: str, number: int, first: bool) -> str:
    match levels:
        case "plain":
            return ""
        case "first":
            return "# " if number == 0 else "## "
        case "top":
            return "# " if first else "## "
        case _:
            return "## "


def pages(
    articles: Sequence[Article],
    lang: str,
    seed: int | str,
    count: int,
    kind: str | None = None,
    half: str = "tuning",
    dress: Dress | None = None,
    shortened: bool = False,
) -> Iterator[PlacedPage]:
    """Yield `count` pages of 4 to 9 articles; page `i` depends on the seed and `i` alone.

    `shortened`: half of the articles lack some of their paragraphs, so that an article is never
    twice the same.
    """
    inventory = Inventory(lang, half)
    names, weights = list(KINDS), list(KINDS.values())
    for index in range(count):
        rng = random.Random(f"displaced:{seed}:{lang}:{index}")
        while True:
            chosen = kind or rng.choices(names, weights)[0]
            wear = dress or random_dress(rng)
            taken = rng.sample(articles, rng.randint(4, 9))
            if shortened:
                taken = [_shortened(article, rng) for article in taken]
            parts = compose(taken, inventory, wear, rng)
            if chosen == "clean" or displace(parts, chosen, lang, rng):
                break
        yield lay(parts, wear, f"{chosen}-{lang}-{seed}-{index}", lang, chosen)

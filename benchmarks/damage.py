"""Damages clean articles the ways scrapers, layouts and extractors do; every page has its gold.

Kinds of page: `cut` (paragraphs cut in two, often with something between the halves), `wrap`
(hard-wrapped columns), `clean` (undamaged articles and structured texts: every seam stands),
`healed` (a wrapped page whose joins are made: every seam stands). The same seed gives the same
pages on every machine.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from benchmarks.blocks import Block, Mix, borrowed, compose, random_mix, restyled, structured
from benchmarks.columns import healed, random_sheet, sheet_lines
from benchmarks.cutting import cut_lines, random_cutting
from benchmarks.gold import Article, GoldPage
from benchmarks.grammar import Inventory
from benchmarks.lay import Line, lay

KINDS: Mapping[str, float] = {"cut": 0.35, "wrap": 0.45, "clean": 0.12, "healed": 0.08}


@lru_cache(maxsize=32)
def _inventory(lang: str, half: str) -> Inventory:
    return Inventory(lang, half)


def damage(
    articles: Sequence[Article],
    lang: str,
    rng: random.Random,
    kind: str | None = None,
    inventory: str = "tuning",
    name: str = "",
    others: Sequence[Article] = (),
) -> GoldPage:
    """Return one page that carries the articles, damaged in a way drawn from `rng`.

    `kind` is one of `KINDS` (drawn when None); `inventory` is "tuning" or "scoring": the two share
    no name and no form of caption, byline, furniture or structured text. From `others` some
    captions, sub-headings and running heads borrow their words.

    >>> article = Article("en", "Rain", ("It rained all day in the hills.",))
    >>> page = damage([article], "en", random.Random(1), "clean")
    >>> {seam.label for seam in page.seams} <= {"P"}
    True
    """
    chosen = kind or rng.choices(list(KINDS), list(KINDS.values()))[0]
    half = _inventory(lang, inventory)
    if others:
        half = replace(half, borrowed=borrowed(others, lang, rng))
    style = rng.random()
    dressed = [restyled(article, random.Random(style)) for article in articles]
    mix = random_mix(rng)
    if chosen == "clean" and rng.random() < 0.4:
        mix = replace(mix, structures=0.4)
    blocks = compose(dressed, half, mix, rng)
    if chosen in ("clean", "wrap", "healed") and rng.random() < 0.12:
        blocks = _structures_only(blocks, half, mix, rng)
    lines = _layout(blocks, half, chosen, rng)
    newline = "\r\n" if rng.random() < 0.04 else "\n"
    hollow = rng.choice(("  ", "\u3000")) if rng.random() < 0.04 else ""
    return lay(lines, name, lang, chosen, newline, hollow)


def _structures_only(
    blocks: list[Block], half: Inventory, mix: Mix, rng: random.Random
) -> list[Block]:
    """Return a page of records: structured texts with a paragraph here and there."""
    paragraphs = [block for block in blocks if block.kind == "paragraph"][:3]
    page: list[Block] = []
    for _ in range(rng.randint(2, 8)):
        if mix.headings and rng.random() < 0.3:
            page.append(Block("heading", half.draw("subhead", rng)))
        page.extend(structured(half, rng))
        if paragraphs and rng.random() < 0.3:
            page.append(paragraphs.pop())
    return page


def _layout(blocks: Sequence[Block], half: Inventory, kind: str, rng: random.Random) -> list[Line]:
    if kind == "wrap":
        return sheet_lines(blocks, half, random_sheet(half.lang, rng), rng)
    if kind == "healed":
        return sheet_lines(blocks, half, healed(random_sheet(half.lang, rng)), rng)
    cutting = random_cutting(half.lang, rng)
    return cut_lines(blocks, half, replace(cutting, rate=0.0) if kind == "clean" else cutting, rng)


def pages(
    articles: Sequence[Article],
    lang: str,
    seed: int | str,
    count: int,
    kind: str | None = None,
    inventory: str = "tuning",
    kinds: Mapping[str, float] = KINDS,
    longest: int = 12_000,
) -> Iterator[GoldPage]:
    """Yield `count` pages of 1 to 8 articles each; `kinds` weighs the kinds when `kind` is None.

    A page takes no further article once it has `longest` code points of text. Page `i` depends on
    the seed, the language and `i` alone.
    """
    names, weights = list(kinds), list(kinds.values())
    for index in range(count):
        rng = random.Random(f"{seed}:{lang}:{index}")
        chosen = kind or rng.choices(names, weights)[0]
        taken: list[Article] = []
        size = 0
        for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 6, 8))):
            article = rng.choice(articles)
            if taken and size + sum(map(len, article.paragraphs)) > longest:
                break
            taken.append(article)
            size += sum(map(len, article.paragraphs))
        yield damage(taken, lang, rng, chosen, inventory, f"{chosen}-{lang}-{seed}-{index}")

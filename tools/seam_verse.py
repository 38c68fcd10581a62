"""Verse to learn the seam decision from: prose set line by line, each line with a capital."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.gold import Article, GoldPage
from benchmarks.lay import Line, lay

PAGES = {"de": 160, "en": 160, "fr": 60, "es": 50, "it": 30}
"""Pages of verse in each language; ``OTHERS`` in those that aren't named and have capitals."""

OTHERS = 10
CAPITALS = frozenset(
    "bg ca cs da de el en es et fi fr hr hu it lt lv nb nl pl pt ro ru sk sl sv uk".split()  # noqa: SIM905
)
"""Languages whose verse begins its lines with capitals."""

SHORTEST, LONGEST = 18, 62
"""Characters after which a line of verse ends, of different pages."""

STANZAS = (0, 2, 4, 4, 6, 8)
"""Lines of a stanza; 0 where the page has none."""

AT_COMMAS = 0.6
"""Share of the lines that end at a comma where one is near."""

SLACK = 14
"""Characters that a line may be longer for that."""

OLD = 0.4
"""Share of the German pages that are spelled with a long s."""

SURROUNDED = 0.4
"""Share of the pages on which prose in lines stands before and after."""


def verse(articles: Sequence[Article], lang: str, rng: random.Random) -> GoldPage:
    """A page of verse out of the paragraphs of some articles."""
    article = rng.choice(articles)
    words = " ".join(article.paragraphs).split()
    lines = _set(words, rng)
    stanza = rng.choice(STANZAS)
    blank = rng.random() < 0.7
    rhymed = [
        replace(line, blank=int(bool(stanza and number and number % stanza == 0 and blank)))
        for number, line in enumerate(lines)
    ]
    if rng.random() < SURROUNDED:
        before, after = (_wrapped(rng.choice(article.paragraphs), rng) for _ in range(2))
        rhymed = [*before, *rhymed, *after]
    if lang == "de" and rng.random() < OLD:
        rhymed = [replace(line, text=re.sub(r"s(?=\w)", "ſ", line.text)) for line in rhymed]
    return lay([line for line in rhymed if line.text], article.title, lang, "verse")


def _set(words: Sequence[str], rng: random.Random) -> list[Line]:
    """Lines of about one length, most of which end at a comma or another mark."""
    size = rng.randint(SHORTEST, LONGEST)
    most = rng.choice((6, 10, 20, 40, 80))
    start = rng.randrange(max(len(words) - most * 8, 1))
    out: list[Line] = []
    line: list[str] = []
    for word in words[start:]:
        line.append(word)
        length = sum(map(len, line)) + len(line)
        near = abs(length - size) <= SLACK and word[-1] in ",;:.!?" and rng.random() < AT_COMMAS
        if near or length >= size + rng.randint(-4, SLACK):
            text = " ".join(line)
            out.append(Line(text[:1].upper() + text[1:]))
            line = []
            if len(out) >= most:
                break
    return out


def _wrapped(paragraph: str, rng: random.Random) -> list[Line]:
    """A paragraph in lines of one width."""
    width = rng.randint(40, 75)
    out: list[Line] = []
    line = ""
    for word in paragraph.split():
        if line and len(line) + 1 + len(word) > width:
            out.append(Line(line, "S" if out else "P"))
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*out, Line(line, "S" if out else "P")]

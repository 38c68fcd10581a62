"""Articles on pages with heads, feet and numbers in the styles that books and reports have."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.gold import Article

__all__ = ["STYLES", "FurnishedPage", "furnished"]

Lines = list[str]
LINES_A_PAGE = (22, 38)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


@dataclass(frozen=True, slots=True)
class FurnishedPage:
    """A text, and the offsets at which the lines of its furniture begin."""

    text: str
    furniture: frozenset[int]


def _number(page: int) -> str:
    return f"{page}"


@dataclass(frozen=True, slots=True)
class Style:
    """What stands at the top and the foot of a page, given its number and its chapter."""

    top: Callable[[int, str], Lines]
    foot: Callable[[int, str], Lines]
    between: str = "\n"


STYLES: dict[str, Style] = {
    "bare number at the foot": Style(lambda n, c: [], lambda n, c: ["", f"{n}", ""]),
    "number, form feed": Style(lambda n, c: [], lambda n, c: ["", f"{n:>40}"], "\n\f"),
    "number over head": Style(lambda n, c: [], lambda n, c: [f"{n}", "THE HARBOUR YEARBOOK"]),
    "head over number": Style(lambda n, c: ["ANNUAL REPORT 2019", f"{n}", ""], lambda n, c: []),
    "head, blank, number": Style(
        lambda n, c: ["", "Annual Report 2019  ", " ", f"{n} ", ""], lambda n, c: []
    ),
    "left and right heads": Style(
        lambda n, c: [f"{n}   The Harbour Yearbook" if n % 2 else f"{c[:40]}   {n}", ""],
        lambda n, c: [],
    ),
    "chapter as head, number at the foot": Style(
        lambda n, c: [c[:50], ""], lambda n, c: ["", f"{n}"], "\n\n"
    ),
    "page n of m": Style(lambda n, c: [], lambda n, c: ["", f"Page {n} of 99", ""]),
    "dashes": Style(lambda n, c: [], lambda n, c: ["", f"- {n} -", ""]),
    "roman": Style(lambda n, c: [], lambda n, c: ["", ROMAN[(n - 1) % 14], ""], "\n\f"),
    "copyright foot": Style(
        lambda n, c: [], lambda n, c: ["", "© 2019 Harbour Trust. All rights reserved.", f"{n}"]
    ),
    "journal": Style(
        lambda n, c: [f"Journal of Harbours 12 (2019) {n}–{n + 9}", ""], lambda n, c: [], "\n\f"
    ),
    "report foot, form feed": Style(
        lambda n, c: [], lambda n, c: ["", f"Harbour Trust{' ' * 30}Review 2019{' ' * 20}{n}"], "\n\f"
    ),
    "nothing": Style(lambda n, c: [], lambda n, c: []),
}


def furnished(articles: Sequence[Article], style: str, count: int) -> Iterator[FurnishedPage]:
    """Lay out articles on pages in one of `STYLES`, the same ones each time."""
    chance = random.Random(style)
    for _ in range(count):
        lang = chance.choice(("en", "zh"))
        some = chance.sample([each for each in articles if each.lang == lang], 14)
        yield _laid_out(some, STYLES[style], chance)


def _laid_out(articles: Sequence[Article], style: Style, chance: random.Random) -> FurnishedPage:
    gap = chance.choice(("", "\n"))
    rows: list[tuple[str, str]] = []
    for article in articles:
        for paragraph in article.paragraphs:
            rows += [(line, article.title) for line in _wrapped(paragraph, article.lang)]
            if gap:
                rows.append(("", article.title))
    size, number = chance.randint(*LINES_A_PAGE), chance.choice((1, 97))
    text, furniture = "", set[int]()
    for start in range(0, min(len(rows), 14 * size), size):
        chapter = rows[start][1]
        parts = [
            *((line, True) for line in style.top(number, chapter)),
            *((line, False) for line, _ in rows[start : start + size]),
            *((line, True) for line in style.foot(number, chapter)),
        ]
        for line, is_furniture in parts:
            if is_furniture and line.strip():
                furniture.add(len(text) + len(line) - len(line.lstrip()))
            text += line + "\n"
        text = text[:-1] + style.between
        number += 1
    return FurnishedPage(text, frozenset(furniture))


def _wrapped(paragraph: str, lang: str) -> Lines:
    if lang == "en":
        return textwrap.wrap(paragraph, 78)
    return [paragraph[at : at + 36] for at in range(0, len(paragraph), 36)]

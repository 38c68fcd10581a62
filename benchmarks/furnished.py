"""Articles on pages with heads, feet and numbers in the styles that books and reports have."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.gold import Article

__all__ = ["STYLES", "FurnishedPage", "furnished"]

Lines = list[str]
LINES_A_PAGE, MOST_PAGES, FIRST_PAGES = (22, 38), 14, (1, 97)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


@dataclass(frozen=True, slots=True)
class FurnishedPage:
    """A text, and the offsets at which the lines of its furniture begin."""

    text: str
    furniture: frozenset[int]


@dataclass(frozen=True, slots=True)
class Style:
    """What stands at the top and the foot of a page, as templates.

    Attributes:
        top: lines above the text.
        foot: lines below it.
        right: lines above the text of pages with odd numbers, where they differ.
        between: what stands between two pages.
    """

    top: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    between: str = "\n"

    def head(self, number: int, chapter: str) -> Lines:
        """The lines at the top of a page."""
        return _filled(self.right if self.right and number % 2 else self.top, number, chapter)

    def tail(self, number: int, chapter: str) -> Lines:
        """The lines at its foot."""
        return _filled(self.foot, number, chapter)


def _filled(templates: tuple[str, ...], number: int, chapter: str) -> Lines:
    roman = ROMAN[(number - 1) % len(ROMAN)]
    return [
        line.format(number=number, last=number + 9, roman=roman, chapter=chapter[:50])
        for line in templates
    ]


FEED = "\n\f"
STYLES: dict[str, Style] = {
    "bare number at the foot": Style(foot=("", "{number}", "")),
    "number, form feed": Style(foot=("", "{number:>40}"), between=FEED),
    "number over head": Style(foot=("{number}", "THE HARBOUR YEARBOOK")),
    "head over number": Style(("ANNUAL REPORT 2019", "{number}", "")),
    "head, blank, number": Style(("", "Annual Report 2019  ", " ", "{number} ", "")),
    "left and right heads": Style(
        ("{chapter}   {number}", ""), right=("{number}   The Harbour Yearbook", "")
    ),
    "chapter as head, number at the foot": Style(
        ("{chapter}", ""), ("", "{number}"), between="\n\n"
    ),
    "page n of m": Style(foot=("", "Page {number} of 140", "")),
    "dashes": Style(foot=("", "- {number} -", "")),
    "roman": Style(foot=("", "{roman}", ""), between=FEED),
    "copyright foot": Style(foot=("", "© 2019 Harbour Trust. All rights reserved.", "{number}")),
    "journal": Style(("Journal of Harbours 12 (2019) {number}–{last}", ""), between=FEED),
    "report foot, form feed": Style(
        foot=("", "Harbour Trust                 Review 2019                 {number}"),
        between=FEED,
    ),
    "nothing": Style(),
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
    size, number = chance.randint(*LINES_A_PAGE), chance.choice(FIRST_PAGES)
    text, furniture = "", set[int]()
    for start in range(0, min(len(rows), MOST_PAGES * size), size):
        chapter = rows[start][1]
        parts = [
            *((line, True) for line in style.head(number, chapter)),
            *((line, False) for line, _ in rows[start : start + size]),
            *((line, True) for line in style.tail(number, chapter)),
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

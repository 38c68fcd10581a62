"""Whether a page holds several independent articles, or is one work with sections.

A newspaper's page is cut into articles that have nothing to do with one another: text under the
wrong heading is damage there. In a paper, a manual or a law the sections of one work follow one
another as their author wrote them, however well a paragraph would fit under another heading. What
speaks for one work is how such works are made (numbered headings, code, tables, lists, links,
titles such as "Introduction") and that its sections share their rare words.

On 450 pages of news (``benchmarks.displacement``, the tuning half) 19 in 20 share less than 36 in
100 of what their sections name of rare words, and half share 17; of the documents in
``untouched.jsonl`` half share more than 50.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import regex

from layoutfix.evidence.placement.outline import Outline, outline_of, title_rows
from layoutfix.evidence.placement.terms import different, terms_of
from layoutfix.language.numerals import enumerator
from layoutfix.language.vocabulary import full_match
from layoutfix.model import Flags, Page, Role, first_rows
from layoutfix.parsing.surroundings import is_closing, line_texts

__all__ = ["Articles", "articles_of", "is_work"]

LEAST_SECTIONS = 3
"""Sections with text below which a page doesn't show that they are independent."""

LEAST_SIGNED = 2
"""Sections with a byline, a dateline or a sign-off of their own: they are articles."""

MOST_CODE, MOST_TABLES, MOST_ITEMS = 0.0, 0.1, 0.4
"""Shares of a page's blocks: news has no code, few tables and few lists."""

MOST_LEVELS = 2
"""Levels of headings: titles and sub-headings."""

MOST_AGAIN, MOST_AGAIN_SHARE = 1, 0.1
"""Headings that read as another one does, and their share of all."""

MOST_LABELS = 0.3
"""Share of headings that are numbered, or no titles by their marks."""

MOST_MARKS = 0.15
"""Links, references and literals a block."""

LEAST_CLOSED = 0.4
"""Share of paragraphs that end with a closing mark: cells of a table and labels don't."""

SHARED, SHARED_SIGNED = 0.36, 0.5
"""Share of the rare words of a section that other sections name too; the second for pages on which
articles are signed."""

LEAST_SHARED, RARE = 3, 5
"""Sections from which on sharing is asked for, and the rarity, 1 to 10, of the words asked for."""

LONGEST_TITLE = 160
"""Characters."""

SIGNED = (Role.BYLINE, Role.DATELINE, Role.SIGN_OFF)

_MARKS = regex.compile(
    r"\]\(|\]\[|\[\^|(?<=\S)\[\d{1,3}\]|https?://|`[^`\s][^`]*`|<[a-z/!][^<>]*>|\\[a-z]{2,}|::|\{[#%{]"
)
_MARK_BEGINNINGS = ("](", "][", "[", "http", "`", "<", "\\", "::", "{")
"""What the marks begin with: where there are few of these there are few marks."""

_NO_TITLE = regex.compile(r"[`{}<>|=]|\]\(|https?://|!\[|[:：;；,，]$|^[\[(（]|\w\(\)|^\W*$")
_NUMBERED = regex.compile(
    r"(?:§\s?)?(?:\d+\.)*\d+[.):：、]?\s|(?:[IVX]+|[A-Z])[.)]\s|[一二三四五六七八九十]+[、.．]"
)


@dataclass(frozen=True, slots=True)
class Articles:
    """What kind of page this is.

    Attributes:
        against: what speaks against independent articles, short and for people; where it is empty
            the page holds several.
        work: whether what speaks against them is how the page is made: then it is one work for
            sure, and not only one whose sections have their words in common.
    """

    against: tuple[str, ...]
    work: bool

    @property
    def independent(self) -> bool:
        """Whether the page holds several independent articles."""
        return not self.against


def articles_of(page: Page) -> Articles:
    """What kind of page it is; use it as ``page.derived(articles_of)``."""
    made = tuple(_made_as_a_work(page))
    if made:
        return Articles(made, work=True)
    outline = page.derived(outline_of)
    signed = _signed(outline)
    against = []
    if len(outline.heading) < 2:
        against.append("it has no two headings")
    elif len(_with_text(outline)) < LEAST_SECTIONS and signed < LEAST_SIGNED:
        against.append("too few of its sections have text")
    if _closed(page, outline) < LEAST_CLOSED:
        against.append("little of it is running text")
    limit = SHARED_SIGNED if signed >= LEAST_SIGNED else SHARED
    if shared_words(page) > limit:
        against.append("its sections share their rare words")
    return Articles(tuple(against), work=False)


def is_work(page: Page) -> bool:
    """Whether it is one work by how it is made, ``articles_of(page).work``, and nothing more.

    Use it as ``page.derived(is_work)``.
    """
    parts = (_holds, _refers, _titled_as_a_work)  # the cheap ones first
    return any(True for part in parts for _ in part(page))


def _made_as_a_work(page: Page) -> Iterator[str]:
    yield from _holds(page)
    yield from _titled_as_a_work(page)
    yield from _refers(page)


def _holds(page: Page) -> Iterator[str]:
    roles = page.lines.role[page.derived(first_rows)]
    counts = np.bincount(roles, minlength=len(Role)).tolist()
    for role, most, what in (
        (Role.CODE, MOST_CODE, "code"),
        (Role.TABLE, MOST_TABLES, "tables"),
        (Role.LIST_ITEM, MOST_ITEMS, "lists"),
    ):
        if counts[role.code] > most * len(roles):
            yield f"it holds {what}"


def _refers(page: Page) -> Iterator[str]:
    text, most = page.text, max(MOST_MARKS * len(page.derived(first_rows)), 2)
    if sum(map(text.count, _MARK_BEGINNINGS)) <= most:
        return
    if sum(1 for _ in _MARKS.finditer(text)) > most:
        yield "it holds links and references"


def _titled_as_a_work(page: Page) -> Iterator[str]:
    rows = page.derived(title_rows)
    if len(rows) < 2:
        return
    titles = [text.strip("#*_ \t") for text in line_texts(page, rows)]
    most = MOST_LABELS * len(titles)
    numbered = sum(_is_numbered(title) for title in titles)
    if numbered > 1 and numbered > most:
        yield "its headings are numbered"
    labels = sum(
        len(title) > LONGEST_TITLE or _NO_TITLE.search(title) is not None for title in titles
    )
    if labels > 1 and labels > most:
        yield "its headings are labels"
    again = len(titles) - len({title.casefold() for title in titles})
    if again > max(MOST_AGAIN, MOST_AGAIN_SHARE * len(titles)):
        yield "its headings recur"
    if sum(full_match("section_title", title, page.words) is not None for title in titles) > 1:
        yield "its headings are those of a work"
    levels = set(page.lines.level[rows].tolist())
    if len(levels - {0}) > MOST_LEVELS:
        yield "its headings have three levels"


def _is_numbered(title: str) -> bool:
    return _NUMBERED.match(title) is not None or enumerator(title, 0) is not None


def _with_text(outline: Outline) -> set[int]:
    """Sections with a heading and text under it."""
    return set(outline.section[~outline.attached & (outline.section > 0)].tolist())


def _signed(outline: Outline) -> int:
    """How many sections have a byline, a dateline or a sign-off."""
    return len(set(outline.section[outline.of_role(*SIGNED)].tolist()))


def _closed(page: Page, outline: Outline) -> float:
    """The share of the units of text that end with a closing mark."""
    ends = outline.end[~outline.attached] - 1
    return float(is_closing(page.kinds[ends]).mean()) if len(ends) else 0.0


def shared_words(page: Page) -> float:
    """The share, by weight, of the rare words of sections that other sections name too.

    Copies are left out: they share all they have, and damage made them.
    """
    outline = page.derived(outline_of)
    if len(_with_text(outline)) < LEAST_SHARED:
        return 0.0
    terms = page.derived(terms_of)
    kept = ~_copies(page, outline)[terms.unit]
    term = np.concatenate((terms.term[kept], terms.heading_term)).astype(np.int64)
    section = np.concatenate((outline.section[terms.unit[kept]], terms.heading))
    sections = int(section.max(initial=0)) + 1
    pairs = different(term * sections + section) // sections
    pairs = pairs[terms.rarity[pairs] >= RARE]
    often = np.bincount(pairs, minlength=len(terms)) > 1
    weight = terms.rarity[pairs]
    return float((weight * often[pairs]).sum() / max(int(weight.sum()), 1))


def _copies(page: Page, outline: Outline) -> Flags:
    """Which units have the text of another one."""
    texts = ["".join(unit.span.text_of(page.text).split()) for unit in outline.units]
    often = Counter(texts)
    return np.array([often[text] > 1 for text in texts], np.bool_)

"""Which jump line's article goes on behind which other: pairs that prove one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from layoutfix.collection.jumps import Half
from layoutfix.collection.units import continues
from layoutfix.model import Span

__all__ = ["PageJoin", "joins_of"]

_WORDS = regex.compile(r"\p{Han}+|[\p{L}\p{N}]+")
SHORTEST_WORD, SHORTEST_HAN = 4, 2
"""Letters of a word that tells one heading from another."""

Pair = tuple[Half, Half]


@dataclass(frozen=True, slots=True)
class PageJoin:
    """A jump line that leads to another page, and what was done about it.

    Attributes:
        page: the number of the page in the collection, from 0, on which the article breaks off.
        line: the span of the jump line there.
        other: the number of the page on which it goes on; None where none is known.
        rest: the span there that was moved, from its jump line to the end of the article; None
            where nothing was.
        removed: the span there of the heading that stood over it and left; None where none did.
        kept: the span of the article's heading on ``page``, where another was removed.
        reason: one sentence for people, which names both pages.
        skipped: why nothing was moved; empty where the article was joined.
        proofs: what shows that the two belong together; none where nothing was moved.
    """

    page: int
    line: Span
    other: int | None
    reason: str
    skipped: str = ""
    rest: Span | None = None
    removed: Span | None = None
    kept: Span | None = None
    proofs: tuple[str, ...] = ()


def joins_of(
    halves: Sequence[Half], printed: Mapping[int, str], texts: Mapping[int, str]
) -> tuple[PageJoin, ...]:
    """What becomes of each jump line of an issue that says where its article goes on.

    Two are joined where each names the other's page, the sentence before the one surely goes on
    behind the other, no other pair fits as well, and the article's end is sure.

    Args:
        halves: all jump lines.
        printed: what each page says its number is, by its number in the collection.
        texts: the pages, by the same.
    """
    onward = [half for half in halves if not half.back]
    back = [half for half in halves if half.back]
    fitting = [(a, b) for a in onward for b in back if _fits(a, b, back, printed)]
    fitting = _by_title(fitting, texts)
    sure = [(a, b) for a, b in fitting if continues(a.beside, b.beside)]
    crowd = Counter(half for pair in sure for half in pair)
    found = []
    for one in onward:
        mine = [b for a, b in sure if a is one]
        if len(mine) == 1 and crowd[one] == crowd[mine[0]] == 1:
            found.append(_joined(one, mine[0], printed, texts))
        else:
            others = [b for a, b in fitting if a is one]
            found.append(_left(one, others, bool(mine), printed))
    return tuple(found)


def _fits(one: Half, other: Half, back: Sequence[Half], printed: Mapping[int, str]) -> bool:
    """Whether each names the other's page, or the second the page where the article began."""
    if one.page == other.page or printed.get(other.page) != one.target:
        return False
    begun = {printed.get(one.page)}
    begun |= {
        half.target
        for half in back
        if half.page == one.page and half.rest and half.rest.start <= one.line.start < half.rest.end
    }
    return other.target in begun


def _by_title(pairs: Sequence[Pair], texts: Mapping[int, str]) -> list[Pair]:
    """The pairs without those of which a half has another that goes by its heading."""
    titled = [pair for pair in pairs if _same_article(*pair, texts)]
    known = {half for pair in titled for half in pair}
    return [pair for pair in pairs if pair in titled or not known & set(pair)]


def _same_article(one: Half, other: Half, texts: Mapping[int, str]) -> bool:
    """Whether the headings of both, or the word by which one sends to the other, say the same."""
    if other.title is None:
        return False
    over = _words_of(other.title.text_of(texts[other.page]))
    begun = _words_of(one.title.text_of(texts[one.page])) if one.title else set()
    return bool(over & (begun | _words_of(one.slug)))


def _words_of(text: str) -> set[str]:
    return set(filter(_says_something, _WORDS.findall(text.lower())))


def _says_something(word: str) -> bool:
    """Whether a word is long enough to name a subject; in Han two characters are."""
    return len(word) >= (SHORTEST_HAN if regex.match(r"\p{Han}", word) else SHORTEST_WORD)


def _joined(
    one: Half, other: Half, printed: Mapping[int, str], texts: Mapping[int, str]
) -> PageJoin:
    here, there = _name(one.page, printed), _name(other.page, printed)
    found = PageJoin(
        one.page,
        one.line,
        other.page,
        f"the article of {here} goes on on {there}, behind {other.text!r}",
    )
    if other.rest is None:
        return replace(found, skipped=f"where the article ends on {there} isn't sure: {other.why}")
    proofs = (
        f"{one.text!r} names {there}, {other.text!r} names {_named(other)}",
        "a sentence that goes on behind it",
    )
    if other.title is None:
        return replace(found, rest=other.rest, proofs=proofs)
    if not _same_article(one, other, texts):
        over = other.title.text_of(texts[other.page])
        return replace(found, skipped=f"the heading {over!r} on {there} would lose its text")
    kept = one.title
    return replace(found, rest=other.rest, removed=other.title, kept=kept, proofs=proofs)


def _left(one: Half, others: Sequence[Half], goes_on: bool, printed: Mapping[int, str]) -> PageJoin:
    here, there = _name(one.page, printed), f"page {one.target}"
    reason = f"{one.text!r} on {here} leads to {there}"
    if goes_on:
        why = f"more than one text on {here} and {there} fits"
    elif others:
        why = f"no sentence that breaks off on {here} surely goes on on {there}"
    elif one.target in printed.values():
        why = f"no jump line on {there} leads back to {here}"
    else:
        why = f"no page near it says that it is {there}"
    pages = {half.page for half in others}
    return PageJoin(one.page, one.line, pages.pop() if len(pages) == 1 else None, reason, why)


def _name(page: int, printed: Mapping[int, str]) -> str:
    return f"page {printed[page]}" if page in printed else "a page without a number"


def _named(half: Half) -> str:
    return f"page {half.target}"

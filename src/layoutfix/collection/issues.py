"""Pages in the order they come, as issues: those among which a jump line finds its other half.

An issue ends where the number of a page is one that was there before. Pages wait only from the
first jump line of an issue on, and no more than a few hundred of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from layoutfix.collection.jumps import Half, halves_of, page_named, printed_page
from layoutfix.collection.matching import PageJoin, joins_of
from layoutfix.collection.pieces import Composed, Piece, composed
from layoutfix.collection.units import has_jump
from layoutfix.engine.labels import labels_and_findings
from layoutfix.errors import RuleError
from layoutfix.model import Page, Span, Stage
from layoutfix.parsing.lines import parse
from layoutfix.rule import Ruleset

__all__ = ["MOST_CHARACTERS", "MOST_PAGES", "ComposedPage", "put_together"]

MOST_PAGES, MOST_CHARACTERS = 256, 8_000_000
"""Pages that wait for the end of their issue at the most, and their characters."""


@dataclass(frozen=True, slots=True)
class ComposedPage:
    """A page before it is repaired.

    Attributes:
        number: in the collection, from 0.
        source: the page as it came.
        composition: the pieces that it is made of now.
        text: those pieces' characters.
    """

    number: int
    source: str
    composition: Composed
    text: str


@dataclass(slots=True)
class _Issue:
    """The pages that wait, and the numbers of all pages of their issue."""

    pages: dict[int, Page] = field(default_factory=dict)
    halves: list[Half] = field(default_factory=list)
    printed: dict[int, str] = field(default_factory=dict)
    characters: int = 0

    def is_full(self) -> bool:
        return len(self.pages) >= MOST_PAGES or self.characters >= MOST_CHARACTERS

    def emptied(self) -> Iterator[ComposedPage]:
        """The pages that wait, joined."""
        texts = {number: page.text for number, page in self.pages.items()}
        joins: tuple[PageJoin, ...] = ()
        if any(not half.back for half in self.halves):
            joins = joins_of(self.halves, self.printed, texts)
        made = composed(self.pages, joins)
        for number, page in self.pages.items():
            yield ComposedPage(number, page.text, made[number], _text(made[number], texts))
        self.pages, self.halves, self.characters = {}, [], 0


def put_together(
    pages: Iterable[tuple[str, str]], rules: Ruleset, *, joins: bool = True
) -> Iterator[ComposedPage]:
    """The pages in order, articles that go on elsewhere joined.

    Args:
        pages: name and text of each.
        rules: those of the roles stage are asked what the lines beside jump lines are.
        joins: whether articles are joined at all.
    """
    if not joins:
        yield from (_alone(number, text) for number, (_, text) in enumerate(pages))
        return
    issue = _Issue()
    roles = rules.of(Stage.ROLES)
    for number, (name, text) in enumerate(pages):
        page = parse(text).with_words(rules.words)
        printed = (printed_page(page) or page_named(name)) if len(page.lines) else None
        if printed is not None and printed in issue.printed.values():
            yield from issue.emptied()
            issue = _Issue()
        if printed is not None:
            issue.printed[number] = printed
        jumping = has_jump(page)
        if not jumping and not issue.pages:
            yield _alone(number, text)
            continue
        issue.pages[number] = page
        issue.characters += len(text)
        if jumping:
            issue.halves += _halves(page, number, printed, roles)
        if issue.is_full():
            yield from issue.emptied()
    yield from issue.emptied()


def _halves(page: Page, number: int, printed: str | None, roles: Ruleset) -> tuple[Half, ...]:
    try:
        seen = labels_and_findings(page, roles)[0]
    except RuleError:  # the repair of this page tells why
        return ()
    return halves_of(seen, number, printed)


def _alone(number: int, text: str) -> ComposedPage:
    whole = (Piece(number, Span(0, len(text)), ""),) if text else ()
    return ComposedPage(number, text, Composed(whole, (), ()), text)


def _text(made: Composed, texts: dict[int, str]) -> str:
    return "".join(
        glue if span is None else span.text_of(texts[page]) for page, span, glue in made.pieces
    )

"""Pages of one source: what the first pass learns from them, and the second does."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from layoutfix.collection.issues import ComposedPage, put_together
from layoutfix.collection.learning import Learning, Recurring
from layoutfix.collection.page import CollectionPage
from layoutfix.collection.recurring_line import NAME, recurring_line
from layoutfix.engine.labels import LabelsOf
from layoutfix.errors import InputError
from layoutfix.pipeline import fix_many
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

__all__ = ["Collection"]

Pages = Iterable[str | tuple[str, str]] | Mapping[str, str]
"""Texts, or names and texts. A name that says nothing but a page's number (A5, page-3) says it."""

JUMP_LINE = "jump-line"


@dataclass(frozen=True, slots=True)
class Collection:
    """What the pages of one source have in common, learnt in a first pass over them.

    Attributes:
        pages: how many pages it was learnt from.
        rules: the rules, with one more, ``recurring-line``, where the pages have shown any such
            line; take them for :func:`layoutfix.fix`, in any process.
        recurring: what recurs, commonest first. Only what has a ``proof`` is ever removed.
        jumping: how many of the pages have a jump line.

    >>> texts = ["The ferry sails at noon.", "Rain is expected.", "The bees have gone."]
    >>> pages = [f"The Courier, Page {n}\\n\\n{text}\\n" for n, text in enumerate(texts, start=3)]
    >>> collection = Collection.learn(pages)
    >>> [(each.text, each.kind, each.proof) for each in collection.recurring]
    [('The Courier, Page 3', 'head', 'it names each of its 3 pages')]
    >>> [page.text for page in collection.fix(pages)]
    ['The ferry sails at noon.\\n', 'Rain is expected.\\n', 'The bees have gone.\\n']
    """

    pages: int
    rules: Ruleset
    recurring: tuple[Recurring, ...] = ()
    jumping: int = 0
    _known: Mapping[bytes, Recurring] = field(default_factory=dict, repr=False)

    @classmethod
    def learn(cls, pages: Pages, *, rules: Ruleset = DEFAULT) -> Collection:
        """Learn what recurs on the pages of one source: the first pass.

        Memory doesn't grow with the number of pages: of texts that stand on few pages some are
        forgotten where there are very many.

        Args:
            pages: in their order where they have one; they are read once.
            rules: what to look for beside what recurs.

        Raises:
            InputError: ``pages`` is one string, or holds something else than texts.
        """
        learning = Learning(words=rules.words)
        for _, text in _named(pages):
            learning.add(text)
        known = learning.recurring()
        own = recurring_line(known)
        ranked = sorted(known.values(), key=lambda each: (-each.pages, each.text))
        extended = rules if own is None else rules.extend(own)
        return cls(learning.pages, extended, tuple(ranked), learning.jumping, known)

    def fix(
        self, pages: Pages, *, min_confidence: float | None = None, jobs: int = 1
    ) -> Iterator[CollectionPage]:
        """Repair the pages: the second pass.

        Each as :func:`layoutfix.fix` repairs it with the collection's rules. Where an article goes
        on on another page, and both pages say so, it is joined on the page where it begins. Only a
        few pages are in memory at any time; those of an issue with jump lines wait for one another.

        Args:
            pages: in order, as those that were learnt from.
            min_confidence: as for :func:`layoutfix.fix`.
            jobs: the number of processes, as for :func:`layoutfix.fix_many`.

        Raises:
            LayoutfixError: as :func:`layoutfix.fix_many`.
        """
        ahead: deque[ComposedPage] = deque()

        def texts() -> Iterator[str]:
            for composed in self.composed_pages(_named(pages)):
                ahead.append(composed)
                yield composed.text

        repaired = fix_many(texts(), rules=self.rules, min_confidence=min_confidence, jobs=jobs)
        for fixed in repaired:
            composed = ahead.popleft()
            made = composed.composition
            yield CollectionPage(
                composed.number, composed.source, fixed, made.joins, made.pieces, made.removed
            )

    def composed_pages(self, pages: Iterable[tuple[str, str]]) -> Iterator[ComposedPage]:
        """Names and texts of pages to what is to be repaired, with articles joined across pages."""
        yield from put_together(pages, self.rules, joins=self.joins)

    @property
    def joins(self) -> bool:
        """Whether articles are joined across pages: where there are jump lines, and they leave."""
        if JUMP_LINE not in self.rules or not self.jumping:
            return False
        return not isinstance(self.rules[JUMP_LINE].function, LabelsOf)

    @property
    def digest(self) -> str:
        """A checksum of what was learnt."""
        parts = [
            f"{key.hex()} {each.kind} {bool(each.proof)}"
            for key, each in sorted(self._known.items())
            if NAME in self.rules
        ]
        return sha256("\n".join(parts).encode()).hexdigest()


def _named(pages: Pages) -> Iterator[tuple[str, str]]:
    if isinstance(pages, (str, bytes)) or not isinstance(pages, Iterable):
        what = type(pages).__name__
        raise InputError(f"pages are strings, one by one, this is one {what}")
    for number, each in enumerate(pages.items() if isinstance(pages, Mapping) else pages, start=1):
        name, text = each if isinstance(each, tuple) and len(each) == 2 else ("", each)
        if not isinstance(text, str) or not isinstance(name, str):
            what = type(text if isinstance(name, str) else name).__name__
            raise InputError(f"page {number}: a page is a str, this is {what}; decode bytes first")
        yield name, text

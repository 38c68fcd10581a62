"""Many files through the repair: rows in order, in bounded memory, on several processes."""

from __future__ import annotations

import itertools
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from layoutfix.collection import Collection
from layoutfix.collection.issues import ComposedPage
from layoutfix.engine.batches import repaired_in_order
from layoutfix.engine.passes import Plan, repaired
from layoutfix.errors import InputError, LayoutfixError
from layoutfix.io.collected import JOIN, Places, name_of
from layoutfix.io.fields import ADDED
from layoutfix.io.files import STDIN
from layoutfix.io.format import Change, Row
from layoutfix.io.inputs import Input
from layoutfix.io.journal import Mark
from layoutfix.io.outputs import Sink
from layoutfix.io.timeout import PageTimeoutError, within
from layoutfix.model import Fixed
from layoutfix.rule import Ruleset

__all__ = ["Outcome", "PageRepair", "Totals", "repair_files"]

CHECKPOINT = 1 << 20
"""Bytes of source after which the output is synced: a few seconds of work that a kill may cost. The
places depend on the rows alone, so that a run that was killed writes the same bytes."""


@dataclass(slots=True)
class Totals:
    """What was counted in a run.

    Attributes:
        pages: that were repaired or had nothing to repair.
        changed: pages of which the text is another one.
        passed: rows that were passed on as they were: broken, or without a text.
        unread: files that could not be read or written.
        rules: how many findings of each rule were applied.
    """

    pages: int = 0
    changed: int = 0
    passed: int = 0
    unread: int = 0
    rules: Counter[str] = field(default_factory=Counter)

    def stored(self) -> Mapping[str, object]:
        """To be kept in a journal; files that could not be read are tried again."""
        counts = {"pages": self.pages, "changed": self.changed, "passed": self.passed}
        return {**counts, "rules": dict(self.rules)}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Totals:
        """The totals that were kept."""
        return cls(**{**values, "rules": Counter(values.get("rules", {}))})

    def add(self, outcome: Outcome) -> None:
        """Count a page."""
        self.pages += 1
        self.changed += outcome.changed
        self.rules.update(outcome.rules)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page.

    Attributes:
        change: to write; None where a rule failed.
        changed: whether the text is another one.
        rules: of the findings that were applied.
        problem: why a rule failed, or why the page is passed on as it came.
    """

    change: Change | None
    changed: bool = False
    rules: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PageRepair:
    """The repair of pages, with what is added to their records; runs in any process.

    Attributes:
        rules: what to look for.
        min_confidence: below which a finding is not applied; None takes each rule's own.
        added: what is added (``findings``, ``removed``) to the name of the field that holds it.
        timeout: seconds that a page may take; None sets no limit.
    """

    rules: Ruleset
    min_confidence: float | None
    added: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None

    def __call__(self, pages: Sequence[object]) -> list[Outcome | LayoutfixError]:
        return list(self.outcomes(pages))

    def outcomes(self, pages: Sequence[object]) -> list[Outcome]:
        """What becomes of each page; a rule that fails is an outcome, too."""
        plan = Plan(self.rules, self.min_confidence)
        try:  # all together are quicker, and mostly through before one of them may be
            found = within(self.timeout, lambda: repaired(pages, plan))
        except PageTimeoutError as error:
            if len(pages) > 1:
                return [outcome for page in pages for outcome in self.outcomes([page])]
            return [Outcome(Change(str(page)), problem=str(error)) for page in pages]
        return [self._outcome(page) for page in found]

    def _outcome(self, page: Fixed | LayoutfixError) -> Outcome:
        if isinstance(page, LayoutfixError):
            return Outcome(None, problem=str(page))
        if not page.source:
            return Outcome(Change(""))
        fields = {name: ADDED[what](page) for what, name in self.added.items()}
        rules = tuple(finding.rule for finding in page.applied)
        return Outcome(Change(page.text, fields), page.text != page.source, rules)


class _Item(NamedTuple):
    """A step of a run: a row of an input, its end, or the reason why it can't be read.

    Attributes:
        done: whether the row was written before the run was stopped.
    """

    input: Input
    row: Row | None = None
    problem: str = ""
    done: bool = False

    @property
    def text(self) -> str:
        """The row's page; empty where there is none."""
        return (self.row.text or "") if self.row else ""


def repair_files(
    inputs: Sequence[Input],
    sink: Sink,
    repair: PageRepair,
    *,
    text_field: str = "text",
    jobs: int = 1,
    collection: Collection | None = None,
    totals: Totals | None = None,
    mark_of: Callable[[Input], Mark] = lambda _: Mark(),
    report: Callable[[str, str], None] = lambda _, __: None,
    progress: Callable[[Input, int], None] = lambda _, __: None,
) -> Totals:
    """Repair all rows of all inputs, in order.

    Args:
        inputs: what is read.
        sink: where it goes.
        repair: what is done to a page.
        text_field: the name of the field or column with the text.
        jobs: the number of processes.
        collection: what was learnt from these inputs, where they are one source; ``repair`` has
            its rules.
        totals: what was counted before, in a run that goes on.
        mark_of: how far an input has come already.
        report: is given a place and what is wrong there, for each row that is passed on and each
            file that is left out.
        progress: is given the input and how many bytes of its file are done.

    Returns:
        What was counted.

    Raises:
        InputError: an input has changed since its first rows were repaired.
        RuleError: the rules can't be used.
    """
    run = _Run(sink, text_field, totals or Totals(), report, progress, dict(repair.added))
    ahead: deque[tuple[_Item, ComposedPage | None]] = deque()
    items = _items(inputs, text_field, mark_of, every=collection is not None and collection.joins)

    def texts() -> Iterator[str]:
        for item, composed in _with_composed(items, collection, run.places):
            ahead.append((item, composed))
            yield "" if item.done else composed.text if composed else item.text

    # Records come in batches, which is quicker. Of a stream, and of pages that are a file each,
    # every one is written before the next one is waited for.
    one_by_one = any(each.source.name == STDIN or not each.format.has_fields for each in inputs)
    outcomes = (
        itertools.chain.from_iterable(repair.outcomes([text]) for text in texts())
        if jobs == 1 and one_by_one
        else repaired_in_order(repair, texts(), jobs)
    )
    try:
        for outcome in outcomes:
            item, composed = ahead.popleft()
            run.take(item, outcome, composed)
    finally:  # also where somebody pressed Ctrl-C
        sink.close()
    return run.totals


def _with_composed(
    items: Iterator[_Item], collection: Collection | None, places: Places
) -> Iterator[tuple[_Item, ComposedPage | None]]:
    """The steps of a run, of a collection each with its page as it is put together."""
    if collection is None or not collection.joins:
        yield from ((item, None) for item in items)
        return
    waiting: deque[_Item] = deque()

    def pages() -> Iterator[tuple[str, str]]:
        for number, item in enumerate(items):
            waiting.append(item)
            places.add(number, item.row.place if item.row else "")
            yield name_of(item.input), item.text

    for composed in collection.composed_pages(pages()):
        yield waiting.popleft(), composed


def _items(
    inputs: Sequence[Input], text_field: str, mark_of: Callable[[Input], Mark], *, every: bool
) -> Iterator[_Item]:
    """The steps of a run; with ``every`` also the rows that are done, for others go on in them."""
    for each in inputs:
        mark = mark_of(each)
        if mark.whole and not every:
            continue
        try:
            rows = each.format.read(each.source, text_field)
            for row in _done(rows, mark, each):
                if every:
                    yield _Item(each, row, done=True)
            if mark.whole:
                continue
            for row in rows:
                yield _Item(each, row)
        except LayoutfixError as error:
            if isinstance(error, _ChangedError):
                raise
            yield _Item(each, problem=str(error))
        else:
            yield _Item(each)


class _ChangedError(InputError):
    """A source is not what it was when the run was begun."""


def _done(rows: Iterator[Row], mark: Mark, each: Input) -> Iterator[Row]:
    """The rows that are done.

    Raises:
        InputError: they aren't those that were there when they were.
    """
    found = 0
    for _ in range(mark.rows):
        row = next(rows, None)
        if row is None:
            break
        found = zlib.crc32(row.raw, found)
        yield row
    if found != mark.source:
        raise _ChangedError(
            f"{each.source.shown} has changed since the run was begun; remove the journal in the "
            "output folder to begin anew"
        )


@dataclass(slots=True)
class _Run:
    """The state of a run: which input is open, what was counted."""

    sink: Sink
    text_field: str
    totals: Totals
    report: Callable[[str, str], None]
    progress: Callable[[Input, int], None]
    added: Mapping[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    input: Input | None = None
    failed: Input | None = None
    changed: bool = False
    since: int = 0

    def take(self, item: _Item, outcome: Outcome, composed: ComposedPage | None = None) -> None:
        """Take the next step of the run."""
        if composed is not None:
            outcome = self._placed(item, outcome, composed)
            self.places.forget(composed.number)
        if item.input is self.failed or item.done:
            return
        try:
            if item.problem:
                raise InputError(item.problem)
            if self.input is not item.input:
                self.sink.begin(item.input)
                self.input, self.changed, self.since = item.input, False, 0
            if item.row is None:
                self.sink.end(self.changed, self.totals.stored())
                self.progress(item.input, item.input.size)
            else:
                self._row(item.input, item.row, outcome)
        except InputError as error:
            self.report(item.input.source.shown, str(error))
            self.totals.unread += 1
            self.failed = item.input
            self.sink.drop()

    def _placed(self, item: _Item, outcome: Outcome, composed: ComposedPage) -> Outcome:
        """The outcome of a page of a collection, as one of its row."""
        if outcome.change is None or item.done:
            return outcome
        change, rules = outcome.change, outcome.rules
        if composed.composition.joins:
            fields = {name: what for what, name in self.added.items()}
            change = self.places.change(composed, change, fields)
            joins = [each for each in composed.composition.joins if each.page == composed.number]
            rules += (JOIN,) * sum(not each.skipped for each in joins)
        return Outcome(change, change.text != composed.source, rules)

    def _row(self, each: Input, row: Row, outcome: Outcome) -> None:
        problem = row.problem or outcome.problem
        if problem and outcome.change is None and not each.format.has_fields:
            raise InputError(problem)
        if problem:
            self.totals.passed += 1
            self.report(row.place, problem)
        as_it_came = row.text is None or (problem and each.format.has_fields)
        change = None if as_it_came else outcome.change
        if change is not None:
            self.totals.add(outcome)
            self.changed |= outcome.changed or bool(change.fields)
        self.sink.write(each.format.encode(row, change, self.text_field), row.raw)
        self.since += len(row.raw)
        if self.since >= CHECKPOINT:
            self.sink.checkpoint(self.totals.stored())
            self.since = 0
        self.progress(each, row.read)

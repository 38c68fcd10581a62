"""Passes over pages: every stage in turn, again and again until a pass changes nothing.

What the rules leave alone in the end they would leave alone in the beginning: so what ``fix``
returns, ``fix`` doesn't change. Joins change the evidence at the seams beside them; so the seams
stage goes on within a pass until no seam heals any more, and the pass after it confirms the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from layoutfix.engine.account import Layer, LayeredAccount, fixed
from layoutfix.engine.decisions import NO_DECISIONS, Decisions, settle_decided
from layoutfix.engine.labels import labels_and_findings
from layoutfix.engine.plan import Settled
from layoutfix.engine.render import apply
from layoutfix.errors import InputError, LayoutfixError, surrogate_in
from layoutfix.model import Finding, Fixed, Page, Segment, Stage
from layoutfix.parsing.lines import parse_many
from layoutfix.rule import Ruleset

__all__ = ["PASSES", "Plan", "page_error", "repaired"]

PASSES = 16
"""Passes after which a page that the rules would still change is left as it came. Nearly every page
comes to rest in three: the first repairs it, the second confirms it, or repairs what the first laid
open, and then the third confirms it. More are needed where one move of a text calls for another."""

UNSETTLED = "the rules did not come to rest on this page, so it is left as it came"
"""Why nothing was done to a page whose repairs some rules of one's own would repair for ever. The
page as it came is the one answer that stays the same when it is asked for again."""

NO_SEGMENTS: Sequence[Segment] = ()


class Plan:
    """The rules of each stage, and the confidence from which on their findings are applied."""

    def __init__(
        self,
        rules: Ruleset,
        min_confidence: float | None,
        decisions: Decisions = NO_DECISIONS,
    ) -> None:
        self.decisions = decisions
        self.words = rules.words
        self.rules = {stage: rules.of(stage) for stage in Stage}
        self.bars = {stage: _bars(of, min_confidence) for stage, of in self.rules.items()}


def _bars(rules: Ruleset, min_confidence: float | None) -> list[float]:
    return [each.min_confidence if min_confidence is None else min_confidence for each in rules]


@dataclass(slots=True)
class _Way:
    """One page on its way; the only value here that changes.

    Attributes:
        source: the page as it came.
        text: what has become of it.
        layers: a stage's work each, first to last.
        first: how many layers its stages made when each had run once.
        page: the text, parsed, with the roles of its lines; None until it is seen.
        found: what the rules that gave the roles found.
        weighed: the page for which what the seam rules ask was worked out.
        healed: the page that the seam rules have seen and left as it was.
        changed: whether this pass changed the text.
        error: why the page can't be repaired.
    """

    source: str
    text: str
    layers: list[Layer] = field(default_factory=list)
    first: int = 0
    page: Page | None = None
    found: Sequence[Sequence[Finding]] = ()
    weighed: Page | None = None
    healed: Page | None = None
    changed: bool = False
    error: LayoutfixError | None = None

    @property
    def seen(self) -> Page:
        """The page, for those who work on one that has been seen."""
        assert self.page is not None
        return self.page

    def see(self, plan: Plan, page: Page) -> None:
        """Give the lines of the text, parsed, their roles."""
        self.page, self.found = labels_and_findings(page, plan.rules[Stage.ROLES])

    def settled(self, settled: Settled) -> None:
        """Apply what is to be applied."""
        if not settled.applied:
            if settled.skipped:
                self.layers.append(Layer(NO_SEGMENTS, (), settled.skipped))
            return
        self.let_go()
        after, segments = apply(self.text, settled.applied)
        self.layers.append(Layer(segments, settled.applied, settled.skipped))
        if after != self.text:
            self.text, self.changed = after, True

    def let_go(self) -> None:
        """Free the page: its text will be another one, or it is through."""
        if self.page is not None:
            self.page.forget()
        self.page, self.weighed, self.healed, self.found = None, None, None, ()


def repaired(texts: Iterable[object], plan: Plan) -> list[Fixed | LayoutfixError]:
    """Each page repaired, or why it can't be. What becomes of one doesn't depend on the others."""
    ways = [_way(text) for text in texts]
    moving = ways
    for number in range(PASSES):
        moving = [way for way in moving if way.error is None and (way.changed or not number)]
        if not moving:
            break
        _pass(moving, plan)
        for way in moving:
            if not way.changed or way.error is not None:
                way.let_go()
    return [way.error or _result(way) for way in ways]


def page_error(text: object) -> InputError | None:
    """Why this is no page; None where it is one."""
    if isinstance(text, str):
        return surrogate_in(text)
    return InputError(f"a page is a str, this is {type(text).__name__}; decode bytes first")


def _way(text: object) -> _Way:
    source = text if isinstance(text, str) else ""
    return _Way(source, source, error=page_error(text))


def _result(way: _Way) -> Fixed:
    if not way.changed:
        return fixed(way.source, way.text, way.layers)
    first = LayeredAccount(way.source, way.layers[: way.first])
    others = (((finding,), why) for finding, why in first.skipped)
    skipped = ((first.applied, UNSETTLED), *others)
    return fixed(way.source, way.source, [Layer(NO_SEGMENTS, (), skipped)])


def _pass(ways: Sequence[_Way], plan: Plan) -> None:
    """Every stage once, each on what the one before it made; seams until no more of them heal."""
    for way in ways:
        way.changed = False
    for stage in (Stage.ROLES, Stage.REPEATS, Stage.PLACEMENT):
        if len(plan.rules[stage]):
            _see(ways, plan)
            if stage is Stage.PLACEMENT:
                _weigh(ways, plan)  # of some pages it asks for the seams
            if stage is not Stage.ROLES:
                _prepare(ways, plan, stage)
        _each(ways, lambda way, stage=stage: _stage(way, plan, stage))  # type: ignore[misc]
    if len(plan.rules[Stage.SEAMS]):
        while ways:
            ways = _heal(ways, plan)
    else:
        for way in ways:
            way.first = way.first or len(way.layers)


def _prepare(ways: Sequence[_Way], plan: Plan, stage: Stage) -> None:
    """Have what the rules of a stage ask of each page worked out for all pages at once."""
    _together([way.page for way in ways if way.page is not None], plan, stage)


def _weigh(ways: Iterable[_Way], plan: Plan) -> None:
    """Have what the seam rules ask of each page worked out, where it isn't yet."""
    ways = [way for way in ways if way.page is not way.weighed]
    _prepare(ways, plan, Stage.SEAMS)
    for way in ways:
        way.weighed = way.page


def _together(pages: list[Page], plan: Plan, stage: Stage) -> None:
    if not pages:
        return
    for prepare in {each.prepare for each in plan.rules[stage] if each.prepare}:
        with suppress(Exception):  # what fails here fails again where its page is asked by itself
            prepare(pages)


def _see(ways: Iterable[_Way], plan: Plan) -> None:
    """Parse the texts that changed, and give their lines their roles."""
    unseen = [way for way in ways if way.page is None and way.error is None]
    if not unseen:
        return
    pages = [page.with_words(plan.words) for page in parse_many([way.text for way in unseen])]
    _together(pages, plan, Stage.ROLES)
    parsed = dict(zip(map(id, unseen), pages, strict=True))
    _each(unseen, lambda way: way.see(plan, parsed[id(way)]))


def _stage(way: _Way, plan: Plan, stage: Stage) -> None:
    """Run the rules of one stage, and apply what they are sure of."""
    if not len(plan.rules[stage]):
        return
    rules, bars = plan.rules[stage], plan.bars[stage]
    found = way.found if stage is Stage.ROLES else labels_and_findings(way.seen, rules)[1]
    way.settled(settle_decided(found, bars, way.text, plan.decisions, way.source, way.layers))


def _heal(ways: Sequence[_Way], plan: Plan) -> list[_Way]:
    """Join what the seam rules join, on each page; those pages where there may be more to join."""
    _see(ways, plan)
    ways = [way for way in ways if way.error is None and way.page is not way.healed]
    _weigh(ways, plan)
    lines = {id(way): len(way.seen.lines) for way in ways}
    _each(ways, lambda way: _heal_one(way, plan))
    _see(ways, plan)
    # Rules of one's own may do without an end.
    return [way for way in ways if way.page and len(way.page.lines) < lines[id(way)]]


def _heal_one(way: _Way, plan: Plan) -> None:
    _stage(way, plan, Stage.SEAMS)
    way.first = way.first or len(way.layers)
    way.healed = way.page  # none where something was applied


def _each(ways: Iterable[_Way], work: Callable[[_Way], None]) -> None:
    """Do it for each page; one that fails doesn't stop the others."""
    for way in ways:
        if way.error is None:
            try:
                work(way)
            except LayoutfixError as error:
                way.error = error

"""The laws, held against one page: nothing is written, nothing is lost, and the rest of them."""

from __future__ import annotations

import itertools
from collections import Counter

from layoutfix.engine.passes import UNSETTLED
from layoutfix.model import GLUES, Fixed, Span, Stage
from layoutfix.pipeline import fix
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

__all__ = ["assert_accounted", "assert_findings_in_order", "assert_laws"]


def assert_laws(
    text: str, *, rules: Ruleset = DEFAULT, min_confidence: float | None = None
) -> None:
    """Hold the laws on one page, whatever it is and whatever the rules make of it.

    Nothing is written, nothing is lost, a page without edits comes back identical, what is fixed
    stays fixed, every finding is applied or skipped with a reason, the order of the rules changes
    nothing, and the same page is repaired the same way twice. Time and memory are not held here.

    Arguments are those of :func:`layoutfix.fix`.

    Raises:
        AssertionError: a law is broken; the message says which, and where.

    >>> assert_laws("The committee met on Tues-\\nday and agreed.\\n")
    """
    __tracebackhide__ = True
    page = fix(text, rules=rules, min_confidence=min_confidence)
    assert_accounted(page)
    assert_findings_in_order(page)
    _hold(bool(page.applied) or page.text == text, "a page with nothing applied has changed")
    for finding, why in page.skipped:
        _hold(
            why != UNSETTLED, f"{finding.rule} undoes again and again what it or others do: {why}"
        )
    repeats = {each.name for each in rules.of(Stage.REPEATS)}
    for span, finding in page.removed:
        named = finding.rule not in repeats or all(
            edit.kept is not None or not edit.span.text_of(text).strip() for edit in finding.edits
        )
        _hold(named, f"{finding.rule} removed {_quoted(text, span)} and names no copy that stays")
    once = fix(page.text, rules=rules, min_confidence=min_confidence).text
    _hold(once == page.text, "what is fixed must stay fixed, but a second fix changes it again")
    same = fix(text, rules=rules, min_confidence=min_confidence)
    _hold(_all_of(same) == _all_of(page), "the same page was repaired in two ways")
    turned = Ruleset(rules.rules[::-1], rules.words)
    other = fix(text, rules=turned, min_confidence=min_confidence)
    _hold(_all_of(other) == _all_of(page), "the order of the rules changes the result")


def assert_accounted(page: Fixed) -> None:
    """Hold that nothing is written and nothing lost, and that the account of it is whole.

    Raises:
        AssertionError: a character is there without an origin, or gone without a finding.
    """
    __tracebackhide__ = True
    source, text = page.source, page.text
    pieces = [s.glue if s.span is None else s.span.text_of(source) for s in page.segments]
    _hold("".join(pieces) == text, "the segments don't make the text")
    glue = "".join(segment.glue for segment in page.segments if segment.span is None)
    _hold(set(glue) <= set("".join(GLUES)), f"glue that is none: {glue!r}")

    stays = [segment.span for segment in page.segments if segment.span is not None]
    left = [span for span, _ in page.removed]
    for span in (*stays, *left):
        _hold(0 <= span.start < span.end <= len(source), f"{span} is no span of the page")
    end = Span(len(source), len(source))
    parts = itertools.pairwise([Span(0, 0), *sorted((*stays, *left)), end])
    wrong = next((min(one.end, two.start) for one, two in parts if one.end != two.start), None)
    _hold(wrong is None, f"the character at {wrong} of the page is lost, or there twice")

    applied = set(page.applied)
    for span, finding in page.removed:
        applied_here = finding in applied and any(edit.span == span for edit in finding.edits)
        _hold(
            applied_here,
            f"{_quoted(source, span)} was removed by {finding.rule}, which wasn't applied",
        )

    origins = [page.origin(offset) for offset in range(len(text))]
    for character, origin in zip(text, origins, strict=True):
        right = character in glue if origin is None else character == source[origin]
        _hold(right, f"{character!r} has a wrong origin, {origin}")
    in_order = [offset for span in stays for offset in range(span.start, span.end)]
    _hold([o for o in origins if o is not None] == in_order, "origins and segments differ")


def assert_findings_in_order(page: Fixed) -> None:
    """Hold that every finding is applied or skipped with a reason, in the order of the source.

    Raises:
        AssertionError: one is missing, has no reason, stands elsewhere or is no probability.
    """
    __tracebackhide__ = True
    both = Counter([*page.applied, *(finding for finding, _ in page.skipped)])
    _hold(Counter(page.findings) == both, "a finding is neither applied nor skipped")
    for finding, reason in page.skipped:
        _hold(bool(reason), f"{finding.rule} at {finding.span} was skipped without a reason")
    for finding in page.findings:
        sure = finding.confidence
        _hold(0 <= sure <= 1, f"{finding.rule}: a confidence is from 0 to 1, not {sure}")
        inside = 0 <= finding.span.start <= finding.span.end <= len(page.source)
        _hold(inside, f"{finding.rule}: {finding.span} is no span of the page")
    for findings in (page.findings, page.applied, [f for f, _ in page.skipped]):
        spans = [finding.span for finding in findings]
        _hold(spans == sorted(spans), "findings don't stand in the order of the source")


def _all_of(page: Fixed) -> tuple[object, ...]:
    return page.text, page.applied, page.skipped, page.removed, page.segments


def _quoted(text: str, span: Span) -> str:
    return repr(span.text_of(text)[:40])


def _hold(right: bool, message: str) -> None:
    __tracebackhide__ = True
    if not right:
        raise AssertionError(message)

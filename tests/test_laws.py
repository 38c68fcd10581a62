"""The laws: they hold for any page and any set of rules.

The sets are the shipped rules, the rules of ``tests/small_rules.py`` and rules that find random
things; edits are also settled and rendered without rules, cut by cut as hypothesis draws them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from layoutfix import DEFAULT, WordList, check, fix, rejoin
from layoutfix.engine.account import Layer
from layoutfix.engine.plan import ONLY_REPORTS, UNPROVED, settle
from layoutfix.engine.render import apply
from layoutfix.errors import EditError
from layoutfix.model import Edit, Finding, FindingTable, Fixed, Page, Span, Stage
from layoutfix.parsing.lines import parse
from layoutfix.rule import Ruleset, rule
from layoutfix.testing.laws import assert_accounted, assert_findings_in_order
from tests.conftest import ROOT
from tests.engine.made import made_of
from tests.small_rules import RULES
from tests.strategies import EXAMPLES, batches, pages, repeats, rulesets


@rule("same-blank", Stage.SEAMS, EXAMPLES)
def same_blank(page: Page) -> list[Finding]:
    """A blank gives way to a blank: an edit that changes nothing anybody can see."""
    return [
        Finding("same-blank", Span(n, n + 1), "a blank", 1.0, (Edit(Span(n, n + 1), " "),))
        for n, character in enumerate(page.text)
        if character == " "
    ]


WORDED = DEFAULT.with_words(
    WordList(
        "laws",
        templates=(
            ("furniture", ("The committee {rest}", "本报{han}", "{n} a")),
            ("byline", ("Die {rest}",)),
            ("caption", ("a{rest}",)),
            ("unfinished", ("met", "discours")),
        ),
    )
)

any_rules = st.one_of(st.just(DEFAULT), st.just(WORDED), st.just(RULES), rulesets())


def everything(page: Fixed) -> tuple[object, ...]:
    return page.text, page.applied, page.skipped, page.removed, page.segments


@given(pages, any_rules)
@example("\ufeff", RULES)
@example("a\r\nb\r\n7\r\nc-\r\nd", RULES)
@example("b\n7\nb\na\n", RULES)
@example("a \nb", RULES.select("shy-join").extend(same_blank))
def test_nothing_is_written_and_nothing_lost(text: str, rules: Ruleset) -> None:
    for page in (fix(text, rules=rules), rejoin(text, rules=rules)):
        assert page.source == text
        assert_accounted(page)
        assert_findings_in_order(page)


@given(st.data())
def test_any_edits_that_go_together_are_accounted_for(data: st.DataObject) -> None:
    text = data.draw(pages)
    below, layers = text, []
    for _ in range(data.draw(st.integers(1, 3))):
        given_batches = data.draw(batches(len(below)))
        settled = settle(given_batches, 0.9, len(below))
        after, segments = apply(below, settled.applied)
        layers.append(Layer(segments, settled.applied, settled.skipped))
        below = after
    page = made_of(text, layers)
    assert page.text == below
    assert_accounted(page)
    assert_findings_in_order(page)


@given(st.data())
def test_what_is_named_as_the_copy_that_stays_stays(data: st.DataObject) -> None:
    length = data.draw(st.integers(2, 6))
    settled = settle([data.draw(st.lists(repeats(length), min_size=2, max_size=4))], 0.9, length)
    all_edits = [edit for batch in settled.applied for f in batch for edit in f.edits]
    gone = {n for e in all_edits if e.target is None for n in range(e.span.start, e.span.end)}
    for edit in all_edits:
        if edit.kept is not None:
            assert gone.isdisjoint(range(edit.kept.start, edit.kept.end))


@given(pages)
def test_no_edits_give_the_source_back(text: str) -> None:
    after, segments = apply(text, [])
    assert (after, tuple(segments)) == (text, made_of(text, []).segments)
    page = fix(text, rules=Ruleset())
    assert page.text == text
    assert not page.findings
    assert not page.removed
    assert page.diff() == ""
    assert_accounted(page)


@given(pages, any_rules)
def test_a_page_with_nothing_applied_is_the_same_page(text: str, rules: Ruleset) -> None:
    page = fix(text, rules=rules)
    if not page.applied:
        assert page.text == text
    assert bool(page.diff()) is (page.text != text)


@given(pages, any_rules)
def test_what_is_fixed_stays_fixed(text: str, rules: Ruleset) -> None:
    for repair in (fix, rejoin):
        once = repair(text, rules=rules).text
        assert repair(once, rules=rules).text == once


@given(st.data())
def test_every_finding_is_applied_or_skipped_with_a_reason(data: st.DataObject) -> None:
    text = data.draw(pages)
    given_batches = data.draw(batches(len(text)))
    settled = settle(given_batches, 0.9, len(text))
    applied = [finding for batch in settled.applied for finding in batch]
    skipped = [finding for batch, _ in settled.skipped for finding in batch]
    everyone = Counter(finding for batch in given_batches for finding in batch)
    assert Counter([*applied, *skipped]) == everyone
    assert all(reason for _, reason in settled.skipped)
    assert all(finding.edits and finding.confidence >= 0.9 for finding in applied)

    _, segments = apply(text, settled.applied)
    page = made_of(text, [Layer(segments, settled.applied, settled.skipped)])
    told = Counter((f.rule, f.span, f.confidence) for f in page.findings)
    assert told == Counter((f.rule, f.span, f.confidence) for f in everyone.elements())


@given(st.data())
def test_the_order_of_findings_does_not_matter(data: st.DataObject) -> None:
    text = data.draw(pages)
    given_batches = data.draw(batches(len(text)))
    settled = settle(given_batches, 0.9, len(text))
    one_by_one: list[Sequence[Finding]] = [[f] for batch in given_batches for f in batch]
    shuffled = settle(data.draw(st.permutations(one_by_one)), 0.9, len(text))
    assert _outcome(settled.applied) == _outcome(shuffled.applied)
    assert Counter(
        (finding, reason) for batch, reason in settled.skipped for finding in batch
    ) == Counter((finding, reason) for batch, reason in shuffled.skipped for finding in batch)
    one, other = apply(text, settled.applied), apply(text, shuffled.applied)
    assert (one[0], tuple(one[1])) == (other[0], tuple(other[1]))


def _outcome(batches: Sequence[Sequence[Finding]]) -> Counter[Finding]:
    return Counter(finding for batch in batches for finding in batch)


@given(st.data())
def test_the_order_of_rules_does_not_matter(data: st.DataObject) -> None:
    text, rules = data.draw(pages), data.draw(any_rules)
    shuffled = Ruleset(tuple(data.draw(st.permutations(rules.rules))), rules.words)
    assert everything(fix(text, rules=rules)) == everything(fix(text, rules=shuffled))


@given(st.data())
def test_only_a_surer_rival_keeps_a_finding_back(data: st.DataObject) -> None:
    length = data.draw(st.integers(1, 40))
    settled = settle(data.draw(batches(length)), 0.9, length)
    applied = [finding for batch in settled.applied for finding in batch]
    for batch, reason in settled.skipped:
        for finding in batch:
            if finding.confidence < 0.9 or reason in (ONLY_REPORTS, UNPROVED):
                continue
            rivals = [f for f in applied if f.confidence >= finding.confidence]
            if any(edit.kept for f in (finding, *applied) for edit in f.edits):
                assert rivals or "its own" in reason
                continue
            with pytest.raises(EditError):
                apply("x" * length, [rivals, [finding]])


@given(pages, any_rules)
def test_the_same_page_is_mended_the_same_way(text: str, rules: Ruleset) -> None:
    assert everything(fix(text, rules=rules)) == everything(fix(text, rules=rules))
    assert check(text, rules=rules) == fix(text, rules=rules).findings


def test_the_order_of_hashing_does_not_matter() -> None:
    program = (
        "import layoutfix, tests.small_rules, tests.strategies as s;"
        "text = ''.join(piece for piece in s.PIECES * 3 if piece[0] not in '`~');"
        "every = (tests.small_rules.RULES, layoutfix.DEFAULT);"
        "pages = [layoutfix.fix(text, rules=rules) for rules in every];"
        "print(ascii([(p.text, p.findings, p.skipped, p.segments) for p in pages]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1
    assert b"join-hyphenated" in outputs.pop()


@given(pages, any_rules, st.sampled_from((0.0, 0.5, 0.9, 1.0)))
def test_nothing_below_the_least_confidence_is_applied(
    text: str, rules: Ruleset, least: float
) -> None:
    page = fix(text, rules=rules, min_confidence=least)
    assert all(finding.confidence >= least for finding in page.applied)


@given(pages)
def test_any_text_is_a_page(text: str) -> None:
    lines = parse(text).lines
    edges = np.stack((lines.start, lines.end), axis=1).ravel()
    assert np.all(np.diff(edges) > 0)
    assert np.all(lines.first <= lines.start)
    spans = [block.span for block in parse(text).blocks]
    assert spans == sorted(spans)
    assert sum(len(block.lines) for block in parse(text).blocks) == len(lines)


class TestGrowth:
    """Law 7 is measured by a benchmark; this holds what would break it."""

    COUNT = 20_000

    def table(self, described: list[int]) -> FindingTable:
        starts = 10 * np.arange(self.COUNT)

        def describe(row: int) -> tuple[str, tuple[tuple[str, str | float], ...]]:
            described.append(row)
            return "a reason", ()

        return FindingTable(
            "table",
            starts,
            starts + 1,
            np.ones(self.COUNT, np.uint8),
            np.full(self.COUNT, 0.95),
            describe,
        )

    def test_one_clash_does_not_cost_the_others(self) -> None:
        described: list[int] = []
        table = self.table(described)
        rival = Finding("rival", Span(40, 41), "surer", 0.99, (Edit(Span(40, 42)),))
        settled = settle([table, [rival]], 0.9, 10 * self.COUNT)
        assert sum(map(len, settled.applied)) == self.COUNT
        assert [(f.span, r) for b, r in settled.skipped for f in b] == [
            (Span(40, 41), "rival at 40:41 is surer of the same place")
        ]
        assert set(described) == {4}

    def test_a_page_is_not_described_before_anybody_asks(self) -> None:
        described: list[int] = []
        table = self.table(described)
        text = "x" * (10 * self.COUNT)
        settled = settle([table], 0.9, len(text))
        _, segments = apply(text, settled.applied)
        assert len(segments) == 2 * self.COUNT
        page = made_of(text, [Layer(segments, settled.applied, settled.skipped)])
        assert page.segments == tuple(segments)
        assert page.origin(len(page.text) - 1) == len(text) - 1
        assert not described
        assert len(page.removed) == self.COUNT

    @pytest.mark.parametrize("rules", [RULES, DEFAULT], ids=["small rules", "shipped rules"])
    @pytest.mark.parametrize(
        "mark", ["\n", "-", "(", "化", "a\n", "# a\n", "-\n", "> ", "|", "```\n"]
    )
    def test_segments_and_findings_are_bounded_by_the_page(self, mark: str, rules: Ruleset) -> None:
        page = fix(mark * 2000, rules=rules)
        edits = sum(len(finding.edits) for finding in page.applied)
        assert len(page.segments) <= 4 * edits + 1
        assert len(page.findings) <= 2 * len(page.source) * len(rules) + 1

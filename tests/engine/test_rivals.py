"""Findings in tables and one by one settled together; rivals that stand beside other rivals."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix import EditError, RuleError
from layoutfix.engine.plan import Settled, settle
from layoutfix.model import Edit, Finding, FindingTable, Proof, Span

LENGTH = 40


def one(start: int, end: int, sure: float = 0.95, rule: str = "one", glue: str = "") -> Finding:
    return Finding(rule, Span(start, end), "a reason", sure, (Edit(Span(start, end), glue),))


def table(*rows: tuple[int, int, float], rule: str = "table", glue: int = 0) -> FindingTable:
    columns = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
    sure = np.array([row[2] for row in rows], np.float64)
    glues = np.full(len(rows), glue, np.uint8)
    return FindingTable(rule, columns[:, 0], columns[:, 1], glues, sure, lambda _: ("a row", ()))


def spans(settled: Settled) -> list[tuple[int, int]]:
    return sorted((f.span.start, f.span.end) for batch in settled.applied for f in batch)


def left(settled: Settled) -> list[tuple[str, int, str]]:
    return sorted((f.rule, f.span.start, why) for batch, why in settled.skipped for f in batch)


def test_each_batch_wants_a_bar() -> None:
    with pytest.raises(ValueError, match="zip"):
        settle([[one(0, 1)]], [0.5, 0.9], LENGTH)


@pytest.mark.parametrize("sure", [0.0, 1.0])
def test_what_is_impossible_and_what_is_certain_are_confidences(sure: float) -> None:
    settled = settle([[one(0, 1, sure)], table((4, 5, sure))], 0.0, LENGTH)
    assert spans(settled) == [(0, 1), (4, 5)]


@pytest.mark.parametrize("sure", [-0.1, 1.1, 2.0, float("nan")])
def test_a_table_with_a_confidence_that_is_no_probability_is_refused(sure: float) -> None:
    with pytest.raises(RuleError, match="rule table: a confidence is a probability from 0 to 1"):
        settle([table((0, 1, 0.9), (4, 5, sure))], 0.5, LENGTH)


def test_the_confidence_that_is_none_is_named() -> None:
    with pytest.raises(RuleError, match=r"rule one: 1\.5 is no probability"):
        settle([[one(0, 1, 1.5)]], 0.5, LENGTH)


@pytest.mark.parametrize(
    "wrong", [table((0, LENGTH + 1, 0.9)), table((3, 2, 0.9)), table((0, 1, 0.9), glue=99)]
)
def test_a_table_with_an_edit_that_cannot_be_is_refused_by_name(wrong: FindingTable) -> None:
    with pytest.raises(EditError, match="rule table: "):
        settle([wrong], 0.5, LENGTH)


def test_the_bar_itself_is_enough_for_a_row() -> None:
    settled = settle([table((0, 1, 0.9), (4, 5, 0.89), (8, 9, 0.91))], 0.9, LENGTH)
    assert spans(settled) == [(0, 1), (8, 9)]
    assert left(settled) == [("table", 4, "its confidence is below 0.9")]


def test_tables_and_lists_are_settled_together() -> None:
    batches = [
        table((0, 2, 0.95), (10, 12, 0.95)),
        [one(5, 6), one(11, 13, 0.99)],
        [one(20, 22, 0.92, "third"), one(16, 17, rule="third")],
        table((21, 23, 0.94), (30, 31, 0.94), rule="last"),
    ]
    wanted = [(0, 2), (5, 6), (11, 13), (16, 17), (21, 23), (30, 31)]
    losers = [
        ("table", 10, "one at 11:13 is surer of the same place"),
        ("third", 20, "last at 21:23 is surer of the same place"),
    ]
    for order in (batches, batches[::-1], [batches[n] for n in (2, 0, 3, 1)]):
        settled = settle(order, 0.9, LENGTH)
        assert spans(settled) == wanted
        assert left(settled) == losers


def test_a_table_without_rivals_is_applied_as_it_is() -> None:
    alone = table((0, 2, 0.95), (2, 4, 0.95))
    settled = settle([alone, [one(6, 7)]], 0.9, LENGTH)
    assert spans(settled) == [(0, 2), (2, 4), (6, 7)]
    assert not settled.skipped


def test_edits_of_one_finding_may_touch() -> None:
    touching = Finding("one", Span(2, 6), "", 0.95, (Edit(Span(2, 5)), Edit(Span(5, 6))))
    rival = one(5, 7, 0.91)
    assert settle([[touching, rival]], 0.9, LENGTH).applied == ([touching],)


@pytest.mark.parametrize(
    ("gone", "fits"), [(Span(7, 10), False), (Span(9, 10), True), (Span(5, 6), True)]
)
def test_a_finding_keeps_the_copy_that_it_names(gone: Span, fits: bool) -> None:
    edits = (Edit(Span(2, 5), kept=Span(6, 9)), Edit(gone))
    proof = (Proof("a proof", Span(0, 1)),)
    finding = Finding("one", Span(2, 5), "", 0.95, edits, proofs=proof)
    rival = one(3, 4, 0.91)  # so that it is looked at closely
    settled = settle([[finding, rival]], 0.9, LENGTH)
    assert spans(settled) == ([(2, 5)] if fits else [(3, 4)])
    surer = "one at 2:5 is surer of the same place"
    assert [why for _, why in settled.skipped] == [surer if fits else "its own edits overlap"]


def contest(*findings: Finding) -> tuple[list[tuple[int, int]], list[str]]:
    """What is applied, and who is surer than each of the others; by falling confidence."""
    sure = [0.99 - n / 1000 for n in range(len(findings))]
    named = [
        Finding(f"rule-{n}", f.span, "", confidence, f.edits)
        for n, (f, confidence) in enumerate(zip(findings, sure, strict=True))
    ]
    settled = settle([named], 0.9, LENGTH)
    reasons = {f.rule: why.split()[0] for batch, why in settled.skipped for f in batch}
    return spans(settled), [reasons.get(each.rule, "") for each in named]


def test_what_only_touches_the_winner_goes_with_it() -> None:
    found = contest(one(2, 5), one(5, 6), one(4, 6))
    assert found == ([(2, 5), (5, 6)], ["", "", "rule-0"])


def test_what_is_put_in_before_a_removal_goes_with_it() -> None:
    found = contest(one(3, 3, glue=" "), one(3, 5), one(3, 3, glue="\n"), one(4, 6))
    assert found == ([(3, 3), (3, 5)], ["", "", "rule-0", "rule-1"])


def test_a_contest_further_on_is_no_concern() -> None:
    places = [one(30, 32), one(10, 12), one(11, 13), one(31, 33), one(13, 15), one(14, 16)]
    found = contest(*places)
    assert found == ([(10, 12), (13, 15), (30, 32)], ["", "", "rule-1", "rule-0", "", "rule-4"])


def test_of_two_that_are_surer_the_first_on_the_page_is_named() -> None:
    assert contest(one(3, 4), one(6, 7), one(2, 9))[1] == ["", "", "rule-0"]
    assert contest(one(6, 7), one(3, 4), one(2, 9))[1] == ["", "", "rule-1"]


def test_many_contests_side_by_side_have_a_winner_each() -> None:
    places = [one(3 * n, 3 * n + 2) for n in range(13)]
    rivals = [one(3 * n + 1, 3 * n + 2) for n in range(13)]
    found, reasons = contest(*places, *rivals)
    assert found == [(3 * n, 3 * n + 2) for n in range(13)]
    assert reasons == [""] * 13 + [f"rule-{n}" for n in range(13)]

"""Decisions: what was rejected stays, what was accepted is done, and nothing else changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layoutfix import fix
from layoutfix.engine.decisions import REJECTED
from layoutfix.model import Fixed
from tests.small_rules import RULES

PAGE = "We met on Tues-\nday,\nall of us.\n\n7\n\nSo?\nyes\n\na\n"


def repaired(decide: dict[str, bool]) -> Fixed:
    found = fix(PAGE, rules=RULES).findings
    chosen = {(f.rule, f.span): decide[f.rule] for f in found if f.rule in decide}
    assert len({rule for rule, _ in chosen}) == len(decide)
    return fix(PAGE, rules=RULES, decisions=chosen)


def test_what_is_rejected_is_left_and_says_so() -> None:
    page = repaired({"join-hyphenated": False})
    assert "Tues-\nday, all of us." in page.text
    assert [f.rule for f, why in page.skipped if why == REJECTED] == ["join-hyphenated"]


def test_a_rejected_removal_still_protects_what_stands_around_it() -> None:
    assert "\n\n7\n\n" in repaired({"page-number": False}).text


def test_what_is_accepted_is_done_at_any_confidence() -> None:
    page = repaired({"shy-join": True})
    assert "So? yes" in page.text
    (accepted,) = (finding for finding in page.applied if finding.rule == "shy-join")
    assert accepted.confidence == 1
    assert dict(accepted.evidence)["confidence before the decision"] == 0.4


def test_a_move_that_is_accepted_needs_no_other_proof() -> None:
    page = repaired({"stray-letter": True})
    (moved,) = (finding for finding in page.applied if finding.rule == "stray-letter")
    assert moved.proofs[-1].kind == "a decision that accepts it"


def test_accepting_what_is_done_anyway_changes_nothing() -> None:
    page = fix(PAGE, rules=RULES)
    chosen = {(f.rule, f.span): True for f in page.applied}
    assert fix(PAGE, rules=RULES, decisions=chosen).text == page.text


@given(st.text("ab7-?,. \n", max_size=30), st.data())
def test_a_rejected_finding_is_never_applied(text: str, data: st.DataObject) -> None:
    found = fix(text, rules=RULES).applied
    rejected = {(f.rule, f.span): False for f in found if data.draw(st.booleans(), label=f.rule)}
    page = fix(text, rules=RULES, decisions=rejected)
    assert not {(f.rule, f.span) for f in page.applied} & set(rejected)

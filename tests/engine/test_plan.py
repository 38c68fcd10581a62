"""Which findings are applied."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layoutfix import EditError, InputError, RuleError, check, fix, rejoin
from layoutfix.engine.plan import UNPROVED, settle
from layoutfix.model import Edit, Finding, Page, Proof, Role, Span, Stage
from layoutfix.rule import Rule, Ruleset
from tests.small_rules import RULES
from tests.strategies import EXAMPLES

PROOF = Proof("a proof", Span(0, 1))


def finding(*edits: Edit, sure: float = 0.95, rule: str = "rule") -> Finding:
    span = edits[0].span if edits else Span(0, 0)
    return Finding(rule, span, "reason", sure, edits, proofs=(PROOF,))


def outcome(*findings: Finding, least: float = 0.9) -> tuple[list[Finding], list[str]]:
    settled = settle([list(findings)], least, 20)
    applied = [each for batch in settled.applied for each in batch]
    return applied, [reason for batch, reason in settled.skipped for _ in batch]


def test_confidence_decides_and_the_bound_itself_is_enough() -> None:
    sure, doubtful = finding(Edit(Span(0, 1)), sure=0.9), finding(Edit(Span(2, 3)), sure=0.8999)
    assert outcome(sure, doubtful) == ([sure], ["its confidence is below 0.9"])


@pytest.mark.parametrize("edit", [Edit(Span(0, 1), target=9), Edit(Span(0, 1), kept=Span(8, 9))])
def test_moves_and_removals_of_repeats_need_a_proof(edit: Edit) -> None:
    proved = finding(edit)
    bare = replace(proved, proofs=())
    assert outcome(proved) == ([proved], [])
    assert outcome(bare) == ([], [UNPROVED])


def test_each_batch_has_its_own_bar() -> None:
    one, other = finding(Edit(Span(0, 1)), sure=0.6), finding(Edit(Span(2, 3)), sure=0.6)
    settled = settle([[one], [other]], [0.5, 0.9], 20)
    assert list(settled.applied) == [[one]]
    assert settled.skipped == (([other], "its confidence is below 0.9"),)


def test_a_finding_without_edits_only_reports() -> None:
    assert outcome(finding()) == ([], ["it only reports"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Edit(Span(2, 5)), Edit(Span(4, 6))),
        (Edit(Span(2, 5)), Edit(Span(2, 5), " ")),
        (Edit(Span(2, 9)), Edit(Span(4, 5))),
        (Edit(Span(2, 5)), Edit(Span(3, 3), " ")),
        (Edit(Span(3, 3), " "), Edit(Span(3, 3), "\n")),
        (Edit(Span(2, 5)), Edit(Span(8, 9), target=4)),
        (Edit(Span(0, 1), target=4), Edit(Span(8, 9), target=4)),
        (Edit(Span(2, 5), kept=Span(6, 9)), Edit(Span(8, 10))),
        (Edit(Span(2, 5), kept=Span(6, 9)), Edit(Span(6, 9), kept=Span(2, 5))),
    ],
)
def test_the_surer_of_two_rivals_is_applied(one: Edit, other: Edit) -> None:
    for first, second in ((one, other), (other, one)):
        sure, less = finding(first, sure=0.99, rule="sure"), finding(second, sure=0.95)
        place = f"{first.span.start}:{first.span.end}"
        expected = ([sure], [f"sure at {place} is surer of the same place"])
        assert outcome(sure, less) == outcome(less, sure) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Edit(Span(2, 5)), Edit(Span(5, 6))),
        (Edit(Span(2, 5)), Edit(Span(5, 5), " ")),
        (Edit(Span(2, 5)), Edit(Span(2, 2), " ")),
        (Edit(Span(2, 5)), Edit(Span(8, 9), target=5)),
        (Edit(Span(2, 5), kept=Span(6, 9)), Edit(Span(12, 15), kept=Span(6, 9))),
        (Edit(Span(2, 5), kept=Span(6, 9)), Edit(Span(9, 10))),
        (Edit(Span(2, 5), kept=Span(6, 9)), Edit(Span(7, 7), " ")),
        (Edit(Span(2, 5), kept=Span(6, 9)), Edit(Span(6, 9), target=12)),
    ],
)
def test_neighbours_go_together(one: Edit, other: Edit) -> None:
    assert outcome(finding(one), finding(other))[1] == []


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(Span(2, 5)), Edit(Span(4, 6))),
        (Edit(Span(2, 5)), Edit(Span(2, 5))),
        (Edit(Span(2, 5)), Edit(Span(0, 1), target=3)),
        (Edit(Span(2, 5), kept=Span(6, 9)), Edit(Span(7, 8))),
    ],
)
def test_a_finding_at_odds_with_itself_is_left(edits: tuple[Edit, ...]) -> None:
    other = finding(Edit(Span(4, 5)), sure=0.91)
    assert outcome(finding(*edits), other) == ([other], ["its own edits overlap"])


def test_all_edits_of_a_finding_go_together() -> None:
    sure = finding(Edit(Span(2, 5)), sure=0.99)
    both = finding(Edit(Span(4, 6)), Edit(Span(10, 12)))
    assert outcome(sure, both)[0] == [sure]


def test_one_that_lost_does_not_keep_others_back() -> None:
    first = finding(Edit(Span(0, 4)), sure=0.99)
    second = finding(Edit(Span(3, 8)), sure=0.97)
    third = finding(Edit(Span(7, 9)), sure=0.95)
    assert outcome(third, second, first)[0] == [first, third]


@pytest.mark.parametrize("sure", [float("nan"), -0.1, 1.1])
def test_a_confidence_that_is_no_probability_is_refused(sure: float) -> None:
    with pytest.raises(RuleError, match=r"rule rule: .* no probability"):
        outcome(finding(Edit(Span(0, 1)), sure=sure))


@pytest.mark.parametrize("sure", [0.1, 0.95])
@pytest.mark.parametrize(
    "edit", [Edit(Span(0, 21)), Edit(Span(0, 1), "x"), Edit(Span(2, 4), target=3)]
)
def test_an_edit_that_cannot_be_is_refused_with_the_name_of_its_rule(
    edit: Edit, sure: float
) -> None:
    with pytest.raises(EditError, match="rule rule: "):
        outcome(finding(edit, sure=sure))


def never_at_rest() -> Rule:
    def function(page: Page) -> list[Finding]:
        return [
            Finding("restless", Span(0, 0), "more", 1.0, (Edit(Span(0, 0), " "),)),
            Finding("restless", Span(0, 0), "less", 0.1, (Edit(Span(0, 0), " "),)),
        ][: 2 if len(page) else 0]

    return Rule("restless", Stage.SEAMS, function, "It always wants more.", EXAMPLES)


def test_a_page_that_never_settles_is_left_as_it_came_and_says_so() -> None:
    page = fix("We met\non", rules=Ruleset((never_at_rest(), RULES["join"])))
    assert page.text == "We met\non"
    assert not page.applied
    assert not page.removed
    reasons = {(finding.rule, finding.reason): reason for finding, reason in page.skipped}
    assert reasons.pop(("restless", "less")) == "its confidence is below 0.9"
    assert len(reasons) == 2
    assert all("did not come to rest" in reason for reason in reasons.values())


def test_seams_heal_across_furniture_that_has_left() -> None:
    assert fix("We met\n7\non Tues-\nday\n", rules=RULES).text == "We met on Tuesday\n"


def test_rejoin_removes_nothing_but_heals_no_seam_to_furniture() -> None:
    assert rejoin("We met\n7\non Tues-\nday\n", rules=RULES).text == "We met\n7\non Tuesday\n"
    assert "page-number" not in {f.rule for f in rejoin("a\n7\nb", rules=RULES).findings}


def test_check_finds_what_fix_finds_and_changes_nothing() -> None:
    text = "We met\n7\non Tues-\nday?\nIt\n"
    assert check(text, rules=RULES) == fix(text, rules=RULES).findings
    assert [f.rule for f in check(text, rules=RULES)] == [
        *("join", "page-number", "join-hyphenated", "shy-join")
    ]


def test_least_confidence_is_the_one_knob() -> None:
    text = "so?\nIt"
    assert fix(text, rules=RULES).text == text
    assert fix(text, rules=RULES, min_confidence=0.4).text == "so? It"


@pytest.mark.parametrize("wrong", [1.1, -0.1, float("nan"), "0.9"])
def test_a_confidence_that_is_none_is_refused(wrong: float) -> None:
    with pytest.raises(InputError, match="min_confidence is a probability"):
        fix("a", min_confidence=wrong)


@pytest.mark.parametrize("wrong", [b"a", None, 3])
def test_a_page_that_is_no_text_is_refused(wrong: str) -> None:
    with pytest.raises(InputError, match="a page is a str"):
        fix(wrong)


def test_labels_reach_the_page_whatever_order_they_come_in() -> None:
    from layoutfix.engine.labels import label
    from layoutfix.model import Label
    from layoutfix.parsing.lines import parse

    labels = [Label(Span(0, 3), Role.CAPTION), Label(Span(2, 3), Role.BYLINE)]
    for order in (labels, labels[::-1]):
        page = label(parse("a\nb\nc"), order)
        assert [block.role for block in page.blocks] == [Role.CAPTION, Role.BYLINE, Role.PARAGRAPH]

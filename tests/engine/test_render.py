"""Edits to text, and the account of where it came from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.engine.account import Layer, Projection, compose
from layoutfix.engine.plan import settle
from layoutfix.engine.render import apply, render, segments_of
from layoutfix.errors import EditError
from layoutfix.model import Edit, Finding, FindingTable, Segment, Span
from tests.engine.made import made_of, text_of
from tests.strategies import batches, pages


def edited(text: str, *edits: Edit) -> str:
    return render(text, segments_of(len(text), edits))


def layer(text: str, *edits: Edit, sure: float = 1.0) -> Layer:
    findings = [Finding("rule", edit.span, "reason", sure, (edit,)) for edit in edits]
    _, segments = apply(text, [findings])
    return Layer(segments, (findings,), ())


@pytest.mark.parametrize(
    ("edits", "after"),
    [
        ((), "abcdef"),
        ((Edit(Span(2, 4)),), "abef"),
        ((Edit(Span(2, 4), "\n\n"),), "ab\n\nef"),
        ((Edit(Span(3, 3), " "),), "abc def"),
        ((Edit(Span(0, 6)),), ""),
        ((Edit(Span(6, 6), "\n"), Edit(Span(0, 0), " ")), " abcdef\n"),
        ((Edit(Span(2, 3)), Edit(Span(3, 4), " ")), "ab ef"),
        ((Edit(Span(4, 6), target=0),), "efabcd"),
        ((Edit(Span(0, 2), " ", 6, "\n"),), " cdefab\n"),
        ((Edit(Span(4, 6), "\n", 2, " "), Edit(Span(0, 1))), "bef cd\n"),
        ((Edit(Span(3, 3), " ", 5, "\n"),), "abc de\nf"),
        ((Edit(Span(0, 1), target=3), Edit(Span(3, 5))), "bcaf"),
    ],
)
def test_edits_do_what_they_say(edits: tuple[Edit, ...], after: str) -> None:
    assert edited("abcdef", *edits) == after
    assert edited("abcdef", *reversed(edits)) == after


def test_moves_to_one_target_go_there_in_their_order() -> None:
    one, other = Edit(Span(4, 5), target=1, target_glue=" "), Edit(Span(2, 3), target=1)
    assert edited("abcdef", one, other) == "ae cbdf"
    assert edited("abcdef", other, one) == "ace bdf"
    moves = [Finding("move", Span(2, 5), "reason", 1.0, (one, other))]
    assert apply("abcdef", [moves])[0] == "ae cbdf"
    with pytest.raises(EditError, match="meet at 1"):
        apply("abcdef", [[Finding("move", edit.span, "", 1.0, (edit,)) for edit in (one, other)]])


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ((Edit(Span(-1, 2)),), "outside"),
        ((Edit(Span(4, 7)),), "outside"),
        ((Edit(Span(3, 2)),), "outside"),
        ((Edit(Span(1, 2), "x"),), "only spaces and line breaks"),
        ((Edit(Span(1, 2), "\t"),), "only spaces and line breaks"),
        ((Edit(Span(1, 2), "", 4, "x"),), "only spaces and line breaks"),
        ((Edit(Span(1, 2), "", None, " "),), "target_glue goes with a target"),
        ((Edit(Span(1, 3), target=1),), "outside the span"),
        ((Edit(Span(1, 3), target=2),), "outside the span"),
        ((Edit(Span(1, 3), target=3),), "outside the span"),
        ((Edit(Span(1, 3), target=7),), "inside the text"),
        ((Edit(Span(1, 3), kept=Span(2, 4)),), "the one that leaves"),
        ((Edit(Span(1, 3), kept=Span(4, 7)),), "characters of the text"),
        ((Edit(Span(1, 3), kept=Span(4, 4)),), "characters of the text"),
        ((Edit(Span(1, 3)), Edit(Span(2, 4))), "meet at 2"),
        ((Edit(Span(1, 5)), Edit(Span(2, 2), " ")), "meet at 2"),
        ((Edit(Span(2, 2), " "), Edit(Span(2, 2), " ")), "meet at 2"),
        ((Edit(Span(1, 5)), Edit(Span(0, 1), target=3)), "meet at 3"),
    ],
)
def test_edits_that_make_no_sense_are_refused(edits: tuple[Edit, ...], message: str) -> None:
    with pytest.raises(EditError, match=message):
        segments_of(6, edits)


@pytest.mark.parametrize(
    ("start", "end", "glue", "message"),
    [
        ([-1], [2], [0], "outside"),
        ([4], [7], [0], "outside"),
        ([3], [2], [0], "outside"),
        ([1], [2], [4], "only spaces"),
        ([1, 2], [3, 4], [0, 0], "meet at 2"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(
    start: list[int], end: list[int], glue: list[int], message: str
) -> None:
    with pytest.raises(EditError, match=message):
        apply("abcdef", [table(start, end, glue)])


def table(start: list[int], end: list[int], glue: list[int]) -> FindingTable:
    return FindingTable(
        "table",
        np.array(start, np.int64),
        np.array(end, np.int64),
        np.array(glue, np.uint8),
        np.full(len(start), 0.95),
        lambda row: (f"row {row}", ()),
    )


def test_tables_and_findings_are_rendered_together() -> None:
    one, other = table([4, 1], [5, 2], [1, 0]), table([2], [2], [2])
    more = [Finding("move", Span(5, 6), "reason", 1.0, (Edit(Span(5, 6), target=0),))]
    assert apply("abcdef", [one, other, more])[0] == "fa\ncd "


def test_an_account_leads_through_all_layers_back_to_the_source() -> None:
    first = layer("abc-\ndef\n", Edit(Span(3, 5)), Edit(Span(8, 9), target=0))
    second = layer(text_of("abc-\ndef\n", first), Edit(Span(1, 2)), Edit(Span(4, 4), " "))
    page = made_of("abc-\ndef\n", [first, second])
    assert page.text == "\nbc def"
    assert [page.origin(n) for n in range(7)] == [8, 1, 2, None, 5, 6, 7]
    assert [span for span, _ in page.removed] == [Span(0, 1), Span(3, 5)]
    assert [finding.span for finding in page.applied] == [
        Span(0, 1),
        Span(3, 5),
        Span(5, 5),
        Span(8, 9),
    ]


def test_an_edit_across_glue_takes_the_source_on_both_sides() -> None:
    first = layer("ab\ncd", Edit(Span(2, 3), " "))
    second = layer(text_of("ab\ncd", first), Edit(Span(1, 4)))
    page = made_of("ab\ncd", [first, second])
    assert page.text == "ad"
    assert [span for span, _ in page.removed] == [Span(1, 2), Span(2, 3), Span(3, 4)]


def test_a_blank_that_gives_way_to_glue_has_left() -> None:
    page = made_of("a b", [layer("a b", Edit(Span(1, 2), " "))])
    assert page.text == "a b"
    assert [page.origin(n) for n in range(3)] == [0, None, 2]
    assert [span for span, _ in page.removed] == [Span(1, 2)]


def test_what_two_looks_skip_is_told_once() -> None:
    doubt = Finding("rule", Span(0, 1), "reason", 0.5, (Edit(Span(0, 1)),))
    looks = [Layer([], (), (((doubt,), "low"),)) for _ in range(2)]
    assert made_of("ab", looks).skipped == ((doubt, "low"),)


def test_what_a_later_look_settles_is_not_told_as_skipped() -> None:
    doubt = Finding("rule", Span(0, 1), "reason", 0.5, (Edit(Span(0, 1)),))
    page = made_of("ab", [Layer([], (), (((doubt,), "low"),)), layer("ab", *doubt.edits)])
    assert [finding.confidence for finding in page.findings] == [1.0]
    assert page.text == "b"


def test_a_rival_of_the_same_rule_at_the_same_place_is_told() -> None:
    rivals = [
        Finding("rule", Span(0, 1), "reason", sure, (Edit(Span(0, 1)),)) for sure in (0.95, 0.99)
    ]
    settled = settle([rivals], 0.9, 2)
    _, segments = apply("ab", settled.applied)
    page = made_of("ab", [Layer(segments, settled.applied, settled.skipped)])
    assert [f.confidence for f in page.applied] == [0.99]
    assert [f.confidence for f, _ in page.skipped] == [0.95]


@given(st.data())
def test_composing_is_rendering_twice(data: st.DataObject) -> None:
    text = data.draw(pages)
    below, lower = apply(text, settle(data.draw(batches(len(text))), 0.9, len(text)).applied)
    above, upper = apply(below, settle(data.draw(batches(len(below))), 0.9, len(below)).applied)
    both = compose(upper, lower)
    assert render(text, both) == above
    assert all(segment.glue or segment.span for segment in both)


@given(st.data())
def test_pieces_are_what_a_span_was_made_of(data: st.DataObject) -> None:
    text = data.draw(pages)
    after, segments = apply(text, settle(data.draw(batches(len(text))), 0.9, len(text)).applied)
    start = data.draw(st.integers(0, len(after)))
    span = Span(start, data.draw(st.integers(start, len(after))))
    projection = Projection(segments)
    assert render(text, projection.pieces(span)) == span.text_of(after)
    assert 0 <= projection.offset(start) <= len(text)
    hull = projection.hull(span)
    inside = [piece.span for piece in projection.pieces(span) if piece.span]
    assert all(hull.start <= each.start <= each.end <= hull.end for each in inside)


def test_glue_counts_as_what_follows_it() -> None:
    segments = [Segment(None, " "), Segment(Span(4, 6), ""), Segment(None, "\n")]
    assert [Projection(segments).offset(n) for n in range(6)] == [4, 4, 5, 6, 6, 6]
    assert Projection([]).offset(0) == 0


def test_rows_and_slices_of_segments_are_segments() -> None:
    edits = [Finding("rule", Span(1, 3), "", 1.0, (Edit(Span(1, 3), " "),))]
    _, segments = apply("abcdef", [edits])
    wanted = (Segment(Span(0, 1), ""), Segment(None, " "), Segment(Span(3, 6), ""))
    assert tuple(segments) == segments[:] == wanted
    assert segments[1:] == wanted[1:]
    assert [segments[n] for n in (0, 1, 2, -1)] == [*wanted, wanted[-1]]


def test_nothing_is_left_of_what_is_cut_at_an_end() -> None:
    assert segments_of(3, [Edit(Span(0, 1))]) == [Segment(Span(1, 3), "")]
    assert segments_of(3, [Edit(Span(2, 3))]) == [Segment(Span(0, 2), "")]
    touching = [Edit(Span(0, 1)), Edit(Span(1, 2))]
    assert segments_of(3, touching) == [Segment(Span(2, 3), "")]
    assert segments_of(3, [Edit(Span(0, 3))]) == []


def test_a_copy_that_stays_may_touch_the_one_that_leaves() -> None:
    assert edited("ababcd", Edit(Span(2, 4), kept=Span(0, 2))) == "abcd"
    assert edited("ababcd", Edit(Span(0, 2), kept=Span(2, 4))) == "abcd"


def test_two_things_put_in_at_one_place_meet_wherever_it_is() -> None:
    edits = [Edit(Span(0, 1)), Edit(Span(4, 4), " "), Edit(Span(4, 4), "\n")]
    with pytest.raises(EditError, match="two edits meet at 4"):
        segments_of(6, edits)


def test_moves_of_one_finding_go_each_to_its_own_target() -> None:
    assert edited("abcdef", Edit(Span(0, 1), target=3), Edit(Span(4, 5), target=2)) == "becadf"


@pytest.mark.parametrize("at_once", [1, 2, 3, 5, 9])
def test_many_segments_are_put_together_some_at_a_time(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    text = "abcdefghij"
    cuts = [Edit(Span(1, 2)), Edit(Span(3, 4), " "), Edit(Span(6, 8), "\n")]
    findings = [Finding("cuts", each.span, "", 1.0, (each,)) for each in cuts]
    monkeypatch.setattr("layoutfix.engine.render.AT_ONCE", at_once)
    assert apply(text, [findings])[0] == "ac ef\nij"

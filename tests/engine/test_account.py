"""Where every character came from, through one layer of work and through several."""

from __future__ import annotations

import pytest

from layoutfix.engine.account import Layer, Projection, compose, projection
from layoutfix.engine.render import apply
from layoutfix.model import Edit, Finding, Proof, Segment, Span
from tests.engine.made import made_of, text_of

BELOW = "abc\n\ndefgh-\nij"
PIECES = [
    Segment(Span(0, 3), ""),
    Segment(None, "\n\n"),
    Segment(Span(5, 10), ""),
    Segment(Span(12, 14), ""),
]
"""``abc``, a blank line that is glue, ``defgh`` and ``ij``: offsets 0, 3, 5, 10 and 12."""


def finding(*edits: Edit, rule: str = "rule", proofs: tuple[Proof, ...] = ()) -> Finding:
    return Finding(rule, edits[0].span, "reason", 0.95, edits, proofs=proofs)


def test_pieces_are_cut_to_the_span() -> None:
    seen = Projection(PIECES)
    assert seen.pieces(Span(1, 2)) == [Segment(Span(1, 2), "")]
    assert seen.pieces(Span(2, 4)) == [Segment(Span(2, 3), ""), Segment(None, "\n")]
    assert seen.pieces(Span(8, 11)) == [Segment(Span(8, 10), ""), Segment(Span(12, 13), "")]
    assert seen.pieces(Span(5, 5)) == seen.pieces(Span(6, 6)) == []


def test_an_offset_of_glue_is_that_of_what_follows() -> None:
    seen = Projection(PIECES)
    assert [seen.offset(n) for n in range(13)] == [0, 1, 2, 5, 5, 5, 6, 7, 8, 9, 12, 13, 14]
    assert [seen.origin(n) for n in (2, 3, 4, 5, 9, 10, 11)] == [2, None, None, 5, 9, 12, 13]
    ends_in_glue = Projection([*PIECES, Segment(None, " ")])
    assert ends_in_glue.offset(12) == 14


def test_the_hull_of_glue_is_an_empty_span_where_it_stands() -> None:
    seen = Projection(PIECES)
    assert seen.hull(Span(3, 5)) == Span(5, 5)
    assert seen.hull(Span(2, 11)) == Span(2, 13)


def test_a_finding_is_given_in_offsets_of_the_text_below() -> None:
    edit = Edit(Span(8, 12), " ", target=2, target_glue="\n", kept=Span(5, 7))
    seen = Projection(PIECES).finding(finding(edit, proofs=(Proof("a proof", Span(9, 11)),)))
    assert seen.span == Span(8, 14)
    assert seen.edits == (
        Edit(Span(8, 10), " ", 2, "\n", Span(5, 7)),
        Edit(Span(12, 14), "", 2, "", Span(5, 7)),
    )
    assert seen.proofs == (Proof("a proof", Span(9, 13)),)
    assert (seen.rule, seen.reason, seen.confidence) == ("rule", "reason", 0.95)


def test_an_edit_of_glue_alone_is_an_empty_one() -> None:
    seen = Projection(PIECES).finding(finding(Edit(Span(3, 5), " ")))
    assert seen.edits == (Edit(Span(5, 5), " "),)


@pytest.mark.parametrize(
    ("upper", "wanted"),
    [
        ([Segment(Span(0, 12), "")], PIECES),
        ([Segment(Span(0, 1), ""), Segment(Span(1, 5), "")], PIECES[:2]),
        (
            [Segment(Span(0, 2), ""), Segment(None, " "), Segment(Span(5, 7), ""),
             Segment(Span(7, 11), "")],
            [Segment(Span(0, 2), ""), Segment(None, " "), Segment(Span(5, 10), ""),
             Segment(Span(12, 13), "")],
        ),
        ([Segment(Span(5, 7), ""), Segment(Span(0, 2), "")],
         [Segment(Span(5, 7), ""), Segment(Span(0, 2), "")]),
        ([], []),
    ],
)  # fmt: skip
def test_segments_over_segments_are_put_together(
    upper: list[Segment], wanted: list[Segment]
) -> None:
    assert compose(upper, PIECES) == wanted


def layer(below: str, *applied: Finding, skipped: tuple[tuple[Finding, str], ...] = ()) -> Layer:
    _, segments = apply(below, [list(applied)])
    left = tuple(([each], why) for each, why in skipped)
    return Layer(segments, (list(applied),) if applied else (), left)


def test_the_account_of_two_layers_is_in_offsets_of_the_source() -> None:
    first = layer("ab-\ncd\n7\nef", finding(Edit(Span(2, 4)), rule="hyphen"))
    below = text_of("ab-\ncd\n7\nef", first)
    assert below == "abcd\n7\nef"
    gone = finding(Edit(Span(5, 7)), rule="number")
    joined = finding(Edit(Span(4, 5), " "), rule="join")
    page = made_of("ab-\ncd\n7\nef", [first, layer(below, gone, joined)])
    assert (page.source, page.text) == ("ab-\ncd\n7\nef", "abcd ef")
    assert [(f.rule, f.span) for f in page.applied] == [
        *(("hyphen", Span(2, 4)), ("join", Span(6, 7)), ("number", Span(7, 9)))
    ]
    assert page.segments == (
        *(Segment(Span(0, 2), ""), Segment(Span(4, 6), "")),
        *(Segment(None, " "), Segment(Span(9, 11), "")),
    )
    assert [(span, f.rule) for span, f in page.removed] == [
        *((Span(2, 4), "hyphen"), (Span(6, 7), "join"), (Span(7, 9), "number"))
    ]
    assert [page.origin(n) for n in range(7)] == [0, 1, 4, 5, None, 9, 10]
    assert projection(page.source, [first]).offset(5) == 7


def test_what_is_moved_or_only_put_in_is_not_removed() -> None:
    moved, put = finding(Edit(Span(0, 1), target=3)), finding(Edit(Span(4, 4), " "))
    assert made_of("abcdef", [layer("abcdef", moved, put)]).removed == ()


def test_a_page_without_layers_is_its_source() -> None:
    page = made_of("abc", [])
    assert (page.text, page.segments) == ("abc", (Segment(Span(0, 3), ""),))
    assert made_of("", []).segments == ()
    assert projection("abc", []).offset(2) == 2


def test_a_layer_that_changes_nothing_leaves_the_offsets() -> None:
    first = layer("a-\nb", finding(Edit(Span(1, 3))))
    again = finding(Edit(Span(1, 1), " "), rule="later")
    page = made_of("a-\nb", [first, layer("ab", skipped=((again, "no"),))])
    assert page.skipped == ((finding(Edit(Span(3, 3), " "), rule="later"), "no"),)
    assert page.segments == (Segment(Span(0, 1), ""), Segment(Span(3, 4), ""))


def test_what_is_said_twice_is_reported_once_and_what_is_applied_later_is_not() -> None:
    doubtful = finding(Edit(Span(3, 4)), rule="doubtful")
    early = finding(Edit(Span(1, 2)), rule="early")
    layers = [
        layer("abcdef", skipped=((doubtful, "low"), (early, "not yet"))),
        layer("abcdef", early, skipped=((doubtful, "still low"),)),
    ]
    page = made_of("abcdef", layers)
    assert page.applied == (early,)
    assert page.skipped == ((doubtful, "low"),)


def test_two_of_a_kind_in_one_layer_are_both_reported() -> None:
    one = finding(Edit(Span(3, 4)), rule="doubtful")
    other = Finding("doubtful", Span(3, 4), "another reason", 0.5, (Edit(Span(3, 4), " "),))
    page = made_of("abcdef", [layer("abcdef", skipped=((one, "low"), (other, "low")))])
    assert page.skipped == ((one, "low"), (other, "low"))


def test_what_was_applied_before_is_not_reported_as_left() -> None:
    done = finding(Edit(Span(1, 1), " "), rule="done")
    again = finding(Edit(Span(2, 2), " "), rule="done")  # the same place of the source
    other = finding(Edit(Span(2, 2), " "), rule="other")
    first = layer("abcd", done)
    page = made_of("abcd", [first, layer("a bcd", skipped=((again, "low"), (other, "low")))])
    assert page.applied == (done,)
    assert [(each.rule, each.span) for each, _ in page.skipped] == [("other", Span(1, 1))]


def test_a_piece_ends_where_its_span_does() -> None:
    """Nothing of the glue behind it, not even a piece of no length."""
    below = Projection([Segment(Span(0, 2), ""), Segment(None, " "), Segment(Span(5, 6), "")])
    assert below.pieces(Span(0, 2)) == [Segment(Span(0, 2), "")]
    assert below.pieces(Span(0, 3)) == [Segment(Span(0, 2), ""), Segment(None, " ")]

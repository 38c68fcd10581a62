"""An account that is wrong is seen, whatever is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from layoutfix.model import Edit, Finding, Fixed, Segment, Span
from layoutfix.testing.laws import assert_accounted, assert_findings_in_order

GONE = Finding("cut", Span(1, 2), "", 1.0, (Edit(Span(1, 2)),))


@dataclass(frozen=True)
class Told:
    """An account that says what it is told to say."""

    applied: tuple[Finding, ...] = (GONE,)
    skipped: tuple[tuple[Finding, str], ...] = ()
    removed: tuple[tuple[Span, Finding], ...] = ((Span(1, 2), GONE),)
    segments: tuple[Segment, ...] = (Segment(Span(0, 1), ""), Segment(Span(2, 4), ""))
    origins: tuple[int | None, ...] = (0, 2, 3)

    def origin(self, offset: int) -> int | None:
        return self.origins[offset]


RIGHT = Told()


def test_the_account_is_right() -> None:
    assert_accounted(Fixed("abcd", "acd", RIGHT))
    assert_findings_in_order(Fixed("abcd", "acd", RIGHT))


@pytest.mark.parametrize(
    ("account", "text", "why"),
    [
        (replace(RIGHT, removed=()), "acd", "the character at 1 "),
        (replace(RIGHT, removed=((Span(1, 3), GONE),)), "acd", "the character at 2 "),
        (replace(RIGHT, segments=RIGHT.segments[:1], origins=(0,)), "a", "the character at 2 "),
        (replace(RIGHT, segments=RIGHT.segments[1:], origins=(2, 3)), "cd", "the character at 0 "),
        (
            replace(
                RIGHT, segments=(*RIGHT.segments, Segment(Span(3, 4), "")), origins=(0, 2, 3, 3)
            ),
            "acdd",
            "the character at 3 ",
        ),
        (replace(RIGHT, segments=(Segment(Span(0, 5), ""),)), "abcd", "no span of the page"),
        (replace(RIGHT, segments=(Segment(Span(1, 1), ""),)), "", "no span of the page"),
        (RIGHT, "abcd", "don't make the text"),
        (replace(RIGHT, segments=(Segment(None, "x"),)), "x", "glue that is none"),
        (replace(RIGHT, applied=()), "acd", "which wasn't applied"),
        (replace(RIGHT, origins=(0, 1, 3)), "acd", "has a wrong origin, 1"),
        (replace(RIGHT, origins=(0, None, 3)), "acd", "has a wrong origin, None"),
    ],
)
def test_a_wrong_account_is_refused(account: Told, text: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        assert_accounted(Fixed("abcd", text, account))


def test_the_same_letter_of_another_place_is_a_wrong_origin() -> None:
    account = Told((), (), (), (Segment(Span(0, 2), ""),), (0, 0))
    with pytest.raises(AssertionError, match="origins and segments differ"):
        assert_accounted(Fixed("aa", "aa", account))


@pytest.mark.parametrize(
    ("skipped", "why"),
    [
        (((GONE, ""),), "without a reason"),
        (((replace(GONE, confidence=1.5), "no"),), "a confidence is from 0 to 1"),
        (((replace(GONE, span=Span(3, 9)), "no"),), "no span of the page"),
        (
            ((replace(GONE, span=Span(3, 4)), "no"), (replace(GONE, span=Span(0, 1)), "no")),
            "in the order of the source",
        ),
    ],
)
def test_findings_that_are_wrong_are_refused(
    skipped: tuple[tuple[Finding, str], ...], why: str
) -> None:
    with pytest.raises(AssertionError, match=why):
        assert_findings_in_order(Fixed("abcd", "acd", replace(RIGHT, skipped=skipped)))

"""The diff in colours: what it shows, and that nothing else steers the terminal."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from layoutfix.report.diff import coloured_diff
from layoutfix.report.visible import STEERING, escaped
from tests.report.pages import EVERYTHING, looked_at

COLOUR = re.compile(r"\x1b\[\d*m")


def plain(text: str) -> str:
    return COLOUR.sub("", text)


def test_the_characters_that_changed_stand_out() -> None:
    shown = "".join(coloured_diff(looked_at("We met on Tues-\nday,\nall of us.\n"), "a", "a"))
    assert "\x1b[7m-↵" in shown, "the hyphen and the line break that went"
    assert "\x1b[32m\x1b[7m \x1b[0m" in shown, "the space that was put in"
    assert plain(shown).splitlines()[2:] == [
        "@@ -1,3 +1 @@",
        "-We met on Tues-↵",
        "-day,↵",
        "-all of us.",
        "+We met on Tuesday, all of us.",
    ]


def test_lines_and_places_are_those_of_the_unified_diff() -> None:
    page = looked_at(EVERYTHING)
    shown = plain("".join(coloured_diff(page, "a", "b"))).replace("↵", "").splitlines()
    assert [line.rstrip() for line in shown] == [
        line.rstrip() for line in page.diff("a", "b").splitlines()
    ]


@given(st.text("a7-\n\x1b[31m\x9b\r\x07\x08你", max_size=40))
def test_nothing_of_a_page_steers_the_terminal(text: str) -> None:
    shown = "".join(coloured_diff(looked_at(text), "a", "b"))
    assert not STEERING.search(plain(shown))
    assert not STEERING.search(escaped(text))


def test_no_change_no_diff() -> None:
    assert list(coloured_diff(looked_at("All agreed.\n"), "a", "b")) == []

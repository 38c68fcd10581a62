"""Both sides of a report hold every character of the page, whatever the page is."""

from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from layoutfix.model import Span
from layoutfix.report.changes import Kind, changes_of
from layoutfix.report.html import notebook_html, report_html
from layoutfix.report.marks import MarkedText, repaired_marks, source_marks
from layoutfix.report.rows import aligned, rows_of
from layoutfix.report.view import page_view
from tests.report.pages import EVERYTHING, HOSTILE, looked_at

LINES = st.sampled_from(
    [
        "a",
        "b c",
        "7",
        "# H",
        "",
        " ",
        "Tues-",
        "day",
        "so?",
        "你好，",
        "世界。",
        "\tx",
        "a\r",
        "<b>&",
    ]
)
PAGES = st.lists(LINES, max_size=14).map("\n".join) | st.text("ab7-?# \n\r\f你", max_size=40)


@given(PAGES)
def test_both_sides_are_whole_and_in_order(text: str) -> None:
    page = looked_at(text)
    pairs = list(aligned(page, changes_of(page)))
    for side, whole in ((0, page.source), (1, page.text)):
        spans = [pair[side] for pair in pairs]
        assert "".join(span.text_of(whole) for span in spans if span) == whole


@given(PAGES)
def test_every_change_is_seen_on_the_page(text: str) -> None:
    page = looked_at(text)
    changes = changes_of(page)
    source = MarkedText(page.source, source_marks(changes))
    repaired = MarkedText(page.text, repaired_marks(page, changes))
    rows = rows_of(page, changes, source, repaired)
    seen = {number for row in rows for number in row.numbers}
    assert seen >= {change.number for change in changes if len(change.finding.span)}
    for row in rows:
        if row.left and not row.numbers and row.left.text_of(page.source).strip():
            assert row.right
            # a blank line beside text that moved may stand in the row of either neighbour
            left, right = row.left.text_of(page.source), row.right.text_of(page.text)
            assert left.rstrip() == right.rstrip()


@given(PAGES)
def test_runs_are_the_text(text: str) -> None:
    page = looked_at(text)
    changes = changes_of(page)
    marked = MarkedText(page.text, repaired_marks(page, changes))
    shown = "".join(run.text for run in marked.runs(Span(0, len(page.text))))
    if "left" not in {mark.looks for mark in marked.marks}:
        assert shown.replace("↵", "").split() == page.text.split()


@given(st.text(max_size=30))
def test_any_text_can_be_reported(text: str) -> None:
    report_html([(text, looked_at(text))]).encode("utf-8")
    notebook_html(looked_at(text)).encode("utf-8")


class TestWhatIsSaid:
    def test_kinds_and_counts(self) -> None:
        view = page_view("ferry.txt", looked_at(EVERYTHING))
        assert dict(view.counts) == {"join": 3, "removal": 1, "repeat": 1, "move": 1}
        assert view.left == 1

    def test_what_left_says_where_its_copy_stays(self) -> None:
        view = page_view("ferry.txt", looked_at(EVERYTHING))
        (repeat,) = (item for item in view.items if item.kind == Kind.REPEAT)
        assert repeat.goal == "## The ferry"
        notes = [note for row in view.rows for note in row.repaired_notes]
        assert [note.item.kind for note in notes] == ["removal", "repeat", "move"]
        (arrival,) = (note for row in view.rows for note in row.source_notes)
        assert arrival.arrives

    def test_a_clean_page_is_two_plain_columns(self) -> None:
        view = page_view("clean.txt", looked_at("All agreed.\n"))
        assert view.counts == ()
        assert all(not row.row.numbers for row in view.rows)
        assert "Nothing was found" in report_html([("clean.txt", looked_at("All agreed.\n"))])

    def test_pages_in_doubt_come_first(self) -> None:
        pages = [("sure", looked_at("a\n")), ("unsure", looked_at("so?\nIt\n"))]
        text = report_html(pages)
        assert text.index("<bdi>unsure</bdi>") < text.index("<bdi>sure</bdi>")


class TestNotebook:
    def test_it_is_short_and_runs_nothing(self) -> None:
        shown = looked_at(HOSTILE)._repr_html_()
        assert "<script" not in shown
        assert "<img" not in shown
        assert html.escape("<script>window.ran = 1</script>", quote=False) in shown.replace(
            "&#39;", "'"
        )

    def test_a_long_page_says_how_much_more_there_is(self) -> None:
        text = "".join(f"Entry number {n} of the log has,\nan end, {n}.\n\n" for n in range(500))
        shown = looked_at(text)._repr_html_()
        assert len(shown) < 20_000
        assert "488 more" in shown

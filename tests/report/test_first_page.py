"""The report of the page that the project began with says at a glance what was done, and why."""

from __future__ import annotations

from layoutfix import fix
from layoutfix.report.html import report_html
from layoutfix.report.view import page_view
from tests.report.conftest import Opened
from tests.test_acceptance import page as first_page
from tests.test_acceptance import pytestmark

__all__ = ["pytestmark"]


def test_everything_is_counted_and_says_why(opened: Opened) -> None:
    page = fix(first_page())
    view = page_view("page.txt", page)
    counts = dict(view.counts)
    assert (counts["join"], counts["repeat"], counts["move"]) == (13, 3, 1)
    shown = opened(report_html([("page.txt", page)]))
    total = shown.locator(".sum").inner_text()
    assert "13 joins · 3 repeats (1 doubled-section, 2 pull-quote) · 1 move" in total
    assert shown.locator(".repaired mark.seam").count() == 13
    assert shown.locator(".repaired mark.move ~ mark.seam").count() > 0, "one is in the fragment"
    notes = shown.locator(".repaired .note:not(.spacing)").all_inner_texts()
    assert len(notes) == 4
    assert all("Proof: " in note for note in notes)
    assert sum("湖北" in note for note in notes) == 1
    (move,) = (note for note in notes if note.startswith("Moved under"))
    assert "广西" in move
    assert "(桂文)" in move
    for item in view.items:
        assert item.reason

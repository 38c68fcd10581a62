"""Reports in a browser: what is linked, filtered, decided, and what must not run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from layoutfix.model import Fixed
from layoutfix.report.html import report_html
from tests.cli.pages import put
from tests.conftest import Run
from tests.report.conftest import Opened
from tests.report.pages import EVERYTHING, HOSTILE, RIGHT_TO_LEFT, looked_at

LONG = "".join(f"Entry {n} of the log, to which nothing happens.\n\n" for n in range(200))


@pytest.fixture
def report(opened: Opened) -> Page:
    return opened(report_html([("ferry.txt", looked_at(EVERYTHING))]))


def number_of(page: Page, rule: str) -> str:
    item = page.locator(".finding", has=page.locator("code", has_text=rule)).first
    return str(item.get_attribute("data-item"))


def mark(page: Page, side: str, number: str) -> Locator:
    return page.locator(f".{side} [data-n~='{number}']").first


def is_on(element: Locator) -> bool:
    return bool(element.evaluate("each => each.classList.contains('on')"))


def in_view(element: Locator) -> bool:
    box = element.bounding_box()
    return box is not None and 0 <= box["y"] < 720


class TestLinks:
    """What belongs together lights up together."""

    @pytest.mark.parametrize("rule", ["join", "join-hyphenated", "stray-letter", "repeated-line"])
    @pytest.mark.parametrize(("side", "other"), [("source", "repaired"), ("repaired", "source")])
    def test_hover_lights_up_the_other_side(
        self, report: Page, rule: str, side: str, other: str
    ) -> None:
        number = number_of(report, rule)
        mark(report, side, number).hover()
        assert is_on(mark(report, other, number))
        assert is_on(report.locator(f"#f{number}"))
        assert in_view(mark(report, other, number))
        report.mouse.move(640, 10)
        assert report.locator(".on").count() == 0

    def test_focus_and_tap_do_the_same(self, report: Page) -> None:
        number = number_of(report, "join-hyphenated")
        mark(report, "source", number).focus()
        assert is_on(mark(report, "repaired", number))
        other = number_of(report, "page-number")
        mark(report, "source", other).click()
        assert is_on(mark(report, "repaired", other))
        assert not is_on(mark(report, "source", number))
        report.mouse.move(640, 10)
        assert is_on(mark(report, "source", other)), "what was tapped stays lit"

    def test_what_is_far_away_comes_into_view(self, opened: Opened) -> None:
        text = EVERYTHING.replace("So who pays?", LONG + "So who pays?")
        page = opened(report_html([("long.txt", looked_at(text))]))
        number = number_of(page, "stray-letter")
        page.locator(f"#f{number} .pick").click()
        away = page.locator(f".source mark.move[data-n~='{number}']")
        here = page.locator(f".repaired mark.move[data-n~='{number}']")
        for seen, other in ((here, away), (away, here)):
            seen.scroll_into_view_if_needed()
            assert not in_view(other)
            seen.click()
            assert in_view(other)

    def test_a_hover_keeps_its_place_and_shows_what_is_far_away(self, opened: Opened) -> None:
        text = EVERYTHING.replace("So who pays?", LONG + "So who pays?")
        page = opened(report_html([("long.txt", looked_at(text))]))
        number = number_of(page, "stray-letter")
        away = page.locator(f".source mark.move[data-n~='{number}']")
        away.scroll_into_view_if_needed()
        away.hover()
        assert in_view(away)
        assert page.locator("#peek").inner_text() == "a"

    def test_a_moved_fragment_has_an_arrow_and_says_why(self, report: Page) -> None:
        number = number_of(report, "stray-letter")
        path = report.locator(".arrows > path")
        assert path.count() == 1
        start = report.locator(f".source mark.move[data-n~='{number}']").first.bounding_box()
        goal = report.locator(f".repaired mark.move[data-n~='{number}']").first.bounding_box()
        arrow = path.bounding_box()
        assert start
        assert goal
        assert arrow
        assert start["x"] < arrow["x"] < arrow["x"] + arrow["width"] < goal["x"] + 20
        assert arrow["y"] < start["y"]
        assert abs(arrow["y"] - goal["y"]) < 40
        note = report.locator(".repaired .note.move")
        assert "it belongs to the start" in note.inner_text()
        assert "it stands at the end" in note.inner_text(), "the proof"


class TestFilters:
    def test_kinds(self, report: Page) -> None:
        number = number_of(report, "join-hyphenated")
        before = report.locator(".finding:visible").count()
        report.locator("[name=kind][value=join]").uncheck()
        assert report.locator(".finding.join:not(.is-left):visible").count() == 0
        assert "mute" in str(mark(report, "source", number).get_attribute("class"))
        shown = report.locator(".finding:visible").count()
        assert 0 < shown < before
        assert report.locator(".tally").inner_text() == f"{shown} of {before} findings"
        report.locator("[name=kind][value=join]").check()
        assert report.locator(".finding:visible").count() == before

    def test_rules_and_confidence(self, report: Page) -> None:
        report.locator(".more summary").click()
        report.locator("[name=rule][value=page-number]").uncheck()
        assert not report.locator(f"#f{number_of(report, 'page-number')}").is_visible()
        report.locator("[name=least]").fill("0.97")
        shown = report.locator(".finding:visible .facts").all_inner_texts()
        assert shown
        assert all("0.97" in each for each in shown)
        report.locator("[name=least]").fill("0")
        report.locator("[name=most]").fill("0.5")
        assert (
            report.locator(".finding:visible .facts")
            .all_inner_texts()[0]
            .strip()
            .startswith("0.40")
        )

    def test_what_was_left_and_why(self, report: Page) -> None:
        item = report.locator(f"#f{number_of(report, 'shy-join')}")
        assert "Left as it is: its confidence is below 0.9" in item.inner_text()
        report.locator("[name=outcome]").uncheck()
        assert not item.is_visible()

    def test_only_lines_with_a_change(self, report: Page) -> None:
        plain = report.locator(".row.same").first
        assert plain.is_visible()
        report.locator(".more summary").click()
        report.locator("[name=changed]").check()
        assert not plain.is_visible()


class TestKeys:
    def test_from_finding_to_finding_and_to_the_other_side(self, report: Page) -> None:
        report.keyboard.press("j")
        report.keyboard.press("j")
        first = report.locator(".finding.on").get_attribute("data-item")
        report.keyboard.press("k")
        assert report.locator(".finding.on").get_attribute("data-item") == "0"
        report.keyboard.press("j")
        assert report.locator(".finding.on").get_attribute("data-item") == first
        report.keyboard.press("o")
        assert report.evaluate("document.activeElement.closest('.source') !== null")
        report.keyboard.press("o")
        assert report.evaluate("document.activeElement.closest('.repaired') !== null")
        report.keyboard.press("Escape")
        assert report.locator(".on").count() == 0

    def test_the_page_says_which_there_are_and_lets_them_be_turned_off(self, report: Page) -> None:
        report.keyboard.press("?")
        assert report.locator("#keys").is_visible()
        for key in "jkoarfs":
            assert report.locator("#keys kbd", has_text=key).count() >= 1
        report.locator("#letters").uncheck()
        report.locator("#keys button").click()
        report.keyboard.press("j")
        assert report.locator(".on").count() == 0

    def test_tab_goes_through_the_marks(self, report: Page) -> None:
        mark(report, "source", "0").focus()
        seen = set()
        for _ in range(12):
            report.keyboard.press("Tab")
            seen.add(report.locator(".finding.on").get_attribute("data-item"))
        assert len(seen) > 4


def saved(page: Page, folder: Path) -> Path:
    """The file of decisions that a report gives."""
    with page.expect_download() as download:
        page.locator("#save").click()
    file = folder / "decisions.json"
    download.value.save_as(file)
    return file


class TestDecisions:
    def test_what_is_rejected_is_left(self, run: Run, opened: Opened, tmp_path: Path) -> None:
        put(tmp_path, ferry=EVERYTHING.encode())
        assert run("fix", "ferry.txt", "--report", "out.html").returncode == 0
        page = opened((tmp_path / "out.html").read_text("utf-8"))
        assert page.locator("#save").is_disabled()
        reject = page.locator(f"#f{number_of(page, 'join-hyphenated')} [data-verdict=reject]")
        reject.click()
        assert reject.get_attribute("aria-pressed") == "true"
        page.locator(f"#f{number_of(page, 'shy-join')} .pick").click()
        page.keyboard.press("a")
        file = saved(page, tmp_path)
        document = json.loads(file.read_text("utf-8"))
        assert [each["decision"] for each in document["pages"][0]["decisions"]] == [
            "reject",
            "accept",
        ]
        done = run("fix", "ferry.txt", "--decisions", "decisions.json")
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"Tues-\nday with the mail and" in done.stdout
        assert b"So who pays? The island does." in done.stdout

    def test_a_decision_is_taken_back_and_kept_over_a_reload(self, report: Page) -> None:
        report.locator("#f0 [data-verdict=reject]").click()
        report.locator("#f1 [data-verdict=accept]").click()
        report.locator("#f1 [data-verdict=accept]").click()
        assert report.locator("#decided").inner_text() == "1 decided"
        report.reload()
        pressed = report.locator("[aria-pressed=true]")
        assert pressed.count() == 1
        assert pressed.get_attribute("data-verdict") == "reject"

    def test_many_pages(self, run: Run, opened: Opened, tmp_path: Path) -> None:
        (tmp_path / "news").mkdir()
        put(tmp_path / "news", clean=b"All agreed.\n", ferry=EVERYTHING.encode(), bad=b"\xff")
        done = run("review", "news")
        assert done.returncode == 2
        assert done.stdout == b"review.html: 2 pages\n"
        page = opened((tmp_path / "review.html").read_text("utf-8"))
        assert "not UTF-8" in page.locator("tr.error").inner_text()
        rows = page.locator("#index tbody tr[data-page] th").all_inner_texts()
        assert rows == ["news/ferry.txt", "news/clean.txt"], "what needs a look comes first"
        assert page.locator(".histogram rect.done[height='0.0']").count() < 20
        page.locator("text=news/ferry.txt").click()
        assert not page.locator("#index").is_visible()
        page.locator(f"#f{number_of(page, 'page-number')} [data-verdict=reject]").click()
        page.locator("#back").click()
        assert "1 of" in page.locator("#index tr[data-page='0'] .decided").inner_text()
        saved(page, tmp_path)
        done = run(
            "fix", "news/ferry.txt", "news/clean.txt", "-o", "out", "--decisions", "decisions.json"
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"\n7\n" in (tmp_path / "out/ferry.txt").read_bytes()


class TestSafety:
    @pytest.mark.parametrize("many", [False, True])
    def test_a_page_runs_nothing(self, opened: Opened, many: bool) -> None:
        name = "<img src=x onerror='window.ran = 9'>.txt"
        pages = [(name, looked_at(HOSTILE)), *([("b.txt", looked_at("a\n"))] if many else [])]
        page = opened(report_html(pages, title="</title><script>window.ran = 8</script>"))
        if many:
            page.locator("#index a").first.click()
        page.wait_for_timeout(100)
        assert page.evaluate("window.ran") is None
        assert page.locator("article img, article script, article svg:not(.arrows)").count() == 0
        assert page.locator("article a").count() == 0
        source = "".join(page.locator(".source").all_inner_texts())
        assert '<script>window.ran = 1</script><img src=x onerror="window.ran = 2">' in source
        assert "</template></mark></div><svg" in source
        assert "{{ 7 * 7 }} {% raw %}" in source
        assert "␛[31m" in source
        assert "␀" in source

    def test_the_browser_is_told_to_run_nothing_else(self, report: Page, wrong: list[str]) -> None:
        ran = report.evaluate(
            """() => {
                const script = document.createElement("script");
                script.textContent = "window.ran = 1";
                document.body.append(script);
                return window.ran;
            }"""
        )
        assert ran is None
        (refusal,) = wrong
        assert "Content Security Policy" in refusal
        wrong.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", ["one", "index", "of many"])
def test_axe_finds_nothing(opened: Opened, scheme: str, shown: str) -> None:
    pages: list[tuple[str, Fixed]] = [("ferry.txt", looked_at(EVERYTHING))]
    if shown != "one":
        pages.append(("both.txt", looked_at(RIGHT_TO_LEFT)))
    page = opened(report_html(pages), "#page-0" if shown == "of many" else "")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def test_right_to_left_text_runs_from_the_right(opened: Opened) -> None:
    page = opened(report_html([("both.txt", looked_at(RIGHT_TO_LEFT))]))

    def direction(words: str) -> str:
        cell = page.locator(".repaired", has_text=words).first
        return str(cell.evaluate("each => getComputedStyle(each).direction"))

    assert direction("العبارة") == "rtl"
    assert direction("המעבורת") == "rtl"
    assert direction("Fähre") == "ltr"
    assert direction("渡船") == "ltr"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_narrow_window_needs_no_scrolling_sideways(report: Page) -> None:
    report.set_viewport_size({"width": 400, "height": 800})
    assert report.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_print_shows_everything(report: Page) -> None:
    report.emulate_media(media="print")
    assert report.locator("#save").is_hidden()
    assert report.locator(".finding").last.is_visible()
    assert len(report.pdf()) > 10_000


def test_a_long_page_has_few_elements(opened: Opened) -> None:
    text = "".join(f"Line {n} of a long log,\nwith its end.\n\n" for n in range(20_000))
    html = report_html([("log.txt", looked_at(text[:500_000]))])
    page = opened(html)
    assert page.evaluate("document.querySelectorAll('*').length") < 500_000
    page.keyboard.press("k")
    assert page.locator(".finding.on").count() == 1

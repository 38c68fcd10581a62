"""A browser for reports: Chromium of the system's packages, driven by playwright.

Without one these tests are skipped; where CI is set they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

Opened = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        message = "no Chromium here; install it with: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def wrong() -> list[str]:
    """What reports loaded, logged or failed at."""
    return []


@pytest.fixture
def opened(browser: Browser, tmp_path: Path, wrong: list[str]) -> Iterator[Opened]:
    """Open a report in a window; whatever it loads, logs or fails at is an error of the test."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, reduced_motion="reduce", accept_downloads=True
    )

    def opened(html: str, fragment: str = "") -> Page:
        file = tmp_path / "report.html"
        file.write_bytes(html.encode("utf-8"))
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on(
            "request",
            lambda request: None if request.is_navigation_request() else wrong.append(request.url),
        )
        page.goto(file.as_uri() + fragment)
        return page

    yield opened
    context.close()
    assert not [each for each in wrong if not each.startswith("blob:")]

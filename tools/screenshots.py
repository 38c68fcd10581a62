"""The pictures of the README and the documentation, of pages that come with the tests.

Run it where there is a Chromium (``apt-get install chromium``) after a change of the reports::

    python -m tools.screenshots
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import layoutfix
from layoutfix.report.html import report_html

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "tests" / "fixtures" / "pages"
IMAGES = ROOT / "docs" / "images"

SHOWN = "en-quay.in.md"
"""The page of the pictures: joins, a page number, a pull quote and a fragment to be moved."""

MOST_BYTES = 150_000
COLOURS = 64


def _pages() -> Iterator[tuple[str, layoutfix.Fixed]]:
    for path in sorted([*PAGES.glob("*.in.md"), *PAGES.glob("*.in.txt")]):
        yield path.name.replace(".in.", "."), layoutfix.fix(path.read_text("utf-8"))


def _opened(browser: Browser, html: str, folder: Path, scheme: str, size: tuple[int, int]) -> Page:
    file = folder / "report.html"
    file.write_text(html, "utf-8")
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(file.as_uri())
    return page


def _keep(picture: bytes, path: Path) -> None:
    """Write a picture with the few colours that a page has."""
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)
    few.save(path, optimize=True)


def _move(page: Page) -> None:
    """The moved fragment lights up and stands in the middle."""
    mark = page.locator(".source mark.move[tabindex]").first
    page.evaluate("scrollTo(0, 330)")
    mark.hover()


def main() -> int:
    """Make the pictures; 1 where one is too large to be kept."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("no Chromium here; install it with: apt-get install chromium")
    IMAGES.mkdir(exist_ok=True)
    pages = dict(_pages())
    one = report_html([(SHOWN.replace(".in.", "."), pages[SHOWN.replace(".in.", ".")])])
    all_of_them = report_html(pages.items())
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-lcd-text"]
        )
        for name, html, scheme, size in (
            ("report", one, "light", (1240, 760)),
            ("report-dark", one, "dark", (1240, 560)),
            ("review", all_of_them, "light", (1000, 560)),
        ):
            page = _opened(browser, html, Path(folder), scheme, size)
            if scheme == "dark":
                _move(page)
            page.wait_for_timeout(300)
            _keep(page.screenshot(), IMAGES / f"{name}.png")
            page.close()
        browser.close()
    large = [path.name for path in IMAGES.glob("*.png") if path.stat().st_size > MOST_BYTES]
    for name in large:
        print(f"{name} has more than {MOST_BYTES} bytes; make its window smaller", file=sys.stderr)
    return int(bool(large))


if __name__ == "__main__":
    sys.exit(main())

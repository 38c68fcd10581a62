"""Pages out of files: the text of a web page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from layoutfix import InputError
from layoutfix.io.html import html_text, read_html


class TestHtml:
    def test_the_text_of_a_web_page_comes_as_markdown(self, tmp_path: Path) -> None:
        pytest.importorskip("trafilatura")
        path = tmp_path / "page.html"
        sentence = "The committee met on Tuesday and agreed to meet again in the spring. "
        path.write_bytes(
            f"<html><body><nav>Home</nav><article><h1>Minutes</h1><p>{sentence * 4}</p>"
            "</article></body></html>".encode()
        )
        text = read_html(path)
        assert text == html_text(path.read_bytes())
        assert "# Minutes" in text
        assert sentence.strip() in text
        assert "<p>" not in text

    def test_a_missing_extractor_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "trafilatura", None)
        with pytest.raises(InputError, match=r"pip install 'layoutfix\[html\]'"):
            html_text(b"<p>text</p>")

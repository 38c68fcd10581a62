"""Sets documents with Chromium: CSS columns, floats, running heads in the page's margins."""

from __future__ import annotations

import html
import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.gold import language
from benchmarks.typeset.articles import display
from benchmarks.typeset.document import Document, Piece
from benchmarks.typeset.hyphenation import divided
from benchmarks.typeset.layout import Layout

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Chromium has no patterns without its components. The places where a word may be divided are
# marked with soft hyphens; where a line ends at one, it becomes a hyphen, and the others leave,
# so that the file holds what an engine with patterns would have written.
_DIVIDE = """
() => {
  const soft = String.fromCharCode(0xad);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const range = document.createRange();
  const at = (node, index) => {
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    const rects = range.getClientRects();
    return rects.length ? rects[rects.length - 1] : null;
  };
  const found = nodes.map((node) => {
    const places = new Set();
    const text = node.data;
    for (let i = text.indexOf(soft); i >= 0; i = text.indexOf(soft, i + 1)) {
      if (i === 0 || i + 1 >= text.length) continue;
      const before = at(node, i - 1), after = at(node, i + 1);
      if (before && after && after.left < before.left) places.add(i);
    }
    return places;
  });
  nodes.forEach((node, index) => {
    const places = found[index];
    const text = Array.from(node.data, (mark, i) =>
      mark !== soft ? mark : places.has(i) ? "-" : "").join("");
    if (text !== node.data) node.data = text;
  });
}
"""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser that runs, with one page."""

    page: Page
    name: str = "chromium"
    share: float = 3.0
    notes: bool = False

    def sets(self, lang: str) -> bool:
        """All that there is a face for."""
        return bool(lang)

    def limited(self, layout: Layout) -> Layout:
        """It does all but footnotes."""
        return replace(layout, notes=0.0)

    def typeset(self, document: Document, layout: Layout) -> bytes | None:
        """Lay the document out and print it."""
        self.page.set_content(markup(document, layout))
        if layout.hyphens:
            self.page.evaluate(_DIVIDE)
        return self.page.pdf(prefer_css_page_size=True)


def program() -> str | None:
    """Return the path of the browser, if one is installed, and playwright to drive it."""
    if importlib.util.find_spec("playwright") is None:
        return None
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


@contextmanager
def opened() -> Iterator[Chromium]:
    """Start the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=list(FLAGS))
        try:
            yield Chromium(browser.new_page())
        finally:
            browser.close()


def markup(document: Document, layout: Layout) -> str:
    """Return the document as one HTML page."""
    first = True
    parts = []
    for piece in document.pieces:
        block = document.blocks[piece.block]
        initial = block.role == "paragraph" and first and bool(layout.initial)
        parts.append(_element(document, layout, piece, initial, first))
        first = block.role in ("heading", "byline") or (first and block.role != "paragraph")
    return (
        f'<!doctype html><html lang="{display(document.lang)}"><meta charset="utf-8">'
        f"<style>{_style(document, layout)}</style><body>{''.join(parts)}</body></html>"
    )


def _element(document: Document, layout: Layout, piece: Piece, initial: bool, first: bool) -> str:
    block = document.blocks[piece.block]
    names = [block.role]
    if initial:
        names.append("initial")
    if first and not layout.first_indent:
        names.append("first")
    if piece.start:
        names.append("rest")
    if piece.end < len(block.text):
        names.append("broken")
    content = ""
    start = piece.start
    for offset, index in piece.inserts:
        at = _line_end(block.text, offset, piece.end)
        aside = document.blocks[index]
        content += _text(block.text[start:at], document.lang, layout)
        content += (
            f'<span class="aside {aside.role}">{_text(aside.text, document.lang, layout)}</span>'
        )
        start = at
    content += _text(block.text[start : piece.end], document.lang, layout)
    return f'<div class="{" ".join(names)}">{content}</div>'


def _line_end(text: str, offset: int, end: int) -> int:
    """Where a line may end at or after the offset: a space, or anywhere where there is none."""
    space = text.find(" ", offset, min(end, offset + 40))
    return space + 1 if space >= 0 else offset


def _text(text: str, lang: str, layout: Layout) -> str:
    return html.escape(divided(text, lang) if layout.hyphens else text, quote=False)


def _style(document: Document, layout: Layout) -> str:
    space = layout.leading * (1.0 if layout.mark == "blank" else 0.5)
    gap = f"{space:.2f}em" if layout.mark in ("blank", "both") else "0"
    indent = f"{layout.indent}em" if layout.mark in ("indent", "both") else "0"
    edge = "justify" if layout.justified else "left"
    last = "justify" if layout.justified else "left"
    middle = "center" if layout.heading == "centre" else "left"
    span = "column-span:all;" if layout.heading == "span" else ""
    fill = "balance" if layout.balanced else "auto"
    words = "keep-all" if layout.whole_words and document.lang == "ko" else "normal"
    drop = f"{layout.initial * layout.leading * 0.95:.2f}em"
    return f"""
{_page_rules(document, layout)}
body {{ margin:0; width:{layout.width - 2 * layout.margin}mm; columns:{layout.columns};
  column-gap:{layout.gap}mm; column-fill:{fill};
  font:{layout.size}pt/{layout.leading} "{layout.face}";
  word-break:{words}; text-align:{edge}; hyphens:manual; orphans:2; widows:2;
  text-rendering:geometricPrecision; }}
.paragraph {{ margin:{gap} 0 0; text-indent:{indent}; }}
.first, .rest, .initial {{ text-indent:0; }}
.broken {{ text-align-last:{last}; }}
.initial::first-letter {{ float:left; font-size:{drop}; line-height:0.85; padding-right:0.08em; }}
.heading {{ {span} font-size:{1.25 + layout.columns * 0.05}em; font-weight:bold; line-height:1.15;
  text-align:{middle}; margin:1.1em 0 0.5em; break-after:avoid; }}
.byline {{ font-style:{"normal" if language(document.lang) in ("zh", "ja", "ko") else "italic"};
  text-align:{middle}; margin:0 0 0.5em; break-after:avoid; }}
.jump {{ text-align:right; font-size:0.9em; margin:0.3em 0; }}
.aside {{ display:block; float:left; width:100%; text-indent:0; margin:0.8em 0; }}
.quote {{ font-size:1.35em; line-height:1.2; text-align:center; text-align-last:center; }}
.caption {{ font-size:0.85em; line-height:1.2; text-align:left; text-align-last:left; }}
.caption::before {{ content:""; display:block; height:3em; border:0.5pt solid #888; }}
"""


def _page_rules(document: Document, layout: Layout) -> str:
    top, foot = layout.top, layout.foot
    small = f'font:{max(7.0, layout.size * 0.85):.1f}pt "{layout.face}";'
    title = _quoted(document.furniture.title)
    before, _, after = document.furniture.number.partition("{p}")
    number = f"{_quoted(before)} counter(page) {_quoted(after)}"
    rules = [
        f"size:{layout.width}mm {layout.height}mm; margin:{layout.margin}mm;",
        *_boxes("top", top, title, number, small),
        *_boxes("bottom", foot, title, number, small),
    ]
    left = f"@page :left {{ {' '.join(_mirrored(layout, title, number, small))} }}"
    first = layout.first_page - 1
    # The counter is set where the first page begins, before its number is written.
    return f"@page {{ {' '.join(rules)} }} {left} html {{ counter-reset: page {first}; }}"


def _boxes(edge: str, what: str, title: str, number: str, small: str) -> Iterator[str]:
    if what == "title":
        yield f"@{edge}-center {{ content:{title}; {small} }}"
    if what == "number":
        yield f"@{edge}-center {{ content:{number}; {small} }}"
    if what == "both":
        yield f"@{edge}-left {{ content:{title}; {small} }}"
        yield f"@{edge}-right {{ content:{number}; {small} }}"


def _mirrored(layout: Layout, title: str, number: str, small: str) -> Iterator[str]:
    """On left pages the number stands outside, on the left."""
    for edge, what in (("top", layout.top), ("bottom", layout.foot)):
        if what == "both":
            yield f"@{edge}-left {{ content:{number}; {small} }}"
            yield f"@{edge}-right {{ content:{title}; {small} }}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

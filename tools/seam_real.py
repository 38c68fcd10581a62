"""Real line ends to learn the seam decision from: half of each source, in pieces, set anew."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.errors import HYPHENS, is_full, line_sizes
from benchmarks.gold import JOINS, GoldPage, is_scoring, shared
from benchmarks.lay import Line, lay
from benchmarks.real_pages import CLOSED, READERS, pagexml
from tools.seam_noise import lines_of, reset

PIECES = {"dta": 5, "pagexml": 6, "hansard": 20, "converters": 4, "untouched": 2, "lines": 4}
"""Pieces of each document that are learnt from."""

NARROWEST, WIDEST = 55, 100
"""Columns of documents that their authors wrapped by hand."""

SLACK = 10
"""Columns that such an author may have left at the end of a line."""

_ITEM = re.compile(r"(?:[-*+•]|\d{1,2}[.)])\s+")
_ODD = re.compile(r"[|{}<>=\\]|::|\t|  +\S")


def real_pages() -> Iterator[tuple[str, GoldPage]]:
    """Yield the name of a source and a piece of one of its documents, of the tuning half."""
    folder = shared() / "corpora" / "real"
    for source in READERS:
        pages = pagexml(folder, ("text+other",)) if source == "pagexml" else READERS[source](folder)
        for page in pages:
            if is_scoring(page.id) or page.kind == "hansard page":
                continue
            own = wrapped_by_hand(page) if source == "untouched" else page
            if source in ("dta", "pagexml"):
                own = without_rows(page, closed_only=source == "dta")
            group = source + ("-newspapers" if "newspapers" in page.kind else "")
            rng = random.Random(f"{page.kind}:{page.id}")
            yield from ((group, reset(own, rng)) for _ in range(PIECES[source]))


def without_rows(page: GoldPage, closed_only: bool) -> GoldPage:
    """Return the page without gold for joins at lines that ended long before they had to.

    The regions of the prints hold verse, tables and lists as well as paragraphs, line by line, and
    gold joins them all; in the books some paragraphs that end in a short line are marked as one.

    Args:
        page: a page of the prints or books.
        closed_only: whether that goes for lines with a closing mark alone.
    """
    text = page.text
    sizes = line_sizes(page)
    seams = []
    for number, seam in enumerate(page.seams):
        short = not is_full(sizes, number)
        goes_on = text[seam.right_start].islower() or text[seam.left_end - 1] in HYPHENS
        closed = CLOSED.search(text, max(0, seam.left_end - 3), seam.left_end)
        doubtful = short and not goes_on and (closed or not closed_only)
        known = seam.label not in JOINS or not doubtful
        seams.append(seam if known else replace(seam, label="?"))
    return replace(page, seams=tuple(seams))


def wrapped_by_hand(page: GoldPage) -> GoldPage:
    """Return the page with gold for the line ends inside its plain paragraphs and list items."""
    lines = lines_of(page)
    widths = sorted(len(line.text) + len(line.indent) for line in lines if len(line.text) > 40)
    width = widths[len(widths) * 9 // 10] if widths else 0
    if not NARROWEST <= width <= WIDEST:
        return page
    out: list[Line] = []
    for block in _blocks(lines):
        wrapped = _is_wrapped(block, width)
        out.append(block[0])
        out.extend(replace(line, label="S" if wrapped else "?") for line in block[1:])
    return lay(out, page.id, page.lang, page.kind)


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and (line.blank or line.feed):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_wrapped(block: Sequence[Line], width: int) -> bool:
    """Whether no line but the last ends while the next word would have fitted."""
    if any(_ODD.search(line.text) for line in block):
        return False
    mark = _ITEM.match(block[0].text)
    hanging = len(block[0].indent) + (mark.end() if mark else 0)
    if any(_ITEM.match(line.text) or len(line.indent) != hanging for line in block[1:]):
        return False
    for above, below in itertools.pairwise(block):
        room = width - len(above.indent) - len(above.text) - 1 - len(below.text.split()[0])
        if room >= SLACK:
            return False
    return True

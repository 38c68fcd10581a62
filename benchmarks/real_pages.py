"""Readers of the real pages in the shared folder; see `corpora/real/README.md` there.

Every page gets gold for the seams whose truth is known; the kind of a page names the row that it
counts in. Labels are those of `benchmarks.gold`; seams that touch furniture or a drop capital are
not scored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.gold import JOINS, GoldPage, GoldSeam, page_of_lines

READING_CONVERTERS = ("markitdown", "pymupdf4llm")
"""Converters that leave line ends as they stand in the PDF."""

WITNESS = 10
"""Characters, without white space, that a seam of the records is known by."""

ADJACENT = 3
"""Gold characters between two lines, at most, for the lines to be neighbours in the gold too."""

SHORT = 50
"""Characters of a line that people may have typed for a row of its own."""

_BLOCK_MARK = re.compile(r"\s*(?:#{1,6} |[-*+•] |\d{1,3}[.)] |\||<|!\[|```)")
_BLANK = re.compile(r"\n[^\S\n]*\n|\f")
_RFC_FURNITURE = re.compile(r"\[Page \d+\]\s*$|^RFC \d+ .* \d{4}\s*$")


def apart(page: GoldPage, seam: GoldSeam) -> bool:
    """Whether a blank line or page break stands in the seam.

    >>> page = page_of_lines("a", "en", "demo", ["one", "", "two"], ["P", "P"])
    >>> apart(page, GoldSeam(3, 5, "P"))
    True
    """
    return _BLANK.search(page.text, seam.left_end, seam.right_start) is not None


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def dta(folder: Path) -> Iterator[GoldPage]:
    """Yield old German books, line by line; seams beside furniture are not scored already."""
    for row in _rows(folder / "dta.jsonl"):
        yield page_of_lines(row["id"], row["lang"], "dta", row["lines"], row["gold"])


def pagexml(folder: Path, groups: Sequence[str] = ("text", "other")) -> Iterator[GoldPage]:
    """Yield pages of German newspapers and old prints, each with two sets of seams.

    Those inside and around running text are `text`; those that touch headings, tables and lists
    without a kind, marginalia and furniture are `other`.
    """
    for row in _rows(folder / "pagexml.jsonl"):
        paper = "newspapers" if "reichsanzeiger" in row["source"] else "prints"
        groups_of = [_pagexml_group(*pair) for pair in pairwise(row["kind"])]
        for group in groups:
            gold = [
                label if own in group.split("+") else "?"
                for label, own in zip(row["gold"], groups_of, strict=True)
            ]
            kind = f"pagexml {paper} {group}"
            page = page_of_lines(row["id"], row["lang"], kind, row["lines"], gold)
            yield without_doubtful(page) if paper == "newspapers" else page


def without_doubtful(page: GoldPage) -> GoldPage:
    """Return the page without gold for line ends after a closing mark that gold says to join.

    The regions of the newspapers hold several paragraphs, and nobody marked where they part.
    """
    text = page.text
    seams = (
        replace(seam, label="?")
        if seam.label in JOINS
        and CLOSED.search(text, max(0, seam.left_end - 3), seam.left_end)
        and not text[seam.right_start].islower()
        else seam
        for seam in page.seams
    )
    return replace(page, seams=tuple(seams))


CLOSED = re.compile(r"[.!?:;][\"'”“’»«)]*$")


def _pagexml_group(above: str, below: str) -> str:
    if "drop-capital" in (above, below):
        return "unknown"  # the gold parts a drop capital from its word
    return "text" if above in _TEXT and below in _TEXT else "other"


_TEXT = ("paragraph", "footnote", "footnote-continued")


def hansard(folder: Path) -> Iterator[GoldPage]:
    """Yield sittings in traditional Chinese; seams of the kind `page` have furniture inside."""
    for row in _rows(folder / "hansard.jsonl"):
        text = row["text"]
        ink = [at for at, mark in enumerate(text) if not mark.isspace()]
        bare = "".join(text[at] for at in ink)
        for kind in ("line", "page"):
            seams = _witnessed(bare, ink, [seam for seam in row["seams"] if seam[0] == kind])
            yield GoldPage(row["id"], "zh", f"hansard {kind}", text, tuple(seams))


def _witnessed(bare: str, ink: Sequence[int], known: Sequence[Sequence[Any]]) -> Iterator[GoldSeam]:
    """Yield the seams that the characters on both sides place, in order, without doubt."""
    done = 0
    for kind, left, right, join in known:
        reach = 1 if kind == "line" else 80
        at = bare.find(left, max(done - WITNESS, 0))
        while at >= 0:
            start = bare.find(right, at + len(left), at + len(left) + reach - 1 + len(right))
            if start >= 0 and ink[start] - ink[at + len(left) - 1] > 1:
                label = "?" if _figures(left) or _figures(right) else "J" if join else "P"
                yield GoldSeam(ink[at + len(left) - 1] + 1, ink[start], label)
                done = start
                break
            at = bare.find(left, at + 1)


def _figures(side: str) -> bool:
    """Whether a side is a row of a table, many lines of one in the gold."""
    return 2 * sum(mark.isdigit() or mark in ".,%-" for mark in side) > len(side)


def converters(folder: Path) -> Iterator[GoldPage]:
    """Yield what two converters made of real PDF pages, aligned with what people typed."""
    for row in _rows(folder / "converters.jsonl"):
        for name in READING_CONVERTERS:
            if row.get(name):
                seams = tuple(_aligned(row[name], row["gold"]))
                yield GoldPage(row["id"], "en", f"converters {name}", row[name], seams)


def _aligned(text: str, gold: str) -> Iterator[GoldSeam]:
    """Yield the line ends of `text` whose two sides stand side by side in `gold`."""
    from rapidfuzz.distance import Indel

    ink = [at for at, mark in enumerate(text) if not mark.isspace()]
    typed = [at for at, mark in enumerate(gold) if not mark.isspace()]
    place: dict[int, int] = {}
    ours, theirs = "".join(text[at] for at in ink), "".join(gold[at] for at in typed)
    for step in Indel.opcodes(ours, theirs):
        if step.tag == "equal":
            for shift in range(step.src_end - step.src_start):
                place[ink[step.src_start + shift]] = step.dest_start + shift
    for seam in line_seams(text):
        left, right = place.get(seam.left_end - 1), place.get(seam.right_start)
        hyphen = text[seam.left_end - 1] in "-\u00ad‐"
        if left is None and hyphen:
            left = place.get(seam.left_end - 2)
        if left is None or right is None or not 0 < right - left <= ADJACENT:
            continue
        yield replace(seam, label=_typed(gold[typed[left] + 1 : typed[right]], gold, typed[right]))


def _typed(between: str, gold: str, right: int) -> str:
    """Say what people typed at a seam; their own line ends say nothing inside a paragraph.

    Rows of tables, contents and figures are many lines of one here and one of many there: they are
    not scored.
    """
    begin = gold.rfind("\n", 0, right - len(between)) + 1
    line, following = gold[begin : right - len(between)], gold[right:].partition("\n")[0]
    if not (_LETTER.search(line) and _LETTER.search(following)) or line[:1] in ("|", "<", "`"):
        return "?"
    if _BLANK.search(between) or ("\n" in between and _BLOCK_MARK.match(following)):
        return "P"
    if "\n" in between and (line[0] == "#" or (not following[0].islower() and len(line) < SHORT)):
        return "?"
    return "J"


_LETTER = re.compile(r"[^\W\d_]{2}")


def line_seams(text: str) -> Iterator[GoldSeam]:
    """Yield the seams between all lines that are not blank, not labelled.

    >>> [(seam.left_end, seam.right_start) for seam in line_seams("one \\n\\n two")]
    [(3, 7)]
    """
    inked = [(found.start(), found.end()) for found in _INK.finditer(text)]
    for (_, end), (start, _) in pairwise(inked):
        yield GoldSeam(end, start, "?")


_INK = re.compile(r"\S(?:[^\n\f\r]*\S)?")


def untouched(folder: Path) -> Iterator[GoldPage]:
    """Yield documents that nobody damaged: the blocks that blank lines part must stay apart.

    Line ends have no gold, nor have the seams around the page heads of RFCs.
    """
    for row in _rows(folder / "untouched.jsonl"):
        text = row["text"]
        seams = list(line_seams(text))
        page = GoldPage(row["path"], "", "untouched " + row["source"].split("/")[-1], text, ())
        labelled = [
            replace(seam, label="P") if apart(page, seam) and not _furniture(text, seam) else seam
            for seam in seams
        ]
        yield replace(page, seams=tuple(labelled))


def _furniture(text: str, seam: GoldSeam) -> bool:
    if "\f" in text[seam.left_end : seam.right_start]:
        return True
    above = text[text.rfind("\n", 0, seam.left_end) + 1 : seam.left_end]
    below = text[seam.right_start :].partition("\n")[0]
    return any(_RFC_FURNITURE.search(line) is not None for line in (above, below))


READERS: Mapping[str, Callable[[Path], Iterator[GoldPage]]] = {
    "dta": dta,
    "pagexml": pagexml,
    "hansard": hansard,
    "converters": converters,
    "untouched": untouched,
}

"""Pages whose paragraphs were cut in two: the seams of e-papers and of scraped pages."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.blocks import Block, captions
from benchmarks.grammar import Inventory
from benchmarks.languages import traits
from benchmarks.lay import Line
from benchmarks.wrapping import hyphenation

EARLY = 0.1
"""Share of cuts after a few words: what is left looks like a heading or a caption."""

AFTER_NAMES = 0.1
"""Share of cuts after a capitalized word; no closing mark follows names in headings either."""

ENDS = re.compile(r"[.!?。！？…．][\"'”’」』）)»\]]*$")
_LAST_WORD = re.compile(r"(?<= )[^\W\d_]{2,14}$")
_HYPHENATED = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Cutting:
    """How a page is cut: the chances of a cut, a doubled seam, a hyphen, a thing in between.

    `gap` is the number of blank lines between blocks; `gaps` those inside a cut; `indents` are the
    first line's and the second half's; `furniture` says that page numbers and running heads also
    stand between the halves; `lost` is the chance that a paragraph lost its full stop, `torn` that
    half of it is gone where it stands beside a heading.
    """

    rate: float = 0.3
    doubled: float = 0.1
    hyphens: float = 0.08
    between: float = 0.1
    furniture: float = 0.3
    gap: int = 1
    gaps: tuple[int, ...] = (1,)
    indents: tuple[str, str] = ("", "")
    heading: str = "markdown"
    lost: float = 0.0
    torn: float = 0.0
    tail: str = ""


def random_cutting(lang: str, rng: random.Random) -> Cutting:
    """Draw a way of cutting."""
    indent = rng.choice(traits(lang).indents) if rng.random() < 0.25 else ""
    gap = rng.choices((1, 0, 2), (75, 15, 10))[0]
    gaps = ((gap,), (1,), (0, 1), (0,), (1, 2), (0, 1, 2))
    return Cutting(
        rate=rng.choice((0.2, 0.4, 0.6, 0.9)),
        doubled=rng.choice((0.0, 0.0, 0.05, 0.15, 0.4)),
        hyphens=rng.choice((0.0, 0.05, 0.2)),
        between=rng.choice((0.0, 0.05, 0.25)),
        furniture=rng.choice((0.0, 0.3, 0.8)),
        gap=gap,
        gaps=rng.choices(gaps, (45, 20, 10, 8, 9, 8))[0],
        indents=(indent, indent if rng.random() < 0.15 else ""),
        heading=rng.choices(("markdown", "sections", "setext", "bare"), (40, 20, 10, 30))[0],
        lost=rng.choice((0.0, 0.0, 0.0, 0.01)),
        torn=rng.choice((0.0, 0.0, 0.0, 0.0, 0.0, 0.05)),
        tail=rng.choice(("", "", "", "", " ", "  ")),
    )


def cut_lines(
    blocks: Sequence[Block], inventory: Inventory, cutting: Cutting, rng: random.Random
) -> list[Line]:
    """Lay the blocks out one below the other and cut some paragraphs."""
    lines: list[Line] = []
    page = rng.randint(1, 12)
    for block in _torn(blocks, cutting, rng):
        blank = 0 if block.tight else cutting.gap
        if block.kind in ("heading", "subhead", "section"):
            lines.extend(_heading(block, cutting, blank))
        elif block.kind in ("paragraph", "quote"):
            between, page = _between(inventory, cutting, page, rng)
            lines.extend(_paragraph(block.text, inventory.lang, cutting, between, rng))
        else:
            lines.append(Line(block.marker + block.text, blank=blank, tail=cutting.tail))
    return lines


def _torn(blocks: Sequence[Block], cutting: Cutting, rng: random.Random) -> list[Block]:
    """Take a half off some paragraphs that stand beside a heading: the cut stands."""
    left = list(blocks)
    if cutting.heading == "bare":  # nothing would tell that half of it is gone
        return left
    for at, block in enumerate(blocks):
        if block.kind != "paragraph" or len(block.text) < 40 or rng.random() >= cutting.torn:
            continue
        middle = len(block.text) // 2
        cut = block.text.find(" ", middle) if " " in block.text[middle:] else middle
        if at + 1 < len(blocks) and blocks[at + 1].kind == "heading":
            left[at] = replace(block, text=block.text[:cut].rstrip())
        elif at and blocks[at - 1].kind == "heading":
            left[at] = replace(block, text=block.text[cut:].lstrip())
    return left


def _heading(block: Block, cutting: Cutting, blank: int) -> list[Line]:
    if cutting.heading == "bare":
        return [Line(block.text, blank=blank)]
    if cutting.heading == "setext":
        rule = ("=" if block.kind == "heading" else "-") * max(3, min(60, len(block.text)))
        return [Line(block.text, blank=blank), Line(rule)]
    deep = block.kind != "heading" and cutting.heading == "markdown"
    return [
        Line(
            ("### " if deep else "# " if block.kind == "heading" else "## ") + block.text,
            blank=blank,
        )
    ]


def _between(
    inventory: Inventory, cutting: Cutting, page: int, rng: random.Random
) -> tuple[list[Line], int]:
    """Return what stands between the halves of a cut paragraph, mostly nothing."""
    if rng.random() >= cutting.between:
        return [], page
    gap = max(cutting.gap, 0)
    if rng.random() < cutting.furniture:
        kinds = rng.choice((("footer",), ("head",), ("footer", "head"), ("jump",)))
        texts = [inventory.draw(kind, rng, page) for kind in kinds]
        return [Line(text, blank=gap, aside=True) for text in texts], page + 1
    return [Line(block.text, blank=gap, aside=True) for block in captions(inventory, rng)], page


def _paragraph(
    text: str, lang: str, cutting: Cutting, between: list[Line], rng: random.Random
) -> list[Line]:
    first = cutting.indents[0]
    if rng.random() >= cutting.rate or len(text) < 8:
        if rng.random() < cutting.lost:
            text = text.rstrip('.。”"')
        return [Line(text, blank=cutting.gap, indent=first, tail=cutting.tail)]
    lines: list[Line] = []
    rest, label, doubled = text, "P", 0
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        cut = _cut(rest, lang, cutting, rng)
        if cut is None:
            break
        left, right, next_label, next_doubled = cut
        lines.append(_piece(left, label, doubled, cutting, bool(lines), rng))
        if between:
            lines.extend(between)
            between = []
        rest, label, doubled = right, next_label, next_doubled
    lines.append(_piece(rest, label, doubled, cutting, bool(lines), rng))
    return lines


def _piece(
    text: str, label: str, doubled: int, cutting: Cutting, later: bool, rng: random.Random
) -> Line:
    blank = rng.choice(cutting.gaps) if later else cutting.gap
    return Line(text, label, cutting.indents[later], blank, doubled, tail=cutting.tail)


def _cut(
    text: str, lang: str, cutting: Cutting, rng: random.Random
) -> tuple[str, str, str, int] | None:
    """Return (left, right, label, doubled), or None where the text is too short.

    A cut after a full stop can't be told from a paragraph's end: it is drawn seldom and not scored.
    """
    row = traits(lang)
    for attempt in range(6):
        if row.ideographic or rng.random() < row.anywhere / 3:
            cut = _cut_anywhere(text, cutting, rng)
        else:
            cut = _cut_words(text, cutting, rng)
        if cut is None or not ENDS.search(cut[0]):
            return cut
        if attempt == 0 and rng.random() < 0.1:
            return cut[0], cut[1], "?", 0
    return None


def _place(low: int, high: int, rng: random.Random, early: int) -> int:
    """Draw a place to cut at, seldom close to the ends, but for the first ``early`` units."""
    if rng.random() < EARLY:
        return rng.randint(low, min(high, low + early))
    margin = (high - low) // 10 if rng.random() < 0.85 else 0
    return rng.randint(low + margin, high - margin)


def _cut_anywhere(
    text: str, cutting: Cutting, rng: random.Random
) -> tuple[str, str, str, int] | None:
    if len(text) < 6:
        return None
    at = _place(2, len(text) - 1, rng, 14)
    left, right = text[:at].rstrip(), text[at:].lstrip()
    if not left or not right or not {text[at - 1], text[at]}.isdisjoint("\u3000\u00a0"):
        return None
    if len(left) + len(right) < len(text):
        return left, right, "S", 0
    count = rng.choice((1, 1, 2))
    if (
        rng.random() < cutting.doubled
        and len(left) > count
        and all("\u3040" < mark < "\uffef" and mark.isalnum() for mark in left[-count:])
    ):
        return left, left[-count:] + right, "D", count
    return left, right, "N", 0


def _cut_words(text: str, cutting: Cutting, rng: random.Random) -> tuple[str, str, str, int] | None:
    words = text.split(" ")
    if len(words) < 4:
        return None
    at = _place(1, len(words) - 1, rng, 7)
    named = [n for n, word in enumerate(words[:-1], 1) if n > 1 and word[:1].isupper()]
    if named and rng.random() < AFTER_NAMES:
        at = rng.choice(named)
    left, right = " ".join(words[:at]), " ".join(words[at:])
    if not left or not right:
        return None
    if rng.random() < cutting.hyphens:
        place = _HYPHENATED.search(words[at])
        if place:
            head = words[at][: place.start()]
            return (
                f"{left} {head}",
                " ".join([words[at][place.start() :], *words[at + 1 :]]),
                "K",
                0,
            )
        split = hyphenation(words[at], 30, rng)
        if split:
            return (
                f"{left} {words[at][:split]}-",
                " ".join([words[at][split:], *words[at + 1 :]]),
                "H",
                0,
            )
    again = _LAST_WORD.search(left)
    if again and rng.random() < cutting.doubled / 2:
        return left, f"{again.group()} {right}", "D", len(again.group())
    return left, right, "S", 0

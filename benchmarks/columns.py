"""Pages of lines: hard-wrapped columns with their headings, page numbers and running heads."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.blocks import Block
from benchmarks.grammar import Inventory
from benchmarks.languages import traits
from benchmarks.lay import Line
from benchmarks.wrapping import Column, columns, wrap

NEVER = 10**9
PAGE_BREAKS: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("footer",),
    ("footer",),
    ("head",),
    ("footer", "head"),
    ("head", "footer"),
    ("jump", "head"),
    ("caption",),
    ("footer", "caption"),
)
OVERFLOW = 1.4
"""A row longer than its column by less than this factor isn't wrapped: tables run over."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a page of lines is laid out.

    `mark` tells how a paragraph begins: "blank" line, "indent", "both", "hanging" or "none"; `bare`
    takes all blank lines and indents out, as text extractors do; `page_lines` is the number of
    lines between page breaks (0: none); `furniture` names what stands at a page break; `margin` is
    the white space every line begins with.
    """

    column: Column
    mark: str = "blank"
    indent: str = "  "
    bare: bool = False
    heading: str = "left"
    gap: int = 1
    page_lines: int = 0
    furniture: tuple[str, ...] = ()
    page_gap: int = 1
    feed: bool = False
    margin: str = ""
    justified: bool = False
    tail: str = ""
    upper: bool = False


def random_sheet(lang: str, rng: random.Random) -> Sheet:
    """Draw a layout."""
    row = traits(lang)
    low, high = row.widths
    width = (
        rng.randint(low, high)
        if rng.random() < 0.6
        else rng.choice((low + 6, 30, 40, 60, 66, 72, 76, 78, 80))
    )
    width = max(width, low)
    anywhere = rng.random() < row.anywhere
    grid = row.ideographic and rng.random() < 0.5
    hyphens = rng.choice((0.4, 0.8, 1.0)) if width >= 20 and rng.random() < row.hyphens else 0.0
    proportional = not row.ideographic and rng.random() < 0.4
    column = Column(
        width=width,
        slack=0 if grid else rng.choice((0, 0, 0, 1, 2, 4, 6 if width > 40 else 2)),
        proportional=proportional,
        hyphens=hyphens,
        mark=rng.choices([mark for mark, _ in row.marks], [weight for _, weight in row.marks])[0],
        mended=hyphens > 0 and rng.random() < 0.25,
        anywhere=anywhere,
        kinsoku=rng.random() < 0.75,
        hang=rng.random() < 0.25,
        split_runs=anywhere and rng.random() < 0.15,
        ragged=rng.choice((0.0, 0.0, 0.0, 0.0, 0.005, 0.03)),
    )
    return _random_sheet(column, lang, rng)


def _random_sheet(column: Column, lang: str, rng: random.Random) -> Sheet:
    mark = rng.choices(("blank", "indent", "both", "hanging", "none"), (35, 28, 8, 5, 24))[0]
    pages = rng.random() < 0.45
    furniture = rng.choice(PAGE_BREAKS)
    spaces = not traits(lang).ideographic
    return Sheet(
        column=column,
        mark=mark,
        indent=rng.choice(traits(lang).indents),
        bare=rng.random() < 0.25,
        heading=rng.choices(("left", "centred", "markdown", "underlined"), (45, 25, 20, 10))[0],
        gap=rng.choices((1, 2, 0), (70, 10, 20))[0],
        page_lines=rng.choice((12, 20, 30, 45, 60)) if pages else 0,
        furniture=furniture if pages else (),
        page_gap=rng.choice((0, 1, 1, 2)),
        feed=pages and rng.random() < 0.3,
        margin=" " * rng.choice((0, 0, 0, 0, 0, 0, 2, 4, 8)),
        justified=spaces and not column.proportional and rng.random() < 0.05,
        tail=rng.choice(("", "", "", "", "", " ", "  ")),
        upper=spaces and rng.random() < 0.2,
    )


def healed(sheet: Sheet) -> Sheet:
    """Return the sheet with lines as long as their paragraphs."""
    column = replace(sheet.column, width=NEVER, hyphens=0.0, ragged=0.0)
    heading = "left" if sheet.heading == "centred" else sheet.heading
    return replace(sheet, column=column, justified=False, heading=heading)


def sheet_lines(
    blocks: Sequence[Block], inventory: Inventory, sheet: Sheet, rng: random.Random
) -> list[Line]:
    """Lay the blocks out in lines and break the lines into pages."""
    lines: list[Line] = []
    for block in blocks:
        lines.extend(_block(block, sheet, rng))
    lines = _paged(lines, inventory, sheet, rng)
    if sheet.bare:
        return [replace(line, blank=0, indent="", feed=False) for line in lines]
    if sheet.margin and sheet.heading != "markdown":
        return [replace(line, indent=sheet.margin + line.indent) for line in lines]
    return lines


def _block(block: Block, sheet: Sheet, rng: random.Random) -> list[Line]:
    loose = sheet.mark in ("blank", "both")
    if block.kind in ("heading", "subhead", "section"):
        return _heading(block, sheet, rng)
    if block.kind == "paragraph":
        first, rest = _indents(sheet)
        blank = max(sheet.gap, 1) if loose else 0
        return _lines(block.text, sheet, rng, first, rest, blank)
    if block.kind == "quote":
        inset = "    "
        return _lines(block.text, sheet, rng, inset, inset, 1)
    if block.kind == "item":
        hang = " " * int(columns(block.marker)) if sheet.mark != "none" else ""
        return _lines(
            block.marker + block.text, sheet, rng, "", hang, 0 if block.tight or not loose else 1
        )
    blank = 0 if block.tight else sheet.gap if loose or rng.random() < 0.4 else 0
    inset = "  " if block.kind == "row" and sheet.mark == "indent" else ""
    if block.kind == "row" and columns(block.text) <= sheet.column.width * OVERFLOW:
        return [Line(block.text, "P", inset, blank)]
    return _lines(block.text, sheet, rng, inset, inset, blank)


def _indents(sheet: Sheet) -> tuple[str, str]:
    if sheet.mark in ("indent", "both"):
        return sheet.indent, ""
    return ("", sheet.indent) if sheet.mark == "hanging" else ("", "")


def _lines(
    text: str, sheet: Sheet, rng: random.Random, first: str, rest: str, blank: int
) -> list[Line]:
    column = sheet.column
    broken = wrap(text, column, rng, columns(first.expandtabs(4)), columns(rest.expandtabs(4)))
    lines: list[Line] = []
    for index, (line, label) in enumerate(broken):
        full = index + 1 < len(broken)
        if sheet.justified and full and column.width - len(line) < 12:
            line = _justify(line, column.width - len(rest if index else first), rng)
        lines.append(
            Line(
                line,
                label,
                rest if index else first,
                0 if index else blank,
                tail=sheet.tail if full else "",
            )
        )
    return lines


def _justify(line: str, width: int, rng: random.Random) -> str:
    """Pad the spaces between words until the line is full, as typewriter text does."""
    words = line.split(" ")
    missing = width - len(line)
    if len(words) < 3 or missing <= 0:
        return line
    gaps = [" "] * (len(words) - 1)
    for _ in range(missing):
        gaps[rng.randrange(len(gaps))] += " "
    return "".join(word + gap for word, gap in zip(words, [*gaps, ""], strict=True))


def _heading(block: Block, sheet: Sheet, rng: random.Random) -> list[Line]:
    text = block.text.upper() if sheet.upper and block.kind == "heading" else block.text
    if sheet.heading == "markdown":
        return [Line(("# " if block.kind == "heading" else "## ") + text, blank=sheet.gap)]
    lines = wrap(text, replace(sheet.column, hyphens=0.0, mended=False, ragged=0.0), rng)
    laid = [
        Line(line, label, _centred(line, sheet), 0 if at else sheet.gap)
        for at, (line, label) in enumerate(lines)
    ]
    if sheet.heading == "underlined" and len(laid) == 1 and sheet.column.width < NEVER:
        laid.append(Line(("=" if block.kind == "heading" else "-") * max(3, int(columns(text)))))
    return laid


def _centred(line: str, sheet: Sheet) -> str:
    if sheet.heading != "centred":
        return ""
    return " " * max(0, int(sheet.column.width - columns(line)) // 2)


def _paged(lines: list[Line], inventory: Inventory, sheet: Sheet, rng: random.Random) -> list[Line]:
    """Put page breaks between the lines; a paragraph goes on after the furniture."""
    if not sheet.page_lines:
        return lines
    page = rng.randint(1, 300)
    heads = {
        kind: rng.choice(inventory.forms(kind)) for kind in ("footer", "head", "jump", "caption")
    }
    heads["head"] = inventory.fill(heads["head"], rng)
    paged: list[Line] = []
    left = rng.randint(3, sheet.page_lines)
    for line in lines:
        if left == 0:
            left = sheet.page_lines
            page += 1
            for index, kind in enumerate(sheet.furniture):
                text = inventory.fill(heads[kind], rng, page)
                feed = sheet.feed and index == len(sheet.furniture) - 1
                paged.append(
                    Line(
                        text,
                        blank=sheet.page_gap,
                        aside=True,
                        indent=_centred(text, sheet),
                        feed=feed,
                    )
                )
            feed = sheet.feed and not sheet.furniture
            line = replace(line, blank=max(line.blank, sheet.page_gap), feed=feed)
        paged.append(line)
        left -= 1
    return paged

"""Sets documents with groff's macros for manuscripts (ms), with footnotes."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from benchmarks.gold import language
from benchmarks.typeset.document import Document, Piece
from benchmarks.typeset.hyphenation import SOFT, divided
from benchmarks.typeset.layout import Layout

LANGUAGES = frozenset(
    ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "nn", "fi", "ca", "gl", "eu", "id")
)
"""Languages whose letters the faces of the PDF device have."""

FACES = {"Serif": "T", "Sans": "H"}
SECONDS = 60
_NUMBERED = re.compile(r"\{p\}")


@dataclass(frozen=True, slots=True)
class Groff:
    """The program."""

    path: str
    name: str = "groff"
    share: float = 1.0
    notes: bool = True

    def sets(self, lang: str) -> bool:
        """Languages of western Europe."""
        return language(lang) in LANGUAGES

    def limited(self, layout: Layout) -> Layout:
        """It has no drop capitals, and asides stand between paragraphs."""
        size = min(12.0, max(8.0, layout.size))
        return replace(layout, initial=0, quotes=0.0, captions=0.0, size=size, balanced=False)

    def typeset(self, document: Document, layout: Layout) -> bytes | None:
        """Run once."""
        paper = f"-P-p{layout.height / 25.4:.2f}i,{layout.width / 25.4:.2f}i"
        command = (self.path, "-k", "-ms", "-Tpdf", paper)
        try:
            done = subprocess.run(
                command,
                input=source(document, layout).encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        return done.stdout if done.stdout.startswith(b"%PDF") else None


def program() -> str | None:
    """Return the path of the program, if its PDF device is installed too."""
    return shutil.which("groff") if shutil.which("gropdf") else None


@contextmanager
def opened() -> Iterator[Groff]:
    """Nothing has to be started."""
    yield Groff(program() or "groff")


def source(document: Document, layout: Layout) -> str:
    """Return the document as requests and macros of ms."""
    lines = list(_setup(document, layout))
    first = True
    for piece in document.pieces:
        role = document.blocks[piece.block].role
        if role == "heading":
            size = round(layout.size * 1.3, 1)
            lines += [".SH", f"\\s[{size}]" + _text(document, piece, layout) + "\\s0"]
        elif role in ("byline", "jump"):
            lines += [".LP", f"\\fI{_text(document, piece, layout)}\\fP"]
        else:
            flush = piece.start or (first and not layout.first_indent)
            indented = layout.mark in ("indent", "both") and not flush
            lines.append(".PP" if indented else ".LP")
            lines += _paragraph(document, piece, layout)
        first = role in ("heading", "byline") or (first and role != "paragraph")
    return "\n".join(lines) + "\n"


def _setup(document: Document, layout: Layout) -> Iterator[str]:
    leading = layout.size * layout.leading
    space = {"blank": 1.0, "both": 0.5}.get(layout.mark, 0.0)
    family = FACES["Serif" if "Serif" in layout.face else "Sans"]
    inner = layout.width - 2 * layout.margin
    yield f".pl {layout.height / 25.4:.2f}i"
    yield f".nr PO {layout.margin / 25.4:.3f}i"
    yield f".nr LL {inner / 25.4:.3f}i"
    yield f".nr FL {inner / 25.4:.3f}i"
    yield f".nr LT {inner / 25.4:.3f}i"
    yield f".nr HM {layout.margin / 25.4:.3f}i"
    yield f".nr FM {layout.margin / 25.4:.3f}i"
    yield f".nr PS {layout.size * 1000:.0f}"
    yield f".nr VS {leading * 1000:.0f}"
    yield f".nr PD {space * leading:.1f}p"
    yield f".nr PI {layout.indent * layout.size:.1f}p"
    yield f".fam {family}"
    yield f".ds FAM {family}"
    yield ".nr HY 0"
    yield ".nh"
    yield f".pn {layout.first_page}"
    yield from _edges(document, layout)
    if not layout.justified:
        yield ".na"
    yield ".LP"
    if layout.columns > 1:
        yield f".MC {layout.column / 25.4:.3f}i {layout.gap / 25.4:.3f}i"
    yield ".nh"
    yield ".na" if not layout.justified else ".ad b"


def _edges(document: Document, layout: Layout) -> Iterator[str]:
    number = _NUMBERED.sub(lambda _: "%", document.furniture.number)
    title = _escaped(document.furniture.title).replace("%", "")
    for edge, what in (("H", layout.top), ("F", layout.foot)):
        parts = {
            "title": ("", title, ""),
            "number": ("", number, ""),
            "both": (title, "", number),
        }.get(what, ("", "", ""))
        for place, part in zip("LCR", parts, strict=True):
            yield f".ds {place}{edge} {part}"


def _paragraph(document: Document, piece: Piece, layout: Layout) -> Iterator[str]:
    block = document.blocks[piece.block]
    start = piece.start
    for offset, index in piece.inserts:
        aside = document.blocks[index]
        end = offset + len(aside.mark)
        yield _line(block.text[start:offset], document, layout) + f"\\*{{{aside.mark}\\*}}\\c"
        yield ".FS"
        yield _line(aside.text, document, layout)
        yield ".FE"
        start = end
        if block.text[start : start + 1] == " ":
            # The space after the number: the line above was continued.
            start += 1
            yield "\\&"
    yield _line(block.text[start : piece.end], document, layout)
    if piece.end < len(block.text) and layout.justified:
        yield ".brp"


def _text(document: Document, piece: Piece, layout: Layout) -> str:
    block = document.blocks[piece.block]
    return _line(block.text[piece.start : piece.end], document, layout)


def _line(text: str, document: Document, layout: Layout) -> str:
    return _escaped(divided(text, document.lang) if layout.hyphens else text)


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\e").replace(SOFT, "\\%")
    plain = plain.replace("^", "\\(ha").replace("~", "\\(ti").replace("`", "\\(ga")
    plain = plain.replace("'", "\\(aq")
    return "\\&" + plain if plain.startswith((".", "\\(aq")) else plain

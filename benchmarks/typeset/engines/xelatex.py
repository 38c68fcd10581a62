"""Sets documents with XeLaTeX: multicol, footnotes, running heads, faces by their names."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.gold import language
from benchmarks.typeset.document import Document, Piece
from benchmarks.typeset.hyphenation import SOFT, divided
from benchmarks.typeset.layout import Layout

SECONDS = 60
"""How long a run may take."""

_SPECIAL = {mark: f"\\{mark}" for mark in "#$%&_{}"}
_SPECIAL |= {"\\": "\\char92{}", "~": "\\char126{}", "^": "\\char94{}", SOFT: "\\-"}
_ESCAPES = str.maketrans(_SPECIAL)


@dataclass(frozen=True, slots=True)
class XeLaTeX:
    """The program, and a folder to run it in."""

    path: str
    folder: Path
    name: str = "xelatex"
    share: float = 1.0
    notes: bool = True

    def sets(self, lang: str) -> bool:
        """All that there is a face for."""
        return bool(lang)

    def limited(self, layout: Layout) -> Layout:
        """Its columns balance, and headings over all of them end a group of columns."""
        return replace(layout, balanced=True)

    def typeset(self, document: Document, layout: Layout) -> bytes | None:
        """Run once: nothing refers to another page."""
        (self.folder / "page.tex").write_text(source(document, layout), encoding="utf-8")
        made = self.folder / "page.pdf"
        made.unlink(missing_ok=True)
        command = (self.path, "-interaction=batchmode", "page.tex")
        try:
            subprocess.run(
                command, cwd=self.folder, capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        return made.read_bytes() if made.exists() else None


def program() -> str | None:
    """Return the path of the program, if it is installed."""
    return shutil.which("xelatex")


@contextmanager
def opened() -> Iterator[XeLaTeX]:
    """Make a folder to run in."""
    with tempfile.TemporaryDirectory() as folder:
        yield XeLaTeX(program() or "xelatex", Path(folder))


def source(document: Document, layout: Layout) -> str:
    """Return the document as LaTeX."""
    body: list[str] = []
    first = True
    spanning = layout.heading == "span" and layout.columns > 1
    for piece in document.pieces:
        block = document.blocks[piece.block]
        if block.role == "heading" and spanning and body:
            body.append(_columns_end(layout))
        if (block.role == "heading" and spanning) or not body:
            heading = _text(block.text, document, layout) if block.role == "heading" else ""
            body.append(_columns_begin(layout, heading if spanning else ""))
            if heading and spanning:
                first = True
                continue
        body.append(_block(document, layout, piece, first))
        first = block.role in ("heading", "byline") or (first and block.role != "paragraph")
    body.append(_columns_end(layout))
    return _PREAMBLE % _values(document, layout) + "\n\n".join(body) + "\n\\end{document}\n"


def _columns_begin(layout: Layout, heading: str) -> str:
    if layout.columns == 1:
        return ""
    title = f"{{\\labtitle {heading}\\par}}\\nobreak" if heading else ""
    return f"{title}\\begin{{multicols}}{{{layout.columns}}}"


def _columns_end(layout: Layout) -> str:
    return "\\end{multicols}" if layout.columns > 1 else ""


def _block(document: Document, layout: Layout, piece: Piece, first: bool) -> str:
    block = document.blocks[piece.block]
    content = _content(document, layout, piece)
    if block.role == "heading":
        return f"{{\\labtitle {content}\\par}}\\nobreak"
    if block.role == "byline":
        return f"{{\\labsmall\\noindent {content}\\par}}\\nobreak"
    if block.role == "jump":
        return f"{{\\labsmall\\noindent\\hfill {content}\\par}}"
    start = ""
    if piece.start or (first and not layout.first_indent):
        start = "\\noindent "
    if first and layout.initial and not piece.start and block.text[0].isalpha():
        start, content = f"\\labinitial{{{block.text[0]}}}", content[1:].lstrip("-\\")
    broken = piece.end < len(block.text) and layout.justified
    return f"{start}{content}" + ("{\\parfillskip=0pt\\par}" if broken else "\\par")


def _content(document: Document, layout: Layout, piece: Piece) -> str:
    block = document.blocks[piece.block]
    content = ""
    start = piece.start
    for offset, index in piece.inserts:
        aside = document.blocks[index]
        inner = _text(aside.text, document, layout)
        if aside.role == "note":
            number = len(aside.mark)
            content += _text(block.text[start:offset], document, layout)
            content += f"\\labmark{{{aside.mark}}}\\labnote{{{inner}}}"
            start = offset + number
        else:
            content += _text(block.text[start:offset], document, layout)
            content += f"\\lab{aside.role}{{{inner}}}"
            start = offset
    return content + _text(block.text[start : piece.end], document, layout)


def _text(text: str, document: Document, layout: Layout) -> str:
    return (divided(text, document.lang) if layout.hyphens else text).translate(_ESCAPES)


def _values(document: Document, layout: Layout) -> dict[str, object]:
    lang = language(document.lang)
    leading = layout.size * layout.leading
    gap = leading * (1.0 if layout.mark == "blank" else 0.5)
    breaks = ""
    if lang in ("zh", "ja") or (lang == "ko" and not layout.whole_words):
        breaks = f'\\XeTeXlinebreaklocale "{lang}" \\XeTeXlinebreakskip=0pt plus 0.1em minus 0.01em'
    head, foot = _edges(document, layout)
    return {
        "width": layout.width,
        "height": layout.height,
        "margin": layout.margin,
        "gap": layout.gap,
        "face": layout.face,
        "size": layout.size,
        "leading": leading,
        "title": layout.size * (1.25 + layout.columns * 0.05),
        "title_leading": layout.size * (1.25 + layout.columns * 0.05) * 1.15,
        "quote": layout.size * 1.35,
        "small": layout.size * 0.85,
        "small_leading": layout.size * 0.85 * 1.2,
        "initial": leading * layout.initial * 0.9 or 1.0,
        "lines": max(1, layout.initial),
        "indent": f"{layout.indent if layout.mark in ('indent', 'both') else 0}em",
        "skip": f"{gap if layout.mark in ('blank', 'both') else 0}pt plus 1pt",
        "edge": "" if layout.justified else "\\rightskip=0pt plus 4em\\relax",
        "centre": "\\centering" if layout.heading == "centre" else "\\raggedright",
        "page": layout.first_page,
        "breaks": breaks,
        "head": head[0],
        "evenhead": head[1],
        "foot": foot[0],
        "evenfoot": foot[1],
    }


def _edges(document: Document, layout: Layout) -> tuple[tuple[str, str], tuple[str, str]]:
    title = document.furniture.title.translate(_ESCAPES)
    before, _, after = document.furniture.number.partition("{p}")
    number = f"{before.translate(_ESCAPES)}\\the\\value{{page}}{after.translate(_ESCAPES)}"

    def edge(what: str) -> tuple[str, str]:
        if what == "both":
            return f"{title}\\hfil {number}", f"{number}\\hfil {title}"
        line = {"title": f"\\hfil {title}\\hfil", "number": f"\\hfil {number}\\hfil"}.get(what, "")
        return line, line

    return edge(layout.top), edge(layout.foot)


# The faces are loaded without TeX's ligatures: quotes and dashes come as they are in the text.
_PREAMBLE = r"""\documentclass[twoside]{article}
\usepackage[paperwidth=%(width)dmm,paperheight=%(height)dmm,margin=%(margin)dmm,headsep=4mm]{geometry}
\usepackage{multicol}
\font\labbodyfont="%(face)s" at %(size).2fpt
\font\labtitlefont="%(face)s/B" at %(title).2fpt
\font\labquotefont="%(face)s" at %(quote).2fpt
\font\labsmallfont="%(face)s" at %(small).2fpt
\font\labinitialfont="%(face)s" at %(initial).2fpt
\columnsep=%(gap).2fmm
\def\labsmall{\labsmallfont\baselineskip=%(small_leading).2fpt\relax}
\def\labtitle{\labtitlefont\baselineskip=%(title_leading).2fpt\relax
 \parskip=8pt\parindent=0pt%(centre)s }
\makeatletter
\def\ps@lab{%%
 \def\@oddhead{\labsmallfont %(head)s}\def\@evenhead{\labsmallfont %(evenhead)s}%%
 \def\@oddfoot{\labsmallfont %(foot)s}\def\@evenfoot{\labsmallfont %(evenfoot)s}}
\makeatother
\def\labbox#1{\vadjust{\vskip 7pt\hbox{\vbox{\hsize=\columnwidth
 \parskip=0pt\parindent=0pt\rightskip=0pt #1\par}}\vskip 7pt}}
\def\labquote#1{\labbox{\labquotefont
 \baselineskip=%(quote).2fpt\baselineskip=1.2\baselineskip\centering #1}}
\def\labcaption#1{\labbox{\hrule height 2em width\columnwidth\vskip 3pt
 \labsmall\raggedright\noindent #1}}
\def\labmark#1{\raise.35em\hbox{\labsmallfont #1}}
\def\labnote#1{\insert\footins{\labsmall\hsize=\textwidth\parindent=0pt\leftskip=0pt\rightskip=0pt
 \interlinepenalty=100\floatingpenalty=20000\noindent #1\par}}
\newbox\labcap
\def\labinitial#1{\setbox\labcap=\hbox{\labinitialfont #1\hskip .1em}%%
 \noindent\hangindent=\wd\labcap\hangafter=-%(lines)d\relax
 \llap{\smash{\lower\dimexpr %(leading).2fpt * (%(lines)d - 1)\relax\copy\labcap}}}
\pagestyle{lab}
\begin{document}
\setcounter{page}{%(page)d}
\labbodyfont\baselineskip=%(leading).2fpt\relax
\parindent=%(indent)s\relax\parskip=%(skip)s\relax
%(edge)s
\language=255\tolerance=3000\emergencystretch=1.5em\exhyphenpenalty=50\hbadness=10000\hfuzz=100pt
%(breaks)s
"""

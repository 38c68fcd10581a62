"""Reads HTML, DocBook and Mallard, leniently, for `tools.sources`. Requires lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree, html

from tools.source_text import HOLE, Document, is_prose, normalize, read_bytes, words

BLOCK_TAGS = words(
    "address article aside blockquote body caption center dd details div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main "
    "nav ol p pre section summary table tbody td tfoot th thead tr ul para simpara "
    "formalpara title subtitle item listitem varlistentry entry row page steps list "
    "terms note screen programlisting literallayout synopsis cmdsynopsis sect1 sect2 "
    "sect3 sect4 chapter appendix example informalexample tip warning important "
    "caution mediaobject variablelist itemizedlist orderedlist procedure step tgroup "
    "figure term table comment epigraph screenshot abstract glossentry glossdef media "
    "code-block"
)
VERBATIM_TAGS = words("pre screen programlisting literallayout synopsis cmdsynopsis")
SKIPPED_TAGS = words(
    "script style nav head noscript info bookinfo articleinfo chapterinfo sect1info "
    "sect2info indexterm remark footnote comment imageobject textobject sup footer svg"
)
PROSE_TAGS = words("p para simpara dd li blockquote listitem item div")
CODE_TAGS = words(
    "code tt kbd samp var command filename option literal cmd file input output sys "
    "gui guiseq key keyseq userinput guilabel guimenuitem guimenu varname envar"
)
# Navigation, not prose: the furniture of the usual documentation generators.
SKIPPED_CLASSES = re.compile(
    r"\b(navheader|navfooter|toc|sphinxsidebar|related|footer|docnav|header_translations|"
    r"toctree-wrapper|nav_table|index|headerlink|footnotes|copyright)\b"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a structured file: its tag, its text, and the share of it set as code."""

    tag: str
    text: str
    code_share: float


class _Blocks:
    """Walks an element tree and cuts its text into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[tuple[str, bool]] = []

    def flush(self, tag: str) -> None:
        text = "".join(part for part, _ in self._parts)
        code = sum(len(part) for part, is_code in self._parts if is_code)
        self._parts = []
        if tag in VERBATIM_TAGS:
            self.blocks += [
                Block("pre", line.strip(), 1) for line in text.split("\n") if line.strip()
            ]
        elif clean := normalize(text):
            self.blocks.append(Block(tag, clean, code / len(text)))

    def walk(self, element: Any, tag: str, is_code: bool = False) -> None:
        name = element.tag
        if not isinstance(name, str):
            # An entity that the file does not define stands for a product name.
            if element.tag is etree.Entity:
                self._parts.append((str(element.name).capitalize(), is_code))
            return
        name = name.rpartition("}")[2].lower()
        if name in SKIPPED_TAGS or SKIPPED_CLASSES.search(element.get("class") or ""):
            return
        is_block = name in BLOCK_TAGS
        inner = name if is_block else tag
        if is_block or name == "br":
            self.flush(tag)
        is_code = is_code or name in CODE_TAGS
        if name in {"link", "xref"} and not len(element) and not (element.text or "").strip():
            # The reader would have filled in the target's title: the sentence has a hole.
            self._parts.append((HOLE, is_code))
        self._parts.append((element.text or "", is_code))
        for child in element:
            self.walk(child, inner, is_code)
            self._parts.append((child.tail or "", is_code))
        if is_block:
            self.flush(name)


def blocks_of(path: Path) -> tuple[str, list[Block]]:
    """Return the title and the blocks of an HTML, DocBook or Mallard file."""
    data = read_bytes(path)
    if path.suffix in {".html", ".htm"}:
        encoding = re.search(rb"(?i)<meta[^>]*charset=[\"']?([\w-]+)", data[:50_000])
        parser = html.HTMLParser(encoding=encoding[1].decode() if encoding else "utf-8")
        root = html.fromstring(data, parser=parser)
        titles = [*root.xpath("//head/title/text()"), ""]
    else:
        xml = etree.XMLParser(recover=True, resolve_entities=False, load_dtd=False, no_network=True)
        root = etree.fromstring(data, xml)
        if root is None:
            return "", []
        titles = [*("".join(e.itertext()) for e in root.iter("{*}title")), ""]
    walker = _Blocks()
    walker.walk(root, "body")
    walker.flush("body")
    return normalize(str(titles[0])), walker.blocks


def prose_of(blocks: list[Block]) -> tuple[str, ...]:
    """Return the paragraphs among `blocks`."""
    return tuple(
        b.text for b in blocks if b.tag in PROSE_TAGS and b.code_share < 0.3 and is_prose(b.text)
    )


def read_markup(path: Path, identity: str, language: str) -> Iterator[Document]:
    """Read an HTML, DocBook or Mallard file as one document."""
    title, blocks = blocks_of(path)
    yield Document(identity, language, title, prose_of(blocks))

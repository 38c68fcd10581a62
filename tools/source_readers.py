"""Readers of the formats other than markup in which `tools.sources` finds prose.

Each reader yields documents: a title and its paragraphs, one string each, without line breaks.
"""

from __future__ import annotations

import gettext
import hashlib
import lzma
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.source_text import Document, is_prose, normalize, read_bytes


def read_paragraph_lines(path: Path, identity: str, language: str) -> Iterator[Document]:
    """Read a text file with one paragraph a line."""
    lines = [normalize(line) for line in read_bytes(path).decode("utf-8").split("\n")]
    yield Document(identity, language, path.stem, tuple(x for x in lines if is_prose(x, 25)))


def read_catalog(path: Path, identity: str, language: str) -> Iterator[Document]:
    """Read the longer messages of a gettext catalog; in English, the messages themselves.

    A catalog is sorted by its English messages, so the order is made anew from their digests:
    the same in all languages, and not alphabetical in any.
    """
    with path.open("rb") as stream:
        catalog: dict[Any, str] = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    messages = [
        (k.rpartition("\x04")[2], v) for k, v in catalog.items() if isinstance(k, str) and k
    ]
    messages.sort(key=lambda pair: hashlib.sha1(pair[0].encode()).digest())
    for number in range(0, len(messages), 60):
        group = messages[number : number + 60]
        texts = [source if language == "en" else target for source, target in group]
        lines = [normalize(line) for text in texts for line in text.split("\n")]
        kept = tuple(x for x in lines if is_prose(x, 30))
        yield Document(f"{identity}-{number // 60}", language, path.stem, kept)


def read_conversations(path: Path, identity: str, language: str) -> Iterator[Document]:
    """Read the back-quoted paragraphs of game scripts, one document for each mission."""
    missions = re.split(r"(?m)^(?=\w)", path.read_text("utf-8"))
    for number, mission in enumerate(missions):
        texts = tuple(normalize(x) for x in re.findall(r"(?<!\w)`([^`\n]+)`", mission))
        kept = tuple(x for x in texts if is_prose(x, 20))
        yield Document(f"{identity}-{number}", language, mission[:60].split("\n")[0], kept)


def strings_of_rdb(path: Path) -> list[list[str]]:
    """Return the character vectors of an R lazy-load database, each a list of strings.

    Format: chunks of a big-endian length and a compressed XDR serialization, as written by R's
    `makeLazyLoadDB`; a string is a CHARSXP word (type 9), a length and its bytes.
    """
    data, vectors = path.read_bytes(), []
    for match in re.finditer(
        rb"(....)(Z?)(?=\x78[\x01\x5e\x9c\xda]|\xfd7zXZ|BZh)", data, re.DOTALL
    ):
        size = struct.unpack(">I", match[1])[0]
        packed = data[match.end() :]
        try:
            plain = (
                lzma.LZMADecompressor().decompress(packed)
                if match[2]
                else zlib.decompressobj().decompress(packed)
            )
        except (lzma.LZMAError, zlib.error):
            continue
        if len(plain) != size:
            continue
        strings, at = [], 0
        word = re.compile(rb"\x00[\x00-\x0f]\x00\x09(....)", re.DOTALL)
        while found := word.search(plain, at):
            length = struct.unpack(">I", found[1])[0]
            at = found.end() + (length if length != 0xFFFFFFFF else 0)
            strings.append(plain[found.end() : at].decode("utf-8", "replace"))
        vectors.append(strings)
    return vectors


def read_rdb(path: Path, identity: str, language: str) -> Iterator[Document]:
    """Read the books in an R lazy-load database: vectors of lines, blank between paragraphs."""
    for number, lines in enumerate(strings_of_rdb(path)):
        if len(lines) < 1000:
            continue
        paragraphs = [normalize(x) for x in "\n".join(lines).split("\n\n")]
        kept = [x for x in paragraphs if is_prose(x, 15)]
        for start in range(0, len(kept), 100):
            part = tuple(kept[start : start + 100])
            yield Document(f"{identity}-{number}-{start // 100}", language, lines[0], part)


def read_tagged_characters(path: Path, identity: str, language: str) -> Iterator[Document]:
    """Read text whose every character carries a tag (`人/b 民/e`), one paragraph a line.

    All lines stay in their order, headlines, bylines and captions too; 200 make a document.
    """
    lines = [
        "".join(token.rpartition("/")[0] for token in line.split(" "))
        for line in path.read_text("utf-8").split("\n")
    ]
    lines = [line for line in lines if line]
    for start in range(0, len(lines), 200):
        part = tuple(lines[start : start + 200])
        yield Document(f"{identity}-{start // 200}", language, part[0], part)

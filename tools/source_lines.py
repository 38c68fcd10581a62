"""Hard-wrapped text with gold labels at its line ends, for `tools.sources`.

The truth comes from a structured version of the same text (its HTML), or from blank lines.
Labels: P break, S join with a space, N join without, K join after a hyphen that stays,
Y hyphen join of unknown kind, J join whose glue is not known, ? not known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tools.source_markup import Block
from tools.source_text import CJK

LINES_PER_DOCUMENT = 300
_MARKER = re.compile(r"^(?:[-*+•·▪◦●○‣o]|\(?\d{1,3}[.)]|\[\d+\])\s+")
_MARKUP = re.compile(r"``|[*`]|\\(?=\W)|:\w+:(?=`)")
_HYPHENS = "-‐‑"
_DENSE_END, _DENSE_START = re.compile(rf"[{CJK}]$"), re.compile(rf"^[{CJK}]")
_KOREAN = re.compile(r"[\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class LabelledLines:
    """Lines without blank ones, and the label of each seam between neighbours."""

    identity: str
    language: str
    lines: tuple[str, ...]
    gold: str


class _Stream:
    """All characters of the structured version but spaces, and where blocks and spaces were."""

    def __init__(self, blocks: Sequence[Block], drop_markup: bool) -> None:
        self.starts: list[int] = []
        self.spaces: set[int] = set()
        parts: list[str] = []
        length = 0
        for block in blocks:
            text = _MARKUP.sub("", block.text) if drop_markup else block.text
            self.starts.append(length)
            for word in text.split():
                self.spaces.add(length)
                parts.append(word)
                length += len(word)
        self.text = "".join(parts)

    def block(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1


def _place(key: str, stream: _Stream, cursor: int) -> int:
    """Return where `key` stands in the stream, right at the cursor, soon after it, or anywhere."""
    if stream.text.startswith(key, cursor):
        return cursor
    if len(key) >= 12 or (len(key) >= 6 and not key.isascii()):
        near = stream.text.find(key, cursor, cursor + 6000)
        if near >= 0:
            return near
    if len(key) >= 25 or (len(key) >= 14 and _DENSE_END.search(key)):
        return stream.text.find(key)
    return -1


def align(
    text: str, blocks: Sequence[Block], *, hand_wrapped: bool = False
) -> list[tuple[list[str], str]]:
    r"""Return the lines of `text` with labels read off `blocks`, the same text in structure.

    `hand_wrapped` says that the structured version was made from these very lines, with their
    markup: then the glue beside a Han or kana character is only known where both sides have one.

    >>> block = Block("p", "Read the manual at /usr/share/doc first.", 0)
    >>> align("  Read the manual at /usr/\n  share/doc first.\n", [block])
    [(['Read the manual at /usr/', 'share/doc first.'], 'N')]
    """
    stream = _Stream(blocks, hand_wrapped)
    lines: list[str] = []
    labels: list[str] = []
    cursor, previous_end, blank = 0, -1, True
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            blank = True
            continue
        start = end = -1
        for candidate in (line, _MARKER.sub("", line)):
            bare = _MARKUP.sub("", candidate) if hand_wrapped else candidate
            key = "".join(bare.split())
            start = _place(key, stream, cursor) if key else -1
            if start >= 0:
                cursor = end = start + len(key)
                break
        if lines:
            labels.append(_label(stream, lines[-1], line, previous_end, start, blank, hand_wrapped))
        lines.append(line)
        previous_end, blank = end, False
    return [(lines, "".join(labels))]


def _label(
    stream: _Stream, above: str, below: str, end: int, start: int, blank: bool, hand_wrapped: bool
) -> str:
    if blank:
        return "P"
    if end < 0 or start < 0:
        return "?"
    if stream.block(end - 1) != stream.block(start):
        return "P"
    if start != end:
        return "?"
    dense = bool(_DENSE_END.search(above)), bool(_DENSE_START.search(below))
    if hand_wrapped and any(dense):
        return "N" if all(dense) else "J"
    if start in stream.spaces:
        return "Y" if hand_wrapped and above[-1] in _HYPHENS else "S"
    return "K" if above[-1] in _HYPHENS else "N"


def by_blank_lines(text: str) -> list[tuple[list[str], str]]:
    r"""Return the lines of `text` with labels read off its blank lines and indents.

    A paragraph whose lines end well before the next word would have had to wrap is verse, a
    table or a list: its seams are not known.

    >>> by_blank_lines("One\ntwo\n\nThree")[0][1]
    'SP'
    """
    lines: list[str] = []
    labels: list[str] = []
    width = _usual_width(text)
    for paragraph in re.split(r"\n[ \t]*\n", text):
        raw = [line for line in paragraph.split("\n") if line.strip()]
        if not raw:
            continue
        if lines:
            labels.append("P")
        indents = {len(line) - len(line.lstrip()) for line in raw[1:]}
        ragged = len(indents) > 1 or any(
            len(a.rstrip()) + 1 + len(b.split()[0]) < width - 10 for a, b in pairwise(raw)
        )
        for number, line in enumerate(raw):
            if number:
                joined = "Y" if raw[number - 1].rstrip()[-1] in _HYPHENS else "S"
                dash = raw[number - 1].rstrip().endswith("--")
                labels.append("?" if ragged else "J" if dash else joined)
            lines.append(line.strip())
    return [(lines, "".join(labels))]


def _usual_width(text: str) -> int:
    lengths = sorted(len(line.rstrip()) for line in text.split("\n") if len(line) > 40)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def documents(
    identity: str, language: str, labelled: list[tuple[list[str], str]]
) -> Iterator[LabelledLines]:
    """Cut labelled lines into documents at breaks; leave out those that teach little.

    A document needs some joins, and labels at two thirds of its seams.
    """
    number = 0
    for lines, labels in labelled:
        start = 0
        while start < len(lines):
            stop = min(start + LINES_PER_DOCUMENT, len(lines))
            while stop < len(lines) and labels[stop - 1] != "P":
                stop += 1
            gold = labels[start : stop - 1]
            joins = sum(gold.count(c) for c in "SNKYJ")
            if joins >= 10 and gold.count("?") * 3 <= len(gold):
                yield LabelledLines(
                    f"{identity}-{number}", language, tuple(lines[start:stop]), gold
                )
                number += 1
            start = stop

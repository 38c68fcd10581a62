"""Real lines set anew: other indents, blank lines, hyphens, spelling, noise; the gold stays.

What one source never shows (indents were stripped from the books, blank lines from all of the
lines) another page will, and what is learnt must not hang on it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.gold import GoldPage
from benchmarks.lay import Line, lay
from benchmarks.real_pages import line_seams
from layoutfix.language.abbreviations import abbreviates
from layoutfix.language.lexicon import hash_text

SHORT = (2, 10)
"""Lines of a short document."""

LONG = (40, 260)
"""Lines of a longer piece: what is nearer than that is asked for at a seam."""

SHORT_SHARE = 0.3
HYPHENS = "¬⸗=‐\u00ad"
MARKINGS = {"plain": 5, "indented": 3, "spaced": 2, "both": 1, "doubled": 1, "every line": 1}
"""How the paragraphs of a page that shows neither indents nor blank lines may be set."""

_MISREAD = {"e": "c", "c": "e", "n": "u", "u": "n", "l": "1", "i": "l", "t": "r", "s": "f"}


def lines_of(page: GoldPage) -> list[Line]:
    """Return the lines of a page that aren't blank, each with the label of the seam before it."""
    gold = {seam.left_end: seam for seam in page.seams}
    seams = list(line_seams(page.text))
    if not seams:
        return []
    starts = [0, *(seam.right_start for seam in seams)]
    ends = [*(seam.left_end for seam in seams), len(page.text)]
    lines: list[Line] = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        before = page.text[ends[number - 1] : start] if number else ""
        known = gold.get(ends[number - 1]) if number else None
        label = known.label if known and known.right_start == start else "?"
        breaks = re.split(r"\r\n?|\n|\f", before)
        text = page.text[start:end].strip("\r\n\f") if number else page.text[:end].strip()
        lines.append(Line(text, label, breaks[-1], max(len(breaks) - 2, 0), feed="\f" in before))
    return lines


def piece(lines: Sequence[Line], rng: random.Random) -> list[Line]:
    """Return a run of the lines: a short document or a longer piece."""
    low, high = SHORT if rng.random() < SHORT_SHARE else LONG
    size = rng.randint(low, high)
    start = rng.randrange(max(len(lines) - size, 0) + 1)
    return list(lines[start : start + size])


def reset(page: GoldPage, rng: random.Random) -> GoldPage:
    """Return a piece of the page, set anew."""
    lines = piece(lines_of(page), rng)
    if rng.random() < 0.75:
        lines = _spaced(lines, rng)
    for share, change in (
        (0.3, _hyphens),
        (0.3, _spelling),
        (0.15, _noise),
        (0.15, _stops_lost),
    ):
        if rng.random() < share:
            lines = change(lines, rng)
    if rng.random() < 0.06:
        tail = rng.choice((" ", "  "))
        lines = [replace(line, tail=tail) for line in lines]
    return lay([line for line in lines if line.text], page.id, page.lang, page.kind)


def _abbreviations(lines: Sequence[Line], rng: random.Random) -> list[Line]:
    """Abbreviations that begin a line stand at the end of the line before."""
    out = list(lines)
    for number, line in enumerate(lines[1:], start=1):
        found = _FIRST_STOP.match(out[number].text)
        if line.label != "S" or not found or rng.random() > MOVED:
            continue
        word = np.array([hash_text(found[1])], np.uint64)
        if abbreviates(word)[0] or (len(found[1]) == 1 and found[1].isupper()):
            above = out[number - 1]
            out[number - 1] = replace(above, text=f"{above.text} {found[0].rstrip()}")
            out[number] = replace(line, text=line.text[found.end() :])
    return out


_FIRST_STOP = re.compile(r"([^\W\d_]{1,5})\.\s(?=\S)")
MOVED = 0.8
"""Share of the abbreviations that are moved."""


def _spaced(lines: Sequence[Line], rng: random.Random) -> list[Line]:
    """Strip indents and blank lines, or put in what the page doesn't have."""
    bare = [replace(line, indent="", blank=0, feed=False) for line in lines]
    marking = rng.choices(list(MARKINGS), list(MARKINGS.values()))[0]
    indent = rng.choice((" ", "  ", "   ", "    ", "\u3000"))
    margin = " " * rng.choice((0, 0, 0, 0, 2, 4, 8))
    out: list[Line] = []
    for number, line in enumerate(bare):
        begins = number == 0 or line.label == "P"
        goes_on = number + 1 < len(bare) and bare[number + 1].label not in "P?"
        own = margin
        if begins and marking in ("indented", "both") and goes_on:
            own += indent
        elif begins and marking == "indented" and rng.random() < 0.5:
            own += rng.choice((indent, indent, " " * rng.randint(2, 20)))
        blank = 0
        if number and (marking == "every line" or (begins and marking in ("spaced", "both"))):
            blank = 1
        elif begins and number and marking == "doubled":
            blank = rng.choice((2, 2, 3))
        out.append(replace(line, indent=own, blank=blank))
    return out


def _hyphens(lines: Sequence[Line], rng: random.Random) -> list[Line]:
    mark = rng.choice(HYPHENS)
    out = list(lines)
    for number, line in enumerate(lines[1:], start=1):
        above = out[number - 1]
        if line.label in "HY" and above.text[-1:] in "-⸗":
            out[number - 1] = replace(above, text=above.text[:-1] + mark)
    return out


def _spelling(lines: Sequence[Line], rng: random.Random) -> list[Line]:
    """Old spelling made newer, or newer older: the long s, lower case, no umlauts."""
    old = any("ſ" in line.text for line in lines)
    changes = {
        "round": lambda text: text.replace("ſ", "s").replace("aͤ", "ä").replace("oͤ", "ö"),
        "long": lambda text: re.sub(r"s(?=\w)", "ſ", text),
        "lower": str.lower,
    }
    name = "round" if old else rng.choices(("long", "lower"), (3, 1))[0]
    return [replace(line, text=changes[name](line.text)) for line in lines]


def _noise(lines: Sequence[Line], rng: random.Random) -> list[Line]:
    """Misread, lost and doubled characters, as recognition leaves them."""
    rate = rng.choice((0.005, 0.01, 0.03))

    def misread(mark: str) -> str:
        if rng.random() >= rate:
            return mark
        return rng.choice((_MISREAD.get(mark, mark), "", mark + rng.choice("'.,;|")))

    return [replace(line, text="".join(map(misread, line.text)).strip()) for line in lines]


def _stops_lost(lines: Sequence[Line], rng: random.Random) -> list[Line]:
    rate = rng.choice((0.1, 0.25, 0.5))
    lost = [rng.random() < rate for _ in lines]
    return [
        replace(line, text=line.text.rstrip(".。") if gone else line.text)
        for line, gone in zip(lines, lost, strict=True)
    ]


CHANGES = (
    (0.3, _hyphens),
    (0.3, _spelling),
    (0.15, _noise),
    (0.15, _stops_lost),
    (0.5, _abbreviations),
)
"""What is done to a piece, each to a share of them."""

"""What may recur from page to page: the lines at a page's edges, and blocks by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
import regex

from layoutfix.language.characters import Kind
from layoutfix.language.numerals import number_of
from layoutfix.language.templates import languages
from layoutfix.model import Flags, Integers, Page, Role
from layoutfix.parsing.furniture_shapes import (
    WIDEST_HEAD,
    free_lines,
    jumps,
    named_page,
    page_numbers,
)
from layoutfix.parsing.lines import parse
from layoutfix.parsing.surroundings import (
    RUNNING_TEXT,
    SURELY,
    goes_on,
    line_text,
    surroundings,
)

__all__ = ["CODE", "EDGE", "Unit", "continues", "has_jump", "key_of", "named_in", "units_of"]

EDGE = 3
"""Lines at the top and at the foot of a page that may be its head or foot."""

WIDEST, SHORTEST = 1200, 3
"""Display columns of a passage at the most, characters of a unit at the least."""

_NUMBERS = regex.compile(r"\d+|[〇零一二三四五六七八九十百]+")
_CODE = r"(?P<code>(?<![\p{L}\d])[A-Z]\d{1,2}(?!\d))"
CODE = regex.compile(_CODE)
"""A newspaper's page: A5, B12."""

_DIGEST = 8
_PART = 10_000
_HAN_NUMBER = "[〇零一二三四五六七八九十百]{1,5}"
_TEMPLATE = regex.compile(r"(?P<before>[^{}]*)\{(?P<what>n|code)\}(?P<after>[^{}]*)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line at an edge of the page, or a block.

    Attributes:
        first: row of its first line.
        last: row of its last line.
        key: what it reads, white space and numbers aside.
        text: its characters.
        top: whether it is a line among the first of the page, and no running text stands above.
        foot: whether it is a line among the last, and no running text stands below.
        block: whether it is a whole block.
        number: the page that it names with a word for it; None where it names none.
        counts: the number where it is nothing but one, with or without a word.
        inside: whether a sentence of the page surely goes on across it.
        under: the text of the heading that it stands right under.
    """

    first: int
    last: int
    key: bytes
    text: str
    top: bool
    foot: bool
    block: bool
    number: int | None
    counts: int | None
    inside: bool
    under: str

    @property
    def edge(self) -> bool:
        """Whether it is a line at one of the page's edges."""
        return self.top or self.foot


def has_jump(page: Page) -> bool:
    """Whether a line of the page does nothing but name another page."""
    return len(page.lines) > 0 and bool(jumps(page, free_lines(page)).any())


def key_of(text: str) -> bytes:
    """The same for texts that read the same, whatever their white space and their numbers.

    >>> key_of("THE COURIER  Page 3") == key_of("THE COURIER Page 12")
    True
    """
    folded = _NUMBERS.sub("0", "".join(text.split()))
    return blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def units_of(page: Page) -> tuple[Unit, ...]:
    """The units of a page in order; use it as ``page.derived(units_of)``."""
    lines, count = page.lines, len(page.lines)
    if not count:
        return ()
    near, free = page.derived(surroundings), free_lines(page)
    numbers, shapes = page_numbers(page, free)
    aside = (shapes > 0) | jumps(page, free)
    top, foot = _edges(page)
    spans = [(row, row) for row in np.flatnonzero(free & (top | foot)).tolist()]
    blocks = np.flatnonzero((near.block_first == np.arange(count)) & free).tolist()
    whole = [(row, int(near.block_last[row])) for row in blocks]
    spans += [span for span in whole if span not in spans]
    spans = [span for span in spans if _may_recur(page, *span)]
    inside = _inside(page, spans, aside)
    out = []
    for (first, last), cut in zip(spans, inside.tolist(), strict=True):
        text = page.text[lines.start[first] : lines.end[last]]
        lone = first == last
        out.append(
            Unit(
                first,
                last,
                key_of(text),
                text,
                top=lone and bool(top[first]),
                foot=lone and bool(foot[first]),
                block=bool(near.block_first[first] == first and near.block_last[last] == last),
                number=_number(text) if lone else None,
                counts=int(numbers[first]) if shapes[first] and lone else None,
                inside=cut,
                under=_heading_above(page, first),
            )
        )
    return tuple(out)


def _number(text: str) -> int | None:
    """The page that a line names with a word for it; those of two parts of a paper differ.

    A number by itself, or with another word, may be that of a poem or of a lesson.
    """
    found = _worded_page().fullmatch(text)
    if found is None:
        return None
    for code in found.captures("code"):
        return ord(code[0]) * _PART + int(code[1:])
    return number_of(found.captures("n")[0])


@cache
def _worded_page() -> regex.Pattern[str]:
    """A line that begins or ends with its page: Page 3, Seite A5, 第三版."""
    pages = set()
    for entry in languages().values():
        for template in entry.get("page", []):
            found = _TEMPLATE.fullmatch(str(template))
            if found and found["before"] + found["after"] and "." not in found["before"]:
                dense = regex.search(r"[^\x00-\u024f]", found["before"] + found["after"])
                number = rf"(?P<n>\d{{1,4}}{'|' + _HAN_NUMBER if dense else ''})"
                what = number if found["what"] == "n" else _CODE
                before, after = (regex.escape(found[side].strip()) for side in ("before", "after"))
                pages.add(rf"{before}\s*{what}\s*{after}")
    page = f"(?i:{'|'.join(sorted(pages))})"
    return regex.compile(rf"{page}|.*[\s,，、|·—–-]{page}|{page}[\s,，、|·].*")


def _edges(page: Page) -> tuple[Flags, Flags]:
    """The lines at the top and at the foot of a page that may be its head or foot."""
    count, narrow = len(page.lines), page.lines.width < RUNNING_TEXT
    top, foot = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    top[:EDGE] = np.logical_and.accumulate(np.append(True, narrow[: EDGE - 1]))[:count]
    from_foot = np.append(True, narrow[::-1][: EDGE - 1])
    foot[::-1][:EDGE] = np.logical_and.accumulate(from_foot)[:count]
    fitting = page.lines.width <= WIDEST_HEAD
    return top & fitting, foot & fitting


def _may_recur(page: Page, first: int, last: int) -> bool:
    """Whether it is text without a mark of structure, and neither endless nor a single mark."""
    lines = page.lines
    roles = {Role.PARAGRAPH.code, Role.LIST_ITEM.code, Role.TABLE.code, Role.CODE.code}
    if lines.frozen[first : last + 1].any() and first != last:
        return False
    if not roles.issuperset(lines.role[first : last + 1].tolist()):
        return False
    wide = int(lines.width[first : last + 1].sum())
    long_enough = lines.end[last] - lines.start[first] >= SHORTEST
    counts = page.kinds[lines.start[first]] == Kind.DIGIT
    return wide <= WIDEST and bool(long_enough or counts)


def _inside(page: Page, spans: list[tuple[int, int]], aside: Flags) -> Flags:
    """Whether a sentence surely goes on across each of them, page numbers and jumps passed over."""
    count = len(page.lines)
    left, right = [], []
    for first, last in spans:
        before, after = first - 1, last + 1
        while before >= 0 and aside[before]:
            before -= 1
        while after < count and aside[after]:
            after += 1
        left.append(before)
        right.append(after if after < count else -1)
    sides: tuple[Integers, Integers] = np.array(left, np.int64), np.array(right, np.int64)
    found: Flags = goes_on(page, *sides) == SURELY
    return found


def _heading_above(page: Page, row: int) -> str:
    above = row - 1
    known = above >= 0 and page.lines.role[above] == Role.HEADING.code
    return line_text(page, above) if known else ""


def named_in(page: Page, row: int) -> set[str]:
    """The page that a line names with the word for it, if any."""
    text = line_text(page, row)
    code = _coded_page().fullmatch(text)
    if code:
        return set(code.captures("code"))
    named = named_page(text, page.words)
    return set() if named is None else {str(named)}


@cache
def _coded_page() -> regex.Pattern[str]:
    """A line that begins or ends with a newspaper's page: with its word, or far from the rest."""
    worded = set()
    for entry in languages().values():
        for template in entry.get("page", []):
            before, code, after = str(template).partition("{code}")
            if code and (before or after):
                worded.add(f"{regex.escape(before.strip())}\\s*{_CODE}\\s*{regex.escape(after)}")
    page = f"(?i:{'|'.join(sorted(worded))})"
    alone = rf"[—–\-\s]*{_CODE}[—–\-\s]*"
    apart = r"\s{2,}|\t|\s*[|·•]\s*"
    return regex.compile(
        rf"{alone}|{page}|.*[\s,，、|·]{page}|{page}[\s,，、|·].*"
        rf"|.*(?:{apart}){_CODE}|{_CODE}(?:{apart}).*"
    )


def continues(left: str, right: str) -> bool:
    """Whether a sentence at the end of one text surely goes on at the start of another.

    >>> continues(
    ...     "The quarry has asked the county to let it extend the workings northward as far",
    ...     "as the old drovers' road. Fifty-one jobs depend on the decision.",
    ... )
    True
    """
    page = parse(left + "\n\n" + right)
    lines = page.lines
    behind = int(np.searchsorted(lines.start, len(left)))
    if not 0 < behind < len(lines):
        return False
    return bool(goes_on(page, np.array([behind - 1]), np.array([behind]))[0] == SURELY)

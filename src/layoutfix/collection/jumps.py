"""Jump lines of a page, what they name, and the text that stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import regex

from layoutfix.collection.units import CODE, EDGE, named_in
from layoutfix.language.numerals import number_of
from layoutfix.language.templates import languages
from layoutfix.language.vocabulary import full_match
from layoutfix.model import Flags, Page, Role, Span
from layoutfix.parsing.furniture_shapes import free_lines, jumps, page_numbers
from layoutfix.parsing.surroundings import RUNNING_TEXT, is_closing, line_text, surroundings

__all__ = ["Half", "halves_of", "page_named", "printed_page"]

NUMBER = regex.compile(r"\d{1,4}|[〇零一二三四五六七八九十百]{1,5}")
NEXT = regex.compile(r"(?i)next|overleaf|nächste|suivante|siguiente|次|다음")
PREVIOUS = regex.compile(r"(?i)previous|vorige|précédente|anterior|前|이전")
NAMED = regex.compile(r"(?:p(?:age)?[-_ ]?)?([A-Za-z]\d{1,2}|\d{1,4})", regex.IGNORECASE)
SLUG = regex.compile(r"\p{Lu}[\p{Lu}'’.\-]{1,20}(?: [\p{Lu}'’.\-]{1,20}){0,3}(?=[,，])")

TEXT_LINES = 6
"""Lines beside a jump line in which a sentence is looked for that breaks off, or goes on."""

_TEXT = (Role.PARAGRAPH.code, Role.LIST_ITEM.code, Role.QUOTE.code, Role.FURNITURE.code)
_ENDS = (Role.SIGN_OFF.code, Role.BYLINE.code)


@dataclass(frozen=True, slots=True)
class Half:
    """A jump line with the text that it belongs to.

    Attributes:
        page: the number of its page in the collection.
        row: of the jump line.
        line: its span.
        text: its characters.
        back: whether it says where the article came from, and not where it goes on.
        target: the page that it names, such as ``A5`` or ``3``.
        slug: the word that it finds the article by, in capitals.
        beside: the text before it, or behind it where it says where the article came from.
        title: the span of the article's heading on this page; None where it has none.
        rest: of a line that says where the article came from, the span from that line to the end
            of the article; None where that isn't sure.
        why: why it isn't.
    """

    page: int
    row: int
    line: Span
    text: str
    back: bool
    target: str
    slug: str
    beside: str
    title: Span | None
    rest: Span | None
    why: str


def printed_page(page: Page) -> str | None:
    """What a page says its number is: ``A5``, ``3``; None where it says none, or two.

    >>> from layoutfix.parsing.lines import parse
    >>> printed_page(parse("THE MORLAND COURIER   Friday, March 8, 2019   Page 4\\n\\nText.\\n"))
    '4'
    """
    lines = page.lines
    free = free_lines(page)
    numbers, shapes = page_numbers(page, free)
    elsewhere = jumps(page, free)
    found = set()
    for row in range(len(lines)):
        if EDGE <= row < len(lines) - EDGE or elsewhere[row]:
            continue
        if shapes[row] and not CODE.search(line_text(page, row)):
            found.add(str(int(numbers[row])))
        else:
            found |= named_in(page, row)
    return found.pop() if len(found) == 1 else None


def page_named(name: str) -> str | None:
    """The page that a file's name says, where it says nothing else.

    >>> page_named("A05"), page_named("page-3"), page_named("ferry-3"), page_named("2021-03-05")
    ('A5', '3', None, None)
    """
    found = NAMED.fullmatch(name)
    if not found:
        return None
    code = found[1].upper()
    return str(int(code)) if code.isdecimal() else code[0] + str(int(code[1:]))


def halves_of(page: Page, number: int, printed: str | None) -> tuple[Half, ...]:
    """The jump lines of a page whose lines have their roles.

    Args:
        page: with the labels of the rules.
        number: of the page in the collection.
        printed: the number of the page as it says it.
    """
    rows = np.flatnonzero(_jump_rows(page)).tolist()
    return tuple(
        half for row in rows if (half := _half(page, row, number, printed, frozenset(rows)))
    )


def _jump_rows(page: Page) -> Flags:
    """Jump lines; the rules have made furniture of them, so that they are looked at as text."""
    role = np.where(page.lines.role == Role.FURNITURE.code, Role.PARAGRAPH.code, page.lines.role)
    return jumps(page.relined(replace(page.lines, role=role)), np.ones(len(role), np.bool_))


def _half(
    page: Page, row: int, number: int, printed: str | None, all_rows: frozenset[int]
) -> Half | None:
    text = line_text(page, row)
    back = full_match("jump_back", text, page.words) is not None
    target = _target(text, printed)
    if target is None:
        return None
    slug = SLUG.search(text)
    rest, why = _rest(page, row, all_rows) if back else (None, "")
    lines = page.lines
    return Half(
        number,
        row,
        Span(int(lines.start[row]), int(lines.end[row])),
        text,
        back,
        target,
        slug[0] if slug else "",
        _text_behind(page, row) if back else _text_before(page, row),
        _title(page, row, back),
        rest,
        why,
    )


def _target(text: str, printed: str | None) -> str | None:
    """The page that a jump line names."""
    code = CODE.search(text)
    if code:
        return code[0]
    found = NUMBER.search(text)
    if found:
        value = number_of(found[0])
        return None if value is None else str(value)
    for word, value in _number_words().items():
        if regex.search(rf"\b{word}\b", text.lower()):
            return str(value)
    step = 1 if NEXT.search(text) else -1 if PREVIOUS.search(text) else 0
    if step and printed and printed.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").isdecimal():
        letter = printed[0] if printed[0].isalpha() else ""
        return f"{letter}{int(printed[len(letter) :]) + step}"
    return None


@cache
def _number_words() -> Mapping[str, int]:
    """Number words of the shipped lists: one, zwei, and so on."""
    return {
        str(word).lower(): value
        for entry in languages().values()
        for value, word in enumerate(entry.get("word", []), start=1)
    }


def _aside(page: Page, row: int) -> bool:
    return bool(page.lines.role[row] in (Role.FURNITURE.code, Role.CAPTION.code))


def _text_before(page: Page, row: int) -> str:
    """The last lines of running text before a jump line."""
    last = row - 1
    while last >= 0 and _aside(page, last):
        last -= 1
    first = last
    while first > 0 and last - first + 1 < TEXT_LINES and not _aside(page, first - 1):
        first -= 1
    return page.text[page.lines.first[first] : page.lines.end[last]] if last >= 0 else ""


def _text_behind(page: Page, row: int) -> str:
    """The first lines of running text behind it."""
    count, first = len(page.lines), row + 1
    if first >= count or page.lines.role[first] not in _TEXT or _aside(page, first):
        return ""
    last = first
    while last + 1 < min(count, first + TEXT_LINES) and not _aside(page, last + 1):
        last += 1
    return page.text[page.lines.first[first] : page.lines.end[last]]


def _title(page: Page, row: int, back: bool) -> Span | None:
    """The heading of the article: of a line that comes from elsewhere the line right above it."""
    lines = page.lines
    for each in range(row - 1, -1, -1):
        heading = lines.role[each] == Role.HEADING.code
        if back:
            of_sheet = _aside(page, each) or (each < EDGE and named_in(page, each))
            heading = not of_sheet and (heading or _like_a_heading(page, each))
        if heading:
            return Span(int(lines.start[each]), int(lines.end[each]))
        if back:
            return None
    return None


def _like_a_heading(page: Page, row: int) -> bool:
    """A short line by itself that ends like no sentence."""
    lines, near = page.lines, page.derived(surroundings)
    lone = near.block_first[row] == row and near.block_last[row] == row
    lone |= lines.role[row] == Role.HEADING.code
    closed = bool(is_closing(near.last_kind[row : row + 1])[0])
    return bool(lone and lines.width[row] < RUNNING_TEXT and not closed)


def _rest(page: Page, row: int, all_rows: frozenset[int]) -> tuple[Span | None, str]:
    """From a jump line to the end of the article that it brings, where that is sure."""
    lines, role = page.lines, page.lines.role
    last = row
    while last + 1 < len(lines):
        here = last + 1
        if role[here] == Role.HEADING.code:
            break
        if here in all_rows:  # goes on elsewhere; or another article comes from elsewhere
            onward = full_match("jump_back", line_text(page, here), page.words) is None
            last = here if onward else last
            break
        if role[here] in _ENDS:
            if role[here] == Role.SIGN_OFF.code:
                last = here
            break
        if role[here] not in _TEXT:
            return None, f"it holds a {_role_name(int(role[here]))}, which may belong to the page"
        if not _aside(page, here) and _like_a_heading(page, here):
            below = here + 1
            if below < len(lines) and role[below] == Role.BYLINE.code:
                break
            return None, "a short line in it may be the next article's heading"
        last = here
    while last > row and _aside(page, last) and last not in all_rows:
        last -= 1  # the foot of the page stays
    if last == row:
        return None, "no text stands behind it"
    return Span(int(lines.start[row]), int(lines.end[last])), ""


def _role_name(code: int) -> str:
    return next(role.value for role in Role if role.code == code)

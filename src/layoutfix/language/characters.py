"""What kind of character a code point is, for whole texts at once.

The table is built by ``tools/build_characters.py`` from one Unicode version and shipped, so that
every Python gives the same answer. Full- and half-width forms of a mark are of one class.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import regex

__all__ = [
    "KIND_COUNT",
    "LINE_BREAK",
    "PIECE",
    "Kind",
    "KindSet",
    "among",
    "code_points_of",
    "kind_set",
    "kinds",
    "looked_up",
    "one_of",
    "pieces",
    "rows_where",
    "summed_before",
    "widths",
]

MAX_CODE_POINT = 0x110000


class Kind(enum.IntEnum):
    """The classes, by what they say about a seam beside them."""

    # What numpy takes for granted; without it each comparison of an array with a kind asks the
    # enumeration for it, which costs more than to compare a thousand characters.
    __array_ufunc__ = np.ndarray.__array_ufunc__

    OTHER = 0
    SPACE = 1
    BREAK = 2
    LOWER = 3
    UPPER = 4
    LETTER = 5  # of scripts without case, but for the next five
    HAN = 6
    HIRAGANA = 7
    KATAKANA = 8
    HANGUL = 9
    THAI = 10  # Thai, Lao, Khmer, Myanmar: no spaces between words
    DIGIT = 11
    FULL_STOP = 12
    IDEOGRAPHIC_STOP = 13
    EXCLAMATION = 14
    COMMA = 15
    ENUMERATION_COMMA = 16
    COLON = 17
    SEMICOLON = 18
    ELLIPSIS = 19
    DASH = 20
    HYPHEN = 21
    SOFT_HYPHEN = 22
    OPEN_BRACKET = 23
    CLOSE_BRACKET = 24
    OPEN_QUOTE = 25
    CLOSE_QUOTE = 26
    NEUTRAL_QUOTE = 27
    BULLET = 28
    SLASH = 29
    SYMBOL = 30
    MIDDLE_DOT = 31
    PIPE = 32
    HASH = 33
    ENCLOSED_NUMBER = 34
    ASTERISK = 35
    UNDERSCORE = 36
    PERCENT = 37
    CURRENCY = 38
    PLUS_EQUALS = 39
    MARK = 40  # combining: belongs to the character before it


KIND_COUNT = len(Kind)

LINE_BREAK = regex.compile(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""One line break: the characters of ``Kind.BREAK``, of which two can be one."""

KindSet = npt.NDArray[np.bool_]
"""A set of kinds as a table: ``kind_set(...)[kinds]`` asks for many characters at once."""


def kind_set(*members: Kind) -> KindSet:
    """A set of kinds; two sets are united with ``|``.

    >>> kind_set(Kind.HAN)[np.array([Kind.HAN, Kind.LOWER], np.uint8)].tolist()
    [True, False]
    """
    table = np.zeros(256, np.bool_)
    table[list(members)] = True
    return table


LONG = 4096
"""Characters from which on comparing with each kind is quicker than looking up: eight times for a
few kinds."""


def among(kinds: npt.NDArray[np.uint8], members: KindSet) -> npt.NDArray[np.bool_]:
    """``members[kinds]``, and quicker than that for whole texts.

    >>> among(np.array([Kind.HAN, Kind.LOWER], np.uint8), kind_set(Kind.HAN)).tolist()
    [True, False]
    """
    if len(kinds) < LONG:
        return members.take(kinds)
    edges = np.flatnonzero(np.diff(members, prepend=False, append=False)).tolist()
    found = np.zeros(len(kinds), np.bool_)
    for first, behind in zip(edges[::2], edges[1::2], strict=True):
        found |= kinds - np.uint8(first) < behind - first
    return found


def one_of(code_points: npt.NDArray[np.uint32], characters: str) -> npt.NDArray[np.bool_]:
    """Which code points are one of ``characters``.

    >>> one_of(code_points_of("a.b。"), ".。").tolist()
    [False, True, False, True]
    """
    table, others = _members(characters)
    found = table.take(code_points, mode="clip")
    for other in others:
        found |= code_points == other
    return found


@lru_cache(maxsize=256)
def _members(characters: str) -> tuple[npt.NDArray[np.bool_], tuple[int, ...]]:
    """A table of the Basic Multilingual Plane but for its last character, and what isn't in it."""
    table = np.zeros(0x10000, np.bool_)
    codes = [ord(character) for character in characters]
    table[[code for code in codes if code < 0xFFFF]] = True
    return table, tuple(code for code in codes if code >= 0xFFFF)


@cache
def _table() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    with (files("layoutfix") / "data" / "characters.npz").open("rb") as file:
        runs = np.load(file)
        lengths = np.diff(runs["start"], append=np.uint32(MAX_CODE_POINT))
        return np.repeat(runs["kind"], lengths), np.repeat(runs["width"], lengths)


PIECE = 1 << 16
"""Characters that are worked on together where a number a character is needed for a moment only:
its numbers stay in the processor's cache, and no memory is asked for."""


def pieces(length: int, at_once: int = PIECE) -> Iterator[slice]:
    """The parts of a text of ``length`` characters, one behind the other.

    >>> [(piece.start, piece.stop) for piece in pieces(100_000)]
    [(0, 65536), (65536, 100000)]
    """
    for start in range(0, length, at_once):
        yield slice(start, min(start + at_once, length))


def rows_where(count: int, ask: Callable[[slice], npt.NDArray[np.bool_]]) -> npt.NDArray[np.int64]:
    """The rows of ``count`` of which a question holds that is asked for some rows at a time."""
    found = (some.start + np.flatnonzero(ask(some)) for some in pieces(count))
    return np.concatenate((np.zeros(0, np.int64), *found))


Character = TypeVar("Character", np.uint8, np.uint32)


def summed_before(
    characters: npt.NDArray[Character],
    amounts: Callable[[npt.NDArray[Character]], npt.NDArray[Any]],
    places: Sequence[npt.NDArray[np.int64]],
) -> list[npt.NDArray[np.int64]]:
    """What the characters before each place amount to, without a number for every character.

    Args:
        characters: the code points of the text, or their kinds.
        amounts: the amount of each of some of them.
        places: columns of offsets, in order from one to the next and then from row to row; the
            length of the text is one, too.

    >>> text = code_points_of("a转b")
    >>> [column.tolist() for column in summed_before(text, widths, [np.array([0, 2, 3])])]
    [[0, 3, 4]]
    """
    # Sums between places take a sixth of the time of a running sum of all characters.
    edges = np.stack(places, axis=1).ravel()
    found = np.empty(len(edges), np.int64)
    low, total = 0, 0
    for piece in pieces(len(characters)):
        high = low + int(np.searchsorted(edges[low:], piece.stop))
        bounds = np.zeros(high - low + 1, np.int64)
        np.subtract(edges[low:high], piece.start, out=bounds[1:])
        sums = np.add.reduceat(amounts(characters[piece]), bounds, dtype=np.int64)
        sums[:-1][bounds[1:] == bounds[:-1]] = 0  # else what stands there
        sums[0] += total
        before = np.cumsum(sums)
        found[low:high] = before[:-1]
        low, total = high, int(before[-1])
    found[low:] = total
    return list(np.ascontiguousarray(found.reshape(-1, len(places)).T))


_Number = TypeVar("_Number", np.uint8, np.uint32)


def looked_up(table: npt.NDArray[_Number], places: npt.NDArray[np.uint32]) -> npt.NDArray[_Number]:
    """``table[places]`` for a whole text, without eight bytes a character beside it.

    >>> looked_up(np.array([7, 9], np.uint8), np.array([1, 0, 1], np.uint32)).tolist()
    [9, 7, 9]
    """
    if len(places) <= PIECE:
        return table.take(places)
    found = np.empty(len(places), table.dtype)
    for piece in pieces(len(places)):
        found[piece] = table.take(places[piece])
    return found


def code_points_of(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text as an array; lone surrogates are kept.

    >>> code_points_of("a转").tolist()
    [97, 36716]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def kinds(code_points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """The :class:`Kind` of each code point.

    >>> [Kind(k).name for k in kinds(code_points_of("化。."))]
    ['HAN', 'IDEOGRAPHIC_STOP', 'FULL_STOP']
    """
    return looked_up(_table()[0], code_points)


def widths(code_points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Display columns of each code point: 0, 1 or 2 (Unicode's East Asian Width; breaks are 0).

    >>> widths(code_points_of("a转")).tolist()
    [1, 2]
    """
    return looked_up(_table()[1], code_points)

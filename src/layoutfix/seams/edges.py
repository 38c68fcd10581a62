"""Evidence at the edges: what the left line ends with, what the right line begins with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.characters import Kind, kind_set
from layoutfix.model import Flags, Integers, Page
from layoutfix.seams.columns import Features, window_sum

__all__ = ["CJK", "Edges", "edge_features"]

MOST_DOUBLED = 8
"""The longest run of characters that a seam is looked at for having written twice."""

Kinds = npt.NDArray[np.uint8]

CJK = kind_set(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA)
_WRAPPERS = kind_set(Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE, Kind.NEUTRAL_QUOTE)
_OPENERS = kind_set(
    Kind.OPEN_BRACKET, Kind.OPEN_QUOTE, Kind.NEUTRAL_QUOTE, Kind.ASTERISK, Kind.UNDERSCORE
)
_STOPS = kind_set(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION)
_CLOSERS = _STOPS | kind_set(Kind.COLON, Kind.SEMICOLON, Kind.ELLIPSIS)

ENDS = {
    "stop": _STOPS,
    "closing": _CLOSERS,
    "comma": kind_set(Kind.COMMA, Kind.ENUMERATION_COMMA),
    "colon": kind_set(Kind.COLON),
    "semicolon": kind_set(Kind.SEMICOLON),
    "ellipsis": kind_set(Kind.ELLIPSIS),
    "dash": kind_set(Kind.DASH),
    "hyphen": kind_set(Kind.HYPHEN, Kind.SOFT_HYPHEN),
    "digit": kind_set(Kind.DIGIT),
    "lower": kind_set(Kind.LOWER),
    "upper": kind_set(Kind.UPPER),
    "cjk": CJK,
    "kana": kind_set(Kind.HIRAGANA),
    "hangul": kind_set(Kind.HANGUL),
    "letter": kind_set(Kind.LETTER, Kind.THAI, Kind.MARK),
    "open": kind_set(Kind.OPEN_BRACKET, Kind.OPEN_QUOTE),
    "close": kind_set(Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE),
    "quote": kind_set(Kind.NEUTRAL_QUOTE),
    "symbol": kind_set(
        Kind.SYMBOL, Kind.PLUS_EQUALS, Kind.SLASH, Kind.PERCENT, Kind.CURRENCY, Kind.OTHER
    ),
    "bullet": kind_set(
        Kind.BULLET, Kind.ASTERISK, Kind.MIDDLE_DOT, Kind.ENCLOSED_NUMBER, Kind.HASH
    ),
}


class Edges:
    """The kinds at the two edges of every line, quotes and brackets around them looked through."""

    def __init__(self, page: Page) -> None:
        lines, kinds = page.lines, page.kinds
        self.last = kinds[lines.end - 1]
        self.first = kinds[lines.start]
        self.last_code = page.code_points[lines.end - 1]
        self.first_code = page.code_points[lines.start]
        self.before_last = np.where(
            lines.end - 2 >= lines.start, kinds[np.maximum(lines.end - 2, 0)], np.uint8(Kind.SPACE)
        )
        second = np.minimum(lines.start + 1, len(kinds) - 1)
        self.second = np.where(lines.start + 1 < lines.end, kinds[second], np.uint8(Kind.SPACE))
        self.inner_end = _look_through(kinds, lines.end - 1, lines.start, -1, _WRAPPERS)
        self.inner_start = _look_through(kinds, lines.start, lines.end - 1, 1, _OPENERS)
        self.inner_last = kinds[self.inner_end]
        self.inner_first = kinds[self.inner_start]
        self.ends = _CLOSERS[self.inner_last]


def _look_through(
    kinds: Kinds, place: Integers, limit: Integers, step: int, skipped: Flags
) -> Integers:
    """Move up to three characters over brackets and quotes, not beyond ``limit``."""
    for _ in range(3):
        move = skipped[kinds[place]] & (place != limit)
        place = np.where(move, place + step, place)
    return place


def edge_features(page: Page, edges: Edges) -> Features:
    """Features of the ``n - 1`` seams from the characters around them."""
    out: Features = {}
    for name, kinds in ENDS.items():
        out[f"end_{name}"] = kinds[edges.last[:-1]].astype(np.int64)
        out[f"start_{name}"] = kinds[edges.first[1:]].astype(np.int64)
    for name in ("stop", "closing", "comma", "lower", "digit", "cjk"):
        out[f"inner_end_{name}"] = ENDS[name][edges.inner_last[:-1]].astype(np.int64)
    for name in ("lower", "upper", "digit", "cjk", "hangul"):
        out[f"inner_start_{name}"] = ENDS[name][edges.inner_first[1:]].astype(np.int64)
    out["before_end_digit"] = (edges.before_last[:-1] == Kind.DIGIT).astype(np.int64)
    out["before_end_upper"] = (edges.before_last[:-1] == Kind.UPPER).astype(np.int64)
    out["second_space"] = (edges.second[1:] == Kind.SPACE).astype(np.int64)
    out["second_digit"] = (edges.second[1:] == Kind.DIGIT).astype(np.int64)
    out["second_upper"] = (edges.second[1:] == Kind.UPPER).astype(np.int64)
    out["second_comma"] = kind_set(Kind.ENUMERATION_COMMA, Kind.FULL_STOP, Kind.CLOSE_BRACKET)[
        edges.second[1:]
    ].astype(np.int64)
    out.update(_mark_features(page, edges))
    ends = edges.ends.astype(np.int64)
    out["closed_before"] = np.concatenate(([1], ends[:-2])) if len(ends) > 1 else ends[:0]
    out["closed_after"] = ends[1:]
    out["closed_near"] = window_sum(ends, 6)[:-1]
    lower = (edges.inner_first == Kind.LOWER).astype(np.int64)
    out["lower_near"] = window_sum(lower, 6)[1:]
    out["lower_before"] = lower[:-1]
    out["lower_after"] = np.append(lower[2:], 0) if len(ends) > 1 else ends[:0]
    out["same_first"] = _same_code(edges.first_code)[1:]
    out["same_last"] = _same_code(edges.last_code)[:-1]
    out.update(_gap_features(page, ends))
    out.update(_balance_features(page))
    return out


def _same_code(codes: npt.NDArray[np.uint32]) -> Integers:
    """How many of six neighbours on each side have the same character there."""
    same = np.zeros(len(codes), np.int64)
    for step in range(1, min(6, len(codes) - 1) + 1):
        equal = codes[step:] == codes[:-step]
        same[:-step] += equal
        same[step:] += equal
    return same


def _mark_features(page: Page, edges: Edges) -> Features:
    """Marks of an item, a speaker or a doubled character."""
    lines, codes = page.lines, page.code_points
    numeral = np.isin(edges.first_code, _HAN_NUMERALS)
    listed = numeral & kind_set(Kind.ENUMERATION_COMMA, Kind.FULL_STOP, Kind.HAN)[edges.second]
    third = codes[np.minimum(lines.start + 1, len(codes) - 1)]
    bracketed = (edges.first == Kind.OPEN_BRACKET) & (
        (edges.second == Kind.DIGIT) | np.isin(third, _HAN_NUMERALS)
    )
    out: Features = {
        "start_han_number": listed[1:].astype(np.int64),
        "start_bracket_number": bracketed[1:].astype(np.int64),
        "start_ordinal": (edges.first_code == ord("第"))[1:].astype(np.int64),
    }
    colons = np.flatnonzero(page.kinds == Kind.COLON)
    place = np.full(len(lines), 30)
    if len(colons):
        row = np.searchsorted(colons, lines.start)
        offsets = page.derived(_offsets)
        found = offsets[colons[np.minimum(row, len(colons) - 1)]] - offsets[lines.start]
        place = np.where((row < len(colons)) & (found >= 0), np.minimum(found, 30), 30)
    out["colon_left"], out["colon_right"] = place[:-1], place[1:]
    early = (place < 20).astype(np.int64)
    out["colon_near"] = window_sum(early, 6)[1:]
    out["doubled"] = doubled_length(page)
    return out


def doubled_length(page: Page) -> Integers:
    """How many characters, at most eight, end the left line and begin the right one again."""
    lines, codes = page.lines, page.code_points
    end, start = lines.end[:-1], lines.start[1:]
    room = np.minimum(end - lines.start[:-1], lines.end[1:] - start)
    longest = np.zeros(len(end), np.int64)
    for length in range(1, MOST_DOUBLED + 1):
        same = room >= length
        for place in range(length):
            near = np.minimum(start + place, len(codes) - 1)
            same &= codes[np.maximum(end - length + place, 0)] == codes[near]
        longest[same] = length
    return longest


_HAN_NUMERALS = np.array([ord(c) for c in "一二三四五六七八九十"], np.uint32)


def _offsets(page: Page) -> Integers:
    """Offsets as they would be if every line break were one character, as ``\\r\\n`` is two."""
    codes = page.code_points
    pairs = np.zeros(len(codes) + 1, np.int64)
    np.cumsum((codes[:-1] == ord("\r")) & (codes[1:] == ord("\n")), out=pairs[1:-1])
    pairs[-1] = pairs[-2]
    return np.arange(len(codes) + 1) - pairs


def _gap_features(page: Page, ends: Integers) -> Features:
    lines = page.lines
    gap = lines.gap
    count = len(gap)
    spaced: Flags = gap > 0
    out: Features = {
        "gap": np.minimum(gap, 4)[1:],
        "gap_before": np.minimum(gap, 4)[:-1],
        "gap_after": np.minimum(np.append(gap[2:], 2), 4) if count > 1 else gap[:0],
        "gap_near": window_sum(spaced.astype(np.int64), 8)[1:],
        "page_break": lines.page_break[1:].astype(np.int64),
        "opens": lines.opens[1:].astype(np.int64),
        "closes": lines.closes[:-1].astype(np.int64),
        "opens_left": lines.opens[:-1].astype(np.int64),
        "closes_right": lines.closes[1:].astype(np.int64),
        "role_left": (lines.role[:-1] > 0).astype(np.int64),
        "list_left": (lines.opens[:-1] & (lines.role[:-1] > 0)).astype(np.int64),
    }
    out["gap_page"] = np.full(count - 1, 100 * int(spaced[1:].sum()) // max(count - 1, 1))
    place = np.arange(count)
    block = np.maximum.accumulate(np.where(spaced | lines.opens, place, 0))
    out["lines_above"] = np.minimum(place - block, 20)[:-1]
    next_block = np.minimum.accumulate(
        np.where(np.append(spaced[1:], True) | np.append(lines.opens[1:], True), place, count)[::-1]
    )[::-1]
    out["lines_below"] = np.minimum(next_block - place, 20)[1:]
    offsets = page.derived(_offsets)
    begin, end = offsets[lines.start], offsets[lines.end]
    size = np.minimum(end - begin[block], 4000)
    out["size_above"] = size[:-1]
    size_below = np.minimum(end[np.minimum(next_block, count - 1)] - begin, 4000)
    out["size_below"] = size_below[1:]
    before_gap = np.append(spaced[1:], True)
    long = before_gap & (size >= 60)
    closed = int((ends * long).sum())
    share = 100 * closed // max(int(long.sum()), 1)
    out["closed_page"] = np.full(count - 1, share)
    near_long = window_sum(long.astype(np.int64), 10)
    near_closed = window_sum(ends * long, 10)
    out["closed_blocks_near"] = (100 * near_closed // np.maximum(near_long, 1))[:-1]
    out["long_blocks_near"] = near_long[:-1]
    trailing = np.minimum(lines.end + 2, len(page.kinds))
    hard = (trailing - lines.end == 2) & (
        page.kinds[np.minimum(lines.end, len(page.kinds) - 1)] == Kind.SPACE
    )
    out["trailing_blank"] = hard[:-1].astype(np.int64)
    return out


def _balance_features(page: Page) -> Features:
    """Open brackets and quotes: in the left line, in it and the two before it, in the right one."""
    lines, kinds = page.lines, page.kinds
    out: Features = {}
    pairs = (
        ("brackets", Kind.OPEN_BRACKET, Kind.CLOSE_BRACKET),
        ("quotes", Kind.OPEN_QUOTE, Kind.CLOSE_QUOTE),
    )
    for name, opening, closing in pairs:
        depth = np.zeros(len(kinds) + 1, np.int32)
        np.cumsum(
            (kinds == opening).astype(np.int8) - (kinds == closing).astype(np.int8), out=depth[1:]
        )
        own = np.clip(depth[lines.end] - depth[lines.start], -3, 3).astype(np.int64)
        earlier = np.maximum(np.arange(len(own)) - 2, 0)
        three = np.clip(depth[lines.end] - depth[lines.start[earlier]], -3, 3).astype(np.int64)
        out[f"{name}_left"] = own[:-1]
        out[f"{name}_three"] = three[:-1]
        out[f"{name}_right"] = own[1:]
    marks = np.zeros(len(kinds) + 1, np.int32)
    np.cumsum(page.code_points == ord('"'), out=marks[1:])
    odd = ((marks[lines.end] - marks[lines.start]) & 1).astype(np.int64)
    out["odd_quotes_left"] = odd[:-1]
    out["odd_quotes_right"] = odd[1:]
    return out

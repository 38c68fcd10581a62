"""Evidence at the edges: what the left line ends with, what the right line begins with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Feature, Features, of_lines
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Integers, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["CJK", "SOLID", "Edges", "block_features", "edge_features", "unspaced"]

MOST_DOUBLED = 8
"""The longest run of characters that a seam is looked at for having written twice."""

Kinds = npt.NDArray[np.uint8]

CJK = kind_set(Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA)
SOLID = CJK | kind_set(Kind.THAI, Kind.IDEOGRAPHIC_STOP, Kind.ENUMERATION_COMMA)
"""Kinds with no space between them and their like."""

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
    "hyphen": kind_set(Kind.HYPHEN, Kind.SOFT_HYPHEN),
    "close": kind_set(Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE),
    "quote": kind_set(Kind.NEUTRAL_QUOTE),
    "letter": kind_set(Kind.LETTER, Kind.THAI, Kind.MARK),
    "hangul": kind_set(Kind.HANGUL),
    "cjk": CJK,
}
"""What the last character of a line may be."""

INNER_ENDS = {"stop": _STOPS, "closing": _CLOSERS, "digit": kind_set(Kind.DIGIT)}
"""The same for the last one inside of quotes and brackets."""

STARTS = {
    "lower": kind_set(Kind.LOWER),
    "upper": kind_set(Kind.UPPER),
    "digit": kind_set(Kind.DIGIT),
    "open": kind_set(Kind.OPEN_BRACKET, Kind.OPEN_QUOTE),
    "mark": _CLOSERS
    | kind_set(Kind.COMMA, Kind.ENUMERATION_COMMA, Kind.CLOSE_BRACKET, Kind.CLOSE_QUOTE),
    "symbol": kind_set(
        Kind.SYMBOL, Kind.PLUS_EQUALS, Kind.SLASH, Kind.PERCENT, Kind.CURRENCY, Kind.OTHER
    ),
}
INNER_STARTS = {"lower": kind_set(Kind.LOWER), "upper": kind_set(Kind.UPPER)}


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

    def part(self, rows: slice, start: int) -> Edges:
        """Those of some lines, in offsets from ``start``."""
        part = of_lines(self, rows)
        part.inner_end, part.inner_start = part.inner_end - start, part.inner_start - start
        return part


def unspaced(edges: Edges) -> Flags:
    """Whether both edges are of a script that puts no space between words."""
    both: Flags = SOLID[edges.last[:-1]] & SOLID[edges.first[1:]]
    return both


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
    out: dict[str, Feature] = {}
    for prefix, sets, kinds in (
        ("end", ENDS, edges.last[:-1]),
        ("inner_end", INNER_ENDS, edges.inner_last[:-1]),
        ("start", STARTS, edges.first[1:]),
        ("inner_start", INNER_STARTS, edges.inner_first[1:]),
    ):
        out.update({f"{prefix}_{name}": members[kinds] for name, members in sets.items()})
    out["before_end_digit"] = edges.before_last[:-1] == Kind.DIGIT
    out["second_upper"] = edges.second[1:] == Kind.UPPER
    out["second_comma"] = _LISTING[edges.second[1:]]
    rows, ends = page.derived(page_rows), edges.ends | page.lines.closes
    dash = _DASHES[edges.first] & (edges.second != edges.first)
    out["start_dash"] = dash[1:]
    out["dash_near"] = rows.window_sum(dash, 12)[1:].astype(np.int16)
    out["closed_before"] = rows.neighbour(ends, -1, True)[:-1]
    out["closed_after"] = ends[1:]
    lower = edges.inner_first == Kind.LOWER
    out["lower_near"] = rows.window_sum(lower, 6)[1:].astype(np.int16)
    out["lower_after"] = rows.neighbour(lower, 1, False)[1:]
    out["same_first"] = rows.window_count(np.equal, edges.first_code, edges.first_code, 6)[1:]
    out["same_last"] = rows.window_count(np.equal, edges.last_code, edges.last_code, 6)[:-1]
    out["doubled"] = doubled_length(page)
    out.update(_colon_features(page))
    return out


_DASHES = kind_set(Kind.DASH, Kind.HYPHEN)
"""What a speech of a dialogue begins with in many languages."""

_LISTING = kind_set(Kind.ENUMERATION_COMMA, Kind.FULL_STOP, Kind.CLOSE_BRACKET)


FURTHEST_COLON = 30
"""Characters; a line break, of which one is left between lines, may be two."""


def _colon_features(page: Page) -> Features:
    """How far from a line's start its first colon stands: speakers and labels have one soon."""
    lines, rows = page.lines, page.derived(page_rows)
    begin, end = int(lines.start[0]), int(lines.end[-1]) + 2 * FURTHEST_COLON
    colons = np.flatnonzero(page.kinds[begin:end] == Kind.COLON) + begin
    place = np.full(len(lines), FURTHEST_COLON, np.int16)
    if len(colons):
        row = np.searchsorted(colons, lines.start)
        nearest = colons[np.minimum(row, len(colons) - 1)]
        found = _as_one_break(page, nearest) - _as_one_break(page, lines.start)
        stop = np.append(page.starts[1:], len(page))[rows.pages]
        known = (row < len(colons)) & (found >= 0) & (nearest < stop)
        found = np.where(known, np.minimum(found, FURTHEST_COLON), FURTHEST_COLON)
        place = found.astype(np.int16)
    near = rows.window_sum(place < 20, 6).astype(np.int16)
    return {"colon_left": place[:-1], "colon_right": place[1:], "colon_near": near[1:]}


def doubled_length(page: Page) -> npt.NDArray[np.uint8]:
    """How many characters, at most eight, end the left line and begin the right one again."""
    lines, codes = page.lines, page.code_points
    end, start = lines.end[:-1], lines.start[1:]
    longest = np.zeros(len(end), np.uint8)
    last = codes[end - 1]
    room = np.minimum(end - lines.start[:-1], lines.end[1:] - start)
    for length in range(1, MOST_DOUBLED + 1):
        # Only where the last character stands again, so far on, can there be such a run.
        again = codes[np.minimum(start + (length - 1), len(codes) - 1)] == last
        rows = np.flatnonzero(again & (room >= length))
        for place in range(length - 1):
            if not len(rows):
                break
            rows = rows[codes[end[rows] - length + place] == codes[start[rows] + place]]
        longest[rows] = length
    return longest


def _as_one_break(page: Page, places: Integers) -> Integers:
    """Offsets as they would be if every line break were one character, as ``\\r\\n`` is two."""
    pairs = page.of_text(_double_breaks)
    before: Integers = np.searchsorted(pairs, places)
    return places - before


def _double_breaks(page: Page) -> Integers:
    codes = page.code_points
    returns = np.flatnonzero(codes[:-1] == ord("\r"))
    pairs: Integers = returns[codes[returns + 1] == ord("\n")]
    return pairs


def block_features(page: Page, edges: Edges) -> Features:
    """Blank lines, how long and how well closed the blocks are that they part, how they begin."""
    lines, rows = page.lines, page.derived(page_rows)
    ends = edges.ends | lines.closes
    gap = np.minimum(lines.gap, 4).astype(np.int16)
    count = len(gap)
    spaced = gap > 0
    out: dict[str, Feature] = {
        "gap": gap[1:],
        "gap_before": gap[:-1],
        "gap_near": rows.window_sum(spaced, 8)[1:].astype(np.int16),
        "gap_page": _percent_of(rows.totals(spaced & ~rows.begins), rows.sizes() - 1),
        "opens_left": lines.opens[:-1],
    }
    place = np.arange(count, dtype=np.int32)
    begins = spaced | lines.opens | rows.begins
    block = np.maximum.accumulate(np.where(begins, place, np.int32(0)))
    out["lines_above"] = np.minimum(place - block, 20)[:-1].astype(np.int16)
    begin, end = _as_one_break(page, lines.start), _as_one_break(page, lines.end)
    size = np.minimum(end - begin[block], 4000).astype(np.int16)
    out["size_above"] = size[:-1]
    earlier = np.maximum(block - 1, 0)
    out["size_before"] = np.where(block > rows.low, size[earlier], 0)[:-1]
    out["open_before"] = (block > rows.low)[:-1] & ~ends[earlier][:-1]
    begins_with = edges.inner_first[block][:-1]
    out["left_lower"], out["left_upper"] = begins_with == Kind.LOWER, begins_with == Kind.UPPER
    following = np.where(np.append(begins[1:], True), place, np.int32(count))
    last = np.minimum.accumulate(following[::-1])[::-1]
    out["size_below"] = np.minimum(end[last] - begin, 4000).astype(np.int16)[1:]
    long = (np.append(spaced[1:], True) | rows.ends) & (size >= 60)
    out["closed_page"] = _percent_of(rows.totals(ends & long), rows.totals(long))
    following_kind = page.kinds[np.minimum(lines.end, len(page.kinds) - 1)]
    hard = (lines.end + 2 <= len(page.kinds)) & (following_kind == Kind.SPACE)
    out["trailing_blank"] = hard[:-1]
    return out


def _percent_of(part: Integers, whole: Integers) -> Feature:
    """Whole hundredths for all seams; 0 of nothing."""
    share: Feature = (100 * part // np.maximum(whole, 1))[:-1].astype(np.int16)
    return share

"""How full a line is beside those that surely go on, and what its full stop is worth there.

A line that surely goes on on both sides is as long as the column is wide. The last line of a
paragraph mostly is shorter, and so is its first one, where the indent has been stripped. A full
stop at the end of a full line may be the paragraph's or only the sentence's: how often sentences
end inside the lines around tells how many of them end at a line's end by chance.
"""

from __future__ import annotations

import numpy as np

from layoutfix.evidence.seams.columns import Columns, Feature, Features
from layoutfix.evidence.seams.edges import CJK, Edges
from layoutfix.evidence.seams.line_counts import line_counts
from layoutfix.evidence.seams.margins import FAR, NEAR, NEARLY, Fullness, margin_features
from layoutfix.evidence.seams.words import Words
from layoutfix.language.arrays import clipped
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Flags, Page
from layoutfix.parsing.page_rows import page_rows

__all__ = ["fullness_features"]

LEAST_SPREAD = 12
"""Thousandths of a full line's length that lines differ by at the least."""

_HYPHENS = kind_set(Kind.HYPHEN, Kind.SOFT_HYPHEN)
_STOPS = kind_set(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION)


def fullness_features(page: Page, columns: Columns, edges: Edges, words: Words) -> Features:
    """Features of the ``n - 1`` seams."""
    lines, rows = page.lines, page.derived(page_rows)
    goes_on = np.append(_goes_on(edges) & (lines.gap[1:] == 0), False) & ~rows.ends
    inner = goes_on & rows.neighbour(goes_on, -1, False)
    ems = columns.ems.astype(np.int32)
    count = rows.window_sum(inner, NEAR) + inner
    some = np.maximum(count, 1)
    lengths = np.where(inner, ems, 0)
    usual = (rows.window_sum(lengths, NEAR) + lengths) // some
    known = (count > 0) & (usual > 0)
    share = np.where(known, 1000 * np.minimum(ems, 4 * usual) // np.maximum(usual, 1), 0)
    off = np.where(inner, np.minimum(np.abs(share - 1000), 200), 0)
    spread = np.maximum((rows.window_sum(off, NEAR) + off) // some, LEAST_SPREAD)
    apart = np.where(known, clipped(10 * (share - 1000) // spread, -200, 100), 0).astype(np.int16)
    needed = share + np.where(
        known,
        1000 * rows.neighbour(columns.head_ems, 1, 0).astype(np.int32) // np.maximum(usual, 1),
        0,
    )
    room = np.where(known, clipped(10 * (1000 - needed) // spread, -200, 200), 0).astype(np.int16)
    out: dict[str, Feature] = {
        "inner_lines": count[:-1].astype(np.int16),
        "share_left": share[:-1].astype(np.int16),
        "share_right": share[1:].astype(np.int16),
        "apart_left": apart[:-1],
        "apart_right": apart[1:],
        "apart_room": room[:-1],
        "spread": spread[:-1].astype(np.int16),
    }
    full = Fullness(share, known, usual, spread, goes_on)
    out.update(_stop_features(page, columns, edges, words, full))
    return out


def _goes_on(edges: Edges) -> Flags:
    """Whether a seam is clearly inside a paragraph, blank lines aside."""
    goes_on: Flags = (edges.inner_first[1:] == Kind.LOWER) | _HYPHENS[edges.last[:-1]]
    goes_on |= CJK[edges.last[:-1]] & CJK[edges.first[1:]]
    return goes_on


def _stop_features(
    page: Page,
    columns: Columns,
    edges: Edges,
    words: Words,
    fullness: Fullness,
) -> Features:
    """How many of the full stops at full lines are more than chance puts there."""
    lines, rows = page.lines, page.derived(page_rows)
    counts = page.derived(line_counts)
    stops = counts["stops"]
    places = np.where(CJK[edges.last], counts["letters"], words.high - words.low)
    stopped = _STOPS[edges.inner_last]
    together = np.append(lines.gap[1:] == 0, False) & ~rows.ends
    full = together & np.where(fullness.known, fullness.share >= NEARLY, ~columns.loose)
    short = together & ~full & stopped
    closed = full & stopped
    seen = rows.window_sum(closed, FAR) + closed
    inside = rows.window_sum(np.maximum(stops - stopped, 0), FAR)
    breaks = rows.window_sum(places, FAR)
    lines_full = rows.window_sum(full, FAR) + full
    expected = 10 * inside * lines_full // np.maximum(breaks, 1)
    excess = np.where(seen > 0, 10 * (10 * seen - expected) // np.maximum(seen, 1), 0)
    shorts = rows.window_sum(short, FAR)
    out: dict[str, Feature] = {
        "stops_full": np.minimum(seen, 50)[:-1].astype(np.int16),
        "stops_excess": clipped(excess, -200, 100)[:-1].astype(np.int16),
        "stops_short": (100 * shorts // np.maximum(shorts + seen, 1))[:-1].astype(np.int16),
        "stops_inside": np.minimum(1000 * inside // np.maximum(breaks, 1), 500)[:-1].astype(
            np.int16
        ),
    }
    gapped = lines.gap > 0
    out.update(margin_features(rows, columns, fullness, edges.ends, gapped, expected))
    return out

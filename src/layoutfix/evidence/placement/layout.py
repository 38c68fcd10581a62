"""Where a run and a heading stand, and how the text breaks off around them."""

from __future__ import annotations

import numpy as np

from layoutfix.evidence.placement.comparisons import Features
from layoutfix.evidence.placement.edges import Edges
from layoutfix.evidence.placement.measures import magnitude
from layoutfix.evidence.placement.outline import Outline
from layoutfix.evidence.placement.runs import Runs
from layoutfix.language.arrays import clipped
from layoutfix.model import Integers

__all__ = ["layout_features"]


def layout_features(
    outline: Outline, runs: Runs, run: Integers, target: Integers, edges: Edges
) -> Features:
    """Columns of where the run and the heading stand, and how the text breaks off around them."""
    section, start, end = runs.section[run], runs.start[run], runs.end[run]
    low, high = outline.first[section], outline.first[section + 1]
    target_low, target_high = outline.first[target], outline.first[target + 1]
    body = np.concatenate(([0], np.cumsum(~outline.attached)))
    letters = np.concatenate(([0], np.cumsum(edges.size)))
    count = len(outline.unit)
    before, after = np.maximum(start - 1, 0), np.minimum(end, count - 1)
    last = np.maximum(target_high - 1, 0)
    filled = target_high > target_low
    return {
        "units": body[end] - body[start],
        "units_before": body[start] - body[low],
        "units_after": body[high] - body[end],
        "units_target": body[target_high] - body[target_low],
        "length": magnitude(letters[end] - letters[start]),
        "length_rest": magnitude(letters[high] - letters[low] - letters[end] + letters[start]),
        "length_target": magnitude(letters[target_high] - letters[target_low]),
        "steps": clipped(target - section, -2, 2),
        "without_heading": (outline.column[section] == 0).astype(np.int64),
        "sections": outline.pages.sizes()[section] - 1,
        "level_step": edges.level[target] - edges.level[section],
        "begins_unit": edges.begins[start],
        "ends_unit": edges.ends[end - 1],
        "before_ends": np.where(start > low, edges.ends[before], 3),
        "after_begins": np.where(end < high, edges.begins[after], 3),
        "target_ends": np.where(filled, edges.ends[last], 3),
        "target_begins": np.where(filled, edges.begins[np.minimum(target_low, count - 1)], 3),
        "join_before": np.where(start > low, edges.join[start], 0),
        "join_after": np.where(end < high, edges.join[after], 0),
        "join_target": np.where(filled, edges.goes_on(last, start), 0),
        "signed_before": np.where(start > low, edges.closing[before], 0),
        "signed": edges.closing[end - 1],
        "signed_target": np.where(filled, edges.closing[last], 0),
        "opens_article": edges.opening[start],
        "opens_after": np.where(end < high, edges.opening[after], 0),
        "opens_target": np.where(filled, edges.opening[np.minimum(target_low, count - 1)], 0),
    }

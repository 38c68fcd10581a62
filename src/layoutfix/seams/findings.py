"""Findings out of seam decisions, put into words when somebody asks."""

from __future__ import annotations

import numpy as np

from layoutfix.model import FindingTable, Flags, Page
from layoutfix.seams.decision import REPORTED, Seams, seams_of

__all__ = ["chosen_seams", "seam_findings"]

SHOWN = 12
"""Characters on each side of a seam that the evidence quotes."""


def chosen_seams(page: Page, kind: str) -> tuple[Seams, Flags]:
    """The decisions, and which seams are joins of this kind; every join is of one kind.

    Args:
        page: the page.
        kind: ``doubled``, ``hyphenated``, ``blocks`` or ``lines``.
    """
    seams = seams_of(page)
    likely = seams.join >= REPORTED
    doubled = likely & (seams.doubled > 0)
    hyphenated = likely & ~doubled & (seams.hyphen | seams.kept)
    apart = (page.lines.gap[1:] > 0) | page.lines.page_break[1:]
    rest = likely & ~doubled & ~hyphenated
    kinds = {
        "doubled": doubled,
        "hyphenated": hyphenated,
        "blocks": rest & apart,
        "lines": rest & ~apart,
    }
    return seams, kinds[kind]


def seam_findings(rule: str, page: Page, kind: str) -> FindingTable:
    """The findings of one seam rule, a row a seam."""
    seams, chosen = chosen_seams(page, kind)
    rows = np.flatnonzero(chosen)

    def describe(row: int) -> tuple[str, tuple[tuple[str, str | float], ...]]:
        return _described(page, seams, int(rows[row]))

    return FindingTable(
        rule,
        seams.start[rows],
        seams.end[rows],
        seams.spaced[rows].astype(np.uint8),
        np.round(seams.confidence[rows], 4),
        describe,
    )


def _described(
    page: Page, seams: Seams, row: int
) -> tuple[str, tuple[tuple[str, str | float], ...]]:
    """The reason for people and the facts for programs, of one seam."""
    lines = page.lines
    left = page.text[max(lines.start[row], lines.end[row] - SHOWN) : lines.end[row]]
    right = page.text[lines.start[row + 1] : min(lines.end[row + 1], lines.start[row + 1] + SHOWN)]
    assert seams.evidence is not None
    fact = {name: int(column[row]) for name, column in seams.evidence.features.items()}
    reasons = [words for name, least, words in _WORDS if fact[name] >= least]
    if not fact["inner_end_closing"]:
        reasons.insert(0, "the line ends without a closing mark")
    if seams.doubled[row]:
        size = int(seams.doubled[row])
        again = page.text[lines.start[row + 1] : lines.start[row + 1] + size].strip()
        reasons.insert(0, f"the seam wrote {again!r} twice")
    if seams.hyphen[row]:
        reasons.insert(0, "the hyphen only marks the line's end")
    elif seams.kept[row]:
        reasons.insert(0, "the hyphen belongs to the word")
    evidence: list[tuple[str, str | float]] = [
        ("left", left),
        ("right", right),
        ("join", float(seams.join[row])),
        ("columns to spare", float(fact["columns_12"])),
        ("neighbours that held more", float(fact["fits_12"])),
        ("indent step", float(fact["indent_step"])),
        ("blank lines", float(fact["gap"])),
    ]
    glue = "a space" if seams.spaced[row] else "nothing"
    text = "; ".join(reasons) or "what stands around it says so"
    return f"{left!r} and {right!r} are one paragraph, joined with {glue}: {text}", tuple(evidence)


_WORDS = (
    ("end_comma", 1, "it ends with a comma"),
    ("brackets_three", 1, "a bracket is open"),
    ("quotes_three", 1, "a quotation is open"),
    ("inner_start_lower", 1, "a small letter follows"),
    ("pair_page", 1, "the page has the two words side by side elsewhere"),
    ("runs_on", 48, "the words on both sides run on"),
)

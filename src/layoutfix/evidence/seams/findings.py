"""Findings out of seam decisions, put into words when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.evidence.seams.columns import Feature, Features
from layoutfix.evidence.seams.decision import Seams, seams_of
from layoutfix.language.characters import pieces
from layoutfix.language.offsets import compact
from layoutfix.model import FindingTable, Integers, Page, no_findings

__all__ = ["seam_findings"]

SHOWN = 12
"""Characters on each side of a seam that the evidence quotes."""


def seam_findings(rule: str, page: Page, kind: str) -> FindingTable:
    """The findings of one seam rule, a row a seam; every likely join is of one kind.

    Args:
        rule: the name of the rule.
        page: the page.
        kind: ``doubled``, ``hyphenated``, ``blocks`` or ``lines``.
    """
    if not len(seams_of(page).likely):
        return no_findings(rule)
    joins = page.derived(_joins)
    some = joins.kinds[kind]
    if not len(some):
        return no_findings(rule)
    return FindingTable(
        rule,
        joins.start[some],
        joins.end[some],
        joins.glue[some],
        joins.confidence[some],
        joins.facts.described,
        some,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Joins:
    """The likely joins of a page, a row a seam.

    Attributes:
        kinds: name to the rows of each kind.
        start: first offset that a join takes out.
        end: offset behind the last one.
        glue: what takes its place, as in a table of findings.
        confidence: that this is right.
        facts: what is reported of them.
    """

    kinds: dict[str, Integers]
    start: Integers
    end: Integers
    glue: npt.NDArray[np.uint8]
    confidence: npt.NDArray[np.float64]
    facts: _Facts


def _joins(page: Page) -> _Joins:
    seams, lines = seams_of(page), page.lines
    rows = seams.likely
    facts = _Facts.at(page, seams, rows)
    doubled = facts.facts["twice"] > 0
    hyphenated = ~doubled & (facts.facts["hyphen"] | facts.facts["kept"])
    rest = ~(doubled | hyphenated)
    apart = (lines.gap[rows + 1] > 0) | lines.page_break[rows + 1]
    kinds = {"doubled": doubled, "hyphenated": hyphenated}
    kinds |= {"blocks": rest & apart, "lines": rest & ~apart}
    return _Joins(
        {kind: np.flatnonzero(some) for kind, some in kinds.items()},
        seams.start[rows],
        seams.end[rows],
        seams.spaced[rows].astype(np.uint8),
        seams.confidence[rows].round(4),
        facts,
    )


LONG_TEXT = 1 << 16
"""Characters from which on a text is not kept for a few seams of it."""

AT_ONCE = 4096
"""Seams that are strings of their own at a time."""

_Lines = tuple[Integers, Integers]


def _cut_out(text: str, left: _Lines, right: _Lines) -> tuple[str, _Lines, _Lines]:
    """What is shown of a few seams, one behind the other, and where their lines are in it."""
    first = np.maximum(left[0], left[1] - SHOWN)
    last = np.minimum(right[1], right[0] + SHOWN)
    spans = np.stack((first, left[1], right[0], last), axis=1)
    some = (spans[part].tolist() for part in pieces(len(spans), AT_ONCE))
    shown = "".join(["".join([text[a:b] + text[c:d] for a, b, c, d in part]) for part in some])
    edges = np.append(0, np.cumsum((spans[:, 1::2] - spans[:, ::2]).ravel()))
    edges = compact(edges, len(shown))
    return shown, (edges[:-1:2], edges[1::2]), (edges[1:-1:2], edges[2::2])


@dataclass(frozen=True, slots=True, eq=False)
class _Facts:
    """What is reported of some seams, and no more: the rest of a pass's evidence needn't stay.

    Attributes:
        text: of the page, or what is shown of it where that is much less.
        left: where the left lines begin and end.
        right: where the right lines do.
        facts: the features that are reported, and what was decided.
        join: the probabilities that they heal.
    """

    text: str
    left: _Lines
    right: _Lines
    facts: Features
    join: npt.NDArray[np.float64]

    @classmethod
    def at(cls, page: Page, seams: Seams, rows: Integers) -> _Facts:
        lines = page.lines
        facts: dict[str, Feature] = {
            "hyphen": seams.hyphen[rows],
            "kept": seams.kept[rows],
            "spaced": seams.spaced[rows],
            "twice": seams.doubled[rows],
        }
        if seams.facts is not None:
            facts.update({name: seams.facts[name][rows] for name in _FEATURES})
        text = page.text
        left, right = ((lines.start[some], lines.end[some]) for some in (rows, rows + 1))
        if LONG_TEXT < len(text) > 2 * SHOWN * len(rows):
            text, left, right = _cut_out(text, left, right)
        elif len(text) > LONG_TEXT:
            left, right = ((compact(a, len(text)), compact(b, len(text))) for a, b in (left, right))
        return cls(text, left, right, facts, seams.join[rows])

    def described(self, row: int) -> tuple[str, tuple[tuple[str, str | float], ...]]:
        """The reason for people and the facts for programs, of one seam."""
        begin, stop = (int(column[row]) for column in self.left)
        start, end = (int(column[row]) for column in self.right)
        left = self.text[max(begin, stop - SHOWN) : stop]
        right = self.text[start : min(end, start + SHOWN)]
        fact = {name: int(column[row]) for name, column in self.facts.items()}
        reasons = [words for name, least, words in _WORDS if fact[name] >= least]
        if not fact["inner_end_closing"]:
            reasons.insert(0, "the line ends without a closing mark")
        if fact["twice"]:
            again = self.text[start : start + fact["twice"]].strip()
            reasons.insert(0, f"the seam wrote {again!r} twice")
        if fact["hyphen"]:
            reasons.insert(0, "the hyphen only marks the line's end")
        elif fact["kept"]:
            reasons.insert(0, "the hyphen belongs to the word")
        evidence: list[tuple[str, str | float]] = [
            ("left", left),
            ("right", right),
            ("join", float(self.join[row])),
            ("columns to spare", float(fact["columns_12"])),
            ("neighbours that held more", float(fact["fits_12"])),
            ("indent step", float(fact["indent_step"])),
            ("blank lines", float(fact["gap"])),
        ]
        glue = "a space" if fact["spaced"] else "nothing"
        said = "; ".join(reasons) or "what stands around it says so"
        both = f"{left!r} and {right!r} are one paragraph, joined with {glue}"
        return f"{both}: {said}", tuple(evidence)


_WORDS = (
    ("end_comma", 1, "it ends with a comma"),
    ("brackets_three", 1, "a bracket is open"),
    ("quotes_three", 1, "a quotation is open"),
    ("inner_start_lower", 1, "a small letter follows"),
    ("pair_page", 1, "the page has the two words side by side elsewhere"),
    ("runs_on", 48, "the words on both sides run on"),
)

_FEATURES = (
    *(name for name, _, _ in _WORDS),
    *("inner_end_closing", "columns_12", "fits_12", "indent_step", "gap"),
)
"""The features that findings speak of."""

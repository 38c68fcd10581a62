"""Which heading does this text fit? For the rules of the repeats stage, and for people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layoutfix.evidence.placement.comparisons import BODY
from layoutfix.evidence.placement.measures import fourth_root, measures_of, per_mille
from layoutfix.evidence.placement.sheet import sheet_of
from layoutfix.model import Block, Page, Span

__all__ = ["HeadingFit", "heading_fits"]


@dataclass(frozen=True, slots=True)
class HeadingFit:
    """How well a text fits under a heading.

    Attributes:
        heading: the heading.
        cover: thousandths of the heading's weighted terms that the text names.
        body: what the text has in common with the other text under the heading, for its length.
    """

    heading: Block
    cover: int
    body: int

    @property
    def fit(self) -> int:
        """Both together, as the placement rules weigh them at first."""
        return self.cover + self.body // BODY


def heading_fits(page: Page, span: Span) -> tuple[HeadingFit, ...]:
    """The page's headings, the one that the text of ``span`` fits best first.

    Args:
        page: the page.
        span: the blocks that begin in it are asked about, each as a whole.

    >>> from layoutfix.parsing.lines import parse
    >>> text = "# Bees close library\\n\\nThe ferry.\\n\\n# Ferry cancelled\\n\\nNo boat.\\n"
    >>> [each.heading.span.start for each in heading_fits(parse(text), Span(22, 32))]
    [34, 0]
    """
    sheet, measures = page.derived(sheet_of), page.derived(measures_of)
    start = np.array([unit.span.start for unit in sheet.units], np.int64)
    rows = np.flatnonzero((start >= span.start) & (start < span.end))
    named = measures.named[rows].any(axis=0)
    count = sheet.sections
    whole = np.bincount(measures.heading, measures.heading_weight, minlength=count)
    part = np.bincount(measures.heading, measures.heading_weight * named, minlength=count)
    cover = per_mille(part.astype(np.int64), whole.astype(np.int64))
    mass = np.bincount(sheet.section, measures.mass, minlength=count).astype(np.int64)
    share = per_mille(measures.shared[rows].sum(axis=0), np.array(measures.mass[rows].sum()))
    body = 10_000 * share // fourth_root(mass)
    found = [
        HeadingFit(heading, int(cover[number]), int(body[number]))
        for number, heading in enumerate(sheet.headings, 1)
    ]
    return tuple(sorted(found, key=lambda each: (-each.fit, each.heading.span.start)))

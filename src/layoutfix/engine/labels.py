"""Roles for the lines of a page, from the labels that rules give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from layoutfix.model import Label, Page
from layoutfix.rule import Rule

__all__ = ["LabelsOf", "label"]


def label(page: Page, labels: Iterable[Label]) -> Page:
    """The page with roles set; where labels meet, the role that stands first in Role loses."""
    ordered = sorted(labels, key=lambda each: (each.role.code, each.span))
    if not ordered:
        return page
    lines = page.lines
    role, opens, closes = lines.role.copy(), lines.opens.copy(), lines.closes.copy()
    firsts = np.searchsorted(lines.start, [each.span.start for each in ordered])
    lasts = np.searchsorted(lines.start, [max(e.span.end, e.span.start + 1) for e in ordered])
    for each, first, last in zip(ordered, firsts.tolist(), lasts.tolist(), strict=True):
        if first < last:
            role[first:last] = each.role.code
            opens[first] = closes[last - 1] = True
    changed = replace(lines, role=role, opens=opens, closes=closes)
    return page.relined(changed)


@dataclass(frozen=True, slots=True)
class LabelsOf:
    """A rule without its findings."""

    rule: Rule

    def __call__(self, page: Page) -> list[Label]:
        if self.rule.labels is not None:
            return list(self.rule.labels(page))
        return [part for part in self.rule(page) if isinstance(part, Label)]

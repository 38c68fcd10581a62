"""What rules say of a page: roles for its lines, from the labels they give, and findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from layoutfix.engine.results import asked
from layoutfix.model import Finding, Label, Page, read_only
from layoutfix.rule import Rule, Ruleset

__all__ = ["LabelsOf", "label", "labels_and_findings"]


def labels_and_findings(page: Page, rules: Ruleset) -> tuple[Page, list[Sequence[Finding]]]:
    """The page with the labels the rules gave, and their findings, a batch a rule."""
    batches: list[Sequence[Finding]] = []
    labels: list[Label] = []
    for each in rules:
        found, given = asked(each, page)
        labels.extend(given)
        batches.append(found)
    return label(page, labels), batches


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
    read_only(role, opens, closes)
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

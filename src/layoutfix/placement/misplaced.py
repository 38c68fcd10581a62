"""What ``find_misplaced`` gives back."""

from __future__ import annotations

from layoutfix.model import Misplaced, Page
from layoutfix.placement.breaks import breaks_of
from layoutfix.placement.fragments import fragments_of, leaving

__all__ = ["misplaced_of"]


def misplaced_of(page: Page) -> tuple[Misplaced, ...]:
    """All fragments of a page, and all starts and ends that are lost, in order."""
    found = [
        Misplaced(
            each.span,
            None if each.present is None else each.present.span,
            each.owner.span,
            each.confidence,
            each.reason,
            each.evidence,
        )
        for each in page.derived(fragments_of)
    ]
    for lost in breaks_of(page, leaving(page)):
        present = None if lost.heading is None else lost.heading.span
        facts = (("missing", "start" if lost.start else "end"),)
        found.append(Misplaced(lost.span, present, None, lost.confidence, lost.reason, facts))
    return tuple(sorted(found, key=lambda each: (each.fragment, each.owner is None)))

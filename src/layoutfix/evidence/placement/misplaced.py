"""All that is misplaced on a page, with the edits that put it back."""

from __future__ import annotations

from collections.abc import Iterator

from layoutfix.evidence.placement.breaks import breaks_of
from layoutfix.evidence.placement.fragments import fragments_of, leaving
from layoutfix.evidence.placement.windows import edit_moved, moved, windows
from layoutfix.model import Block, Edit, Misplaced, Page, Span

__all__ = ["misplaced_of"]


def misplaced_of(page: Page) -> tuple[tuple[Misplaced, tuple[Edit, ...]], ...]:
    """Fragments, lost starts and lost ends in order; use it as ``page.derived(misplaced_of)``."""
    found = [each for offset, window in windows(page) for each in _in_window(window, offset)]
    return tuple(sorted(found, key=lambda each: (each[0].fragment, each[0].owner is None)))


def _in_window(page: Page, offset: int) -> Iterator[tuple[Misplaced, tuple[Edit, ...]]]:
    for each in page.derived(fragments_of):
        yield (
            Misplaced(
                moved(each.span, offset),
                _span(each.present, offset),
                _span(each.owner, offset),
                each.confidence,
                each.reason,
                each.evidence,
            ),
            tuple(edit_moved(edit, offset) for edit in each.edits),
        )
    for lost in breaks_of(page, leaving(page)):
        facts = (("missing", "start" if lost.start else "end"),)
        span, heading = moved(lost.span, offset), _span(lost.heading, offset)
        yield Misplaced(span, heading, None, lost.confidence, lost.reason, facts), ()


def _span(block: Block | None, offset: int) -> Span | None:
    return None if block is None else moved(block.span, offset)

"""All that is misplaced on a page, with the edits that put it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from layoutfix.evidence.articles import is_work
from layoutfix.evidence.placement.breaks import breaks_of, may_break
from layoutfix.evidence.placement.candidates import may_be_placed
from layoutfix.evidence.placement.decision import score_together
from layoutfix.evidence.placement.fragments import Fragment, fragments_of, leaving
from layoutfix.evidence.placement.outline import keep_outlines, may_have_headings, title_rows
from layoutfix.evidence.placement.proofs import unproved
from layoutfix.evidence.placement.windows import MOST_BLOCKS, edit_moved, moved, windows
from layoutfix.evidence.seams.decision import weigh_together
from layoutfix.model import Block, Edit, Misplaced, Page, Span, first_rows
from layoutfix.parsing.end_to_end import end_to_end

__all__ = ["misplaced_of", "weigh_titled"]


def weigh_titled(pages: Sequence[Page]) -> None:
    """Weigh at once the seams of those pages on which a text may be misplaced or break off.

    So are the fragments that may be misplaced on them, but on pages that are taken in pieces.
    """
    _look_together([page for page in pages if page.derived(may_have_headings)])
    asked = [page for page in pages if _asked(page)]
    weigh_together(asked)
    score_together([page for page in asked if _whole(page)])


def _look_together(pages: Sequence[Page]) -> None:
    """Look on many pages at once for headings, and for texts that may break off."""
    wanting = [page for page in pages if not page.has(may_break)]
    if len(wanting) > 1:
        whole = end_to_end(wanting)
        keep_outlines(whole, wanting)
        for page, may in zip(wanting, whole.derived(may_break)[:, None], strict=True):
            page.keep(may_break, may)
        whole.forget()


def _asked(page: Page) -> bool:
    """Whether there is another place for a fragment, another article's heading, or a break."""
    if not page.derived(may_have_headings):
        return False
    if _whole(page) and not (may_be_placed(page) or page.derived(may_break)[0]):
        return False
    return not page.derived(is_work)


def _whole(page: Page) -> bool:
    """Whether the page is taken as it is, and not in pieces."""
    return len(page.derived(first_rows)) <= MOST_BLOCKS


def misplaced_of(page: Page) -> tuple[tuple[Misplaced, tuple[Edit, ...]], ...]:
    """Fragments, lost starts and lost ends in order; use it as ``page.derived(misplaced_of)``."""
    if not _asked(page):
        return ()
    found: list[tuple[Misplaced, tuple[Edit, ...]]] = []
    for offset, window in windows(page):
        if len(window.derived(title_rows)):
            found += _in_window(window, offset)
        if window is not page:
            window.forget()
    return tuple(sorted(found, key=lambda each: (each[0].fragment, each[0].owner is None)))


def _in_window(page: Page, offset: int) -> Iterator[tuple[Misplaced, tuple[Edit, ...]]]:
    for each in page.derived(fragments_of):
        yield (
            Misplaced(
                moved(each.span, offset),
                _span(each.present, offset),
                _span(each.owner, offset),
                each.confidence,
                _with_proofs(page, each),
                each.evidence,
                tuple(replace(proof, span=moved(proof.span, offset)) for proof in each.proofs),
            ),
            tuple(edit_moved(edit, offset) for edit in each.edits),
        )
    for lost in breaks_of(page, leaving(page)):
        facts = (("missing", "start" if lost.start else "end"),)
        span, heading = moved(lost.span, offset), _span(lost.heading, offset)
        yield Misplaced(span, heading, None, lost.confidence, lost.reason, facts), ()


def _with_proofs(page: Page, fragment: Fragment) -> str:
    """The reason, and what proves it or which proof is missing."""
    if fragment.proofs:
        kinds = dict.fromkeys(proof.kind for proof in fragment.proofs)
        return f"{fragment.reason}; proved by {', '.join(kinds)}"
    return f"{fragment.reason}; not proved: {unproved(page)}"


def _span(block: Block | None, offset: int) -> Span | None:
    return None if block is None else moved(block.span, offset)

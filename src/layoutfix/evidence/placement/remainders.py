"""The first word of a fragment, where it was left at the end of the block before."""

from __future__ import annotations

import regex

from layoutfix.evidence.placement.edges import edges_of
from layoutfix.evidence.placement.outline import Outline
from layoutfix.language.characters import widths
from layoutfix.model import Page, Role, Span

__all__ = ["remainder_before"]

JOINS = 500
"""Thousandths of probability from which on a seam heals."""

WIDEST_REMAINDER = 10
"""Display columns."""

_SENTENCE_END = regex.compile(r"[。！？!?…][”’」』）)\"]*|[.][”’\")]?(?=\s)")


def remainder_before(page: Page, outline: Outline, start: int) -> Span | None:
    """The start of the sentence that unit ``start`` goes on with, left in the unit before it.

    It is a word or two behind a full stop, that the fragment goes on from as a sentence does. What
    is longer is more often the text before, breaking off: of the pages that ``benchmarks`` make,
    all that was left behind had ten columns and less, and all but one in fifty that broke off more.
    """
    if not start or outline.section[start - 1] != outline.section[start]:
        return None
    before, unit = outline.units[start - 1], outline.units[start]
    if page.derived(edges_of).join[start] < JOINS or before.role is not Role.PARAGRAPH:
        return None
    text = before.span.text_of(page.text)
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if found.end() < len(text)]
    if not ends or page.text[before.span.end : unit.span.start].strip():
        return None
    remainder = text[ends[-1] :].lstrip()
    span = Span(before.span.end - len(remainder), before.span.end)
    columns = int(widths(page.code_points[span.start : span.end]).sum())
    return span if 0 < columns <= WIDEST_REMAINDER else None

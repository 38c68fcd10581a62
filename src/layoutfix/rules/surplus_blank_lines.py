"""Blank lines that a picture or an advert left behind."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from layoutfix.evidence.articles import is_work
from layoutfix.evidence.cuts import cuts_of
from layoutfix.language.characters import LINE_BREAK
from layoutfix.model import Edit, Finding, Page, Span, Stage
from layoutfix.rule import Example, Output, no_labels, rule

__all__ = ["surplus_blank_lines"]

NAME = "surplus-blank-lines"
SURE = 0.95

LEAST_GAPS = 4
"""Single blank lines between blocks that make a habit."""

MOST_ODD = 0.15
"""Share of wider gaps from which on they part the page's sections, on purpose."""

_WORKS = ("pier", "mill", "dock", "lock", "weir", "quay", "slip", "yard", "mole")
_BLOCKS = [f"The {name} was opened in spring." for name in _WORKS]
_LEFT = "The trustees met in January and found that the outer channel had silted to a depth"
_RIGHT = "of four metres, the least that was ever measured in any month of any year on record."
_WHOLE = "\n\n".join([*_BLOCKS, f"{_LEFT} {_RIGHT}"]) + "\n"
_PAGE = _WHOLE.replace(f"{_LEFT} ", f"{_LEFT}\n\n")
_TORN = _PAGE.replace("\n\nThe dock", "\n\n\n\nThe dock")

EXAMPLES = (
    Example("\n\n" + _PAGE, _WHOLE),
    Example(_TORN, _WHOLE),
    Example("\n" + _PAGE.rstrip("\n"), _WHOLE),
    Example(
        _TORN.replace("\n" * 4, "\u2029" * 4), _WHOLE.replace("\n\nThe d", "\u2029\u2029The d")
    ),
    Example(_WHOLE.rstrip("\n")),
    Example("\n\n" + _WHOLE),
    Example(_WHOLE.replace("\n\nThe dock", "\n\n\n\nThe dock")),
    Example("\n\nOne block.\n\nAnother block.\n"),
)


@rule(NAME, Stage.ROLES, EXAMPLES, needs=("join-blocks",), labels=no_labels)
def surplus_blank_lines(page: Page) -> Output:
    """Where a cut page parts its blocks by one blank line, wider gaps leave, and those at its top.

    A scraped page keeps the room that a picture or an advert took. Of a gap two line breaks stay;
    a page that is repaired here also ends its last line. It must show that it was cut: a sentence
    goes on across blank lines somewhere. Else the gaps are the author's. They stay too where wide
    gaps are a habit of the page, beside code, tables and verse, and at form feeds.
    """
    lines = page.lines
    if len(lines.gap) <= LEAST_GAPS:
        return
    inner = lines.gap[1:]
    odd = int(np.count_nonzero(inner > 1))
    if not odd and not lines.first[0]:
        return
    single = int(np.count_nonzero(inner)) - odd
    if single < LEAST_GAPS or odd > MOST_ODD * (single + odd):
        return
    found = [*_top(page), *_gaps(page)]
    if not found or page.derived(is_work) or not page.derived(cuts_of):
        return
    yield from found
    end = len(page.text)
    if lines.end[-1] == end:
        edit = Edit(Span(end, end), "\n")
        yield Finding(NAME, Span(end, end), "the last line is not ended", SURE, (edit,))


def _top(page: Page) -> Iterator[Finding]:
    """The blank lines above the first line."""
    start = 1 if page.text.startswith("\ufeff") else 0
    span = Span(start, max(start, int(page.lines.first[0])))
    if len(span) and "\f" not in span.text_of(page.text):
        yield Finding(NAME, span, "blank lines at the top of the page", SURE, (Edit(span),))


def _gaps(page: Page) -> Iterator[Finding]:
    """Gaps of more than one blank line."""
    lines = page.lines
    wide = (lines.gap[1:] > 1) & ~lines.page_break[1:] & ~lines.frozen[1:] & ~lines.frozen[:-1]
    for row in np.flatnonzero(wide).tolist():
        end, start = int(lines.end[row]), int(lines.first[row + 1])
        breaks = [found.end() for found in LINE_BREAK.finditer(page.text, end, start)]
        span = Span(breaks[1], start)
        reason = f"{lines.gap[row + 1]} blank lines where the page has one"
        yield Finding(NAME, span, reason, SURE, (Edit(span),))

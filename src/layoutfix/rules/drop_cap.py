"""A large first letter that stands apart from its word."""

from __future__ import annotations

from collections.abc import Iterator

from layoutfix.evidence.seams.drop_caps import drop_caps
from layoutfix.model import Edit, Finding, Page, Span
from layoutfix.rule import Example, rule

__all__ = ["drop_cap"]

CONFIDENCE = 0.96
"""The word list decides, and a letter alone above prose is seldom anything else."""

_BLOCK = """\
# The lighthouse

S

eamen had asked for a light on the reef since the first wreck, and none was built.
"""

_LINE = """\
W
INTER came early to the upper valley that year, and the road over the pass was closed.
"""

_ARTICLE = """\
A

hen sat on the doorstep of the lighthouse and could not be moved by anything they tried.
"""

_INDEX = """\
B

breakwater, cost of the new one in the first year, 14

C

chandlers on the old quay and those who followed, 22
"""


@rule(
    "drop-cap",
    "seams",
    [
        Example(_BLOCK, _BLOCK.replace("S\n\nea", "Sea")),
        Example(_LINE, _LINE.replace("W\n", "W")),
        Example(_ARTICLE),
        Example(_INDEX),
    ],
)
def drop_cap(page: Page) -> Iterator[Finding]:
    """Joins a drop capital, set large at the beginning of a text, with the rest of its word.

    Why: extraction gives the letter a line or a block of its own, and the first word of the text is
    found by nobody.

    Evidence: a capital alone in its line above a line of prose; the word list knows the word that
    the two make together, or doesn't know the rest by itself.

    Leaves alone: letters that are words themselves ("A hen"), unless the whole word is far more
    frequent; labels, options and the letters of an index, where another letter stands near by.
    """
    lines = page.lines
    for row in page.derived(drop_caps).tolist():
        seam = Span(int(lines.end[row]), int(lines.start[row + 1]))
        span = Span(int(lines.start[row]), int(lines.end[row + 1]))
        letter = page.text[span.start]
        reason = f"{letter!r} is the first letter of the word below, set large"
        yield Finding("drop-cap", span, reason, CONFIDENCE, (Edit(seam),), (("letter", letter),))

"""A diff for a terminal: what changed inside of the lines is seen by its colour.

The unified diff of a join is a few long lines that look alike. Here the characters that left, that
were put in and that were moved stand out, and the line breaks that went are drawn.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from layoutfix.model import Fixed, Span
from layoutfix.report.changes import changes_of
from layoutfix.report.marks import MarkedText, repaired_marks, source_marks
from layoutfix.report.visible import escaped

__all__ = ["coloured_diff"]

CONTEXT = 3
"""Lines around a change, as ``diff -u`` shows them."""

RESET, BOLD, CYAN, RED, GREEN = "\x1b[0m", "\x1b[1m", "\x1b[36m", "\x1b[31m", "\x1b[32m"
MAGENTA, REVERSE, UNDERLINE = "\x1b[35m", "\x1b[7m", "\x1b[4m"

STYLES = MappingProxyType(
    {
        ("-", "move"): MAGENTA + REVERSE,
        ("-", "join"): RED + REVERSE,
        ("-", "removal"): RED + REVERSE,
        ("-", "repeat"): RED + REVERSE,
        ("-", "spacing"): RED + REVERSE,
        ("+", "move"): MAGENTA,
        ("+", "join"): GREEN + BOLD + UNDERLINE,
        ("+", "seam"): GREEN + REVERSE,
    }
)
"""For the sign of a line and the looks of a mark, how its characters are shown."""


def coloured_diff(page: Fixed, source: str, text: str) -> Iterator[str]:
    """The lines of a unified diff with colours; nothing that steers a terminal but those.

    Args:
        page: what was done.
        source: the name of the page as it came.
        text: the name of the page repaired.
    """
    if page.text == page.source:
        return
    changes = changes_of(page)
    old = _Lines(MarkedText(page.source, source_marks(changes)), "-", RED)
    new = _Lines(MarkedText(page.text, repaired_marks(page, changes)), "+", GREEN)
    yield f"{BOLD}--- {source}{RESET}\n"
    yield f"{BOLD}+++ {text}{RESET}\n"
    matcher = difflib.SequenceMatcher(None, old.lines, new.lines)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        yield _head(group)
        for tag, old_first, old_last, new_first, new_last in group:
            if tag == "equal":
                yield from (f" {escaped(line)}\n" for line in old.plain(old_first, old_last))
            else:
                yield from (old.shown(row) for row in range(old_first, old_last))
                yield from (new.shown(row) for row in range(new_first, new_last))


def _head(group: Sequence[tuple[str, int, int, int, int]]) -> str:
    first, last = group[0], group[-1]
    old, new = _range(first[1], last[2]), _range(first[3], last[4])
    return f"{CYAN}@@ -{old} +{new} @@{RESET}\n"


def _range(first: int, last: int) -> str:
    """Where lines stand, as ``diff`` writes it."""
    count = last - first
    begin = first + bool(count)
    return str(begin) if count == 1 else f"{begin},{count}"


class _Lines:
    """The lines of one side."""

    def __init__(self, marked: MarkedText, sign: str, colour: str) -> None:
        self.lines = marked.text.split("\n")
        if not self.lines[-1]:
            self.lines.pop()
        self._marked = marked
        self._sign = sign
        self._colour = colour
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def plain(self, first: int, last: int) -> Sequence[str]:
        return self.lines[first:last]

    def shown(self, row: int) -> str:
        end = min(self._starts[row + 1], len(self._marked.text))
        out = [self._colour, self._sign]
        for run in self._marked.runs(Span(self._starts[row], end)):
            styles = [STYLES.get((self._sign, looks)) for looks in run.looks.split()]
            shown = escaped(run.text.rstrip("\n"))
            style = next((style for style in reversed(styles) if style and shown), "")
            out.append(f"{style}{shown}{RESET}{self._colour}" if style else shown)
        return "".join(out) + RESET + "\n"

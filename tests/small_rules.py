"""A few small rules, one and more for each stage, to test all that works on findings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from layoutfix.model import Edit, Finding, FindingTable, Label, Page, Proof, Role, Span, Stage
from layoutfix.rule import Example, Rule, Ruleset, rule

__all__ = ["RULES", "SHY_JOIN"]


def _whole_lines(page: Page) -> list[Span]:
    """The lines that aren't blank, each up to and with its line break."""
    starts = [*page.lines.first.tolist(), len(page.text)]
    ends = [min(end + 1, len(page.text)) for end in page.lines.end.tolist()]
    return [Span(a, b) for a, b in zip(starts, ends, strict=False)]


@rule("page-number", Stage.ROLES, [Example("a\n7\nb", "a\nb"), Example("a\nb")])
def page_number(page: Page) -> Iterator[Finding | Label]:
    """A line with nothing but a digit is a page number; numbers inside a line stay.

    They interrupt the text they stand in.
    """
    for line in _whole_lines(page):
        if line.text_of(page.text).strip() in set("0123456789"):
            yield Label(line, Role.FURNITURE)
            yield Finding("page-number", line, "a page number", 0.98, (Edit(line),))


@rule("repeated-line", Stage.REPEATS, [Example("ab\nab\n", "ab\n"), Example("ab\nac\n")])
def repeated_line(page: Page) -> Iterator[Finding]:
    """A line that stands twice leaves once; lines that differ stay."""
    seen: dict[str, Span] = {}
    for line in _whole_lines(page):
        text = line.text_of(page.text)
        if text in seen:
            edit = Edit(line, kept=seen[text])
            proofs = (Proof("a copy", seen[text]),)
            yield Finding("repeated-line", line, "it stands twice", 0.95, (edit,), proofs=proofs)
        seen.setdefault(text, line)


@rule("stray-letter", Stage.PLACEMENT, [Example("b\na\n", "a\nb\n"), Example("a\nb\n")])
def stray_letter(page: Page) -> Iterator[Finding]:
    """A last line of one ``a`` belongs to the start; one that is there stays."""
    lines = _whole_lines(page)
    if len(lines) > 1 and lines[-1].text_of(page.text) == "a\n":
        edit = Edit(lines[-1], target=lines[0].start)
        proofs = (Proof("it stands at the end", lines[-1]),)
        reason = "it belongs to the start"
        yield Finding("stray-letter", lines[-1], reason, 0.97, (edit,), proofs=proofs)


def _seams(page: Page, hyphen: bool) -> tuple[list[int], list[int]]:
    starts, ends = [], []
    lines = page.lines
    for row in range(len(lines) - 1):
        last, following = page.text[lines.end[row] - 1], page.text[lines.start[row + 1]]
        free = not (lines.closes[row] or lines.opens[row + 1] or lines.gap[row + 1])
        if free and (last == "-") is hyphen and following.islower():
            starts.append(int(lines.end[row]) - hyphen)
            ends.append(int(lines.start[row + 1]))
    return starts, ends


def _described(row: int) -> tuple[str, tuple[tuple[str, float], ...]]:
    return "it goes on in lower case", (("row", float(row)),)


@rule("join", Stage.SEAMS, [Example("We met\non", "We met on"), Example("We met\nOn")])
def join(page: Page) -> FindingTable:
    """A line that goes on in lower case is joined; one that begins in upper case stays."""
    starts, ends = _seams(page, hyphen=False)
    return FindingTable(
        "join",
        np.array(starts, np.int64),
        np.array(ends, np.int64),
        np.full(len(starts), 1, np.uint8),
        np.full(len(starts), 0.96, np.float64),
        _described,
    )


@rule("join-hyphenated", Stage.SEAMS, [Example("Tues-\nday", "Tuesday"), Example("Tues-\nDay")])
def join_hyphenated(page: Page) -> Iterator[Finding]:
    """A hyphen at a line end is taken out before lower case; before upper case it stays."""
    for start, end in zip(*_seams(page, hyphen=True), strict=True):
        span = Span(start, end)
        evidence = (("next", page.text[end]), ("width", float(end - start)))
        yield Finding("join-hyphenated", span, "a word goes on", 0.97, (Edit(span),), evidence)


@rule("shy-join", Stage.SEAMS, [Example("a?\nb", "a? b"), Example("a\nb")])
def shy_join(page: Page) -> Iterator[Finding]:
    """A question mark may be inside a sentence; nobody is sure."""
    for row in range(len(page.lines) - 1):
        span = Span(int(page.lines.end[row]), int(page.lines.start[row + 1]))
        if page.text[span.start - 1] == "?":
            yield Finding("shy-join", span, "it may go on", 0.4, (Edit(span, " "),))


SHY_JOIN: Rule = shy_join
RULES = Ruleset((page_number, repeated_line, stray_letter, join, join_hyphenated, shy_join))

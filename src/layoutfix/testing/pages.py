"""Whether a page becomes what it should, and which rule is to blame where it doesn't."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Iterator, Sequence

from layoutfix.errors import InputError
from layoutfix.model import Finding, Fixed, Span
from layoutfix.pipeline import fix
from layoutfix.report.outcomes import outcomes
from layoutfix.report.places import Places
from layoutfix.report.terminal import finding_line, framed
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

__all__ = ["assert_fixes", "assert_stays", "difference"]

CONTEXT = 1
"""Lines shown around a difference."""


def assert_fixes(
    before: str, after: str, *, rules: Ruleset = DEFAULT, min_confidence: float | None = None
) -> None:
    """Hold that the rules make ``after`` of ``before``.

    Args:
        before: the page as it came.
        after: what it must become.
        rules: what to look for.
        min_confidence: the probability below which a finding is not applied; None takes each
            rule's own.

    Raises:
        AssertionError: they make something else of it; the message is a diff that names, at each
            difference, the rules that had something to say there.
        InputError: one of the pages is no string.

    >>> assert_fixes("The committee met on Tues-\\nday and agreed.\\n",
    ...              "The committee met on Tuesday and agreed.\\n")
    """
    __tracebackhide__ = True
    if not isinstance(after, str):
        raise InputError(f"a page is a str, this is {type(after).__name__}; decode bytes first")
    page = fix(before, rules=rules, min_confidence=min_confidence)
    if page.text != after:
        raise AssertionError(difference(page, after))


def assert_stays(
    page: str, *, rules: Ruleset = DEFAULT, min_confidence: float | None = None
) -> None:
    """Hold that the rules leave a page as it is, byte for byte.

    Arguments and errors are those of :func:`assert_fixes`.

    >>> assert_stays("Sizes in stock:\\n\\n- S\\n- M\\n")
    """
    __tracebackhide__ = True
    assert_fixes(page, page, rules=rules, min_confidence=min_confidence)


def difference(page: Fixed, wanted: str) -> str:
    """What is wrong with a page and who did it, for people.

    >>> from layoutfix import fix
    >>> print(difference(fix("We met on Tues-\\nday.\\n"), "We met on Tues-\\nday.\\n"))
    not the page that was wanted (- wanted, + got)
    @@ line 1 @@
      - | We met on Tues-
      - | day.
      + | We met on Tuesday.
      1:15: join-hyphenated: ... (confidence ...)
    """
    shown = ["not the page that was wanted (- wanted, + got)"]
    left, right = _lines(wanted), _lines(page.text)
    starts = [0, *itertools.accumulate(map(len, right))]
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    places, found = Places(page.source), outcomes(page)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        changed = [each for each in group if each[0] != "equal"]
        low, high = starts[changed[0][3]], starts[changed[-1][4]]
        there = _source_of(page, low, high)
        begins = next(_origins(page, range(low, high)), there.start)
        shown.append(f"@@ line {places.of(begins)[0]} @@")
        for what, a, b, c, d in group:
            if what == "equal":
                shown.extend(_marked(" ", left[a:b]))
            else:
                shown.extend(_marked("-", left[a:b]))
                shown.extend(_marked("+", right[c:d]))
        said = [
            finding_line(places, finding, why)
            for finding, why in found
            if any(_meets(span, there) for span in _spans(finding))
        ]
        shown.extend(f"  {line}" for line in said or ["no rule had anything to say here"])
    return "\n".join(shown)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"  {mark} {framed(line).lstrip()}".rstrip()
        if not line.endswith("\n"):
            yield f"  {mark} (no line break at the end)"


def _source_of(page: Fixed, low: int, high: int) -> Span:
    """The source that the output from ``low`` to ``high`` was made of, and one character around."""
    inside = _origins(page, range(low, high))
    before = next(_origins(page, range(low - 1, -1, -1)), 0)
    after = next(_origins(page, range(high, len(page.text))), len(page.source))
    found = [before, after, *inside]
    return Span(min(found), max(found))


def _origins(page: Fixed, offsets: Iterable[int]) -> Iterator[int]:
    """Where these characters of the output come from, glue left out."""
    return (origin for origin in map(page.origin, offsets) if origin is not None)


def _spans(finding: Finding) -> Iterator[Span]:
    """Everywhere that a finding looks at or puts something."""
    yield finding.span
    for edit in finding.edits:
        yield edit.span
        if edit.target is not None:
            yield Span(edit.target, edit.target)


def _meets(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end

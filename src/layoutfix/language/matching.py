"""Regular expressions that stop: a pattern that backtracks without end can't hold up a page."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from layoutfix.model import Page

__all__ = ["SECONDS", "matches"]

SECONDS = 2.0
"""What a pattern may take on a short page."""

CHARACTERS = 500_000
"""Characters of a page that are worth another second. A pattern that looks at each character a
few times is through with ten times as many."""


def matches(page: Page, pattern: str | regex.Pattern[str]) -> Iterator[regex.Match[str]]:
    """The matches of a regular expression in a page's text, for rules to make findings of.

    Args:
        page: the page.
        pattern: for the package ``regex``, compiled or not; ``^`` and ``$`` are the ends of lines
            where it is not compiled.

    Raises:
        TimeoutError: it takes far longer than a page of this length may take. ``fix`` and the
            others make a ``RuleError`` of it that names the rule.

    >>> from layoutfix.parsing.lines import parse
    >>> [found.span() for found in matches(parse("One.\\n[ad]\\nTwo.\\n"), r"^\\[ad\\]$")]
    [(5, 9)]
    """
    compiled = regex.compile(pattern, regex.MULTILINE) if isinstance(pattern, str) else pattern
    yield from compiled.finditer(page.text, timeout=SECONDS + len(page) / CHARACTERS)

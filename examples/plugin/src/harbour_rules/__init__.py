"""Rules and words of the Harbour Courier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from layoutfix import Edit, Example, Finding, Label, Page, Role, Ruleset, Span, read_words
from layoutfix.language.matching import matches
from layoutfix.rule import rule

__all__ = ["RULES", "drop_adverts"]

EXAMPLES = [
    Example("One.\n\n[Anzeige]\n\nTwo.\n", "One.\n\nTwo.\n"),
    Example("[ad]\n\nOne.\n", "One.\n"),
    Example("She read [ad] on the wall.\n"),
    Example("[adverts]\n\nThe page has none.\n"),
]


@rule("drop-adverts", "roles", EXAMPLES)
def drop_adverts(page: Page) -> Iterator[Finding | Label]:
    """Takes out the marks that adverts leave behind.

    The Courier's pages keep a line of ``[ad]`` or ``[Anzeige]`` where the advert stood; it parts
    the sentence around it. The mark inside a line is part of the text and stays.
    """
    for found in matches(page, r"(?i)^\[(?:ad|anzeige)\]\n\n?"):
        span = Span(*found.span())
        yield Label(span, Role.FURNITURE)
        yield Finding("drop-adverts", span, "left of an advert", 0.99, (Edit(span),))


RULES = Ruleset((drop_adverts,), (read_words(Path(__file__).with_name("courier.toml")),))
"""What the entry point names."""

"""Findings and rules as lines for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from layoutfix.model import Finding, Fixed
from layoutfix.report.outcomes import outcomes
from layoutfix.report.places import Places
from layoutfix.report.visible import escaped
from layoutfix.rule import Example, Rule, Ruleset

__all__ = ["explained", "finding_line", "finding_lines", "framed", "rounded", "rule_lines"]


def finding_lines(name: str, page: Fixed, is_sure: Callable[[Finding], bool]) -> Iterator[str]:
    """A line for each finding that is sure enough: ``name:line:column: rule: reason (…)``.

    Args:
        name: of the page.
        page: what was found on it.
        is_sure: whether a finding is to be shown.
    """
    places = Places(page.source)
    for finding, left in outcomes(page):
        if is_sure(finding):
            yield f"{name}:{finding_line(places, finding, left)}"


def finding_line(places: Places, finding: Finding, left: str | None) -> str:
    """``line:column: rule: reason (confidence …; left: …)``.

    Args:
        places: of the page.
        finding: what was found on it.
        left: the reason why it was not applied; None where it was.
    """
    line, column = places.of(finding.span.start)
    reason = escaped(finding.reason)
    note = f"confidence {rounded(finding.confidence)}" + (f"; left: {left}" if left else "")
    return f"{line}:{column}: {finding.rule}: {reason} ({note})"


def rounded(confidence: float) -> str:
    """Two digits, or as many as keep what is not certain from looking so.

    >>> rounded(0.97), rounded(0.9996), rounded(1.0)
    ('0.97', '0.9996', '1.00')
    """
    digits = 2
    while digits < 6 and confidence < 1 <= round(confidence, digits):
        digits += 1
    return f"{confidence:.{digits}f}"


def rule_lines(rules: Ruleset) -> Iterator[str]:
    """A line for each rule: its name, its stage and the first line of its summary."""
    longest = max((len(each.name) for each in rules), default=0)
    for each in rules:
        first = each.summary.splitlines()[0]
        yield f"{each.name:<{longest}}  {each.stage:<9}  {first}"


def explained(rule: Rule) -> str:
    """What a rule sees and why, with its examples before and after."""
    bar = f"applied from a confidence of {rule.min_confidence:g}"
    parts = [f"{rule.name} (stage: {rule.stage}; {bar})", rule.summary.replace("``", "`")]
    parts.extend(map(_shown, sorted(rule.examples, key=lambda example: example.stays)))
    return "\n\n".join(parts) + "\n"


def _shown(example: Example) -> str:
    if example.after is None or example.stays:
        return "Stays:\n" + framed(example.before)
    return f"Before:\n{framed(example.before)}\nAfter:\n{framed(example.after)}"


def framed(text: str) -> str:
    r"""The text with a bar at every line, and with what can't be seen escaped.

    >>> framed("a\r\nb\f\n\nc")
    '  | a\\r\n  | b\\x0c\n  |\n  | c'
    """
    lines = text.removesuffix("\n").split("\n")
    shown = ("".join(map(_visible, line)) for line in lines)
    return "\n".join(f"  | {line}".rstrip() for line in shown)


def _visible(character: str) -> str:
    if character.isprintable() or character == "　":
        return character
    return character.encode("unicode_escape").decode()

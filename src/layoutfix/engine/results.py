"""What rules give back, held to what it must be; errors name the rule."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from layoutfix.errors import LayoutfixError, RuleError
from layoutfix.model import Edit, Finding, FindingTable, Label, Page, Role, Span
from layoutfix.rule import Rule

__all__ = ["asked"]


def asked(rule: Rule, page: Page) -> tuple[Sequence[Finding], Sequence[Label]]:
    """What a rule sees on a page.

    Raises:
        RuleError: the rule raised something, took too long over a pattern, or gave back what is
            neither a finding nor a label, or not well formed.
    """
    try:
        output = rule.function(page)
        if isinstance(output, FindingTable):
            return output, ()
        parts = list(output) if isinstance(output, Iterable) else None
    except LayoutfixError:
        raise
    except TimeoutError:
        page_length = f"a page of {len(page)} characters"
        message = f"rule {rule.name}: its pattern takes too long on {page_length} and was stopped"
        raise RuleError(f"{message}; it backtracks, write it without nested repeats") from None
    except Exception as error:
        raise RuleError(f"rule {rule.name} failed: {type(error).__name__}: {error}") from error
    if parts is None:
        what = type(output).__name__
        raise RuleError(f"rule {rule.name} gave back a {what}; yield findings, or give back a list")
    findings: list[Finding] = []
    labels: list[Label] = []
    for part in parts:
        if isinstance(part, Finding):
            findings.append(_finding(rule, part, len(page)))
        elif isinstance(part, Label):
            labels.append(_label(rule, part, len(page)))
        else:
            what = type(part).__name__
            raise RuleError(f"rule {rule.name} gave back a {what}, no Finding and no Label")
    return findings, labels


def _finding(rule: Rule, finding: Finding, length: int) -> Finding:
    """The finding, its offsets whole numbers of Python also where they came out of an array."""
    subject = f"rule {rule.name}: a finding's"
    if isinstance(finding.confidence, str) or not hasattr(finding.confidence, "__float__"):
        wrong = finding.confidence
        raise RuleError(f"{subject} confidence is a probability from 0 to 1, not {wrong!r}")
    if not isinstance(finding.edits, (tuple, list)):
        what = type(finding.edits).__name__
        raise RuleError(f"{subject} edits are a tuple of Edit, as (Edit(span),), not a {what}")
    span = _span(subject, finding.span, length)
    edits = tuple(_edit(subject, edit) for edit in finding.edits)
    if span is finding.span and edits == finding.edits and type(finding.confidence) is float:
        return finding
    return replace(finding, span=span, confidence=float(finding.confidence), edits=edits)


def _edit(subject: str, edit: Edit) -> Edit:
    if not isinstance(edit, Edit):
        what = type(edit).__name__
        raise RuleError(f"{subject} edits are a tuple of Edit, as (Edit(span),); one is a {what}")
    span = _span(subject, edit.span)
    kept = None if edit.kept is None else _span(subject, edit.kept)
    target = edit.target if edit.target is None else _offset(subject, edit.target)
    if span is edit.span and kept is edit.kept and target is edit.target:
        return edit
    return replace(edit, span=span, kept=kept, target=target)


def _label(rule: Rule, label: Label, length: int) -> Label:
    subject = f"rule {rule.name}: a label's"
    if not isinstance(label.role, Role):
        raise RuleError(f"{subject} role is one of Role, as Role.CAPTION, not {label.role!r}")
    span = _span(subject, label.span, length)
    return label if span is label.span else replace(label, span=span)


def _span(subject: str, span: Span, length: int | None = None) -> Span:
    """The span; of edits what reaches outside is reported where they are settled."""
    if not isinstance(span, Span):
        raise RuleError(f"{subject} span is a Span(start, end), not {span!r}")
    start, end = span.start, span.end
    if type(start) is not int or type(end) is not int:
        start, end = _offset(subject, start), _offset(subject, end)
        span = Span(start, end)
    if length is not None and not 0 <= start <= end <= length:
        raise RuleError(f"{subject} span {start}:{end} is none of a page of {length} characters")
    return span


def _offset(subject: str, offset: Any) -> int:
    try:
        return operator.index(offset)
    except TypeError:
        raise RuleError(f"{subject} offsets are whole numbers, not {offset!r}") from None

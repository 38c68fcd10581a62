"""What ``--findings`` and ``--removed`` add to a record: plain values of JSON, with fixed types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from layoutfix.model import Edit, Finding, Fixed

__all__ = ["ADDED", "COLUMN_TYPES"]


def findings_of(page: Fixed) -> list[object]:
    """All findings on a page in source order; ``skipped`` says why one was not applied.

    >>> from layoutfix import fix
    >>> found = findings_of(fix("We met on Tues-\\nday.\\n"))
    >>> [(each["rule"], each["start"], each["end"], each["skipped"]) for each in found]
    [('join-hyphenated', 14, 16, None)]
    """
    both = [*((finding, None) for finding in page.applied), *page.skipped]
    both.sort(key=lambda pair: (pair[0].span, pair[0].rule, pair[1] or ""))
    return [_finding(finding, skipped) for finding, skipped in both]


def removed_of(page: Fixed) -> list[object]:
    """What left a page, in source order, each with the rule that removed it.

    >>> from layoutfix import fix
    >>> removed_of(fix("We met on Tues-\\nday.\\n"))
    [{'start': 14, 'end': 16, 'rule': 'join-hyphenated', 'text': '-\\n'}]
    """
    return [
        {
            "start": span.start,
            "end": span.end,
            "rule": finding.rule,
            "text": span.text_of(page.source),
        }
        for span, finding in page.removed
    ]


def _finding(finding: Finding, skipped: str | None) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "start": finding.span.start,
        "end": finding.span.end,
        "confidence": float(finding.confidence),
        "reason": finding.reason,
        "skipped": skipped,
        "edits": [_edit(edit) for edit in finding.edits],
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {
        "start": edit.span.start,
        "end": edit.span.end,
        "glue": edit.glue,
        "target": edit.target,
        "target_glue": edit.target_glue,
    }


def placed_findings_of(page: Fixed) -> list[object]:
    """The findings on a page of a collection: each says on which page it is, None for its own."""
    return [
        {**each, "edits": [{**edit, **_OWN_EDIT} for edit in each["edits"]], "page": None}
        for each in findings_of(page)
        if isinstance(each, dict)
    ]


def placed_removed_of(page: Fixed) -> list[object]:
    """What left a page of a collection: each says from which page, None for its own."""
    return [{**each, "page": None} for each in removed_of(page) if isinstance(each, dict)]


_OWN_EDIT = {"page": None, "target_page": None}

ADDED: Mapping[str, Callable[[Fixed], list[object]]] = {
    "findings": findings_of,
    "removed": removed_of,
    "placed findings": placed_findings_of,
    "placed removed": placed_removed_of,
}
"""What can be added to a record."""

_EDIT = {"start": int, "end": int, "glue": str, "target": int, "target_glue": str}
_FINDING = {"rule": str, "start": int, "end": int, "confidence": float, "reason": str}
_REMOVED = {"start": int, "end": int, "rule": str, "text": str}
_PLACED_EDIT = {**_EDIT, "page": str, "target_page": str}

COLUMN_TYPES: Mapping[str, object] = {
    "findings": [{**_FINDING, "skipped": str, "edits": [_EDIT]}],
    "removed": [_REMOVED],
    "placed findings": [{**_FINDING, "skipped": str, "edits": [_PLACED_EDIT], "page": str}],
    "placed removed": [{**_REMOVED, "page": str}],
}
"""The same as types, for columns: a list holds values of its one type, a dict is a record."""

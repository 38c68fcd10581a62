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


ADDED: Mapping[str, Callable[[Fixed], list[object]]] = {
    "findings": findings_of,
    "removed": removed_of,
}
"""What can be added to a record."""

_EDIT = {"start": int, "end": int, "glue": str, "target": int, "target_glue": str}

COLUMN_TYPES: Mapping[str, object] = {
    "findings": [
        {
            **{"rule": str, "start": int, "end": int, "confidence": float, "reason": str},
            **{"skipped": str, "edits": [_EDIT]},
        }
    ],
    "removed": [{"start": int, "end": int, "rule": str, "text": str}],
}
"""The same as types, for columns: a list holds values of its one type, a dict is a record."""

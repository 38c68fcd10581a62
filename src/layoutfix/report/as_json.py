"""Findings for programs: one JSON document, written page by page.

The form, whose ``version`` changes when a name leaves it or means something else::

    {"version": 1, "layoutfix": "0.1.0", "pages": [
      {"path": …, "changed": true, "findings": [
        {"rule": …, "reason": …, "confidence": 0.97, "applied": true, "skipped": null,
         "span": {"start": 10, "end": 12, "line": 1, "column": 11},
         "edits": [{"start": …, "end": …, "glue": …, "target": …, "target_glue": …,
                    "kept": {"start": …, "end": …}}],
         "evidence": {…}, "proofs": [{"kind": …, "start": …, "end": …}]}]},
      {"path": …, "error": "not UTF-8: …"}]}

Offsets are code points of the page, ends are behind the last one; lines and columns begin at 1.
``skipped`` is the reason why a finding was not applied; ``target`` and ``kept`` may be null.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

from layoutfix.model import Edit, Finding, Fixed, Span
from layoutfix.report.outcomes import outcomes
from layoutfix.report.places import Places

__all__ = ["VERSION", "page_as_json", "wrapped"]

VERSION = 1


def wrapped(pages: Iterator[dict[str, object]], version: str) -> Iterator[str]:
    """The document in pieces, each page as soon as it is there.

    Args:
        pages: what :func:`page_as_json` makes, or a path and an error.
        version: of the program.

    >>> "".join(wrapped(iter([{"path": "a"}]), "0.1.0"))
    '{"version": 1, "layoutfix": "0.1.0", "pages": [\\n{"path": "a"}\\n]}\\n'
    """
    yield f'{{"version": {VERSION}, "layoutfix": {json.dumps(version)}, "pages": ['
    separator = "\n"
    for page in pages:
        yield separator + json.dumps(page, ensure_ascii=False, allow_nan=False)
        separator = ",\n"
    yield "\n]}\n"


def page_as_json(path: str, page: Fixed) -> dict[str, object]:
    """One page's findings, whatever their confidence."""
    places = Places(page.source)
    return {
        "path": path,
        "changed": page.text != page.source,
        "findings": [_finding(finding, left, places) for finding, left in outcomes(page)],
    }


def _finding(finding: Finding, left: str | None, places: Places) -> dict[str, object]:
    line, column = places.of(finding.span.start)
    return {
        "rule": finding.rule,
        "reason": finding.reason,
        "confidence": float(finding.confidence),
        "applied": left is None,
        "skipped": left,
        "span": {**_span(finding.span), "line": line, "column": column},
        "edits": [_edit(edit) for edit in finding.edits],
        "evidence": {name: _plain(value) for name, value in finding.evidence},
        "proofs": [{"kind": proof.kind, **_span(proof.span)} for proof in finding.proofs],
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {
        **_span(edit.span),
        "glue": edit.glue,
        "target": edit.target,
        "target_glue": edit.target_glue,
        "kept": None if edit.kept is None else _span(edit.kept),
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _plain(value: str | float) -> str | float | None:
    """The value as JSON knows it, which has neither infinity nor numpy's numbers."""
    if isinstance(value, str):
        return value
    return float(value) if math.isfinite(value) else None

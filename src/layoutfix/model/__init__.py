"""The values everything else speaks in. Frozen; they import nothing of ours but one another.

All offsets are code points of the source text, all spans half-open: ``start`` is the first
character, ``end`` the place behind the last.
"""

from __future__ import annotations

from layoutfix.model.findings import (
    Edit,
    Finding,
    FindingTable,
    Misplaced,
    Proof,
    finding_order,
    no_findings,
)
from layoutfix.model.fixed import Account, Fixed, Segment
from layoutfix.model.page import (
    Block,
    Label,
    LineTable,
    Page,
    Region,
    Role,
    Section,
    Stage,
    WordList,
    first_rows,
    role_set,
)
from layoutfix.model.spans import GLUES, Flags, Integers, Span, read_only

__all__ = [
    "GLUES",
    "Account",
    "Block",
    "Edit",
    "Finding",
    "FindingTable",
    "Fixed",
    "Flags",
    "Integers",
    "Label",
    "LineTable",
    "Misplaced",
    "Page",
    "Proof",
    "Region",
    "Role",
    "Section",
    "Segment",
    "Span",
    "Stage",
    "WordList",
    "finding_order",
    "first_rows",
    "no_findings",
    "read_only",
    "role_set",
]

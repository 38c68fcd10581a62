"""What rules find, and the edits that repair it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import overload

import numpy as np
import numpy.typing as npt

from layoutfix.model.spans import GLUES, Flags, Integers, Span, read_only

__all__ = [
    "Edit",
    "Finding",
    "FindingTable",
    "Misplaced",
    "Proof",
    "finding_order",
    "no_findings",
]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the characters of ``span`` leave their place, ``glue`` takes it.

    Attributes:
        span: what leaves; may be empty, then glue is only put in.
        glue: what is put where the span was: nothing, a space, one or two line feeds.
        target: for a move, the offset before which the span's characters are put back;
            None where they leave the page. Moves of one finding to the same target are put there
            in the order of its edits.
        target_glue: what is put behind the moved characters, as ``glue``.
        kept: for a removed repeat, the span of the copy that stays.

    >>> Edit(Span(25, 27)).glue, Edit(Span(49, 50), " ").glue
    ('', ' ')
    """

    span: Span
    glue: str = ""
    target: int | None = None
    target_glue: str = ""
    kept: Span | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A place of the page that shows by itself that the page was cut.

    Attributes:
        kind: what it shows, such as ``a heading without text`` or ``a sentence that breaks off``.
        span: where.
    """

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule saw, why it is damage, how sure that is, and the edits that repair it.

    Attributes:
        rule: the name of the rule.
        span: the place in the source that the finding is about.
        reason: one sentence for people.
        confidence: the probability, from 0 to 1, that the edits are right.
        edits: applied all together or not at all; none where the finding only reports.
        evidence: name to value, the facts the confidence was reached from.
        proofs: what on the page proves that it was cut. A move, and the removal of text that
            stands elsewhere too, is applied only with one.

    >>> import layoutfix
    >>> (found,) = layoutfix.check("We met on Tues-\\nday.\\n")
    >>> found.rule, found.span, found.edits
    ('join-hyphenated', Span(start=14, end=16), (Edit(span=Span(start=14, end=16), glue='', \
target=None, target_glue='', kept=None),))
    """

    rule: str
    span: Span
    reason: str
    confidence: float
    edits: tuple[Edit, ...] = ()
    evidence: tuple[tuple[str, str | float], ...] = ()
    proofs: tuple[Proof, ...] = ()

    @property
    def needs_proof(self) -> bool:
        """Whether an edit moves text, or removes what stands elsewhere too."""
        return any(edit.target is not None or edit.kept is not None for edit in self.edits)


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A fragment under a heading it doesn't belong to, or a text whose start or end is lost.

    Attributes:
        fragment: its span, from its first character to behind its last.
        present: the span of the heading it stands under, None before the first one.
        owner: the span of the heading it belongs under; None where it is a start or an end that
            is lost, and nothing on the page goes on with it.
        confidence: the probability, from 0 to 1, that this is so.
        reason: one sentence for people.
        evidence: name to value, the facts the confidence was reached from.
        proofs: what on the page proves that it was cut; without one ``fix`` moves nothing.
    """

    fragment: Span
    present: Span | None
    owner: Span | None
    confidence: float
    reason: str
    evidence: tuple[tuple[str, str | float], ...] = ()
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FindingTable(Sequence[Finding]):
    """Many findings of one edit each, as columns; a row becomes a Finding when it is asked for.

    Attributes:
        rule: the rule's name.
        start: column of the first offsets taken out.
        end: column of the offsets behind the last one taken out.
        glue: column of indices into :data:`GLUES`.
        confidence: column of probabilities.
        describe: row number to reason and evidence. Tables travel between processes where it can be
            pickled: a function of a module, or a method of a value.
        numbers: column of the row numbers that ``describe`` knows the rows by; None where these
            are all rows, in order.
    """

    rule: str
    start: Integers
    end: Integers
    glue: npt.NDArray[np.uint8]
    confidence: npt.NDArray[np.float64]
    describe: Callable[[int], tuple[str, tuple[tuple[str, str | float], ...]]]
    numbers: Integers | None = None

    def __len__(self) -> int:
        return len(self.start)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        if isinstance(index, slice):
            return tuple(self[row] for row in range(*index.indices(len(self))))
        row = range(len(self))[index]
        span = Span(int(self.start[row]), int(self.end[row]))
        reason, evidence = self.describe(row if self.numbers is None else int(self.numbers[row]))
        edit = Edit(span, GLUES[self.glue[row]])
        return Finding(self.rule, span, reason, float(self.confidence[row]), (edit,), evidence)

    def rows(self, chosen: Flags) -> FindingTable:
        """The rows where ``chosen`` is true."""
        rows = np.flatnonzero(chosen)
        return FindingTable(
            self.rule,
            self.start[rows],
            self.end[rows],
            self.glue[rows],
            self.confidence[rows],
            self.describe,
            rows if self.numbers is None else self.numbers[rows],
        )


@lru_cache(maxsize=64)
def no_findings(rule: str) -> FindingTable:
    """The table of a rule that finds nothing on a page, as on most: one for all of them.

    >>> len(no_findings("join-lines"))
    0
    """
    offsets, glue, confidence = np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0)
    read_only(offsets, glue, confidence)
    return FindingTable(rule, offsets, offsets, glue, confidence, _nothing)


def _nothing(row: int) -> tuple[str, tuple[tuple[str, str | float], ...]]:
    raise IndexError(row)


def finding_order(finding: Finding) -> tuple[Span, str, float, str, str]:
    """Sort key: source order first, then whatever makes the order of equals the same anywhere."""
    return (
        finding.span,
        finding.rule,
        -finding.confidence,
        finding.reason,
        repr((finding.edits, finding.evidence, finding.proofs)),
    )

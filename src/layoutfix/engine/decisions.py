"""What people decided about findings: what was rejected is left, what was accepted is done.

A decision names a finding as a report shows it: by its rule and by its span in the source, so that
it is the same finding in whatever stage and pass it is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from layoutfix.engine.account import Layer, Projection, projection
from layoutfix.engine.plan import Settled, settle
from layoutfix.model import Finding, Proof, Span

__all__ = ["NO_DECISIONS", "REJECTED", "Decisions", "settle_decided"]

Decisions = Mapping[tuple[str, Span], bool]
"""Rule and span in the source to whether the finding was accepted."""

NO_DECISIONS: Decisions = MappingProxyType({})

Batch = Sequence[Finding]

REJECTED = "a decision rejects it"
ACCEPTED = "a decision that accepts it"


def settle_decided(
    batches: Sequence[Batch],
    bars: Sequence[float],
    text: str,
    decisions: Decisions,
    source: str,
    before: Sequence[Layer],
) -> Settled:
    """Sort findings into applied and skipped, as :func:`settle` does and as was decided.

    Args:
        batches: the findings of the rules of one stage.
        bars: as for :func:`settle`.
        text: of the stage.
        decisions: what to do.
        source: the page as it came.
        before: the layers that made the text of it.
    """
    if not decisions:
        return settle(batches, bars, len(text))
    batches, rejected = _decided(batches, decisions, projection(source, before))
    settled = settle(batches, bars, len(text))
    if not rejected:
        return settled
    return replace(settled, skipped=(*settled.skipped, (rejected, REJECTED)))


def _decided(
    batches: Sequence[Batch], decisions: Decisions, below: Projection
) -> tuple[list[Batch], list[Finding]]:
    """The findings without the rejected ones, the accepted ones certain and proved; the rejected.

    Args:
        batches: the findings of the rules of one stage; as many come back, in their order.
        decisions: what to do.
        below: from the text of the stage to the source.
    """
    rules = {rule for rule, _ in decisions}
    out: list[Batch] = []
    rejected: list[Finding] = []
    for batch in batches:
        if not len(batch) or batch[0].rule not in rules:
            out.append(batch)
            continue
        verdicts = [decisions.get((each.rule, below.hull(each.span))) for each in batch]
        if all(verdict is None for verdict in verdicts):
            out.append(batch)
            continue
        rejected.extend(each for each, yes in zip(batch, verdicts, strict=True) if yes is False)
        out.append(list(_stay(batch, verdicts)))
    return out, rejected


def _stay(batch: Batch, verdicts: Sequence[bool | None]) -> Iterator[Finding]:
    for finding, verdict in zip(batch, verdicts, strict=True):
        if verdict is None:
            yield finding
        elif verdict:
            proof = Proof(ACCEPTED, finding.span)
            evidence = (*finding.evidence, ("confidence before the decision", finding.confidence))
            proofs = (*finding.proofs, proof) if finding.needs_proof else finding.proofs
            yield replace(finding, confidence=1.0, evidence=evidence, proofs=proofs)

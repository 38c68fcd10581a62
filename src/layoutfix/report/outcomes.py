"""What became of each finding."""

from __future__ import annotations

from layoutfix.model import Finding, Fixed, finding_order

__all__ = ["outcomes"]


def outcomes(page: Fixed) -> list[tuple[Finding, str | None]]:
    """All findings in source order, each with None where it was applied, else the reason.

    >>> from layoutfix import fix
    >>> outcomes(fix("nothing to repair"))
    []
    """
    both = [*((finding, None) for finding in page.applied), *page.skipped]
    return sorted(both, key=lambda pair: (finding_order(pair[0]), pair[1] or ""))

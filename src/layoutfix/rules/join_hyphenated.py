"""Words that a line's end broke at a hyphen."""

from __future__ import annotations

from layoutfix.evidence.seams.decision import weigh_together
from layoutfix.evidence.seams.findings import seam_findings
from layoutfix.model import FindingTable, Page
from layoutfix.rule import Example, rule

__all__ = ["join_hyphenated"]

_BROKEN = """\
The well-known mill at Aldbrook has ground its last sack of
flour. The owner, who took it over from her father, said in-
surance alone had cost more than a year of baking. A well-
known brewer from the county town has asked for the build-
ing and means to move in before Christmas.
"""

_REPAIRED = """\
The well-known mill at Aldbrook has ground its last sack of flour. \
The owner, who took it over from her father, said insurance alone had cost \
more than a year of baking. A well-known brewer from the county town has asked for the building \
and means to move in before Christmas.
"""

_SUSPENDED = """\
Der Verein sammelt seit vielen Jahren alte Garten-
und Feldgeräte, die sonst niemand mehr haben will,
und zeigt sie im Herbst in der Scheune am Dorfrand,
wo schon die Nachbarn ihre Pressen stehen haben.
"""


@rule(
    "join-hyphenated",
    "seams",
    [
        Example(_BROKEN, _REPAIRED),
        Example(_SUSPENDED, _SUSPENDED.replace("\n", " ").rstrip() + "\n"),
        Example("Sizes in stock:\n\nS -\n\nM -\n\nXL -\n"),
        Example("- pre-\n- post-\n- sub-\n"),
    ],
    needs=["join-lines"],
    min_confidence=0.5,
    prepare=weigh_together,
)
def join_hyphenated(page: Page) -> FindingTable:
    """Joins a word that was broken at a hyphen, and drops a hyphen that only marks the line's end.

    Why: "insur-ance" is found by nobody.

    Evidence: the words of the page first ("well-known" elsewhere keeps the hyphen, "insurance"
    elsewhere drops it); then whether a word list of many languages knows the joined word or the
    two parts; case, digits, and conjunctions after a suspended hyphen ("Garten- und Feldgeräte"
    keeps hyphen and space). Without evidence the seam is left as it stands.

    Bar: one half, as for join-lines: a word that stays broken is as wrong as one that is wrongly
    joined.

    Leaves alone: lines that are no paragraph; hyphens after a space, which are dashes.
    """
    return seam_findings("join-hyphenated", page, "hyphenated")

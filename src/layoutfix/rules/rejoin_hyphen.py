"""Words that another tool joined with the hyphen of the line end still in them."""

from __future__ import annotations

from functools import partial

import numpy as np

from layoutfix.evidence.seams.inline_hyphens import (
    InlineHyphens,
    hyphens_before_spaces,
    inline_hyphens,
)
from layoutfix.model import FindingTable, Flags, Page, no_findings
from layoutfix.rule import Example, rule

__all__ = ["rejoin_hyphen"]

SHOWN = 40
"""Characters on each side that are searched for the two parts."""

_LEFT = """\
The ferry com- pany wants a rule for the distribu- tion of berths. It has asked a well- known \
lawyer to draw one up, and the harbour office is to decide before the sum- mer.
"""

_REJOINED = """\
The ferry company wants a rule for the distribution of berths. It has asked a well-known \
lawyer to draw one up, and the harbour office is to decide before the summer.
"""

_LEFT_DE = """\
Der Verein sucht für die Biblio- thek im Rathaus noch Helfer, die am Nach- mittag vorlesen; \
Haupt- und Nebeneingang sind geöffnet.
"""

_SUSPENDED = """\
The society collects pre- and post-war toys, two- or three-storey dolls' houses among them, and \
lends them to schools.
"""

_DASHES = """\
He came late- nobody knew why- and left before the tide had turned; it was - so they said - a \
cold night of 5- to 10-degree frost.
"""

_CODE = """\
Call the tool with its flags:

    tool --inter- active --distribu- tion 3
"""


@rule(
    "rejoin-hyphen",
    "seams",
    [
        Example(_LEFT, _REJOINED),
        Example(
            _LEFT_DE, _LEFT_DE.replace("Biblio- thek", "Bibliothek").replace("Nach- m", "Nachm")
        ),
        Example(_SUSPENDED),
        Example(_DASHES),
        Example(_CODE),
    ],
)
def rejoin_hyphen(page: Page) -> FindingTable:
    """Joins the two parts of a word between which a hyphen and a space were left inside a line.

    Why: tools that join lines with a space leave "distribu- tion", which is found by nobody.

    Evidence: the page or the word list knows the joined word, and then hyphen and space leave; or
    the page or a dictionary writes the two parts with a hyphen ("well-known"), and then only the
    space does.

    Leaves alone: suspended hyphens ("pre- and post-war"), dashes, numbers, parts that make no known
    word, parts of different scripts; code, tables, verse, and lines with marks of code.
    """
    if not len(page.derived(hyphens_before_spaces)):
        return no_findings("rejoin-hyphen")
    found = inline_hyphens(page)
    return FindingTable(
        "rejoin-hyphen",
        found.hyphen + ~found.dropped,
        found.right,
        np.zeros(len(found.hyphen), np.uint8),
        found.sure,
        partial(_described, _fragments(page.text, found), found.dropped),
    )


def _fragments(text: str, found: InlineHyphens) -> list[tuple[str, str]]:
    """The parts of the words; the page itself needn't stay in memory for a few of them."""
    places = zip(found.hyphen.tolist(), found.right.tolist(), strict=True)
    return [
        (
            text[max(hyphen - SHOWN, 0) : hyphen].split()[-1],
            text[right : right + SHOWN].split()[0],
        )
        for hyphen, right in places
    ]


def _described(
    fragments: list[tuple[str, str]], dropped: Flags, row: int
) -> tuple[str, tuple[tuple[str, str | float], ...]]:
    """The reason for people and the facts for programs."""
    left, rest = fragments[row]
    if dropped[row]:
        reason = (
            f"{left}- {rest} is the word {left}{rest}, with the hyphen of a line end left in it"
        )
    else:
        reason = (
            f"{left}- {rest} is the compound {left}-{rest}, with the space of a join left in it"
        )
    return reason, (("left", left), ("right", rest))

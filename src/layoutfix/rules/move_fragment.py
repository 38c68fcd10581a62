"""Fragments under the wrong heading."""

from __future__ import annotations

from collections.abc import Iterator

from layoutfix.evidence.placement.misplaced import misplaced_of
from layoutfix.model import Finding, Page, Stage
from layoutfix.rule import Example, rule

__all__ = ["move_fragment"]

_FERRY = """\
The ferry Elsinore will not cross to Garrow Island next week, the harbour office said on Tuesday. \
A shaft bearing has worn through, and the yard in Leith needs four days to fit another.

Passengers who hold tickets for the ferry can change to the mail boat, which leaves Garrow at six \
in the morning. The harbour office will not charge for the change.
"""
_BEES = """\
A swarm of bees closed the main library in Tarrant Street for two hours. The bees had settled on \
the drying rack in the reading room, and readers were asked to leave by the garden door.

Beekeeper Ruth Ansell carried the swarm out in a laundry basket. She said that bees in search of a \
home like the smell of old paper, and that the library should keep its windows shut in May.
"""
_SCHOOL = """\
Pupils of Hallam school will grow the potatoes for their own lunches from next spring. The school \
has rented half an acre behind the gymnasium, where the soil is said to be heavy but good.

The cook, who asked for the field, wants early potatoes first. Pupils in the lower forms will dig, \
those in the upper forms will keep the accounts of the school garden.
"""

_TITLES = (
    "## Ferry to Garrow Island cancelled for a week",
    "## Bees close Tarrant Street library",
    "## Hallam school to grow its own potatoes",
)


def _page(*bodies: str) -> str:
    return "\n".join(f"{title}\n\n{body}" for title, body in zip(_TITLES, bodies, strict=True))


_RIGHT = _page(_FERRY, _BEES, _SCHOOL)


@rule(
    "move-fragment",
    Stage.PLACEMENT,
    [
        Example(_page(_BEES, _FERRY, _SCHOOL), _RIGHT),
        Example(_page(_SCHOOL, _FERRY, _BEES), _RIGHT),
        Example(_RIGHT),
        Example(_FERRY + "\n" + _BEES),
    ],
)
def move_fragment(page: Page) -> Iterator[Finding]:
    """Moves text that stands under another article's heading to its own.

    Why: where a page was cut into articles, the end of one, or a whole body, went to a heading
    that it has nothing to do with; whoever reads the article reads two.

    Evidence: what the text names of each heading and of the paragraphs under it, rare words more
    than common ones; how its first and last sentence stand to their neighbours; what every other
    part of the page would do with it, all of them decided together.

    Proof: all this is only likely, for a paragraph of a manual fits under many of its headings. A
    fragment is moved where the page shows that it was cut: a sentence breaks off at its edge, its
    own heading has no text or another's copy, texts stand in each other's place, a sign-off names
    the other article's region, a jump line stands before it. And the page must hold several
    independent articles: headings that are numbered or recur, code, tables, lists, links, and rare
    words that the sections share speak for one work. Without proof it is reported, with the reason
    why it stays.

    Where an article breaks off, or begins in mid-sentence, and nothing on the page goes on with it,
    that is reported; nothing is filled in.

    It leaves alone: pages with fewer than two headings; text that fits no other heading better than
    its own; captions, bylines and sign-offs by themselves; copies, which are for the repeats stage.
    """
    for found, edits in page.derived(misplaced_of):
        yield Finding(
            "move-fragment",
            found.fragment,
            found.reason,
            found.confidence,
            edits,
            found.evidence,
            found.proofs,
        )

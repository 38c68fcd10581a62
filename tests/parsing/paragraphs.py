"""Paragraphs and the lines that layouts put between them, for tests of the roles stage."""

from __future__ import annotations

from layoutfix import DEFAULT, Stage, sections

__all__ = [
    *("AGAIN", "CREDIT", "HAN_LEFT", "HAN_RIGHT", "HEAD", "JUMPS", "LEFT", "MORE", "NUMBERS"),
    *("RIGHT", "RULES", "roles"),
]

RULES = DEFAULT.of(Stage.ROLES)

LEFT = "The trustees met in January and found that the outer channel had silted to a depth"
RIGHT = "of four metres, the least that was ever measured in any month of any year on record."
MORE = (
    "They decided to bring the dredging forward and asked a family firm from the next estuary for "
    "its suction dredger. The work was interrupted twice, once by a gale and once by an anchor. "
    "Nobody in the harbour office could say to whom the anchor belonged, or for how long it had "
    "been there, so that in the end it was put on the grass beside the lifeboat house and left"
)
AGAIN = "to the children, who have since then painted it in a different colour every spring."
HAN_LEFT = (
    "理事会开会的时候发现，外侧航道已经淤积到只有四米深，是有记录以来最浅的，两艘货船在同一次潮"
)
HAN_RIGHT = "水里碰了底。"
HEAD = "HARBOUR TRUST ANNUAL REVIEW"
CREDIT = "The lifeboat house. Photo: Jane Doe"
JUMPS = [
    "（下转第3版）",
    "下转A5版",
    "上接第一版",
    "（下轉A3版）",
    "Continued on A5",
    "Continued from Page 1",
    "(Continued on next page)",
    "From Page One",
    "See QUARRY, Page A4",
    "Fortsetzung auf Seite 3",
    "Suite page 3",
    "Suite en page 3",
    "Continúa en la página 4",
    "Viene de la página 1",
    "４面に続く",
    "1面から続く",
    "▶3면에 계속",
    "1면에서 계속",
]
NUMBERS = ["— 3 —", "- 12 -", "Page 3 of 9", "第3版", "第 3 页 共 9 页", "S. 12", "p. 3", "3쪽"]


def roles(text: str) -> dict[str, str]:
    """Block to role, for the blocks that have a role of this stage."""
    given = ("caption", "byline", "dateline", "sign-off", "furniture")
    found: dict[str, str] = {}
    for section in sections(text, rules=RULES):
        for block in section.blocks:
            if block.role.value in given:
                found[block.span.text_of(text)] = block.role.value
    return found

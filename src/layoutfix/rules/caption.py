"""Captions and picture credits."""

from __future__ import annotations

from layoutfix.model import Page, Role, Stage
from layoutfix.parsing.together import label_together
from layoutfix.parsing.worded_roles import labels_of
from layoutfix.rule import Example, Output, rule
from layoutfix.rules.samples import (
    CUT_ON,
    CUT_ON_WRAPPED,
    HAN_JOINED,
    HAN_WRAPPED,
    JOINED,
    WRAPPED,
)

__all__ = ["caption"]

DREDGER = (
    "The suction dredger at work off the outer pier, seen from the roof of the customs house. "
    "Photo: Ada Corless"
)

EXAMPLES = (
    Example(f"图为修好的钟楼\n\n{HAN_WRAPPED}\n", f"图为修好的钟楼\n\n{HAN_JOINED}\n"),
    Example(
        f"The ferry in March. Photo: Ada Corless\n\n{WRAPPED}\n",
        f"The ferry in March. Photo: Ada Corless\n\n{JOINED}\n",
    ),
    Example(f"{DREDGER}\n\n{CUT_ON_WRAPPED}\n", f"{DREDGER}\n\n{CUT_ON}\n"),
    Example(
        "The trustees met in January and found that the channel had silted to a depth of four "
        f"metres.\n\n{DREDGER}\n\nand the family firm that owns it has asked for another month. "
        "The work was interrupted twice by fog.\n"
    ),
    Example("图为水车\n\n水车是去年修好的。\n"),
)


@rule("caption", Stage.ROLES, EXAMPLES, needs=("join-lines", "join-blocks"), prepare=label_together)
def caption(page: Page) -> Output:
    """A short block that opens as captions do, or ends in a picture credit, is a caption.

    A caption has no closing mark and reads on into whatever stands below it, so it must be kept
    out of the text around it. Words in ``data/words`` mark it (图为, 写真＝, Photo:,
    Abb. 3:), stands apart from the lines around it and is a few lines long at the most. A long
    paragraph, a line inside a column of text and a block without such words are left alone.
    """
    return labels_of(page, Role.CAPTION)

"""Who signs at the end."""

from __future__ import annotations

from layoutfix.model import Page, Role, Stage
from layoutfix.parsing.together import label_together
from layoutfix.parsing.worded_roles import labels_of
from layoutfix.rule import Example, Output, rule
from layoutfix.rules.samples import (
    CUT_OFF,
    CUT_ON,
    CUT_ON_WRAPPED,
    HAN_JOINED,
    HAN_WRAPPED,
    JOINED,
    WRAPPED,
)

__all__ = ["sign_off"]

EXAMPLES = (
    Example(f"{HAN_WRAPPED}\n\n（罗远航）\n", f"{HAN_JOINED}\n\n（罗远航）\n"),
    Example(f"{WRAPPED}\n\n(R. A.)\n", f"{JOINED}\n\n(R. A.)\n"),
    Example(f"{CUT_OFF}\n\n(dpa)\n\n{CUT_ON_WRAPPED}\n", f"{CUT_OFF}\n\n(dpa)\n\n{CUT_ON}\n"),
    Example(f"{JOINED[:-1]}\n\n(R. A.)\n"),
    Example("绿道已经修好。\n\n(桂文)\n\n苗圃开放了。\n"),
    Example("(fw)\n\nund so weiter.\n"),
    Example(f"{CUT_OFF}\n\n(R. A.)\n\n{CUT_ON}\n"),
)


@rule(
    "sign-off", Stage.ROLES, EXAMPLES, needs=("join-lines", "join-blocks"), prepare=label_together
)
def sign_off(page: Page) -> Output:
    """A line with a name, initials or an agency in brackets closes an article.

    Joined to the text after it, it would tie two articles together. Numbers and single letters
    in brackets are an item's mark and are left alone, as is whatever stands inside a paragraph.
    """
    return labels_of(page, Role.SIGN_OFF)

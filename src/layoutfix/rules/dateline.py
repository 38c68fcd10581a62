"""Where and when it was written."""

from __future__ import annotations

from layoutfix.model import Page, Role, Stage
from layoutfix.parsing.together import label_together
from layoutfix.parsing.worded_roles import labels_of
from layoutfix.rule import Example, Output, rule
from layoutfix.rules.samples import HAN_JOINED, HAN_WRAPPED, JOINED, WRAPPED

__all__ = ["dateline"]

EXAMPLES = (
    Example(
        f"LONDON, March 3 (Reuters)\n\n{WRAPPED}\n", f"LONDON, March 3 (Reuters)\n\n{JOINED}\n"
    ),
    Example(f"本报青石3月3日电\n\n{HAN_WRAPPED}\n", f"本报青石3月3日电\n\n{HAN_JOINED}\n"),
    Example(
        "NETHERBY, 3 March\nin the harbour the\nferry has been laid up.\n",
        "NETHERBY, 3 March\nin the harbour the ferry has been laid up.\n",
    ),
    Example("Berlin (dpa)\n\nund danach geht es weiter.\n"),
    Example("本报讯\n\n港务局昨天公布了新的时刻表。\n"),
)


@rule(
    "dateline", Stage.ROLES, EXAMPLES, needs=("join-lines", "join-blocks"), prepare=label_together
)
def dateline(page: Page) -> Output:
    """A line that only says where, when and for whom a report was written is a dateline.

    It ends without a mark and must not be joined to the text. A dateline that opens a paragraph
    on the same line is part of the paragraph and is left alone.
    """
    return labels_of(page, Role.DATELINE)

"""Page numbers."""

from __future__ import annotations

from layoutfix.evidence.removal import furniture_labels, furniture_output
from layoutfix.model import Label, Page, Stage
from layoutfix.parsing.together import label_together
from layoutfix.rule import Example, Output, rule

__all__ = ["page_number"]

EXAMPLES = (
    Example(
        "The trustees met in January and found that the outer channel had silted to a depth\n\n"
        "— 3 —\n\nof four metres, the least on record.\n",
        "The trustees met in January and found that the outer channel had silted to a depth "
        "of four metres, the least on record.\n",
    ),
    Example(
        "理事会在一月份开会时发现，外侧航道已经淤积到只有四米深，这是有记录以来最浅的一次，两艘货\n"
        "第3页\n船在同一次潮水里碰了底，其中一艘到月底才脱险。\n",
        "理事会在一月份开会时发现，外侧航道已经淤积到只有四米深，这是有记录以来最浅的一次，两艘货"
        "船在同一次潮水里碰了底，其中一艘到月底才脱险。\n",
    ),
    Example("The first day was dry.\n\n2\n\nThe second day was wet, and so was the third.\n"),
    Example("Upper Thorle\n3\nNetherby\n4\nHarcombe\n5\n"),
    Example("1\n\nThe river froze.\n\n2\n\nThe river thawed.\n\n3\n\nNobody noticed.\n"),
)


def _labels(page: Page) -> list[Label]:
    return furniture_labels(page, "page-number")


@rule(
    "page-number",
    Stage.ROLES,
    EXAMPLES,
    needs=("join-lines", "join-blocks"),
    labels=_labels,
    prepare=label_together,
)
def page_number(page: Page) -> Output:
    """A line that only numbers its page leaves.

    It was put there when the text was cut into pages, and it stands in the way of the sentence
    that goes on behind it. Its shape alone proves nothing, for chapters, verses and cells of a
    table are numbers by themselves too: it must stand inside a sentence, beside a form feed or a
    running head, or count up from page to page with others of which some do, a page of text apart.
    Among the many numbers of a table some count up by chance: a series must have most of the
    numbers between its first and its last. What is only suspected is reported and stays.
    """
    return furniture_output(page, "page-number")

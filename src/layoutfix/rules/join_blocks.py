"""Paragraphs that a column's or page's end cut in two."""

from __future__ import annotations

from layoutfix.evidence.seams.decision import weigh_together
from layoutfix.evidence.seams.findings import seam_findings
from layoutfix.model import FindingTable, Page
from layoutfix.rule import Example, rule

__all__ = ["join_blocks"]

_CUT = """\
# New ferry to start in June

The ferry between the two islands will run again from the first of June, and the company has

asked the council for a longer landing stage. The old one broke loose in the storm of January.

Tickets will cost what they did last year.
"""

_CUT_CHINESE = """\
## 老街改造完成

老街改造工程昨天通过验收。施工单位保留了原有的青石板路面，并对两侧的木结构房屋进行了加

固。居民们说，晚上走在街上，比过去亮堂多了。

下一步，社区还将增设座椅和指路牌。
"""

_HEADLINES = """\
# Ferry to start in June

By Anna Kerr

Passengers waiting at the old landing stage

The ferry between the two islands will run again from the first of June.

What it costs

Tickets will cost what they did last year.
"""


@rule(
    "join-blocks",
    "seams",
    [
        Example(_CUT, _CUT.replace("has\n\nasked", "has asked")),
        Example(_CUT_CHINESE, _CUT_CHINESE.replace("加\n\n固", "加固")),
        Example(_HEADLINES),
        Example("甲方同意以下条款：\n\n一、租期两年。\n\n二、租金按月支付。\n"),
    ],
    min_confidence=0.7,
    prepare=weigh_together,
)
def join_blocks(page: Page) -> FindingTable:
    """Joins two paragraphs with blank lines between them that are halves of one.

    Why: where a column or a page ended, the scraper saw a new paragraph, and a sentence lies in
    two pieces.

    Evidence: as for join-lines; above all that the left one stops in mid-sentence, that the page
    closes its other paragraphs, and that the right one goes on where the left one stops.

    Bar: 0.7. The author of a blank line mostly meant it, and a false join ties two texts together;
    on pages that converters made, joins from there on are right in 97 to 99 of 100 cases, and on
    documents that nobody damaged fewer than one in 1,000 blank lines is joined over.

    Leaves alone: headings, captions, bylines and list items, which end without a closing mark too.
    """
    return seam_findings("join-blocks", page, "blocks")

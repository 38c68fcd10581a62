"""Characters that a seam wrote twice."""

from __future__ import annotations

from layoutfix.evidence.seams.decision import weigh_together
from layoutfix.evidence.seams.findings import seam_findings
from layoutfix.model import FindingTable, Page
from layoutfix.rule import Example, rule

__all__ = ["join_doubled"]

_DOUBLED = """\
## 社区食堂开张

社区食堂昨天开张，老人凭卡就餐可以享受优惠。经营者表示，食堂还将为行动不便的老人提供送餐服

服务。开张当天，有三百多人前来用餐。

食堂每天供应两餐。
"""

_WORD = """\
# Library reopens

The library in Mill Street has opened its doors again after two years of repairs, and the

the reading room on the first floor is larger than before. Children get a room of their own.

It is open every day but Monday.
"""


@rule(
    "join-doubled",
    "seams",
    [
        Example(_DOUBLED, _DOUBLED.replace("送餐服\n\n服务", "送餐服务")),
        Example(_WORD, _WORD.replace("and the\n\nthe reading", "and the reading")),
        Example("妈妈说，路上要小心，走得慢一点。\n\n点心已经放在书包里了。\n"),
        Example("# 人\n\n人从众，三人成众。\n\n# 木\n\n木林森，三木成森。\n"),
    ],
    prepare=weigh_together,
)
def join_doubled(page: Page) -> FindingTable:
    """Joins two halves of a paragraph and drops what both of them hold of the word at the seam.

    Why: where a column ended, some systems print the last character again at the top of the next.

    Evidence: the same character, characters or word on both sides of a seam that is a join, and
    whether the language would write it twice (常常, "had had").

    Leaves alone: seams that stand; digits; characters that are often said twice.
    """
    return seam_findings("join-doubled", page, "doubled")

"""Lines of a paragraph that the column broke."""

from __future__ import annotations

from layoutfix.evidence.seams.decision import weigh_together
from layoutfix.evidence.seams.findings import seam_findings
from layoutfix.model import FindingTable, Page
from layoutfix.rule import Example, rule

__all__ = ["join_lines"]

_WRAPPED = """\
The harbour board met on Monday evening to
hear what the new breakwater will cost. It
had put the sum at four million in spring;
the engineers now speak of nearly seven. A
decision is to fall before the end of May,
when the dredgers leave for the north.
"""

_COLUMN = """\
　　市图书馆昨天宣布，下个月的第
一天起延长开放时间，读者晚上十点
以前都可以借书还书。馆长说，这项
改变是应许多上班族的要求作出的，
试行半年以后再听取大家的意见。
"""

_VERSE = """\
The tide goes out, the tide comes in,
The gulls are on the wall,
And where the boats of summer lay
There is no boat at all.
"""

_ROLL = """\
出席会议的有：
张文远
李秀兰
王建国
陈小梅
"""


@rule(
    "join-lines",
    "seams",
    [
        Example(_WRAPPED, _WRAPPED.replace("\n", " ").rstrip() + "\n"),
        Example(_COLUMN, "　　" + _COLUMN.replace("\n", "").strip() + "\n"),
        Example(_VERSE),
        Example(_ROLL),
    ],
    min_confidence=0.55,
    prepare=weigh_together,
)
def join_lines(page: Page) -> FindingTable:
    """Joins neighbouring lines that a column's width has cut apart.

    Why: a reader, a search engine and a language model all take a line break for an end.

    Evidence: whether the next word would still have fitted into the line, measured against the
    lines around it; indents; closing marks, brackets and quotation marks; case, by what the page
    does with the word elsewhere; how often the words or characters beside the seam begin and end
    paragraphs, or stand side by side. The weights were learnt from real line ends in several
    languages.

    Bar: 0.55. Inside hard-wrapped text a wrong join costs little more than a missed one. Confidence
    follows what was right on sources that no weight had seen, and is lower in short documents,
    where few lines show how wide the column is.

    Leaves alone: headings, list marks, tables, code, rulers, captions, bylines; verse, roll calls,
    agendas and addresses, whose lines end before they must.
    """
    return seam_findings("join-lines", page, "lines")

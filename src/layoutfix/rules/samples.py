"""Paragraphs for the examples of rules whose labels show only beside a seam that heals."""

from __future__ import annotations

__all__ = ["CUT_OFF", "CUT_ON", "CUT_ON_WRAPPED", "HAN_JOINED", "HAN_WRAPPED", "JOINED", "WRAPPED"]

WRAPPED = (
    "The ferry will run until the end of October and then again\n"
    "from the first Sunday in March, unless the river freezes as\n"
    "it did in the year the old bridge fell. The captain has a\n"
    "list of those who can swim, and another of those who say so."
)
JOINED = WRAPPED.replace("\n", " ")

HAN_WRAPPED = (
    "渡口的钟楼停了十一年，指针一直指着四点二\n"
    "十分。今年春天，两个刚毕业的年轻人爬上钟\n"
    "楼，把锈住的齿轮一个一个拆下来，装在饼干\n"
    "盒里带回家，用了整整两个月才全部修好。"
)
HAN_JOINED = HAN_WRAPPED.replace("\n", "")

CUT_OFF = (
    "The trustees met in January and found that the channel had silted to a depth of four metres, "
    "and they decided that the work must begin before the ice and the"
)
CUT_ON_WRAPPED = (
    "of the old landing stage nothing is left but two piers, and\n"
    "of the ferry nothing but its bell, which hangs in the porch\n"
    "of the school and is rung on the first day of every term."
)
CUT_ON = CUT_ON_WRAPPED.replace("\n", " ")

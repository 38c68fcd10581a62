"""Running heads, feet and catchwords."""

from __future__ import annotations

from layoutfix.evidence.removal import furniture_labels, furniture_output
from layoutfix.model import Label, Page, Stage
from layoutfix.parsing.together import label_together
from layoutfix.rule import Example, Output, rule

__all__ = ["running_head"]

PAGES = (
    "The trustees met in January and found that the outer channel had silted to a depth",
    "of four metres, the least on record. They decided to bring the dredging forward, and asked",
    "a family firm from the next estuary for its suction dredger. The work was interrupted twice.",
)
HAN_PAGES = (
    "理事会在一月份开会时发现，外侧航道已经淤积到只有四米深，这是有记录以来最浅的一次，两艘货",
    "船在同一次潮水里碰了底，其中一艘到月底才脱险。",
)
HEAD = "THE HARBOUR COURIER   Page"

EXAMPLES = (
    Example(
        f"{HEAD} 1\n\n{PAGES[0]}\n\n{HEAD} 2\n\n{PAGES[1]}\n\n{HEAD} 3\n\n{PAGES[2]}\n",
        f"{PAGES[0]} {PAGES[1]} {PAGES[2]}\n",
    ),
    Example(
        f"江畔晚报 第1版\n\n{HAN_PAGES[0]}\n\n江畔晚报 第2版\n\n{HAN_PAGES[1]}\n",
        f"{HAN_PAGES[0]}{HAN_PAGES[1]}\n",
    ),
    Example(
        "".join(f"{text}\nREPORT OF THE TRUST  \n \n{n}\n" for n, text in enumerate(PAGES, 41)),
        f"{PAGES[0]} {PAGES[1]} {PAGES[2]}\n",
    ),
    Example(f"Item\n\n1\n\n{PAGES[2]}\n\nItem\n\n2\n\n{PAGES[2]}\n\nItem\n\n3\n\n{PAGES[2]}\n"),
    Example(
        "MISS HARKER\n\nI have asked what it would cost\n\nMISS HARKER\n\nand was told it depends\n"
    ),
    Example(
        "Ring the bells\n\nAnd nobody has said a word\n\n"
        "Ring the bells\n\nOr not so loud that it was heard\n"
    ),
    Example(f"Kind regards, Hester Quayle\n\n{PAGES[2]}\n\nKind regards, Hester Quayle\n"),
)


def _labels(page: Page) -> list[Label]:
    return furniture_labels(page, "running-head")


@rule(
    "running-head",
    Stage.ROLES,
    EXAMPLES,
    needs=("join-lines", "join-blocks", "page-number"),
    labels=_labels,
    prepare=label_together,
)
def running_head(page: Page) -> Output:
    """A line that stands on every page leaves: the paper's name, the date, the chapter.

    It is found by its recurrence, numbers aside, and not by its words. Recurrence alone proves
    nothing: refrains, speakers, headings, signatures and rows of tables recur on purpose. The whole
    series must behave as the pages do: a page of text lies between one place and the next, and the
    lines stand at form feeds, inside sentences, evenly, or beside numbers that count up; a number
    in them that counts up is not enough, for items are counted too. What stands beside such a
    series wherever it stands belongs to it, and so do the titles of chapters beside page numbers
    that part sentences.

    In old books the first word of the next page stands below each page. Such catchwords leave
    where they part pages of about one length, together with the head that follows and the
    signature of the sheet above them; the text that they announce is the proof.

    A line that a word list of your own names as ``furniture`` leaves wherever it stands by itself.
    """
    return furniture_output(page, "running-head")

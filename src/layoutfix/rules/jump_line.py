"""Jump lines: where an article goes on, and where it came from."""

from __future__ import annotations

from layoutfix.evidence.removal import furniture_labels, furniture_output
from layoutfix.model import Label, Page, Stage
from layoutfix.parsing.together import label_together
from layoutfix.rule import Example, Output, rule

__all__ = ["jump_line"]

EXAMPLES = (
    Example(
        "水务局提前两周放水，主要是考虑到今年入梅偏早，而且沿江有三处堤段正在进行加固施\n\n"
        "（下转第3版）\n\n（上接第1版）\n\n工，工程队要到雨季结束以后才能撤离。\n",
        "水务局提前两周放水，主要是考虑到今年入梅偏早，而且沿江有三处堤段正在进行加固施"
        "工，工程队要到雨季结束以后才能撤离。\n",
    ),
    Example(
        "It has asked the county to let it extend the workings northward as far\n\n"
        "Continued on A5\n\nas the old road.\n",
        "It has asked the county to let it extend the workings northward as far as the old road.\n",
    ),
    Example(
        "Der Rat tagte bis Mitternacht.\n\nFortsetzung auf Seite 3\n",
        "Der Rat tagte bis Mitternacht.\n",
    ),
    Example("The story is continued on page 3 of the evening edition.\n\nIt is a long one.\n"),
    Example(
        "The serial that everybody read was begun in May and then\n"
        "continued on page 4 of every number until the spring, when\n"
        "the paper was sold and its last chapter was never printed.\n",
        "The serial that everybody read was begun in May and then "
        "continued on page 4 of every number until the spring, when "
        "the paper was sold and its last chapter was never printed.\n",
    ),
    Example("下转第二条河，再走三里就到了。\n\n那里有一座桥。\n"),
)


def _labels(page: Page) -> list[Label]:
    return furniture_labels(page, "jump-line")


@rule(
    "jump-line",
    Stage.ROLES,
    EXAMPLES,
    needs=("join-lines", "join-blocks"),
    labels=_labels,
    prepare=label_together,
)
def jump_line(page: Page) -> Output:
    """A line that only sends the reader to another page leaves.

    下转第3版, "Continued on A5" and "Fortsetzung auf Seite 3" belong to the sheet and not to the
    article, whose halves meet where they stand. The whole line must be of a form listed in
    ``data/words`` and stand by itself or in brackets; a sentence that mentions a page stays.
    """
    return furniture_output(page, "jump-line")

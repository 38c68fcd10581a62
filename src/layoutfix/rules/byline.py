"""Who wrote it."""

from __future__ import annotations

from layoutfix.model import Page, Role, Stage
from layoutfix.parsing.together import label_together
from layoutfix.parsing.worded_roles import labels_of
from layoutfix.rule import Example, Output, rule
from layoutfix.rules.samples import CUT_OFF, CUT_ON, HAN_JOINED, HAN_WRAPPED, JOINED, WRAPPED

__all__ = ["byline"]

EXAMPLES = (
    Example(f"本报记者 沈如意\n\n{HAN_WRAPPED}\n", f"本报记者 沈如意\n\n{HAN_JOINED}\n"),
    Example(f"By Ruth Ellerby\n\n{WRAPPED}\n", f"By Ruth Ellerby\n\n{JOINED}\n"),
    Example(
        "By our Netherby correspondent\nof the old landing stage\nnothing is left but two piers.\n",
        "By our Netherby correspondent\nof the old landing stage nothing is left but two piers.\n",
    ),
    Example("Von Ruth Ellerby\n\nund ihrer Fähre handelt dieser Bericht.\n"),
    Example("记者 沈如意\n\n渡口的钟楼又走了。\n"),
    Example(f"{CUT_OFF}\n\nBy a staff reporter\n\n{CUT_ON}\n"),
)


@rule("byline", Stage.ROLES, EXAMPLES, needs=("join-lines", "join-blocks"), prepare=label_together)
def byline(page: Page) -> Output:
    """A line that only names who wrote the text is a byline.

    A byline ends without a mark, and the text below it would be read as its second half. The
    whole line must be of a form listed in ``data/words`` (本报记者 X, By X, Von X, X 기자) with
    names where names belong, and stand apart or in a stack of few short lines. A sentence that
    begins with "By" and a line inside a column of text are left alone.
    """
    return labels_of(page, Role.BYLINE)

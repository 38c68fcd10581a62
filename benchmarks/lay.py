"""Lines with their gold, and the page they make. Only `lay` counts offsets."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.gold import GoldPage, GoldSeam


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    `label` and `doubled` are the gold of the seam to the line before it; an `aside` (furniture,
    caption) stands between body lines, and the label of the body line after it belongs to the body
    line before it. `blank` counts the blank lines before the line; `feed` puts a form feed there;
    `tail` is white space after the text.
    """

    text: str
    label: str = "P"
    indent: str = ""
    blank: int = 0
    doubled: int = 0
    aside: bool = False
    feed: bool = False
    tail: str = ""


def lay(
    lines: Sequence[Line], name: str, lang: str, kind: str, newline: str = "\n", hollow: str = ""
) -> GoldPage:
    """Write the lines under one another; `hollow` is the white space on blank lines.

    >>> lay([Line("a cut"), Line("- 3 -", aside=True), Line("line", "S")], "x", "en", "demo").across
    (GoldSeam(left_end=5, right_start=12, label='S', doubled=0),)
    """
    parts: list[str] = []
    seams: list[GoldSeam] = []
    across: list[GoldSeam] = []
    at = 0
    last = body = -1
    for line in lines:
        if last >= 0:
            before = newline + (hollow + newline) * line.blank + ("\f" if line.feed else "")
        else:
            before = ""
        before += line.indent
        start = at + len(before)
        interrupted = body != last
        if last >= 0:
            joins = not interrupted if not line.aside else interrupted
            label = line.label if joins else "P"
            seams.append(GoldSeam(last, start, label, line.doubled if label == "D" else 0))
            if interrupted and not line.aside and line.label != "P" and body >= 0:
                across.append(GoldSeam(body, start, line.label, line.doubled))
        parts.extend((before, line.text, line.tail))
        last = start + len(line.text)
        at = last + len(line.tail)
        if not line.aside:
            body = last
    return GoldPage(name, lang, kind, "".join(parts), tuple(seams), tuple(across))

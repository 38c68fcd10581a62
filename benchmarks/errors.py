"""What goes wrong most often at seams, by source: `python -m benchmarks.errors --lab FILE`.

Every seam that is wrongly joined, wrongly left, or joined with the wrong glue gets a kind: what
stands at the line's end, whether the line is full, what the next line begins with. One row for each
of the commonest kinds, one column for each source, and examples with `--show`.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.gold import JOINS, GoldPage, GoldSeam
from benchmarks.real import LINES, pages_of
from benchmarks.real_pages import READERS, apart
from benchmarks.score import Decision, FixedLike, decisions
from benchmarks.typeset.records import read

NEAR, FULL = 12, 0.85
"""Lines around one that say how wide the column is, and the share of it that a full line fills."""

LAB = "lab"
GLUE = {"S": " ", "N": "", "H": "", "K": ""}
HYPHENS = frozenset("-¬⸗=‐\u00ad")
_WRAPPERS = "\"'”’»«)]）』」】"
_ENDS = {".。．": "full stop", "!?！？": "exclamation", ":：;；": "colon", ",，、": "comma"}
_OPENERS = "\"'“„‘«»([（『「【"


@dataclass(frozen=True, slots=True)
class Error:
    """A wrong seam: its kind, and the text around it."""

    kind: str
    example: str


def is_full(sizes: Sequence[int], number: int) -> bool:
    """Say whether a line fills its column, by the lengths of the lines around.

    >>> is_full([60, 61, 30, 60], 2), is_full([60, 61, 30, 60], 3)
    (False, True)
    """
    near = sorted(sizes[max(number - NEAR, 0) : number + NEAR + 1])
    return sizes[number] >= FULL * near[len(near) * 4 // 5]


def line_sizes(page: GoldPage) -> list[int]:
    """The lengths of the lines that the page's seams part, in code points."""
    starts = [0, *(seam.right_start for seam in page.seams)]
    ends = [*(seam.left_end for seam in page.seams), len(page.text)]
    return [end - start for start, end in zip(starts, ends, strict=True)]


def ending(left: str) -> str:
    """Name what a line ends with, quotes and brackets looked through.

    >>> ending("He left.”"), ending("well-"), ending("the")
    ('full stop', 'hyphen', 'word')
    """
    bare = left.rstrip(_WRAPPERS) or left
    if bare[-1:] in HYPHENS:
        return "hyphen"
    if bare[-1:].isdigit():
        return "figure"
    found = (name for marks, name in _ENDS.items() if bare[-1:] and bare[-1] in marks)
    return next(found, "word" if bare[-1:].isalpha() else "other mark")


def beginning(right: str) -> str:
    """Name what a line begins with.

    >>> beginning("“Now"), beginning("then"), beginning("3."), beginning("- a"), beginning("北")
    ('a capital', 'a small letter', 'a figure', 'another mark', 'a letter without case')
    """
    first = (right.lstrip(_OPENERS) or right)[:1]
    if first.isdigit():
        return "a figure"
    if not first.isalpha():
        return "another mark"
    if first.islower():
        return "a small letter"
    return "a capital" if first.isupper() or first.istitle() else "a letter without case"


def kind_of(page: GoldPage, number: int, full: bool, what: str) -> str:
    """Name the kind of a wrong seam.

    Args:
        page: the page.
        number: of its seam.
        full: whether the line before the seam fills its column.
        what: `left`, `joined` or `glue`.
    """
    seam = page.seams[number]
    left, right = page.text[: seam.left_end][-40:], page.text[seam.right_start :][:40]
    place = "blank line" if apart(page, seam) else "full line" if full else "short line"
    return f"{what}: {ending(left)}, {place}, {beginning(right)}"


def errors(page: GoldPage, made: Iterable[Decision]) -> Iterator[Error]:
    """Yield the wrong seams of a page."""
    sizes = line_sizes(page)
    for number, (seam, decision) in enumerate(zip(page.seams, made, strict=True)):
        what = _verdict(seam, decision)
        if what:
            left, right = page.text[: seam.left_end], page.text[seam.right_start :]
            example = f"{page.id[-24:]:>24} {left[-60:]!r} | {right[:60]!r}"
            yield Error(kind_of(page, number, is_full(sizes, number), what), example)


def _verdict(seam: GoldSeam, decision: Decision) -> str:
    if seam.label == "?":
        return ""
    if decision.joined is not (seam.label in JOINS):
        return "joined" if decision.joined else "left"
    if not decision.joined or seam.label not in GLUE:
        return ""
    wrong = decision.glue != GLUE[seam.label] or decision.dropped != (seam.label == "H")
    return "glue" if wrong else ""


def count(
    sources: Iterable[tuple[str, GoldPage]], repair: Callable[[str], FixedLike]
) -> tuple[dict[str, Counter[str]], dict[str, list[str]]]:
    """Count the errors of each source by kind, and collect the examples of each kind."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    for source, page in sources:
        for error in errors(page, decisions(page, page.seams, repair(page.text))):
            counts[source][error.kind] += 1
            examples[error.kind].append(error.example)
    return counts, examples


def pages(
    sources: Sequence[str], lab: Path | None, most: int, every: int
) -> Iterator[tuple[str, GoldPage]]:
    """Yield the scoring pages of each source with its name; every so-manyth of the lab's."""
    for source in sources:
        for page in islice(pages_of(source, "scoring"), most):
            name = page.kind.split()[0] if source == LINES else source
            yield name, page
    if lab is not None:
        yield from ((LAB, record.untorn) for record in islice(read(lab), 0, None, every))


def main() -> None:
    """Print the table."""
    import layoutfix

    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--source", action="append", choices=[*READERS, LINES])
    options.add_argument("--lab", type=Path, help="typeset pages of the scoring half")
    options.add_argument("--every", type=int, default=1, help="of typeset pages, one of so many")
    options.add_argument("--pages", type=int, default=60, help="of each source, at most")
    options.add_argument("--kinds", type=int, default=20)
    options.add_argument("--show", type=int, default=0, help="examples of each kind")
    chosen = options.parse_args()
    known = chosen.source or [LINES, *READERS]
    counts, examples = count(pages(known, chosen.lab, chosen.pages, chosen.every), layoutfix.fix)
    total = sum(counts.values(), Counter[str]())
    print(f"{'':58} {'all':>6} " + " ".join(f"{source[:9]:>9}" for source in counts))
    for kind, number in total.most_common(chosen.kinds):
        print(f"{kind:58} {number:6} " + " ".join(f"{own[kind]:9}" for own in counts.values()))
        step = max(1, len(examples[kind]) // chosen.show) if chosen.show else 1
        for example in examples[kind][::step][: chosen.show]:
            print("    " + example)
    others = total.total() - sum(number for _, number in total.most_common(chosen.kinds))
    print(f"{'all other kinds':58} {others:6}")
    print(f"{'all':58} {total.total():6} " + " ".join(f"{c.total():9}" for c in counts.values()))


if __name__ == "__main__":
    main()

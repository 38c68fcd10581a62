"""What an alignment says about a page: labels of its seams, and how each block came through."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.gold import GoldSeam
from benchmarks.typeset.alignment import (
    FURNITURE,
    HYPHENS,
    UNKNOWN,
    UNSEEN,
    Alignment,
    Run,
    letters_of,
)
from benchmarks.typeset.document import ASIDES, Block, Furniture

STATES = ("direct", "across", "scattered", "lost")
"""How the lines of a block stand: under one another; with furniture or asides between them; torn
apart by other text or out of order; not all found, or not exactly."""

_SOFT = "\u00ad"


@dataclass(frozen=True, slots=True)
class BlockTruth:
    """One block of the document as it stands in the extracted text.

    Attributes:
        role: the role of the `Block`.
        state: one of `STATES`.
        start: its first character, a code point of the text; -1 if nothing of it was found.
        end: after its last character.
        joints: the line ends inside it, in its order; empty when it is lost.
    """

    role: str
    state: str
    start: int
    end: int
    joints: tuple[GoldSeam, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is known about a page.

    Attributes:
        seams: one for each pair of neighbouring lines that aren't blank.
        across: joins over furniture and asides.
        blocks: in the order of reading.
        furniture: spans of the lines that the layout put there.
        torn: indices of the seams beside a line of a block that is scattered: text of several
            columns runs together there, and no join can mend it.
        unknown: how many runs could not be placed.
    """

    seams: tuple[GoldSeam, ...]
    across: tuple[GoldSeam, ...]
    blocks: tuple[BlockTruth, ...]
    furniture: tuple[tuple[int, int], ...]
    torn: tuple[int, ...]
    unknown: int


def furniture_pattern(furniture: Furniture, first: int, pages: int) -> re.Pattern[str]:
    """Match the letters of a line that holds a running head, a page number, or both."""
    number = "(?:" + "|".join(str(first + page) for page in range(pages)) + ")"
    before, _, after = furniture.number.partition("{p}")
    number = re.escape(letters_of(before).text) + number + re.escape(letters_of(after).text)
    title = re.escape(letters_of(furniture.title).text)
    return re.compile(f"{number}|{title}(?:{number})?|{number}{title}" if title else number)


def truth_of(text: str, blocks: Sequence[Block], found: Alignment) -> Truth:
    """Read the truth about `text` off its alignment with the blocks."""
    runs = list(_merged(found.runs))
    lines = [list(own) for _, own in itertools.groupby(runs, key=lambda run: run.line)]
    pairs = list(itertools.pairwise(lines))
    seams = tuple(_seam(text, above[-1], below[0], blocks, found) for above, below in pairs)
    by_block: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        by_block.setdefault(run.block, []).append(index)
    shared = {line[0].line for line in lines if len({run.block for run in line}) > 1}
    known = tuple(
        _block(text, at, by_block.get(at, []), runs, shared, blocks, found)
        for at in range(len(blocks))
    )
    direct = {(seam.left_end, seam.right_start) for seam in seams}
    across = tuple(
        joint
        for block in known
        if block.state == "across"
        for joint in block.joints
        if (joint.left_end, joint.right_start) not in direct
    )
    furniture = tuple((run.start, run.end) for run in runs if run.block == FURNITURE)
    scattered = {at for at, block in enumerate(known) if block.state == "scattered"}
    torn = tuple(
        at
        for at, (above, below) in enumerate(pairs)
        if seams[at].label == "P" and scattered & {run.block for run in (*above, *below)}
    )
    return Truth(seams, across, known, furniture, torn, len(by_block.get(UNKNOWN, ())))


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Put neighbouring runs of a line together that are one in the block, or both furniture."""
    last: Run | None = None
    for run in runs:
        if last is not None and _go_together(last, run):
            last = Run(last.line, last.start, run.end, last.block, last.low, run.high)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _go_together(left: Run, right: Run) -> bool:
    if left.line != right.line or left.block != right.block:
        return False
    return left.block == FURNITURE or (left.block >= 0 and left.high == right.low)


def _seam(text: str, left: Run, right: Run, blocks: Sequence[Block], found: Alignment) -> GoldSeam:
    if UNKNOWN in (left.block, right.block):
        label = "?"
    elif left.block == right.block >= 0 and left.high == right.low:
        label = _label(text, left, right, blocks[left.block].text, found)
    else:
        label = "P"
    return GoldSeam(left.end, right.start, label)


def _label(text: str, left: Run, right: Run, source: str, found: Alignment) -> str:
    """Return the label whose glue gives back what stands between the two sides in the source."""
    inside = source[found.letters.source[left.high - 1] + 1 : found.letters.source[right.low]]
    wanted = _plain(inside)
    before = _plain(text[_last_letter(text, left) + 1 : left.end])
    after = _plain(text[right.start : _first_letter(text, right)])
    if before + " " + after == wanted:
        return "S"
    before = before.strip()  # some extractors put a space before a hyphen
    if before + after == wanted:
        return "K" if before else "N"
    if before.endswith("-") and before[:-1] + after == wanted:
        return "H"
    return "J"


def _plain(text: str) -> str:
    """Return the text with one kind of hyphen and of space, and no soft hyphen inside."""
    seen = (mark for mark in text if mark not in UNSEEN and (mark != _SOFT or len(text) == 1))
    return re.sub(r"\s+", " ", "".join("-" if mark in HYPHENS else mark for mark in seen))


def _last_letter(text: str, run: Run) -> int:
    return next(
        at for at in range(run.end - 1, run.start - 1, -1) if letters_of(text, at, at + 1).text
    )


def _first_letter(text: str, run: Run) -> int:
    return next(at for at in range(run.start, run.end) if letters_of(text, at, at + 1).text)


def _block(
    text: str,
    at: int,
    own: Sequence[int],
    runs: Sequence[Run],
    shared: set[int],
    blocks: Sequence[Block],
    found: Alignment,
) -> BlockTruth:
    role, source = blocks[at].role, blocks[at].text
    if not own:
        return BlockTruth(role, "lost", -1, -1, ())
    mine = [runs[index] for index in own]
    start, end = mine[0].start, mine[-1].end
    lost = BlockTruth(role, "lost", start, end, ())
    if not found.whole[at] or any(_is_altered(text, run, source, found) for run in mine):
        return lost
    ordered = all(left.high == right.low for left, right in itertools.pairwise(mine))
    if not ordered or any(run.line in shared for run in mine):
        return BlockTruth(role, "scattered", start, end, ())
    state = "direct"
    joints: list[GoldSeam] = []
    for left, right in itertools.pairwise(own):
        label = _label(text, runs[left], runs[right], source, found)
        if label == "J":
            return lost
        joints.append(GoldSeam(runs[left].end, runs[right].start, label))
        between = {runs[index].block for index in range(left + 1, right)}
        if UNKNOWN in between:
            return lost
        if between:
            aside = all(
                block == FURNITURE or blocks[block].role in ASIDES | {"jump"} for block in between
            )
            if not aside:
                return BlockTruth(role, "scattered", start, end, ())
            state = "across"
    return BlockTruth(role, state, start, end, tuple(joints))


def _is_altered(text: str, run: Run, source: str, found: Alignment) -> bool:
    """Whether the run has hyphens inside that its source doesn't have."""
    inside = text[_first_letter(text, run) : _last_letter(text, run) + 1]
    low, high = found.letters.source[run.low], found.letters.source[run.high - 1] + 1
    return _hyphens(inside) > _hyphens(source[low:high])


def _hyphens(text: str) -> int:
    return sum(mark in HYPHENS and mark != _SOFT for mark in text)

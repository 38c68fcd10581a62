"""Captions that stand inside a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from layoutfix.model import Edit, Finding, Flags, Page, Proof, Role, Span, Stage
from layoutfix.parsing.furniture import furniture
from layoutfix.parsing.surroundings import SURELY, goes_on, surroundings
from layoutfix.parsing.worded_roles import worded
from layoutfix.rule import Example, Output, no_labels, rule

__all__ = ["move_caption"]

SURE, LIKELY = 0.92, 0.6

MOST_IN_A_CHAIN = 3
"""Captions inside one paragraph that are moved: one moves in each pass."""

LEFT = "She reads three detective novels a week and has been known to post corrections to the"
RIGHT = "publishers when a train leaves from the wrong platform."
CREDIT = "Dorothy Speight outside her cottage. Photo: Ines Rowntree"

EXAMPLES = (
    Example(
        f"{LEFT}\n\n{CREDIT}\n\n{RIGHT}\n\nThe van costs little.\n",
        f"{LEFT} {RIGHT}\n\n{CREDIT}\n\nThe van costs little.\n",
    ),
    Example(f"{LEFT}\n\n{CREDIT}\n\n{RIGHT}", f"{LEFT} {RIGHT}\n\n{CREDIT}"),
    Example(
        "镇上的老戏台修好以后，第一场演什么成了大家争论最多的事情，年轻人希望请一支外地的乐\n\n"
        "图为修缮一新的老戏台\n\n队来热闹热闹，老人们却只想听一出完整的戏。\n\n（辛若兰）\n",
        "镇上的老戏台修好以后，第一场演什么成了大家争论最多的事情，年轻人希望请一支外地的乐"
        "队来热闹热闹，老人们却只想听一出完整的戏。\n\n图为修缮一新的老戏台\n\n（辛若兰）\n",
    ),
    Example(f"{LEFT} press.\n\n{CREDIT}\n\nThe publishers answer every time.\n"),
    Example(f"# Corrections to the\n\n{CREDIT}\n\n{RIGHT}\n"),
)


@rule("move-caption", Stage.ROLES, EXAMPLES, needs=("caption", "join-blocks"), labels=no_labels)
def move_caption(page: Page) -> Output:
    """A caption between the two halves of a sentence moves behind the paragraph.

    The layout put the picture where there was room, and the text was cut around it. The caption
    is kept, but the sentence must come first: it is put behind the paragraph's other half with
    the separator that stood before it. Both halves must be running text, the left without a
    closing mark and the right beginning as no sentence does; else the caption stays.
    """
    runs = _runs(page)
    if not runs:
        return
    lines = page.lines
    firsts = np.array([first for first, _ in runs], np.int64)
    lasts = np.array([last for _, last in runs], np.int64)
    beyond = np.minimum(lasts + 1, len(lines) - 1)
    left = np.where((lines.gap[firsts] > 0) & (firsts > 0), firsts - 1, -1)
    right = np.where((lines.gap[beyond] > 0) & (beyond > lasts), beyond, -1)
    blocked = np.zeros(len(lines), np.bool_)
    blocked[page.derived(furniture).rows] = True
    for first, last, _ in page.derived(worded):
        blocked[first : last + 1] = True
    left = np.where(blocked[left], -1, left)
    right = np.where(blocked[right], -1, right)
    strength = goes_on(page, left, right)
    if strength.any():
        yield from _findings(page, runs, strength.tolist(), blocked)


def _runs(page: Page) -> list[tuple[int, int]]:
    """First and last row of each run of captions."""
    runs: list[tuple[int, int]] = []
    for first, last, role in page.derived(worded):
        if role is not Role.CAPTION:
            continue
        if runs and runs[-1][1] + 1 == first:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def _findings(
    page: Page, runs: list[tuple[int, int]], strength: list[int], blocked: Flags
) -> Iterator[Finding]:
    """A finding for each run inside a sentence; in a chain of them only the last one moves."""
    lines = page.lines
    on = _goes_on_below(page, blocked)
    chains: dict[int, int] = {}  # first row of a run, to how many of its paragraph come from it on
    moves: dict[int, tuple[int, int]] = {}  # run, to the row behind its paragraph and how many wait
    for place in reversed(np.flatnonzero(strength).tolist()):
        first, last = runs[place]
        behind = _behind_paragraph(page, last + 1, on)
        waits = chains.get(behind, 0)
        chains[first] = waits + 1
        moves[place] = behind, waits
    chained = 0
    for place, (behind, waits) in sorted(moves.items()):
        first, last = runs[place]
        chained = max(chained, waits + 1)
        span = Span(int(lines.start[first]), int(lines.end[last]))
        moved = Span(int(lines.end[first - 1]), int(lines.end[last]))
        edit = Edit(moved, target=int(lines.end[behind - 1]))
        may = waits == 0 and chained <= MOST_IN_A_CHAIN
        yield Finding(
            "move-caption",
            span,
            "a caption stands inside a sentence",
            SURE if strength[place] == SURELY else LIKELY,
            (edit,) if may else (),
            (("captions of the same paragraph behind it", float(waits)),),
            (Proof("a sentence goes on behind it", Span(moved.start, int(lines.start[last + 1]))),),
        )
        if waits == 0:
            chained = 0


def _goes_on_below(page: Page, blocked: Flags) -> Flags:
    """Where a paragraph surely goes on in the next line across a gap; a place for each line."""
    on = np.zeros(len(page.lines), np.bool_)
    free = ~blocked[:-1] & ~blocked[1:] & (page.lines.gap[1:] > 0)
    rows = np.flatnonzero(free)
    on[rows] = goes_on(page, rows, rows + 1) == SURELY
    return on


def _behind_paragraph(page: Page, row: int, on: Flags) -> int:
    """The row behind the paragraph that begins in ``row``, the blocks it goes on in included."""
    lines, block_last = page.lines, page.derived(surroundings).block_last
    while True:
        last = int(block_last[row])
        indent = int(lines.indent[row])
        while row < last and lines.indent[row + 1] <= indent:
            row += 1
        if row < last or not on[row]:
            return row + 1
        row += 1

"""How well are misplaced paragraphs put back, and how many are harmed that stood right?

    python -m benchmarks.placement [--pages 500] [--clean 500] [--half scoring] [--lang zh en]

A paragraph is put back when it stands under a heading of its own article again; it is harmed when
it stood under one and doesn't any more, or when its neighbours changed on a clean page. Everything
is read from the output's segments.
"""

from __future__ import annotations

import argparse
import itertools
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.displacement import GoldPiece, PlacedPage, news, pages
from benchmarks.gold import shared
from benchmarks.score import FixedLike
from layoutfix import DEFAULT, Ruleset, Stage, fix

MOVES = Ruleset(tuple(each for each in DEFAULT if each.stage in (Stage.ROLES, Stage.PLACEMENT)))
LENGTHS = (60, 120, 240, 480, 10**9)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one paragraph."""

    piece: GoldPiece
    kind: str
    displaced: bool
    moved: bool
    right: bool


def outcomes(page: PlacedPage, fixed: FixedLike) -> list[Outcome]:
    """What became of each paragraph of a page."""
    places = _Places(fixed)
    headings = sorted((places.of(start), article) for start, article in page.headings)
    starts = [start for start, _ in headings]
    out = []
    for piece in page.pieces:
        if piece.copy or not piece.body:
            continue
        at = places.of((piece.start + piece.end) // 2)
        row = bisect_right(starts, at) - 1
        now = headings[row][1] if row >= 0 else -1
        displaced = piece.present != piece.article
        out.append(Outcome(piece, page.kind, displaced, now != piece.present, now == piece.article))
    return out


class _Places:
    """From offsets of the source to offsets of the output."""

    def __init__(self, fixed: FixedLike) -> None:
        rows: list[tuple[int, int, int]] = []
        at = 0
        for segment in fixed.segments:
            if segment.span is None:
                at += len(segment.glue)
            else:
                rows.append((segment.span.start, segment.span.end, at))
                at += segment.span.end - segment.span.start
        self._rows = sorted(rows)

    def of(self, offset: int) -> int:
        row = max(bisect_right(self._rows, (offset, 1 << 60, 0)) - 1, 0)
        if not self._rows:
            return 0
        start, end, at = self._rows[row]
        return at + min(max(offset - start, 0), end - start)


def order_kept(page: PlacedPage, fixed: FixedLike) -> tuple[int, int]:
    """How many neighbours of one article stand in their order, and how many there are."""
    places = _Places(fixed)
    by_article: dict[int, list[tuple[int, int]]] = {}
    for piece in page.pieces:
        if not piece.copy and piece.body:
            by_article.setdefault(piece.article, []).append((piece.order, places.of(piece.start)))
    good = total = 0
    for rows in by_article.values():
        rows.sort(key=lambda row: row[0])
        for one, other in itertools.pairwise(rows):
            good += one[1] <= other[1]
            total += 1
    return good, total


def tally(rows: Iterable[Outcome]) -> str:
    """Precision, recall and F1 of what was put back, and the harmed."""
    count: Counter[str] = Counter()
    for row in rows:
        count["displaced"] += row.displaced
        count["moved"] += row.moved
        count["back"] += row.displaced and row.moved and row.right
        count["harmed"] += row.moved and not row.displaced
        count["all"] += 1
    back = count["back"]
    precision = back / count["moved"] if count["moved"] else float("nan")
    recall = back / count["displaced"] if count["displaced"] else float("nan")
    both = count["moved"] + count["displaced"]
    f1 = 2 * back / both if both else float("nan")
    return (
        f"{precision:7.3f} {recall:7.3f} {f1:7.3f} {count['displaced']:7} {back:7}"
        f" {count['moved'] - back:7} {count['harmed']:7} {count['all']:8}"
    )


NAMES = ("prec.", "recall", "F1", "displ.", "back", "wrong", "harmed", "    all")
HEAD = " " * 12 + "".join(f" {name:>7}" for name in NAMES)


def report(lang: str, rows: Sequence[Outcome], clean: Sequence[Outcome]) -> None:
    """Print the tables of one language."""
    print(f"\n{lang}\n{HEAD}")
    print(f"{'all':12} {tally(rows)}")
    for kind in sorted({row.kind for row in rows}):
        print(f"{kind:12} {tally(row for row in rows if row.kind == kind)}")
    low = 0
    for high in LENGTHS:
        here = [r for r in rows if low <= r.piece.end - r.piece.start < high]
        print(f"{f'under {high}' if high < 10**9 else 'longer':12} {tally(here)}")
        low = high
    harmed = sum(row.moved for row in clean)
    if clean:
        print(f"clean pages alone: {harmed} of {len(clean)} paragraphs harmed")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--clean", type=int, default=500)
    parser.add_argument("--half", default="scoring")
    parser.add_argument("--lang", nargs="+", default=["zh", "en"])
    parser.add_argument("--seed", default="31")
    chosen = parser.parse_args()
    for lang in chosen.lang:
        articles = news(shared() / "corpora", lang, chosen.half)
        rows: list[Outcome] = []
        clean: list[Outcome] = []
        good = total = 0
        start = time.perf_counter()
        for page in pages(articles, lang, chosen.seed, chosen.pages, half=chosen.half):
            fixed = fix(page.text, rules=MOVES)
            rows.extend(outcomes(page, fixed))
            kept, every = order_kept(page, fixed)
            good, total = good + kept, total + every
        for page in pages(
            articles, lang, chosen.seed + "c", chosen.clean, kind="clean", half=chosen.half
        ):
            clean.extend(outcomes(page, fix(page.text, rules=MOVES)))
        report(lang, rows, clean)
        print(f"neighbours in order: {good} of {total}")
        print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

"""How well are misplaced paragraphs put back, and how many are harmed that stood right?

    python -m benchmarks.placement [--pages 500] [--clean 500] [--half scoring] [--lang zh en]

A paragraph is put back when it stands under a heading of its own article again; it is harmed when
it stood under one and stands under another heading now, be it one of the same article. What `fix`
did is read from the output's segments; the curve and the table of reliability are of the fragments
that `find_misplaced` gives, before any is moved.
"""

from __future__ import annotations

import argparse
import itertools
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.displacement import GoldPiece, PlacedPage, news, pages
from benchmarks.gold import shared
from benchmarks.score import FixedLike
from layoutfix import DEFAULT, Misplaced, find_misplaced, fix

LENGTHS = (60, 120, 240, 480, 10**9)
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995)
BINS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one paragraph; `run` is the length of the fragment it is part of."""

    kind: str
    run: int
    displaced: bool
    moved: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A fragment that was found: how many of its paragraphs are displaced, and belong there."""

    confidence: float
    paragraphs: int
    right: int
    harmed: int


def scored(page: PlacedPage) -> list[GoldPiece]:
    """The paragraphs that are scored: no bylines, captions or sign-offs, no copies."""
    return [piece for piece in page.pieces if piece.body and not piece.copy]


def outcomes(page: PlacedPage, fixed: FixedLike) -> list[Outcome]:
    """What became of each paragraph of a page."""
    places = _Places(fixed)
    headings = sorted((places.of(start), article) for start, article in page.headings)
    starts = [start for start, _ in headings]
    out = []
    for piece, run in zip(scored(page), _run_lengths(scored(page)), strict=True):
        at = places.of((piece.start + piece.end) // 2)
        row = bisect_right(starts, at) - 1
        place, now = headings[row] if row >= 0 else (-1, -1)
        displaced = piece.present != piece.article
        above = max((start for start, _ in page.headings if start < piece.start), default=-1)
        moved, right = place != (places.of(above) if above >= 0 else -1), now == piece.article
        out.append(Outcome(page.kind, run, displaced, moved, right))
    return out


def _run_lengths(pieces: Sequence[GoldPiece]) -> list[int]:
    """For each paragraph the characters of its neighbours of the same article, itself included."""
    out: list[int] = []
    for _, group in itertools.groupby(pieces, lambda piece: (piece.article, piece.present)):
        run = list(group)
        out += [sum(piece.end - piece.start for piece in run)] * len(run)
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
    """Pairs of neighbours of one article, one of them displaced, that stand in order; and all."""
    places = _Places(fixed)
    by_article: dict[int, list[GoldPiece]] = {}
    for piece in scored(page):
        by_article.setdefault(piece.article, []).append(piece)
    good = total = 0
    for rows in by_article.values():
        rows.sort(key=lambda piece: piece.order)
        for one, other in itertools.pairwise(rows):
            if one.present != one.article or other.present != other.article:
                good += places.of(one.start) <= places.of(other.start)
                total += 1
    return good, total


def found(page: PlacedPage, fragments: Iterable[Misplaced]) -> Iterator[Found]:
    """What the fragments that have an owner hold."""
    owners = dict(page.headings)
    for each in fragments:
        if each.owner is None:
            continue
        inside = [
            piece
            for piece in scored(page)
            if each.fragment.start <= (piece.start + piece.end) // 2 < each.fragment.end
        ]
        article = owners.get(each.owner.start, -1)
        right = sum(p.article == article and p.present != article for p in inside)
        harmed = sum(p.present == p.article for p in inside)
        yield Found(each.confidence, len(inside), right, harmed)


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
    figures = _figures(back, count["moved"], count["displaced"])
    return (
        f"{figures} {count['displaced']:7} {back:7}"
        f" {count['moved'] - back:7} {count['harmed']:7} {count['all']:7}"
    )


def _figures(back: int, moved: int, displaced: int) -> str:
    precision = back / moved if moved else float("nan")
    recall = back / displaced if displaced else float("nan")
    both = moved + displaced
    return f"{precision:7.3f} {recall:7.3f} {2 * back / both if both else float('nan'):7.3f}"


NAMES = ("prec.", "recall", "F1", "displ.", "back", "wrong", "harmed", "all")
HEAD = " " * 12 + "".join(f" {name:>7}" for name in NAMES)


def report(lang: str, rows: Sequence[Outcome]) -> None:
    """Print the tables of one language."""
    print(f"\n{lang}\n{HEAD}")
    print(f"{'all':12} {tally(rows)}")
    for kind in sorted({row.kind for row in rows}):
        print(f"{kind:12} {tally(row for row in rows if row.kind == kind)}")
    print("by the length of the fragment, in characters")
    low = 0
    for high in LENGTHS:
        here = [r for r in rows if low <= r.run < high]
        print(f"{f'under {high}' if high < 10**9 else 'longer':12} {tally(here)}")
        low = high


def curve(fragments: Sequence[Found], clean: Sequence[Found], displaced: int, whole: int) -> None:
    """Print precision and recall at every threshold, and the paragraphs harmed on clean pages."""
    print("fragments as they are found, by the least confidence")
    print(f"{'':12} {'prec.':>7} {'recall':>7} {'F1':>7}  harmed of {whole} on clean pages")
    for least in THRESHOLDS:
        sure = [each for each in fragments if each.confidence >= least]
        moved, back = sum(each.paragraphs for each in sure), sum(each.right for each in sure)
        harmed = sum(each.harmed for each in clean if each.confidence >= least)
        print(f"{least:<12} {_figures(back, moved, displaced)} {harmed:7}")


def reliability(fragments: Sequence[Found]) -> None:
    """Print the share of fragments that are right, by their confidence."""
    print("confidence of a fragment against the share that is right as a whole")
    print(f"{'':12} {'mean':>7} {'right':>7} {'cases':>7}")
    for place in range(BINS):
        low, high = place / BINS, (place + 1) / BINS
        here = [e for e in fragments if low <= e.confidence < high + (place == BINS - 1)]
        if here:
            mean = sum(each.confidence for each in here) / len(here)
            share = sum(each.right == each.paragraphs for each in here) / len(here)
            off = "  *" if len(here) >= 100 and abs(mean - share) > 0.05 else ""
            print(f"{low:.1f}-{high:.1f}      {mean:7.3f} {share:7.3f} {len(here):7}{off}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--clean", type=int, default=500)
    parser.add_argument("--half", default="scoring", choices=("scoring", "tuning"))
    parser.add_argument("--lang", nargs="+", default=["zh", "en"])
    parser.add_argument("--seed", default="31")
    parser.add_argument("--without", nargs="*", default=[], help="rules to leave out")
    chosen = parser.parse_args()
    rules = DEFAULT.without(*chosen.without)
    for lang in chosen.lang:
        articles = news(shared() / "corpora", lang, chosen.half)
        rows: list[Outcome] = []
        fragments: list[Found] = []
        good = total = 0
        start = time.perf_counter()
        for page in pages(articles, lang, chosen.seed, chosen.pages, half=chosen.half):
            fixed = fix(page.text, rules=rules)
            rows.extend(outcomes(page, fixed))
            fragments.extend(found(page, find_misplaced(page.text)))
            kept, every = order_kept(page, fixed)
            good, total = good + kept, total + every
        report(lang, rows)
        print(f"neighbours in order again: {good} of {total}")
        clean: list[Found] = []
        harmed = whole = touched = 0
        for page in pages(
            articles, lang, f"{chosen.seed}-clean", chosen.clean, "clean", half=chosen.half
        ):
            clean.extend(found(page, find_misplaced(page.text)))
            after = outcomes(page, fix(page.text, rules=rules))
            whole += len(after)
            moved = sum(each.moved for each in after)
            harmed, touched = harmed + moved, touched + (moved > 0)
        print(f"clean pages alone: {harmed} of {whole} paragraphs harmed, on {touched} pages")
        displaced = sum(row.displaced for row in rows)
        curve(fragments, clean, displaced, whole)
        reliability(fragments)
        print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

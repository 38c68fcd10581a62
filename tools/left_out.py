"""Score each source by weights of the seam decision that never saw it, and print the worst.

    python -m tools.left_out --corpus CORPUS --folds FOLDS --cache TABLE.npz --out WEIGHTS

For every source, or a few at once, the weights are learnt as ``tools.train_seams`` does it, on a
share of the pages of all the others; then pages of all of its documents are repaired with them, as
they came. Confidence follows a curve, and the page's own evidence has weights, that are learnt from
what was said of the other sources left out. One row for the line ends of each kind of page and one
for the joins across blank lines, then how often findings of each confidence are right, and at last
the rows in the order of what they fall short.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt

from benchmarks.damage import pages
from benchmarks.gold import GoldPage, articles, line_pages, shared
from benchmarks.joins import head, row
from benchmarks.real import PARTS, split
from benchmarks.real_pages import READERS
from benchmarks.reliability import Bins
from benchmarks.score import Counts, count, decisions
from benchmarks.typeset.records import read
from layoutfix import fix
from layoutfix.evidence.seams import calibration, decision
from layoutfix.evidence.seams.trees import from_arrays
from layoutfix.model import Flags, Integers
from tools.build_characters import save
from tools.seam_curves import KNOTS, fitted, page_weights
from tools.seam_weights import Arrays
from tools.train_seams import collect, learn, sample

TOGETHER = (
    ("dta", "papers"),
    ("pagexml", "manual"),
    ("converters", "books"),
    ("hansard", "untouched", "generated"),
)
"""Sources that are left out together, unlike ones: it halves the time."""

SOURCES = tuple(source for some in TOGETHER for source in some)
LINES = {"papers": "papers", "manual": "install-guide", "books": "books"}
LAB = "lab"

SHARE = 0.25
"""Share of the pages of the other sources that the weights are learnt from."""

MOST_PAGES = 40
"""Documents of each kind of page that are scored."""


def source_of(group: str) -> str:
    """The source that a group of pages to learn from belongs to.

    >>> [source_of(name) for name in ("real-dta", "real-install-guide-de", "cut-zh-borrowed")]
    ['dta', 'manual', 'generated']
    """
    name = group.removeprefix("real-")
    if name == group:
        return LAB if name.startswith(LAB) else "generated"
    for source, file in LINES.items():
        if name.startswith(file):
            return source
    return name.partition("-")[0]


def without(table: Arrays, sources: Collection[str], share: float) -> Arrays:
    """A share of the pages of all other sources."""
    group, number = table["group"], table["page"]
    names, inverse = np.unique(group, return_inverse=True)
    others = np.array([source_of(str(name)) not in sources for name in names])
    chosen = np.random.default_rng(1).random(int(number.max()) + 1) < share
    rows: npt.NDArray[np.bool_] = others[inverse] & chosen[number]
    return {name: column if name == "names" else column[rows] for name, column in table.items()}


@contextmanager
def in_use(weights: Mapping[str, npt.NDArray[Any]]) -> Iterator[None]:
    """Decide the seams by these weights and curves."""
    known = {reading: from_arrays(weights, reading) for reading in ("first", "second")}
    with (
        mock.patch.object(decision, "trees", lambda _, reading: known[reading]),
        mock.patch.object(calibration, "load", return_value=weights),
    ):
        yield


@dataclass(frozen=True, slots=True)
class Said:
    """What weights that never saw a source say of its seams, and what gold says.

    Attributes:
        log_odds: of the trees, thousandths.
        joined: whether gold joins.
        apart: whether there is a blank line.
        shown: whether enough lines around show how wide the column is.
        page: what the page itself says (``calibration.page_evidence``).
    """

    log_odds: Integers
    joined: Flags
    apart: Flags
    shown: Flags
    page: Integers


def said_of(pages: Sequence[GoldPage], weights: Arrays) -> Said:
    """Log-odds and gold of all seams of some pages."""
    samples = [found for page in pages if (found := sample(page, page.kind, None))]
    log_odds, joined, apart, shown, page_says = [], [], [], [], []
    with in_use(weights | straight()):
        for each in samples:
            features = {name: each.evidence[:, n] for n, name in enumerate(each.names)}
            asked = each.joined >= 0
            log_odds.append(decision.read(features, each.blocked)[asked])
            joined.append(each.joined[asked] > 0)
            apart.append(features["gap"][asked] > 0)
            shown.append(features["inner_lines"][asked] >= calibration.SHOWN_BY)
            page_says.append(calibration.page_evidence(features)[asked])
    return Said(
        np.concatenate(log_odds),
        np.concatenate(joined),
        np.concatenate(apart),
        np.concatenate(shown),
        np.concatenate(page_says),
    )


def straight() -> Arrays:
    """Curves that change nothing."""
    none = np.zeros(3, np.int32)
    return {"curve_knots": KNOTS, "curve_lines": KNOTS, "curve_blocks": KNOTS, "page_weights": none}


LEAST_CASES, EACH = 200, 20_000.0
"""Seams of a source at the least for it to have a say in a curve, and what all of them weigh."""


def curves(said: Iterable[Said]) -> Arrays:
    """The curves for line ends and for blocks by what was said of some sources.

    The page's own evidence comes first, and the curves are those of what it leaves.
    """
    out = straight()
    every = list(said)
    at_stops = [(each, each.page.any(axis=1)) for each in every]
    at_stops = [(each, rows) for each, rows in at_stops if rows.sum() >= LEAST_CASES]
    if at_stops:
        out["page_weights"] = page_weights(
            np.concatenate([each.log_odds[rows] for each, rows in at_stops]),
            np.concatenate([each.page[rows] for each, rows in at_stops]),
            np.concatenate([each.joined[rows] for each, rows in at_stops]),
            np.concatenate([np.full(rows.sum(), EACH / rows.sum()) for _, rows in at_stops]),
        )
        moves = out["page_weights"].astype(np.int64)
        every = [
            replace(each, log_odds=each.log_odds + each.page @ moves // 1000) for each in every
        ]
    for name, apart in (("lines", False), ("blocks", True)):
        parts = [(each, (each.apart == apart) & (each.apart | each.shown)) for each in every]
        parts = [(each, rows) for each, rows in parts if rows.sum() >= LEAST_CASES]
        if parts:
            out[f"curve_{name}"] = fitted(
                np.concatenate([each.log_odds[rows] for each, rows in parts]),
                np.concatenate([each.joined[rows] for each, rows in parts]),
                np.concatenate([np.full(rows.sum(), EACH / rows.sum()) for _, rows in parts]),
            )
    return out


def pages_to_score(source: str, most: int, lab: Path | None) -> Iterator[GoldPage]:
    """Pages of one source as they came, at most so many of each kind."""
    folder = shared() / "corpora"
    if source == LAB and lab is not None:
        yield from islice((record.untorn for record in read(lab)), most)
    elif source == "generated":
        for lang in ("zh", "en"):
            clean = articles(folder, lang, scoring=True)
            found = pages(clean, lang, 23, most, inventory="scoring")
            yield from (replace(page, kind=f"{page.kind} {lang}") for page in found)
    elif source in LINES:
        for scoring in (True, False):
            for name, page in line_pages(folder, scoring):
                if name == LINES[source]:
                    lang = f" {page.lang}" if source == "manual" else ""
                    yield replace(page, kind=f"{source}{lang}")
    else:
        taken: dict[str, int] = defaultdict(int)
        for page in READERS[source](folder / "real"):
            taken[page.kind] += 1
            if taken[page.kind] <= most:
                yield page


def score(found: Iterable[GoldPage]) -> tuple[dict[str, Counts], Bins]:
    """Counts of each kind of page, and how often each confidence is right."""
    total: dict[str, Counts] = defaultdict(Counts)
    bins = Bins()
    for page in found:
        fixed = fix(page.text)
        for part, own in split(page):
            name = page.kind if part == PARTS[0] else f"{page.kind} {part}"
            total[name] += count(own, decisions(own, own.seams, fixed), [])
        bins.add(page.kind, page, fixed.findings)
    return total, bins


def main() -> None:
    """Learn, score, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the weights")
    parser.add_argument("--source", action="append", choices=[*SOURCES, LAB])
    parser.add_argument("--share", type=float, default=SHARE)
    parser.add_argument("--pages", type=int, default=MOST_PAGES)
    parser.add_argument("--lab", type=Path, help="typeset pages to score")
    parser.add_argument("--lab-learning", type=Path, help="typeset pages to learn from")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    sources = chosen.source or [*SOURCES, *([LAB] if chosen.lab else [])]
    scored = {name: list(pages_to_score(name, chosen.pages, chosen.lab)) for name in sources}
    learnt: dict[str, Arrays] = {}
    table: Arrays = {}
    for source in sources:
        some = next((each for each in TOGETHER if source in each), (source,))
        path = chosen.out / f"{'-'.join(some)}.npz"
        if not path.exists():
            table = table or collect(chosen.corpus, chosen.folds, chosen.cache, chosen.lab_learning)
            save(path, **learn(without(table, some, chosen.share), quick=True))
        with np.load(path) as archive:
            learnt[source] = dict(archive)
    said = {name: said_of(scored[name], learnt[name]) for name in sources}
    save(chosen.out / "curves.npz", **curves(said.values()))
    every: dict[str, Counts] = {}
    bins = Bins()
    print(head())
    for source in sources:
        others = curves(each for name, each in said.items() if name != source)
        with in_use(learnt[source] | others):
            own, own_bins = score(scored[source])
        bins.merge(own_bins)
        for name, counts in own.items():
            print(row(name, counts), flush=True)
        every |= own
    print(*bins.table(), sep="\n")
    print("\nworst rows, by the F1 of their line ends' breaks and joins:")
    lines = {name: counts for name, counts in every.items() if not name.endswith(PARTS[1])}
    for name in sorted(lines, key=lambda each: lines[each].break_f1 + lines[each].join_f1)[:5]:
        print(f"{name:30} join {lines[name].join_f1:.3f} break {lines[name].break_f1:.3f}")
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

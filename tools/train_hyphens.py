"""Learn the weights of layoutfix.language.hyphen_decision: src/layoutfix/data/hyphens.npz.

    python -m tools.train_hyphens FOLDER --prose PROSE [--lines LINES]

FOLDER holds the archives that tools/build_sources.py and tools/hyphen_compounds.py name; with
--weights-alone the tables made of them stay as they are, and only the weights are learnt. PROSE
holds what tools/sources.py writes: <language>.jsonl with paragraphs. LINES is the folder of line
ends with gold labels (the default is the project's shared one); half of its papers, told by the
SHA-256 of their id, are learnt from, and the other half is scored.

The pages learnt from are paragraphs in which some words were broken, and some compounds at their
own hyphen; so a page's own words count as they do in print. Most words are broken where
pyphen's patterns allow it, some wherever a vowel stands on both sides, as old prints do. Old German
spelling is learnt from half of the books of github:deutschestextarchiv in LINES/../real/dta.jsonl.
"""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from benchmarks.breaking import LANGUAGES, Example, documents, gold_examples, prose_examples, third
from benchmarks.hyphens import asked, print_scores, witnessed_examples
from layoutfix.language import hyphen_features, lexicon
from tools.build_lexicon import DATA
from tools.hyphen_compounds import compound_pairs, pack_tables

ROOT: Final = Path(__file__).resolve().parents[1]
PATH: Final = DATA / "hyphens.npz"

LINES_OF_A_PAGE: Final = 60

UNITS: Final = 64
"""The shipped weights are log-odds times this."""

GOLD_WEIGHT: Final = 16_000
PROSE_WEIGHT: Final = 3_000
DROPPED_FOR_KEPT: Final = 1.5
"""In prose more hyphens are dropped, as in print; one to one would suspect every compound."""


def table_texts(prose: Path) -> Iterator[str]:
    """The third of the prose that compounds are counted in."""
    for language in LANGUAGES:
        path = prose / f"{language}.jsonl"
        if path.exists():
            for document in documents(path):
                if third(document["id"]) == 1:
                    yield "\n".join(document["paragraphs"])


def features_of(example: Example) -> npt.NDArray[np.int64]:
    """The features of the hyphens of one page."""
    return hyphen_features.hyphen_features(*asked(example))


def pieces(example: Example) -> Iterator[Example]:
    """A book as pages of some lines: a book shows most of its words whole."""
    breaks = [place for place, character in enumerate(example.page) if character == "\n"]
    bounds = [0, *(place + 1 for place in breaks[LINES_OF_A_PAGE::LINES_OF_A_PAGE])]
    for start, stop in itertools.pairwise([*bounds, len(example.page)]):
        inside = [
            (end - start, drop)
            for end, drop in zip(example.ends, example.drops, strict=True)
            if start < end < stop - 1
        ]
        if inside:
            ends, drops = zip(*inside, strict=True)
            yield Example(example.group, example.page[start:stop], ends, drops)


def one_hot(columns: npt.NDArray[np.int64], choices: int) -> csr_array:
    """One column for each choice of each column."""
    rows, count = columns.shape
    places = columns + choices * np.arange(count)
    ends = np.arange(0, rows * count + 1, count)
    ones = np.ones(rows * count)
    return csr_array((ones, places.ravel(), ends), (rows, count * choices))


def sample_weights(groups: npt.NDArray[np.str_], drops: npt.NDArray[np.bool_]) -> Any:
    """In every group hyphens kept and dropped have a fixed share."""
    weights = np.zeros(len(drops))
    for group in np.unique(groups):
        for label in (True, False):
            chosen = (groups == group) & (drops == label)
            if chosen.any():
                share = PROSE_WEIGHT * (DROPPED_FOR_KEPT if label else 1)
                if group == "papers":  # the only ones with labels for both
                    share = float(GOLD_WEIGHT)
                weights[chosen] = min(8.0, share / chosen.sum())
    return weights


def learn(
    columns: npt.NDArray[np.int64], drops: npt.NDArray[np.bool_], groups: npt.NDArray[np.str_]
) -> dict[str, Any]:
    """Weights and constant, quantised."""
    model = LogisticRegression(C=0.5, max_iter=2000)
    model.fit(
        one_hot(columns, hyphen_features.CHOICES),
        drops,
        sample_weight=sample_weights(groups, drops),
    )
    shape = (len(hyphen_features.FEATURES), hyphen_features.CHOICES)
    return {
        "weights": np.rint(model.coef_[0] * UNITS).astype(np.int16).reshape(shape),
        "constant": np.array(round(float(model.intercept_[0]) * UNITS), np.int32),
    }


def ship(arrays: dict[str, Any]) -> None:
    """Write the file, and have it read anew."""
    np.savez_compressed(PATH, **arrays)
    lexicon.load.cache_clear()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Learn when a hyphen at a line end is kept.")
    parser.add_argument("folder", type=Path, nargs="?", help="where the archives lie")
    parser.add_argument("--weights-alone", action="store_true", help="keep the tables")
    parser.add_argument("--prose", type=Path, required=True, help="what tools/sources.py wrote")
    shared = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--lines", type=Path, default=shared / "corpora" / "lines")
    parser.add_argument("--leave-out", action="store_true", help="score each source unlearnt first")
    arguments = parser.parse_args()
    if arguments.weights_alone:
        kept = lexicon.load("hyphens").items()
        tables = {name: array for name, array in kept if name not in ("weights", "constant")}
    elif arguments.folder:
        tables = pack_tables(compound_pairs(arguments.folder, table_texts(arguments.prose)))
    else:
        parser.error("name the folder of the archives, or ask for the weights alone")
    # the features are taken with the tables of the file, so those must stand there first
    ship(tables)
    papers = arguments.lines / "papers.jsonl"
    books = arguments.lines.parent / "real" / "dta.jsonl"
    examples = [
        *gold_examples(papers, 0),
        *(piece for each in witnessed_examples(books, 0) for piece in pieces(each)),
        *prose_examples(arguments.prose, 0),
    ]
    columns = np.concatenate([features_of(example) for example in examples])
    drops = np.concatenate([np.array(example.drops) for example in examples])
    groups = np.repeat([each.group for each in examples], [len(each.ends) for each in examples])
    scored = [
        *gold_examples(papers, 1),
        *witnessed_examples(books, 1),
        *prose_examples(arguments.prose, 2),
    ]
    if arguments.leave_out:
        print("weights that never saw the source:")
        for group in np.unique(groups):
            others = groups != group
            ship(tables | learn(columns[others], drops[others], groups[others]))
            print_scores([each for each in scored if each.group == group])
    ship(tables | learn(columns, drops, groups))
    print(f"{PATH.name}: {PATH.stat().st_size} bytes, learnt from {len(examples)} pages")
    print_scores(scored)


if __name__ == "__main__":
    main()

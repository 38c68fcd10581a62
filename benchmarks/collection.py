"""What a collection learns from the pages of a source, on real ones.

    python -m benchmarks.collection [--pages 60]

Documents that nobody damaged, each source as a collection: nothing of theirs is the layout's, so
that every line taken for it, every document that comes out otherwise than by itself, and every
article joined across documents is an error. Records cut into their pages, a page a row: the heads
and numbers that leave, and the other lines that do; beside it what page by page repair takes out.
Needs the shared corpora.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import layoutfix
from benchmarks.gold import shared
from layoutfix import Collection, Fixed

SITTING_HEAD = re.compile(r"(?m)^立法會 +─ .*日 *$")
NUMBER = re.compile(r"A?\d+")
FURNITURE = ("page-number", "running-head", "jump-line", "recurring-line")


def records(name: str) -> Iterator[dict[str, Any]]:
    """Read the rows of a file of real pages."""
    with (shared() / "corpora" / "real" / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def untouched() -> None:
    """Print what each source of healthy documents loses as a collection."""
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for row in records("untouched.jsonl"):
        sources[row["source"]].append(row["text"])
    sources["all together"] = [text for texts in sources.values() for text in texts]
    for source, texts in sources.items():
        began = time.process_time()
        collection = Collection.learn(texts)
        seconds = time.process_time() - began
        proved = [each.text for each in collection.recurring if each.proof]
        moved = sum(
            composed.text != text
            for composed, text in zip(
                collection.composed_pages(("", text) for text in texts), texts, strict=True
            )
        )
        changed = 0
        if collection.rules != layoutfix.DEFAULT:
            plain = layoutfix.fix_many(texts)
            changed = sum(
                page.text != fixed.text
                for page, fixed in zip(collection.fix(texts), plain, strict=True)
            )
        print(
            f"{source}: {len(texts)} documents, {len(collection.recurring)} texts recur, taken for "
            f"the layout's {len(proved)}, documents changed by that {changed}, joined {moved}; "
            f"learnt at {sum(map(len, texts)) / seconds / 1e6:.1f} million characters/s",
            *proved[:10],
            sep="\n    ",
        )


def sittings() -> Iterator[list[str]]:
    """Yield the pages of each sitting."""
    for row in records("hansard.jsonl"):
        text = row["text"]
        starts = [found.start() for found in SITTING_HEAD.finditer(text)]
        yield [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def sitting_furniture(page: str) -> Counter[str]:
    """Return the head and the number of a page of a sitting."""
    lines = [line.strip() for line in page.split("\n") if line.strip()]
    numbers = [line for line in lines[1:2] if NUMBER.fullmatch(line)]
    return Counter([lines[0], *numbers])


def gone(fixed: Fixed) -> Counter[str]:
    """Return the lines that furniture rules took out."""
    return Counter(
        line.strip()
        for finding in fixed.applied
        if finding.rule in FURNITURE
        for line in finding.span.text_of(fixed.source).split("\n")
        if line.strip()
    )


def cut_into_pages(
    name: str,
    books: Iterator[list[str]],
    furniture: Callable[[str], Counter[str]],
    most: int,
) -> None:
    """Print what leaves the pages of books that are rows by themselves."""
    due = taken = others = alone = alone_others = pages = 0
    shown: list[str] = []
    for book in books:
        collection = Collection.learn(book)
        some: Sequence[str] = book[:most]
        for text, page in zip(some, layoutfix.fix_many(some, rules=collection.rules), strict=True):
            want, found = furniture(text), gone(page)
            pages += 1
            due += want.total()
            taken += (want & found).total()
            others += (found - want).total()
            shown += list(found - want)
        for text, page in zip(some, layoutfix.fix_many(some), strict=True):
            want, found = furniture(text), gone(page)
            alone += (want & found).total()
            alone_others += (found - want).total()
    print(
        f"{name}: {pages} pages as rows: heads and numbers that leave {taken} of {due}, other "
        f"lines {others}; page by page {alone} and {alone_others}",
        *shown[:10],
        sep="\n    ",
    )


def main() -> None:
    """Measure all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=60, help="of each record or book")
    arguments = parser.parse_args()
    untouched()
    cut_into_pages("records", sittings(), sitting_furniture, arguments.pages)


if __name__ == "__main__":
    main()

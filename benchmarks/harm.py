"""What do the defaults do to documents that nobody damaged, and to real converters' pages?

    python -m benchmarks.harm [--sample 60] [--examples 20] [--jobs 2]

For each source of `corpora/real/untouched.jsonl`: how many documents are changed, moved in, have
text removed, have lines or blocks joined, or fail. No text of theirs is misplaced, doubled by a
layout or furniture, but for the page heads and feet of RFCs. For each converter of
`converters.jsonl`: how many pages come nearer to the gold that people wrote, and how many farther
from it, by the similarity of their letters and digits (indel, so that what is moved counts twice).

The exit code is 1 where text is moved or removed, or a page is farther from its gold by more than
half a percent. `--sample N` takes N documents and N pages, the same ones each time: CI runs it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from benchmarks.gold import shared
from layoutfix import Fixed, LayoutfixError, fix_many

SEAMS = ("join-lines", "join-blocks", "join-hyphenated", "surplus-blank-lines")
"""Rules that take out nothing but white space, hyphens and marks at the seams."""

FARTHER = 0.005
"""Similarity by which a page may come out farther from its gold."""

PAGE_EDGE = re.compile(
    r"[^\n]*\[Page \d+\]|RFC \d+ [^\n]*\d{4}|Network Working Group[^\n]*|Internet-Draft [^\n]*\d{4}"
)
"""Heads and feet of the pages of an RFC: the only furniture of these documents."""

CONVERTERS = ("markitdown", "pymupdf4llm", "docling", "marker", "mineru", "opendataloader")


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing that was done to a document."""

    rule: str
    confidence: float
    place: str
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Document:
    """What became of one document; `moved` and `removed` are harm."""

    source: str
    rules: Counter[str]
    moved: tuple[Touched, ...]
    removed: tuple[Touched, ...]
    characters: int


def examined(source: str, path: str, page: Fixed) -> Document:
    """Sort what was done to a document that nobody damaged."""
    text = page.source
    moved, removed = [], []
    for finding in page.applied:
        for edit in finding.edits:
            what = edit.span.text_of(text)
            around = text[max(edit.span.start - 80, 0) : edit.span.start]
            after = text[edit.span.end : edit.span.end + 80]
            entry = Touched(finding.rule, finding.confidence, path, around, what[:120], after)
            if edit.target is not None:
                moved.append(entry)
            elif what.strip() and finding.rule not in SEAMS and not _is_page_edge(what):
                removed.append(entry)
    rules = Counter(finding.rule for finding in page.applied)
    return Document(source, rules, tuple(moved), tuple(removed), len(text))


def _is_page_edge(text: str) -> bool:
    return all(PAGE_EDGE.fullmatch(line.strip()) for line in text.splitlines() if line.strip())


def letters(text: str) -> str:
    """Letters and digits, in order."""
    return "".join(filter(str.isalnum, text))


def rows_of(name: str) -> list[Mapping[str, str]]:
    """The rows of one file of real pages."""
    lines = (shared() / "corpora" / "real" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sampled(rows: list[Mapping[str, str]], count: int | None) -> list[Mapping[str, str]]:
    """All rows, or so many of them, short ones, the same each time."""
    if count is None:
        return rows
    short = [row for row in rows if len(row.get("text", "")) < 40_000]
    return random.Random(count).sample(short, min(count, len(short)))


def untouched(rows: Sequence[Mapping[str, str]], jobs: int, examples: int) -> int:
    """Print a line a source; the number of documents that were harmed."""
    pages = fix_many((row["text"] for row in rows), jobs=jobs)
    found = [
        examined(row["source"], row["path"], page) for row, page in zip(rows, pages, strict=True)
    ]
    by_source: dict[str, list[Document]] = defaultdict(list)
    for document in found:
        by_source[document.source].append(document)
    print(f"{'':34} {'docs':>6} {'changed':>8} {'moved':>6} {'cut':>6}  findings applied")
    for source, some in by_source.items():
        rules: Counter[str] = sum((each.rules for each in some), Counter())
        applied = " ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))
        changed = sum(bool(each.rules) for each in some)
        moved, cut = (
            sum(map(bool, part)) for part in zip(*((d.moved, d.removed) for d in some), strict=True)
        )
        print(f"{source[-34:]:34} {len(some):6} {changed:8} {moved:6} {cut:6}  {applied}")
    harm = [entry for each in found for entry in (*each.moved, *each.removed)]
    for entry in random.Random(0).sample(harm, min(examples, len(harm))):
        _show(entry)
    return sum(bool(each.moved or each.removed) for each in found)


def _show(entry: Touched) -> None:
    print(f"  {entry.rule} {entry.confidence:.3f} {entry.place}")
    print(f"    …{entry.before!r} [{entry.text!r}] {entry.after!r}…")


def converters(rows: Sequence[Mapping[str, str]], jobs: int, examples: int) -> int:
    """Print a line a converter; the number of pages that came out farther from their gold."""
    print(f"{'':34} {'pages':>6} {'changed':>8} {'nearer':>6} {'farther':>7}  mean before, after")
    worst: list[tuple[float, str, Fixed]] = []
    for name in CONVERTERS:
        some = [row for row in rows if row.get(name)]
        before, after, changed = [], [], 0
        pages = fix_many((row[name] for row in some), jobs=jobs)
        for row, page in zip(some, pages, strict=True):
            gold = letters(row["gold"])
            pair = [Indel.normalized_similarity(letters(t), gold) for t in (page.source, page.text)]
            before.append(pair[0])
            after.append(pair[1])
            changed += page.text != page.source
            worst.append((pair[1] - pair[0], f"{name} {row['id']}", page))
        steps = [new - old for old, new in zip(before, after, strict=True)]
        nearer, farther = sum(s > FARTHER for s in steps), sum(s < -FARTHER for s in steps)
        means = f"{sum(before) / len(some):.4f} {sum(after) / len(some):.4f}"
        print(f"{name:34} {len(some):6} {changed:8} {nearer:6} {farther:7}  {means}")
    worst.sort(key=lambda each: each[0])
    for step, place, page in worst[:examples]:
        if step < 0:
            print(f"  {place}: {step:+.4f}")
            for entry in (*(d := examined("", place, page)).moved, *d.removed):
                _show(entry)
    return sum(step < -FARTHER for step, _, _ in worst)


def main(arguments: Iterable[str] | None = None) -> int:
    """Print the tables; 1 where something was harmed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=None, metavar="N")
    parser.add_argument("--examples", type=int, default=0, metavar="N")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    began = time.perf_counter()
    try:
        harmed = untouched(
            sampled(rows_of("untouched.jsonl"), chosen.sample), chosen.jobs, chosen.examples
        )
        farther = converters(
            sampled(rows_of("converters.jsonl"), chosen.sample), chosen.jobs, chosen.examples
        )
    except LayoutfixError as error:
        print(f"a page raised: {error}")
        return 1
    print(f"{harmed} documents moved or cut, {farther} pages farther from their gold")
    print(f"{time.perf_counter() - began:.0f} s")
    return int(bool(harmed or farther))


if __name__ == "__main__":
    sys.exit(main())

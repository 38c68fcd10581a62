"""What is taken for page furniture, on real pages: `python -m benchmarks.furniture`.

Records with a head and a number on every page (heads and numbers that leave, what else leaves,
how many seams heal across them), old books and newspapers with labelled lines, documents that
nobody damaged (every removal but that of a real page head is an error), pages of converters (a
removal must not lead away from their gold), and pages that are made here out of clean articles.
Needs the shared corpora.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Indel

import layoutfix
from benchmarks.furnished import STYLES, furnished
from benchmarks.gold import GoldPage, GoldSeam, read_articles, shared
from benchmarks.score import Counts, decisions
from benchmarks.score import count as count_seams
from layoutfix.model import Fixed

RULES = layoutfix.DEFAULT.select("page-number", "running-head", "jump-line")
KINDS = frozenset({"header", "footer", "page-number", "catch-word", "signature-mark"})
SITTING_HEAD = re.compile(r"立法會 +─ .*日")
RFC_LINE = re.compile(r".*\[Page \w+\]|RFC \d+ .*|.* \d{4}")


def records(name: str) -> Iterator[dict[str, Any]]:
    """Read the rows of a file of real pages."""
    with (shared() / "corpora" / "real" / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def removed_lines(fixed: Fixed) -> dict[int, str]:
    """Return the lines that furniture rules took out: offset in the source, and what they were."""
    found: dict[int, str] = {}
    for finding in fixed.applied:
        if finding.rule in RULES:
            for part in finding.span.text_of(fixed.source).splitlines() or [""]:
                at = fixed.source.find(part, finding.span.start)
                found[at] = part.strip()
    return found


def line_starts(text: str) -> dict[int, int]:
    """Return the number of each line that is not blank by the offset of its first ink."""
    found, at = {}, 0
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            found[at + len(line) - len(line.lstrip())] = number
        at += len(line) + 1
    return found


def share(part: int, whole: int) -> str:
    """Return a share with its counts."""
    return f"{part / whole if whole else 1:.4f} ({part} of {whole})"


def sittings(show: int) -> None:
    """Print what leaves the records, and the seams that heal."""
    gone, due = Counter[str](), Counter[str]()
    others: list[str] = []
    total = {"page": Counts(), "line": Counts()}
    for record in records("hansard.jsonl"):
        text, want = record["text"], dict[int, str]()
        number_due = False
        for start in line_starts(text):
            line = text[start : text.find("\n", start)].strip()
            if SITTING_HEAD.fullmatch(line):
                want[start], number_due = "head", True
            elif number_due and re.fullmatch(r"A?\d+", line):
                want[start], number_due = "number", False
            else:
                number_due = False
        due.update(want.values())
        gone_here = removed_lines(layoutfix.fix(text, rules=RULES))
        gone.update(want[start] for start in gone_here if start in want)
        others += [line for start, line in gone_here.items() if start not in want]
        fixed = layoutfix.fix(text)
        for kind, page in seam_pages(record, want):
            total[kind] += count_seams(page, decisions(page, page.seams, fixed), [])
    for kind in due:
        print(f"records: {kind}s removed {share(gone[kind], due[kind])}")
    print(f"records: other lines removed {len(others)}", *others[:show], sep="\n    ")
    for kind, counts in total.items():
        print(
            f"records: {kind} seams join F1 {counts.join_f1:.4f}, break F1 {counts.break_f1:.4f}"
            f" ({counts.missed} missed, {counts.harmed} harmed)"
        )


def seam_pages(record: dict[str, Any], furniture: dict[int, str]) -> Iterator[tuple[str, GoldPage]]:
    """Return the known seams of a record, found again in its text, as a page for each kind."""
    text: str = record["text"]
    aside = set[int]()
    for start in furniture:
        end = text.find("\n", start)
        aside.update(range(start, end if end >= 0 else len(text)))
    ink = [at for at, char in enumerate(text) if not char.isspace() and at not in aside]
    flat, at = "".join(text[place] for place in ink), 0
    found: dict[str, list[GoldSeam]] = {"page": [], "line": []}
    for kind, left, right, join in record["seams"]:
        place = flat.find(left + right, at)
        if place < 0:
            continue
        middle = place + len(left)
        seam = GoldSeam(ink[middle - 1] + 1, ink[middle], "Y" if join else "P")
        found[kind].append(seam)
        at = place
    for kind, seams in found.items():
        yield kind, GoldPage(record["id"], "zh", kind, text, tuple(seams))


def labelled(name: str, gold: Callable[[dict[str, Any]], set[int]], show: int) -> None:
    """Print precision and recall on lines with labels, by source, and the worst documents."""
    total: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    worst: list[tuple[int, int, str]] = []
    for record in records(name):
        text = "\n".join(record["lines"])
        rows, want = line_starts(text), gold(record)
        gone = {rows[at] for at in removed_lines(layoutfix.fix(text, rules=RULES)) if at in rows}
        counts = total.setdefault(record.get("source", name), Counter())
        counts.update(right=len(gone & want), gone=len(gone), want=len(want))
        for row in sorted(gone - want):
            near = record["lines"][max(0, row - 1) : row + 2]
            wrong.append(f"{record['id']}:{row} {' | '.join(near)}")
        worst.append((len(gone - want), len(gone), record["id"]))
    for source, counts in total.items():
        precision = share(counts["right"], counts["gone"])
        print(f"{source}: precision {precision}, recall {share(counts['right'], counts['want'])}")
    for bad, gone_here, document in sorted(worst, reverse=True)[:3]:
        print(f"    {document}: {bad} of {gone_here} removed lines are text")
    print(*wrong[:: max(len(wrong) // show, 1)][:show] if show else [], sep="\n    ")


def undamaged(show: int) -> None:
    """Print every removal on documents that nobody damaged, but that of the page heads of RFCs."""
    heads, wrong = 0, list[str]()
    for record in records("untouched.jsonl"):
        for line in removed_lines(layoutfix.fix(record["text"], rules=RULES)).values():
            if "rfc" in record["source"] and RFC_LINE.fullmatch(line):
                heads += 1
            else:
                wrong.append(f"{record['source']} {record['path']}: {line}")
    print(
        f"undamaged documents: {heads} heads and feet of RFCs, {len(wrong)} lines of text removed"
    )
    print(*wrong[:show], sep="\n    ")


def rfc_sheets(show: int) -> None:
    """Print what leaves RFCs laid out as their text files are, with form feeds and without."""
    fence = re.compile(r"\n```\n+-{20,}\n+``` newpage\n")
    for name, feed in (("form feeds", "\n\f\n"), ("no form feeds", "\n\n")):
        due, gone, wrong = 0, 0, list[str]()
        for record in records("untouched.jsonl"):
            if "rfc" not in record["source"] or not fence.search(record["text"]):
                continue
            text = fence.sub("\0", record["text"])
            text = re.sub(r"(?m)^```.*\n", "", text)
            blocks = re.findall("\0\n*((?:.+\n){1,3})", text)
            lines = {line.strip() for block in blocks for line in block.splitlines()}
            text = text.replace("\0", feed)
            want = {
                start
                for start in line_starts(text.replace("\f", " "))
                for line in [text[start : text.find("\n", start)].strip()]
                if line in lines or re.search(r"\[Page \w+\]", line)
            }
            found = removed_lines(layoutfix.fix(text, rules=RULES))
            due += len(want)
            gone += len(want & found.keys())
            wrong += [f"{record['path']}: {line}" for at, line in found.items() if at not in want]
        print(f"RFCs, {name}: heads and feet {share(gone, due)}, other lines {len(wrong)}")
        print(*wrong[:show], sep="\n    ")


def converted(show: int) -> None:
    """Print the pages of converters that a removal leads away from their gold."""
    for name in ("markitdown", "pymupdf4llm", "docling", "marker", "mineru", "opendataloader"):
        pages, gone, worse, better = 0, 0, list[str](), 0
        for record in records("converters.jsonl"):
            text = record.get(name)
            if not text:
                continue
            pages += 1
            fixed = layoutfix.fix(text, rules=RULES)
            lines = removed_lines(fixed)
            gone += len(lines)
            if lines:
                gold = "".join(record["gold"].split())
                before = Indel.normalized_similarity("".join(text.split()), gold)
                after = Indel.normalized_similarity("".join(fixed.text.split()), gold)
                better += after > before
                if after < before:
                    worse.append(f"{record['id']} {after - before:+.4f} {list(lines.values())}")
        print(f"{name}: {pages} pages, {gone} lines, {better} pages nearer, {len(worse)} farther")
        print(*worse[:show], sep="\n    ")


def made(show: int) -> None:
    """Print what leaves articles that were laid out on pages here, by style of furniture."""
    every = [
        article
        for lang in ("zh", "en")
        for article in read_articles(shared() / "corpora" / f"{lang}.jsonl")
    ]
    for style in STYLES:
        due, gone, wrong = 0, 0, list[str]()
        for page in furnished(every, style, 40):
            found = removed_lines(layoutfix.fix(page.text, rules=RULES))
            due += len(page.furniture)
            gone += len(page.furniture & found.keys())
            wrong += [line for at, line in found.items() if at not in page.furniture]
        print(f"made, {style}: removed {share(gone, due)}, lines of text {len(wrong)}")
        print(*wrong[:show], sep="\n    ")


def main() -> None:
    """Print the figures."""
    parts: dict[str, Callable[[int], None]] = {
        "records": sittings,
        "books": lambda show: labelled("dta.jsonl", lambda row: set(row["furniture"]), show),
        "prints": lambda show: labelled(
            "pagexml.jsonl",
            lambda row: {at for at, kind in enumerate(row["kind"]) if kind in KINDS},
            show,
        ),
        "undamaged": undamaged,
        "rfc": rfc_sheets,
        "converters": converted,
        "made": made,
    }
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("part", nargs="*", choices=[[], *parts], help="all where none is named")
    options.add_argument("--show", type=int, default=0, help="print so many errors of each part")
    chosen = options.parse_args()
    if not Path(shared() / "corpora" / "real").exists():
        raise SystemExit("the shared corpora aren't there: set LAYOUTFIX_SHARED to their folder")
    for name in chosen.part or parts:
        start = time.perf_counter()
        parts[name](chosen.show)
        print(f"    {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

"""Any number of pages for benchmarks: those of the shared corpora and fixtures, slightly changed.

Articles, pages of converters, records cut into pages, old books and the damaged fixtures take
turns; every copy of a page has a word of its own, so that nothing is remembered from the last one.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from benchmarks.gold import Article, read_articles, shared

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "pages"
LONGEST, PART = 6_000, 3_000
"""Characters of a page at the most; what is longer is cut at blank lines into parts."""

KINDS = 5


def parts(text: str) -> Iterator[str]:
    """Yield a text in pages of a few thousand characters."""
    if len(text) <= LONGEST:
        yield text
        return
    page = ""
    for block in re.split(r"(?<=\n)\s*\n", text):
        page += block + "\n"
        if len(page) > PART:
            yield page[:LONGEST]
            page = ""


def article(each: Article) -> str:
    """Return an article as a page, English ones with the line ends of a column."""
    paragraphs = [
        textwrap.fill(text, 60) if each.lang == "en" else text for text in each.paragraphs
    ]
    return "\n\n".join([f"# {each.title}", *paragraphs]) + "\n"


def sources() -> list[list[str]]:
    """Return the pages of each kind."""
    corpora = shared() / "corpora"

    def rows(name: str) -> Iterator[dict[str, str]]:
        with (corpora / name).open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    kinds = [
        [
            article(each)
            for name in ("zh", "en")
            for each in read_articles(corpora / f"{name}.jsonl")
        ],
        [
            text
            for row in rows("real/converters.jsonl")
            for text in (row["markitdown"], row["mineru"])
        ],
        [text for row in rows("real/hansard.jsonl") for text in parts(row["text"])],
        [text for row in rows("real/dta.jsonl") for text in parts("\n".join(row["lines"]))],
        [path.read_text("utf-8") for path in sorted(FIXTURES.glob("*.in.*"))],
    ]
    rng = random.Random(1)
    for some in kinds:
        rng.shuffle(some)
    assert len(kinds) == KINDS
    return [[text for text in some if text.strip()] for some in kinds]


def many_pages(seed: int = 1) -> Iterator[str]:
    """Yield pages without end, the same ones for the same seed."""
    rng = random.Random(seed)
    turns = [itertools.cycle(some) for some in sources()]
    for number in itertools.count():
        text = next(turns[number % KINDS])
        at = text.find(" ", rng.randrange(len(text)))
        yield text if at < 0 else f"{text[:at]} x{number}{text[at:]}"


def write_pages(path: Path, megabytes: float, seed: int = 1) -> tuple[int, int]:
    """Write JSONL of about that size; return its pages and their characters."""
    written = characters = number = 0
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(many_pages(seed), start=1):
            line = json.dumps({"id": number, "text": text, "n": [1.50]}, ensure_ascii=False) + "\n"
            written += len(line.encode())
            characters += len(text)
            file.write(line)
            if written >= megabytes * 1_000_000:
                break
    return number, characters

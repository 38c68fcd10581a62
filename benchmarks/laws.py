"""The laws on a million pages: real ones cut, shuffled, repeated and mixed, with odd characters.

    python -m benchmarks.laws [--pages 1000000] [--out laws.jsonl] [--seed 1] [--jobs 1]

Pages have 50 to 400 characters, made mostly of pieces of real pages (``../shared``; without it, of
the fixtures), and of what breaks careless code. Each page is repaired at one of three settings:
``min_confidence`` 0, 0.5, and each rule's own. Held on every page:

1. and 2.  nothing is written, nothing lost; the account is whole (``layoutfix.testing.laws``)
3.  what has no finding applied is the same page; no rules give the source back
4.  what is fixed stays fixed
5. and 6.  with the rules in reverse order, in another order and company, all is the same; one page
    of fifty by itself, too
7.  the slowest chunk is told; growth is measured by ``benchmarks.hostile``

and that no page makes a rule fail, and no grapheme (a letter with its marks, an emoji sequence, a
flag) is cut in two; a stray mark behind white space leaves it white space. Work is
done in chunks of 768 pages, each by its own seed; what is done stands in ``--out``, and the same
command goes on behind it. The exit code is 1 if a law was broken; the page is printed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import cache
from pathlib import Path

import regex

from benchmarks.gold import shared
from layoutfix import DEFAULT, Fixed, fix, fix_many
from layoutfix.engine.passes import Plan, repaired
from layoutfix.rule import Ruleset
from layoutfix.testing.laws import assert_accounted, assert_findings_in_order

__all__ = ["broken_laws", "chunk", "made_page"]

SETTINGS = (0.0, 0.5, None)

CHUNK = 256 * len(SETTINGS)
"""Pages of a chunk: for each setting as many as ``fix_many`` takes at once."""

ALONE = 50
"""One page of so many is repaired by itself too."""

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"

ODD = (
    *("\n", "\n\n", "\r\n", "\r", "\r\n\r\n", "\f", "\v", "\u2028", "\u2029", "\x85", "\t", "\0"),
    *("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202e", "\u2066", "\u2069"),
    *("👩\u200d👩\u200d👧", "👍🏽", "🇩🇪🇫🇷", "e\u0301\u0323", "नमस्ते", "ก็", "각", "1\ufe0f\u20e3"),
    *("-\n", "-\r\n", "‐\n", "¬\n", "—\n", "- ", "# ", "## ", "```\n", "> ", "| a | b |\n", "1. "),
    *(
        "3\n",
        "- 3 -\n",
        "Continued on A5\n",
        "下转第3版\n",
        "（完）\n",
        "化。\n\n化。",
        "“",
        "”",
        "(",
    ),
    *("    ", "　　", "<b>", "http://a.b/c-\nd", "===\n", "* * *\n", "\U0010ffff", "ſ", "İ", "ß"),
)
"""What stands between the pieces now and then."""


@cache
def real_pages() -> tuple[str, ...]:
    """Pages to take pieces of: converters' readings, books, records, documents; the fixtures."""
    found = [
        path.read_text("utf-8")
        for folder in ("pages", "clean")
        for path in sorted((FIXTURES / folder).iterdir())
        if path.suffix in (".txt", ".md")
    ]
    try:
        folder = shared() / "corpora" / "real"
        paths = sorted(folder.glob("*.jsonl"))
    except (FileNotFoundError, SystemExit):
        paths = []
    for path in paths:
        with path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                found.extend(t for t in _strings(row) if len(t) > 200)
                if len(found) > 20_000:
                    break
    return tuple(page for page in found if max(page, default="") < "\ud800" or page.isprintable())


def _strings(value: object) -> Iterator[str]:
    """All strings in a value of JSON, with lists of lines put together."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(each, str) for each in value):
            yield "\n".join(value)
        else:
            for each in value[:50]:
                yield from _strings(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)


def made_page(rng: random.Random) -> str:
    """A page of 50 to 400 characters."""
    size = rng.randint(50, 400)
    sources = real_pages()
    near = rng.choice(sources)
    pieces: list[str] = []
    length = 0
    while length < size:
        if pieces and rng.random() < 0.06:
            piece = rng.choice(pieces)  # again
        elif rng.random() < 0.22:
            piece = rng.choice(ODD)
        else:
            page = near if rng.random() < 0.7 else rng.choice(sources)
            start = rng.randrange(len(page))
            if rng.random() < 0.6:  # from the start of a line
                start = page.rfind("\n", 0, start) + 1
            piece = page[start : start + rng.randint(5, 150)]
            if rng.random() < 0.3:
                piece = piece.replace(" ", "\n", 1)
        pieces.append(piece)
        length += len(piece)
    if rng.random() < 0.2:
        rng.shuffle(pieces)
    return "".join(pieces)[:size]


def broken_laws(
    pages: Sequence[str], least: float | None, rules: Ruleset = DEFAULT, seed: int = 0
) -> Iterator[tuple[str, str]]:
    """The pages that break a law, each with what is wrong.

    Args:
        pages: to repair.
        least: ``min_confidence``.
        rules: what to look for.
        seed: of the order in which they are repaired the second time.
    """
    once: list[Fixed] = []
    whole: list[str] = []
    for text, result in zip(pages, repaired(pages, Plan(rules, least)), strict=True):
        if isinstance(result, Fixed):
            once.append(result)
            whole.append(text)
        else:
            yield text, str(result)
    pages = whole
    changed = [page for page in once if page.text != page.source]
    stable = fix_many([page.text for page in changed], rules=rules, min_confidence=least)
    again = {page.source: page.text for page in stable}
    turned = Ruleset(rules.rules[::-1], rules.words)
    order = list(range(len(pages)))
    random.Random(seed).shuffle(order)
    others = fix_many([pages[n] for n in order], rules=turned, min_confidence=least)
    other_of = dict(zip(order, others, strict=True))
    alone = {n: fix(pages[n], rules=rules, min_confidence=least) for n in order[::ALONE]}
    plain = list(fix_many(pages[::20], rules=Ruleset()))
    for page in plain:
        if page.text != page.source or page.findings:
            yield page.source, "no rules change it"
    for number, (page, source) in enumerate(zip(once, pages, strict=True)):
        try:
            assert page.source == source, "the source is another one"
            assert_accounted(page)
            assert_findings_in_order(page)
            assert page.applied or page.text == source, "nothing applied, and it has changed"
            bar = least or 0.0
            assert all(finding.confidence >= bar for finding in page.applied), "below the bar"
            assert page.text == source or again[page.text] == page.text, "not stable"
            assert _all_of(other_of[number]) == _all_of(page), "the order changes it"
            assert number not in alone or _all_of(alone[number]) == _all_of(page), "not as alone"
            assert not _cut_graphemes(page), "a grapheme is cut in two"
        except AssertionError as error:
            yield source, str(error)


def _all_of(page: Fixed) -> tuple[object, ...]:
    return page.text, page.applied, page.skipped, page.removed, page.segments


def _cut_graphemes(page: Fixed) -> bool:
    """Whether an edge of a segment lies inside a grapheme that begins with no white space."""
    if page.text == page.source or page.source.isascii():
        return False
    inside: set[int] = set()
    for found in regex.finditer(r"\X", page.source):
        if found.end() - found.start() > 1 and not found[0][0].isspace():
            inside.update(range(found.start() + 1, found.end()))
    edges = {edge for s in page.segments if s.span for edge in (s.span.start, s.span.end)}
    return not inside.isdisjoint(edges)


def chunk(number: int, seed: int, size: int = CHUNK) -> dict[str, object]:
    """The laws on the pages of one chunk; what was counted."""
    rng = random.Random(f"{seed}/{number}")
    pages = [made_page(rng) for _ in range(size)]
    start = time.process_time()
    wrong: list[tuple[float | None, str, str]] = []
    for which, least in enumerate(SETTINGS):
        some = pages[which :: len(SETTINGS)]
        wrong += [(least, page, why) for page, why in broken_laws(some, least, seed=number)]
    taken = time.process_time() - start
    return {
        "chunk": number,
        "seed": seed,
        "pages": size,
        "characters": sum(map(len, pages)),
        "seconds": round(taken, 1),
        "broken": wrong,
    }


def _rows(
    numbers: Sequence[int], sizes: Sequence[int], seed: int, jobs: int, minutes: float | None
) -> Iterator[dict[str, object]]:
    """What came of each chunk, as they are done; none is begun after so many minutes."""
    begun = time.monotonic()
    todo = zip(numbers, sizes, strict=True)
    with ProcessPoolExecutor(jobs) as pool:
        running: set[Future[dict[str, object]]] = set()
        while True:
            while len(running) < jobs and not _late(begun, minutes) and (n := next(todo, None)):
                running.add(pool.submit(chunk, n[0], seed, n[1]))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in finished)


def _late(begun: float, minutes: float | None) -> bool:
    return minutes is not None and time.monotonic() - begun > 60 * minutes


def main() -> None:
    """Hold the laws on all chunks that are not done yet; print the sums."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="goes on behind what stands in this file")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--minutes", type=float, help="begin no chunk after so many")
    arguments = parser.parse_args()
    rows: list[dict[str, object]] = []
    if arguments.out and arguments.out.exists():
        lines = arguments.out.read_text("utf-8").splitlines()
        rows = [row for row in map(json.loads, lines) if row["seed"] == arguments.seed]
    done = {row["chunk"] for row in rows}
    todo = [n for n in range(-(-arguments.pages // CHUNK)) if n not in done]
    sizes = [min(CHUNK, arguments.pages - CHUNK * n) for n in todo]
    for row in _rows(todo, sizes, arguments.seed, arguments.jobs, arguments.minutes):
        rows.append(row)
        for least, page, why in row["broken"]:  # type: ignore[attr-defined]
            print(f"min_confidence {least}: {why}\n{page!a}", flush=True)
        if arguments.out:
            with arguments.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
    total: dict[str, float] = {}
    for name in ("pages", "characters", "seconds"):
        total[name] = sum(float(str(row[name])) for row in rows)
    broken = sum(len(row["broken"]) for row in rows)  # type: ignore[arg-type, misc]
    print(
        f"{total['pages']:,.0f} pages of {total['characters']:,.0f} characters, "
        f"{broken} that break a law; {total['seconds']:,.0f} s of this process"
    )
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()

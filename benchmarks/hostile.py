"""Families of hostile pages, doubled: how time grows, and how fast the slowest of them is.

    python -m benchmarks.hostile [--largest 16] [--smallest 1] [--family NAME ...] [--json FILE]
                                 [--best-of 1]

Each family is a page of the kind that breaks careless code, made as long as is asked for. It is
repaired at ``smallest`` million characters, at twice as many, and so on up to ``largest``. The
exponent is the slope of log time over log length; 1 is linear. Times are of this process alone.

Even what is linear in its work is not linear in its time, for a long text leaves the caches of the
processor. So a few plain passes over the same text are timed beside it (:func:`plain_passes`), and
their exponent is printed too, and how many times as long as they a repair takes at each length.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from pathlib import Path

import numpy as np

from layoutfix import fix

__all__ = ["FAMILIES", "exponent", "page_of", "plain_passes"]

MEGA = 1_000_000


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _drawn(alphabet: str) -> Callable[[int], str]:
    return lambda size: "".join(random.Random(5).choices(alphabet, k=size))


def _nested(size: int) -> str:
    """Quotes in quotes, each line one level deeper up to a thousand, and again."""
    lines = (">" * depth + " “a\n" for depth in cycle(range(1, 1000)))
    return _joined(lines, size)


def _opened(size: int) -> str:
    """Brackets and quote marks of all kinds, opened a line deeper and never closed."""
    return _joined(("(“[「" * (n % 50) + "\n" for n in cycle(range(50))), size)


def _counted(size: int) -> str:
    return _joined((f"{n}. item\n" for n in range(size)), size)


def _different(size: int) -> str:
    """Short lines of which no two are the same."""
    return _joined((f"{n * 2654435761 % 2**32:x}\n\n" for n in range(size)), size)


def _headings(size: int) -> str:
    return _joined((f"# Title {n}\n\nText {n % 7}.\n\n" for n in range(size)), size)


def _speakers(size: int) -> str:
    """Lines of capitals that each name somebody else, as in a play."""
    letters = "ABCDEFGHIJ"
    names = ("".join(letters[int(digit)] for digit in f"{n:06d}") for n in range(size))
    return _joined((f"{name}.\n\nNo.\n\n" for name in names), size)


def _joined(lines: Iterator[str], size: int) -> str:
    # The shortest line has a character.
    found: list[str] = []
    length = 0
    for line in lines:
        found.append(line)
        length += len(line)
        if length >= size:
            break
    return "".join(found)[:size]


FAMILIES: Mapping[str, Callable[[int], str]] = {
    "one letter": _repeated("a"),
    "one ideograph": _repeated("转"),
    "one space": _repeated(" "),
    "digits": _repeated("7"),
    "line breaks": _repeated("\n"),
    "form feeds": _repeated("\f"),
    "NUL": _repeated("\0"),
    "combining marks": _repeated("\u0301"),
    "zero-width and bidi": _repeated("\u200b\u202e\u2066"),
    "emoji sequences": _repeated("👩\u200d👩\u200d👧\n"),
    "hyphens": _repeated("-"),
    "hyphenated lines": _repeated("ab-\n"),
    "open brackets": _repeated("("),
    "brackets left open": _opened,
    "number signs": _repeated("#"),
    "headings": _repeated("# a\n"),
    "headings and texts": _headings,
    "pipes": _repeated("|"),
    "tables": _repeated("| a | b |\n"),
    "rules of tables": _repeated("|-"),
    "a rule that is none": lambda size: ("| a |\n" + "|-" * (size // 2))[: size - 1] + "x",
    "speakers": _speakers,
    "tags": _repeated("<a>"),
    "open tags": _repeated("<a "),
    "lists": _repeated("- a\n"),
    "counted lists": _counted,
    "nested lists": lambda size: _joined((" " * n + "- a\n" for n in cycle(range(60))), size),
    "nested quotes": _nested,
    "quotes": _repeated("> “a\n"),
    "fences": _repeated("```\n"),
    "one-word lines": _repeated("word\n"),
    "one-letter lines": _repeated("a\n"),
    "different lines": _different,
    "alternating indents": _repeated("a b c\n    d e f\n"),
    "deepening indents": lambda size: _joined((" " * n + "a\n" for n in cycle(range(200))), size),
    "page numbers": _repeated("- 3 -\n"),
    "pages": _repeated("The ferry\n\n- 3 -\n\f"),
    "jump lines": _repeated("Continued on A5\n\n"),
    "captions": _repeated("图为我\n\n"),
    "doubled lines": _repeated("转化\n\n化。\n\n"),
    "one paragraph again": _repeated("The ferry sails at noon on Friday.\n\n"),
    "a text of one sentence": _repeated("the ferry sails at noon on Friday and "),
    "capitals": _repeated("SHE SAID: NO. "),
    "mixed line ends": _repeated("ab\r\ncd\rof \u2028gh\n"),
    "random": _drawn("aA 转，。\n\n-#>|`1.“”（ \t\f\r"),
    "random letters": _drawn("abcdefgh \n"),
}
"""A page of any length, by name."""


def page_of(family: str, size: int) -> str:
    """A page of a family, of ``size`` characters."""
    return FAMILIES[family](size)


def exponent(times: Mapping[int, float]) -> float:
    """The slope of log time over log size, by least squares.

    >>> round(exponent({1: 2.0, 2: 4.0, 4: 8.0}), 3)
    1.0
    """
    points = [(math.log(size), math.log(max(time_, 1e-6))) for size, time_ in times.items()]
    x = sum(a for a, _ in points) / len(points)
    y = sum(b for _, b in points) / len(points)
    spread = sum((a - x) ** 2 for a, _ in points)
    return sum((a - x) * (b - y) for a, b in points) / spread if spread else 0.0


_KINDS = np.zeros(0x110000, np.uint8)


def plain_passes(text: str) -> int:
    """Code points, a table looked up for each, where neighbours differ, and a running count.

    >>> plain_passes("aab")
    1
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _KINDS.take(codes)
    edges = (codes[1:] != codes[:-1]) | (kinds[1:] != kinds[:-1])
    return int(np.cumsum(edges)[-1])


def seconds(work: Callable[[str], object], text: str, best_of: int = 1) -> float:
    """What it takes this process to do something with a page; the least of several times."""

    def once() -> float:
        gc.collect()
        start = time.process_time()
        work(text)
        return time.process_time() - start

    return min(once() for _ in range(best_of))


def main() -> None:
    """Measure, a row a family."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--largest", type=float, default=16, help="million characters")
    parser.add_argument("--smallest", type=float, default=1, help="million characters")
    parser.add_argument("--family", nargs="*", choices=list(FAMILIES), default=list(FAMILIES))
    parser.add_argument("--best-of", type=int, default=1, help="times that each is measured")
    parser.add_argument("--json", type=Path, help="append each row to this file")
    arguments = parser.parse_args()
    doublings = round(math.log2(arguments.largest / arguments.smallest))
    sizes = [int(arguments.smallest * MEGA * 2**n) for n in range(doublings + 1)]
    fix("A first page\nloads what is needed.\n")
    names = ", ".join(map(str, sizes))
    print(f"{'family':24} {'exponent':>8} {'plain':>6}  M characters/s, times plain, at {names}")
    for family in arguments.family:
        times, plain = dict[int, float](), dict[int, float]()
        for size in sizes:
            page = page_of(family, size)
            times[size] = seconds(fix, page, arguments.best_of)
            plain[size] = seconds(plain_passes, page, max(arguments.best_of, 3))
        slopes = exponent(times), exponent(plain)
        rates = [size / MEGA / max(taken, 1e-6) for size, taken in times.items()]
        beside = [times[size] / max(plain[size], 1e-6) for size in sizes]
        print(
            f"{family:24} {slopes[0]:8.2f} {slopes[1]:6.2f}  "
            + " ".join(f"{rate:7.3f}" for rate in rates)
            + "  "
            + " ".join(f"{times_:5.1f}" for times_ in beside),
            flush=True,
        )
        if arguments.json:
            row = {"family": family, "exponent": round(slopes[0], 3), "plain": round(slopes[1], 3)}
            row |= {"rates": dict(zip(map(str, sizes), (round(r, 3) for r in rates), strict=True))}
            row |= {"times plain": [round(each, 2) for each in beside]}
            with arguments.json.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.1f} GB")


if __name__ == "__main__":
    main()

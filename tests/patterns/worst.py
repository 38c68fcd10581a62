"""The inputs that a regular expression takes longest over, found by trying."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import regex

__all__ = ["Recorded", "Worst", "call", "seconds", "worst_inputs"]

COMMON = (*" aA1-(（化.#|<>`:*[", "\n")
PAIRED = (*" aA1-(化.<", "\n")
TRIED = 256
"""Characters of an input that is tried; fewer where a pattern is never given so many."""


@dataclass(slots=True)
class Recorded:
    """A pattern.

    Attributes:
        home: the module and function that compiled it, and the line.
        module: ``re`` or ``regex``.
        pattern: its source.
        flags: of it.
        longest: by method, the longest text it was given.
        total: characters it was given in all.
    """

    home: str
    module: str
    pattern: str
    flags: int
    longest: dict[str, int] = field(default_factory=dict)
    total: int = 0


@dataclass(frozen=True, slots=True)
class Worst:
    """An input of any length: a piece again and again, and an end that spoils a match.

    Attributes:
        piece: what is repeated.
        end: what stands behind it.
    """

    piece: str
    end: str

    def of(self, size: int) -> str:
        """The input of about so many characters."""
        return (self.piece * (size // len(self.piece) + 1))[:size] + self.end


def worst_inputs(record: Recorded) -> list[Worst]:
    """The inputs tried, those first that took longest."""
    compiled = compiled_of(record)
    literals = [each for each in re.split(r"[\\\[\](){}|?*+^$.]+", record.pattern) if each]
    own = sorted(set(re.findall(r"[^\w\s]", record.pattern)))[:12]
    words = sorted({each[:12] for each in literals}, key=lambda each: (-len(each), each))[:12]
    singles = dict.fromkeys((*COMMON, *own, *words))
    pieces = [*singles, *map("".join, product(PAIRED, dict.fromkeys((*PAIRED, *own))))]
    methods = record.longest or {"search": 0}
    found = []
    size = min(TRIED, max(methods.values()) or TRIED)
    for piece in pieces:
        for end in ("", "\0"):
            worst = Worst(piece, end)
            text = worst.of(size)
            taken = sum(seconds(call(compiled, method, text), 1) for method in methods)
            found.append((taken, worst))
    found.sort(key=lambda each: -each[0])
    return [worst for _, worst in found[:4]]


def compiled_of(record: Recorded) -> Any:
    """The pattern, compiled."""
    module: Any = regex if record.module == "regex" else re
    compiled = module.compile(record.pattern, record.flags)
    return getattr(compiled, "_compiled", compiled)


def call(compiled: Any, method: str, text: str) -> Callable[[], object]:
    """What a method does with a text, to its end."""
    if method == "finditer":
        return lambda: sum(1 for _ in compiled.finditer(text))
    if method in ("sub", "subn"):
        return lambda: getattr(compiled, method)("", text)
    return lambda: getattr(compiled, method)(text)


def seconds(work: Callable[[], object], runs: int) -> float:
    """The least time of several runs, of this process alone."""
    least = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least

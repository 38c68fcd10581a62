"""An index whose writer is killed again and again: nothing is lost that ``add`` returned for.

    python -m benchmarks.kills [--kills 1000] [--store file] [--many]
    python -m benchmarks.kills --store redis://localhost:6379/9     # a database that may be emptied

A process adds texts, says of each that ``add`` returned, and is killed (SIGKILL) after a random
time; the next goes on. After each kill the index is opened, and must hold all that was said and
find it; in the end all that is in it must be found. One line says what was tried and what was lost.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from layoutfix import DuplicateIndex

__all__ = ["killed_writer", "lost"]


def opened(store: str) -> DuplicateIndex:
    """The index in a file or a Redis."""
    if store.startswith("redis://"):
        return DuplicateIndex.redis(store, "kills")
    return DuplicateIndex.open(store)


def text_of(number: int) -> str:
    """A text of its own, 25 words; the same for the same number."""
    rng = random.Random(number)
    return " ".join("".join(rng.choices("abcdefghij", k=rng.randint(3, 9))) for _ in range(25))


def killed_writer(
    store: str, start: int, after: int, delay: float, many: bool = False
) -> list[str]:
    """The ids that a writer said were added when it was killed, ``delay`` s behind the first few.

    The writer is a fork of this process, which has imported all that is needed.
    """
    reading, writing = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(reading)
        _write(store, start, writing, many)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as pipe:
        assert pipe.readline() == "ready\n"
        said = "".join(pipe.readline() for _ in range(after))
        time.sleep(delay)
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        said += pipe.read()
    whole = [line[:-1] for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return [line for line in whole if line.startswith("text ")]


def _write(store: str, start: int, told: int, many: bool) -> NoReturn:
    """Add texts for ever, and tell of each when it is added."""
    try:
        index = opened(store)
        os.write(told, b"ready\n")
        width = 20 if many else 1
        for first in itertools.count(start, width):
            some = {f"text {n}": text_of(n) for n in range(first, first + width)}
            if many:
                index.add_many(some)
            else:
                index.add(*next(iter(some.items())))
            os.write(told, "".join(f"{one}\n" for one in some).encode())
    finally:
        os._exit(1)  # nothing of the parent's is to be flushed or closed
    raise AssertionError


def lost(index: DuplicateIndex, said: list[str]) -> list[str]:
    """The texts that were added and are not there, or are not found."""
    return [
        one
        for one in said
        if one not in index
        or one not in [match.id for match in index.query(text_of(int(one.split()[1])))]
    ]


def main() -> None:
    """Kill, look, and go on."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--store", default="file", help="file, or the address of a Redis")
    parser.add_argument("--many", action="store_true", help="add_many, twenty at a time")
    parser.add_argument("--minutes", type=float, help="begin no round after so many")
    arguments = parser.parse_args()
    rng = random.Random(1)
    gone: list[str] = []
    count = kills = torn = 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder, "index.sqlite")) if arguments.store == "file" else arguments.store
        for _ in range(arguments.kills):
            if arguments.minutes and time.monotonic() - begun > 60 * arguments.minutes:
                break
            with opened(store) as index:
                start = len(index)
            said = killed_writer(
                store, start, rng.randint(0, 5), rng.uniform(0, 0.01), arguments.many
            )
            kills += 1
            count += len(said)
            with opened(store) as index:
                gone += lost(index, said)
                inside = len(index)
                torn += inside < start + len(said)  # what was being added may be there, or not
        with opened(store) as index:
            everything = [f"text {n}" for n in range(len(index))]
            gone += lost(index, everything)
    print(f"{kills:,} kills, {count:,} texts added, {len(set(gone))} lost, {torn} counts too small")
    sys.exit(1 if gone or torn else 0)


if __name__ == "__main__":
    main()

"""What ingestion costs: speed on one and two processes, memory, near-duplicates, the index.

    python -m benchmarks.ingestion fix [--megabytes 50] [--jobs 1 2]
    python -m benchmarks.ingestion dups [--counts 10000 100000 1000000]
    python -m benchmarks.ingestion index [--count 10000]       # beside datasketch.MinHashLSH

``fix`` runs the command on a JSONL file of hard-wrapped pages and prints characters a second, how
many times as fast each number of processes is as the first, and the memory of the largest process.
``dups`` compares texts of 600 characters, a tenth of them copies. Run it on a machine that has
nothing else to do.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

SYLLABLES = (
    "ba",
    "den",
    "fer",
    "go",
    "har",
    "in",
    "kel",
    "lo",
    "mi",
    "ner",
    "or",
    "pas",
    "ry",
    "ton",
)


def words(rng: random.Random, count: int) -> str:
    """Words of a language that there isn't."""
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(count))


def page(rng: random.Random) -> str:
    """Six hard-wrapped paragraphs of about 300 characters."""
    paragraphs = [words(rng, 50).capitalize() + "." for _ in range(6)]
    return "\n\n".join(textwrap.fill(each, 60) for each in paragraphs) + "\n"


def write_pages(path: Path, megabytes: int) -> int:
    """JSONL of about that size; the characters of its pages."""
    rng = random.Random(1)
    some = [page(rng) for _ in range(500)]
    written = characters = number = 0
    with path.open("w", encoding="utf-8") as file:
        while written < megabytes * 1_000_000:
            text = some[number % len(some)]
            written += file.write(json.dumps({"id": number, "text": text}) + "\n")
            characters += len(text)
            number += 1
    return characters


def measure_fix(megabytes: int, jobs: Sequence[int]) -> None:
    """Run the command with each number of processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        characters = write_pages(folder / "news.jsonl", megabytes)
        print(f"{megabytes} MB of JSONL, {characters:,} characters of pages")
        first = 0.0
        for count in jobs:
            command = [sys.executable, "-m", "layoutfix", "fix", "news.jsonl", "--jobs", str(count)]
            began = time.perf_counter()
            subprocess.run([*command, "-o", f"out-{count}"], cwd=folder, check=True)
            seconds = time.perf_counter() - began
            first = first or seconds
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
            print(
                f"{count} processes: {characters / seconds / 1e6:.2f} million characters/s, "
                f"{first / seconds:.2f} times the first, largest process so far {peak:,.0f} MB"
            )


def texts(count: int) -> Iterator[str]:
    """Texts of 600 characters; every tenth is a copy of the one before with another last word."""
    rng = random.Random(1)
    last = ""
    for number in range(count):
        last = last + " again" if number % 10 == 9 else words(rng, 100)
        yield last


def measure_dups(counts: Sequence[int]) -> None:
    """Find near-duplicates among so many texts, in a process each."""
    for count in counts:
        program = (
            "import resource, time\n"
            "from benchmarks.ingestion import texts\n"
            "from layoutfix import find_duplicates\n"
            f"some = list(texts({count}))\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "began = time.process_time()\n"
            "found = find_duplicates(some)\n"
            "seconds = time.process_time() - began\n"
            "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "speed = sum(map(len, some)) / seconds / 1e6\n"
            f"print(f'{count:,} texts: {{seconds:.1f}} s, {{speed:.1f}} '\n"
            "      f'million characters/s, {(peak - before) / 1000:,.0f} MB beside the texts, '\n"
            "      f'{len(found.pairs):,} pairs')\n"
        )
        subprocess.run([sys.executable, "-c", program], check=True)


def measure_index(count: int) -> None:
    """Add to and ask the tables of an index in memory, and those of datasketch."""
    import numpy as np
    from datasketch import MinHashLSH

    from layoutfix.dedup import signatures, to_datasketch
    from layoutfix.dedup.candidates import band_keys
    from layoutfix.dedup.index.store import Entry, MemoryStore, Settings

    settings = Settings.of(0.8)
    bands, width = settings.bands
    rows = signatures(list(texts(count)))
    began = time.process_time()
    keys = (band_keys(rows, bands, width) ^ np.arange(bands, dtype=np.uint64)).tolist()
    entries = [Entry(str(n), b"", tuple(key), rows[n]) for n, key in enumerate(keys)]
    store = MemoryStore(settings)
    store.put(entries)
    added = time.process_time()
    for entry in entries:
        store.near(entry)
    asked = time.process_time()
    hashes = to_datasketch(rows)
    lsh = MinHashLSH(num_perm=settings.num_perm, params=settings.bands)
    for number, one in enumerate(hashes):
        lsh.insert(str(number), one, check_duplication=False)
    added_there = time.process_time()
    for one in hashes:
        lsh.query(one)
    asked_there = time.process_time()
    print(
        f"{count:,} signatures into tables: {added - began:.2f} s, asked for: {asked - added:.2f} s"
    )
    print(
        f"MinHashLSH takes {(added_there - asked) / (added - began):.1f} times as long to add and "
        f"{(asked_there - added_there) / (asked - added):.1f} times as long to ask"
    )


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=["fix", "dups", "index"])
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--count", type=int, default=10_000)
    arguments = parser.parse_args()
    if arguments.what == "fix":
        measure_fix(arguments.megabytes, arguments.jobs)
    elif arguments.what == "dups":
        measure_dups(arguments.counts)
    else:
        measure_index(arguments.count)


if __name__ == "__main__":
    main()

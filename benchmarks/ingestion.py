"""What ingestion costs: speed on one and two processes, memory, kills, near-duplicates, the index.

    python -m benchmarks.ingestion fix [--megabytes 1000] [--jobs 1 2]
    python -m benchmarks.ingestion kill [--megabytes 50] [--kills 10]
    python -m benchmarks.ingestion dups [--counts 10000 100000 1000000]
    python -m benchmarks.ingestion index [--count 10000]       # beside datasketch.MinHashLSH

``fix`` runs the command on a JSONL file of pages of the shared corpora and prints characters a
second by the clock and by the processors, how many times as fast each number of processes is as the
first, and the memory of the largest process. ``kill`` kills a run on two processes with SIGKILL at
random moments, goes on, and compares bytes and rows with a run that was left alone. ``dups``
compares texts of --words words, a tenth of them copies. The ratio of clocks means something only
on a machine that has nothing else to do; processor time is given for the others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.many_pages import write_pages
from layoutfix.io.repair import CHECKPOINT

SYLLABLES = (
    *("ba", "den", "fer", "go", "har", "in", "kel", "lo"),
    *("mi", "ner", "or", "pas", "ry", "ton"),
)


class Cost(NamedTuple):
    """What a command cost: seconds by the clock and of all processors, megabytes of memory."""

    seconds: float
    processors: float
    memory: float


def fix_command(output: str, jobs: int, checkpoint: int = CHECKPOINT) -> list[str]:
    """Return the command that repairs the file into a folder."""
    program = (
        "import layoutfix.io.repair as repair; from layoutfix.cli.app import main\n"
        f"repair.CHECKPOINT = {checkpoint}\n"
        "if __name__ == '__main__': main()"
    )
    run = [sys.executable, "-c", program, "fix", "news.jsonl", "--no-config", "--resume"]
    return [*run, "--jobs", str(jobs), "-o", output]


def cost_of(command: Sequence[str], folder: Path) -> Cost:
    """Run a command and measure it; the largest of its processes counts for the memory."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed")
    seconds = time.perf_counter() - began
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def measure_fix(megabytes: float, jobs: Sequence[int]) -> None:
    """Run the command with each number of processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, characters = write_pages(folder / "news.jsonl", megabytes)
        print(f"{megabytes:g} MB of JSONL, {pages:,} pages, {characters:,} characters", flush=True)
        first: Cost | None = None
        sums = set()
        for count in jobs:
            cost = cost_of(fix_command(f"out-{count}", count), folder)
            first = first or cost
            sums.add(digest(folder / f"out-{count}" / "news.jsonl"))
            (folder / f"out-{count}" / "news.jsonl").unlink()
            print(
                f"{count} processes: {cost.seconds:,.0f} s, {characters / cost.seconds / 1e6:.3f} "
                f"million characters/s, {first.seconds / cost.seconds:.2f} times the first; "
                f"{characters / cost.processors / 1e6:.3f} million a processor's second; "
                f"largest process {cost.memory:,.0f} MB",
                flush=True,
            )
        print(f"the same bytes: {len(sums) == 1}")


def digest(path: Path) -> str:
    """Return a checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def measure_kills(megabytes: float, kills: int, checkpoint: int) -> None:
    """Kill a run again and again; compare what it makes in the end with one that was left alone."""
    rng = random.Random()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, _ = write_pages(folder / "news.jsonl", megabytes)
        cost = cost_of(fix_command("whole", 2, checkpoint), folder)
        print(f"{pages:,} pages, left alone {cost.seconds:.0f} s", flush=True)
        partial, killed = folder / "out" / ".news.jsonl.partial", 0
        whole_size = (folder / "whole" / "news.jsonl").stat().st_size
        for number, share in enumerate(sorted(rng.random() for _ in range(kills))):
            process = subprocess.Popen(
                fix_command("out", 2, checkpoint),
                cwd=folder,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            while process.poll() is None and _size(partial) < share * whole_size:
                time.sleep(0.02)
            time.sleep(rng.uniform(0, 0.5))  # between two writes, too
            process.kill()
            hit = process.wait() == -signal.SIGKILL
            killed += hit
            when = "killed" if hit else f"it had come to its end, {process.returncode}"
            print(f"{number + 1}: {when}, {_size(partial):,} bytes are written", flush=True)
        cost_of(fix_command("out", 2, checkpoint), folder)
        whole, out = (folder / name / "news.jsonl" for name in ("whole", "out"))
        with out.open(encoding="utf-8") as lines:
            rows = Counter(json.loads(line)["id"] for line in lines)
        lost = sum(number not in rows for number in range(1, pages + 1))
        twice = sum(count > 1 for count in rows.values())
        print(
            f"killed {killed} times; the same bytes: {digest(whole) == digest(out)}; rows lost "
            f"{lost}, rows twice {twice}, files left beside it "
            f"{sum(1 for each in out.parent.iterdir()) - 1}"
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def words(rng: random.Random, count: int) -> str:
    """Words of a language that there isn't."""
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(count))


def texts(count: int, length: int = 100) -> Iterator[str]:
    """Texts of so many words; every tenth is a copy of the one before with another last word."""
    rng = random.Random(1)
    last = ""
    for number in range(count):
        last = last + " again" if number % 10 == 9 else words(rng, length)
        yield last


def measure_dups(counts: Sequence[int], length: int) -> None:
    """Find near-duplicates among so many texts, in a process each; texts are in a file."""
    for count in counts:
        program = (
            "import resource, time\n"
            "from benchmarks.ingestion import texts\n"
            "from layoutfix.dedup import StoredTexts, find_duplicates\n"
            "some = StoredTexts()\n"
            f"for text in texts({count}, {length}):\n"
            "    some.append(text)\n"
            "characters = sum(some.sizes())\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "began = time.process_time()\n"
            "found = find_duplicates(some)\n"
            "seconds = time.process_time() - began\n"
            "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            f"print(f'{count:,} texts, {{characters:,}} characters: '\n"
            "      f'{seconds:.1f} s of processors, '\n"
            "      f'{characters / seconds / 1e6:.2f} million characters/s, '\n"
            "      f'{(peak - before) / 1000:,.0f} MB beside the texts, '\n"
            "      f'{peak / 1000:,.0f} in all, '\n"
            "      f'{len(found.pairs):,} pairs', flush=True)\n"
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
    parser.add_argument("what", choices=["fix", "kill", "dups", "index"])
    parser.add_argument("--megabytes", type=float, default=50)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument(
        "--checkpoint", type=int, default=CHECKPOINT, help="bytes of source between two, for kill"
    )
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--words", type=int, default=100, help="of a text, for dups")
    parser.add_argument("--count", type=int, default=10_000)
    arguments = parser.parse_args()
    if arguments.what == "fix":
        measure_fix(arguments.megabytes, arguments.jobs)
    elif arguments.what == "kill":
        measure_kills(arguments.megabytes, arguments.kills, arguments.checkpoint)
    elif arguments.what == "dups":
        measure_dups(arguments.counts, arguments.words)
    else:
        measure_index(arguments.count)


if __name__ == "__main__":
    main()

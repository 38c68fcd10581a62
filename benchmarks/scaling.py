"""How cost grows on Spark: from one core to two, and from ten thousand rows to a million.

    python -m benchmarks.scaling [--cores 1 2] [--counts 10000 100000 1000000] [--fixed 2000]

Near-duplicates among small texts of about 90 characters, a tenth of them copies, and the repair of
a few thousand wrapped ones: seconds by the clock and of the processors (the driver, the JVM and the
Python workers together), rows a processor's second, and the memory of the largest process. Needs
the extra `spark` and Java. The clock means something only on a machine that has nothing else to do.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.ingestion import texts

WORDS = 15
TICKS = os.sysconf("SC_CLK_TCK")


def write_rows(path: Path, count: int) -> None:
    """Write texts with ids as Parquet, in parts that Spark reads by themselves."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
    with parquet.ParquetWriter(path, schema) as writer:
        some: list[str] = []
        first = 0
        for text in texts(count, WORDS):
            some.append(text)
            if len(some) == 50_000 or first + len(some) == count:
                ids = range(first, first + len(some))
                writer.write_table(pa.table({"id": ids, "text": some}, schema=schema))
                first, some = first + len(some), []


def processors() -> tuple[float, float]:
    """Return the seconds and the megabytes of the largest of this process and all below it."""
    rows: dict[int, tuple[int, float]] = {}
    below: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            values = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        used = sum(map(int, values[11:15])) / TICKS
        rows[int(entry.name)] = int(values[21]) * resource.getpagesize(), used
        below[int(values[1])].append(int(entry.name))
    waiting, seconds, largest = [os.getpid()], 0.0, 0
    while waiting:
        process = waiting.pop()
        memory, used = rows.get(process, (0, 0.0))
        seconds, largest = seconds + used, max(largest, memory)
        waiting += below[process]
    return seconds, largest / 1e6


def session(cores: int, memory: str = "4g", partitions: int = 16) -> Any:
    """Return Spark on so many cores, with so much memory for its driver."""
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", memory)
        .config("spark.sql.shuffle.partitions", str(partitions))
        .config("spark.sql.adaptive.enabled", "true")
        .config("spark.pyspark.python", sys.executable)
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def measure(what: str, path: Path, count: int, cores: int) -> None:
    """Run one job, in a process of its own."""
    from layoutfix.integrations.spark import fix_pages, near_duplicates

    spark = session(cores)
    spark.range(10).mapInArrow(lambda batches: batches, "id bigint").count()  # workers are there
    rows = spark.read.parquet(str(path)).limit(count).repartition(8)
    before, _ = processors()
    began = time.perf_counter()
    if what == "fix":
        told = f"{fix_pages(rows).where('length(text) > 0').count():,} repaired"
    else:
        found = near_duplicates(rows)
        told = f"{found.pairs.count():,} pairs, {found.clusters.count():,} texts in clusters"
    seconds = time.perf_counter() - began
    after, largest = processors()
    print(
        f"{what}: {count:,} rows on {cores} cores: {seconds:.1f} s, {after - before:.1f} s of "
        f"processors, {count / (after - before):,.0f} rows a processor's second, largest process "
        f"{largest:,.0f} MB; {told}",
        flush=True,
    )
    spark.stop()


def write_wrapped(path: Path, count: int) -> None:
    """Write wrapped texts, five sentences each."""
    import pyarrow as pa
    from pyarrow import parquet

    some = list(texts(5 * count, WORDS))
    pages = [
        textwrap.fill(". ".join(part.capitalize() for part in some[5 * n : 5 * n + 5]) + ".", 60)
        for n in range(count)
    ]
    parquet.write_table(pa.table({"id": range(count), "text": pages}), path)


def main() -> None:
    """Measure each number of rows on each number of cores, every one in a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--fixed", type=int, default=2000, help="rows to repair; 0 for none")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        what, path, count, cores = arguments.one
        measure(what, Path(path), int(count), int(cores))
        return
    with tempfile.TemporaryDirectory() as name:
        jobs = [("dups", count) for count in arguments.counts]
        jobs += [("fix", arguments.fixed)] if arguments.fixed else []
        for what, count in jobs:
            path = Path(name) / f"{what}-{count}.parquet"
            (write_wrapped if what == "fix" else write_rows)(path, count)
            for cores in arguments.cores:
                one = ["--one", what, str(path), str(count), str(cores)]
                subprocess.run([sys.executable, "-m", "benchmarks.scaling", *one], check=True)


if __name__ == "__main__":
    main()

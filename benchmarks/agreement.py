"""Do Spark, datatrove and the plain path say the same, row by row?

    python -m benchmarks.agreement [--pages 20000] [--length 600]

Pages of the shared corpora, cut to a length so that many are feasible, every tenth a near-copy of
the one before it. Each path repairs them all and finds the near-duplicates among the repaired
pages; printed are the rows that differ, the pairs and clusters that differ, and which of them.
Needs the extras of `layoutfix.integrations` and Java.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.many_pages import many_pages
from benchmarks.scaling import session
from layoutfix import find_duplicates, fix_many

SHOWN = 3


def pages(count: int, length: int) -> list[str]:
    """Return so many pages of at most so many characters, some of them near-copies."""
    found: list[str] = []
    for text in many_pages():
        start = max(0, len(text) // 2 - length // 2)
        found.append(text[start : start + length])
        if len(found) % 10 == 9:
            found.append(found[-1] + " Again.")
        if len(found) >= count:
            return found[:count]
    return found


def plain(texts: list[str]) -> tuple[list[str], set[tuple[int, int]], dict[int, int]]:
    """Return the pages repaired, the pairs, and the representative of each text of a pair."""
    repaired = [page.text for page in fix_many(texts)]
    found = find_duplicates(repaired)
    pairs = {(int(pair.a), int(pair.b)) for pair in found.pairs}  # type: ignore[call-overload]
    heads = {int(m): int(c.representative) for c in found.clusters for m in c.members}  # type: ignore[call-overload]
    return repaired, pairs, heads


def by_spark(
    texts: list[str], repaired: list[str]
) -> tuple[list[str], set[tuple[int, int]], dict[int, int]]:
    """Return the same of Spark; pairs are those among the pages that the plain path made."""
    from layoutfix.integrations.spark import fix_pages, near_duplicates

    spark = session(2, memory="3g", partitions=8)

    def frame(some: list[str]) -> Any:
        return spark.createDataFrame(list(enumerate(some)), "id int, text string").repartition(8)

    rows = {row.id: row.text for row in fix_pages(frame(texts)).toLocalIterator()}
    found = near_duplicates(frame(repaired))
    pairs = {(row.a, row.b) for row in found.pairs.toLocalIterator()}
    heads = {row.id: row.representative for row in found.clusters.toLocalIterator()}
    spark.stop()
    return [rows[number] for number in range(len(texts))], pairs, heads


def by_datatrove(texts: list[str]) -> tuple[list[str], dict[int, int]]:
    """Return the pages that datatrove repaired, and what those it dropped are copies of."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from layoutfix.integrations.datatrove import LayoutFormatter, NearDuplicateFilter

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        with (folder / "in" / "pages.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"id": str(number), "text": text}) + "\n"
                for number, text in enumerate(texts)
            )
        writer = {"output_filename": "${rank}.jsonl", "compression": None}
        LocalPipelineExecutor(
            pipeline=[
                JsonlReader(str(folder / "in")),
                LayoutFormatter(),
                NearDuplicateFilter(
                    exclusion_writer=JsonlWriter(str(folder / "dropped"), **writer)
                ),
                JsonlWriter(str(folder / "kept"), **writer),
            ],
            logging_dir=str(folder / "log"),
        ).run()
        rows: dict[int, str] = {}
        copies: dict[int, int] = {}
        for record in itertools.chain(read(folder / "kept"), read(folder / "dropped")):
            rows[int(record["id"])] = record["text"]
            if head := record.get("metadata", {}).get("duplicate_of"):
                copies[int(record["id"])] = int(head)
        return [rows.get(number, "") for number in range(len(texts))], copies


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """Read what datatrove wrote."""
    for path in sorted(folder.rglob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def tell_rows(name: str, texts: list[str], wanted: list[str]) -> None:
    """Print how many rows differ, and the first of them."""
    differ = [number for number, text in enumerate(texts) if text != wanted[number]]
    print(f"{name}: {len(texts):,} rows, {len(differ)} differ", *differ[:SHOWN], flush=True)


def tell_heads(name: str, heads: Mapping[int, int], wanted: Mapping[int, int]) -> None:
    """Print how many texts have another representative."""
    differ = [each for each in heads.keys() | wanted.keys() if heads.get(each) != wanted.get(each)]
    print(f"{name}: {len(wanted):,} texts in clusters, {len(differ)} differ", differ[:SHOWN])


def main() -> None:
    """Compare all three."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--length", type=int, default=600)
    arguments = parser.parse_args()
    texts = pages(arguments.pages, arguments.length)
    began = time.perf_counter()
    wanted, pairs, heads = plain(texts)
    changed = sum(one != other for one, other in zip(texts, wanted, strict=True))
    print(
        f"plain: {len(texts):,} pages, {changed:,} changed, {len(pairs):,} pairs, "
        f"{time.perf_counter() - began:.0f} s",
        flush=True,
    )
    rows, found, spark_heads = by_spark(texts, wanted)
    tell_rows("Spark", rows, wanted)
    print(
        f"Spark: {len(found):,} pairs, {len(found ^ pairs)} differ", *sorted(found ^ pairs)[:SHOWN]
    )
    tell_heads("Spark", spark_heads, heads)
    rows, copies = by_datatrove(texts)
    tell_rows("datatrove", rows, wanted)
    dropped = {own: head for own, head in heads.items() if own != head}
    tell_heads("datatrove", copies, dropped)


if __name__ == "__main__":
    main()

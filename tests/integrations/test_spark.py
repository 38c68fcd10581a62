"""Data frames of Spark: the same rows and the same pairs as on one machine."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from layoutfix import InputError, find_duplicates, fix_many
from tests.dedup.workers import texts
from tests.io.records import pages

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("needs Java", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.pyspark.python", sys.executable)
        .config("spark.python.worker.faulthandler.enabled", "true")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_pages_are_repaired_and_other_columns_stay(spark: Any) -> None:
    from layoutfix.integrations.spark import fix_pages

    some = pages(300)
    rows: list[tuple[object, ...]] = [
        (n, text, [n, None], None if n % 2 else 1.5) for n, text in enumerate(some)
    ]
    rows.append((300, None, [], None))
    frame = spark.createDataFrame(rows, "n bigint, text string, tags array<bigint>, score double")
    repaired = fix_pages(frame)
    assert repaired.schema == frame.schema
    found = {row.n: tuple(row) for row in repaired.collect()}
    for (n, _, *others), page in zip(rows, [*fix_many(some), None], strict=True):
        assert found[n] == (n, page and page.text, *others)
    with pytest.raises(InputError, match="no column 'body'; the frame has n, text"):
        fix_pages(frame, "body")


def test_pairs_and_clusters_are_those_of_one_machine(spark: Any) -> None:
    from layoutfix.integrations.spark import near_duplicates

    some = dict(enumerate([*texts(240).values(), "Rain.", "rain", "", "", "Snow."]))
    rows = [*some.items(), (1000, None)]
    frame = spark.createDataFrame(rows, "id bigint, text string")
    wanted = find_duplicates(some)
    found = near_duplicates(frame)
    assert {tuple(row) for row in found.pairs.collect()} == {
        (pair.a, pair.b, pair.jaccard, pair.containment) for pair in wanted.pairs
    }
    assert {tuple(row) for row in found.clusters.collect()} == {
        (member, cluster.representative)
        for cluster in wanted.clusters
        for member in cluster.members
    }
    with pytest.raises(InputError, match="threshold is a Jaccard"):
        near_duplicates(frame, threshold=0)

"""Pages and near-duplicates in data frames of PySpark (extra ``spark``).

Nothing is collected by the driver. Repairs run over batches of Arrow in the workers.
Near-duplicates are found with our signatures, a grouping by bands, and an exact verification of
every candidate: the pairs are those of :func:`layoutfix.find_duplicates` on one machine.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from layoutfix.dedup.candidates import HEADS, THRESHOLD, WINDOW, band_keys, bands
from layoutfix.dedup.duplicates import num_perm_of
from layoutfix.dedup.fill import by_numpy
from layoutfix.dedup.minhash import hash_signatures
from layoutfix.dedup.verify import shared_count
from layoutfix.dedup.whole import compared_sets
from layoutfix.errors import InputError
from layoutfix.pipeline import fix_many
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Duplicates", "fix_pages", "near_duplicates"]


def fix_pages(
    df: DataFrame,
    text_col: str = "text",
    *,
    rules: Ruleset = DEFAULT,
    min_confidence: float | None = None,
) -> DataFrame:
    """The frame with the pages of a column repaired; all other columns stay.

    Args:
        df: any frame.
        text_col: the name of the column of pages; null stays null.
        rules: as for :func:`layoutfix.fix`; rules of your own must be importable by the workers.
        min_confidence: as for :func:`layoutfix.fix`.

    Raises:
        InputError: PySpark isn't installed, or there is no such column.
    """
    _functions()
    _check_columns(df, text_col)
    place = df.columns.index(text_col)

    def repaired(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        for batch in batches:
            column = batch.column(place)
            pages = column.to_pylist()
            texts = (page or "" for page in pages)
            fixed = fix_many(texts, rules=rules, min_confidence=min_confidence)
            found = [
                None if old is None else page.text for old, page in zip(pages, fixed, strict=True)
            ]
            columns = [*batch.columns]
            columns[place] = pa.array(found, column.type)
            yield pa.record_batch(columns, schema=batch.schema)

    return df.mapInArrow(repaired, df.schema)


class Duplicates(NamedTuple):
    """Near-duplicates as frames.

    Attributes:
        pairs: columns ``a``, ``b``, ``jaccard`` and ``containment``; of the two ids ``a`` is the
            smaller one.
        clusters: columns ``id`` and ``representative``, for each text that is in a pair.
    """

    pairs: DataFrame
    clusters: DataFrame


def near_duplicates(
    df: DataFrame, id_col: str = "id", text_col: str = "text", threshold: float = THRESHOLD
) -> Duplicates:
    """The near-duplicates among the texts of a column.

    Pairs are those of :func:`layoutfix.find_duplicates` where no more than 65 texts look alike.
    Where more do, each is compared with the eight smallest ids of its crowd and the 64 next to it.
    A text belongs to the representative with most near-duplicates among those that are kept (the
    smallest id of equals): as on one machine, no chain makes strangers members.

    Args:
        df: texts with ids that are unique and can be ordered; null and empty texts match nothing.
        id_col: the name of the column of ids.
        text_col: the name of the column of texts.
        threshold: the least Jaccard of a pair, above 0 and up to 1.

    Raises:
        InputError: PySpark isn't installed, a column is missing, or the threshold makes no sense.
    """
    if not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
        raise InputError(f"threshold is a Jaccard above 0 and up to 1, not {threshold!r}")
    _functions()
    _check_columns(df, id_col, text_col)
    pairs = _verified(_candidates(_signed(df, id_col, text_col, threshold)), threshold).cache()
    return Duplicates(pairs, _clusters(pairs))


def _signed(df: DataFrame, id_col: str, text_col: str, threshold: float) -> DataFrame:
    """Columns ``id``, ``shingles`` (sorted hashes) and ``bands`` (a key for each)."""
    functions = _functions()
    num_perm = num_perm_of(threshold)
    count, width = bands(threshold, num_perm)
    texts = df.select(functions.col(id_col).alias("id"), functions.col(text_col).alias("text"))
    kind = f"id {texts.schema['id'].dataType.simpleString()}"

    def signed(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        for batch in batches:
            sets = compared_sets([text or "" for text in batch.column("text").to_pylist()])
            hashes = sets.keys.astype(np.uint32)
            rows = hash_signatures(hashes, sets.starts, num_perm, 1, by_numpy)
            keys = band_keys(rows, count, width) ^ np.arange(count, dtype=np.uint64)
            filled = pa.array(sets.sizes() > 0)
            found = pa.record_batch(
                {
                    "id": batch.column("id"),
                    "shingles": pa.ListArray.from_arrays(
                        pa.array(sets.starts, pa.int32()), pa.array(sets.keys.view(np.int64))
                    ),
                    "bands": pa.array(list(keys.view(np.int64)), pa.list_(pa.int64())),
                }
            )
            yield found.filter(filled)

    return texts.mapInArrow(signed, f"{kind}, shingles array<bigint>, bands array<bigint>").cache()


def _candidates(signed: DataFrame) -> DataFrame:
    """Columns ``a``, ``b``, ``left`` and ``right`` of texts that share a band, each pair once."""
    functions = _functions()
    banded = signed.select("id", functions.explode("bands").alias("band"))
    crowds = banded.groupBy("band").agg(
        functions.sort_array(functions.collect_set("id")).alias("ids")
    )
    crowds = crowds.where(functions.size("ids") > 1)
    places = functions.transform(
        "ids", lambda one, place: functions.struct(one.alias("id"), place.alias("place"))
    )
    placed = crowds.select(functions.col("ids"), functions.explode(places).alias("one")).select(
        "ids", functions.col("one.id").alias("a"), functions.col("one.place").alias("place")
    )
    behind = functions.expr(f"slice(ids, place + 2, IF(place < {HEADS}, size(ids), {WINDOW}))")
    pairs = placed.select("a", functions.explode(behind).alias("b")).distinct()
    left = signed.select(functions.col("id").alias("a"), functions.col("shingles").alias("left"))
    right = signed.select(functions.col("id").alias("b"), functions.col("shingles").alias("right"))
    return pairs.join(left, "a").join(right, "b")


def _verified(candidates: DataFrame, threshold: float) -> DataFrame:
    """The pairs that reach the threshold, counted exactly."""
    kinds = {each.name: each.dataType.simpleString() for each in candidates.schema}

    def verified(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        for batch in batches:
            lefts, rights = (_lists(batch.column(name)) for name in ("left", "right"))
            jaccard, containment = [], []
            for one, other in zip(lefts, rights, strict=True):
                shared = shared_count(one, other)
                jaccard.append(shared / (len(one) + len(other) - shared))
                containment.append(shared / min(len(one), len(other)))
            columns = {"a": batch.column("a"), "b": batch.column("b")}
            counted = {"jaccard": pa.array(jaccard), "containment": pa.array(containment)}
            enough = pa.array([each >= threshold for each in jaccard], pa.bool_())
            yield pa.record_batch({**columns, **counted}).filter(enough)

    schema = f"a {kinds['a']}, b {kinds['b']}, jaccard double, containment double"
    return candidates.mapInArrow(verified, schema)


def _lists(column: Any) -> list[Any]:
    """The rows of a column of lists, as numpy sees them."""
    values = column.values.to_numpy()
    ends = column.offsets.to_numpy().tolist()
    return [values[a:b].view(np.uint64) for a, b in itertools.pairwise(ends)]


def _clusters(pairs: DataFrame) -> DataFrame:
    """The representative of each text, chosen as on one machine, in rounds.

    In each round every free text that outranks all free texts it is paired with (more pairs, then
    the smaller id) becomes a representative and takes those; the number of rounds is small, for
    each one settles the highest ranked of every group at once.
    """
    functions = _functions()
    both = pairs.select("a", "b").union(pairs.select(functions.col("b"), functions.col("a")))
    degree = both.groupBy("a").agg(functions.count("*").alias("degree"))
    rank = functions.struct((-functions.col("degree")).alias("degree"), functions.col("a"))
    ranks = degree.select("a", rank.alias("rank"))
    edges = both.join(ranks, "a").join(
        ranks.select(functions.col("a").alias("b"), functions.col("rank").alias("other")), "b"
    )
    edges = edges.localCheckpoint()
    settled: DataFrame | None = None
    while not edges.isEmpty():
        best = edges.groupBy("a", "rank").agg(functions.min("other").alias("best"))
        heads = best.where(functions.col("rank") < functions.col("best")).select("a", "rank")
        heads = heads.localCheckpoint()
        taken = (
            edges.join(heads.select("a"), "a", "left_semi")
            .groupBy("b")
            .agg(functions.min("rank").alias("rank"))
            .select(functions.col("b").alias("id"), functions.col("rank.a").alias("representative"))
        )
        own = heads.select(
            functions.col("a").alias("id"), functions.col("a").alias("representative")
        )
        new = own.union(taken).localCheckpoint()
        settled = new if settled is None else settled.union(new)
        gone = new.select("id")
        edges = (
            edges.join(gone.select(functions.col("id").alias("a")), "a", "left_anti")
            .join(gone.select(functions.col("id").alias("b")), "b", "left_anti")
            .localCheckpoint()
        )
    if settled is None:
        return pairs.select(
            functions.col("a").alias("id"), functions.col("a").alias("representative")
        )
    return settled


def _check_columns(df: DataFrame, *names: str) -> None:
    for name in names:
        if name not in df.columns:
            raise InputError(f"no column {name!r}; the frame has {', '.join(df.columns)}")


def _functions() -> Any:
    try:
        from pyspark.sql import functions
    except ImportError as error:
        message = "PySpark is needed; install it with: pip install 'layoutfix[spark]'"
        raise InputError(f"{message} ({error})") from None
    return functions

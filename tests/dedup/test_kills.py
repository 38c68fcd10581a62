"""A small run of ``python -m benchmarks.kills``, and that it would see a loss."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from benchmarks.kills import killed_writer, lost, opened, text_of
from layoutfix import DuplicateIndex, LayoutfixError


@pytest.mark.parametrize("many", [False, True])
def test_nothing_is_lost_that_add_returned_for(tmp_path: Path, many: bool) -> None:
    store = str(tmp_path / "index.sqlite")
    rng = random.Random(3)
    said: list[str] = []
    for _ in range(12):
        with opened(store) as index:
            start = len(index)
        more = killed_writer(store, start, rng.randint(0, 3), rng.uniform(0, 0.01), many)
        said += more
    with opened(store) as index:
        assert len(said) > 5
        assert lost(index, said) == []
        assert lost(index, list(index)) == []


def test_a_loss_would_be_seen() -> None:
    index = DuplicateIndex()
    index.add("text 1", text_of(1))
    assert lost(index, ["text 1", "text 2"]) == ["text 2"]


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_an_error_or_whole(tmp_path: Path, kept: float) -> None:
    """Never an index that has silently forgotten something."""
    path = _filled(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    _opens_whole_or_not(path)


@pytest.mark.parametrize("seed", range(25))
def test_a_corrupted_file_is_an_error_or_whole(tmp_path: Path, seed: int) -> None:
    path = _filled(tmp_path)
    rng = random.Random(seed)
    data = bytearray(path.read_bytes())
    start = rng.randrange(len(data) - 600)
    data[start : start + 500] = rng.randbytes(500)
    path.write_bytes(data)
    _opens_whole_or_not(path)


def _filled(folder: Path) -> Path:
    path = folder / "index.sqlite"
    with DuplicateIndex.open(path) as index:
        index.add_many({f"text {n}": text_of(n) for n in range(60)})
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for beside in folder.glob("index.sqlite-*"):
        beside.unlink()
    return path


def _opens_whole_or_not(path: Path) -> None:
    gone: list[str] = []
    try:
        with DuplicateIndex.open(path) as index:
            gone = lost(index, [f"text {n}" for n in range(60)])
    except LayoutfixError as error:
        told = str(error)
    else:
        told = path.name
    assert (gone, path.name in told) == ([], True)

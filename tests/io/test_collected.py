"""``fix --collection``: two passes over files, accounts that name other rows, kills on the way."""

from __future__ import annotations

import importlib.util
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from layoutfix import Collection
from layoutfix.cli.app import main
from layoutfix.io import repair
from tests.collection.papers import FRONT, INNER, JOINED, paper

HAS_ARROW = importlib.util.find_spec("pyarrow") is not None


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(["fix", "--collection", "--no-config", *arguments])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def write(path: Path, texts: list[str]) -> None:
    rows = (json.dumps({"id": n, "text": text, "n": [1]}) for n, text in enumerate(texts))
    path.write_text("\n".join(rows) + "\n", "utf-8")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_rows_are_joined_and_every_character_is_accounted_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = paper(random.Random(3), issues=3)
    write(Path("news.jsonl"), texts)
    assert run("news.jsonl", "-o", "out", "--findings", "found", "--removed", "left") == 0
    told = capsys.readouterr().err
    assert "the layout's: 'THE COURIER   May" in told
    assert "stays: 'Printed at the old mill'" in told
    assert "join-pages" in told
    out = rows(tmp_path / "out" / "news.jsonl")
    assert [row["text"] for row in out] == [
        page.text for page in Collection.learn(texts).fix(texts)
    ]
    places = {f"news.jsonl:{n}": n - 1 for n in range(1, len(texts) + 1)}
    joined = 0
    for number, row in enumerate(out):
        for each in row["left"]:
            source = texts[number if each["page"] is None else places[each["page"]]]
            assert source[each["start"] : each["end"]] == each["text"]
        for each in row["found"]:
            source = texts[number if each["page"] is None else places[each["page"]]]
            assert 0 <= each["start"] <= each["end"] <= len(source)
            if each["rule"] == "join-pages" and not each["skipped"]:
                joined += 1
                assert "(news.jsonl:" in each["reason"]
                assert "Continued on" in source[each["start"] : each["end"]]
    assert joined
    letters = sum(len("".join(text.split())) for text in texts)
    kept = sum(len("".join(row["text"].split())) for row in out)
    gone = sum(len("".join(each["text"].split())) for row in out for each in row["left"])
    assert kept + gone == letters


def test_a_folder_of_pages_by_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/A1.md").write_text(FRONT.partition("\n\n")[2], "utf-8")
    Path("in/A5.md").write_text(INNER.partition("\n\n")[2], "utf-8")
    assert run("in", "-o", "out") == 0
    assert JOINED in Path("out/A1.md").read_text("utf-8")
    assert run("in", "--in-place") == 0
    assert JOINED in Path("in/A1.md").read_text("utf-8")
    assert Path("in/A5.md").read_bytes() == Path("out/A5.md").read_bytes()


@pytest.mark.skipif(not HAS_ARROW, reason="needs pyarrow")
def test_columns_keep_their_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    monkeypatch.chdir(tmp_path)
    texts = paper(random.Random(3), issues=3)
    table = pa.table({"n": pa.array(range(len(texts)), pa.int8()), "text": texts})
    parquet.write_table(table, "news.parquet")
    assert run("news.parquet", "-o", "out", "--findings", "found", "--removed", "left") == 0
    read = parquet.read_table("out/news.parquet")
    assert read.schema.field("n").type == pa.int8()
    write(Path("news.jsonl"), texts)
    assert run("news.jsonl", "-o", "out", "--findings", "found", "--removed", "left") == 0
    wanted = [
        json.loads(json.dumps(row).replace("news.jsonl:", "news.parquet:"))
        for row in rows(Path("out/news.jsonl"))
    ]
    for column in ("text", "found", "left"):
        assert read.column(column).to_pylist() == [row[column] for row in wanted]


def test_a_run_that_is_stopped_anywhere_ends_in_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(repair, "CHECKPOINT", 2500)
    write(Path("a.jsonl"), paper(random.Random(1), issues=2))
    write(Path("b.jsonl"), paper(random.Random(2), issues=2))
    arguments = ("a.jsonl", "b.jsonl", "--removed", "left", "--resume")
    assert run(*arguments, "-o", "whole") == 0

    class Killed(BaseException):
        """Stands for a kill: nothing in the program catches it."""

    real, left = os.fsync, 0

    def stopping(number: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        real(number)

    monkeypatch.setattr(os, "fsync", stopping)
    starts = 0
    while not Path("out/b.jsonl").exists():
        left = starts % 4
        starts += 1
        assert starts < 200
        try:
            run(*arguments, "-o", "out")
        except Killed:
            continue
    assert starts > 4
    for name in ("a.jsonl", "b.jsonl"):
        assert Path("out", name).read_bytes() == Path("whole", name).read_bytes()


def test_what_cant_be_read_twice_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("-", "--format", "jsonl") == 2
    assert "standard input" in capsys.readouterr().err
    assert run("a.md", "--diff") == 2
    assert "don't go together" in capsys.readouterr().err

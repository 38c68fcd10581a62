"""``layoutfix dups`` as people use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layoutfix.dedup.candidates import THRESHOLD
from layoutfix.io.formats import FORMATS
from tests.conftest import Run

FERRY = "The ferry to Netherby sails again at noon, the harbour office said."
AGAIN = "The ferry to Netherby sails again at noon, the harbour office says!"
BELL = "渡口的钟楼又走了，修了整整三年，老船工们说，夜里听见钟声才睡得着。"
LINES = [
    json.dumps({"text": FERRY, "n": 1}),
    json.dumps({"text": BELL}, ensure_ascii=False),
    json.dumps({"text": AGAIN}),
    json.dumps({"text": BELL.replace("，", ",")}),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_text("\n".join(LINES), encoding="utf-8")
    (tmp_path / "b.txt").write_text(FERRY + "\n", encoding="utf-8")
    return tmp_path


def test_a_line_for_each_near_duplicate(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    done = run("dups", "a.jsonl", "b.txt")
    assert done.stdout.decode().splitlines() == [
        "a.jsonl:3: near-duplicate of a.jsonl:1 (jaccard 0.92, containment 0.96)",
        "a.jsonl:4: near-duplicate of a.jsonl:2 (jaccard 1.00, containment 1.00)",
        "b.txt: near-duplicate of a.jsonl:1 (jaccard 1.00, containment 1.00)",
    ]
    assert (done.stderr, done.returncode) == (b"", 1)


def test_nothing_found_is_exit_code_0(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    done = run("dups", "b.txt", "-", stdin=BELL.encode())
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    done = run("dups", "b.txt", "-", stdin=AGAIN.encode())
    assert done.stdout.startswith(b"<stdin>: near-duplicate of b.txt")
    assert run("dups", "b.txt", "b.txt").returncode == 0


def test_the_threshold_is_asked_for(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    done = run("dups", "a.jsonl", "--threshold", "0.99")
    assert done.stdout.count(b"\n") == 1
    assert run("dups", "a.jsonl", "--threshold", "1.2").returncode == 2


def test_json_has_all_there_is(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    done = run("dups", "a.jsonl", "b.txt", "--json", "--passages")
    document = json.loads(done.stdout)
    assert document["texts"] == 5
    assert document["clusters"] == [
        {"representative": "a.jsonl:1", "members": ["a.jsonl:1", "a.jsonl:3", "b.txt"]},
        {"representative": "a.jsonl:2", "members": ["a.jsonl:2", "a.jsonl:4"]},
    ]
    pair = next(p for p in document["pairs"] if p["b"] == "a.jsonl:4")
    assert (pair["a"], pair["jaccard"], pair["containment"]) == ("a.jsonl:2", 1, 1)
    whole = {"start": 0, "end": len(BELL) - 1}
    assert pair["spans"] == [{"a": whole, "b": whole}]
    assert len(document["passages"]) == 4
    assert document["errors"] == []
    assert json.loads(run("dups", "b.txt", "--json").stdout)["passages"] is None


def test_passages_have_both_places(run: Run, folder: Path) -> None:
    (folder / "c.md").write_text(f"# Netherby\n\nNews. {FERRY} No more.\n", encoding="utf-8")
    done = run("dups", "b.txt", "c.md", "--passages")
    assert done.stdout.decode() == (
        "b.txt:1:1: stands again at c.md:3:7 (67 characters): "
        "The ferry to Netherby sails again at no…\n"
    )
    assert done.returncode == 1


def test_nothing_is_lost_between_kept_and_dropped(run: Run, folder: Path) -> None:
    with (folder / "a.jsonl").open("ab") as file:
        file.write(b'\n\n{"text": "caf\xe9"}\nno json\n{"txt": ""}\n[1]\n')
    done = run("dups", "a.jsonl", "b.txt", "--write-kept", "kept", "--write-dropped", "dropped")
    kept = (folder / "kept").read_bytes().splitlines()
    dropped = (folder / "dropped").read_bytes().splitlines()
    assert [line.decode() for line in kept[:2]] == LINES[:2]
    assert kept[2:] == [b'{"text": "caf\xe9"}', b"no json", b'{"txt": ""}', b"[1]"]
    assert [line.decode() for line in dropped[:2]] == LINES[2:]
    assert json.loads(dropped[2]) == {"id": "b.txt", "text": FERRY + "\n"}
    assert len(dropped) == 3
    assert done.returncode == 2
    assert done.stdout == b""
    told = done.stderr.decode().splitlines()
    assert told[0] == "layoutfix: a.jsonl:6: not UTF-8; convert it first"
    assert told[1].startswith("layoutfix: a.jsonl:7: no JSON: ")
    assert "no field 'text'; its fields are 'txt'" in told[2]
    assert told[-1] == "layoutfix: 6 kept, 3 dropped"


def test_what_is_read_is_not_written_over(run: Run, folder: Path) -> None:
    before = (folder / "a.jsonl").read_bytes()
    for arguments in (("--write-kept", "./a.jsonl"), ("--write-kept", "x", "--write-dropped", "x")):
        done = run("dups", "a.jsonl", *arguments)
        assert done.returncode == 2
        assert done.stderr
    assert (folder / "a.jsonl").read_bytes() == before
    assert not (folder / "x").exists()


def test_one_bad_file_does_not_stop_the_others(run: Run, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"caf\xe9")
    done = run("dups", "missing.txt", "bad.txt", "a.jsonl", "b.txt")
    assert done.returncode == 2
    assert done.stdout.count(b"\n") == 3
    assert b"missing.txt: can't be read: no such file or directory" in done.stderr
    assert b"bad.txt: not UTF-8: byte 0xe9 at offset 3, line 1" in done.stderr


def test_another_field_can_be_the_text(run: Run, folder: Path) -> None:
    rows = [{"body": FERRY}, {"body": AGAIN}]
    (folder / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert run("dups", "c.jsonl", "--field", "body").stdout.count(b"\n") == 1


def test_the_help_names_the_threshold_and_the_formats_that_there_are(run: Run) -> None:
    text = " ".join(run("dups", "--help").stdout.decode().split())
    assert f"[default: {THRESHOLD}]" in text
    *some, last = [each.name for each in FORMATS]
    assert f"{', '.join(some)} or {last}." in text


def test_the_help_says_what_the_threshold_is(run: Run) -> None:
    shown = " ".join(run("dups", "--help").stdout.decode().split())
    assert f"up to 1. [default: {THRESHOLD}]" in shown

"""A run that is killed goes on to the same bytes: at random moments, and at every single sync."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

import layoutfix.rules
from layoutfix.cli.app import main
from layoutfix.io import repair
from tests.cli.test_terminal import hearing_ctrl_c
from tests.conftest import command, environment
from tests.io.records import fix, pages, write_jsonl
from tests.small_rules import RULES

HAS_ARROW = importlib.util.find_spec("pyarrow") is not None


def collection(folder: Path, count: int) -> Path:
    """JSONL, gzip, Parquet where it can be written, and pages by themselves."""
    inside = folder / "in"
    (inside / "deep").mkdir(parents=True)
    data = write_jsonl(inside / "news.jsonl", pages(count))
    (inside / "deep" / "packed.jsonl.gz").write_bytes(gzip.compress(data[: len(data) // 2]))
    for number, text in enumerate(pages(20, seed=2)):
        (inside / "deep" / f"page-{number:02}.txt").write_text(text, "utf-8")
    if HAS_ARROW:
        import pyarrow as pa
        from pyarrow import parquet

        table = pa.table({"text": pages(count // 2, seed=3), "n": range(count // 2)})
        parquet.write_table(table, inside / "rows.parquet", row_group_size=400)
    return inside


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_run_that_is_killed_at_random_moments_ends_in_the_same_bytes(tmp_path: Path) -> None:
    collection(tmp_path, 240)

    def start(output: str, jobs: int) -> subprocess.Popen[bytes]:
        arguments = command("fix", "in", "-o", output, "--resume", "--jobs", str(jobs))
        arguments[2] = f"import layoutfix.io.repair as r; r.CHECKPOINT = 8_000; {arguments[2]}"
        return subprocess.Popen(
            arguments, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, bufsize=0
        )

    began = time.monotonic()
    _, told = start("whole", 1).communicate(timeout=120)
    lasted = time.monotonic() - began
    wanted = tree(tmp_path / "whole")
    assert len(wanted) == 22 + HAS_ARROW

    rng = random.Random()
    kills = 0
    for number in range(10):
        process = start("out", 2 if number % 4 == 3 else 1)
        time.sleep(rng.uniform(0.2, 0.9) * lasted)
        process.kill()
        process.communicate(timeout=120)
        kills += process.returncode == -signal.SIGKILL
    assert kills >= 3
    _, last = start("out", 1).communicate(timeout=120)
    assert tree(tmp_path / "out") == wanted
    assert last.splitlines()[-1] == told.splitlines()[-1]


class Killed(BaseException):
    """Stands for a kill: nothing in the program catches it."""


@pytest.mark.parametrize("calls", ["fsync", "replace"])
def test_a_run_may_stop_at_any_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: str
) -> None:
    """Each start of the run gets one sync, or one replaced file, further than the last one."""
    monkeypatch.setattr(repair, "CHECKPOINT", 4000)
    monkeypatch.setattr(layoutfix.rules, "DEFAULT", RULES)
    monkeypatch.setattr("layoutfix.config.configuration.DEFAULT", RULES)
    monkeypatch.chdir(tmp_path)
    collection(tmp_path, 60)

    def run(output: str) -> None:
        with pytest.raises(SystemExit):
            main(["fix", "in", "-o", output, "--resume", "--no-config"])

    run("whole")
    wanted = tree(tmp_path / "whole")
    allowed = 0

    home: Any = os if calls == "fsync" else Path
    real = getattr(home, calls)

    def stopping(*arguments: object) -> object:
        nonlocal allowed
        allowed -= 1
        if allowed < 0:
            raise Killed
        return real(*arguments)

    monkeypatch.setattr(home, calls, stopping)
    for start in range(400):
        allowed = start % 4
        try:
            run("out")
            break
        except Killed:
            continue
    else:
        pytest.fail("it never came to its end")
    assert start > 5
    assert tree(tmp_path / "out") == wanted


def test_a_run_that_was_stopped_is_not_begun_anew_by_mistake(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "news.jsonl", pages(1500))
    process = subprocess.Popen(
        command("fix", "news.jsonl", "-o", "out"),
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        preexec_fn=hearing_ctrl_c,
    )
    partial = tmp_path / "out" / ".news.jsonl.partial"
    while not partial.exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"0 files in out are whole" in told
    assert b"--resume to go on" in told
    assert not (tmp_path / "out" / "news.jsonl").exists()

    again = fix(tmp_path, "news.jsonl", "-o", "out")
    assert again.returncode == 2
    assert "out holds a run that was stopped; add --resume" in again.stderr
    other = fix(tmp_path, "news.jsonl", "-o", "out", "--resume", "--min-confidence", "0.5")
    assert "was begun with other options" in other.stderr

    done = fix(tmp_path, "news.jsonl", "-o", "out", "--resume")
    assert done.returncode == 2  # rows are broken
    whole = fix(tmp_path, "news.jsonl", "-o", "whole")
    assert whole.stderr.splitlines()[-1] == done.stderr.splitlines()[-1]
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_a_source_that_changed_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(repair, "CHECKPOINT", 2000)
    data = write_jsonl(tmp_path / "news.jsonl", pages(100))
    real, left = os.fsync, 8

    def stopping(number: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Killed
        real(number)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", stopping)
        with pytest.raises(Killed):
            main(["fix", "news.jsonl", "-o", "out", "--no-config"])
    journal = (tmp_path / "out" / ".layoutfix-journal").read_text("utf-8").splitlines()
    assert json.loads(journal[-1])["mark"]["rows"] > 0
    (tmp_path / "news.jsonl").write_bytes(data.replace(b"Page 0", b"Page X"))
    with pytest.raises(SystemExit):
        main(["fix", "news.jsonl", "-o", "out", "--no-config", "--resume"])
    assert "news.jsonl has changed since the run was begun" in capsys.readouterr().err

"""The examples run as they stand."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "fix_scraped_pages.py"
PAGES = ROOT / "tests" / "fixtures" / "pages"

HAS_HTML = importlib.util.find_spec("trafilatura") is not None


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, EXAMPLE, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(not HAS_HTML, reason="needs the extra html")
def test_the_shipped_pages_are_repaired(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.stderr, done.returncode) == ("", 0)
    head, *rows, total = (line.split() for line in done.stdout.splitlines())
    assert head == ["page", "joins", "removed", "moved", "doubtful"]
    damaged = sorted(PAGES.glob("*.in.*"))
    assert [row[0] for row in rows] == [path.name for path in damaged]
    written = sorted(path.name for path in (tmp_path / "build" / "repaired").iterdir())
    assert written == sorted(
        path.with_suffix(".md").name if path.suffix == ".html" else path.name for path in damaged
    )
    for column in range(1, 5):
        assert int(total[column + 1]) == sum(int(row[column]) for row in rows)
    assert int(total[2]) >= len(damaged), "every one of these pages has a join to make"


def test_a_bad_page_does_not_stop_the_others(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.md").write_bytes(b"\xff\xfe")
    (pages / "b.md").write_text("All is well.\n", encoding="utf-8")
    (pages / "c.html").write_text("<html></html>", encoding="utf-8")
    (pages / "d.md").mkdir()
    (pages / "other.pdf").write_bytes(b"")
    done = run(tmp_path, pages, tmp_path / "out")
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["a.md", "c.html", "d.md"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.md"]
    assert (tmp_path / "out" / "b.md").read_text(encoding="utf-8") == "All is well.\n"


def test_a_folder_of_its_own_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("All is well.\n", encoding="utf-8")
    assert "need a folder of their own" in run(tmp_path, ".", ".").stderr
    assert "is no folder" in run(tmp_path, "missing").stderr

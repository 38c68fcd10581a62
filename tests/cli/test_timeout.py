"""``fix --timeout``: a page that takes too long is passed on as it came, and named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.pages import BROKEN, WHOLE, put
from tests.conftest import environment

# A rule that takes a minute over any page that says so.
PROGRAM = """
import sys, time
import layoutfix.rules
from tests.small_rules import RULES
from layoutfix.rule import Example, rule

@rule("sleeper", "roles", [Example("a\\n\\nb", "b"), Example("b")])
def sleeper(page):
    '''It sleeps, and finds nothing.'''
    if "minute" in page.text:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                sum(range(1000))
            except Exception:
                pass
    return ()

layoutfix.rules.DEFAULT = RULES.extend(sleeper)
import layoutfix.cli.app
if __name__ == "__main__":
    layoutfix.cli.app.main()
"""
SLOW = b"It takes a mi-\nnute, a minute.\n"


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    program = folder / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    return subprocess.run(
        [sys.executable, program, *map(str, arguments)],
        capture_output=True,
        env=environment(),
        cwd=folder,
        timeout=50,  # less than the rule takes
        check=False,
    )


TOLD = b"takes longer than 0.5 s, so it is passed on as it came"


def test_a_page_into_a_folder(tmp_path: Path) -> None:
    put(tmp_path, slow=SLOW, quick=BROKEN)
    done = run(tmp_path, "fix", "slow.txt", "quick.txt", "-o", "out", "--timeout", "0.5")
    assert done.returncode == 2
    assert done.stderr.strip() == b"layoutfix: slow.txt: " + TOLD
    assert (tmp_path / "out" / "slow.txt").read_bytes() == SLOW
    assert (tmp_path / "out" / "quick.txt").read_bytes() == WHOLE


def test_a_page_over_itself_and_to_standard_output(tmp_path: Path) -> None:
    (page,) = put(tmp_path, slow=SLOW)
    done = run(tmp_path, "fix", page, "--timeout", "0.5")
    assert (done.returncode, done.stdout) == (2, SLOW)
    done = run(tmp_path, "fix", "--in-place", page, "--timeout", "0.5")
    assert (done.returncode, page.read_bytes()) == (2, SLOW)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_record_is_named_with_file_and_line(tmp_path: Path, jobs: str) -> None:
    texts = [BROKEN, SLOW, BROKEN]
    lines = [b'{"text":  %s}\n' % json.dumps(text.decode()).encode() for text in texts]
    (tmp_path / "news.jsonl").write_bytes(b"".join(lines))
    done = run(tmp_path, "fix", "news.jsonl", "-o", "out", "--timeout", "0.5", "--jobs", jobs)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == b"layoutfix: news.jsonl:2: " + TOLD
    written = (tmp_path / "out" / "news.jsonl").read_bytes().splitlines(keepends=True)
    assert written[1] == lines[1]
    assert [json.loads(written[n])["text"].encode() for n in (0, 2)] == [WHOLE, WHOLE]


def test_a_page_of_a_report(tmp_path: Path) -> None:
    put(tmp_path, slow=SLOW, quick=BROKEN)
    arguments = ("-o", "out", "--report", "report.html", "--timeout", "0.5")
    done = run(tmp_path, "fix", "slow.txt", "quick.txt", *arguments)
    assert (done.returncode, TOLD in done.stderr) == (2, True)
    assert (tmp_path / "out" / "slow.txt").read_bytes() == SLOW
    assert (tmp_path / "out" / "quick.txt").read_bytes() == WHOLE
    assert b"slow.txt" in (tmp_path / "report.html").read_bytes()


def test_nothing_is_stopped_where_time_is_enough(tmp_path: Path) -> None:
    (page,) = put(tmp_path, quick=BROKEN)
    done = run(tmp_path, "fix", page, "--timeout", "40")
    assert (done.returncode, done.stdout, done.stderr) == (0, WHOLE, b"")

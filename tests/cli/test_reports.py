"""``--report``, ``--decisions``, ``--color`` and ``review`` as people use them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.pages import BROKEN, CLEAN, WHOLE, put
from tests.conftest import Run, command, environment


def decided(folder: Path, page: bytes, *decisions: tuple[str, int, int, str]) -> Path:
    """A file of decisions about ``page.txt``."""
    own = [dict(zip(("rule", "start", "end", "decision"), each, strict=True)) for each in decisions]
    known = {"path": "page.txt", "sha256": sha256(page).hexdigest(), "decisions": own}
    file = folder / "decisions.json"
    file.write_text(json.dumps({"version": 1, "layoutfix": "", "pages": [known]}), "utf-8")
    return file


class TestReport:
    @pytest.mark.parametrize("way", [["fix"], ["fix", "--diff"], ["check"], ["check", "--json"]])
    def test_a_report_is_written_beside_what_is_done(
        self, run: Run, tmp_path: Path, way: list[str]
    ) -> None:
        put(tmp_path, page=BROKEN)
        done = run(*way, "page.txt", "--report", "out.html")
        assert (done.stdout, done.returncode) == (
            run(*way, "page.txt").stdout,
            len(way) > 1 or way == ["check"],
        )
        html = (tmp_path / "out.html").read_text("utf-8")
        assert html.startswith("<!doctype html>")
        assert "page.txt" in html

    def test_of_several_pages_it_has_an_index(self, run: Run, tmp_path: Path) -> None:
        paths = put(tmp_path, a=BROKEN, b=CLEAN, c=b"\xff")
        assert run("check", *paths, "--report", "out.html").returncode == 2
        html = (tmp_path / "out.html").read_text("utf-8")
        assert html.count("<template") == 2
        assert "not UTF-8" in html

    def test_it_is_never_written_over_a_page(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, page=BROKEN)
        done = run("fix", "page.txt", "--report", "./page.txt")
        assert done.returncode == 2
        assert b"is one of the pages; nothing is written" in done.stderr
        assert (tmp_path / "page.txt").read_bytes() == BROKEN

    def test_where_it_cant_be_written_is_said(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, page=BROKEN)
        done = run("fix", "page.txt", "--report", "missing/out.html")
        assert done.returncode == 2
        assert b"missing/out.html: can't be written: no such file or directory" in done.stderr


class TestDecisions:
    def test_what_is_rejected_is_left(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, page=BROKEN)
        decided(tmp_path, BROKEN, ("join-hyphenated", 14, 16, "reject"))
        done = run("fix", "page.txt", "--decisions", "decisions.json")
        assert (done.stdout, done.stderr) == (b"We met on Tues-\nday.\n", b"")
        elsewhere = run("fix", "-", "--decisions", "decisions.json", stdin=BROKEN)
        assert elsewhere.stdout == done.stdout, "a page is known by its text"
        assert run("fix", "-", "--decisions", "decisions.json", stdin=CLEAN).stdout == CLEAN

    def test_a_page_that_has_changed_is_not_guessed_at(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, page=BROKEN + b"\n", other=BROKEN)
        decided(tmp_path, BROKEN, ("join-hyphenated", 14, 16, "reject"))
        done = run("fix", "page.txt", "other.txt", "-o", "out", "--decisions", "decisions.json")
        assert done.returncode == 2
        assert b"page.txt: it is not the page that was decided on" in done.stderr
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["other.txt"]

    def test_a_decision_that_meets_nothing_is_reported(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, page=BROKEN)
        decided(tmp_path, BROKEN, ("join", 3, 4, "reject"), ("join-hyphenated", 14, 16, "reject"))
        done = run("fix", "page.txt", "--decisions", "decisions.json")
        assert (done.stdout, done.returncode) == (b"", 2)
        assert b"page.txt: decisions meet no finding: join at 1:4; use the rules" in done.stderr

    def test_what_another_decision_leaves_no_place_for_is_told(
        self, run: Run, tmp_path: Path
    ) -> None:
        page = b"We met\n7\non Tuesday.\n"
        put(tmp_path, page=page)
        found = json.loads(run("check", "--json", "page.txt").stdout)["pages"][0]["findings"]
        (join,) = (each for each in found if each["rule"] == "join")
        place = (join["rule"], join["span"]["start"], join["span"]["end"])
        decided(tmp_path, page, ("page-number", 7, 9, "reject"), (*place, "accept"))
        done = run("fix", "page.txt", "--decisions", "decisions.json")
        assert (done.stdout, done.returncode) == (page, 0)
        assert b"join at 1:7 was accepted, but another decision leaves no place" in done.stderr

    @pytest.mark.parametrize(
        "text",
        ["", "[]", '{"version": 2, "pages": []}', '{"version": 1, "pages": [{"path": "a"}]}'],
    )
    def test_other_files_are_refused(self, run: Run, tmp_path: Path, text: str) -> None:
        put(tmp_path, page=BROKEN)
        (tmp_path / "d.json").write_text(text, "utf-8")
        done = run("fix", "page.txt", "--decisions", "d.json")
        assert (done.stdout, done.returncode) == (b"", 2)
        assert b"d.json: it is no file of decisions as a report saves it" in done.stderr


class TestReview:
    def test_pages_of_a_folder_and_no_others(self, run: Run, tmp_path: Path) -> None:
        for name in ("a.txt", "sub/b.md", "c.png", ".hidden/d.txt"):
            (tmp_path / "news" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "news" / name).write_bytes(BROKEN)
        done = run("review", "news", "-o", "out.html")
        assert (done.stdout, done.stderr, done.returncode) == (b"out.html: 2 pages\n", b"", 0)
        html = (tmp_path / "out.html").read_text("utf-8")
        assert "news/a.txt" in html
        assert "news/sub/b.md" in html
        assert "d.txt" not in html

    def test_an_empty_folder_is_an_error(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "news").mkdir()
        done = run("review", "news")
        assert done.returncode == 2
        assert b"news: no pages there" in done.stderr


def in_a_terminal(*arguments: str | Path, **more: str) -> bytes:
    """What the command line shows in a terminal."""
    ours, theirs = pty.openpty()
    env = {**environment(), "TERM": "xterm", **more}
    process = subprocess.Popen(command(*arguments), stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    seen = b""
    while True:
        try:
            some = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not some:
            break
        seen += some
    os.close(ours)
    process.wait(60)
    return seen


class TestColours:
    def test_in_a_terminal_and_not_in_a_pipe(self, run: Run, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=BROKEN)
        assert b"\x1b[7m-" in in_a_terminal("fix", "--diff", page)
        assert b"\x1b" not in in_a_terminal("fix", "--diff", page, NO_COLOR="1")
        assert b"\x1b" not in in_a_terminal("fix", "--diff", page, TERM="dumb")
        assert b"\x1b" not in in_a_terminal("fix", "--diff", "--color", "never", page)
        assert b"\x1b" not in run("fix", "--diff", page).stdout
        assert b"\x1b[7m-" in run("fix", "--diff", "--color", "always", page).stdout
        assert run("fix", "--diff", "--color", "always", page).returncode == 1

    def test_a_patch_in_a_pipe_is_the_page_as_it_is(self, run: Run, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=b"\x1b[31mWe met on Tues-\nday.\n")
        patch = run("fix", "--diff", page).stdout
        (tmp_path / "patch").write_bytes(patch)
        subprocess.run(["patch", "-s", page, "patch"], cwd=tmp_path, check=True, timeout=60)
        assert page.read_bytes() == b"\x1b[31mWe met on Tuesday.\n"

    @pytest.mark.parametrize("more", [{}, {"NO_COLOR": "1"}])
    @pytest.mark.parametrize("way", [["fix", "--diff"], ["check"]])
    def test_a_page_steers_no_terminal(
        self, tmp_path: Path, way: list[str], more: dict[str, str]
    ) -> None:
        page = b"We met\x1b]0;owned\x07\n\x9b31mon\xe2\x80\xae Tues-\nday.\n".replace(
            b"\x9b", "\x9b".encode()
        )
        (path,) = put(tmp_path, page=page)
        seen = in_a_terminal(*way, path, **more)
        assert b"\x1b]" not in seen
        assert "\x9b".encode() not in seen
        assert b"\x07" not in seen
        assert "\u202e".encode() not in seen

    def test_messages_steer_none_either(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "layoutfix.toml").write_text('select = ["\\u001b[31mred"]\n', "utf-8")
        done = run("check", "-", stdin=WHOLE)
        assert done.returncode == 2
        assert b"\x1b" not in done.stderr

"""The command line as people use it, over the small rules of ``tests/small_rules.py``."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from layoutfix import __version__
from tests.cli.pages import BROKEN, CLEAN, WHOLE, put
from tests.conftest import Run
from tests.small_rules import RULES


class TestFix:
    def test_one_page_goes_to_standard_output(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, page=BROKEN)
        done = run("fix", "page.txt")
        assert (done.stdout, done.stderr, done.returncode) == (WHOLE, b"", 0)
        assert (tmp_path / "page.txt").read_bytes() == BROKEN

    def test_standard_input_is_a_page(self, run: Run) -> None:
        assert run("fix", "-", stdin=BROKEN).stdout == WHOLE
        assert run("fix", "-", stdin=b"").stdout == b""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("\ufeffWe met\r\non\r\n", "\ufeffWe met on\r\n"),
            ("A\rB\r\nC\n\fD", "A\rB\r\nC\n\fD"),
            ("没有\n\nA\u2028B\0\n", "没有\n\nA\u2028B\0\n"),
        ],
    )
    def test_bytes_that_are_not_mended_stay(self, run: Run, before: str, after: str) -> None:
        assert run("fix", "-", stdin=before.encode()).stdout == after.encode()

    def test_several_pages_need_a_place_to_go(self, run: Run, tmp_path: Path) -> None:
        done = run("fix", *put(tmp_path, a=BROKEN, b=BROKEN))
        assert done.returncode == 2
        assert done.stdout == b""
        assert b"add -o FOLDER, --in-place or --diff" in done.stderr

    def test_a_folder_takes_all_pages(self, run: Run, tmp_path: Path) -> None:
        done = run("fix", *put(tmp_path, a=BROKEN, b=CLEAN), "-o", "new/out")
        assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
        assert (tmp_path / "new/out/a.txt").read_bytes() == WHOLE
        assert (tmp_path / "new/out/b.txt").read_bytes() == CLEAN
        assert (tmp_path / "a.txt").read_bytes() == BROKEN
        again = run("fix", "a.txt", "-o", "new/out")
        assert (again.stderr, again.returncode) == (b"", 0)

    def test_two_pages_of_one_name_are_refused_before_anything_is_written(
        self, run: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "sub").mkdir()
        paths = [*put(tmp_path, a=BROKEN), *put(tmp_path / "sub", a=CLEAN)]
        done = run("fix", *paths, "-o", "out")
        assert done.returncode == 2
        assert b"would both become out/a.txt; nothing is written" in done.stderr
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("folder", [".", "link"])
    def test_a_folder_does_not_swallow_its_own_pages(
        self, run: Run, tmp_path: Path, folder: str
    ) -> None:
        (tmp_path / "link").symlink_to(tmp_path)
        put(tmp_path, a=CLEAN, b=BROKEN)
        done = run("fix", "a.txt", "b.txt", "-o", folder)
        assert done.returncode == 2
        assert b"is one of the pages; nothing is written" in done.stderr
        assert (tmp_path / "b.txt").read_bytes() == BROKEN

    def test_a_file_is_no_output_folder(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, a=CLEAN, b=BROKEN)
        done = run("fix", "b.txt", "-o", "a.txt")
        assert done.returncode == 2
        assert b"a.txt can't be the output folder: it is a file" in done.stderr
        assert (tmp_path / "a.txt").read_bytes() == CLEAN

    def test_in_place_keeps_the_mode_and_leaves_clean_pages_alone(
        self, run: Run, tmp_path: Path
    ) -> None:
        broken, clean = put(tmp_path, broken=BROKEN, clean=CLEAN)
        broken.chmod(0o640)
        os.utime(clean, (1, 1))
        done = run("fix", "--in-place", broken, clean)
        assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
        assert broken.read_bytes() == WHOLE
        assert stat.S_IMODE(broken.stat().st_mode) == 0o640
        assert clean.stat().st_mtime == 1
        assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.txt", "clean.txt"]

    def test_in_place_writes_through_a_link(self, run: Run, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=BROKEN)
        link = tmp_path / "link.txt"
        link.symlink_to("page.txt")
        assert run("fix", "--in-place", link).returncode == 0
        assert link.is_symlink()
        assert page.read_bytes() == WHOLE

    def test_diff_shows_what_would_change(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, broken=BROKEN, clean=CLEAN)
        done = run("fix", "--diff", "broken.txt", "clean.txt")
        assert done.returncode == 1
        assert done.stdout.decode().splitlines() == [
            *("--- broken.txt", "+++ broken.txt", "@@ -1,3 +1 @@"),
            *("-We met", "-on Tues-", "-day.", "+We met on Tuesday."),
        ]
        assert (tmp_path / "broken.txt").read_bytes() == BROKEN
        same = run("fix", "--diff", "clean.txt")
        assert (same.stdout, same.returncode) == (b"", 0)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--diff", "--in-place", "a"), "--in-place and --diff don't go together"),
            (("-o", "out", "--in-place", "a"), "-o and --in-place don't go together"),
            (("--in-place", "-"), "Standard input has no file name"),
            (("-o", "out", "a", "-"), "Standard input has no file name"),
            ((), "Missing argument"),
            (("--in-plcae", "a"), "Did you mean '--in-place'"),
            (("--min-confidence", "1.5", "a"), "1.5 is not in the range"),
            (("--select", "jion", "a"), "did you mean 'join'"),
            (("--without", "join-hyphen", "a"), "did you mean 'join-hyphenated'"),
        ],
    )
    def test_what_makes_no_sense_is_said(
        self, run: Run, arguments: tuple[str, ...], message: str
    ) -> None:
        done = run("fix", *arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        assert message in done.stderr.decode()
        assert b"Traceback" not in done.stderr

    def test_the_least_confidence_can_be_chosen(self, run: Run) -> None:
        assert run("fix", "-", stdin=b"so?\nIt\n").stdout == b"so?\nIt\n"
        assert run("fix", "-", "--min-confidence", "0.4", stdin=b"so?\nIt\n").stdout == b"so? It\n"
        assert run("fix", "-", "--min-confidence", "1", stdin=BROKEN).stdout == BROKEN

    def test_rules_can_be_chosen(self, run: Run) -> None:
        text = b"We met\n7\non Tues-\nday\n"
        chosen = run("fix", "-", "--select", "join-hyphenated", stdin=text).stdout
        assert chosen == b"We met\n7\non Tuesday\n"
        rest = run("fix", "-", "--without", "join-hyphenated", stdin=text).stdout
        assert rest == b"We met on Tues-\nday\n"
        both = ("--select", "join", "--select", "join-hyphenated", "--without", "join")
        assert run("fix", "-", *both, stdin=text).stdout == chosen

    def test_a_page_number_that_stays_is_still_no_text(self, run: Run) -> None:
        text = b"We met\n7\non\n"
        assert run("fix", "-", "--without", "page-number", stdin=text).stdout == text


class TestErrors:
    @pytest.fixture
    def bad(self, tmp_path: Path) -> list[str]:
        """Three names that are no pages, between two that are."""
        put(tmp_path, first=BROKEN, last=BROKEN, latin=b"one\ncaf\xe9\n")
        (tmp_path / "folder").mkdir()
        return ["first.txt", "missing.txt", "latin.txt", "folder", "last.txt"]

    LINES = (
        "layoutfix: missing.txt: can't be read: no such file or directory",
        "layoutfix: latin.txt: not UTF-8: byte 0xe9 at offset 7, line 2; convert it first",
        "layoutfix: folder: is a folder without a file of a known format",
    )

    def test_one_line_each_and_the_others_go_on(
        self, run: Run, bad: list[str], tmp_path: Path
    ) -> None:
        done = run("fix", *bad, "-o", "out")
        assert done.returncode == 2
        assert done.stderr.decode().splitlines() == list(self.LINES)
        assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == {
            "first.txt": WHOLE,
            "last.txt": WHOLE,
        }
        assert run("fix", *bad, "--in-place").returncode == 2
        assert (tmp_path / "last.txt").read_bytes() == WHOLE
        assert (tmp_path / "latin.txt").read_bytes() == b"one\ncaf\xe9\n"

    def test_check_goes_on_too(self, run: Run, bad: list[str]) -> None:
        done = run("check", *bad)
        assert done.returncode == 2
        assert done.stderr.decode().splitlines() == list(self.LINES)
        assert done.stdout.decode().splitlines()[-1].startswith("last.txt:2:8: join-hyphenated")

    def test_json_names_the_errors(self, run: Run, bad: list[str]) -> None:
        pages = json.loads(run("check", "--json", *bad).stdout)["pages"]
        assert [page["path"] for page in pages] == bad
        assert [page["error"] for page in pages if "error" in page] == [
            line.split(": ", 2)[2] for line in self.LINES
        ]

    def test_a_guess_at_another_encoding(self, run: Run) -> None:
        done = run("fix", "-", stdin="We met".encode("utf-16"))
        assert done.returncode == 2
        assert done.stderr.startswith(b"layoutfix: <stdin>: not UTF-8 (it looks like UTF-16): byte")

    def test_a_name_that_is_no_text(self, run: Run, tmp_path: Path) -> None:
        name = os.fsdecode(b"caf\xe9\n.txt")
        (tmp_path / name).write_bytes(BROKEN)
        assert run("check", name).stdout.startswith("caf\ufffd\\n.txt:1:7: join".encode())
        assert json.loads(run("check", "--json", name).stdout)["pages"][0]["changed"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is write-protected for root")
    def test_a_write_protected_page_stays(self, run: Run, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=BROKEN)
        page.chmod(0o444)
        done = run("fix", "--in-place", page)
        assert (done.returncode, page.read_bytes()) == (2, BROKEN)
        assert b"write-protected" in done.stderr

    def test_a_place_that_cannot_be_written_is_named(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, a=BROKEN, b=BROKEN)
        (tmp_path / "out" / "a.txt").mkdir(parents=True)
        done = run("fix", "a.txt", "b.txt", "-o", "out")
        assert done.returncode == 2
        assert done.stderr == b"layoutfix: a.txt: can't be written: is a directory\n"
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.txt", "b.txt"]


class TestCheck:
    def test_a_line_a_finding_and_exit_1(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, page=b"\xe4\xbd\xa0\r\n\r\nWe met\r\non Tues-\r\nday?\r\nIt\r\n", clean=CLEAN)
        done = run("check", "page.txt", "clean.txt")
        assert (done.returncode, done.stderr) == (1, b"")
        assert done.stdout.decode().splitlines() == [
            "page.txt:3:7: join: it goes on in lower case (confidence 0.96)",
            "page.txt:4:8: join-hyphenated: a word goes on (confidence 0.97)",
        ]
        assert (tmp_path / "page.txt").read_bytes().startswith(b"\xe4\xbd\xa0\r\n\r\nWe met\r\n")

    def test_a_clean_page_says_nothing(self, run: Run) -> None:
        done = run("check", "-", stdin=CLEAN)
        assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)

    def test_what_nobody_is_sure_of_shows_when_asked(self, run: Run) -> None:
        assert run("check", "-", stdin=b"so?\nIt\n").returncode == 0
        done = run("check", "-", "--min-confidence", "0.4", stdin=b"so?\nIt\n")
        assert done.stdout == b"<stdin>:1:4: shy-join: it may go on (confidence 0.40)\n"
        assert done.returncode == 1

    def test_what_is_fixed_checks_clean(self, run: Run) -> None:
        assert run("check", "-", stdin=run("fix", "-", stdin=BROKEN).stdout).returncode == 0

    def test_json_says_all_there_is_to_know(self, run: Run) -> None:
        done = run("check", "--json", "-", stdin=b"Ab\nAb\nC Tues-\nday?\nIt\n")
        document = json.loads(done.stdout)
        assert done.returncode == 1
        assert (document["version"], document["layoutfix"]) == (1, __version__)
        (page,) = document["pages"]
        assert (page["path"], page["changed"]) == ("<stdin>", True)
        repeat, hyphen, shy = page["findings"]
        assert repeat == {
            "rule": "repeated-line",
            "reason": "it stands twice",
            "confidence": 0.95,
            "applied": True,
            "skipped": None,
            "span": {"start": 3, "end": 6, "line": 2, "column": 1},
            "edits": [
                {
                    **{"start": 3, "end": 6, "glue": "", "target": None, "target_glue": ""},
                    "kept": {"start": 0, "end": 3},
                }
            ],
            "evidence": {},
            "proofs": [{"kind": "a copy", "start": 0, "end": 3}],
        }
        assert hyphen["evidence"] == {"next": "d", "width": 2.0}
        assert (shy["applied"], shy["skipped"]) == (False, "its confidence is below 0.9")

    def test_json_of_clean_pages_is_a_document_too(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "--json", *put(tmp_path, a=CLEAN, b=CLEAN))
        assert done.returncode == 0
        assert [page["findings"] for page in json.loads(done.stdout)["pages"]] == [[], []]


class TestRules:
    def test_all_rules_are_listed(self, run: Run) -> None:
        lines = run("rules").stdout.decode().splitlines()
        assert [line.split()[0] for line in lines] == [each.name for each in RULES]
        assert lines[0] == (
            "page-number      roles      "
            "A line with nothing but a digit is a page number; numbers inside a line stay."
        )

    def test_a_rule_is_explained_with_its_examples(self, run: Run) -> None:
        done = run("explain", "page-number")
        assert done.returncode == 0
        assert done.stdout.decode() == (
            "page-number (stage: roles; applied from a confidence of 0.9)\n\n"
            "A line with nothing but a digit is a page number; numbers inside a line stay.\n\n"
            "They interrupt the text they stand in.\n\n"
            "Before:\n  | a\n  | 7\n  | b\nAfter:\n  | a\n  | b\n\n"
            "Stays:\n  | a\n  | b\n"
        )

    def test_a_slip_of_the_finger_is_understood(self, run: Run) -> None:
        done = run("explain", "page-numbr")
        assert done.returncode == 2
        assert done.stderr == b"layoutfix: no rule 'page-numbr'; did you mean 'page-number'?\n"
        assert b"Did you mean 'explain'?" in run("explian", "x").stderr

    def test_help_and_version(self, run: Run) -> None:
        assert run("--version").stdout.decode() == f"layoutfix {__version__}\n"
        for arguments in (("-h",), ("fix", "--help"), ("check", "--help"), ("explain", "-h")):
            done = run(*arguments)
            assert done.returncode == 0
            assert done.stdout.startswith(b"Usage: layoutfix")
        assert b"[default: each rule's own" in run("fix", "-h").stdout


def test_the_program_is_installed_under_its_name() -> None:
    program = Path(sys.executable).with_name("layoutfix")
    for start in ([program], [sys.executable, "-m", "layoutfix"]):
        done = subprocess.run([*start, "--version"], capture_output=True, check=True, timeout=60)
        assert done.stdout.decode() == f"layoutfix {__version__}\n"

"""What files can do to us, and we to them: bombs, links, full disks, pages that want to run."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from layoutfix.errors import InputError
from layoutfix.io import compression
from layoutfix.io.files import write_bytes
from layoutfix.io.format import Source
from layoutfix.io.jsonl import JSONL
from tests.cli.pages import BROKEN, WHOLE, put
from tests.conftest import Run, command, environment


class TestBombs:
    """A few kilobytes that unpack into far more than a page."""

    @pytest.mark.parametrize("suffix", [".gz", ".zst"])
    def test_a_page_that_unpacks_into_too_much(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
    ) -> None:
        if suffix == ".zst":
            pytest.importorskip("zstandard")
        monkeypatch.setattr(compression, "LARGEST", 1 << 20)
        path = tmp_path / f"page.txt{suffix}"
        path.write_bytes(compression.compressor(path)(b"a" * (1 << 20)))
        assert len(Source(str(path)).read()) == 1 << 20
        path.write_bytes(compression.compressor(path)(b"a" * ((1 << 20) + 1)))
        with pytest.raises(InputError, match="more than 1 MB; unpack"):
            Source(str(path)).read()

    def test_memory_is_bounded_whatever_is_inside(self, tmp_path: Path) -> None:
        """Two gigabytes of one letter in two megabytes, with a gigabyte and a half of memory."""
        path = tmp_path / "bomb.txt.gz"
        piece = gzip.compress(b"a" * (1 << 24), 1)
        path.write_bytes(piece * 128)
        done = subprocess.run(
            command("fix", path),
            capture_output=True,
            env=environment({"OPENBLAS_NUM_THREADS": "1"}),
            preexec_fn=_limited(resource.RLIMIT_AS, 3 << 29),
            check=False,
            timeout=100,
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"bomb.txt.gz: a page of it has more than 256 MB" in done.stderr

    def test_a_record_that_unpacks_into_too_much(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(compression, "LARGEST", 1000)
        line = json.dumps({"text": "a" * 900}).encode() + b"\n"
        path = tmp_path / "a.jsonl.gz"
        path.write_bytes(gzip.compress(line * 50))
        assert len(list(JSONL.read(Source(str(path)), "text"))) == 50
        path.write_bytes(gzip.compress(line + b"{" * 1001))
        with pytest.raises(InputError, match="unpack the file first"):
            list(JSONL.read(Source(str(path)), "text"))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _limited(what: int, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(what, (most, most))


class TestLinks:
    """Who names a folder means what is in it."""

    def test_links_in_a_folder_lead_nowhere_else(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pages").mkdir()
        (tmp_path / "secret").mkdir()
        put(tmp_path / "secret", secret=BROKEN)
        put(tmp_path / "pages", one=BROKEN)
        (tmp_path / "pages" / "folder").symlink_to(tmp_path / "secret")
        (tmp_path / "pages" / "back").symlink_to(tmp_path / "pages")
        (tmp_path / "pages" / "file.txt").symlink_to(tmp_path / "secret" / "secret.txt")
        (tmp_path / "pages" / "within.txt").symlink_to("one.txt")
        done = run("fix", "pages", "-o", "out")
        assert done.returncode == 2
        told = b"layoutfix: pages/file.txt: is a link that leads out of what was named"
        assert done.stderr.startswith(told)
        assert names(tmp_path / "out") == ["one.txt", "within.txt"]
        run("fix", "pages", "--in-place")
        assert (tmp_path / "pages" / "one.txt").read_bytes() == WHOLE
        assert (tmp_path / "secret" / "secret.txt").read_bytes() == BROKEN

    @pytest.mark.parametrize("pattern", ["pages/**/*.txt", "pages/*/*.txt", "pages/*.txt"])
    def test_a_pattern_neither(self, run: Run, tmp_path: Path, pattern: str) -> None:
        (tmp_path / "pages" / "deep").mkdir(parents=True)
        (tmp_path / "secret").mkdir()
        put(tmp_path / "secret", secret=BROKEN)
        put(tmp_path / "pages", one=BROKEN)
        put(tmp_path / "pages" / "deep", two=BROKEN)
        (tmp_path / "pages" / "folder").symlink_to(tmp_path / "secret")
        (tmp_path / "pages" / "file.txt").symlink_to(tmp_path / "secret" / "secret.txt")
        run("fix", "--in-place", pattern)
        assert (tmp_path / "secret" / "secret.txt").read_bytes() == BROKEN
        repaired = (tmp_path / "pages" / "one.txt", tmp_path / "pages" / "deep" / "two.txt")
        assert WHOLE in [path.read_bytes() for path in repaired]

    def test_a_link_that_is_named_is_followed(self, run: Run, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=BROKEN)
        (tmp_path / "link.txt").symlink_to(page)
        assert run("fix", "link.txt").stdout == WHOLE

    def test_outputs_stay_in_their_folder(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pages" / "deep").mkdir(parents=True)
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "out").mkdir()
        put(tmp_path / "pages" / "deep", page=BROKEN)
        put(tmp_path / "elsewhere", page=b"precious\n")
        (tmp_path / "out" / "deep").symlink_to(tmp_path / "elsewhere")
        done = run("fix", "pages", "-o", "out")
        assert done.returncode == 2
        assert b"leads out of out; nothing is written" in done.stderr
        assert (tmp_path / "elsewhere" / "page.txt").read_bytes() == b"precious\n"


class TestFullDisks:
    """A disk that takes no more than so many bytes: what was there stays, nothing half is left."""

    PAGE = b"".join(b"We met\non Tues-\nday, %d.\n\n" % n for n in range(10_000))

    def full(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command("fix", *arguments),
            capture_output=True,
            cwd=folder,
            env=environment(),
            preexec_fn=_limited(resource.RLIMIT_FSIZE, 100_000),
            check=False,
            timeout=100,
        )

    def test_in_place(self, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=self.PAGE)
        done = self.full(tmp_path, "--in-place", "page.txt")
        assert done.returncode == 2
        assert b"page.txt: can't be written: file too large" in done.stderr
        assert page.read_bytes() == self.PAGE
        assert names(tmp_path) == ["page.txt"]

    def test_into_a_folder(self, tmp_path: Path) -> None:
        put(tmp_path, page=self.PAGE, small=BROKEN)
        (tmp_path / "out").mkdir()
        put(tmp_path / "out", page=b"the former\n")
        done = self.full(tmp_path, "page.txt", "small.txt", "-o", "out")
        assert (done.returncode, b"page.txt: can't be written" in done.stderr) == (2, True)
        assert (tmp_path / "out" / "page.txt").read_bytes() == b"the former\n"
        assert (tmp_path / "out" / "small.txt").read_bytes() == WHOLE

    def test_a_device_without_room(self, tmp_path: Path) -> None:
        """A real one where we may mount it: 64 KB, and a page that is as long by itself."""
        place = tmp_path / "small"
        place.mkdir()
        options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
        if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
            pytest.skip("needs the right to mount")
        try:
            page = self.PAGE[:60_000]
            (place / "page.txt").write_bytes(page)
            done = subprocess.run(
                command("fix", "--in-place", "page.txt"),
                capture_output=True,
                cwd=place,
                env=environment(),
                check=False,
                timeout=100,
            )
            assert done.returncode == 2
            assert b"no space left" in done.stderr
            assert (place / "page.txt").read_bytes() == page
            assert names(place) == ["page.txt"]
        finally:
            subprocess.run(["umount", place], check=True)


class TestPermissions:
    """What is private stays so, also while it is being written."""

    def test_nobody_else_reads_what_is_half_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = tmp_path / "page.txt"
        page.write_bytes(b"private\n")
        page.chmod(0o600)
        seen: list[int] = []
        sync = os.fsync

        def look(descriptor: int) -> None:
            seen.extend(path.stat().st_mode & 0o777 for path in tmp_path.iterdir())
            sync(descriptor)

        monkeypatch.setattr(os, "fsync", look)
        before = os.umask(0o022)
        try:
            write_bytes(page, b"more\n")
        finally:
            os.umask(before)
        assert set(seen) == {0o600}
        assert page.stat().st_mode & 0o777 == 0o600

    def test_a_file_in_place_keeps_its_permissions(self, run: Run, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=BROKEN)
        for mode in (0o600, 0o640, 0o664):
            page.write_bytes(BROKEN)
            page.chmod(mode)
            assert run("fix", "--in-place", "page.txt").returncode == 0
            assert (page.read_bytes(), page.stat().st_mode & 0o777) == (WHOLE, mode)


NOTHING_OUTSIDE = """
import sys
FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec",
             "os.posix_spawn", "os.fork", "urllib.Request", "webbrowser.open")
def watch(event, arguments):
    if event in FORBIDDEN:
        raise SystemExit(f"it does {event} with {arguments}")
"""


class TestPagesThatWantToRun:
    """HTML and PDF: nothing that stands in a page is run, opened or fetched."""

    HTML = """<?xml version="1.0"?>
<!DOCTYPE html [<!ENTITY secret SYSTEM "file://{secret}"><!ENTITY % far SYSTEM "http://192.0.2.1/x.dtd">]>
<html><head><base href="http://192.0.2.1/"><meta http-equiv="refresh" content="0;url=/next">
<link rel="stylesheet" href="style.css"><script src="http://192.0.2.1/run.js"></script>
<script>document.write("written by a script")</script></head>
<body onload="alert(1)"><iframe src="file://{secret}"></iframe><img src="http://192.0.2.1/i.png">
<object data="file://{secret}"></object><article><h1>The ferry</h1>
<p>The committee met on Tuesday and agreed to meet again in the spring. &secret;</p>
<p>The harbour office said that the crane can be spared from the new pier until then.</p>
</article></body></html>"""

    def outside(self, folder: Path, program: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", NOTHING_OUTSIDE + program],
            capture_output=True,
            encoding="utf-8",
            cwd=folder,
            env=environment(),
            check=False,
            timeout=100,
        )

    def test_a_web_page(self, tmp_path: Path) -> None:
        pytest.importorskip("trafilatura")
        secret = tmp_path / "secret.txt"
        secret.write_text("the combination of the safe", "utf-8")
        (tmp_path / "page.html").write_text(self.HTML.replace("{secret}", str(secret)), "utf-8")
        done = self.outside(
            tmp_path,
            "from layoutfix.io.html import read_html, html_text; from pathlib import Path\n"
            "import trafilatura; sys.addaudithook(watch)\n"
            "print(read_html(Path('page.html')))\n"
            "try: html_text('http://192.0.2.1/page.html')\n"
            "except Exception: pass\n",
        )
        assert done.returncode == 0, done.stderr
        assert "The committee met on Tuesday" in done.stdout
        assert "combination" not in done.stdout
        assert "written by a script" not in done.stdout

    def test_a_pdf_file(self, tmp_path: Path) -> None:
        pytest.importorskip("pypdfium2")
        fpdf = pytest.importorskip("fpdf")
        document = fpdf.FPDF()
        document.add_page()
        document.set_font("helvetica", size=12)
        document.cell(text="The committee met on Tuesday.", link="http://192.0.2.1/")
        data = bytes(document.output())
        actions = (
            b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://192.0.2.1'\\)) >> "
            b"/AA << /WC << /S /Launch /F (/bin/sh) >> /O << /S /URI /URI (http://192.0.2.1) >> >> "
        )
        assert data.count(b"/Type /Catalog") == 1
        (tmp_path / "page.pdf").write_bytes(
            data.replace(b"/Type /Catalog", actions + b"/Type /Catalog")
        )
        done = self.outside(
            tmp_path,
            "from layoutfix.io.pdf import pdf_text; from pathlib import Path\n"
            "import pypdfium2; sys.addaudithook(watch)\n"
            "print(pdf_text(Path('page.pdf').read_bytes()))\n",
        )
        assert done.returncode == 0, done.stderr
        assert "The committee met on Tuesday" in done.stdout


class TestConfiguration:
    """What holds without being asked for is named; what runs has to be asked for."""

    def test_one_above_the_working_folder_is_named(self, run: Run, tmp_path: Path) -> None:
        put(tmp_path, page=BROKEN)
        assert run("fix", "page.txt").stderr == b""
        (tmp_path / "layoutfix.toml").write_text('without = ["join"]\n', "utf-8")
        assert run("fix", "page.txt").stderr == b""
        below = tmp_path / "below"
        below.mkdir()
        done = subprocess.run(
            command("fix", tmp_path / "page.txt"),
            capture_output=True,
            cwd=below,
            env=environment(),
            check=True,
            timeout=60,
        )
        told = f"layoutfix: the configuration is {tmp_path / 'layoutfix.toml'}; "
        assert done.stderr.decode().startswith(told)

    def test_plugins_are_not_even_looked_for_unless_asked(self, tmp_path: Path) -> None:
        program = """
import importlib.metadata, sys
def refuse(**_):
    raise SystemExit("plugins were looked for")
importlib.metadata.entry_points = refuse
import layoutfix, layoutfix.cli
layoutfix.fix("a\\nb\\n")
sys.argv[1:] = ["fix", "page.txt", *sys.argv[1:]]
layoutfix.cli.main()
"""
        put(tmp_path, page=BROKEN)
        for more, wanted in (((), 0), (("--plugins",), 1)):
            done = subprocess.run(
                [sys.executable, "-c", program, *more],
                capture_output=True,
                cwd=tmp_path,
                env=environment(),
                check=False,
                timeout=60,
            )
            assert done.returncode == wanted, done.stderr

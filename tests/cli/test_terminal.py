"""The command line in its surroundings: pipes that close, keys that are pressed, bars."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import termios
import time
from pathlib import Path

import pytest

from layoutfix.io.files import write_text
from tests.cli.pages import BROKEN, WHOLE, put
from tests.conftest import Run, command, environment


def hearing_ctrl_c() -> None:
    """What is started in the background of a script doesn't: it would hand that on."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class TestTerminal:
    """Pipes that close, keys that are pressed, and bars only where somebody watches."""

    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_a_long_page_goes_through_a_pipe_whole(self, tmp_path: Path, unbuffered: str) -> None:
        (page,) = put(tmp_path, page=b"".join(b"Item %d.\n" % n for n in range(20_000)))
        done = subprocess.run(
            command("fix", page),
            capture_output=True,
            env=environment({"PYTHONUNBUFFERED": unbuffered}),
            check=True,
            timeout=60,
        )
        assert done.stdout == page.read_bytes()

    def test_a_reader_that_goes_away_is_no_error(self, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=b"".join(b"Item %d.\n" % n for n in range(200_000)))
        process = subprocess.Popen(
            command("fix", page),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(8) == b"Item 0.\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(60) == 141

    def test_ctrl_c_leaves_quietly_and_nothing_half_written(self, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page=BROKEN)
        fifo = tmp_path / "fifo"
        os.mkfifo(fifo)
        process = subprocess.Popen(
            command("fix", "--in-place", page, fifo),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            preexec_fn=hearing_ctrl_c,
        )
        writer = os.open(fifo, os.O_WRONLY)  # returns when the page is done and this is being read
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        os.close(writer)
        assert (process.returncode, output, errors.strip()) == (130, b"", b"")
        assert page.read_bytes() == WHOLE
        assert sorted(path.name for path in tmp_path.iterdir()) == ["fifo", "page.txt"]

    def test_a_write_that_is_stopped_leaves_the_page_as_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (page,) = put(tmp_path, page=BROKEN)

        def stop(_: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", stop)
        with pytest.raises(KeyboardInterrupt):
            write_text(page, "half")
        assert page.read_bytes() == BROKEN
        assert list(tmp_path.iterdir()) == [page]

    def test_a_bar_is_drawn_for_a_terminal_only(self, run: Run, tmp_path: Path) -> None:
        paths = put(tmp_path, a=BROKEN, b=b"\xff", c=BROKEN)
        assert b"pages" not in run("fix", *paths, "-o", "out").stderr
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        process = subprocess.Popen(
            command("fix", *paths, "-o", tmp_path / "out"), stderr=theirs, env=environment()
        )
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
        assert process.wait(60) == 2
        assert b"pages" in seen
        assert b"b.txt: not UTF-8" in seen

    def test_output_is_utf_8_whatever_the_locale(self, tmp_path: Path) -> None:
        (page,) = put(tmp_path, page="化。\n".encode())
        done = subprocess.run(
            command("fix", page),
            capture_output=True,
            env=environment({"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}),
            check=True,
            timeout=60,
        )
        assert done.stdout == "化。\n".encode()

"""A Redis that goes away in the middle of a batch, and comes back: nothing said is lost."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.kills import lost, text_of
from layoutfix import DuplicateIndex, InputError


class Server:
    """A Redis that puts each write onto the disk before it answers."""

    def __init__(self, program: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = [program, "--port", str(self.port), "--bind", "127.0.0.1"]
        self.command += ["--dir", str(folder), "--save", ""]
        self.command += ["--appendonly", "yes", "--appendfsync", "always"]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        import redis

        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(self.command, stdout=quiet, stderr=quiet)
        with redis.Redis(port=self.port) as client:
            for _ in range(400):
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    time.sleep(0.05)
        raise AssertionError("the Redis doesn't answer")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    pytest.importorskip("redis")
    program = shutil.which("redis-server")
    if program is None:
        assert os.environ.get("CI") != "true", "CI must have redis-server"
        pytest.skip("needs redis-server")
    server = Server(program, tmp_path)
    try:
        yield server
    finally:
        server.kill()


def some(first: int, count: int) -> dict[str, str]:
    return {f"text {n}": text_of(n) for n in range(first, first + count)}


def test_gone_before_a_batch_and_back(server: Server) -> None:
    with DuplicateIndex.redis(server.url) as index:
        index.add_many(some(0, 30))
        server.kill()
        with pytest.raises(InputError, match="can't be reached or used"):
            index.add_many(some(30, 30))
        with pytest.raises(InputError, match="can't be reached or used"):
            index.query(text_of(1))
        server.start()
        assert lost(index, list(some(0, 30))) == []
        index.add_many(some(60, 30))
        # Of the batch that failed each text is there and found, or not there.
        assert lost(index, list(index)) == []
        index.add_many(some(30, 30))
        assert lost(index, list(some(0, 90))) == []
        assert len(index) == 90


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1])
def test_gone_in_the_middle_of_batches_and_back(server: Server, delay: float) -> None:
    said: list[str] = []
    with DuplicateIndex.redis(server.url) as index:
        index.add("text 0", text_of(0))
        timer = threading.Timer(delay, server.kill)
        timer.start()
        for first in range(1, 100_000, 50):
            batch = some(first, 50)
            try:
                index.add_many(batch)
            except InputError:
                break
            said += batch
        timer.join()
        server.start()
        assert lost(index, said) == []
        index.add("text 0", text_of(0))
        index.add(f"text {10**6}", text_of(10**6))
        assert lost(index, list(index)) == []
        index.add_many(batch)
        assert lost(index, [*said, *batch]) == []

"""Processes that fill an index, and that are killed while they do."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

from tests.conftest import environment

__all__ = ["MANY", "ONE", "finished", "killed", "start", "texts"]

ONE, MANY = "index.add(one, text)", "index.add_many(some)"
"""What a worker does with each of its texts, or with all of them at once."""

WORKER = """
import sys
from layoutfix import DuplicateIndex
from tests.dedup.workers import texts
index = DuplicateIndex.{how}
some = [(f"{{one}} of {seed}", text) for one, text in texts({count}, {seed}).items()]
print("ready", flush=True)
for one, text in some:
    {act}
    print(one, flush=True)
"""


def texts(count: int, seed: int = 1) -> dict[str, str]:
    """Texts, every third a near copy of the one before."""
    rng = random.Random(seed)
    out: dict[str, str] = {}
    last = ""
    for number in range(count):
        words = ["".join(rng.choices("abcdefghij", k=rng.randint(2, 9))) for _ in range(30)]
        last = last + " more" if number % 3 == 2 else " ".join(words)
        out[f"text {number}"] = last
    return out


def start(how: str, seed: int, count: int, act: str) -> subprocess.Popen[str]:
    program = WORKER.format(how=how, seed=seed, count=count, act=act)
    return subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment()
    )


def finished(workers: list[subprocess.Popen[str]]) -> list[int]:
    for worker in workers:
        worker.communicate(timeout=60)
    return [worker.returncode for worker in workers]


def killed(how: str, seed: int, count: int, delay: float, act: str) -> list[str]:
    """What the worker said it had added when it was killed ``delay`` seconds into its work."""
    worker = start(how, seed, count, act)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    time.sleep(delay)
    worker.send_signal(signal.SIGKILL)
    said, _ = worker.communicate(timeout=10)
    assert worker.returncode == -signal.SIGKILL
    return [line[:-1] for line in said.splitlines(keepends=True) if line.endswith("\n")]

"""Each target of ``benchmarks.fuzz``, on a few inputs that are the same at every run."""

from __future__ import annotations

import random

import pytest

from benchmarks.fuzz import TARGETS, random_input


@pytest.mark.parametrize("name", list(TARGETS))
def test_random_bytes_are_read_or_refused(name: str) -> None:
    if name == "html":
        pytest.importorskip("trafilatura")
    for seed in range(60):
        TARGETS[name](random_input(random.Random(seed)))

"""The README keeps its word: its examples are run, its before becomes its after."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import layoutfix
from tests.conftest import ROOT, Run
from tests.docs.readme import README, block, run_readme


def test_before_becomes_after() -> None:
    assert layoutfix.fix(block("before")).text == block("after")


def test_every_code_block_does_what_it_says(tmp_path: Path) -> None:
    """The first two are run by .ci/run, in a fresh copy; before and after are held above."""
    done = run_readme(tmp_path)
    assert done.count("python") > 5
    assert done.count("line") > 12


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^layoutfix (\w+)", README, re.M))))
def test_every_command_named_is_one(command: str, run: Run) -> None:
    assert run(command, "--help").returncode == 0


def test_every_extra_named_can_be_installed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named: set[str] = set()
    for folder in (".", "docs", "src", "benchmarks", "tools", "examples"):
        for path in (ROOT / folder).glob("*" if folder == "." else "**/*"):
            if path.suffix in (".md", ".py", ".toml"):
                named |= set(re.findall(r"layoutfix\[(\w+)\]", path.read_text("utf-8")))
    assert {"html", "redis", "fast", "bench", "docs"} <= named
    assert named <= set(extras["optional-dependencies"])


def test_every_file_named_is_there() -> None:
    names = re.findall(r"`((?:examples|tools|docs|benchmarks)/[\w./-]+)`|\]\(([\w./-]+)\)", README)
    assert names
    for name in (one or other for one, other in names):
        assert (ROOT / name).exists(), name
    page = re.search(r"layoutfix fix (tests/\S+)", block("set up"))
    assert page
    assert (ROOT / page[1]).exists()

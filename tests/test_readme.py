"""The README keeps its word: its examples are run, its before becomes its after."""

from __future__ import annotations

import doctest
import re

import pytest

import layoutfix
from tests.conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(mark: str) -> str:
    """The fenced block behind a comment."""
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no block marked {mark}"
    return found[1]


def test_before_becomes_after() -> None:
    assert layoutfix.fix(block("before")).text == block("after")


def test_the_python_examples_run() -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "README.md", None, None)
    report: list[str] = []
    results = doctest.DocTestRunner().run(test, out=report.append)
    assert results.attempted > 5
    assert not results.failed, "".join(report)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^layoutfix (\w+)", README, re.M))))
def test_every_command_named_is_one(command: str, run: Run) -> None:
    assert run(command, "--help").returncode == 0


def test_every_file_named_is_there() -> None:
    names = re.findall(r"`((?:examples|tools|docs|benchmarks)/[\w./-]+)`|\]\(([\w./-]+)\)", README)
    assert names
    for name in (one or other for one, other in names):
        assert (ROOT / name).exists(), name
    page = re.search(r"layoutfix fix (tests/\S+)", block("set up"))
    assert page
    assert (ROOT / page[1]).exists()

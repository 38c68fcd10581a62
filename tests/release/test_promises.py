"""The small promises: versions in one place, dependencies with reasons, completion, Ctrl-C."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib

import pytest

from layoutfix import __version__
from tests.conftest import ROOT, environment

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FOR_DEVELOPERS = {"docs", "dev", "fuzz", "bench", "lab", "train", "integrations"}


def test_the_version_stands_in_one_place_and_is_semantic() -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[\w.]+)?", __version__)
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.findall(r"^version: (.+)$", citation, re.MULTILINE) == [__version__]


def test_every_dependency_of_users_has_its_reason() -> None:
    page = (ROOT / "docs" / "installation.md").read_text("utf-8")
    reasons = dict(re.findall(r"^\| (`.+?`(?: \| `[^|]+`)?) \| ([^|]+) \|", page, re.MULTILINE))
    named = {name: why for names, why in reasons.items() for name in re.findall(r"`(.+?)`", names)}
    wanted = {re.split(r"[\[<>= ]", each)[0] for each in PROJECT["dependencies"]}
    for extra, packages in PROJECT["optional-dependencies"].items():
        if extra not in FOR_DEVELOPERS:
            wanted |= {extra, *(re.split(r"[\[<>= ]", each)[0] for each in packages)}
    assert wanted == set(named)
    assert all(why.strip() for why in named.values())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_told_how_to_complete(shell: str) -> None:
    done = _run(_COMMAND, _LAYOUTFIX_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert b"_LAYOUTFIX_COMPLETE" in done.stdout


_COMMAND = "from layoutfix.__main__ import main; main()"


# At the import of each of these Ctrl-C is pressed; the last are imported when there is a page.
@pytest.mark.parametrize(
    "module",
    ["layoutfix.cli", "click", "difflib", "layoutfix.cli.fix", "layoutfix.pipeline", "numpy"],
)
def test_ctrl_c_while_modules_are_imported_prints_no_traceback(module: str) -> None:
    program = f"""
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Presses:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Presses())
sys.argv[1:] = ["fix", "-"]
sys.modules.pop({module!r}, None)
{_COMMAND}
"""
    done = _run(program)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, b"", b"")


def _run(program: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", program],
        input=b"One.\n",
        env=environment({"PATH": os.environ["PATH"], **more}),
        capture_output=True,
        timeout=60,
        check=False,
    )

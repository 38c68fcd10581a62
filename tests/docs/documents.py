"""Documents that are run: every code block of a page of Markdown, in a fresh folder, in order.

What a block is decides what is done with it:

- with a ``title="path"`` it is a file, and is written; below ``examples/`` it must be a part of the
  file of that name in the repository;
- ``console``: what stands behind ``$`` is run by a shell, and must print what stands below it;
- ``python`` with ``>>>`` is a doctest, without it is run; all of a page share their names;
- ``sh``: each line is run, and must not fail; a benchmark must at least have its ``--help``.

``...`` stands for anything in what is printed. Every other block is an error.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CodeBlock", "blocks_of", "environment_of", "run_document"]

ROOT = Path(__file__).parent.parent.parent  # nothing of pytest: it also runs where that is missing

FENCE = re.compile(
    r"(?:^<!-- (?P<mark>[\w ]+) -->\n)?"
    r'^(?P<fence>`{3,})(?P<kind>\w*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^(?P=fence)$',
    re.MULTILINE | re.DOTALL,
)
FINDINGS = (0, 1)
"""Exit codes of commands that are as they should be: 1 says that there are findings."""


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced block: its language, title and text, the comment above it, and its line."""

    kind: str
    title: str | None
    text: str
    mark: str | None
    line: int


def blocks_of(text: str) -> Iterator[CodeBlock]:
    """The code blocks of a page of Markdown, in order."""
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start("fence")) + 1
        yield CodeBlock(found["kind"], found["title"], found["text"], found["mark"], line)


def run_document(
    name: str,
    text: str,
    folder: Path,
    tested: tuple[str, ...] = (),
    *,
    benchmarks: bool = True,
) -> list[str]:
    """Run all blocks of a page in a folder; what was run, a word a block.

    Args:
        name: of the page, for messages.
        text: the page.
        folder: where its files are written and its commands run.
        tested: comments above blocks that another test runs.
        benchmarks: whether those that are named must have their ``--help``.

    Raises:
        AssertionError: a block doesn't do what the page says.
    """
    done: list[str] = []
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks_of(text):
        place = f"{name}:{block.line}"
        if block.mark in tested:
            continue
        if block.title is not None:
            _file(block.title, block.text, folder, place)
            done.append("file")
        elif block.kind == "console":
            done.extend("command" for _ in _console(block.text, folder, place))
        elif block.kind == "python":
            _python(block.text, names, place)
            done.append("python")
        elif block.kind == "sh":
            done.extend("line" for _ in _lines(block.text, folder, place, benchmarks))
        elif block.kind == "text":  # shown as it is
            continue
        else:
            raise AssertionError(f"{place}: nothing runs a block of {block.kind or 'no language'}")
    return done


def _file(title: str, text: str, folder: Path, place: str) -> None:
    if title.startswith("examples/"):
        assert text in (ROOT / title).read_text("utf-8"), f"{place}: not a part of {title}"
        return
    path = folder / title
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _console(text: str, folder: Path, place: str) -> Iterator[None]:
    for command, wanted in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
        got = _run(command, folder).stdout
        if not _matches(wanted, got):
            raise AssertionError(f"{place}: $ {command}\nwanted:\n{wanted}\ngot:\n{got}")
        yield


def _lines(text: str, folder: Path, place: str, benchmarks: bool) -> Iterator[None]:
    for line in text.splitlines():
        command = line.partition("  #")[0].strip()
        if not command:
            continue
        if module := re.match(r"python -m (benchmarks\.\w+)", command):
            if not benchmarks:
                continue
            done = _run(f"python -m {module[1]} --help", ROOT)
        else:
            done = _run(command, folder)
        if done.returncode not in FINDINGS:
            raise AssertionError(f"{place}: {command}\n{done.stdout}")
        yield


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment_of(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def environment_of() -> Mapping[str, str]:
    """A shell in which ``python`` and what is installed beside it are ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    beside = str(Path(sys.executable).parent)
    return {**kept, "PATH": os.pathsep.join((beside, os.environ["PATH"])), "NO_COLOR": "1"}


def _python(text: str, names: dict[str, object], place: str) -> None:
    if ">>>" not in text:
        exec(compile(text, place, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(text, names, place, None, None)
    test.globs = names
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    failed = runner.run(test, out=report.append, clear_globs=False).failed
    assert not failed, "".join([f"{place}\n", *report])


def _matches(wanted: str, got: str) -> bool:
    """Whether all was printed as it should be, ``...`` standing for anything.

    >>> _matches("... passed in ...\\n", "...\\n3 passed in 0.10s\\n"), _matches("a\\n", "b\\n")
    (True, False)
    """
    pattern = ".*".join(map(re.escape, wanted.strip().split("...")))
    return re.fullmatch(pattern, got.strip(), re.DOTALL) is not None

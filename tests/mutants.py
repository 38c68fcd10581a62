"""Mutation testing: what changes pages is changed a little, and the tests must notice.

    python -m tests.mutants [FILE ...] [--tests PATH ...] [--seconds 20] [--only NAME ...]

FILE is of ``src``; without one, all of :data:`TESTS`. The changes are mutmut's, of decorated
functions too, which mutmut itself leaves out. Tests are collected and run once, and it is noted
which functions each of them reaches. Then each change is made in a fork of that process, which runs
the tests that reach its function: first those that noticed other changes of it, then the quickest,
until one fails or ``--seconds`` of them have run. So a change costs what its tests do. A test that
fails in a fork without any change is told, and not used. What no test notices is shown at the end.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import json
import os
import resource
import signal
import sys
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from layoutfix.rule import Rule

__all__ = ["TESTS", "Mutant", "mutants_of"]

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"

PAGES = ("tests/test_acceptance.py", "tests/rules", "tests/stability", "tests/test_unicode.py")
ENGINE = (
    "tests/engine",
    "src/layoutfix/engine",
    "tests/testing",
    "tests/integrations/test_documents.py",
)

TESTS: Mapping[str, Sequence[str]] = {
    "layoutfix/engine/plan.py": ("tests/engine", "src/layoutfix/engine/plan.py"),
    "layoutfix/engine/render.py": ("tests/engine", "src/layoutfix/engine/render.py"),
    "layoutfix/engine/account.py": ("tests/engine", "src/layoutfix/engine/account.py"),
    "layoutfix/engine/passes.py": (*ENGINE, *PAGES, "tests/test_laws.py"),
    "layoutfix/pipeline.py": (
        *(
            "tests/test_pipeline.py",
            "tests/engine/test_batches.py",
            "tests/engine/test_decisions.py",
        ),
        *("tests/rules/test_rule.py", "tests/model", "tests/config", "src/layoutfix/pipeline.py"),
    ),
    "layoutfix/rules": (*PAGES, "tests/evidence", "tests/report/test_rows.py"),
}
"""For a file or the files of a folder, the tests that concern it."""

REWRITE = "pytest.PytestAssertRewriteWarning"
"""Hypothesis is imported before pytest starts."""

MEMORY = 12 << 30
"""Bytes of address space that a change may take, where it lets something grow without an end."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A function, changed in one place.

    Attributes:
        module: where the function is.
        function: its name, behind that of its class.
        number: which change of this function it is, from 1.
        before: the code of the function.
        after: the code with the change.
    """

    module: str
    function: str
    number: int
    before: str = field(repr=False)
    after: str = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.module.removeprefix('layoutfix.')}.{self.function}:{self.number}"

    @property
    def difference(self) -> str:
        """The lines that are other ones."""
        lines = difflib.unified_diff(self.before.split("\n"), self.after.split("\n"), n=0)
        return "\n".join(
            line for line in lines if line[:3] not in ("---", "+++") and line[0] != "@"
        )

    def make(self) -> None:
        """Change the function, wherever it has been imported, until this process ends."""
        module = importlib.import_module(self.module)
        code = compile(self.after, self.name, "exec", annotations.compiler_flag)
        names = dict(vars(module))
        exec(code, names)
        changed, function = (
            names[self.function.rpartition(".")[2]],
            _function(module, self.function),
        )
        function.__code__ = changed.__code__
        function.__defaults__ = changed.__defaults__
        function.__kwdefaults__ = changed.__kwdefaults__


def mutants_of(path: Path) -> Iterator[Mutant]:
    """The changes that mutmut makes to the functions of a file."""
    import libcst
    from mutmut.mutation.file_mutation import create_mutations

    module = ".".join(path.relative_to(SRC).with_suffix("").parts)
    tree, mutations, *_ = create_mutations(str(path), _undecorated(path.read_text("utf-8")))
    names: dict[int, str] = {}
    for each in tree.body:
        names[id(each)] = name = each.name.value if hasattr(each, "name") else ""
        if isinstance(each, libcst.ClassDef):
            names |= {
                id(one): f"{name}.{one.name.value}"
                for one in each.body.body
                if hasattr(one, "name")
            }
    numbers: Counter[str] = Counter()
    for change in mutations:
        function = change.contained_by_top_level_function
        if not isinstance(function, libcst.FunctionDef):
            continue
        name = names[id(function)]
        numbers[name] += 1
        changed = function.deep_replace(change.original_node, change.mutated_node)
        codes = (
            textwrap.dedent(libcst.Module([one]).code).strip("\n") for one in (function, changed)
        )
        yield Mutant(module, name, numbers[name], *codes)


def _undecorated(code: str) -> str:
    """The code with blank lines for its decorators."""
    lines = code.split("\n")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            for row in range(node.decorator_list[0].lineno - 1, node.lineno - 1):
                lines[row] = ""
    return "\n".join(lines)


def _function(module: ModuleType, name: str) -> FunctionType:
    """What is called when a function of a module is, or a method of a class."""
    owner: Any = module
    *classes, last = name.split(".")
    for each in classes:
        owner = getattr(owner, each)
    found: Any = vars(owner)[last]
    if isinstance(found, Rule):
        found = found.function
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, cached_property):
        found = found.func
    found = getattr(found, "__wrapped__", found)
    assert isinstance(found, FunctionType)
    return found


class Trial:
    """A plugin of pytest: runs the tests once, and again for each change."""

    def __init__(self, mutants: Sequence[Mutant], seconds: float, out: Path | None) -> None:
        self.mutants = mutants
        self.seconds = seconds
        self.out = out
        self.reached: dict[tuple[str, str], set[str]] = defaultdict(set)  # function to tests
        self.taken: dict[str, float] = {}  # seconds of this process, whatever runs beside it
        self.names: dict[str, dict[str, Any]] = {}  # of doctests
        self.noticed: Counter[tuple[str, str, str]] = Counter()  # function and test, how often
        self.fates: list[tuple[Mutant, str]] = []
        self._forked = False

    def pytest_configure(self) -> None:
        """Have failing examples neither made smaller nor kept."""
        settings.register_profile(
            "mutants", settings.default, derandomize=True, database=None,
            phases=(Phase.explicit, Phase.generate),
        )  # fmt: skip
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self._forked and report.failed:
            os._exit(1)
        assert not report.failed, f"{report.nodeid} fails without a change\n{report.longreprtext}"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once, then for each change."""
        codes: dict[CodeType, tuple[str, str]] = {}
        for key in {(each.module, each.function) for each in self.mutants}:
            codes[_function(importlib.import_module(key[0]), key[1]).__code__] = key
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            if isinstance(item, pytest.DoctestItem):
                self.names[item.nodeid] = dict(item.dtest.globs)  # it clears them when it has run
            seen: set[CodeType] = set()

            def note(frame: FrameType, event: str, _: object, seen: set[CodeType] = seen) -> None:
                if event == "call" and frame.f_code in codes:
                    seen.add(frame.f_code)

            began = time.process_time()
            sys.setprofile(note)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.setprofile(None)
            self.taken[item.nodeid] = time.process_time() - began
            for code in seen:
                self.reached[codes[code]].add(item.nodeid)
        items = {item.nodeid: item for item in session.items}
        for test in sorted(set().union(*self.reached.values())):
            if self._tried(None, [items[test]]) != "survived":
                print(f"{test} fails in a fork without a change", file=sys.stderr)
                for reaching in self.reached.values():
                    reaching.discard(test)
        start = time.time()
        for number, each in enumerate(self.mutants, 1):
            tests = self._tests_of(each)
            fate = self._tried(each, [items[test] for test in tests]) if tests else "not reached"
            self.fates.append((each, fate))
            row = {"name": each.name, "fate": fate, "tests": len(tests), "diff": each.difference}
            if self.out:
                with self.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
            if number % 50 == 0:
                print(
                    f"{number} of {len(self.mutants)}, {time.time() - start:.0f} s", file=sys.stderr
                )
        return True

    def _tests_of(self, mutant: Mutant) -> list[str]:
        """Those that reach its function: what noticed another change of it comes first."""
        key, name = (mutant.module, mutant.function), mutant.module.rpartition(".")[2]

        def turn(test: str) -> tuple[int, float, str]:
            # A slow test that is named after the module waits for the quick ones of others.
            named = name in test.replace("-", "_")
            return -self.noticed[*key, test], self.taken[test] / (10 if named else 1), test

        tests = sorted(self.reached[key], key=turn)
        while tests and sum(self.taken[test] for test in tests[:-1]) > self.seconds:
            tests.pop()
        return tests

    def _tried(self, mutant: Mutant | None, items: Sequence[pytest.Item]) -> str:
        told, tell = os.pipe()
        child = os.fork()
        if not child:
            try:
                self._run(mutant, items, tell)
            finally:
                os._exit(1)
        os.close(tell)
        with os.fdopen(told, "rb") as file:
            ran = len(file.read())
        _, status = os.waitpid(child, 0)
        if not status:
            return "survived"
        if mutant:
            self.noticed[mutant.module, mutant.function, items[max(ran - 1, 0)].nodeid] += 1
        endless = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF
        return "endless" if endless else "killed"

    def _run(self, mutant: Mutant | None, items: Sequence[pytest.Item], tell: int) -> None:
        """In the fork: tells a byte a test that is begun, ends with 0 where all tests pass."""
        self._forked = True
        items[0].config.pluginmanager.unregister(name="terminalreporter")
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        if mutant:
            mutant.make()
        for item, following in zip(items, [*items[1:], None], strict=True):
            signal.setitimer(signal.ITIMER_PROF, 5 + 10 * self.taken[item.nodeid])
            if isinstance(item, pytest.DoctestItem):
                item.dtest.globs.update(self.names[item.nodeid])
            os.write(tell, b".")
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        os._exit(0)


def _tests_of(path: Path) -> Sequence[str]:
    name = path.relative_to(SRC).as_posix()
    found = next((tests for key, tests in TESTS.items() if name.startswith(key)), ("tests/engine",))
    return (*found, path.relative_to(ROOT).as_posix())


def main() -> None:
    """Try the changes of each file, and show those that no test noticed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--tests", nargs="*", default=(), help="other tests than those of the file")
    parser.add_argument("--seconds", type=float, default=20, help="of tests for a change")
    parser.add_argument("--only", nargs="*", default=(), help="names, as they are shown")
    parser.add_argument("--out", type=Path, help="append a line of JSON for each change")
    asked = parser.parse_args()
    known = [
        path
        for key in TESTS
        for path in ([SRC / key] if key.endswith(".py") else (SRC / key).glob("*.py"))
    ]
    files = [path.resolve() for path in asked.files] or sorted(known)
    mutants = [each for path in files for each in mutants_of(path)]
    if asked.only:
        mutants = [each for each in mutants if each.name in asked.only]
    tests = list(dict.fromkeys(asked.tests or (test for path in files for test in _tests_of(path))))
    tests = [
        test
        for test in tests
        if not any(test != one and test.startswith(one + "/") for one in tests)
    ]
    trial = Trial(mutants, asked.seconds, asked.out)
    options = (
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:randomly",
        "-q",
        "-W",
        f"ignore::{REWRITE}",
    )
    code = pytest.main([*options, *tests], plugins=[trial])
    for mutant, fate in trial.fates:
        if fate in ("survived", "not reached"):
            print(f"\n{mutant.name} {fate}\n{mutant.difference}")
    print(len(mutants), "changes:", dict(Counter(fate for _, fate in trial.fates)))
    sys.exit(code or any(fate in ("survived", "not reached") for _, fate in trial.fates))


if __name__ == "__main__":
    main()

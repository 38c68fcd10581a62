"""Changes for mutation testing: each is of one place, and made in what is called."""

from __future__ import annotations

import sys
import textwrap

import pytest

from tests.conftest import ROOT
from tests.mutants import TESTS, Mutant, _undecorated


def test_the_tests_of_each_file_are_there() -> None:
    for key, tests in TESTS.items():
        assert (ROOT / "src" / key).exists()
        assert all((ROOT / test).exists() for test in tests)


def test_decorators_leave_and_lines_stay_where_they_are() -> None:
    code = "@one(\n    1\n)\ndef f(): ...\n\nclass A:\n    @two\n    def g(self): ...\n"
    wanted = "\n\n\ndef f(): ...\n\nclass A:\n\n    def g(self): ...\n"
    assert _undecorated(code) == wanted


def test_a_change_is_made_wherever_the_function_was_imported() -> None:
    before = "def f(a, b=2):\n    return a + b\n"
    module = type(sys)("layoutfix_changed")
    sys.modules["layoutfix_changed"] = module
    try:
        exec(before, vars(module))
        held = module.f
        after = before.replace("+", "-").replace("b=2", "b=3")
        Mutant("layoutfix_changed", "f", 1, before, after).make()
        assert held(5) == 2
    finally:
        del sys.modules["layoutfix_changed"]


def test_mutmut_changes_decorated_functions_too() -> None:
    pytest.importorskip("mutmut")
    from tests.mutants import mutants_of

    found = list(mutants_of(ROOT / "src" / "layoutfix" / "rules" / "byline.py"))
    assert {each.function for each in found} == {"byline"}
    assert [each.name for each in found][:1] == ["rules.byline.byline:1"]
    assert "labels_of(None, Role.BYLINE)" in found[0].difference
    assert textwrap.dedent(found[0].before) == found[0].before

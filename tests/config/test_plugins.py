"""Entry points: loaded when asked for, and what can't be loaded is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from layoutfix import DEFAULT, ConfigError, RuleError, read_config
from layoutfix.config.configuration import configured
from layoutfix.config.plugins import load_plugins, with_plugins

Install = Callable[..., None]

MODULE = """
import layoutfix
from layoutfix.rule import rule

@rule("nothing", "seams", [layoutfix.Example("a", "b"), layoutfix.Example("a")])
def nothing(page):
    "It sees nothing."
    return []

taken = [layoutfix.DEFAULT["join-lines"]]
both = layoutfix.Ruleset((nothing,), (layoutfix.WordList("plugin"),))
number, numbers, text, twice = 1, [1], "rules", [nothing, nothing]
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a distribution with these entry points."""

    def install(*entries: str) -> None:
        info = tmp_path / "tried_plugin-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tried-plugin\nVersion: 1.0\n")
        listed = "\n".join(entries)
        (info / "entry_points.txt").write_text(f"[layoutfix.rules]\n{listed}\n")
        (tmp_path / "tried_plugin.py").write_text(MODULE)
        (tmp_path / "leaving_plugin.py").write_text("raise SystemExit(3)")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "tried_plugin", raising=False)

    return install


def brought() -> list[list[str]]:
    return [[rule.name for rule in each] for each in load_plugins()]


def test_rules_lists_and_sets_are_taken(install: Install) -> None:
    before = brought()
    install("one = tried_plugin:nothing", "two = tried_plugin:taken", "three = tried_plugin:both")
    found = brought()
    assert [each for each in found if each not in before] == [
        ["nothing"],
        ["nothing"],
        ["join-lines"],
    ]


def test_the_rules_and_their_words_are_added(install: Install) -> None:
    install("three = tried_plugin:both")
    rules = with_plugins(DEFAULT)
    assert "nothing" in rules
    assert "plugin" in [each.source for each in rules.words]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("bad = tried_plugin:missing", "'bad' of tried-plugin .* can't be loaded: AttributeError"),
        ("bad = no_such_module", "can't be loaded: ModuleNotFoundError"),
        ("bad = tried_plugin:number", "gives a int; it must be a Rule or a Ruleset"),
        ("bad = tried_plugin:numbers", "gives a int"),
        ("bad = tried_plugin:text", "gives a str"),
        ("bad = tried_plugin:twice", "'bad' of tried-plugin .*: two rules are named 'nothing'"),
        ("bad = leaving_plugin", "can't be loaded: SystemExit: 3"),
    ],
)
def test_what_is_none_is_named(install: Install, entry: str, message: str) -> None:
    install(entry)
    with pytest.raises(RuleError, match=message):
        load_plugins()


def test_a_name_that_is_taken_is_an_error(install: Install) -> None:
    install("one = tried_plugin:nothing", "two = tried_plugin:taken")
    with pytest.raises(
        RuleError, match=r"'two' of tried-plugin .*there is a rule 'join-lines' of layoutfix"
    ):
        with_plugins(DEFAULT)


def test_two_plugins_with_the_same_name_are_both_named(install: Install) -> None:
    install("one = tried_plugin:nothing", "two = tried_plugin:both")
    with pytest.raises(RuleError, match=r"plugin 'two' .*'nothing' of plugin 'one' of tried-plug"):
        with_plugins(DEFAULT)


def test_plugins_that_are_asked_for_are_known_to_a_configuration(
    install: Install, tmp_path: Path
) -> None:
    install("one = tried_plugin:nothing")
    path = tmp_path / "layoutfix.toml"
    path.write_text('select = ["nothing"]', encoding="utf-8")
    with pytest.raises(ConfigError, match="no rule 'nothing'"):
        read_config(path)
    for config in (read_config(path, plugins=True), configured(tmp_path, plugins=True)):
        assert "nothing" in config.rules

"""The configuration: found from a folder upward, held to its keys, used by the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layoutfix import DEFAULT, Config, ConfigError, RuleError, fix, read_config
from layoutfix.config.configuration import configured, find_config
from tests.conftest import Run

WORDS = '[words]\nfurniture = ["The Courier {rest}"]\n'


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_configuration_holds(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outer = write(tmp_path / "pyproject.toml", "[tool.layoutfix]\nmin_confidence = 0.8\n")
    assert find_config(inner) == outer
    write(tmp_path / "a" / "pyproject.toml", "[tool.other]\n")
    assert find_config(inner) == outer
    nearer = write(tmp_path / "a" / "pyproject.toml", "[tool.layoutfix]\n")
    assert find_config(inner) == nearer
    own = write(tmp_path / "a" / "layoutfix.toml", "min_confidence = 1\n")
    assert find_config(inner) == own
    assert configured(inner).min_confidence == 1.0


def test_everything_can_be_said(tmp_path: Path) -> None:
    write(tmp_path / "words" / "zh.toml", 'language = "zh"\nagency = ["钟楼社"]\n')
    path = write(
        tmp_path / "layoutfix.toml",
        'min_confidence = 0.95\nselect = ["join-lines", "join-blocks", "byline"]\n'
        'without = ["join-blocks"]\nplugins = false\nword_lists = ["words/zh.toml"]\n' + WORDS,
    )
    config = read_config(path)
    assert (config.source, config.min_confidence, config.plugins) == (path, 0.95, False)
    assert [each.source for each in config.words] == [
        str(tmp_path / "words" / "zh.toml"),
        f"{path} (words)",
    ]
    assert config.available.rules == DEFAULT.rules
    assert config.rules.words == config.words
    assert "join-blocks" not in config.rules
    assert "join-lines" in config.rules


def test_without_a_file_all_is_as_shipped() -> None:
    assert Config().rules == DEFAULT
    assert Config().min_confidence is None


def test_a_rule_that_is_not_there_is_an_error_in_code_too() -> None:
    for config in (Config(select=("join-lins",)), Config(without=("join-lins",))):
        with pytest.raises(RuleError, match="did you mean 'join-lines'"):
            _ = config.rules


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("min_confidnce = 1", "1: min_confidnce: .*did you mean 'min_confidence'"),
        ("\n\nmin_confidence = 2", "3: min_confidence: this must be a number from 0 to 1, not 2"),
        ("min_confidence = true", "not true"),
        ('without = "pull-quote"', r'a list of strings, as \["…"\]'),
        ('select = ["join-lins"]', "select: no rule 'join-lins'; did you mean 'join-lines'"),
        ('without = ["zzzzz"]', "for those of installed packages add plugins = true"),
        ("plugins = 1", "plugins: this must be true or false, not 1"),
        ("select = [3]", "a list of strings, as .*, not 3"),
        ("[tool.layoutfix]", r"tool: keys stand without \[tool\.layoutfix\] in layoutfix\.toml"),
        ('word_lists = ["x.toml"]', "word_lists: there is no file .*x.toml"),
        ("words = 1", "words: this must be a table"),
        ('[words]\nbylines = ["x"]', "2: words.bylines: .*did you mean 'byline'"),
        ('[words]\nbyline = [""]', "words.byline: one of these is empty"),
        ('[words]\nbyline = ["By {nams}"]', "no placeholder 'nams'; did you mean 'names'"),
        ('[words]\nbyline = ["By {names"]', "a brace that is not closed"),
        ('[words]\nbyline = ["{names}"]', "a template needs a word or a mark of its own"),
        ('[words]\ncaption = ["{n} x"]', "lines of this kind must begin with a word"),
        ('[words]\nlanguage = "zhh"', "no language 'zhh' with word lists; did you mean 'zh'"),
        ('[words.placeholders]\nx = "(("', "words.placeholders.x: not a regular expression"),
        ('[words.placeholders]\nx = "(?P<a>b)"', "groups of a placeholder can't be named"),
        ("[words.placeholders]\nx = '(a)\\1'", "words.placeholders.x: .*: no group numbers"),
        ('[words.placeholders]\nX = "a"', "small letters"),
        ("[words.placeholders]\nx = 1", "as a string"),
        ("[words.regions]\nx = 1", "words.regions.x: this must be a table, not 1"),
        ('[words.regions."a b"]\nnmes = ["a"]', "words.regions.\"a b\".nmes: .*mean 'names'"),
        ('[words.regions.x]\nshort = "ab"', "the one character that sign-offs use"),
        ("min_confidence = ", "not TOML: Invalid value"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "layoutfix.toml", text)
    with pytest.raises(ConfigError, match=re.escape(str(path)) + ":.*" + message):
        read_config(path)


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be read: no such file"):
        read_config(tmp_path / "layoutfix.toml")
    (tmp_path / "layoutfix.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not UTF-8 at byte 0"):
        read_config(tmp_path / "layoutfix.toml")
    with pytest.raises(ConfigError, match=r"no table \[tool\.layoutfix\]"):
        read_config(write(tmp_path / "pyproject.toml", "[tool.other]\n"))


PAGE = "One\n7\nand two\nand three?\nfour\n"


def test_the_command_line_takes_it(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "page.txt", PAGE)
    write(tmp_path / "pyproject.toml", '[tool.layoutfix]\nwithout = ["page-number"]\n')
    write(tmp_path / "own.toml", 'min_confidence = 0.3\nselect = ["shy-join"]\n')
    plain = b"One and two and three? four\n"

    def out(*arguments: str) -> bytes:
        done = run("fix", "page.txt", *arguments)
        assert (done.stderr, done.returncode) == (b"", 0)
        return done.stdout

    assert out("--no-config") == plain
    assert out() == b"One\n7\nand two and three? four\n"
    assert out("--config", "own.toml") == b"One\n7\nand two\nand three? four\n"
    assert (
        out("--config", "own.toml", "--select", "page-number") == PAGE.replace("7\n", "").encode()
    )
    assert out("--config", "own.toml", "--min-confidence", "0.9") == PAGE.encode()
    assert out("--without", "join", "--select", "join") == PAGE.encode()


def test_the_command_line_names_what_is_wrong_with_it(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "page.txt", PAGE)
    write(tmp_path / "layoutfix.toml", "mn_confidence = 1\n")
    done = run("fix", "page.txt")
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"layoutfix.toml:1: mn_confidence: " in done.stderr
    assert run("fix", "page.txt", "--no-config").returncode == 0
    assert run("fix", "page.txt", "--config", "none.toml").returncode == 2
    both = run("fix", "page.txt", "--no-config", "--config", "layoutfix.toml")
    assert b"don't go together" in both.stderr
    assert run("rules").returncode == 2
    assert run("rules", "--no-config").returncode == 0


def test_words_of_the_configuration_are_used(tmp_path: Path) -> None:
    config = read_config(write(tmp_path / "layoutfix.toml", WORDS))
    page = "One.\n\nThe Courier 3 May\n\nTwo.\n"
    assert fix(page).text == page
    assert fix(page, rules=config.rules).text == "One.\n\nTwo.\n"

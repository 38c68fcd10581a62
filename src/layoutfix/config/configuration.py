"""The configuration: ``layoutfix.toml``, or ``[tool.layoutfix]`` in ``pyproject.toml``.

::

    min_confidence = 0.95             # for all rules; each has its own without it
    select = ["join-lines"]           # only these rules
    without = ["pull-quote"]          # all but these
    plugins = true                    # rules of installed packages too
    word_lists = ["words/ours.toml"]  # beside this file

    [words]                           # a word list in place, see layoutfix.config.word_lists
    byline = ["Reporting by {names}"]
    furniture = ["The Harbour Courier {rest}"]

    [words.regions.garrow]
    names = ["skerry"]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from layoutfix.config.plugins import with_plugins
from layoutfix.config.toml_tables import Table, read_table
from layoutfix.config.word_lists import read_words, words_of
from layoutfix.errors import ConfigError, nearest
from layoutfix.model import WordList
from layoutfix.pipeline import narrowed
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

__all__ = ["Config", "configured", "find_config", "read_config"]

KEYS = ("min_confidence", "select", "without", "plugins", "word_lists", "words")
NAMES = ("layoutfix.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """What was asked for: rules, words and the least confidence.

    Attributes:
        source: the file; None for what is given without one.
        min_confidence: the probability below which a finding is not applied; None takes each
            rule's own.
        select: the only rules that run; all where empty.
        without: rules that don't.
        plugins: whether the rules of installed packages run too.
        words: word lists beside the shipped ones.

    >>> Config(select=("join-lines",)).min_confidence is None
    True
    """

    source: Path | None = None
    min_confidence: float | None = None
    select: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    plugins: bool = False
    words: tuple[WordList, ...] = ()

    @property
    def available(self) -> Ruleset:
        """The rules to choose from, with their words.

        Raises:
            RuleError: a plugin can't be used.
        """
        rules = with_plugins(DEFAULT) if self.plugins else DEFAULT
        return rules.with_words(*self.words)

    @property
    def rules(self) -> Ruleset:
        """The rules that were chosen; the roles that the others see still protect.

        Raises:
            RuleError: a plugin can't be used, or a rule is named that isn't there.
        """
        rules = self.available
        if not self.select and not self.without:
            return rules
        chosen = rules.select(*(self.select or [each.name for each in rules]))
        rules.select(*self.without)  # a slip of the finger must not go unseen
        names = [each.name for each in chosen if each.name not in self.without]
        return narrowed(rules, names)


def find_config(start: Path) -> Path | None:
    """The configuration that holds in a folder: the nearest one, from there upward.

    In each folder ``layoutfix.toml`` comes first, then a ``pyproject.toml`` with a table
    ``[tool.layoutfix]``.

    Raises:
        ConfigError: a ``pyproject.toml`` on the way can't be read.
    """
    folder = start.resolve()
    for each in (folder, *folder.parents):
        for name in NAMES:
            path = each / name
            if path.is_file() and (name == NAMES[0] or _ours(read_table(path)) is not None):
                return path
    return None


def read_config(path: str | Path, *, plugins: bool = False) -> Config:
    """The configuration in a file.

    Args:
        path: of ``layoutfix.toml``, or of any TOML file of its form; of a ``pyproject.toml`` the
            table ``[tool.layoutfix]`` is read.
        plugins: the rules of installed packages run too, whatever the file says.

    Raises:
        ConfigError: it can't be read, has an unknown key or a bad value; the message names the
            file, the line, the key and the nearest right name.
        RuleError: a plugin can't be used.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "layoutfix.toml")
    ...     _ = path.write_text('without = ["pull-quote"]', "utf-8")
    ...     config = read_config(path)
    >>> config.min_confidence, "pull-quote" in config.rules
    (None, False)
    """
    path = Path(path)
    whole = read_table(path)
    table = _ours(whole) if path.name == "pyproject.toml" else whole
    if table is None:
        raise ConfigError(f"{path}: there is no table [tool.layoutfix] in it")
    if table is whole and "tool" in table:
        raise table.error("tool", f"keys stand without [tool.layoutfix] in {path.name}")
    table.only(KEYS)
    words = [_beside(path, table, name) for name in table.strings("word_lists")]
    if "words" in table:
        words.append(words_of(table.table("words")))
    config = Config(
        path,
        table.probability("min_confidence"),
        table.strings("select"),
        table.strings("without"),
        table.truth("plugins") or plugins,
        tuple(words),
    )
    known = [each.name for each in config.available]
    _check_names(table, "select", config.select, known, config.plugins)
    _check_names(table, "without", config.without, known, config.plugins)
    return config


def configured(folder: Path, *, plugins: bool = False) -> Config:
    """What holds in a folder: the nearest configuration, or the defaults.

    Args:
        folder: where the looking begins.
        plugins: the rules of installed packages run too, whatever the file says.

    Raises:
        ConfigError: as :func:`read_config`.
        RuleError: as :func:`read_config`.
    """
    path = find_config(folder)
    return Config(plugins=plugins) if path is None else read_config(path, plugins=plugins)


def _ours(table: Table) -> Table | None:
    tool = table.table("tool")
    return tool.table("layoutfix") if "layoutfix" in tool else None


def _beside(path: Path, table: Table, name: str) -> WordList:
    file = path.parent / name
    if not file.is_file():
        raise table.error("word_lists", f"there is no file {file}")
    return read_words(file)


def _check_names(
    table: Table, key: str, names: Iterable[str], known: list[str], plugins: bool
) -> None:
    for name in names:
        if name not in known:
            near = nearest(name, known)
            if not plugins and not near.startswith("did you"):
                near += "; for those of installed packages add plugins = true"
            raise table.error(key, f"no rule {name!r}; {near}")

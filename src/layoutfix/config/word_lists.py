"""Word lists of the user's own: files of the form of ``data/words/*.toml``, with regions.

A file, or the table ``words`` of a configuration, may hold:

``language``
    of the templates: ``zh``, ``en``, … Without it their script decides.
``byline``, ``caption``, ``credit``, ``dateline``, ``jump_line``, ``page_number``, ``sign_off``
    lists of templates: whole lines, with the placeholders of :mod:`layoutfix.language.templates`.
``jump_back``
    jump lines that say where an article came from; all others say where it goes on.
``furniture``
    lines that leave the page wherever they stand by themselves.
``agency``, ``date``, ``month``, ``page``, ``word``
    what ``{agency}`` and the others may stand for, beside what they do already.
``unfinished``
    words that end no sentence.
``placeholders``
    a table of placeholders of one's own: a name and a regular expression.
``regions``
    a table of tables, each with ``names`` and perhaps ``short``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import regex

from layoutfix.config.toml_tables import Table, read_table
from layoutfix.errors import nearest
from layoutfix.language.templates import LISTS, PLACEHOLDERS, ROLES, languages
from layoutfix.model import Region, WordList

__all__ = ["read_words", "words_of"]

KEYS = ("language", *ROLES, *LISTS, "unfinished", "placeholders", "regions")

BEGIN_WITH_A_WORD = ("caption", "jump_line", "jump_back", "page_number")
"""Roles whose lines are looked for by their first character."""


def read_words(path: str | Path) -> WordList:
    """A word list from a TOML file, for ``rules.with_words(…)``.

    Raises:
        ConfigError: the file can't be read, has an unknown key, or a template that can't be
            used; the message names the file, the line, the key and the nearest right name.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "ours.toml")
    ...     _ = path.write_text('furniture = ["The Harbour Courier {rest}"]', "utf-8")
    ...     read_words(path).templates
    (('furniture', ('The Harbour Courier {rest}',)),)
    """
    return words_of(read_table(Path(path)))


def words_of(table: Table) -> WordList:
    """A word list from a table, which may be a part of a file; errors are those of `read_words`."""
    table.only(KEYS)
    language = table.values.get("language", "")
    known = sorted(set(languages()) - {"common"})
    if not isinstance(language, str) or (language and language not in known):
        hint = nearest(str(language), known)
        raise table.error("language", f"no language {language!r} with word lists; {hint}")
    placeholders = dict(_placeholders(table.table("placeholders")))
    inherited = languages()[language].get("placeholders", {}) if language else {}
    names = sorted({*PLACEHOLDERS, *inherited, *placeholders, *LISTS})
    templates = []
    for key in (*ROLES, *LISTS, "unfinished"):
        lines = table.strings(key)
        for line in lines:
            _check_template(table, key, line, names)
        if lines:
            templates.append((key, lines))
    source = table.file if not table.path else f"{table.file} ({'.'.join(table.path)})"
    regions = tuple(_regions(table.table("regions")))
    return WordList(source, language, tuple(templates), tuple(placeholders.items()), regions)


def _placeholders(table: Table) -> Iterator[tuple[str, str]]:
    for name, value in table.values.items():
        if not regex.fullmatch(r"[a-z]+", name):
            raise table.error(name, "the name of a placeholder is of small letters a to z")
        if not isinstance(value, str):
            raise table.error(name, "this must be a regular expression, as a string")
        try:
            compiled = regex.compile(value)
        except regex.error as error:
            raise table.error(name, f"not a regular expression: {error}") from None
        if compiled.groupindex:
            raise table.error(name, "groups of a placeholder can't be named; write (?:…)")
        if regex.search(r"(?<!\\)(?:\\\\)*\\(?:[1-9]|g<)|\(\?(?:[1-9]|R\))", value):
            raise table.error(name, "a placeholder is a part of longer patterns: no group numbers")
        yield name, value


def _check_template(table: Table, key: str, line: str, names: list[str]) -> None:
    if key == "unfinished":
        return
    for name in regex.findall(r"\{(\w+)\}", line):
        if name not in names:
            raise table.error(key, f"{line!r}: no placeholder {name!r}; {nearest(name, names)}")
    bare = regex.sub(r"\{\w+\}", "", line)
    if "{" in bare or "}" in bare:
        raise table.error(key, f"{line!r}: a brace that is not closed; placeholders are {{name}}")
    if key in LISTS:
        return
    if not bare.strip() and line != "{email}":
        raise table.error(key, f"{line!r}: a template needs a word or a mark of its own")
    if key in BEGIN_WITH_A_WORD and line.startswith("{"):
        raise table.error(key, f"{line!r}: lines of this kind must begin with a word or a mark")


def _regions(table: Table) -> Iterator[Region]:
    for name in table.values:
        entry = table.table(name)
        entry.only(("names", "short"))
        short = entry.values.get("short", "")
        if not isinstance(short, str) or len(short) > 1:
            raise entry.error("short", "this is the one character that sign-offs use")
        yield Region(name, entry.strings("names"), short)

"""The pages of the documentation that are made of the code: a hook of MkDocs.

A page for each rule, from its docstring and examples; the list of them; the interface, from the
signatures and docstrings of the public names. ``mkdocs build --strict`` runs it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from mkdocs.structure.files import File, Files

import layoutfix
from layoutfix import testing
from layoutfix.config.plugins import load_plugins
from layoutfix.language.matching import matches
from layoutfix.report.markdown import rule_page
from layoutfix.rule import rule

__all__ = ["generated", "on_config", "on_files"]

FUNCTIONS = ("Repairing", "fix", "fix_many", "check", "rejoin", "find_misplaced", "sections")
GROUPS: tuple[tuple[str, ...], ...] = (
    FUNCTIONS,
    (
        "What comes back",
        "Fixed",
        "Finding",
        "Proof",
        "Edit",
        "Span",
        "Segment",
        "Misplaced",
        "Section",
    ),
    ("Near-duplicates", "find_duplicates", "find_passages", "DuplicateIndex"),
    ("Their results", "Duplicates", "Pair", "Cluster", "Passage", "Match"),
    ("Collections", "Collection", "CollectionPage", "PageJoin", "Place", "Recurring"),
    ("Rules", "DEFAULT", "Rule", "Example", "Ruleset", "Stage"),
    ("Pages", "Page", "Block", "Role", "Label"),
    ("Words and configuration", "read_words", "WordList", "Region", "read_config", "Config"),
    ("Errors", "LayoutfixError", "InputError", "RuleError", "EditError", "ConfigError"),
)
"""The public names by subject; a test holds that none is missing."""


def on_config(config: Any) -> Any:
    """Put the rules' pages into the navigation."""
    pages = [{each.name: f"rules/{each.name}.md"} for each in layoutfix.DEFAULT]
    for entry in config.nav:
        if "Rules" in entry:
            entry["Rules"] = [{"All rules": "rules/index.md"}, *pages]
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages."""
    for path, content in generated().items():
        files.append(File.generated(config, path, content=content))
    return files


def generated() -> dict[str, str]:
    """Every generated page by its path."""
    pages = {f"rules/{each.name}.md": rule_page(each) for each in layoutfix.DEFAULT}
    return {**pages, "rules/index.md": _rule_list(), "interface.md": _interface()}


def _rule_list() -> str:
    lines = ["# All rules", "", "In the order in which the stages run.", ""]
    lines += ["| rule | stage | what it does |", "|---|---|---|"]
    for each in layoutfix.DEFAULT:
        first = each.summary.splitlines()[0].replace("|", "\\|")
        lines.append(f"| [{each.name}]({each.name}.md) | {each.stage} | {first} |")
    return "\n".join(lines) + "\n"


def _interface() -> str:
    parts = [
        "# The interface",
        "All names of the package `layoutfix`. Offsets are code points, spans half-open. "
        "Whatever is wrong is raised as a child of `LayoutfixError`.",
    ]
    for title, *names in GROUPS:
        parts.append(f"## {title}")
        for name in names:
            parts.extend(_described(f"layoutfix.{name}", getattr(layoutfix, name)))
    parts.append("## layoutfix.rule, layoutfix.language.matching, layoutfix.config.plugins")
    for where, value in (("rule", rule), ("matching", matches), ("plugins", load_plugins)):
        parts.extend(_described(f"layoutfix.{where}.{value.__name__}", value))
    parts.append("## layoutfix.testing")
    for name in testing.__all__:
        parts.extend(_described(f"layoutfix.testing.{name}", getattr(testing, name)))
    return "\n\n".join(parts) + "\n"


def _described(name: str, value: object) -> Iterator[str]:
    yield f"### {name}"
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        yield f"The shipped rules, a `{type(value).__name__}`; see [all rules](rules/index.md)."
        return
    if inspect.isfunction(value):
        signature = str(inspect.signature(value)).replace("layoutfix.model.", "")
        signature = re.sub(r"= Ruleset\(.*?(?=, min_confidence|\)( ->|$))", "= DEFAULT", signature)
        signature = re.sub(r"(: |-> )'([^']+)'", r"\1\2", signature)
        yield f"`{value.__name__}{signature}`"
    yield from _paragraphs(cleandoc(value.__doc__ or ""))
    if inspect.isclass(value):
        for member, inner in vars(value).items():
            if not member.startswith("_") and (doc := _own_doc(inner)):
                yield f"#### {name.removeprefix('layoutfix.')}.{member}"
                yield from _paragraphs(cleandoc(doc))


def _own_doc(value: object) -> str | None:
    if isinstance(value, (classmethod, staticmethod)):
        value = value.__func__
    if inspect.isfunction(value) or isinstance(value, property):
        return value.__doc__
    return None


def _paragraphs(doc: str) -> Iterator[str]:
    """A docstring as Markdown: sections as lists, doctests as code blocks."""
    doc = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", doc)
    for part in re.split(r"\n{2,}", doc):
        if part.startswith(">>>"):
            yield f"```python\n{part}\n```"
        elif found := re.match(r"(Args|Attributes|Raises|Returns):\n", part):
            yield f"{ {'Args': 'Arguments'}.get(found[1], found[1]) }:"
            yield _items(cleandoc("\n" + part[found.end() :]))
        else:
            yield part


def _items(listed: str) -> str:
    """``name: what`` a line, as a list."""
    entries = re.split(r"\n(?=\S)", listed)
    return "\n".join(
        "- " + re.sub(r"^([\w.]+):", r"`\1`:", " ".join(entry.split())) for entry in entries
    )

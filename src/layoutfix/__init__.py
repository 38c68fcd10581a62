"""Undo what page layout does to text. The names below are the interface; all else is inside."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which takes longer to import than all that is here

if TYPE_CHECKING:
    from typing import Any

    from layoutfix.collection import Collection, CollectionPage, PageJoin, Place, Recurring
    from layoutfix.config import Config, read_config, read_words
    from layoutfix.dedup import (
        Cluster,
        DuplicateIndex,
        Duplicates,
        Match,
        Pair,
        Passage,
        find_duplicates,
        find_passages,
    )
    from layoutfix.errors import ConfigError, EditError, InputError, LayoutfixError, RuleError
    from layoutfix.model import (
        Block,
        Edit,
        Finding,
        Fixed,
        Label,
        Misplaced,
        Page,
        Proof,
        Region,
        Role,
        Section,
        Segment,
        Span,
        Stage,
        WordList,
    )
    from layoutfix.pipeline import check, find_misplaced, fix, fix_many, rejoin, sections
    from layoutfix.rule import Example, Rule, Ruleset
    from layoutfix.rules import DEFAULT

__version__ = "0.1.0"

_HOMES = {
    "collection": ("Collection", "CollectionPage", "PageJoin", "Place", "Recurring"),
    "config": ("Config", "read_config", "read_words"),
    "dedup": (
        *("Cluster", "DuplicateIndex", "Duplicates", "Match", "Pair", "Passage"),
        *("find_duplicates", "find_passages"),
    ),
    "errors": ("ConfigError", "EditError", "InputError", "LayoutfixError", "RuleError"),
    "model": (
        *("Block", "Edit", "Finding", "Fixed", "Label", "Misplaced", "Page"),
        *("Proof", "Region", "Role", "Section", "Segment", "Span", "Stage", "WordList"),
    ),
    "pipeline": ("check", "find_misplaced", "fix", "fix_many", "rejoin", "sections"),
    "rule": ("Example", "Rule", "Ruleset"),
    "rules": ("DEFAULT",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "DEFAULT",
    "Block",
    "Cluster",
    "Collection",
    "CollectionPage",
    "Config",
    "ConfigError",
    "DuplicateIndex",
    "Duplicates",
    "Edit",
    "EditError",
    "Example",
    "Finding",
    "Fixed",
    "InputError",
    "Label",
    "LayoutfixError",
    "Match",
    "Misplaced",
    "Page",
    "PageJoin",
    "Pair",
    "Passage",
    "Place",
    "Proof",
    "Recurring",
    "Region",
    "Role",
    "Rule",
    "RuleError",
    "Ruleset",
    "Section",
    "Segment",
    "Span",
    "Stage",
    "WordList",
    "__version__",
    "check",
    "find_duplicates",
    "find_misplaced",
    "find_passages",
    "fix",
    "fix_many",
    "read_config",
    "read_words",
    "rejoin",
    "sections",
]


def __getattr__(name: str) -> Any:  # numpy alone takes longer to import than an import may cost
    if name not in _HOME_OF:
        raise AttributeError(f"module 'layoutfix' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"layoutfix.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

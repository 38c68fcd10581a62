"""Rules that other packages bring, by the entry point ``layoutfix.rules``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from layoutfix.errors import LayoutfixError, RuleError
from layoutfix.rule import Rule, Ruleset

__all__ = ["GROUP", "load_plugins", "with_plugins"]

GROUP = "layoutfix.rules"


def load_plugins() -> tuple[Ruleset, ...]:
    """The rules of all installed plugins, a set each, by the entry points' names.

    An entry point names a ``Rule``, an iterable of them or a ``Ruleset``, which may bring word
    lists.

    Raises:
        RuleError: one of them can't be loaded or is none of these; the message names the entry
            point and its distribution.
    """
    return tuple(_loaded(entry) for entry in _entries())


def with_plugins(rules: Ruleset) -> Ruleset:
    """These rules and those of all installed plugins.

    Raises:
        RuleError: as :func:`load_plugins`, or a name is taken; the message says by whom.
    """
    owners = {each.name: "layoutfix" for each in rules}
    for entry in _entries():
        brought = _loaded(entry)
        for each in brought:
            if each.name in owners:
                taken = f"there is a rule {each.name!r} of {owners[each.name]}; names are unique"
                raise RuleError(f"plugin {_named(entry)}: {taken}")
            owners[each.name] = f"plugin {_named(entry)}"
        rules = rules.extend(*brought).with_words(*brought.words)
    return rules


def _entries() -> list[EntryPoint]:
    found = sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value))
    return list(dict.fromkeys(found))


def _loaded(entry: EntryPoint) -> Ruleset:
    try:
        value = entry.load()
    except LayoutfixError as error:
        raise RuleError(f"plugin {_named(entry)}: {error}") from error
    except (Exception, SystemExit) as error:
        message = f"plugin {_named(entry)} can't be loaded: {type(error).__name__}: {error}"
        raise RuleError(message) from error
    if isinstance(value, Ruleset):
        return value
    rules = (value,) if isinstance(value, Rule) else value
    if not isinstance(rules, Iterable) or isinstance(rules, (str, bytes)):
        raise _no_rules(entry, rules)
    rules = tuple(rules)
    for each in rules:
        if not isinstance(each, Rule):
            raise _no_rules(entry, each)
    try:
        return Ruleset(rules)
    except RuleError as error:
        raise RuleError(f"plugin {_named(entry)}: {error}") from None


def _no_rules(entry: EntryPoint, value: object) -> RuleError:
    what = type(value).__name__
    return RuleError(f"plugin {_named(entry)} gives a {what}; it must be a Rule or a Ruleset")


def _named(entry: EntryPoint) -> str:
    of = f" of {entry.dist.name}" if entry.dist else ""
    return f"{entry.name!r}{of} ({entry.value})"

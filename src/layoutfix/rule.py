"""A rule as a value, and immutable sets of rules."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from inspect import cleandoc
from typing import TypeVar

from layoutfix.errors import RuleError, nearest
from layoutfix.model import Finding, Label, Page, Stage, WordList

__all__ = ["BAR", "Example", "Output", "Rule", "Ruleset", "no_labels", "rule"]

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A rule's name is also the name of its page, and stands in configurations."""

BAR = 0.9
"""The confidence from which on a rule's findings are applied where the rule names no other."""

T = TypeVar("T")

_SHOWN = 3
"""Names of rules that the representation of a set shows."""

_BY_RULE = "@rule(…) above a function makes one; sets take them one by one"
_BY_READING = "read_words(…) makes one of a file"

Output = Iterable[Finding | Label]
"""What a rule gives back; labels in the roles stage only."""


@dataclass(frozen=True, slots=True)
class Example:
    """A page, and what it must become under the rule: ``after``, or the same page.

    Attributes:
        before: the page as it came.
        after: what it must become; None where it must stay.

    Raises:
        RuleError: one of them is no string.

    >>> Example("1\\n2").stays
    True
    """

    before: str
    after: str | None = None

    def __post_init__(self) -> None:
        for page in (self.before, self.after):
            if not isinstance(page, str | None) or self.before is None:
                raise RuleError(f"an Example holds pages, which are strings, not {page!r}")

    @property
    def stays(self) -> bool:
        """Whether the page must come back as it is."""
        return self.after is None or self.after == self.before


@dataclass(frozen=True, slots=True)
class Rule:
    """A named function from a page to findings and labels, with its description and examples.

    Attributes:
        name: unique in a set, lower case with hyphens.
        stage: when it runs.
        function: page to findings (and, in the roles stage, labels).
        summary: what it sees, why that is damage, when it leaves a page alone.
        examples: at least one that changes something and one that stays.
        needs: names of rules that run with it when its examples are tested.
        labels: page to the labels that the function gives, where no findings are wanted: quicker
            than to pick them out of both, which is done where this is None.
        prepare: works out for many pages at once what the function asks of each; quicker, and no
            difference to what it finds.
        min_confidence: the probability, 0 to 1, from which on its findings are applied: about one
            half where a wrong edit costs what a missed one does, more where it costs more.

    Raises:
        RuleError: the name, the description or the examples are missing or not well formed.
    """

    name: str
    stage: Stage
    function: Callable[[Page], Output] = field(repr=False)
    summary: str = field(repr=False)
    examples: tuple[Example, ...] = field(repr=False)
    needs: tuple[str, ...] = ()
    labels: Callable[[Page], Iterable[Label]] | None = field(default=None, repr=False)
    min_confidence: float = field(default=BAR, repr=False)
    prepare: Callable[[Sequence[Page]], None] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not NAME.fullmatch(self.name):
            message = "use lower case words with hyphens, a to z and digits"
            raise RuleError(f"rule name {self.name!r}: {message}")
        bar = self.min_confidence
        if isinstance(bar, bool) or not isinstance(bar, (int, float)) or not 0 <= bar <= 1:
            message = f"min_confidence is a probability from 0 to 1, not {bar!r}"
            raise RuleError(f"rule {self.name}: {message}")
        if not self.summary:
            raise RuleError(f"rule {self.name}: say in its docstring what it sees and why")
        for example in self.examples:
            if not isinstance(example, Example):
                what = type(example).__name__
                raise RuleError(f"rule {self.name}: examples are of Example, one is a {what}")
        if not any(not example.stays for example in self.examples):
            raise RuleError(f"rule {self.name}: add an Example(before, after) that changes")
        if not any(example.stays for example in self.examples):
            raise RuleError(f"rule {self.name}: add an Example(before) of a page that stays")

    def __call__(self, page: Page) -> Output:
        return self.function(page)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to other processes by name, as functions do: the decorator took its place."""
        home = getattr(self.function, "__module__", ""), getattr(self.function, "__qualname__", "")
        if getattr(sys.modules.get(home[0]), home[1], None) is self:
            return _at, home
        whole = (self.name, self.stage, self.function, self.summary, self.examples, self.needs)
        return Rule, (*whole, self.labels, self.min_confidence, self.prepare)


def no_labels(_: Page) -> tuple[Label, ...]:
    """The labels of a rule that only finds."""
    return ()


def _at(module: str, name: str) -> object:
    return getattr(importlib.import_module(module), name)


def rule(
    name: str,
    stage: Stage | str,
    examples: Iterable[Example],
    needs: Iterable[str] = (),
    labels: Callable[[Page], Iterable[Label]] | None = None,
    min_confidence: float = BAR,
    prepare: Callable[[Sequence[Page]], None] | None = None,
) -> Callable[[Callable[[Page], Output]], Rule]:
    """Make a rule of a function; its docstring becomes the rule's summary.

    Raises:
        RuleError: the name, the docstring or the examples are missing or not well formed.

    >>> from layoutfix.model import Edit, Span
    >>> examples = Example("a\\n\\n====\\n\\nb", "a\\n\\nb"), Example("a\\n\\nb")
    >>> @rule("drop-rulers", "roles", examples)
    ... def drop_rulers(page):
    ...     '''A line of equals signs is a printed ruler; other lines are left alone.'''
    ...     for block in page.blocks:
    ...         if set(block.span.text_of(page.text)) == {"="}:
    ...             edit = Edit(Span(block.span.start, block.span.end + 2))
    ...             yield Finding("drop-rulers", block.span, "a printed ruler", 0.99, (edit,))
    >>> drop_rulers.stage.value
    'roles'
    """

    def make(function: Callable[[Page], Output]) -> Rule:
        try:
            known = Stage(stage)
        except ValueError:
            names = ", ".join(Stage)
            raise RuleError(f"rule {name}: no stage {stage!r}; the stages are {names}") from None
        if isinstance(examples, Example):
            raise RuleError(f"rule {name}: examples are a list, as [Example(…), Example(…)]")
        if isinstance(needs, str):
            raise RuleError(f"rule {name}: needs is a list of names, as [{needs!r}]")
        summary = cleandoc(function.__doc__ or "")
        parts = (name, known, function, summary, tuple(examples), tuple(needs), labels)
        return Rule(*parts, min_confidence, prepare)

    return make


def _all_of(values: object, kind: type[T], what_to_do: str) -> tuple[T, ...]:
    """The values as a tuple, where all are of a kind; one by itself is a tuple of one."""
    several = values if isinstance(values, Iterable) and not isinstance(values, str) else (values,)
    found: list[T] = []
    for each in several:
        if not isinstance(each, kind):
            shown = getattr(each, "__name__", f"a {type(each).__name__}")
            raise RuleError(f"{shown} is no {kind.__name__}; {what_to_do}")
        found.append(each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules in a fixed order, with unique names, and the words they go by.

    Attributes:
        rules: the rules.
        words: word lists that are read beside the shipped ones, see ``layoutfix.read_words``.

    Raises:
        RuleError: two rules have the same name, or something is no rule or no word list.

    >>> from layoutfix import DEFAULT
    >>> [each.name for each in DEFAULT.select("join-doubled", "join-lines")]
    ['join-lines', 'join-doubled']
    """

    rules: tuple[Rule, ...] = ()
    words: tuple[WordList, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", _all_of(self.rules, Rule, _BY_RULE))
        object.__setattr__(self, "words", _all_of(self.words, WordList, _BY_READING))
        seen: set[str] = set()
        for each in self.rules:
            if each.name in seen:
                raise RuleError(f"two rules are named {each.name!r}; names are unique")
            seen.add(each.name)

    def __repr__(self) -> str:
        """Short enough for the signatures in which a set is a default.

        >>> from layoutfix import DEFAULT
        >>> DEFAULT.select("join-lines", "join-blocks")
        Ruleset(join-lines, join-blocks)
        """
        names = [each.name for each in self.rules]
        if len(names) > _SHOWN:
            names[_SHOWN - 1 : -1] = ["…"]
        names += ["words of " + each.source for each in self.words]
        return f"Ruleset({', '.join(names)})"

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __contains__(self, name: object) -> bool:
        return any(each.name == name for each in self.rules)

    def __getitem__(self, name: str) -> Rule:
        self._known((name,))
        return next(each for each in self.rules if each.name == name)

    def select(self, *names: str) -> Ruleset:
        """Only the named rules, in this set's order.

        Raises:
            RuleError: a name that this set doesn't have.
        """
        self._known(names)
        return self._of(each for each in self.rules if each.name in names)

    def without(self, *names: str) -> Ruleset:
        """All but the named rules.

        Raises:
            RuleError: a name that this set doesn't have.
        """
        self._known(names)
        return self._of(each for each in self.rules if each.name not in names)

    def extend(self, *rules: Rule) -> Ruleset:
        """This set and more rules.

        Raises:
            RuleError: a name that is taken.
        """
        return self._of((*self.rules, *rules))

    def bar(self, name: str) -> float:
        """The confidence from which on findings of a rule are applied; of an unknown one the usual.

        >>> from layoutfix import DEFAULT
        >>> DEFAULT.bar("join-lines") < DEFAULT.bar("move-fragment")
        True
        """
        return next((each.min_confidence for each in self.rules if each.name == name), BAR)

    def of(self, stage: Stage) -> Ruleset:
        """The rules of one stage."""
        return self._of(each for each in self.rules if each.stage is stage)

    def with_words(self, *words: WordList) -> Ruleset:
        """The same rules with more word lists; one that is there already is not added again."""
        new = (each for each in words if each not in self.words)
        return replace(self, words=tuple(dict.fromkeys((*self.words, *new))))

    def _of(self, rules: Iterable[Rule]) -> Ruleset:
        return replace(self, rules=tuple(rules))

    def _known(self, names: Iterable[str]) -> None:
        have = [each.name for each in self.rules]
        for name in names:
            if not isinstance(name, str):
                shown = repr(name)[:60]
                raise RuleError(f"rules are chosen by name, one by one, and not by {shown}")
            if name not in have:
                raise RuleError(f"no rule {name!r}; {nearest(name, have)}")

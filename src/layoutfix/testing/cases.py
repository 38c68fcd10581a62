"""A rule held to what it says of itself: its examples, its place among the others, the laws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from layoutfix.model import Finding, Label, Stage
from layoutfix.parsing.lines import parse
from layoutfix.pipeline import fix, labelled, narrowed
from layoutfix.rule import Example, Rule, Ruleset
from layoutfix.rules import DEFAULT
from layoutfix.testing.laws import assert_laws
from layoutfix.testing.pages import difference

__all__ = ["RuleCase", "check_rule", "rule_cases"]


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One thing to hold of a rule; ``str(case)`` is its name in a list of tests.

    Attributes:
        rule: the rule.
        number: of the example, from 0; None for what is held of the rule as a whole.
        among: the rules it works with, itself among them.
        min_confidence: the probability below which a finding is not applied; None takes each
            rule's own.
    """

    rule: Rule
    number: int | None
    among: Ruleset
    min_confidence: float | None = None

    def __str__(self) -> str:
        return self.rule.name if self.number is None else f"{self.rule.name}-{self.number}"

    def check(self) -> None:
        """Hold it.

        Raises:
            AssertionError: it doesn't; the message names the rule and the example.
        """
        __tracebackhide__ = True
        if self.number is None:
            _check_whole(self)
        else:
            _check_example(self, self.rule.examples[self.number])


def rule_cases(
    rules: Rule | Iterable[Rule],
    *,
    among: Ruleset | None = None,
    min_confidence: float | None = None,
) -> list[RuleCase]:
    """All there is to hold of some rules, for ``pytest.mark.parametrize(…, ids=str)``.

    Args:
        rules: a rule or several.
        among: the rules they work with; the shipped ones where None. ``rules`` are added.
        min_confidence: the probability below which a finding is not applied; None takes each
            rule's own.

    Raises:
        RuleError: something is no rule, or two have the same name.

    >>> from layoutfix import DEFAULT
    >>> [str(case) for case in rule_cases(DEFAULT["join-doubled"])]
    ['join-doubled-0', 'join-doubled-1', 'join-doubled-2', 'join-doubled-3', 'join-doubled']
    """
    chosen = Ruleset(tuple(rules) if isinstance(rules, Iterable) else (rules,)).rules
    company = DEFAULT if among is None else among
    if isinstance(rules, Ruleset):
        company = company.with_words(*rules.words)
    company = _joined(company, chosen)
    return [
        RuleCase(each, number, company, min_confidence)
        for each in chosen
        for number in (*range(len(each.examples)), None)
    ]


def check_rule(
    rule: Rule, *, among: Ruleset = DEFAULT, min_confidence: float | None = None
) -> None:
    """Hold a rule to what it says of itself.

    Each example must come out as it says, with only the rules that it ``needs`` and among all of
    ``among``; the laws must hold on every one of its pages; without the rule at least one example
    must come out otherwise, or have lines of other roles; its findings must be named for it.

    Args:
        rule: the rule.
        among: the rules it works with; it is added, or takes the place of its namesake.
        min_confidence: the probability below which a finding is not applied; None takes each
            rule's own.

    Raises:
        AssertionError: something doesn't hold; the message names the rule and the example.
        RuleError: it is no rule, or it fails on one of its pages.

    >>> from layoutfix import DEFAULT
    >>> check_rule(DEFAULT["join-doubled"])
    """
    __tracebackhide__ = True
    for case in rule_cases(rule, among=among, min_confidence=min_confidence):
        case.check()


def _joined(among: Ruleset, rules: Iterable[Rule]) -> Ruleset:
    """``among`` with these rules, which take the place of their namesakes."""
    new = [each for each in rules if each not in among.rules]
    namesakes = [each.name for each in new if each.name in among]
    return among.without(*namesakes).extend(*new)


def _wanted(example: Example) -> str:
    return example.before if example.after is None else example.after


def _check_example(case: RuleCase, example: Example) -> None:
    __tracebackhide__ = True
    rule, wanted = case.rule, _wanted(example)
    case_name = f"rule {rule.name}, example {case.number}"
    for name in rule.needs:
        if name not in case.among:
            raise AssertionError(f"rule {rule.name} needs {name!r}, and there is no such rule")
    alone = narrowed(case.among, [rule.name, *rule.needs])
    company = f"with only the rules it needs ({', '.join(rule.needs) or 'none'})"
    for where, rules in ((company, alone), ("among all rules", case.among)):
        page = fix(example.before, rules=rules, min_confidence=case.min_confidence)
        if page.text != wanted:
            raise AssertionError(f"{case_name}, {where}: {difference(page, wanted)}")
    _check_output(case, example.before)
    for text in dict.fromkeys((example.before, wanted)):
        try:
            assert_laws(text, rules=case.among, min_confidence=case.min_confidence)
        except AssertionError as error:
            raise AssertionError(f"{case_name}: {error}") from None


def _check_output(case: RuleCase, text: str) -> None:
    """What the rule itself hands in, before anything is made of it."""
    __tracebackhide__ = True
    rule = case.rule
    page = parse(text).with_words(case.among.words)
    if rule.stage is not Stage.ROLES:
        page = labelled(page, case.among)
    for part in rule(page):
        case_name = f"rule {rule.name}, example {case.number}"
        if isinstance(part, Label):
            if rule.stage is not Stage.ROLES:
                raise AssertionError(f"{case_name}: only rules of the roles stage give labels")
        elif isinstance(part, Finding) and part.rule != rule.name:
            raise AssertionError(f"{case_name}: a finding is named {part.rule!r}, not for its rule")


def _roles(text: str, rules: Ruleset) -> list[int]:
    """The roles of the lines of a page."""
    roles: list[int] = labelled(parse(text).with_words(rules.words), rules).lines.role.tolist()
    return roles


def _check_whole(case: RuleCase) -> None:
    __tracebackhide__ = True
    rule = case.rule
    pages = [example.before for example in rule.examples]
    if len(set(pages)) < len(pages):
        raise AssertionError(f"rule {rule.name}: two examples are the same page")
    others = case.among.without(rule.name)
    for example in rule.examples:
        with_it, without_it = (
            fix(example.before, rules=rules, min_confidence=case.min_confidence).text
            for rules in (case.among, others)
        )
        roles = [_roles(example.before, rules) for rules in (case.among, others)]
        if with_it != without_it or roles[0] != roles[1]:  # labels protect more than these pages
            return
    raise AssertionError(
        f"rule {rule.name} is not missed: without it every example comes out the same. Add one "
        "that needs it"
    )

"""A rule as a page of Markdown: what it sees, why, and its examples before and after."""

from __future__ import annotations

import re

from layoutfix.rule import Example, Rule

__all__ = ["fenced", "rule_page"]


def rule_page(rule: Rule) -> str:
    """The page of a rule, made of its docstring and its examples.

    >>> from layoutfix import DEFAULT
    >>> print(rule_page(DEFAULT["join-doubled"]).splitlines()[0])
    # join-doubled
    """
    facts = f"Stage: {rule.stage}."
    if rule.needs:
        facts += f" Its examples need {', '.join(f'`{name}`' for name in rule.needs)}."
    changing = [each for each in rule.examples if not each.stays]
    staying = [each for each in rule.examples if each.stays]
    parts = [f"# {rule.name}", facts, rule.summary, "## What it changes"]
    parts.extend(map(_changed, changing))
    parts.append("## What it leaves alone")
    parts.extend(fenced(each.before) for each in staying)
    return "\n\n".join(parts) + "\n"


def _changed(example: Example) -> str:
    return f"Before:\n\n{fenced(example.before)}\n\nAfter:\n\n{fenced(example.after or '')}"


def fenced(text: str, language: str = "text") -> str:
    """A text as a code block that it can't end by itself.

    >>> print(fenced("a"))
    ```text
    a
    ```
    """
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.removesuffix(chr(10))}\n{fence}"

"""Drop capitals: which letters alone belong to the word below."""

from __future__ import annotations

import pytest

import layoutfix
from layoutfix import DEFAULT
from layoutfix.evidence.seams.drop_caps import drop_caps
from layoutfix.parsing.lines import parse

PROSE = " of the harbour master was found on the quay, and nobody would say who had left it there."


@pytest.mark.parametrize(
    ("letter", "rest"),
    [("L", "etters"), ("T", "he hat"), ("W", "HEN THE HAT"), ("S", "ome hats"), ("É", "glises et")],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_word_is_made_whole(letter: str, rest: str, between: str) -> None:
    """In a line or a block of its own; one edit that takes out what stands between."""
    fixed = layoutfix.fix(f"{letter}{between}{rest}{PROSE}\n")
    assert fixed.text == f"{letter}{rest}{PROSE}\n"
    assert [finding.rule for finding in fixed.applied] == ["drop-cap"]


@pytest.mark.parametrize(
    "text",
    [
        f"A\n\nhat{PROSE}\n",
        f"B\n\nThe hat{PROSE}\n",
        "T\n\nhe\n",
        f"T\n\nhe hat{PROSE}\n\nS\n\nome hats{PROSE}\n",
        f"7\n\neleven hats{PROSE}\n",
        f"B\n\n- red hats{PROSE}\n",
    ],
)
def test_other_letters_are_left(text: str) -> None:
    """Words, labels above a sentence of their own, short lines, letters of an index."""
    assert drop_caps(parse(text)).tolist() == []


def test_without_the_rule_the_letter_stands() -> None:
    """No other rule puts a space between a letter and the rest of its word."""
    text = f"L\n\netters{PROSE}\n"
    assert layoutfix.fix(text, rules=DEFAULT.without("drop-cap")).text == text

"""What a tool did is read off its output alone; a tool that fails or isn't there keeps its row."""

from __future__ import annotations

import random
import re

import pytest

from benchmarks.accounts import account
from benchmarks.gold import page_of_lines
from benchmarks.peer_tools import Tool, by_rule
from benchmarks.peers import measure, table
from benchmarks.score import decisions
from benchmarks.typeset.alignment import align
from benchmarks.typeset.document import Block
from benchmarks.typeset.records import Record
from benchmarks.typeset.truth import truth_of

LETTERS = (
    "the ferry crossed before noon with lamps nobody asked for; 风车建于村子北面的山坡上。\n\n"
)


def rebuilt(source: str, output: str) -> str:
    """The output, put together from its pieces."""
    return "".join(
        source[piece.span.start : piece.span.end] if piece.span else piece.glue
        for piece in account(source, output).segments
    )


def places(source: str, output: str) -> list[int]:
    """Where each character of the output is from, -1 for what isn't from there."""
    found: list[int] = []
    for piece in account(source, output).segments:
        if piece.span:
            found += range(piece.span.start, piece.span.end)
        else:
            found += [-1] * len(piece.glue)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_pieces_make_the_output(seed: int) -> None:
    """Whatever was inserted, left out or replaced."""
    rng = random.Random(seed)
    source = "".join(rng.choices(LETTERS, k=rng.randint(0, 3000)))
    output = source
    for _ in range(rng.randint(0, 12)):
        start = rng.randint(0, len(output))
        end = min(len(output), start + rng.choice((0, 1, 2, 40, 900)))
        new = "".join(rng.choices(LETTERS, k=rng.choice((0, 1, 3, 50, 700))))
        output = output[:start] + new + output[end:]
    assert rebuilt(source, output) == output


@pytest.mark.parametrize("seed", range(40))
def test_what_stayed_is_found_whatever_left_or_was_moved(seed: int) -> None:
    """Of letters by chance nearly each is from where it was."""
    rng = random.Random(seed)
    source = "".join(rng.choices("abcdefghijklmnop ", k=4000))
    parts: list[tuple[int, int]] = [(0, 4000)]
    for _ in range(rng.randint(1, 6)):
        index = rng.randrange(len(parts))
        low, high = parts[index]
        cut, size = rng.randint(low, high), rng.choice((1, 5, 60, 500))
        left_over, rest = (low, cut), (min(high, cut + size), high)
        parts[index : index + 1] = [rest, left_over] if rng.random() < 0.4 else [left_over, rest]
    output = "".join(source[low:high] for low, high in parts)
    true = [at for low, high in parts for at in range(low, high)]
    found = places(source, output)
    solid = [at for at, mark in enumerate(output) if not mark.isspace()]
    right = sum(found[at] == true[at] for at in solid)
    assert right >= len(solid) - 40 * len(parts)


def test_a_text_that_stayed() -> None:
    """Nothing is guessed where nothing changed."""
    assert places("a b\nc", "a b\nc") == [0, -1, 2, -1, 4]
    assert account("", "").segments == ()


def test_joins_of_a_tool_that_keeps_no_account_are_seen() -> None:
    """With their glue and the hyphen that left."""
    page = page_of_lines("a", "en", "demo", ["the clock-", "maker of", "Garrow.", "New"], "HSP")
    made = decisions(page, page.seams, account(page.text, "the clockmaker of Garrow.\nNew"))
    assert [(one.joined, one.glue, one.dropped) for one in made] == [
        (True, "", 1),
        (True, " ", 0),
        (False, "", 0),
    ]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("one\n\ntwo", "one\n\ntwo"),
        ("The ferry\ncrossed.\nNo", "The ferry crossed.\nNo"),
        ("the well-\nKnown", "the well-Known"),
        ("风车\n建于", "风车建于"),
        ("", ""),
    ],
)
def test_the_rule_as_a_tool(text: str, made: str) -> None:
    """It joins line ends without a closing mark, and leaves blank lines."""
    assert by_rule(text, "zh" if text.startswith("风") else "en") == made


def test_no_row_is_left_out() -> None:
    """A tool that fails, and one that isn't installed, say so in their rows."""
    text = "The ferry crossed\nbefore noon."
    block = "The ferry crossed before noon."
    found = truth_of(text, [Block("paragraph", block)], align(text, [block], re.compile("7")))
    record = Record("a", "en", True, "none", "none", {}, ("a",), text, found)

    def fails(text: str, lang: str) -> str:
        raise ValueError(f"no {lang} in {len(text)} characters")

    run = [Tool("the rule", by_rule), Tool("layoutfix", lambda text, _: text), Tool("bad", fails)]
    rows, failed = measure(iter([("lab", record.page, record)]), run)
    assert failed == {"bad": "ValueError: no en in 30 characters"}
    lines = list(table(rows, run, {**failed, "absent": "not installed"}))
    assert [line[27:40].strip() for line in lines[1:-1]] == [
        "the rule",
        "layoutfix",
        "bad",
        "absent",
    ]
    assert "not run: not installed" in lines[4]
    assert rows["lab"]["the rule"].paragraphs.whole == 1
    assert rows["lab"]["layoutfix"].paragraphs.whole == 0

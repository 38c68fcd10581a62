"""Which wide gaps leave a page that was cut, and which are its author's."""

from __future__ import annotations

import pytest

from layoutfix import DEFAULT
from layoutfix.model import Finding
from layoutfix.parsing.lines import parse
from layoutfix.pipeline import labelled

HALF = "The trustees met in January and found that the outer channel had silted to a depth"
REST = "of four metres, the least that was ever measured in any month of any year on record."
NAMES = [f"{a}{b}" for a in "bcdfghklmn" for b in ("ank", "ill", "ore")]


def found(text: str) -> list[Finding]:
    rule = DEFAULT["surplus-blank-lines"]
    return [each for each in rule(labelled(parse(text))) if isinstance(each, Finding)]


def cut(singles: int, *, gap: str = "\n\n\n\n", odd: int = 1) -> str:
    """A page with a sentence that is cut, so many single blank lines, and ``odd`` wider gaps."""
    blocks = [f"The {name} was opened in spring." for name in NAMES[: singles + odd - 1]]
    wide = [gap] * odd + ["\n\n"] * (len(blocks) - odd)
    head = "".join(block + after for block, after in zip(blocks, wide, strict=True))
    return f"{head}{HALF}\n\n{REST}\n"


def spans(text: str) -> list[str]:
    return [each.span.text_of(text) for each in found(text)]


@pytest.mark.parametrize(
    ("singles", "odd", "seen"),
    [(3, 0, 0), (6, 1, 1), (5, 1, 0), (12, 2, 2), (17, 3, 3), (16, 3, 0)],
)
def test_wide_gaps_leave_while_few_of_all_are(singles: int, odd: int, seen: int) -> None:
    assert spans(cut(singles, odd=odd)) == ["\n\n"] * seen
    assert spans(cut(singles, odd=odd, gap="\n\n\n")) == ["\n"] * seen


@pytest.mark.parametrize(("singles", "seen"), [(3, False), (4, True)])
def test_four_single_blank_lines_are_a_habit(singles: int, seen: bool) -> None:
    text = "\n" + cut(singles, odd=0)
    assert bool(found(text)) is seen


@pytest.mark.parametrize("gap", ["\n\n\n", "\n\n\n\n\n", "\r\n\r\n\r\n\r\n", "\n \n\t\n"])
def test_two_line_breaks_stay(gap: str) -> None:
    text = cut(8, gap=gap)
    (each,) = found(text)
    at = text.index(gap)
    kept = text[at : each.span.start]
    assert kept.count("\n") == 2
    assert each.span.end == at + len(gap)
    assert [edit.span for edit in each.edits] == [each.span]
    lines = gap.count("\n") - 1
    assert each.reason == f"{lines} blank lines where the page has one"


@pytest.mark.parametrize("gap", ["\n\n\n\f", "\n\n\f\n\n"])
def test_a_gap_with_a_form_feed_stays(gap: str) -> None:
    assert found(cut(8, gap=gap)) == []


@pytest.mark.parametrize("code", ["```\nferry\n```", "| a | b |\n|---|---|\n| 1 | 2 |"])
@pytest.mark.parametrize("before", [True, False])
def test_a_gap_beside_code_or_a_table_stays(code: str, before: bool) -> None:
    gap = f"\n\n{code}\n\n\n\n" if before else f"\n\n\n\n{code}\n\n"
    assert found(cut(12, gap=gap)) == []


@pytest.mark.parametrize(
    ("top", "leaves"),
    [
        ("\n", "\n"),
        ("\n \n", "\n \n"),
        ("\ufeff\n\n", "\n\n"),
        ("\ufeff", None),
        ("", None),
        ("\n\f\n", None),
    ],
)
def test_blank_lines_at_the_top_leave(top: str, leaves: str | None) -> None:
    assert spans(top + cut(8, odd=0)) == ([] if leaves is None else [leaves])


def test_the_first_character_of_a_page_may_be_its_only_blank_line() -> None:
    (each,) = found("\n" + cut(8, odd=0))
    assert (each.span.start, each.span.end) == (0, 1)
    assert [edit.span for edit in each.edits] == [each.span]


@pytest.mark.parametrize(("end", "seen"), [("", True), (" ", False), ("\n", False)])
def test_a_page_that_is_repaired_ends_its_last_line(end: str, seen: bool) -> None:
    text = "\n" + cut(8, odd=0).rstrip("\n") + end
    *_, last = found(text)
    assert (last.reason == "the last line is not ended") is seen
    if seen:
        assert [(each.span.start, each.span.end, each.glue) for each in last.edits] == [
            (len(text), len(text), "\n")
        ]
    assert found(text.lstrip("\n")) == []


def test_a_page_that_was_not_cut_keeps_its_gaps() -> None:
    assert found(cut(8).replace(f"{HALF}\n\n", f"{HALF} ")) == []


def test_a_work_keeps_its_gaps() -> None:
    heads = [f"# {n}. Of the {name}" for n, name in enumerate(NAMES[:6], 1)]
    body = "\n\n".join(f"{head}\n\nThe trust met, and it kept minutes." for head in heads)
    assert found(f"{body}\n\n{cut(8)}") == []
    assert len(found(f"{body.replace('# ', '')}\n\n{cut(8)}")) == 1


def test_a_page_of_few_lines() -> None:
    assert found("") == found("\n\n") == found("\n\nOne.\n") == []

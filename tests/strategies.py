"""Random pages, findings and rules, for property tests."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from layoutfix.model import (
    GLUES,
    Edit,
    Finding,
    FindingTable,
    Label,
    Page,
    Proof,
    Role,
    Span,
    Stage,
)
from layoutfix.rule import Example, Rule, Ruleset

__all__ = ["EXAMPLES", "batches", "edits", "findings", "pages", "repeats", "rulesets"]

PIECES = (
    *("\n", "\n\n", "\r\n", "\r", "\f", "\v", "\u2028", "\x85", "\t", " ", "　　", "   "),
    *(
        "\ufeff",
        "\u00ad",
        "\u200b",
        "\u202e",
        "👩\u200d👧",
        "🇩🇪",
        "\0",
        "😀",
        "e\u0301",
        "\U0010ffff",
    ),
    *("# ", "## ", "===\n", "---\n", "```\n", "~~~", "> ", "- ", "* ", "1. ", "2. ", "（一）", "|"),
    *("-\n", "- ", "‐", "–", "——", "…", "……", "。", "，", "、", ".", ",", ":", "；", "?!", "!"),
    *("(", ")", "（", "）", "“", "”", "‘", "’", "«", "»", "„", "「", "」", '"', "'", "*", "_", "~"),
    *("The committee met", "on Tues-\nday", "and agreed", "New\nMexico", "well-\nknown", "a", "B"),
    *("Die Sitzung", "Straßen-", "und", "l'été", "¿Qué", "année", "mañana", "Continued on A5"),
    *("科技成果转化\n\n化。", "发挥", "产业基金", "本报记者", "下转第3版", "上接第一版", "（完）"),
    *("きょうは", "カタカナ", "漢字", "한국어", "문장이", "이어진다", "ไทย", "שלום", "Привет"),
    *("1", "23", "3.14", "2026", "http://example.org/a-b", "<p>", "| a | b |\n", "a\tb\tc\n"),
)

pages = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
    st.text(alphabet="ab-\n。 化", max_size=60),
)
"""Any text: what pages are made of, in any order, and characters of every kind."""

confidences = st.sampled_from((0.0, 0.5, 0.89, 0.9, 0.9, 0.95, 0.99, 1.0))
glues = st.sampled_from(GLUES)


@st.composite
def _spans(draw: st.DrawFn, length: int, least: int = 0) -> Span:
    start = draw(st.integers(0, length - least))
    end = draw(st.integers(start + least, min(length, start + 12)))
    return Span(start, end)


@st.composite
def edits(draw: st.DrawFn, length: int) -> Edit:
    """One valid edit of a text of ``length`` characters: a cut, glue, a move or a repeat."""
    span = draw(_spans(length))
    glue = draw(glues)
    places = [*range(max(span.start - 15, 0), span.start)]
    places += range(span.end + 1, min(span.end + 15, length + 1))
    what = draw(st.sampled_from(("cut", "cut", "move", "repeat")))
    if what == "move" and places:
        return Edit(span, glue, draw(st.sampled_from(places)), draw(glues))
    if what == "repeat" and span.start > 0:
        kept = draw(_spans(span.start, least=1))
        return Edit(span, kept=kept)
    return Edit(span, glue)


@st.composite
def findings(draw: st.DrawFn, length: int, rule: str = "drawn") -> Finding:
    """A finding with none to three edits, which may overlap."""
    some = tuple(draw(st.lists(edits(length), max_size=3)))
    reason = draw(st.sampled_from(("one reason", "another reason")))
    proofs = draw(st.sampled_from(((), (Proof("drawn", Span(0, 0)),))))
    return Finding(rule, draw(_spans(length)), reason, draw(confidences), some, proofs=proofs)


@st.composite
def repeats(draw: st.DrawFn, length: int) -> Finding:
    """A finding that takes out one copy and names the other, before it or behind it."""
    middle = draw(st.integers(1, length - 1))
    before, behind = Span(0, middle), Span(middle, length)
    first = Span(draw(st.integers(0, middle - 1)), middle)
    gone, kept = draw(st.sampled_from(((behind, first), (before, behind), (first, behind))))
    edit = Edit(gone, kept=draw(st.sampled_from((kept, None))))
    proofs = (Proof("drawn", gone),)
    return Finding("repeats", gone, "it stands twice", draw(confidences), (edit,), proofs=proofs)


@st.composite
def _tables(draw: st.DrawFn, length: int, rule: str) -> FindingTable:
    count = draw(st.integers(0, 4))
    spans = sorted(draw(_spans(length)) for _ in range(count))
    return FindingTable(
        rule,
        np.array([span.start for span in spans], np.int64),
        np.array([span.end for span in spans], np.int64),
        np.array([draw(st.integers(0, len(GLUES) - 1)) for _ in spans], np.uint8),
        np.array([draw(confidences) for _ in spans], np.float64),
        lambda row: (f"row {row}", ()),
    )


@st.composite
def batches(draw: st.DrawFn, length: int) -> list[Sequence[Finding]]:
    """What the rules of one stage may hand in, lists and tables."""
    some: list[Sequence[Finding]] = []
    for number in range(draw(st.integers(0, 3))):
        name = f"rule-{number}"
        table = draw(st.booleans())
        one = _tables(length, name) if table else st.lists(findings(length, name), max_size=4)
        some.append(draw(one))
    return some


EXAMPLES = (Example("a", "b"), Example("a"))  # never run: these rules do as they like


def _drawn_rule(name: str, stage: Stage, seed: int, patience: int) -> Rule:
    """A rule that finds the same random things whenever it sees the same page.

    Only on pages of more than ``patience`` characters, so that some sets of rules come to rest.
    """

    def function(page: Page) -> list[Finding | Label]:
        length = len(page)
        if length <= patience:
            return []
        chance = random.Random(zlib.crc32(page.text.encode("utf-8", "surrogatepass"), seed))
        out: list[Finding | Label] = []
        for _ in range(chance.randrange(4)):
            start = chance.randrange(length)
            span = Span(start, min(start + chance.randrange(8), length))
            glue, sure = chance.choice(GLUES), chance.choice((0.3, 0.9, 0.95, 1.0))
            edit = Edit(span, glue)
            if chance.random() < 0.3 and span.start > 1:
                edit = Edit(span, glue, chance.randrange(span.start), chance.choice(GLUES))
            elif chance.random() < 0.3 and span.start > 1:
                edit = Edit(span, kept=Span(0, chance.randrange(1, span.start)))
            edits = (edit,) * chance.choice((0, 1, 1))
            proofs = (Proof("drawn", span),) * chance.choice((0, 1, 1))
            out.append(Finding(name, span, "drawn", sure, edits, proofs=proofs))
            if stage is Stage.ROLES:
                out.append(Label(span, chance.choice(tuple(Role))))
        return out

    return Rule(name, stage, function, "It finds what chance has it find.", EXAMPLES)


@st.composite
def rulesets(draw: st.DrawFn) -> Ruleset:
    """One to four rules of any stages that find random things."""
    return Ruleset(
        tuple(
            _drawn_rule(
                f"drawn-{number}",
                draw(st.sampled_from(tuple(Stage))),
                draw(st.integers(0, 2**32 - 1)),
                draw(st.sampled_from((0, 10, 30))),
            )
            for number in range(draw(st.integers(1, 4)))
        )
    )

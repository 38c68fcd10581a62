"""What rules tell of their findings: where, why, how sure, and the facts and proofs beside it."""

from __future__ import annotations

import pytest

from layoutfix import DEFAULT, check
from layoutfix.model import Finding

SUSPECTED = "captions of the same paragraph behind it"


def told(rule: str, example: int) -> tuple[str, list[Finding]]:
    """The page of an example, and what its rule finds there."""
    page = DEFAULT[rule].examples[example].before
    return page, [each for each in check(page) if each.rule == rule]


@pytest.mark.parametrize(
    ("rule", "example", "wanted"),
    [
        (
            "drop-cap",
            1,
            [("W\nINTER", "'W' is the first letter of the word below, set large", 0.96)],
        ),
        ("move-caption", 2, [("图为修缮一新的", "a caption stands inside a sentence", 0.92)]),
        ("surplus-blank-lines", 0, [("\n\n", "blank lines at the top of the page", 0.95)]),
        ("surplus-blank-lines", 1, [("\n\n", "3 blank lines where the page has one", 0.95)]),
        (
            "surplus-blank-lines",
            2,
            [
                ("\n", "blank lines at the top of the page", 0.95),
                ("", "the last line is not ended", 0.95),
            ],
        ),
        (
            "pull-quote",
            0,
            [
                (
                    "“We did not come",
                    "it stands again inside a paragraph; "
                    "proved by a sentence that goes on behind it",
                    0.96,
                )
            ],
        ),
        (
            "pull-quote",
            7,
            [
                (
                    "“We did not come",
                    "it stands again inside a paragraph, but opens the text; "
                    "but no sentence is cut around it",
                    0.8,
                )
            ],
        ),
        (
            "pull-quote",
            8,
            [
                (
                    "“We did not come",
                    "it stands again inside a paragraph, but is a quote beside a paragraph",
                    0.5,
                )
            ],
        ),
    ],
)
def test_where_why_and_how_sure(
    rule: str, example: int, wanted: list[tuple[str, str, float]]
) -> None:
    page, found = told(rule, example)
    assert [(f.reason, f.confidence) for f in found] == [each[1:] for each in wanted]
    assert all(
        f.span.text_of(page).startswith(begins)
        for f, (begins, *_) in zip(found, wanted, strict=True)
    )


@pytest.mark.parametrize(
    ("rule", "example", "evidence"),
    [
        ("drop-cap", 0, [("letter", "S")]),
        ("move-caption", 0, [(SUSPECTED, 0.0)]),
        ("pull-quote", 0, [("times in other blocks", 1.0)]),
        ("pull-quote", 9, [("times in other blocks", 2.0)]),
        ("rejoin-hyphen", 1, [("left", "Biblio"), ("right", "thek")]),
    ],
)
def test_the_facts_beside_it(rule: str, example: int, evidence: list[tuple[str, object]]) -> None:
    _, (first, *_) = told(rule, example)
    assert list(first.evidence) == evidence


@pytest.mark.parametrize(
    ("rule", "example", "proofs"),
    [
        (
            "pull-quote",
            0,
            [("a sentence that goes on behind it", "\n\n{}\n\n")],
        ),
        ("pull-quote", 2, [("a sentence that goes on behind it", "\n\n")]),
        ("pull-quote", 3, []),
        ("move-caption", 0, [("a sentence goes on behind it", "\n\n{}\n\n")]),
    ],
)
def test_what_proves_it(rule: str, example: int, proofs: list[tuple[str, str]]) -> None:
    page, (found,) = told(rule, example)
    wanted = [(kind, where.format(found.span.text_of(page))) for kind, where in proofs]
    assert [(each.kind, each.span.text_of(page)) for each in found.proofs] == wanted


def test_a_word_and_a_compound_that_were_left_with_a_space() -> None:
    _, found = told("rejoin-hyphen", 0)
    assert [each.reason for each in found] == [
        "com- pany is the word company, with the hyphen of a line end left in it",
        "distribu- tion is the word distribution, with the hyphen of a line end left in it",
        "well- known is the compound well-known, with the space of a join left in it",
        "sum- mer. is the word summer., with the hyphen of a line end left in it",
    ]


def test_parts_are_told_whole_and_no_others() -> None:
    """Up to forty characters are searched for the parts; what is longer is cut."""
    page = f"The {'x' * 60} Nach- mittag {'y' * 60}.\nIm Nachmittag, am Nachmittag.\n"
    (found,) = (each for each in check(page) if each.rule == "rejoin-hyphen")
    assert found.evidence == (("left", "Nach"), ("right", "mittag"))
    (found,) = check("Nach- mittag ist es. Im Nachmittag, am Nachmittag.\n")
    assert found.evidence == (("left", "Nach"), ("right", "mittag"))


def test_no_fragment_without_a_reason() -> None:
    page, (first, *_) = told("move-fragment", 0)
    assert first.span.text_of(page).startswith("A swarm of bees closed")
    assert first.reason.startswith("it belongs under '## Bees close Tarrant Street library'")
    assert first.evidence[0] == (
        "words of the owner's heading",
        "Tarrant library Street close Bees",
    )
    assert [each.kind for each in first.proofs] == ["texts that stand in each other's place"]

"""The generator of displaced pages: its gold says what was done, and the score reads it back."""

from __future__ import annotations

import pytest

from benchmarks.displacement import KINDS, PlacedPage, pages
from benchmarks.gold import Article
from benchmarks.placement import found, order_kept, outcomes, scored
from layoutfix import Misplaced, Span, fix
from layoutfix.rule import Ruleset

ARTICLES = [
    Article(
        "en",
        f"Title number {n}",
        tuple(f"Article {n} says in paragraph {m} what happened. It was so." for m in range(n + 2)),
    )
    for n in range(9)
]


def some(kind: str, count: int = 5) -> list[PlacedPage]:
    return list(pages(ARTICLES, "en", "test", count, kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_gold_says_what_stands_where(kind: str) -> None:
    for page in some(kind):
        assert page.kind == kind
        wrong = [piece for piece in scored(page) if piece.present != piece.article]
        assert bool(wrong) is (kind != "clean")
        for piece in page.pieces:
            text = page.text[piece.start : piece.end]
            assert text.strip() == text
            above = max(start for start, _ in page.headings if start < piece.start)
            assert dict(page.headings)[above] == piece.present
        assert all(page.text[start] == "#" for start, _ in page.headings)


def test_the_same_seed_gives_the_same_pages() -> None:
    assert some("tail") == some("tail")
    assert some("tail")[:2] == some("tail", 2)
    whole = list(pages(ARTICLES, "en", "test", 5, "tail", shortened=True))
    assert len(whole) == 5
    assert whole != some("tail")


def test_nothing_is_put_back_where_nothing_is_done() -> None:
    for page in (*some("tail"), *some("clean")):
        untouched = fix(page.text, rules=Ruleset())
        rows = outcomes(page, fix(page.text, rules=Ruleset()))
        assert not any(row.moved for row in rows)
        assert [row.right for row in rows] == [not row.displaced for row in rows]
        good, total = order_kept(page, untouched)
        assert good <= total
        assert total == 0 or page.kind == "tail"


def test_a_fragment_is_right_where_all_of_it_is() -> None:
    page = some("adopt", 1)[0]
    wrong = [piece for piece in scored(page) if piece.present != piece.article]
    wrong = [piece for piece in wrong if piece.article == wrong[0].article]
    span = Span(wrong[0].start, wrong[-1].end)
    owner = next(start for start, article in page.headings if article == wrong[0].article)
    (score,) = found(page, [Misplaced(span, None, Span(owner, owner + 1), 0.9, "because")])
    assert (score.paragraphs, score.right, score.harmed) == (len(wrong), len(wrong), 0)
    assert list(found(page, [Misplaced(span, None, None, 0.9, "because")])) == []

"""Articles that go on on another page are joined where both pages prove it, and only there."""

from __future__ import annotations

import random

import pytest

from layoutfix import DEFAULT, Collection
from tests.collection.papers import (
    FRONT,
    HAN_FRONT,
    HAN_INNER,
    HEAD,
    INNER,
    JOINED,
    check_account,
    paper,
    repaired,
)


def test_an_article_is_joined_on_the_page_where_it_begins() -> None:
    front, inner = repaired([FRONT, INNER])
    assert JOINED in front.text
    assert inner.text == f"{HEAD} A5\n\n# New organ" + INNER.partition("# New organ")[2]
    (join,) = front.joins
    assert inner.joins == front.joins
    assert (join.page, join.other, join.skipped) == (0, 1, "")
    assert "page A1" in join.reason
    assert "page A5" in join.reason
    assert join.removed is not None
    assert join.removed.text_of(INNER) == "# Quarry"
    at = front.text.index("drovers")
    assert front.origin(at) == (1, INNER.index("drovers"))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_the_pages_makes_no_difference(order: tuple[int, int]) -> None:
    pages = [FRONT, INNER]
    made = repaired([pages[at] for at in order])
    assert JOINED in made[order.index(0)].text


def test_han_pages_are_joined_without_a_space() -> None:
    front, inner = repaired([HAN_FRONT, HAN_INNER])
    assert "三处堤段正在加固施工，需要" in front.text
    assert "加固" not in inner.text
    assert "# 旧琴房" in inner.text


def test_an_article_that_goes_on_twice_is_joined_to_its_end() -> None:
    middle = f"{HEAD} A3\n\nContinued from A1\n\nas the old drovers' road and then along the"
    middle += " wall of the orchard to the place where the stream\n\nContinued on A5\n"
    front = FRONT.replace("See QUARRY, Page A5", "Continued on A3")
    inner = INNER.replace("# Quarry\n\n", "").replace("from A1", "from A3")
    inner = inner.replace("as the old drovers' road", "leaves it")
    first, second, third = repaired([front, middle, inner])
    assert "as far as the old drovers' road and then along the wall of the orchard" in first.text
    assert "where the stream leaves it. Fifty-one jobs" in first.text
    assert not second.text, "the head names its page, and leaves"
    assert "Fifty-one" not in third.text


@pytest.mark.parametrize(
    ("front", "inner", "why"),
    [
        (FRONT, INNER.replace("from A1", "from A2"), "leads back"),
        (FRONT, INNER.replace("Page A5", "Page A6"), "no page near it says"),
        (FRONT.replace("as far\n", "as far as it likes.\n"), INNER, "no sentence that breaks off"),
        (FRONT, INNER.replace("# Quarry", "# Sheep"), "would lose its text"),
        (FRONT, INNER.replace("# New organ", "New organ"), "next article's heading"),
        (FRONT, INNER.replace("as the old", "At the old"), "no sentence that breaks off"),
    ],
)
def test_what_isnt_proved_is_told_and_stays(front: str, inner: str, why: str) -> None:
    made = repaired([front, inner])
    (join,) = made[0].joins
    assert why in join.skipped
    assert join.rest is None
    assert "Fifty-one jobs" in made[1].text


def test_two_that_fit_equally_are_told_and_stay() -> None:
    twice = INNER.replace("# Quarry\n\n", "")
    again = twice.partition("Continued")[2].partition("# New")[0].replace("Fifty-one", "Sixty")
    inner = twice.replace("# New organ", f"Continued{again}# New organ")
    front, other = repaired([FRONT, inner])
    assert "more than one text" in front.joins[0].skipped
    assert "Fifty-one" in other.text
    assert "Sixty" in other.text


def test_the_word_in_the_jump_line_tells_two_articles_apart() -> None:
    school = (
        "# School\n\nContinued from A1\n\nbefore the winter. The roof has leaked for years.\n\n"
    )
    inner = INNER.replace("# New organ", f"{school}# New organ")
    more = (
        "# Roof\n\nThe mason was told to mend the school from the gable to the porch and to do it"
    )
    front = FRONT.replace("# Bowls", f"{more}\n\nSee SCHOOL, Page A5\n\n# Bowls")
    made = repaired([front, inner])
    assert "as far as the old drovers' road" in made[0].text
    assert "to do it before the winter" in made[0].text


def test_another_issue_is_another_paper() -> None:
    made = repaired([FRONT, INNER.replace("A5", "A4"), FRONT.replace("far", "near"), INNER])
    assert "no page near it says" in made[0].joins[0].skipped
    assert "as near as the old drovers' road" in made[2].text


def test_texts_that_lead_to_one_another_in_a_circle_stay() -> None:
    half = "the wall goes from the orchard down to the river and from there along the water to"
    one = f"{HEAD} 1\n\nContinued from Page 2\n\n{half}\n\nContinued on Page 2\n"
    other = f"{HEAD} 2\n\nContinued from Page 1\n\n{half}\n\nContinued on Page 1\n"
    made = repaired([one, other])
    assert all("circle" in join.skipped for page in made for join in page.joins)


def test_a_file_may_be_named_by_its_page() -> None:
    bare = {"A1": FRONT.partition("\n\n")[2], "A5": INNER.partition("\n\n")[2]}
    collection = Collection.learn(bare)
    front, _ = collection.fix(bare)
    assert JOINED in front.text


def test_without_the_rule_for_jump_lines_nothing_is_moved() -> None:
    from layoutfix.pipeline import seams_alone

    for rules in (DEFAULT.without("jump-line"), seams_alone(DEFAULT)):
        collection = Collection.learn([FRONT, INNER], rules=rules)
        assert [page.joins for page in collection.fix([FRONT, INNER])] == [(), ()]


@pytest.mark.parametrize("seed", range(12))
def test_the_account_of_any_paper_holds(seed: int) -> None:
    pages = paper(random.Random(seed), issues=3)
    collection = Collection.learn(pages)
    made = list(collection.fix(pages))
    check_account(pages, made)
    texts = [page.text for page in made]
    assert [page.text for page in collection.fix(texts)] == texts, "law 4"
    assert [page.text for page in Collection.learn(texts).fix(texts)] == texts


def test_two_processes_and_few_waiting_pages_make_no_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = paper(random.Random(1), issues=4)
    collection = Collection.learn(pages)
    alone = [(page.text, page.joins) for page in collection.fix(pages)]
    assert any(join.rest for _, joins in alone for join in joins)
    assert [(page.text, page.joins) for page in collection.fix(iter(pages), jobs=2)] == alone
    from layoutfix.collection import issues

    monkeypatch.setattr(issues, "MOST_PAGES", 2)
    check_account(pages, list(collection.fix(pages)))

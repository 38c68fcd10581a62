"""What recurs is removed where the pages prove that the layout put it there."""

from __future__ import annotations

import pickle
import random

import pytest

import layoutfix
from layoutfix import Collection, InputError
from layoutfix.collection import tally
from layoutfix.collection.learning import Learning
from layoutfix.collection.recurring_line import NAME
from layoutfix.testing import check_rule
from tests.collection.papers import check_account, repaired

WORDS = (
    "harbour", "council", "orchard", "winter", "pilot", "barley", "lantern", "meadow", "carter",
    "chimney", "ferry", "gravel", "heron", "island", "kettle", "ladder", "miller", "needle",
)  # fmt: skip


def sentence(rng: random.Random, count: int = 14) -> str:
    return "the " + " and the ".join(rng.choices(WORDS, k=count // 2))


def book(rng: random.Random, count: int, head: str, foot: str = "") -> list[str]:
    """Pages that are cut in the middle of a sentence, a head over each."""
    text = [f"{sentence(rng).capitalize()}, and they saw {sentence(rng)}" for _ in range(count + 1)]
    pages = []
    for number in range(count):
        begin = "" if not number else f"of {sentence(rng)}. "
        body = f"{begin}{text[number]}. {text[number + 1]} of the"
        parts = [head.format(number + 7), body, foot.format(number + 7)]
        pages.append("\n\n".join(part for part in parts if part) + "\n")
    return pages


def article(rng: random.Random, notice: str, cut: bool = True) -> str:
    """An article with a notice in its middle: in a sentence, or between two paragraphs."""
    first = f"{sentence(rng).capitalize()}. {sentence(rng).capitalize()}"
    second = f"{sentence(rng)}. {sentence(rng).capitalize()}."
    if not cut:
        first, second = first + ".", second.capitalize()
    return f"# {sentence(rng, 4).title()}\n\n{first}\n\n{notice}\n\n{second}\n"


def proofs(collection: Collection) -> dict[str, str]:
    return {each.text: each.proof for each in collection.recurring if each.proof}


def test_heads_and_feet_that_part_sentences_leave() -> None:
    pages = book(random.Random(1), 8, "NOTES OF A PARISH CLERK", "— {} —")
    collection = Collection.learn(pages)
    assert set(proofs(collection)) == {"NOTES OF A PARISH CLERK", "— 7 —"}
    for page in repaired(pages):
        assert "PARISH" not in page.text
        assert "—" not in page.text
        assert {finding.rule for finding in page.fixed.applied} >= {NAME}


def test_heads_that_name_their_pages_leave() -> None:
    rng = random.Random(2)
    pages = [f"江畔晚报 第{n}版\n\n渡口的钟楼又走了{n}天。\n" for n in (1, 2, 3)]
    assert [page.text for page in repaired(pages)] == [
        f"渡口的钟楼又走了{n}天。\n" for n in (1, 2, 3)
    ]
    chapters = [f"Chapter {n}\n\n{sentence(rng).capitalize()}.\n" for n in range(1, 9)]
    assert not proofs(Collection.learn(chapters)), "headings are counted, too"


def test_a_notice_in_the_middle_of_sentences_leaves() -> None:
    rng = random.Random(3)
    notice = "Sign up for our letter from the harbour"
    pages = [article(rng, notice) for _ in range(6)]
    assert set(proofs(Collection.learn(pages))) == {notice}
    assert all(notice not in page.text for page in repaired(pages))


@pytest.mark.parametrize(
    "page",
    [
        lambda rng, _: article(rng, "Sign up for our letter from the harbour", cut=False),
        lambda rng, n: f"Note: {n}\nStatus: Final\n\n{sentence(rng).capitalize()}.\n",
        lambda rng, _: (
            f"# {sentence(rng, 4)}\n\n{sentence(rng).capitalize()}.\n\nAll rights reserved\n"
        ),
        lambda rng, _: f"## Summary\n\n{sentence(rng).capitalize()}.\n\n## Examples\n\nNone.\n",
        lambda rng, n: f"{n}\n\n{sentence(rng).capitalize()}.\n",
        lambda rng, n: f"{'I' * (n % 4)}{'X' * (n // 4)}\n\n{sentence(rng).capitalize()}.\n",
        lambda rng, n: f"Lesson {n} of 12\n\n{sentence(rng).capitalize()}.\n",
        lambda rng, n: f"B{n}\n\n{sentence(rng).capitalize()}.\n",
        lambda rng, n: f"PSALMS\n\n{n}\n\n{sentence(rng).capitalize()}.\n",
        lambda rng, _: f"THE HARBOUR COURIER\n\n{sentence(rng).capitalize()}.\n",
        lambda rng, n: f"{n}\n\n{sentence(rng).capitalize()}.\n" if n % 3 else f"{n * 7}\n\nNo.\n",
    ],
)
def test_what_recurs_without_a_proof_is_told_and_stays(page: object) -> None:
    assert callable(page)
    rng = random.Random(4)
    pages = [page(rng, n) for n in range(1, 13)]
    collection = Collection.learn(pages)
    assert not proofs(collection)
    assert [made.text for made in collection.fix(pages)] == [
        layoutfix.fix(text).text for text in pages
    ]


def test_what_stands_on_two_pages_proves_nothing() -> None:
    pages = book(random.Random(5), 2, "NOTES OF A PARISH CLERK")
    assert not proofs(Collection.learn(pages))


def test_a_head_leaves_the_edges_of_pages_alone() -> None:
    pages = book(random.Random(6), 8, "NOTES OF A PARISH CLERK")
    collection = Collection.learn(pages)
    inner = "".join(f"{sentence(random.Random(n)).capitalize()}.\n\n" for n in range(8))
    inner = f"{inner}NOTES OF A PARISH CLERK\n\n{inner.strip()}\n"
    assert layoutfix.fix(inner, rules=collection.rules).text == inner


def test_names_under_headings_are_bylines() -> None:
    rng = random.Random(7)
    pages = [
        f"# {sentence(rng, 4)}\n\nAda Corless and Peter Sallow\n\n{sentence(rng)}.\n"
        for _ in range(5)
    ]
    collection = Collection.learn(pages)
    assert [each.kind for each in collection.recurring] == ["byline"]
    assert [made.text for made in collection.fix(pages)] == pages


def test_the_rule_is_one_like_others() -> None:
    rng = random.Random(8)
    notice = [article(rng, "Sign up for our letter") for _ in range(4)]
    for pages in (book(rng, 6, "THE CLERK"), book(rng, 6, "", "THE CLERK"), notice):
        rule = Collection.learn(pages).rules[NAME]
        check_rule(rule)
        again = pickle.loads(pickle.dumps(rule))
        assert again.function == rule.function


def test_memory_is_bounded_and_what_is_common_is_kept() -> None:
    rng = random.Random(9)
    learning = Learning(tally.Tally(64))
    for page in book(rng, 300, "NOTES OF A PARISH CLERK"):
        learning.add(page)
        assert len(learning.tally.seen) <= 64
    assert learning.tally.missed > 0
    (head,) = (each for each in learning.recurring().values() if each.proof)
    assert head.text == "NOTES OF A PARISH CLERK"


def test_clean_pages_come_back_and_wrong_input_is_told() -> None:
    pages = ["", "\n", "One page.\n", "# Head\n\nText.\n"]
    made = list(Collection.learn(pages).fix(pages))
    check_account(pages, made)
    assert [page.text for page in made] == pages
    with pytest.raises(InputError, match="one by one"):
        Collection.learn("a page")
    with pytest.raises(InputError, match="page 2"):
        Collection.learn(["a", b"b"])  # type: ignore[list-item]


def test_other_processes_take_the_rules_as_they_are() -> None:
    pages = book(random.Random(10), 8, "NOTES OF A PARISH CLERK")
    rules = Collection.learn(pages).rules
    two = layoutfix.fix_many(pages, rules=rules, jobs=2)
    assert [page.text for page in two] == [
        page.text for page in layoutfix.fix_many(pages, rules=rules)
    ]

"""Fragments under the wrong heading: pages of invented news, displaced as pages.toml says."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

import layoutfix
from layoutfix import InputError, find_misplaced, fix
from layoutfix.engine.plan import UNPROVED as UNPROVED_REASON
from layoutfix.evidence.articles import articles_of
from layoutfix.evidence.placement.candidates import candidates_of
from layoutfix.evidence.placement.decision import place, placement_of
from layoutfix.evidence.placement.measures import titles_of
from layoutfix.evidence.placement.misplaced import misplaced_of, weigh_titled
from layoutfix.evidence.placement.outline import outline_of
from layoutfix.evidence.placement.terms import terms_of
from layoutfix.evidence.placement.windows import MOST_BLOCKS
from layoutfix.model import Page
from layoutfix.parsing.lines import parse
from layoutfix.pipeline import labelled
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "fixtures" / "placement"
ARTICLES: dict[str, dict[str, Any]] = tomllib.loads(
    (FOLDER / "articles.toml").read_text(encoding="utf-8")
)
PAGES: dict[str, dict[str, str]] = tomllib.loads(
    (FOLDER / "pages.toml").read_text(encoding="utf-8")
)


def paragraphs(lang: str, recipe: str) -> list[str]:
    """The paragraphs that ``bakery:1-2 glass:3`` names."""
    out: list[str] = []
    for article, first, last in re.findall(r"(\w+):(\d)(?:-(\d))?", recipe):
        written = ARTICLES[lang][article]["paragraphs"]
        out.extend(written[int(first) - 1 : int(last or first)])
    return out


def laid_out(lang: str, sections: dict[str, str], mark: str = "## ") -> str:
    """A page of headings and what stands under them."""
    blocks: list[str] = []
    for article, recipe in sections.items():
        blocks += [mark + ARTICLES[lang][article]["title"], *paragraphs(lang, recipe)]
    return "\n\n".join(blocks) + "\n"


def page(name: str, mark: str = "## ") -> tuple[str, str]:
    """The page displaced and mended."""
    sections = dict(PAGES[name])
    lang = sections.pop("lang")
    whole = {article: f"{article}:1-3" for article in sections}
    return laid_out(lang, sections, mark), laid_out(lang, whole, mark)


UNPROVED = ("tail", "tail-chinese", "two-tails", "inside")
"""Pages on which whole paragraphs stand under another heading, and no sentence is cut."""

PROOFS = {
    "exchanged": "texts that stand in each other's place",
    "exchanged-chinese": "texts that stand in each other's place",
    "adopted": "a heading without text",
    "adopted-chinese": "a heading without text",
    "under-the-next-heading": "a heading without text",
    "under-the-next-heading-chinese": "a heading without text",
    "chain": "texts that stand in each other's place",
    "chain-chinese": "texts that stand in each other's place",
}


@pytest.mark.parametrize("name", PROOFS)
def test_every_paragraph_is_put_back(name: str) -> None:
    displaced, mended = page(name)
    fixed = fix(displaced)
    assert fixed.text == mended
    kinds = {proof.kind for finding in fixed.applied for proof in finding.proofs}
    assert kinds == {PROOFS[name]}


@pytest.mark.parametrize("name", UNPROVED)
def test_what_is_likely_but_not_proved_stays_and_is_reported(name: str) -> None:
    displaced = page(name)[0]
    fixed = fix(displaced)
    assert fixed.text == displaced
    found = [each for each in find_misplaced(displaced) if each.owner]
    assert found
    assert all(not each.proofs and "not proved: no sentence" in each.reason for each in found)
    reasons = {reason for finding, reason in fixed.skipped if finding.confidence >= 0.9}
    assert reasons == {UNPROVED_REASON}


def test_every_page_is_one_of_the_two() -> None:
    assert {*UNPROVED, *PROOFS} == set(PAGES)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: re.sub("^## ", "## 1. ", text, flags=re.M), "headings are numbered"),
        (lambda text: text + "\n```\nopen = 12\n```\n", "holds code"),
        (lambda text: re.sub(r"\.$", ". See [this](a.md).", text, flags=re.M), "links"),
    ],
)
def test_one_work_with_sections_is_left_alone(change: Callable[[str], str], why: str) -> None:
    text = change(page("adopted")[0])
    assert fix(text).text == text
    assert find_misplaced(text) == ()
    against = articles_of(labelled(parse(text))).against
    assert any(why in each for each in against)


def test_sections_that_share_their_words_are_reported_and_stay() -> None:
    text = page("adopted")[0]
    theme = (
        " The ropewalk ledger of harbourmaster Quillfeather names hempen hawsers, oakum, tallow, "
        "marlinspikes, capstans, fairleads, bollards, ratlines, deadeyes and gudgeons, pintles, "
        "belaying pins, bobstays, futtocks, garboards, keelsons and treenails of Abbotsquay."
    )
    work = text.replace(".\n", "." + theme + "\n")
    against = articles_of(labelled(parse(work))).against
    assert against == ("its sections share their rare words",)
    assert fix(work).text == work


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_mended_stays(name: str) -> None:
    mended = page(name)[1]
    assert fix(mended).text == mended
    assert find_misplaced(mended) == ()


@pytest.mark.parametrize("name", PROOFS)
def test_line_breaks_of_two_characters_change_nothing(name: str) -> None:
    displaced, mended = (text.replace("\n", "\r\n") for text in page(name))
    assert fix(displaced).text == mended


def test_a_misplaced_fragment_says_where_it_belongs_and_why() -> None:
    displaced = page("tail")[0]
    (found,) = find_misplaced(displaced)
    assert found.fragment.text_of(displaced) == ARTICLES["en"]["bakery"]["paragraphs"][2]
    assert found.present is not None
    assert found.owner is not None
    assert found.present.text_of(displaced) == "## Lighthouse at Corran Head to be lit again"
    assert found.owner.text_of(displaced) == "## Bakers strike over night shifts"
    assert found.confidence >= 0.9
    assert "Bakers" in found.reason
    assert dict(found.evidence)["blocks"] == 1


def test_nothing_is_lost_on_the_way() -> None:
    displaced = page("chain-chinese")[0]
    fixed = fix(displaced)
    assert sorted(fixed.text.replace("\n", "")) == sorted(displaced.replace("\n", ""))
    assert all(not span.text_of(displaced).strip() for span, _ in fixed.removed)
    moved = [n for n, c in enumerate(fixed.text) if fixed.origin(n) != n and not c.isspace()]
    assert moved
    assert fix(fixed.text).text == fixed.text


def test_only_what_is_sure_enough_is_moved() -> None:
    displaced = page("adopted")[0]
    assert fix(displaced, min_confidence=1.0).text == displaced


def test_what_names_too_little_stays_where_it_is() -> None:
    sections = {"bridge": "bridge:1-2", "library": "library:1-3 bridge:3", "bees": "bees:1-3"}
    text = laid_out("zh", sections)
    assert fix(text).text == text


def test_a_page_of_one_article_is_left_alone() -> None:
    text = laid_out("zh", {"bees": "bees:1-3 robot:3"})
    assert fix(text).text == text
    assert find_misplaced("") == ()
    assert find_misplaced("Nothing but this.\n") == ()


def test_no_page_but_text() -> None:
    with pytest.raises(InputError):
        find_misplaced(b"no text")  # type: ignore[arg-type]


def test_a_first_character_left_behind_comes_along() -> None:
    host = ARTICLES["zh"]["clinic"]["paragraphs"]
    body = ARTICLES["zh"]["bridge"]["paragraphs"]
    stuck = [*host[:2], host[2].partition("，")[0] + "有了着落。大", *body[1:]]
    stuck[3] = stuck[3].removeprefix("大")
    sections = [
        f"## {ARTICLES['zh']['clinic']['title']}",
        *stuck,
        f"## {ARTICLES['zh']['bridge']['title']}",
        f"## {ARTICLES['zh']['bees']['title']}",
        *ARTICLES["zh"]["bees"]["paragraphs"],
        f"## {ARTICLES['zh']['teahouse']['title']}",
        *ARTICLES["zh"]["teahouse"]["paragraphs"],
    ]
    text = fix("\n\n".join(sections) + "\n").text
    assert f"## {ARTICLES['zh']['bridge']['title']}\n\n{body[1]}\n\n{body[2]}\n\n## " in text
    assert "有了着落。\n\n## " in text


def test_lost_starts_and_ends_are_told_and_not_filled_in() -> None:
    sections = {name: f"{name}:1-3" for name in ("glass", "tram", "otters")}
    whole = laid_out("en", sections)
    last = ARTICLES["en"]["glass"]["paragraphs"][2]
    first = ARTICLES["en"]["tram"]["paragraphs"][0]
    cut = whole.replace(last, last[: last.index(" with the crucible")])
    cut = cut.replace(first, first[first.index("extended") :])
    assert fix(cut).text == cut
    lost = [(dict(each.evidence)["missing"], each.owner) for each in find_misplaced(cut)]
    assert lost == [("end", None), ("start", None)]


def test_fragments_of_a_long_page_are_found_where_they_are() -> None:
    rng = random.Random(5)
    words = ["".join(rng.choices("abcdefghiklmnoprstu", k=rng.randint(4, 9))) for _ in range(9000)]
    filler = ""
    for _ in range(90):
        filler += f"## {words.pop().title()} {words.pop()}\n\n"
        for _ in range(3):
            filler += f"{' '.join(words.pop() for _ in range(20)).capitalize()}.\n\n"
    displaced, mended = page("exchanged")
    assert len(parse(filler + displaced).blocks) > MOST_BLOCKS
    assert fix(filler + displaced).text == filler + mended
    far = [each for each in find_misplaced(filler + displaced) if each.confidence >= 0.9]
    near = [each for each in find_misplaced(displaced) if each.confidence >= 0.9]
    assert len(near) == 2
    assert [each.reason for each in far] == [each.reason for each in near]
    for one, other in zip(far, near, strict=True):
        assert one.fragment.text_of(filler + displaced) == other.fragment.text_of(displaced)


def test_the_choice_is_the_same_for_the_whole_page() -> None:
    import numpy as np

    starts, ends = np.array([0, 1, 2, 0]), np.array([1, 2, 3, 3])
    scores = np.array([3000, 3000, 3000, 2500])
    assert place(starts, ends, scores).tolist() == [0, 1, 2]
    parsed = parse(page("exchanged")[0])
    assert len(parsed.derived(placement_of)) == 2


def test_the_interface_has_it() -> None:
    assert layoutfix.find_misplaced is find_misplaced
    assert {"Misplaced", "find_misplaced"} <= set(layoutfix.__all__)


def plain(value: object) -> object:
    """A value of columns as lists, so that two of them compare."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {name: plain(column) for name, column in value.items()}
    if is_dataclass(value) and not isinstance(value, (type, Page)):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value) if each.init}
    return None if isinstance(value, Page) else value


def test_what_is_said_of_many_pages_at_once_is_what_is_said_of_each() -> None:
    texts = [displaced for name in PAGES for displaced in page(name)]
    texts += [page(name, mark="")[0] for name in PAGES]
    texts += [
        "",
        "Nothing but this.\n",
        "## Bread\n\n" + paragraphs("en", "bakery:1")[0],
        texts[0] * 3,
    ]
    for name in PAGES:  # pages with fewer headings than others
        lang, *sections = PAGES[name].items()
        texts += [laid_out(lang[1], dict(sections[:count])) for count in (2, 3)]
    together, alone = ([labelled(parse(text)) for text in texts] for _ in range(2))
    weigh_titled(together)
    for one, other in zip(together, alone, strict=True):
        assert misplaced_of(one) == misplaced_of(other)
        for asked in (outline_of, candidates_of, titles_of, terms_of, placement_of):
            assert plain(one.derived(asked)) == plain(other.derived(asked)), asked.__name__

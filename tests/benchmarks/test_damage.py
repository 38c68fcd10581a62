"""The damage programs say the truth about what they did."""

import itertools
import random
from dataclasses import dataclass, replace

import pytest

from benchmarks.blocks import Block, compose, random_mix
from benchmarks.columns import healed, random_sheet, sheet_lines
from benchmarks.cutting import cut_lines, random_cutting
from benchmarks.damage import KINDS, damage, pages
from benchmarks.gold import JOINS, LABELS, Article, is_scoring, page_of_lines, rejoined
from benchmarks.grammar import GRAMMARS, INVENTORIES, Inventory
from benchmarks.lay import Line, lay
from benchmarks.score import Decision, count, decisions, score, score_rule
from benchmarks.wrapping import Column, wrap

ARTICLES = {
    "zh": (
        Article(
            "zh",
            "山城试种新稻",
            (
                "山城农科站今年在3个乡试种了“高穗7号”水稻，亩产比往年高出一成。站长说，种子经过5年选育，抗旱也抗倒伏。",
                "村民把晒谷场让出一半，供外地来的学生记录数据。他们每天早晚各量一次株高，画成图表，贴在祠堂墙上。",
            ),
        ),
        Article(
            "zh",
            "渡口修起步行桥",
            ("新桥长210米，宽4米，桥面铺的是旧枕木。施工队用了两个枯水期，才把最后一根桩打下去。",),
        ),
    ),
    "en": (
        Article(
            "en",
            "Ferry returns to the lake",
            (
                "The old ferry crossed the lake again on Monday, eleven years after its engine was "
                "taken out and sold. A well-known boatbuilder from the north shore had repaired "
                "the hull in his barn, plank by plank.",
                '"It floats," he said, and would say no more. Children threw bread; the mayor, '
                "who can't swim, stayed ashore.",
            ),
        ),
    ),
    "de": (
        Article(
            "de",
            "Der Brunnen läuft wieder",
            (
                "Seit gestern läuft der Brunnen am Oberen Tor wieder. Die Handwerker hatten das "
                "Becken ausgeräumt, neu verfugt und die Bleirohre durch Kupferleitungen ersetzt.",
            ),
        ),
    ),
    "ja": (
        Article(
            "ja",
            "朝市に新しい屋根",
            (
                "港の朝市に木の屋根がついた。雨の日でも魚を並べられるようになり、店の人たちは喜んでいる。客は1日に300人ほどだ。",
            ),
        ),
    ),
    "ko": (
        Article(
            "ko",
            "골목에 작은 책방",
            (
                "오래된 골목에 작은 책방이 문을 열었다. 주인은 낮에는 책을 팔고 "
                "저녁에는 이웃과 함께 시를 읽는다고 했다.",
            ),
        ),
    ),
}


@pytest.mark.parametrize("lang", sorted(ARTICLES))
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_offsets_are_the_edges_of_neighbouring_lines(lang: str, kind: str) -> None:
    for page in pages(ARTICLES[lang], lang, 7, 40, kind=kind):
        edges = []
        at = 0
        for line in page.text.splitlines(keepends=True):
            if line.strip():
                edges.append((at + len(line) - len(line.lstrip()), at + len(line.rstrip())))
            at += len(line)
        expected = [(left[1], right[0]) for left, right in itertools.pairwise(edges)]
        assert [(seam.left_end, seam.right_start) for seam in page.seams] == expected
        assert all(
            seam.label in LABELS and (seam.doubled > 0) == (seam.label == "D")
            for seam in page.seams
        )


def blocks_of(lang: str, rng: random.Random) -> list[Block]:
    return compose(ARTICLES[lang], Inventory(lang, "tuning"), random_mix(rng), rng)


def assert_whole(lines: list[Line], blocks: list[Block], lang: str) -> None:
    """Without what stands between the halves, the joins of the gold give every paragraph back."""
    page = lay([line for line in lines if not line.aside], "x", lang, "x")
    if any(seam.label == "?" for seam in page.seams):
        return
    whole = {" ".join(text.split()) for text in rejoined(page)}
    wanted = {" ".join(block.text.split()) for block in blocks if block.kind == "paragraph"}
    missing = wanted - whole
    assert not missing


@pytest.mark.parametrize("lang", sorted(ARTICLES))
@pytest.mark.parametrize("seed", range(40))
def test_joining_by_gold_gives_cut_paragraphs_back(lang: str, seed: int) -> None:
    rng = random.Random(seed)
    blocks = blocks_of(lang, rng)
    cutting = replace(random_cutting(lang, rng), rate=0.9, lost=0.0, torn=0.0)
    lines = cut_lines(blocks, Inventory(lang, "scoring"), cutting, rng)
    assert_whole(lines, blocks, lang)


@pytest.mark.parametrize("lang", sorted(ARTICLES))
@pytest.mark.parametrize("seed", range(40))
def test_joining_by_gold_gives_wrapped_paragraphs_back(lang: str, seed: int) -> None:
    rng = random.Random(seed)
    blocks = blocks_of(lang, rng)
    lines = sheet_lines(blocks, Inventory(lang, "scoring"), random_sheet(lang, rng), rng)
    assert_whole(lines, blocks, lang)


@pytest.mark.parametrize("lang", sorted(ARTICLES))
def test_healed_and_clean_pages_stand(lang: str) -> None:
    for kind in ("healed", "clean"):
        for page in pages(ARTICLES[lang], lang, 3, 40, kind=kind):
            assert {seam.label for seam in page.seams} <= {"P"}
            assert not page.across
    rng = random.Random(5)
    blocks = blocks_of(lang, rng)
    lines = sheet_lines(blocks, Inventory(lang, "tuning"), healed(random_sheet(lang, rng)), rng)
    assert len([line for line in lines if not line.aside]) >= len(blocks)


def test_every_label_is_drawn() -> None:
    drawn = set()
    for kind in ("cut", "wrap"):
        for lang in ARTICLES:
            for page in pages(ARTICLES[lang], lang, 1, 60, kind=kind):
                drawn |= {seam.label for seam in (*page.seams, *page.across)}
    assert drawn >= set("PSNHKD")


def test_seeds_repeat_and_differ() -> None:
    first = list(pages(ARTICLES["en"], "en", 11, 30))
    assert first == list(pages(ARTICLES["en"], "en", 11, 30))
    assert first[:10] == list(pages(ARTICLES["en"], "en", 11, 10))
    assert [page.text for page in first] != [
        page.text for page in pages(ARTICLES["en"], "en", 12, 30)
    ]


def test_furniture_splits_a_join_in_two_breaks() -> None:
    lines = [Line("one half"), Line("- 4 -", aside=True, blank=1), Line("and two", "S", blank=1)]
    page = lay(lines, "x", "en", "x")
    assert page.text == "one half\n\n- 4 -\n\nand two"
    assert [seam.label for seam in page.seams] == ["P", "P"]
    (across,) = page.across
    assert (page.text[: across.left_end], page.text[across.right_start :], across.label) == (
        "one half",
        "and two",
        "S",
    )


def test_inventories_share_no_form() -> None:
    for lang, grammar in GRAMMARS.items():
        tuning, scoring = (Inventory(lang, half) for half in INVENTORIES)
        for symbol, forms in grammar.items():
            if len(forms) > 1:
                assert not set(tuning.forms(symbol)) & set(scoring.forms(symbol)), (lang, symbol)


def test_the_split_is_about_half() -> None:
    assert 400 < sum(is_scoring(f"article {index}") for index in range(1000)) < 600


@pytest.mark.parametrize("width", [14, 25, 40, 80])
def test_wrapped_lines_fit(width: int) -> None:
    text = ARTICLES["en"][0].paragraphs[0]
    column = Column(width, hyphens=0.5)
    assert all(len(line) <= width for line, _ in wrap(text, column, random.Random(2)))


@dataclass(frozen=True)
class FakeSpan:
    start: int
    end: int


@dataclass(frozen=True)
class FakeSegment:
    span: FakeSpan | None
    glue: str = ""


@dataclass(frozen=True)
class FakeFixed:
    text: str
    segments: tuple[FakeSegment, ...]


def repaired(source: str, *pieces: tuple[int, int] | str) -> FakeFixed:
    segments = tuple(
        FakeSegment(None, piece) if isinstance(piece, str) else FakeSegment(FakeSpan(*piece))
        for piece in pieces
    )
    text = "".join(piece if isinstance(piece, str) else source[slice(*piece)] for piece in pieces)
    return FakeFixed(text, segments)


def test_scores_every_kind_of_join() -> None:
    page = page_of_lines("x", "en", "x", ["one sen-", "tence is", "well-", "known.", "End"], "HSKP")
    text = page.text
    right = repaired(text, (0, 7), (9, 17), " ", (18, 23), (24, len(text)))
    assert right.text == "one sentence is well-known.\nEnd"
    total = score(page, right)
    assert (total.found, total.missed, total.harmed, total.stood, total.exact) == (3, 0, 0, 1, 1)
    assert (total.glue, total.hyphens, total.join_f1, total.break_f1) == (1.0, 1.0, 1.0, 1.0)
    wrong = repaired(text, (0, 8), (9, 17), (18, 22), (24, 30), " ", (31, len(text)))
    assert wrong.text == "one sen-tence iswellknown. End"
    total = score(page, wrong)
    assert (total.found, total.harmed, total.stood, total.exact) == (3, 1, 0, 0)
    assert (total.glue, total.hyphens) == (0.0, 0.0)


def test_scores_doubled_characters_and_pages_left_alone() -> None:
    line = [Line("推进成果转化"), Line("化。今年", "D", blank=1, doubled=1)]
    page = lay(line, "x", "zh", "x")
    text = page.text
    for pieces in (((0, 6), (9, len(text))), ((0, 5), (8, len(text)))):
        assert score(page, repaired(text, *pieces)).doubled_right == 1
    assert score(page, repaired(text, (0, 6), (8, len(text)))).doubled_right == 0
    alone = score(page, repaired(text, (0, len(text))))
    assert (alone.found, alone.missed, alone.doubled_all) == (0, 1, 0)


def test_scores_joins_across_furniture() -> None:
    page = lay([Line("one half"), Line("- 4 -", aside=True), Line("and two", "S")], "x", "en", "x")
    fixed = repaired(page.text, (0, 8), " ", (15, 22))
    assert fixed.text == "one half and two"
    assert decisions(page, page.across, fixed) == [Decision(True, " ", 0)]


def test_the_simple_rule_and_unscored_seams() -> None:
    page = page_of_lines(
        "x", "en", "x", ["# Rain", "It rained", "all day.", "It stopped", "then"], "PSP?"
    )
    total = score_rule(page)
    assert (total.found, total.harmed, total.stood, total.missed) == (1, 0, 2, 0)
    assert count(page, [Decision(False)] * 4, []).missed == 1
    assert {"S", "N"} < JOINS


def test_odd_articles_are_laid_out_too() -> None:
    odd = Article("en", " A\u2028title ", ("", "two\nlines\x85here", " \t", "-", "x"))
    for seed in range(60):
        for articles in ([odd], [Article("xx", "", ())], []):
            page = damage(articles, "xx", random.Random(seed))
            for seam in page.seams:
                between = page.text[seam.left_end : seam.right_start]
                assert between.isspace()
                assert "\n" in between


@pytest.mark.parametrize("lang", sorted(ARTICLES))
def test_a_repair_that_follows_the_gold_scores_full_marks(lang: str) -> None:
    for page in pages(ARTICLES[lang], lang, 21, 60):
        pieces: list[tuple[int, int] | str] = []
        start = 0
        for seam in page.seams:
            if seam.label in "P?":
                continue
            pieces.append((start, seam.left_end - (seam.doubled or seam.label == "H")))
            pieces.extend([" "] if seam.label == "S" else [])
            start = seam.right_start
        fixed = repaired(page.text, *pieces, (start, len(page.text)))
        total = score(page, fixed)
        assert (total.missed, total.harmed, total.exact) == (0, 0, 1)
        assert total.found == sum(seam.label in JOINS for seam in page.seams)

"""What stands twice on a page: what leaves, what stays, and the copy that is named."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix import DEFAULT, check, fix
from layoutfix.evidence.repeats.copies import contained, doubled
from layoutfix.evidence.repeats.heading_fit import fits
from layoutfix.model import Finding, Region, Span, Stage, WordList
from layoutfix.parsing.lines import parse
from layoutfix.pipeline import labelled, narrowed
from layoutfix.rules.pull_quote import _apart

RULES = narrowed(DEFAULT, [rule.name for rule in DEFAULT.of(Stage.REPEATS)])

QUOTE = "镇上的老人说，钟声停了以后，连候鸟都不大来了。"
BODY = f"今年春天，钟楼重新敲响。{QUOTE}镇里打算秋天把楼梯也修一修。"
BEFORE = "修钟的两个年轻人没有收钱，只要了一张钟楼的旧照片。"
AFTER = "照片里的钟楼还没有指针，站在一片没过膝盖的荷花中间。"

START = "钟楼停了十一年，指针一直指着四点二十分，镇上的孩子放学以后常常跑到楼下去看那只不再走动的大"
END = "钟，猜它什么时候再响。今年春天，两个年轻人把锈住的齿轮一个一个拆了下来。"

HENS = (
    "养鸡场今年扩建，新添鸡舍两座，养鸡户二十多家。\n\n合作社统一收蛋，隔天送进城里。\n\n（程文）"
)
HEN_HEAD, TEA_HEAD = "## 青石镇养鸡场扩建", "## 岭上村茶园开采"
TEA = "茶园里新栽了三百亩茶树，采茶的人从四月忙到五月。"


OTHERS = (
    *("## 渡口开航", "渡船从四月起每天往返六趟，船工老秦今年六十一岁，说这是最后一季。"),
    *("## 图书馆搬家", "新馆在粮库旧址，搬书用了三天，志愿者推着小车走了上百个来回。"),
)
CLOCK = "## 旧钟楼重新走时"
CLAUSE = "钟声停了以后，连候鸟都不大来了，大家都这么说"


def page(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def one(text: str, rule: str) -> Finding:
    (finding,) = (f for f in check(text, rules=RULES) if f.rule == rule)
    return finding


class TestPullQuote:
    @pytest.mark.parametrize(
        "shown",
        [
            QUOTE,
            QUOTE[:-1] + "！",
            f"“{QUOTE}”",
            "镇上的老人说，钟声\n停了以后，连候鸟都\n不大来了。",
            QUOTE.replace("，", ", "),
        ],
    )
    def test_it_leaves_and_its_sentence_is_named(self, shown: str) -> None:
        for blocks in ((START, shown, END, BODY, AFTER), (BODY, AFTER, START, shown, END)):
            text = page(*blocks)
            fixed = fix(text, rules=RULES)
            assert fixed.text == page(*(block for block in blocks if block != shown))
            (finding,) = fixed.applied
            assert {edit.kept for edit in finding.edits} == {finding.edits[0].kept}
            kept = finding.edits[0].kept
            assert kept is not None
            assert kept.text_of(text) == QUOTE[:-1]

    def test_beside_headings_a_quotation_needs_no_full_stop(self) -> None:
        text = page("# 钟楼", START, f"“{QUOTE[:-1]}”", END, BODY)
        assert fix(text, rules=RULES).text == page("# 钟楼", START, END, BODY)

    @pytest.mark.parametrize("mark", ["", ",", "：", "？", "——"])
    def test_beside_headings_a_whole_sentence_needs_no_full_stop(self, mark: str) -> None:
        text = page("# 钟楼", START, QUOTE[:-1] + mark, END, BODY)
        assert fix(text, rules=RULES).text == page("# 钟楼", START, END, BODY)

    @pytest.mark.parametrize(
        ("paragraph", "whole"),
        [
            ("春天又来到镇上了。{}。镇里秋天要修楼梯。", True),
            ("{}。镇里秋天要修楼梯。", True),
            ("春天又来到镇上了。{}。", True),
            ("春天又来到镇上了。{}", False),
            ("春天又来到镇上了。老人说：{}。镇里秋天要修楼梯。", False),
            ("春天又来到镇上了。说：{}。镇里秋天要修楼梯。", False),
            ("春天又来到镇上了。{}，镇里秋天要修楼梯。", False),
            ("春天又来到镇上了。{}？镇里秋天要修楼梯。", False),
        ],
    )
    def test_without_a_full_stop_it_is_a_whole_statement_of_its_paragraph(
        self, paragraph: str, whole: bool
    ) -> None:
        text = page("# 码头", START, CLAUSE, END, "# 钟楼", paragraph.format(CLAUSE)).rstrip()
        assert ("may be a heading" not in one(text, "pull-quote").reason) is whole

    @pytest.mark.parametrize(
        ("shown", "quoted"),
        [
            (f"“{CLAUSE}”", True),
            (f'"{CLAUSE}"', True),
            (f"“{CLAUSE}", False),
            (f"{CLAUSE}”", False),
            (CLAUSE, False),
            (f"“{CLAUSE[:7]}”{CLAUSE[7:]}”", False),
            (f"“”{CLAUSE}”", False),
            (f"“{CLAUSE}””", False),
        ],
    )
    def test_or_one_quotation_from_end_to_end(self, shown: str, quoted: bool) -> None:
        text = page("# 钟楼", START, shown, END, f"老人说：{CLAUSE}，镇里修楼梯。")
        assert ("may be a heading" not in one(text, "pull-quote").reason) is quoted

    def test_what_is_around_it_stays_parted_as_it_was(self) -> None:
        text = f"{START}\n\n\n{QUOTE}\n\n{END}\n\n{BODY}\n"
        assert fix(text, rules=RULES).text == f"{START}\n\n\n{END}\n\n{BODY}\n"
        text = f"{START}\r\n\r\n{QUOTE}\r\n\r\n{END}\r\n\r\n{BODY}"
        assert fix(text, rules=RULES).text == f"{START}\r\n\r\n{END}\r\n\r\n{BODY}"

    def test_a_paragraph_that_it_interrupts_is_joined(self) -> None:
        text = page(BEFORE, BODY, START, QUOTE, END)
        assert fix(text).text == page(BEFORE, BODY, START + END)

    def test_on_a_page_of_articles_a_cut_near_it_is_proof(self) -> None:
        others = (HEN_HEAD, HENS, TEA_HEAD, TEA, "## 旧钟楼重新走时")
        text = page(*others, BODY, START, END, QUOTE)
        assert fix(text, rules=RULES).text == page(*others, BODY, START, END)
        whole = page(*others, BODY, START + END, QUOTE)
        assert fix(whole, rules=RULES).text == whole
        alone = page(BODY, START, END, QUOTE)
        assert fix(alone, rules=RULES).text == alone

    @pytest.mark.parametrize("blocks", [(BEFORE, QUOTE, BODY, AFTER), (BEFORE, BODY, AFTER, QUOTE)])
    def test_an_author_may_say_it_twice(self, blocks: tuple[str, ...]) -> None:
        text = page(*blocks)
        assert fix(text, rules=RULES).text == text
        assert "no sentence is cut around it" in one(text, "pull-quote").reason

    @pytest.mark.parametrize(
        ("blocks", "why"),
        [
            ((BEFORE, QUOTE[:-1], BODY), "without a closing mark"),
            ((BEFORE, QUOTE[:-1] + "？", BODY), "without a closing mark"),
            ((BEFORE, f"> {QUOTE}", BODY), "is a quote"),
            ((BEFORE, QUOTE, f"> {BODY}"), "beside a quote"),
            ((BEFORE, f"“{QUOTE[:-1]}”", BODY), "without a closing mark"),
            ((QUOTE, BODY, AFTER), "opens the text"),
            (("# 钟楼", QUOTE, BODY, AFTER), "opens the text"),
            ((BEFORE, QUOTE, BODY, QUOTE), "on purpose"),
            ((BEFORE, QUOTE, "（程文）", BODY), "in another article"),
            ((BEFORE, "镇上的老人说，\n钟声停了以后，\n连候鸟都不大来了。", BODY), "set in lines"),
            ((BEFORE, "，" + QUOTE[7:], BODY), None),
            ((BEFORE, QUOTE, QUOTE[:-1] + "呢。"), "as good as the paragraph"),
            ((BEFORE, "钟声停了以后，连候鸟都不大来了，真的。", "连" + BODY), None),
            ((BEFORE, QUOTE[3:], BODY), "part of another sentence"),
        ],
    )
    def test_it_stays(self, blocks: tuple[str, ...], why: str | None) -> None:
        text = page(*blocks)
        assert fix(text, rules=RULES).text == text
        reasons = [f.reason for f in check(text, rules=RULES) if f.rule == "pull-quote"]
        assert all(why is not None and why in reason for reason in reasons)
        assert bool(reasons) is (why is not None)

    @pytest.mark.parametrize(
        ("blocks", "reason"),
        [
            ((BEFORE, QUOTE, BODY, QUOTE), ", and in other places: it repeats on purpose"),
            ((BEFORE, QUOTE, QUOTE[:-1] + "呢。"), ", but is as good as the paragraph"),
            (
                (BEFORE, "镇上的老人说，\n钟声停了以后，\n连候鸟都不大来了。", BODY),
                ", but is set in lines of its own",
            ),
            (
                (BEFORE, "”" + QUOTE, BODY),
                ", but begins in the middle of a sentence",
            ),
            ((BEFORE, QUOTE[3:], BODY), ", but as part of another sentence"),
            ((START, QUOTE[:-1], END, BODY), ", but without a closing mark: it may be a heading"),
            ((BEFORE, QUOTE, "（程文）", BODY), ", but in another article"),
            ((START, QUOTE, END, BODY), "; proved by a sentence that goes on behind it"),
        ],
    )
    def test_it_is_told_why(self, blocks: tuple[str, ...], reason: str) -> None:
        found = [f for f in check(page(*blocks), rules=RULES) if f.rule == "pull-quote"]
        assert {each.reason for each in found} == {"it stands again inside a paragraph" + reason}
        assert all(bool(each.proofs) is ("proved" in reason) for each in found)

    def test_a_heading_that_stands_again_hides_none(self) -> None:
        more = "再请人给钟面上一遍漆，换两根指针。"
        text = page(
            f"## 镇里打算秋天把楼梯也修一修，{more[:-1]}",
            START,
            QUOTE,
            END,
            BODY[:-1] + "，" + more,
        )
        assert one(text, "pull-quote").span.text_of(text) == QUOTE

    @pytest.mark.parametrize(
        ("blocks", "proved"),
        [
            ((HEN_HEAD, HENS, CLOCK, BODY, START, END, TEA_HEAD, TEA, QUOTE), True),
            ((HEN_HEAD, HENS, CLOCK, BODY, START, END, TEA_HEAD, TEA, *OTHERS[:2], QUOTE), False),
            ((CLOCK, BODY, START, END, TEA_HEAD, TEA, QUOTE), False),
        ],
    )
    def test_a_cut_proves_it_under_the_heading_or_the_next(
        self, blocks: tuple[str, ...], proved: bool
    ) -> None:
        assert bool(one(page(*blocks), "pull-quote").proofs) is proved

    def test_of_two_cuts_the_nearer_proves_it(self) -> None:
        others = (HEN_HEAD, HENS, TEA_HEAD, TEA, CLOCK)
        for blocks, nth in (
            ((START, END, QUOTE, BODY, AFTER, START, END), 1),
            ((START, END, BODY, AFTER, QUOTE, START, END), 2),
        ):
            text = page(*others, *blocks)
            (proof,) = one(text, "pull-quote").proofs
            assert text[: proof.span.start].count(START) == nth

    def test_headings_are_recognised_wherever_they_stand(self) -> None:
        text = page(START, f"“{QUOTE[:-1]}”", END, BODY, "# 钟楼")
        assert fix(text, rules=RULES).text == page(START, END, BODY, "# 钟楼")

    @pytest.mark.parametrize(("between", "near"), [(1, True), (2, True), (3, False)])
    def test_three_headings_apart_is_near(self, between: int, near: bool) -> None:
        heads = [block for n in range(between) for block in (f"# 第{n}日", "船照常开。")]
        text = page("# 钟楼", BODY, *heads, "# 码头", BEFORE, QUOTE)
        assert ("in another article" not in one(text, "pull-quote").reason) is near
        text = page("# 码头", BEFORE, QUOTE, *heads, "# 钟楼", BODY)
        assert ("in another article" not in one(text, "pull-quote").reason) is near

    @pytest.mark.parametrize(
        ("paragraph", "shown", "whole"),
        [
            (f"今年春天，钟楼重新敲响。{QUOTE[:-1]}", QUOTE, True),
            (
                "镇上的老人说 钟声停了以后，连候鸟都不大来了，大家这么说。真的。",
                "钟声停了以后，连候鸟都不大来了，大家这么说。",
                False,
            ),
            (
                "She said that we did not come to bury the old pier, we came to count its planks.",
                "We did not come to bury the old pier, we came to count its planks.",
                True,
            ),
        ],
    )
    def test_its_copy_begins_and_ends_at_a_mark_or_a_word(
        self, paragraph: str, shown: str, whole: bool
    ) -> None:
        found = one(page(BEFORE, shown, paragraph, AFTER), "pull-quote")
        assert ("part of another sentence" not in found.reason) is whole

    @pytest.mark.parametrize(
        ("shown", "lines"),
        [
            ("We did not come to bury\nThe old pier, we came to count its planks.", True),
            ("We did not come to bury the old pier,\nwe came to count its planks.", True),
            ("We did not come to bury\nthe old pier, we came to count its planks.", False),
            ("We did not come to bury\nThe old pier, we came to\ncount its planks.", False),
            ("We did not come to bury the old pier,\nwe came to\ncount its planks.", False),
        ],
    )
    def test_verse_is_set_in_lines(self, shown: str, lines: bool) -> None:
        whole = " ".join(shown.split())
        text = page("Nobody brought an umbrella.", shown, f"She sat down. {whole} And she left.")
        assert ("set in lines" in one(text, "pull-quote").reason) is lines

    @pytest.mark.parametrize(
        ("letters", "around", "good"),
        [(400, 8, True), (401, 8, False), (400, 7, False), (133, 8, True), (134, 8, False)],
    )
    def test_it_is_no_longer_than_a_few_lines_and_shorter_than_the_paragraph(
        self, letters: int, around: int, good: bool
    ) -> None:
        chance = random.Random(letters)
        if letters < 200:  # of a dense script
            shown = (
                "".join(
                    chance.choices("钟楼停了十一年指针一直着四点二镇上的孩子放学以后", k=letters)
                )
                + "。"
            )
            text = page(BEFORE, shown, shown + "钟" * around + "。")
        else:
            words = ["".join(chance.choices("abcdefghijklmnop", k=10)) for _ in range(40)]
            words[-1] += "a" * (letters - 400)
            shown = " ".join(words).capitalize() + "."
            text = page("The mill stands.", shown, f"{shown} {'B' + 'c' * (around - 1)}.")
        assert ("as good as the paragraph" not in one(text, "pull-quote").reason) is good

    def test_how_far_apart_two_places_are(self) -> None:
        assert _apart(Span(0, 3), Span(5, 6)) == _apart(Span(5, 6), Span(0, 3)) == 2
        assert _apart(Span(0, 5), Span(5, 6)) == _apart(Span(0, 9), Span(5, 6)) == 0

    def test_verse_tables_and_headings_are_not_even_reported(self) -> None:
        line = "| 六点半 | 七点一刻 | 八点 | 逢周一停航，节假日照常 |"
        text = page("## 镇上的老人说，钟声停了以后，连候鸟都不大来了。", BODY, line, line)
        assert [f for f in check(text, rules=RULES) if f.rule == "pull-quote"] == []


class TestDoubledSection:
    def test_the_copy_leaves_the_heading_that_it_does_not_fit(self) -> None:
        text = page(HEN_HEAD, HENS, TEA_HEAD, HENS, *OTHERS)
        fixed = fix(text, rules=RULES)
        assert fixed.text == page(HEN_HEAD, HENS, TEA_HEAD, *OTHERS)
        text = page(TEA_HEAD, HENS, HEN_HEAD, HENS, *OTHERS)
        assert fix(text, rules=RULES).text == page(TEA_HEAD, HEN_HEAD, HENS, *OTHERS)

    @pytest.mark.parametrize("blocks", [(TEA, HENS), (HENS, TEA)])
    def test_beside_the_headings_own_text_only_a_sign_off_proves_it(
        self, blocks: tuple[str, str]
    ) -> None:
        text = page(HEN_HEAD, HENS, TEA_HEAD, *blocks, *OTHERS)
        assert fix(text, rules=RULES).text == text
        assert "nothing proves it a copy" in one(text, "doubled-section").reason
        head = HEN_HEAD.replace("青石镇", "广西")
        signed = text.replace("（程文）", "（桂文）").replace(HEN_HEAD, head)
        wanted = page(head, HENS.replace("（程文）", "（桂文）"), TEA_HEAD, TEA, *OTHERS)
        assert fix(signed, rules=RULES).text == wanted

    def test_a_page_of_two_sections_is_no_page_of_articles(self) -> None:
        text = page("## 养鸡场扩建", "养鸡场新添鸡舍。" * 4, "## 茶园", "养鸡场新添鸡舍。" * 4)
        assert fix(text, rules=RULES).text == text

    def test_each_block_names_its_own_copy(self) -> None:
        text = page(HEN_HEAD, HENS, TEA_HEAD, HENS)
        for edit in one(text, "doubled-section").edits:
            assert edit.kept is not None
            assert edit.kept.text_of(text) == edit.span.text_of(text).strip()

    def test_a_pull_quote_in_one_copy_is_no_hindrance(self) -> None:
        body = page(BEFORE, BODY, AFTER).strip()
        with_quote = page(BEFORE, BODY, QUOTE, AFTER).strip()
        text = page("## 修钟的年轻人和钟楼", with_quote, TEA_HEAD, body, *OTHERS)
        fixed = fix(text, rules=RULES)
        assert fixed.text == page("## 修钟的年轻人和钟楼", with_quote, TEA_HEAD, *OTHERS)

    @pytest.mark.parametrize(
        ("blocks", "why"),
        [
            ((HEN_HEAD, HENS, HEN_HEAD, HENS), "under the same heading"),
            ((HENS, TEA_HEAD, HENS), "under no heading"),
            ((HENS, TEA, HENS), "under one heading"),
            ((HEN_HEAD, HENS, TEA_HEAD, HENS, "## 码头", HENS), "more than twice"),
            ((HEN_HEAD, BEFORE, HENS, TEA_HEAD, HENS, AFTER), "part of two sections"),
            (("## 修路", HENS, "## 架桥", HENS), "fit alike"),
        ],
    )
    def test_it_stays(self, blocks: tuple[str, ...], why: str) -> None:
        text = page(*blocks)
        assert fix(text, rules=RULES).text == text
        reasons = [f.reason for f in check(text, rules=RULES) if f.rule == "doubled-section"]
        assert reasons
        assert all(why in reason for reason in reasons)
        assert all(not f.edits for f in check(text, rules=RULES))

    @pytest.mark.parametrize(
        ("blocks", "where", "reason", "sure", "proofs"),
        [
            (
                (HEN_HEAD, HENS, TEA_HEAD, HENS, *OTHERS),
                (HENS, 2),
                "here under the heading it fits less; proved by a heading over a copy of another "
                "article",
                0.95,
                [("a heading over a copy of another article", TEA_HEAD)],
            ),
            (
                ("## 合作社", TEA, HENS, HEN_HEAD, HENS),
                (HENS, 1),
                "here under the heading it fits less; but nothing proves it a copy",
                0.7,
                [],
            ),
            (
                ("## 养鸡场扩建", HENS, "## 合作社收蛋", HENS, *OTHERS),
                (HENS, 2),
                "under two headings that fit alike",
                0.5,
                [],
            ),
            ((HEN_HEAD, HENS, HEN_HEAD, HENS, *OTHERS), None, "under the same heading", 0.5, []),
            ((HEN_HEAD, HENS, BEFORE, HENS), (HENS, 2), "under one heading", 0.5, []),
            ((HENS, TEA_HEAD, HENS), (HENS, 2), "once under no heading", 0.5, []),
            (
                (HEN_HEAD, HENS, TEA_HEAD, HENS, "## 码头", HENS),
                None,
                "and more than twice",
                0.5,
                [],
            ),
            (
                (HEN_HEAD, BEFORE, HENS, TEA_HEAD, HENS, AFTER),
                (HENS, 2),
                "as a part of two sections",
                0.5,
                [],
            ),
        ],
    )
    def test_it_is_told_why(
        self,
        blocks: tuple[str, ...],
        where: tuple[str, int] | None,
        reason: str,
        sure: float,
        proofs: list[tuple[str, str]],
    ) -> None:
        text = page(*blocks)
        first, *_ = (f for f in check(text, rules=RULES) if f.rule == "doubled-section")
        assert first.reason == "a text that stands twice, " + reason
        assert first.confidence == sure
        assert [(each.kind, each.span.text_of(text)) for each in first.proofs] == proofs
        if where:
            copy, number = where
            assert text[: first.span.start].count(copy) == number - 1
            assert first.span.text_of(text) == copy

    @pytest.mark.parametrize("own", [(TEA,), ()])
    def test_a_sign_off_proves_it_at_the_end_or_behind_it(self, own: tuple[str, ...]) -> None:
        head, (first, second, _) = "## 广西扩建养鸡场", HENS.split("\n\n")
        kind = "a sign-off that names the other article's region"
        behind = page(head, first, second, TEA_HEAD, *own, first, second, "（桂文）", *OTHERS)
        found = one(behind, "doubled-section").proofs
        assert (kind, "（桂文）") in [(each.kind, each.span.text_of(behind)) for each in found]
        copy = (first, "（桂文）", second + second[:-1] + "了。")
        inside = page(head, *copy, TEA_HEAD, *own, *copy, *OTHERS)
        assert kind not in [each.kind for each in one(inside, "doubled-section").proofs]

    def test_all_proofs_are_told(self) -> None:
        signed = HENS.replace("（程文）", "（桂文）")
        text = page("## 广西扩建养鸡场", signed, TEA_HEAD, signed, *OTHERS)
        assert one(text, "doubled-section").reason.endswith(
            "; proved by a sign-off that names the other article's region, "
            "a heading over a copy of another article"
        )

    def test_a_sign_off_may_name_a_region_of_ones_own(self) -> None:
        words = WordList("ours", regions=(Region("青石镇", ("青石",), "青"),))
        signed = HENS.replace("（程文）", "（青文）")
        text = page(HEN_HEAD, signed, TEA_HEAD, TEA, signed, *OTHERS)
        assert fix(text, rules=RULES).text == text
        wanted = page(HEN_HEAD, signed, TEA_HEAD, TEA, *OTHERS)
        assert fix(text, rules=RULES.with_words(words)).text == wanted

    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ("养鸡场今年扩建，新添鸡舍两座，鸡户二十多家。", False),
            ("养鸡场今年扩建，新添鸡舍两座，养鸡户二十多家。", True),  # 20
            (
                "The hens of Hallam have a house of their own, with a wide door to lay eggs by.",
                False,
            ),
            (
                "The hens of Hallam have a house of their own, with a wide door to lay eggs by 3.",
                True,
            ),
        ],
    )
    def test_a_text_has_sixty_letters_or_twenty_characters(self, text: str, seen: bool) -> None:
        found = check(page(HEN_HEAD, text, TEA_HEAD, text), rules=RULES)
        assert bool(found) is seen

    def test_a_short_text_does_not_hide_the_one_behind_it(self) -> None:
        short = "养鸡场今年扩建，新添鸡舍两座，鸡户二十多家。"
        text = page(HEN_HEAD, short, "## 码头", short, HEN_HEAD, HENS, TEA_HEAD, HENS)
        assert one(text, "doubled-section").span.text_of(text).strip() == HENS

    @pytest.mark.parametrize("first", [True, False])
    def test_short_blocks_beside_the_copy_are_no_text_of_the_heading(self, first: bool) -> None:
        copy = f"{HENS}\n\n忙。"
        own = (BEFORE, "") if first else ("", BEFORE)
        text = page(*filter(None, (HEN_HEAD, copy, own[0], TEA_HEAD, copy, own[1], *OTHERS)))
        assert "here under the heading it fits less" in one(text, "doubled-section").reason


def test_the_choice_of_heading_is_symmetrical() -> None:
    known = labelled(parse(page(HEN_HEAD, HENS, TEA_HEAD, TEA)))
    own, other = fits(known, range(1, 4), (1, 2))
    assert own > other == 0
    assert fits(known, range(1, 4), (2, 1)) == (other, own)


def test_blocks_are_told_by_their_letters() -> None:
    known = labelled(parse(page(BEFORE, "* * *", QUOTE, "—", BODY, BEFORE)))
    assert [(each.block, each.inside) for each in contained(known)] == [(2, 4)]
    assert [(each.first, each.second) for each in doubled(known)] == [((0,), (5,))]


blocks = st.lists(
    st.sampled_from(
        (QUOTE, BODY, BEFORE, HENS, TEA, HEN_HEAD, TEA_HEAD, "---", "> " + QUOTE, "\f")
    ),
    max_size=12,
)


@given(blocks)
def test_every_letter_that_leaves_has_a_copy_that_stays(some: list[str]) -> None:
    text = page(*some)
    fixed = fix(text, rules=RULES)
    stays = {n for s in fixed.segments if s.span for n in range(s.span.start, s.span.end)}
    for finding in fixed.applied:
        for edit in finding.edits:
            assert edit.kept is not None
            copy = edit.kept.text_of(text)
            gone = "".join(c for c in edit.span.text_of(text) if c.isalnum())
            assert gone in "".join(c for c in copy if c.isalnum())
            assert {n for n in range(edit.kept.start, edit.kept.end) if text[n].isalnum()} <= stays
    assert fix(fixed.text, rules=RULES).text == fixed.text
    once = fix(text).text
    assert fix(once).text == once

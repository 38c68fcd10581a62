"""Word lists of the user's own: read from files, carried by the rules, never written anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from layoutfix import DEFAULT, Region, Role, RuleError, WordList, fix, read_words, sections
from layoutfix.config.word_lists import KEYS
from layoutfix.evidence.placement.regions import regions, signed_region
from layoutfix.language.templates import languages
from layoutfix.language.vocabulary import full_match, pattern, unfinished

HEAD = "The Harbour Courier {rest}"
LEFT = "The trustees met in January and found that the outer channel had silted to a depth"
RIGHT = "of four metres, the least on record. They decided to bring the dredging forward."


def words(language: str = "", **templates: list[str]) -> WordList:
    """A word list of these templates."""
    listed = tuple((name, tuple(lines)) for name, lines in templates.items())
    return WordList("test", language, listed)


def test_furniture_that_is_named_leaves() -> None:
    first = "The dredger has been idle in the inner basin since the middle of December."
    heads = "The Harbour Courier 3 May", "The Harbour Courier 4 May"
    page = f"{heads[0]}\n\n{first}\n\n{LEFT}\n\n{heads[1]}\n\n{RIGHT}\n"
    rules = DEFAULT.with_words(words(furniture=[HEAD]))
    fixed = fix(page, rules=rules)
    assert fixed.text == f"{first}\n\n{LEFT} {RIGHT}\n"
    assert {finding.rule for finding in fixed.applied} == {"running-head", "join-lines"}
    assert "a running head that a word list names" in {each.reason for each in fixed.applied}
    assert "Harbour" in fix(page).text
    one = f"THE COURIER\n\n{LEFT}\n\n{RIGHT}\n"
    named = DEFAULT.with_words(words(furniture=["The Courier"]))
    assert "COURIER" not in fix(one, rules=named).text


@pytest.mark.parametrize(
    ("name", "template", "line", "role"),
    [
        ("byline", "Reporting by {names}", "Reporting by Ruth Ellerby", Role.BYLINE),
        ("byline", "采编 {names}", "采编 沈如意 罗远航", Role.BYLINE),
        ("byline", "取材 {names}", "取材 沈如意", Role.BYLINE),
        ("caption", "From our files: {rest}", "From our files: the ferry in ice", Role.CAPTION),
        ("credit", "Plate: {names}", "The ferry in ice. Plate: Ada Corless", Role.CAPTION),
        ("sign_off", "[{initials}, Netherby]", "[R. E., Netherby]", Role.SIGN_OFF),
        ("jump_line", "More on {page}", "More on Page 4", Role.FURNITURE),
        ("dateline", "Netherby, {date}:", "Netherby, 3 March:", None),
    ],
)
def test_each_list_gives_its_role(name: str, template: str, line: str, role: Role | None) -> None:
    page = f"{LEFT} of four metres.\n\n{line}\n\n{RIGHT}\n"

    def role_of(rules: object) -> Role:
        found = sections(page, rules=rules)  # type: ignore[arg-type]
        blocks = [block for section in found for block in section.blocks]
        return next(block.role for block in blocks if block.span.text_of(page) == line)

    assert role_of(DEFAULT) is Role.PARAGRAPH
    extended = DEFAULT.with_words(WordList("test", "", ((name, (template,)),)))
    assert role_of(extended) is (role or Role.PARAGRAPH)


def test_lists_that_templates_name_are_added_to() -> None:
    line = "（钟楼通讯社电）"
    assert full_match("sign_off", line) is None
    assert full_match("sign_off", line, (words("zh", agency=["钟楼通讯社"]),)) is not None
    assert full_match("sign_off", line, (words(agency=["钟楼通讯社"]),)) is not None
    assert full_match("sign_off", line, (words("en", agency=["钟楼通讯社"]),)) is None


def test_words_that_end_no_sentence_are_added_to() -> None:
    assert "whilst" not in unfinished()
    assert "whilst" in unfinished((words(unfinished=["Whilst"]),))


def test_placeholders_of_ones_own() -> None:
    own = WordList("test", "", (("byline", ("Desk {desk}",)),), (("desk", "[A-F][0-9]"),))
    assert full_match("byline", "Desk B4", (own,)) is not None
    assert full_match("byline", "Desk Z4", (own,)) is None


def test_regions_are_added_and_extended() -> None:
    own = WordList(
        "test", regions=(Region("广西", ("钟楼镇",)), Region("garrow", ("Skerry",), "礁"))
    )
    shipped, both = regions(), regions((own,))
    assert len(both.names) == len(shipped.names) + 1
    assert len(both.pair) == len(shipped.pair) + 1
    assert len(both.word) == len(shipped.word) + 2
    number = signed_region("(礁文)", (own,))
    assert number is not None
    assert both.names[number] == "garrow"
    assert signed_region("(礁文)") is None


def test_a_pattern_that_backtracks_is_stopped_and_the_rule_named() -> None:
    own = WordList("ours.toml", "", (("byline", ("Words {o}",)),), (("o", "(?:o|oo)+"),))
    page = "Words " + "o" * 60 + " ~\n\nand so on.\n"
    with pytest.raises(RuleError, match=r"^rule byline: the byline templates of ours\.toml take"):
        fix(page, rules=DEFAULT.with_words(own))


def test_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        'language = "zh"\nbyline = ["采编 {names}"]\n[placeholders]\nx = "y"\n'
        '[regions."钟楼镇"]\nnames = ["桥头"]\nshort = "钟"\n',
        encoding="utf-8",
    )
    assert read_words(path) == WordList(
        str(path),
        "zh",
        (("byline", ("采编 {names}",)),),
        (("x", "y"),),
        (Region("钟楼镇", ("桥头",), "钟"),),
    )


def test_files_from_elsewhere_are_read_too(tmp_path: Path) -> None:
    """A byte order mark, Windows line breaks, the same line twice, a file with nothing in it."""
    path = tmp_path / "ours.toml"
    line = 'furniture = ["The Harbour Courier {rest}", "The Harbour Courier {rest}"]'
    path.write_bytes(f"\ufeff{line}\r\n[regions.x]\r\nnames = []\r\n".encode())
    page = "One sentence.\n\nThe Harbour Courier 3 May\n\nAnother one.\n"
    rules = DEFAULT.with_words(read_words(path))
    assert fix(page, rules=rules).text == "One sentence.\n\nAnother one.\n"
    path.write_bytes(b"")
    assert fix(page, rules=DEFAULT.with_words(read_words(path))).text == page


def test_the_shipped_lists_would_pass_as_ones_own() -> None:
    for language, entry in languages().items():
        assert set(entry) <= set(KEYS), language


def test_rules_with_words_are_values() -> None:
    one, other = words(furniture=[HEAD]), words(furniture=["Other"])
    rules = DEFAULT.with_words(one)
    assert rules.words == (one,)
    assert DEFAULT.words == ()
    assert rules.with_words(one, other, other).words == (one, other)
    for made in (rules.select("join-lines"), rules.without("join-lines"), rules.extend()):
        assert made.words == (one,)
    assert pattern("byline") is pattern("byline", ())
    assert fix("The Harbour Courier x\n\nOne.\n").text == "The Harbour Courier x\n\nOne.\n"

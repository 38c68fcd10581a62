"""Heads, feet and numbers over many pages leave together; series that look like them stay."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from layoutfix import fix
from layoutfix.parsing.lines import parse
from layoutfix.parsing.page_chains import chains
from layoutfix.parsing.page_series import counts_pages
from tests.parsing.paragraphs import RULES

TEXT = (
    "the keeper of the north light wrote down every ship that passed and every hour of fog and he "
    "kept the books in a chest below the stairs where his daughter found them when the tower was "
    "sold to a painter from the mainland who wanted its windows and nothing else of it at all"
)
WORDS = TEXT.split(" ")

Lines = list[str]


def text_of(page: int, count: int = 24) -> Lines:
    """The wrapped lines of a page whose last sentence goes on overleaf."""
    lines, at = [], 7 * page
    for _ in range(count):
        line = ""
        while len(line) < 62:
            line += f" {WORDS[at % len(WORDS)]}"
            at += 1
        lines.append(line.strip())
    return lines


def laid_out(
    top: Callable[[int], Lines], foot: Callable[[int], Lines], feed: str = "", pages: int = 8
) -> tuple[str, str]:
    """Pages with furniture, and the same text without it."""
    full, bare = "", ""
    for page in range(1, pages + 1):
        body = "\n".join(text_of(page)) + "\n"
        full += "".join(f"{line}\n" for line in top(page)) + body
        full += "".join(f"{line}\n" for line in foot(page)) + feed
        bare += body
    return full, bare


def nothing(page: int) -> Lines:
    del page
    return []


def flat(text: str) -> str:
    return "".join(text.split())


def memo(page: int) -> Lines:
    del page
    return ["Memo 12                  The North Light                 May 2013", "", ""]


ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
LEFT_RIGHT = ("THE NORTH LIGHT", "BOOKS OF A KEEPER")

FURNITURE: dict[str, tuple[Callable[[int], Lines], Callable[[int], Lines], str]] = {
    "number at the foot": (nothing, lambda n: ["", f"{n + 40}", ""], ""),
    "number and form feed": (nothing, lambda n: ["", f"{n:>40}"], "\f"),
    "head over number": (lambda n: ["THE NORTH LIGHT", f"{n + 3}", ""], nothing, ""),
    "number over head": (lambda n: [f"{n + 3}", "THE NORTH LIGHT", ""], nothing, ""),
    "head, blank line, number": (
        lambda n: ["", "The North Light  ", " ", f"{n + 96} ", ""],
        nothing,
        "",
    ),
    "left and right pages": (lambda n: [LEFT_RIGHT[n % 2], f"{n + 11}", ""], nothing, ""),
    "date in the head": (
        lambda n: [f"Record of {n // 3 + 4} May 2013", "", f"{n + 800}"],
        nothing,
        "",
    ),
    "page of pages": (nothing, lambda n: ["", f"Page {n} of 8", ""], ""),
    "dashes": (nothing, lambda n: ["", f"- {n} -", ""], ""),
    "roman numbers": (nothing, lambda n: ["", ROMAN[n], ""], "\f"),
    "copyright": (nothing, lambda n: ["", "© 2013 Keepers of the North Light", f"{n}", ""], ""),
    "memo": (
        memo,
        lambda n: ["", "", f"Keeper                      Notes                  [Page {n}]", ""],
        "",
    ),
    "memo and form feed": (
        memo,
        lambda n: ["", "", f"Keeper                      Notes                  [Page {n}]"],
        "\f",
    ),
}


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_of_many_pages_leaves_and_nothing_else(name: str) -> None:
    page, bare = laid_out(*FURNITURE[name])
    fixed = fix(page, rules=RULES)
    assert flat(fixed.text) == flat(bare)
    assert fix(fixed.text, rules=RULES).text == fixed.text


@pytest.mark.parametrize("name", FURNITURE)
def test_a_series_leaves_in_one_pass(name: str) -> None:
    page, _ = laid_out(*FURNITURE[name])
    fixed = fix(page, rules=RULES)
    assert all(finding.span.text_of(page) for finding in fixed.applied)
    assert len(fixed.applied) == len({finding.span for finding in fixed.applied})


def test_catchwords_leave_with_the_heads_below_them() -> None:
    page = ""
    for number in range(1, 7):
        body = text_of(number)
        page += "\n".join(body) + "\n"
        page += f"B {number}\n" + text_of(number + 1)[0].split()[0] + "\nOf the Light.\n"
    page += "\n".join(text_of(7)) + "\n"
    fixed = fix(page, rules=RULES)
    assert flat(fixed.text) == flat("".join("".join(text_of(number)) for number in range(1, 8)))


def test_titles_of_chapters_beside_page_numbers_leave() -> None:
    titles = (
        "Of Fog",
        "The Sold Tower",
        "A Painter",
        "Windows",
        "Of Ships",
        "The Chest",
        "Stairs",
        "The End",
    )
    page, bare = laid_out(lambda n: [titles[n - 1], ""], lambda n: ["", f"{n + 9}", ""])
    fixed = fix(page, rules=RULES)
    assert flat(fixed.text) in (flat(bare), flat(f"{titles[0]}{bare}"))


PARAGRAPH = " ".join(text_of(3, 9)) + "."
KEPT = {
    "fields of a record": "".join(
        f"{name}\n\n   {value}\n\n" for name, value in (("Type", 6), ("Length", 4), ("Code", 1))
    ),
    "labels of items": "".join(f"Item\n\n{n}\n\n{PARAGRAPH}\n\n" for n in range(1, 9)),
    "bit rulers": " 0                   1                   2\n"
    " 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1\n+-+-+-+-+-+-+\n" * 4,
    "headings that recur": "".join(f"{PARAGRAPH}\n\nExamples\n\n{PARAGRAPH}\n\n" for _ in range(6)),
    "headings that count": "".join(f"Day {n}\n\n{PARAGRAPH}\n\n" for n in range(1, 9)),
    "figure labels": "".join(f"{PARAGRAPH}\n\nFigure {n}\n\f" for n in (1, 2, 3)) + PARAGRAPH,
    "assignments that count": "".join(
        f"   entry OBJECT\n{PARAGRAPH}\n       ::= {{ entries {n} }}\n\n" for n in range(1, 9)
    ),
    "speakers": "".join(f"HOLT.\n{PARAGRAPH}\n\nMRS. GREY.\n{PARAGRAPH}\n\n" for _ in range(5)),
    "footnotes": "".join(f"{PARAGRAPH}\n\n{n} See the keeper's book.\n\n" for n in range(1, 6)),
    "errors of a manual": "".join(
        f"E_{name}\n  if the book of the light is closed\n  or the lamp > 250\n"
        for name in ("PARAM", "MEM", "PARAM", "IO", "PARAM", "MEM", "IO", "MEM") * 3
    ),
    "years of a table": "".join(
        f"{year}        \n{cell}\n"
        for year in range(2007, 2012)
        for cell in ("ships", "fog", "days")
    )
    * 2,
    "words at line ends that recur": "".join(
        f"{PARAGRAPH[:-1]}, THE USE OR OTHER DEALINGS IN THE\nSOFTWARE.\n\nend of terms {n}\n\n"
        for n in ("one", "two", "three", "four", "five")
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_series_that_are_meant_stay(name: str) -> None:
    assert fix(KEPT[name], rules=RULES).removed == ()


def test_the_head_of_a_long_table_stays() -> None:
    rows = [f"mooring {n}   {n * 7}   {n * 3}" for n in range(1, 25)]
    page = ""
    for number in range(1, 9):
        body = ["Mooring   Length   Fee", *rows] if 3 <= number <= 5 else text_of(number)
        page += f"THE NORTH LIGHT\n\n{number + 20}\n" + "\n".join(body) + "\n"
    fixed = fix(page, rules=RULES)
    assert fixed.text.count("Mooring   Length   Fee") == 3
    assert "THE NORTH LIGHT" not in fixed.text


def test_numbers_of_a_table_do_not_break_a_chain_of_page_numbers() -> None:
    numbers, page = (5, 6, 3, 7, 4, 8), ""
    for number in numbers:
        page += "\n".join(text_of(number)) + f"\n\n{number}\n\n"
    parsed = parse(page)
    lines = parsed.lines
    rows = [row for row in range(len(lines)) if lines.width[row] == 1]

    found = chains(parsed, np.array(rows), np.array(numbers))
    assert [found[at] == found[0] for at in range(6)] == [True, True, False, True, False, True]


def test_a_misread_number_is_forgiven() -> None:
    right = list(range(20, 40))
    assert counts_pages(right)
    assert counts_pages([*right[:9], 2, *right[10:]]) is False
    assert counts_pages([*range(20, 60), None, *range(61, 100)])

"""Gold for real pages is read off what stands beside them; each reader on a page of its kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.gold import GoldPage
from benchmarks.real_pages import apart, converters, hansard, pagexml, untouched


def written(folder: Path, name: str, row: dict[str, Any]) -> Path:
    """The folder, with a file of one document in it."""
    (folder / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def labels(page: GoldPage) -> list[tuple[str, str, str]]:
    """Both sides of every seam that has gold, and the gold."""
    return [
        (page.text[: seam.left_end][-4:], page.text[seam.right_start :][:4], seam.label)
        for seam in page.seams
        if seam.label != "?"
    ]


def test_what_people_typed_says_which_lines_are_one_paragraph(tmp_path: Path) -> None:
    """Their own line ends say nothing, their blank lines do; a dropped hyphen is found."""
    gold = "The pier is old. It will be\ncounted.\n\nThe planks are new and were brought by boat.\n"
    read = "The pier is old. It\nwill be count-\ned.\nThe planks are new and\n\nwere brought by boat.\n"
    (page,) = converters(
        written(tmp_path, "converters", {"id": "1", "gold": gold, "markitdown": read})
    )
    assert labels(page) == [
        (". It", "will", "J"),
        ("unt-", "ed.\n", "J"),
        ("\ned.", "The ", "P"),
        (" and", "were", "J"),
    ]
    assert [apart(page, seam) for seam in page.seams] == [False, False, False, True]


def test_a_record_is_scored_where_both_sides_are_known(tmp_path: Path) -> None:
    """Across furniture too; rows of figures are not scored."""
    text = "碼頭管理處昨日公布新時刻\n表並提前半小時開出末班船\n\n12\n\n只要風勢減弱便會恢復通航\n"
    known = [
        ["line", "理處昨日公布新時刻", "表並提前半小時開出", True],
        ["page", "前半小時開出末班船", "只要風勢減弱便會恢", False],
    ]
    line, page = hansard(written(tmp_path, "hansard", {"id": "1", "text": text, "seams": known}))
    assert labels(line) == [("布新時刻", "表並提前", "J")]
    assert labels(page) == [("出末班船", "只要風勢", "P")]


def test_lines_of_text_are_scored_apart_from_others(tmp_path: Path) -> None:
    """And a drop capital's line end isn't scored at all."""
    row = {
        "id": "1",
        "source": "prints",
        "lang": "de",
        "lines": ["Vorrede.", "D", "er Damm ist", "alt."],
        "gold": ["P", "P", "S"],
        "kind": ["heading", "drop-capital", "paragraph", "paragraph"],
    }
    text, other = pagexml(written(tmp_path, "pagexml", row))
    assert labels(text) == [(" ist", "alt.", "S")]
    assert labels(other) == []


def test_blank_lines_of_untouched_documents_are_breaks(tmp_path: Path) -> None:
    """But for those around the page heads of RFCs; line ends are not scored."""
    text = (
        "One line\nand another.\n\nA block.\n\nDoe [Page 1]\n\f\nRFC 1 Piers May 1999\n\nGoes on.\n"
    )
    row = {"source": "github:a/b", "license": "", "path": "x", "text": text}
    (page,) = untouched(written(tmp_path, "untouched", row))
    assert labels(page) == [("her.", "A bl", "P")]

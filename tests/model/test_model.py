"""The values: they never change, and say what is wrong with a question about them."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from layoutfix import Finding, Fixed, Page, Role, Span, fix
from layoutfix.model import FindingTable
from layoutfix.model.page import ROLES
from layoutfix.parsing.lines import parse
from tests.small_rules import RULES
from tests.strategies import pages


def mended(text: str) -> Fixed:
    return fix(text, rules=RULES)


def table() -> FindingTable:
    return FindingTable(
        "join",
        np.array([1, 5, 9], np.int64),
        np.array([2, 6, 11], np.int64),
        np.array([0, 1, 2], np.uint8),
        np.array([0.2, 0.5, 0.9], np.float64),
        lambda row: (f"row {row}", (("row", float(row)),)),
    )


def test_values_never_change() -> None:
    for value, name in ((Span(0, 1), "start"), (mended("a\nb"), "text"), (parse("a"), "text")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, None)


def test_role_codes_are_places_in_the_list() -> None:
    assert [ROLES[role.code] for role in Role] == list(Role)


def test_a_table_is_a_sequence_of_findings() -> None:
    findings = list(table())
    assert [f.span for f in findings] == [Span(1, 2), Span(5, 6), Span(9, 11)]
    assert [f.edits[0].glue for f in findings] == ["", " ", "\n"]
    assert [f.reason for f in findings] == ["row 0", "row 1", "row 2"]
    assert table()[-1] == findings[-1]
    assert table()[1:] == tuple(findings[1:])
    with pytest.raises(IndexError):
        table()[3]


def test_rows_of_rows_keep_their_reasons() -> None:
    some = table().rows(np.array([False, True, True])).rows(np.array([False, True]))
    assert list(some) == [table()[2]]


def test_origin_knows_its_bounds() -> None:
    page = mended("Tues-\nday\non")
    assert page.text == "Tuesday on"
    assert [page.origin(n) for n in range(10)] == [0, 1, 2, 3, 6, 7, 8, None, 10, 11]
    for wrong in (-1, 10):
        with pytest.raises(IndexError, match="there is none at"):
            page.origin(wrong)


def test_derived_values_are_worked_out_once() -> None:
    calls: list[Page] = []

    def count(page: Page) -> int:
        calls.append(page)
        return len(page)

    page = parse("abc")
    assert [page.derived(count), page.derived(count)] == [3, 3]
    assert calls == [page]
    assert page.relined(page.lines).derived(count) == 3
    assert len(calls) == 2


def test_findings_are_values() -> None:
    page = mended("a\nb")
    assert isinstance(page.findings[0], Finding)
    assert len({*page.findings, *page.findings}) == 1


def test_a_diff_names_what_it_compares() -> None:
    assert mended("a\nb\n").diff("old.txt", "new.txt").splitlines()[:2] == [
        "--- old.txt",
        "+++ new.txt",
    ]


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs the patch command")
@pytest.mark.parametrize(
    "text",
    [
        "We met\non\n",
        "We met\non",
        "We met\non\n\nlast line stays",
        "one\f\nline\rhere\u2028and\n7\nthere\x85\n\nB\n",
        "a\r\nb\r\n\r\nC\r\n",
    ],
)
def test_a_diff_is_one_that_patch_can_read(text: str, tmp_path: Path) -> None:
    page, path = mended(text), tmp_path / "page"
    path.write_bytes(text.encode())
    subprocess.run(
        ["patch", "--binary", "-s", str(path)], input=page.diff().encode(), check=True, timeout=60
    )
    assert path.read_bytes().decode() == page.text != text


@given(pages)
def test_sections_hold_every_block_once(text: str) -> None:
    from layoutfix import sections

    found = sections(text, rules=RULES)
    blocks = [b for s in found for b in (*((s.heading,) if s.heading else ()), *s.blocks)]
    assert blocks == list(parse(text).blocks) or any(b.role is Role.FURNITURE for b in blocks)
    assert all(section.heading for section in found[1:])

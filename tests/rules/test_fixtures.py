"""The pages in ``tests/fixtures``: damaged ones are mended, clean ones come back, traps hold.

Pages that are not mended as they should be stand in ``known_failures.toml`` with the reason. They
must still fail, and fail harmlessly: a join that was missed, never one that nobody wrote.
"""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from layoutfix import Fixed, fix, rejoin
from layoutfix.io.files import read_text
from layoutfix.io.html import read_html
from tests.conftest import ROOT

FIXTURES = ROOT / "tests" / "fixtures"
DAMAGED = sorted((FIXTURES / "pages").glob("*.in.*"))
CLEAN = sorted((FIXTURES / "clean").iterdir())
TRAPS = {
    case["name"]: case
    for case in json.loads((FIXTURES / "traps" / "traps.json").read_text(encoding="utf-8"))
}

SHOWN = 12
"""Characters on both sides of a join that the mended page must have too."""


@dataclass(frozen=True, slots=True)
class Known:
    """Why a page is not mended, and whether something is done to it that is wrong."""

    reason: str
    wrong: bool = False


def read_known() -> Mapping[str, Known]:
    """Folder and name to what is known."""
    data = tomllib.loads((FIXTURES / "known_failures.toml").read_text(encoding="utf-8"))
    return {
        f"{folder}/{name}": Known(value) if isinstance(value, str) else Known(**value)
        for folder, entries in data.items()
        for name, value in entries.items()
    }


KNOWN = read_known()


def name_of(path: Path) -> str:
    """``zh-qiaotou`` of ``zh-qiaotou.in.html``."""
    return path.name.split(".in.")[0]


def damaged(path: Path) -> str:
    """The page as it came."""
    if path.suffix != ".html":
        return read_text(path)
    if importlib.util.find_spec("trafilatura") is None:
        pytest.skip("needs the extra html")
    return read_html(path)


def joins(page: Fixed) -> Iterator[int]:
    """The offsets of the text at which characters meet that stood in two lines of the source."""
    offset, end = 0, 0
    for span, glue in page.segments:
        if span is None:
            offset += len(glue)
            continue
        if page.text[:offset].strip() and re.search(r"[\r\n\f]", page.source[end : span.start]):
            before, after = page.text[:offset], page.text[offset:]
            blank = before[len(before.rstrip()) :] + after[: len(after) - len(after.lstrip())]
            if after.strip() and not re.search(r"[\r\n\f]", blank):
                yield offset
        offset += len(span)
        end = span.end


def false_joins(page: Fixed, mended: str) -> list[str]:
    """The joins that the mended page doesn't have, with the text around them."""
    found = []
    for offset in joins(page):
        left = page.text[max(offset - SHOWN, 0) : offset].splitlines()[-1]
        right = page.text[offset : offset + SHOWN].splitlines()[0]
        if left + right not in mended:
            found.append(f"{left}|{right}")
    return found


def harm(page: Fixed, mended: str) -> list[str]:
    """What was done to the page that nobody asked for: false joins, and characters that left."""
    lost = Counter("".join(mended.split())) - Counter("".join(page.text.split()))
    return false_joins(page, mended) + [f"lost {c!r} {n} times" for c, n in sorted(lost.items())]


def assert_mended(name: str, page: Fixed, mended: str) -> None:
    """The page is mended, or is known not to be and not made worse."""
    known = KNOWN.get(name)
    if known is None:
        assert page.text == mended
        return
    if page.text == mended:
        pytest.fail(f"{name} is mended now: take it off known_failures.toml")
    done = harm(page, mended)
    if known.wrong and not done:
        pytest.fail(f"{name} does no harm any more: take `wrong` off known_failures.toml")
    assert known.wrong or not done
    pytest.xfail(known.reason)


@pytest.mark.parametrize("path", DAMAGED, ids=name_of)
def test_a_damaged_page_is_mended(path: Path) -> None:
    mended = read_text(path.with_name(f"{name_of(path)}.out.md"))
    assert_mended(f"pages/{name_of(path)}", fix(damaged(path)), mended)


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
@pytest.mark.parametrize("function", [fix, rejoin], ids=["fix", "rejoin"])
def test_a_clean_page_comes_back_identical(path: Path, function: Callable[[str], Fixed]) -> None:
    page = read_text(path)
    assert_mended(f"clean/{path.name}", function(page), page)


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_stepped_around(name: str) -> None:
    assert_mended(f"traps/{name}", rejoin(TRAPS[name]["before"]), TRAPS[name]["after"])


@pytest.mark.parametrize("path", DAMAGED, ids=name_of)
def test_line_breaks_of_two_characters_and_a_byte_order_mark_change_nothing(path: Path) -> None:
    page = damaged(path)
    mended = fix(page).text
    assert fix(page.replace("\n", "\r\n")).text == mended.replace("\n", "\r\n")
    assert fix("\ufeff" + page).text == "\ufeff" + mended


def test_every_known_failure_is_a_fixture() -> None:
    names = {f"pages/{name_of(path)}" for path in DAMAGED}
    names |= {f"clean/{path.name}" for path in CLEAN} | {f"traps/{name}" for name in TRAPS}
    assert set(KNOWN) <= names
    assert all(known.reason for known in KNOWN.values())


@pytest.mark.parametrize("path", DAMAGED, ids=name_of)
def test_the_mended_page_is_clean(path: Path) -> None:
    mended = read_text(path.with_name(f"{name_of(path)}.out.md"))
    assert harm(fix(mended), mended) == []


def test_harm_is_seen() -> None:
    page = fix("The committee met on Tues-\nday and agreed to meet\nagain in the spring.\n")
    assert list(joins(page)) == [25, 48]
    assert harm(page, page.text) == []
    parted = page.text.replace("meet again", "meet\nagain")
    assert harm(page, parted) == ["eed to meet |again in the"]
    hyphenated = page.text.replace("day", "-day")
    assert harm(page, hyphenated) == [" met on Tues|day and agre", "lost '-' 1 times"]

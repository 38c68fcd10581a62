"""Golden pages: how a page came, what it became, and what was found, as files beside one another.

``NAME.in.md`` (or ``.txt``) is the page, ``NAME.out.md`` what it must become, and
``NAME.findings.json`` what was found. A change is accepted with pytest's ``--layoutfix-accept``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from layoutfix.errors import InputError
from layoutfix.io.files import read_text, write_text
from layoutfix.model import Fixed
from layoutfix.pipeline import fix
from layoutfix.report.as_json import page_as_json
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT
from layoutfix.testing.pages import difference

__all__ = ["GoldenPage", "assert_golden", "golden_pages"]

LEFT_OUT = ("reason", "evidence")
"""What a finding says for people; it may be put better without any page changing."""

HOW = "run pytest --layoutfix-accept to accept it"


@dataclass(frozen=True, slots=True)
class GoldenPage:
    """A page and the files beside it; ``str(page)`` is its name.

    Attributes:
        source: ``NAME.in.md``, the page as it came.
    """

    source: Path

    def __str__(self) -> str:
        return self.source.name.split(".in.")[0]

    @property
    def repaired(self) -> Path:
        """What the page must become."""
        return self.source.with_name(f"{self}.out.md")

    @property
    def findings(self) -> Path:
        """What must be found on it."""
        return self.source.with_name(f"{self}.findings.json")


def golden_pages(folder: str | Path) -> list[GoldenPage]:
    """The golden pages of a folder by name, for ``pytest.mark.parametrize(…, ids=str)``.

    Raises:
        InputError: there is no such folder, no ``NAME.in.md`` or ``NAME.in.txt`` in it, or both of
            the same name.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "ferry.in.md").write_text("It sails.\\n", "utf-8")
    ...     (page,) = golden_pages(folder)
    ...     assert_golden(page, accept=True)
    ...     page.repaired.name, page.repaired.read_text("utf-8")
    ('ferry.out.md', 'It sails.\\n')
    """
    found = sorted(path for path in Path(folder).glob("*.in.*") if path.is_file())
    pages = [GoldenPage(path) for path in found if path.suffix in (".md", ".txt")]
    if not pages:
        raise InputError(f"{folder}: there is no page NAME.in.md or NAME.in.txt in it")
    for one, other in pairwise(pages):
        if str(one) == str(other):
            pair = f"{one.source.name} and {other.source.name}"
            raise InputError(f"{folder}: {pair} would both become {one.repaired.name}")
    return pages


def assert_golden(
    page: GoldenPage,
    *,
    rules: Ruleset = DEFAULT,
    min_confidence: float | None = None,
    accept: bool = False,
) -> None:
    """Hold that a page becomes what it did, and that the same is found.

    Args:
        page: one of :func:`golden_pages`.
        rules: what to look for.
        min_confidence: the probability below which a finding is not applied; None takes each
            rule's own.
        accept: write what it becomes now, and what is found, instead.

    Raises:
        AssertionError: it becomes something else, something else is found, or nothing was ever
            accepted.
        InputError: a file can't be read or written; it is named.
    """
    __tracebackhide__ = True
    fixed = fix(_read(page.source), rules=rules, min_confidence=min_confidence)
    found = findings_as_json(fixed)
    if accept:
        for path, text in ((page.repaired, fixed.text), (page.findings, found)):
            with _named(path):
                write_text(path, text)
        return
    for path in (page.repaired, page.findings):
        if not path.exists():
            raise AssertionError(f"{page}: {path.name} is missing; {HOW}")
    wanted = _read(page.repaired)
    if fixed.text != wanted:
        raise AssertionError(f"{page}: {difference(fixed, wanted)}\n{HOW}")
    before, after = (set(text.splitlines()) for text in (_read(page.findings), found))
    if before != after:
        lines = [f"- {line.rstrip(',')}" for line in sorted(before - after)]
        lines += [f"+ {line.rstrip(',')}" for line in sorted(after - before)]
        shown = "\n".join(lines)
        raise AssertionError(f"{page}: what is found has changed\n{shown}\n{HOW}")


def _read(path: Path) -> str:
    with _named(path):
        return read_text(path)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Tell of an error with the file's name."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def findings_as_json(page: Fixed) -> str:
    """The findings of a page, a line each, confidence to two digits and without the reasons."""
    found = page_as_json("", page)["findings"]
    assert isinstance(found, list)
    lines = [
        json.dumps(
            {name: value for name, value in each.items() if name not in LEFT_OUT}
            | {"confidence": round(each["confidence"], 2)},
            ensure_ascii=False,
        )
        for each in found
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"

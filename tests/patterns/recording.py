"""Every regular expression that layoutfix's modules compile, and what each of them is given.

    python -m tests.patterns.recording      # prints them as JSON

All modules are imported, and hostile pages repaired, with recorders in the place of compiled
patterns. A recorder counts the characters that its pattern is given; so the work of a page can be
counted, which is the same at every run, and not timed.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from unittest import mock

import regex

from tests.patterns.worst import Recorded, worst_inputs

__all__ = ["METHODS", "main"]

METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
SIZE = 8_000
AHEAD = 500
"""Characters that a pattern looks at behind a match, or where it doesn't match: the tests of single
patterns hold that to be so."""

FAMILIES = (
    *("one letter", "one space", "digits", "hyphens", "open brackets", "number signs", "pipes"),
    *("open tags", "tables", "page numbers", "jump lines", "captions", "headings and texts"),
    *("capitals", "quotes", "fences", "counted lists", "random", "a text of one sentence"),
    *("mixed line ends", "one ideograph", "pages", "rules of tables"),
)
LONG_LINES = (
    *(
        "Continued on page 3 ",
        "By Ada Smith, ",
        "（记者张三）",
        "图为我 ",
        "1. a ",
        "- 3 - ",
        " 7 ",
    ),
    *("<a b> ", "SHE SAID. ", "“a” ", ">", "a-", "THE FERRY 12 ", "`", "~", "(化)", "iv ", "—"),
)


RECORDS: dict[tuple[str, str, int], Recorded] = {}


class Recorder:
    """A compiled pattern that tells what it is given."""

    def __init__(self, compiled: Any, record: Recorded) -> None:
        self._compiled, self._record = compiled, record

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        if name not in METHODS:
            return found

        def called(*arguments: Any, **more: Any) -> Any:
            at = 1 if name in ("sub", "subn") else 0
            length = _span(arguments[at:], more)
            self._record.longest[name] = max(self._record.longest.get(name, 0), length)
            result = found(*arguments, **more)
            if name == "match":  # looks at what it matches, and at little behind that
                length = min(length, (result.end() - result.start() if result else 0) + AHEAD)
            self._record.total += length
            return result

        return called


def _span(arguments: tuple[Any, ...], more: Mapping[str, Any]) -> int:
    """The length of the text that is looked at."""
    length = len(arguments[0])
    start = more.get("pos", arguments[1] if len(arguments) > 1 else 0)
    end = more.get("endpos", arguments[2] if len(arguments) > 2 else None)
    return int(max(0, min(length, length if end is None else end) - start))


def recording(module: Any, name: str) -> Callable[..., Any]:
    """``module.name``, with a recorder where one of ours compiles or uses a pattern."""
    original = getattr(module, name)

    def called(pattern: Any, *arguments: Any, **more: Any) -> Any:
        frame = sys._getframe(1)
        home = frame.f_globals.get("__name__", "")
        if not home.startswith("layoutfix") or not isinstance(pattern, str):
            return original(getattr(pattern, "_compiled", pattern), *arguments, **more)
        function = frame.f_code.co_name
        kind = frame.f_locals.get("name") if function == "pattern" else None
        at = 2 if name in ("sub", "subn") else 1
        flags = (arguments[0] if arguments else 0) if name == "compile" else more.get("flags", 0)
        if name != "compile" and len(arguments) > at and isinstance(arguments[-1], int):
            flags = arguments[-1]
        place = f"{home}.{function}" + (f"[{kind}]" if kind else "")
        record = RECORDS.setdefault(
            (place, pattern, int(flags)),
            Recorded(f"{place}:{frame.f_lineno}", module.__name__, pattern, int(flags)),
        )
        if name == "compile":
            return Recorder(original(pattern, *arguments, **more), record)
        recorder = Recorder(module_compile[module](pattern, flags), record)
        return getattr(recorder, name)(*arguments[:at])

    return called


module_compile: dict[Any, Callable[..., Any]] = {re: re.compile, regex: regex.compile}


def watch() -> None:
    """Put recorders in the place of what the modules of ours will compile."""
    for module in (re, regex):
        for name in ("compile", *METHODS):
            setattr(module, name, recording(module, name))


def exercise() -> dict[str, tuple[int, int]]:
    """Do with layoutfix what uses patterns; by page, the characters looked at in one and in two."""
    import layoutfix
    from benchmarks.hostile import page_of
    from layoutfix.errors import surrogate_in

    for each in pkgutil.walk_packages(layoutfix.__path__, "layoutfix."):
        if ".integrations" not in each.name and not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    _once()
    work = {}
    for family in FAMILIES:
        work[family] = _doubled(page_of(family, SIZE), page_of(family, 2 * SIZE))
    for piece in LONG_LINES:
        work[piece] = _doubled(_line(piece, SIZE), _line(piece, 2 * SIZE))
    for record in list(RECORDS.values()):
        for number, worst in enumerate(worst_inputs(record)[:1]):
            pages = (worst.of(SIZE), worst.of(2 * SIZE))
            if surrogate_in(pages[0]) is None:  # what is no text comes to no pattern
                work[f"{record.home} worst {number}"] = _doubled(*pages)
    return work


def _line(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _doubled(one: str, two: str) -> tuple[int, int]:
    return _looked_at(one), _looked_at(two)


def _looked_at(page: str) -> int:
    """Characters in a pass, of which a page may need one more than a shorter one."""
    import layoutfix
    from layoutfix.engine import passes

    before = sum(record.total for record in RECORDS.values())
    with mock.patch.object(passes, "_pass", wraps=passes._pass) as counted:
        layoutfix.fix("Before it.\n\n" + page + "\n\nBehind it.\n")
    return (sum(record.total for record in RECORDS.values()) - before) // counted.call_count


def _once() -> None:
    """What else has patterns: reports, word lists and configurations, pages of rules."""
    import tempfile

    import layoutfix
    from layoutfix.config.configuration import read_config
    from layoutfix.language.matching import matches
    from layoutfix.parsing.lines import parse
    from layoutfix.report.markdown import rule_page

    page = layoutfix.fix("We met on Tues-\nday, and\nagreed.\n\n- 3 -\n")
    page.to_html()
    str(page.diff())
    layoutfix.fix("SMITH.\n\nNo, a.\n\n[Exit]\n\nSMITH:\n\nNo, b.\n\nSMITH.\n\nYes.\n")
    tuple(matches(parse("a\n"), "a"))
    for each in layoutfix.DEFAULT:
        rule_page(each)
        for example in each.examples:
            layoutfix.fix(example.before)
            layoutfix.find_misplaced(example.before)
    layoutfix.fix("It had\nbeen let,3 and the\n\n3 So the book.\n\nbridge besides, was not.\n")
    papers = [
        f"THE COURIER   Page A{number}\n\n# Quarry plan\n\n{back}\n\nThe quarry of the village "
        f"may be extended northward as far\n\n{on}\n"
        for number, back, on in (
            (1, "", "See QUARRY, Page A5"),
            (2, "Continued from page one", "Continued on page three"),
            (5, "Continued from A1", "Continued on next page"),
        )
    ]
    list(layoutfix.Collection.learn(papers).fix(papers))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "layoutfix.toml")
        path.write_text(
            'words.byline = ["By {who} of us"]\nwords.placeholders.who = "a+"\n'
            'words.sign_off = ["本报{han}", "きょう{rest}", "우리{rest}"]\n'
            '[words.regions.here]\nnames = ["Skelby", "武汉"]\n',
            "utf-8",
        )
        config = read_config(path)
        layoutfix.fix("Skelby (Smith)\n\n# a\n\nBy aa of us\n", rules=config.rules)
        for wrong in ("min_confidnce = 1", "[words]\n'by line' = 1"):
            path.write_text(wrong, "utf-8")
            try:
                read_config(path)
            except layoutfix.ConfigError:
                continue


def main() -> None:
    """Print all records, and the characters looked at by page."""
    watch()
    work = exercise()
    print(json.dumps({"records": [asdict(each) for each in RECORDS.values()], "work": work}))


if __name__ == "__main__":
    main()

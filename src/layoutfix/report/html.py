"""A report as one HTML file that needs nothing else: pages as they came beside their repair.

Text of pages is put in by jinja2, which escapes it, and a content security policy
allows the browser to run and to load nothing but the script and the style that the file was made
with.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from layoutfix.model import Fixed
from layoutfix.report.chart import chart_of
from layoutfix.report.view import PageView, page_view
from layoutfix.report.visible import drawn

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["notebook_html", "report_html"]

SCRIPT = ("decisions.js", "marks.js", "filters.js", "keys.js")
"""The parts of the script of a report, in order."""

SHOWN_ROWS = 12
"""Rows with a change that a notebook shows; a report has all of them."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a kind of change is called."""

    one: str
    many: str
    title: str


KINDS: Mapping[str, _Words] = MappingProxyType(
    {
        "join": _Words("join", "joins", "Joins"),
        "removal": _Words("removal", "removals", "Removals"),
        "repeat": _Words("repeat", "repeats", "Repeats"),
        "move": _Words("move", "moves", "Moves"),
        "spacing": _Words("blank-line change", "blank-line changes", "Blank lines"),
        "note": _Words("note", "notes", "Notes"),
    }
)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A page view at its place in the report, with what its filters offer."""

    number: int
    view: PageView

    def __getattr__(self, name: str) -> Any:
        return getattr(self.view, name)

    @property
    def counted(self) -> dict[str, int]:
        return dict(self.view.counts)

    @property
    def shown_kinds(self) -> list[tuple[str, int]]:
        """Kinds that the page has, applied, with how many were done."""
        own = {item.kind for item in self.view.items if item.applied}
        return [(kind, self.counted.get(kind, 0)) for kind in KINDS if kind in own]

    def by_rule(self, kind: str) -> list[tuple[str, int]]:
        """How often each rule did a change of this kind, for kinds that several rules do."""
        done = Counter(item.rule for item in self.view.items if item.applied and item.kind == kind)
        return sorted(done.items()) if kind in ("removal", "repeat") else []

    @property
    def rules(self) -> list[str]:
        return sorted({item.rule for item in self.view.items})

    @property
    def moves(self) -> bool:
        return "move" in self.counted


def report_html(
    pages: Iterable[tuple[str, Fixed]],
    *,
    title: str = "",
    index: bool | None = None,
    errors: Sequence[tuple[str, str]] = (),
    version: str = "",
) -> str:
    """A report of pages; of many an index, the pages that need a look first.

    Args:
        pages: names and what was done to them.
        title: of the report; the name of the page where it is one.
        index: whether to begin with an index; None for more than one page.
        errors: names of pages that could not be read, with the reason.
        version: of the program, for the file of decisions.

    >>> from layoutfix import fix
    >>> "Tues-" in report_html([("a.txt", fix("We met on Tues-\\nday.\\n"))])
    True
    """
    views = [page_view(name, page) for name, page in pages]
    listed = index if index is not None else len(views) != 1 or bool(errors)
    if listed:
        views.sort(key=lambda view: (-view.doubt, view.name))
    numbered = [_Numbered(number, view) for number, view in enumerate(views)]
    style, script = _part("report.css"), _script()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            title=title or (views[0].name if len(views) == 1 else "layoutfix"),
            views=numbered,
            index=listed,
            errors=errors,
            changed=sum(bool(view.counts) for view in views),
            count=sum(len(view.items) for view in views),
            chart=chart_of([pair for view in views for pair in view.confidences]),
            data=_data(views, version),
            kinds=KINDS,
            style=_markup(style),
            script=_markup(script),
            policy=_policy(style, script),
        )
    )


def notebook_html(page: Fixed) -> str:
    """What a notebook shows of a page: its counts, and the first rows with a change."""
    view = page_view("", page)
    rows = [shown for shown in view.rows if shown.row.numbers]
    return (
        _environment()
        .get_template("notebook.html.j2")
        .render(
            view=_Numbered(0, view),
            rows=rows[:SHOWN_ROWS],
            more=max(len(rows) - SHOWN_ROWS, 0),
            kinds=KINDS,
            style=_markup(_part("notebook.css")),
        )
    )


def _data(views: Sequence[PageView], version: str) -> dict[str, object]:
    """What the script knows of each finding: what a decision names, and what filters ask."""
    return {
        "layoutfix": version,
        "pages": [
            {
                "path": view.name,
                "sha256": view.digest,
                "findings": [
                    [i.rule, i.start, i.end, i.kind, i.percent / 100, i.applied] for i in view.items
                ],
            }
            for view in views
        ],
    }


def _policy(style: str, script: str) -> str:
    """Nothing is loaded from anywhere; this style and this script are all that is obeyed."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _script() -> str:
    """The parts of the script, strict and in a scope of their own."""
    parts = "".join(map(_part, SCRIPT))
    return f'"use strict";\n{{\n{parts}}}\n'


def _part(name: str) -> str:
    return files("layoutfix.report").joinpath("templates", name).read_text("utf-8")


def _markup(text: str) -> Any:
    """A part of the report that is not to be escaped: never text of a page."""
    from markupsafe import Markup

    return Markup(text)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    def visible(value: Any) -> Any:
        return drawn(value) if type(value) is str else value

    return Environment(
        loader=PackageLoader("layoutfix.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )

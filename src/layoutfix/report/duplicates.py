"""Near-duplicates and passages, as lines for people and as JSON for programs.

The JSON form, whose ``version`` changes when a name leaves it or means something else::

    {"version": 1, "layoutfix": "0.1.0", "threshold": 0.8, "texts": 3,
     "pairs": [{"a": …, "b": …, "jaccard": 0.91, "containment": 0.97,
                "spans": [{"a": {"start": …, "end": …}, "b": {"start": …, "end": …}}]}],
     "clusters": [{"representative": …, "members": […]}],
     "passages": [{"a": …, "a_span": {…}, "b": …, "b_span": {…}}],
     "errors": [{"path": …, "error": …}]}

Offsets are code points of the text, ends are behind the last one. ``passages`` is null unless they
were asked for.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence

from layoutfix.dedup import Duplicates, Pair, Passage
from layoutfix.model import Span
from layoutfix.report.places import Places
from layoutfix.report.visible import escaped

__all__ = ["VERSION", "as_json", "duplicate_lines", "passage_lines"]

VERSION = 1

Names = Mapping[Hashable, str]

SHOWN = 40
"""Characters of a passage that are shown."""


def duplicate_lines(found: Duplicates, names: Names) -> Iterator[str]:
    """A line for each text that a representative stands for; ``names`` replace the ids."""
    heads = {m: c.representative for c in found.clusters for m in c.members}
    counted: dict[Hashable, Pair] = {}
    for pair in found.pairs:
        for own, other in ((pair.a, pair.b), (pair.b, pair.a)):
            if own != other and heads.get(own) == other:
                counted[own] = pair
    for own in found.dropped:
        pair = counted[own]
        numbers = f"jaccard {_floored(pair.jaccard)}, containment {_floored(pair.containment)}"
        yield f"{names[own]}: near-duplicate of {names[heads[own]]} ({numbers})"


def _floored(share: float) -> str:
    """Two digits, never more than it is: only the same is 1.00.

    >>> _floored(0.999), _floored(1.0)
    ('0.99', '1.00')
    """
    return f"{int(share * 100 + 1e-9) / 100:.2f}"


def passage_lines(
    found: Sequence[Passage], names: Names, texts: Mapping[Hashable, str]
) -> Iterator[str]:
    """A line for each passage: where it stands, where again, and how it begins."""
    places: dict[Hashable, Places] = {}
    for passage in found:
        standing = []
        for own, span in ((passage.a, passage.a_span), (passage.b, passage.b_span)):
            if own not in places:
                places[own] = Places(texts[own])
            line, column = places[own].of(span.start)
            standing.append(f"{names[own]}:{line}:{column}")
        words = escaped(" ".join(passage.a_span.text_of(texts[passage.a]).split()))
        words = words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"
        size = f"{len(passage.a_span)} characters"
        yield f"{standing[0]}: stands again at {standing[1]} ({size}): {words}"


def as_json(
    found: Duplicates,
    names: Names,
    passages: Sequence[Passage] | None,
    threshold: float,
    errors: Sequence[tuple[str, str]],
    version: str,
) -> Iterator[str]:
    """The document, in pieces."""
    head = {"version": VERSION, "layoutfix": version, "threshold": threshold}
    head["texts"] = len(found.ids)
    yield json.dumps(head)[:-1]
    clusters: Iterator[dict[str, object]] = (
        {
            "representative": names[each.representative],
            "members": [names[member] for member in each.members],
        }
        for each in found.clusters
    )
    yield from _array("pairs", (_pair(pair, names) for pair in found.pairs))
    yield from _array("clusters", clusters)
    if passages is None:
        yield ',\n"passages": null'
    else:
        yield from _array("passages", (_passage(each, names) for each in passages))
    yield from _array("errors", ({"path": path, "error": error} for path, error in errors))
    yield "}\n"


def _array(name: str, items: Iterator[dict[str, object]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    separator = "\n"
    for item in items:
        yield separator + json.dumps(item, ensure_ascii=False)
        separator = ",\n"
    yield "]"


def _pair(pair: Pair, names: Names) -> dict[str, object]:
    return {
        "a": names[pair.a],
        "b": names[pair.b],
        "jaccard": pair.jaccard,
        "containment": pair.containment,
        "spans": [{"a": _span(a), "b": _span(b)} for a, b in pair.spans],
    }


def _passage(passage: Passage, names: Names) -> dict[str, object]:
    return {
        "a": names[passage.a],
        "a_span": _span(passage.a_span),
        "b": names[passage.b],
        "b_span": _span(passage.b_span),
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}

"""Records of set and extracted pages: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.gold import GoldPage, GoldSeam, language
from benchmarks.typeset.truth import BlockTruth, Truth


@dataclass(frozen=True, slots=True)
class Record:
    """A document as one extractor read it, with the truth.

    Attributes:
        id: the document's name and the extractor's.
        lang: a language tag (zh_TW).
        scoring: whether the record belongs to the scoring half.
        engine: what set it.
        extractor: what read it.
        layout: the fields of the `Layout`, and its `key`.
        articles: the names of what was set.
        text: as extracted, pages put together.
        truth: what is known about the text.
    """

    id: str
    lang: str
    scoring: bool
    engine: str
    extractor: str
    layout: Mapping[str, Any]
    articles: tuple[str, ...]
    text: str
    truth: Truth

    @property
    def page(self) -> GoldPage:
        """The text with its seams, as the other benchmarks take it."""
        kind = f"typeset-{self.engine}-{self.extractor}"
        truth = self.truth
        return GoldPage(self.id, language(self.lang), kind, self.text, truth.seams, truth.across)

    @property
    def untorn(self) -> GoldPage:
        """The same without gold where the extractor tore lines apart: no join mends that."""
        torn = frozenset(self.truth.torn)
        page = self.page
        seams = (
            replace(seam, label="?") if number in torn else seam
            for number, seam in enumerate(page.seams)
        )
        return replace(page, seams=tuple(seams))


def to_json(record: Record) -> str:
    """Return the record as one line."""
    truth = record.truth
    return json.dumps(
        {
            "id": record.id,
            "lang": record.lang,
            "half": "scoring" if record.scoring else "learning",
            "engine": record.engine,
            "extractor": record.extractor,
            "layout": dict(record.layout),
            "articles": record.articles,
            "text": record.text,
            "seams": _seams(truth.seams),
            "across": _seams(truth.across),
            "blocks": [
                [block.role, block.state, block.start, block.end, _seams(block.joints)]
                for block in truth.blocks
            ],
            "furniture": truth.furniture,
            "torn": truth.torn,
            "unknown": truth.unknown,
        },
        ensure_ascii=False,
    )


def from_json(line: str) -> Record:
    """Read a line that `to_json` wrote."""
    row = json.loads(line)
    truth = Truth(
        seams=_read_seams(row["seams"]),
        across=_read_seams(row["across"]),
        blocks=tuple(
            BlockTruth(role, state, start, end, _read_seams(joints))
            for role, state, start, end, joints in row["blocks"]
        ),
        furniture=tuple((start, end) for start, end in row["furniture"]),
        torn=tuple(row["torn"]),
        unknown=row["unknown"],
    )
    return Record(
        id=row["id"],
        lang=row["lang"],
        scoring=row["half"] == "scoring",
        engine=row["engine"],
        extractor=row["extractor"],
        layout=row["layout"],
        articles=tuple(row["articles"]),
        text=row["text"],
        truth=truth,
    )


def read(path: Path) -> Iterator[Record]:
    """Read the records of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield from_json(line)


def _seams(seams: Iterable[GoldSeam]) -> list[tuple[int, int, str]]:
    return [(seam.left_end, seam.right_start, seam.label) for seam in seams]


def _read_seams(rows: Iterable[tuple[int, int, str]]) -> tuple[GoldSeam, ...]:
    return tuple(GoldSeam(left, right, label) for left, right, label in rows)

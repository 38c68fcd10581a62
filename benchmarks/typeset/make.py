"""Makes a set: draws documents and layouts from a seed, sets them, reads them back, aligns them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.grammar import INVENTORIES
from benchmarks.typeset import extractors
from benchmarks.typeset.alignment import align
from benchmarks.typeset.articles import Source, weight
from benchmarks.typeset.document import Document, compose
from benchmarks.typeset.engines import Engine, available
from benchmarks.typeset.layout import Layout, draw
from benchmarks.typeset.records import Record
from benchmarks.typeset.truth import furniture_pattern, truth_of

MAIN = ("zh", "zh_TW", "en", "de", "fr", "ja", "ko", "es")
"""Languages that are drawn three times as often as another."""

FEW = 12
"""A language with fewer articles in a half is left out."""

RUNNING, LONG = 0.6, 220
"""Share of the documents that are made of long paragraphs: manuals and dialogue are full of others,
and a full stop at a line end means little where a paragraph has five of them. `LONG` in columns."""

_JOINERS = ("\n", "\n\n", "\f", "\n\f")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a set is made of: `seed` and a number of documents, for one half."""

    seed: str
    documents: int
    scoring: bool
    engines: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    readings: int = 2
    keep: Path | None = None


def records(plan: Plan, articles: Mapping[str, Sequence[Source]]) -> Iterator[Record]:
    """Make the records of a plan, `plan.readings` for each document."""
    langs = sorted(
        lang
        for lang, some in articles.items()
        if len(some) >= FEW and (not plan.langs or lang in plan.langs)
    )
    weights = [3 if lang in MAIN else 1 for lang in langs]
    with ExitStack() as stack:
        engines = {
            name: stack.enter_context(engine) for name, engine in available(plan.engines).items()
        }
        for number in range(plan.documents):
            half = "s" if plan.scoring else "l"
            name = f"{plan.seed}-{half}{number:05d}"
            rng = random.Random(name)
            lang = rng.choices(langs, weights)[0]
            fit = [each for each in engines.values() if each.sets(lang)]
            if not fit:
                continue
            engine = rng.choices(fit, [each.share for each in fit])[0]
            document, layout = _document(name, articles[lang], engine, plan.scoring, rng)
            pdf = engine.typeset(document, layout)
            if pdf is None:
                continue
            if plan.keep is not None:
                (plan.keep / f"{name}.pdf").write_bytes(pdf)
            for reader in _readers(plan, layout, rng):
                text, pages = _text(pdf, reader, rng)
                yield _record(document, layout, engine.name, reader, text, pages, plan.scoring)


def _readers(plan: Plan, layout: Layout, rng: random.Random) -> Sequence[str]:
    """Draw extractors, less often one that puts columns side by side where there are any."""
    every = extractors.of_half(plan.scoring)
    fit = [
        name
        for name in every
        if name not in extractors.SIDE_BY_SIDE or layout.columns == 1 or rng.random() < 0.3
    ]
    return rng.sample(fit, min(plan.readings, len(fit)))


def _document(
    name: str, some: Sequence[Source], engine: Engine, scoring: bool, rng: random.Random
) -> tuple[Document, Layout]:
    lang = some[0].lang
    layout = engine.limited(draw(lang, rng, scoring))
    most = rng.choice((1, 1, 2, 3, 4)) if layout.columns < 3 else rng.randint(2, 2 * layout.columns)
    chosen = rng.sample(some, min(len(some), most + 3))
    if rng.random() < RUNNING:
        chosen = [_running(each) for each in chosen]
    if rng.random() < 0.25:
        chosen = [_excerpt(each, rng) for each in chosen]
    half = INVENTORIES[int(scoring)]
    document = compose(name, chosen[:-3], chosen[-3:], layout, rng, half, notes=engine.notes)
    return document, layout


def _running(source: Source) -> Source:
    """Leave the short paragraphs out, if several others are left."""
    long = tuple(text for text in source.paragraphs if weight(text) >= LONG)
    return replace(source, paragraphs=long) if len(long) > 1 else source


def _excerpt(source: Source, rng: random.Random) -> Source:
    """A few neighbouring paragraphs: short documents tell less about themselves."""
    size = rng.choice((1, 2, 3, 4))
    start = rng.randrange(max(len(source.paragraphs) - size, 0) + 1)
    return replace(source, paragraphs=source.paragraphs[start : start + size])


def _text(pdf: bytes, reader: str, rng: random.Random) -> tuple[str, int]:
    pages = extractors.EXTRACTORS[reader](pdf)
    joiner = "\f" if reader.startswith("pd") else rng.choice(_JOINERS)
    return joiner.join(pages), len(pages)


def _record(
    document: Document,
    layout: Layout,
    engine: str,
    reader: str,
    text: str,
    pages: int,
    scoring: bool,
) -> Record:
    pattern = furniture_pattern(document.furniture, layout.first_page, pages)
    found = align(text, [block.text for block in document.blocks], pattern)
    return Record(
        id=f"{document.name}-{reader}",
        lang=document.lang,
        scoring=scoring,
        engine=engine,
        extractor=reader,
        layout=layout.to_json(),
        articles=document.articles,
        text=text,
        truth=truth_of(text, document.blocks, found),
    )

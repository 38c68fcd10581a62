"""The texts that are set: articles and prose, each dealt to one half by its name."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.gold import is_scoring, read_articles

SCORED_ONLY = frozenset({"en.jsonl"})
"""Files of clean articles that nothing may be learnt from."""

SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH")
"""Scripts that there are faces for and that every extractor reads from left to right."""

PIECE = 14
"""The most paragraphs of a long document that are set as one article."""

PROSE = 0.7
"""The least share of letters among the characters of a paragraph."""

_SHORTEST, _LONGEST = 25, 2500


@dataclass(frozen=True, slots=True)
class Source:
    """An article: `lang` is a language tag (zh_TW), `name` the document that it is from."""

    name: str
    lang: str
    title: str
    paragraphs: tuple[str, ...]


def read(paths: Sequence[Path], scoring: bool) -> dict[str, list[Source]]:
    """Read the articles of one half by language tag.

    A path is a file or a folder of files: `{"title", "paragraphs"}` lines, with `id` and `lang`
    where the file's name doesn't say the language. Files named `wrapped-` hold lines, not articles.
    """
    found: dict[str, list[Source]] = {}
    for path in paths:
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        for file in files:
            if file.name.startswith("wrapped-") or (not scoring and file.name in SCORED_ONLY):
                continue
            for source in _read(file, scoring):
                found.setdefault(source.lang, []).append(source)
    return found


def _read(path: Path, scoring: bool) -> Iterator[Source]:
    with path.open(encoding="utf-8") as lines:
        first = json.loads(next(lines, "{}"))
    if "id" not in first:
        for article in read_articles(path):
            if is_scoring(article.title) is scoring:
                yield from _pieces(article.title, article.lang, article.title, article.paragraphs)
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if is_scoring(record["id"]) is scoring:
                yield from _pieces(
                    record["id"], record["lang"], record["title"], record["paragraphs"]
                )


def _pieces(name: str, lang: str, title: str, paragraphs: Sequence[str]) -> Iterator[Source]:
    """Cut a long document in articles; they all belong to the half of the document."""
    clean = [" ".join(text.split()) for text in paragraphs]
    fit = [text for text in clean if _SHORTEST <= weight(text) <= _LONGEST and _is_set(text)]
    title = " ".join(title.split())
    title = title if title and len(title) <= 120 and _is_set(title) else ""
    for start in range(0, len(fit), PIECE):
        yield Source(name, lang, "" if start else title, tuple(fit[start : start + PIECE]))


def weight(text: str) -> int:
    """Return the length of a text in columns: an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def _is_set(text: str) -> bool:
    """Whether it is prose: letters of `SCRIPTS` in their composed form, not a row of figures."""
    letters = sum(map(str.isalpha, text))
    if letters < PROSE * sum(not mark.isspace() for mark in text):
        return False
    return unicodedata.is_normalized("NFC", text) and all(map(_is_known, set(text)))


@lru_cache(maxsize=1 << 16)
def _is_known(mark: str) -> bool:
    return not mark.isalpha() or unicodedata.name(mark, "").startswith(SCRIPTS)


def display(lang: str) -> str:
    """Return the language as HTML writes it.

    >>> display("zh_TW")
    'zh-TW'
    """
    return lang.replace("_", "-")

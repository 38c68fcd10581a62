"""Pages with gold: which seams heal, how, and which stand. Readers for the shared corpora.

Offsets are code points of the page's text, half open. Labels of a seam:

`P` it stands; `S` join with a space; `N` join with nothing; `H` join and drop the hyphen; `K` join
and keep the hyphen; `Y` hyphen join of unknown kind; `J` join, glue not scored; `?` not scored; `D`
join with nothing and drop the `doubled` characters that the seam wrote twice.
"""

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

JOINS = frozenset("SNHKYJD")
LABELS = JOINS | {"P", "?"}
SOURCES = ("install-guide", "papers", "books")
"""Files of real lines."""
_SALT = 3955


@dataclass(frozen=True, slots=True)
class GoldSeam:
    """A seam: `left_end` is after the last character left, `right_start` the first right."""

    left_end: int
    right_start: int
    label: str
    doubled: int = 0


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and its gold.

    `seams` has one entry for every pair of neighbouring lines that aren't blank; `across` holds the
    joins of two halves that stand on both sides of furniture or a caption.
    """

    id: str
    lang: str
    kind: str
    text: str
    seams: tuple[GoldSeam, ...]
    across: tuple[GoldSeam, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article: its paragraphs are whole, one string each, without line breaks."""

    lang: str
    title: str
    paragraphs: tuple[str, ...]


def shared() -> Path:
    """Return the shared folder: the variable LAYOUTFIX_SHARED, or `../shared` beside the project.

    >>> shared().name != ""
    True
    """
    named = os.environ.get("LAYOUTFIX_SHARED")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared"


def is_scoring(name: str) -> bool:
    """Say whether the article or document is kept for scoring; the other half is for tuning.

    The split is by SHA-256 of the name, so it is the same everywhere and for ever. The salt was
    chosen so that the few documents of lines/ fall half and half in every language and every
    source.

    >>> is_scoring("gut-18195-8.txt"), is_scoring("gut-11-0.txt")
    (True, False)
    """
    return hashlib.sha256(f"{_SALT}:{name}".encode()).digest()[0] % 2 == 0


def language(code: str) -> str:
    """Return the language without its region.

    >>> language("zh_CN")
    'zh'
    """
    return code.replace("-", "_").split("_")[0].lower()


def read_articles(path: Path) -> Iterator[Article]:
    """Read `{"title", "paragraphs"}` lines; the language is the file's name (zh.jsonl)."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            whole = (" ".join(paragraph.split()) for paragraph in record["paragraphs"])
            paragraphs = tuple(paragraph for paragraph in whole if paragraph)
            yield Article(language(path.stem), " ".join(record["title"].split()), paragraphs)


def read_lines(path: Path) -> Iterator[GoldPage]:
    """Read `{"id", "lang", "lines", "gold"}` lines; one line break stands between the lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield page_of_lines(
                record["id"], record["lang"], path.stem, record["lines"], record["gold"]
            )


def page_of_lines(
    name: str, lang: str, kind: str, lines: Sequence[str], labels: Sequence[str]
) -> GoldPage:
    """Return the page that puts `lines` under one another.

    >>> page_of_lines("a", "en", "demo", ["one", " two"], ["S"]).seams
    (GoldSeam(left_end=3, right_start=5, label='S', doubled=0),)
    """
    seams: list[GoldSeam] = []
    start = 0
    left_end = 0
    for index, line in enumerate(lines):
        right_start = start + len(line) - len(line.lstrip())
        if index:
            seams.append(GoldSeam(left_end, right_start, labels[index - 1]))
        left_end = start + len(line.rstrip())
        start += len(line) + 1
    return GoldPage(name, language(lang), kind, "\n".join(lines), tuple(seams))


def rejoined(page: GoldPage) -> list[str]:
    """Return the lines joined as the gold says; captions and furniture stay where they stood.

    A seam labelled `?` stands; a hyphen of unknown kind stays.

    >>> lines = ["a long sen-", "tence", "and more", "New"]
    >>> rejoined(page_of_lines("a", "en", "demo", lines, "HSP"))
    ['a long sentence and more', 'New']
    """
    pieces: list[str] = []
    start = next((at for at, mark in enumerate(page.text) if not mark.isspace()), 0)
    for seam in page.seams:
        piece = page.text[start : seam.left_end]
        start = seam.right_start
        if seam.label in "P?":
            pieces.append(piece + "\n")
        elif seam.label == "H":
            pieces.append(piece[:-1])
        elif seam.label == "D":
            pieces.append(piece[: len(piece) - seam.doubled])
        else:
            pieces.append(piece + (" " if seam.label in "SJ" else ""))
    pieces.append(page.text[start:].rstrip())
    return "".join(pieces).split("\n")


def articles_of(page: GoldPage, longest: int = 8) -> Iterator[Article]:
    """Rebuild clean articles from real lines, to be damaged anew: runs of long paragraphs.

    A paragraph touched by a seam of unknown kind is left out. A short line before a run becomes its
    title.
    """
    unsure = [seam.left_end for seam in page.seams if seam.label in "?YJ"]
    whole = GoldPage(page.id, page.lang, page.kind, page.text, page.seams)
    starts = [seam.right_start for seam in page.seams if seam.label in "P?"]
    bounds = list(zip([0, *starts], [*starts, len(page.text)], strict=True))
    title = page.id
    run: list[str] = []
    for paragraph, (low, high) in zip(rejoined(whole), bounds, strict=True):
        clean = not any(low <= at <= high for at in unsure)
        if clean and _columns(paragraph) >= 90 and unicodedata.category(paragraph[-1])[0] == "P":
            run.append(paragraph)
        elif run and (not clean or len(paragraph) > 80 or len(run) >= longest):
            yield Article(page.lang, title, tuple(run))
            run = []
        if len(paragraph) <= 80 and not run:
            title = paragraph
    if run:
        yield Article(page.lang, title, tuple(run))


def articles(folder: Path, lang: str, scoring: bool) -> list[Article]:
    """Return the language's articles of one half. All English news is for scoring.

    Tuning takes the clean articles of zh.jsonl; every other language (and English) is rebuilt from
    the real lines of the same half.
    """
    news = folder / f"{lang}.jsonl"
    found: list[Article] = []
    if news.exists() and (scoring or lang != "en"):
        found = [
            article
            for article in read_articles(news)
            if lang == "en" or is_scoring(article.title) is scoring
        ]
    if found and scoring:
        return found
    for source in SOURCES:
        for page in read_lines(folder / "lines" / f"{source}.jsonl"):
            if page.lang == lang and is_scoring(page.id) is scoring:
                found.extend(articles_of(page))
    return found


def line_pages(folder: Path, scoring: bool) -> Iterator[tuple[str, GoldPage]]:
    """Yield (file name, page) for the real line ends of one half."""
    for source in SOURCES:
        for page in read_lines(folder / "lines" / f"{source}.jsonl"):
            if is_scoring(page.id) is scoring:
                yield source, page


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)

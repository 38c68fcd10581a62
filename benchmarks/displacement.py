"""Pages of several articles with fragments under the wrong heading; every page has its gold.

Kinds of displacement, see `KINDS`:

`tail` the last paragraphs of an article stand behind another's last one; `front` they stand before
another's first; `inside` between another's paragraphs; `tails` two articles have each other's last
paragraphs; `head` the first paragraphs of an article stand behind another's last one; `scatter`
paragraphs of several articles stand anywhere; `exchange` two articles have each other's body;
`adopt` a body stands behind another's, its own heading is left bare; `next` a body stands under the
heading after its own, before that heading's body; `after` an article breaks off in mid-sentence and
goes on behind another one; `chain` three bodies stand one heading further; `seed` a heading stands
over a copy of another's body, its own, without its start, follows an article that breaks off, and
the first character has stayed in the block before. `clean` pages have nothing displaced.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.gold import Article, is_scoring, read_articles
from benchmarks.grammar import Inventory
from benchmarks.languages import traits

KINDS: Mapping[str, float] = {
    "clean": 0.2,
    "tail": 0.14,
    "front": 0.04,
    "tails": 0.06,
    "head": 0.05,
    "inside": 0.04,
    "scatter": 0.04,
    "exchange": 0.11,
    "adopt": 0.11,
    "next": 0.08,
    "after": 0.07,
    "chain": 0.05,
    "seed": 0.1,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or part of one.

    `article` numbers the article it belongs to; `home` and `order` say where it belongs and stood
    before the damage; a `copy` stands twice and is not scored; a `glued` piece is written behind
    the one before it, in the same block.
    """

    text: str
    article: int
    order: int
    body: bool = True
    copy: bool = False
    glued: bool = False


@dataclass(slots=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    article: int
    first: bool
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GoldPiece:
    """A paragraph as it stands on the page: offsets, its article, its place among all paragraphs.

    `present` is the article of the heading above it; `body` says that it is no byline, caption or
    sign-off.
    """

    start: int
    end: int
    article: int
    order: int
    present: int
    copy: bool
    body: bool = True


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page, its paragraphs, and its headings as (offset, article)."""

    id: str
    lang: str
    kind: str
    text: str
    pieces: tuple[GoldPiece, ...]
    headings: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Dress:
    """What a page looks like: chances of what stands between paragraphs, and its headings."""

    bylines: float = 0.0
    signoffs: float = 0.0
    captions: float = 0.0
    subheads: float = 0.0
    levels: str = "flat"


def random_dress(rng: random.Random) -> Dress:
    """Draw a dress; half the pages are headings and paragraphs alone."""
    if rng.random() < 0.5:
        return Dress(levels=rng.choice(("flat", "first")))
    return Dress(
        bylines=rng.choice((0.0, 0.4, 0.8)),
        signoffs=rng.choice((0.0, 0.4, 0.8)),
        captions=rng.choice((0.0, 0.0, 0.05, 0.12)),
        subheads=rng.choice((0.0, 0.15, 0.3)),
        levels=rng.choice(("flat", "first", "first", "top")),
    )


def news(folder: Path, lang: str, half: str) -> list[Article]:
    """Return the news articles of one half, "tuning" or "scoring"."""
    return [
        article
        for article in read_articles(folder / f"{lang}.jsonl")
        if is_scoring(article.title) is (half == "scoring")
    ]


def compose(
    articles: Sequence[Article], inventory: Inventory, dress: Dress, rng: random.Random
) -> list[Part]:
    """Return the articles of a page as they should stand."""
    parts: list[Part] = []
    for number, article in enumerate(articles):
        part = Part(article.title, number, True)
        parts.append(part)
        if rng.random() < dress.bylines:
            part.pieces.append(Piece(inventory.draw("byline", rng), number, 0, body=False))
        split = rng.random() < 2 * dress.subheads and len(article.paragraphs) > 3
        for index, paragraph in enumerate(article.paragraphs):
            if split and index and rng.random() < dress.subheads:
                part = Part(_subhead(paragraph, inventory, rng), number, False)
                parts.append(part)
            if rng.random() < dress.captions:
                part.pieces.append(Piece(inventory.draw("caption", rng), number, 0, body=False))
            part.pieces.append(Piece(paragraph, number, 0))
        if rng.random() < dress.signoffs:
            part.pieces.append(Piece(inventory.draw("signoff", rng), number, 0, body=False))
    order = 0
    for part in parts:
        for index, piece in enumerate(part.pieces):
            part.pieces[index] = replace(piece, order=order)
            order += 1
    return parts


_CLAUSE = re.compile(r"[^，。；：！？、,.;:!?“”\"（(）)]+")


def _subhead(paragraph: str, inventory: Inventory, rng: random.Random) -> str:
    """Return a sub-heading: words of the paragraph under it, or one that says little."""
    clauses: list[str] = [c.strip() for c in _CLAUSE.findall(paragraph)]
    fitting: list[str] = [
        c for c in clauses if 6 <= len(c) <= (18 if inventory.lang == "zh" else 45)
    ]
    if fitting and rng.random() < 0.7:
        return rng.choice(fitting)
    return inventory.draw("subhead", rng)


def _parts_of(parts: Sequence[Part], article: int) -> list[Part]:
    return [part for part in parts if part.article == article]


def _last(parts: Sequence[Part], article: int) -> Part:
    return _parts_of(parts, article)[-1]


def _take_tail(part: Part, rng: random.Random, whole: bool = False) -> list[Piece]:
    """Take the last paragraphs off a part, with what stands between them; one body piece stays."""
    bodies = [at for at, piece in enumerate(part.pieces) if piece.body]
    if whole:
        at = 0
    else:
        count = rng.choice([n for n in (1, 1, 1, 2, 2, 3, 4) if n < len(bodies)])
        at = bodies[-count]
    taken = part.pieces[at:]
    del part.pieces[at:]
    return taken


def _bodies(part: Part) -> int:
    return sum(piece.body for piece in part.pieces)


def _pick(parts: list[Part], rng: random.Random, least: int, used: set[int]) -> Part | None:
    """Draw a part that ends an article with at least `least` paragraphs; it is used then."""
    able = [
        part
        for part in parts
        if part is _last(parts, part.article)
        and _bodies(part) >= least
        and part.article not in used
    ]
    if not able:
        return None
    chosen = rng.choice(able)
    used.add(chosen.article)
    return chosen


def _simple(parts: list[Part], used: set[int]) -> list[Part]:
    """The articles of one part only."""
    return [p for p in parts if len(_parts_of(parts, p.article)) == 1 and p.article not in used]


def _end(part: Part, rng: random.Random) -> int:
    """Return where a fragment is put at a part's end: before its sign-off now and then."""
    if part.pieces and not part.pieces[-1].body and rng.random() < 0.2:
        return len(part.pieces) - 1
    return len(part.pieces)


def _tail(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    donor, host = _pick(parts, rng, 2, used), _pick(parts, rng, 1, used)
    if donor is None or host is None:
        return False
    at = _end(host, rng)
    host.pieces[at:at] = _take_tail(donor, rng)
    return True


def _inside(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    donor, host = _pick(parts, rng, 2, used), _pick(parts, rng, 2, used)
    if donor is None or host is None:
        return False
    at = rng.randint(1, len(host.pieces) - 1)
    host.pieces[at:at] = _take_tail(donor, rng)
    return True


def _front(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    donor = _pick(parts, rng, 2, used)
    able = _simple(parts, used)
    if donor is None or not able:
        return False
    host = rng.choice(able)
    used.add(host.article)
    host.pieces[:0] = _take_tail(donor, rng)
    return True


def _tails(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    one, other = _pick(parts, rng, 2, used), _pick(parts, rng, 2, used)
    if one is None or other is None:
        return False
    taken = _take_tail(one, rng)
    one.pieces.extend(_take_tail(other, rng))
    other.pieces.extend(taken)
    return True


def _head(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = [part for part in _simple(parts, used) if _bodies(part) > 1]
    if not able:
        return False
    donor = rng.choice(able)
    used.add(donor.article)
    host = _pick(parts, rng, 1, used)
    if host is None:
        return False
    bodies = [at for at, piece in enumerate(donor.pieces) if piece.body]
    at = bodies[rng.choice([n for n in (1, 1, 2) if n < len(bodies)])]
    place = _end(host, rng)
    host.pieces[place:place] = donor.pieces[:at]
    del donor.pieces[:at]
    return True


def _scatter(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    done = False
    for _ in range(rng.choice((2, 3))):
        donor = _pick(parts, rng, 2, used)
        hosts = [part for part in parts if donor and part.article != donor.article and part.pieces]
        if donor is None or not hosts:
            break
        host = rng.choice(hosts)
        size = rng.choice((1, 1, 2))
        start = rng.randint(0, max(len(donor.pieces) - size - 1, 0))
        taken = donor.pieces[start : start + size]
        if not any(piece.body for piece in taken):
            continue
        del donor.pieces[start : start + size]
        at = rng.randint(0, len(host.pieces))
        host.pieces[at:at] = taken
        done = True
    return done


def _exchange(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = _simple(parts, used)
    if len(able) < 2:
        return False
    one, other = rng.sample(able, 2)
    one.pieces, other.pieces = other.pieces, one.pieces
    used |= {one.article, other.article}
    return True


def _adopt(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = _simple(parts, used)
    if not able:
        return False
    donor = rng.choice(able)
    used.add(donor.article)
    host = _pick(parts, rng, 1, used)
    if host is None:
        return False
    at = _end(host, rng)
    host.pieces[at:at] = _take_tail(donor, rng, whole=True)
    return True


def _next(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = [
        (one, other)
        for one, other in itertools.pairwise(parts)
        if one in _simple(parts, used) and other.first and other.article not in used
    ]
    if not able:
        return False
    one, other = rng.choice(able)
    other.pieces[:0] = _take_tail(one, rng, whole=True)
    used |= {one.article, other.article}
    return True


def _chain(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = _simple(parts, used)
    if len(able) < 3:
        return False
    rows = sorted(rng.sample(range(len(able)), 3))
    if rng.random() < 0.5:  # neighbours
        first = rng.randrange(len(able) - 2)
        rows = [first, first + 1, first + 2]
    one, two, three = (able[row] for row in rows)
    one.pieces, two.pieces, three.pieces = three.pieces, one.pieces, two.pieces
    used |= {one.article, two.article, three.article}
    return True


def _cut(text: str, lang: str, rng: random.Random) -> tuple[str, str] | None:
    """Cut a paragraph in mid-sentence: between words, in Chinese anywhere."""
    if len(text) < 24:
        return None
    at = rng.randint(len(text) // 5, 4 * len(text) // 5)
    if not traits(lang).ideographic:
        at = text.find(" ", at)
    if at < 8 or len(text) - at < 8 or text[at - 1] in '。！？.!?;；”"':
        return None
    return text[:at].rstrip(), text[at:].lstrip()


def _after(parts: list[Part], rng: random.Random, used: set[int], lang: str = "zh") -> bool:
    donor, host = _pick(parts, rng, 2, used), _pick(parts, rng, 1, used)
    if donor is None or host is None:
        return False
    bodies = [at for at, piece in enumerate(donor.pieces) if piece.body]
    at = rng.choice(bodies[max(len(bodies) - 3, 0) :])
    piece = donor.pieces[at]
    cut = _cut(piece.text, lang, rng)
    if cut is None:
        return False
    taken = [replace(piece, text=cut[1]), *donor.pieces[at + 1 :]]
    donor.pieces[at:] = [replace(piece, text=cut[0])]
    host.pieces.extend(taken)
    return True


def _seed(parts: list[Part], rng: random.Random, used: set[int], lang: str = "zh") -> bool:
    able = _simple(parts, used)
    if len(able) < 2:
        return False
    owner, copied = rng.sample(able, 2)
    used |= {owner.article, copied.article}
    host = _pick(parts, rng, 2, used)
    if host is None:
        return False
    body = _headless(owner, lang, rng)
    owner.pieces = [replace(piece, copy=True) for piece in copied.pieces]
    while host.pieces and not host.pieces[-1].body:
        host.pieces.pop()  # its end is lost, and so is its sign-off
    last = host.pieces[-1]
    shape = rng.random()
    stops = [m.end() for m in re.finditer(r"[。！？]|[.!?](?= )", last.text)]
    inner = [at for at in stops if 20 < at < len(last.text)]
    if shape < 0.3 and (cut := _cut(last.text, lang, rng)):
        host.pieces[-1] = replace(last, text=cut[0])
    elif inner:
        host.pieces[-1] = replace(last, text=last.text[: rng.choice(inner)].rstrip())
    if shape > 0.5:
        body = _stuck(body, lang, rng)
    host.pieces.extend(body)
    return True


def _headless(owner: Part, lang: str, rng: random.Random) -> list[Piece]:
    """Return a body whose start is lost: it begins in mid-sentence, or as it should."""
    pieces = list(owner.pieces)
    first = next(at for at, piece in enumerate(pieces) if piece.body)
    cut = _cut(pieces[first].text, lang, rng)
    if cut and rng.random() < 0.7:
        return [replace(pieces[first], text=cut[1]), *pieces[first + 1 :]]
    return pieces


def _stuck(body: list[Piece], lang: str, rng: random.Random) -> list[Piece]:
    """Leave the fragment's first character, word or sentence in the block before it."""
    first = body[0]
    if not first.body:
        return body
    stops = [m.end() for m in re.finditer(r"[。！？]|[.!?](?= )", first.text)]
    if rng.random() < 0.4 and stops and stops[0] < len(first.text):
        at = stops[0]
    elif traits(lang).ideographic:
        at = rng.choice((1, 1, 2, 4))
    else:
        at = first.text.find(" ") if " " in first.text else 0
    if not 0 < at < len(first.text):
        return body
    head = replace(first, text=first.text[:at].strip(), glued=True)
    return [head, replace(first, text=first.text[at:].strip()), *body[1:]]


Move = Callable[[list[Part], random.Random, set[int]], bool]


def displace(parts: list[Part], kind: str, lang: str, rng: random.Random) -> bool:
    """Damage the page in place, once or twice; whether anything was done."""
    plain: dict[str, Move] = {
        "tail": _tail,
        "front": _front,
        "tails": _tails,
        "head": _head,
        "inside": _inside,
        "scatter": _scatter,
        "exchange": _exchange,
        "adopt": _adopt,
        "next": _next,
        "chain": _chain,
    }
    used: set[int] = set()
    done = False
    times = 1 if len(parts) < 5 else rng.choice((1, 1, 2))
    for _ in range(times):
        if kind == "after":
            done |= _after(parts, rng, used, lang)
        elif kind == "seed":
            done |= not done and _seed(parts, rng, used, lang)
        else:
            done |= plain[kind](parts, rng, used)
    return done


def lay(parts: Sequence[Part], dress: Dress, name: str, lang: str, kind: str) -> PlacedPage:
    """Write the parts under one another, a blank line between blocks."""
    text = ""
    pieces: list[GoldPiece] = []
    headings: list[tuple[int, int]] = []
    space = "" if traits(lang).ideographic else " "
    for number, part in enumerate(parts):
        text += "\n\n" if text else ""
        headings.append((len(text), part.article))
        text += _marks(dress.levels, number, part.first) + part.heading
        for piece in part.pieces:
            text += space if piece.glued else "\n\n"
            start = len(text)
            text += piece.text
            place = (piece.article, piece.order, part.article, piece.copy, piece.body)
            pieces.append(GoldPiece(start, len(text), *place))
    return PlacedPage(name, lang, kind, text + "\n", tuple(pieces), tuple(headings))


def _marks(levels: str, number: int, first: bool) -> str:
    match levels:
        case "plain":
            return ""
        case "first":
            return "# " if number == 0 else "## "
        case "top":
            return "# " if first else "## "
        case _:
            return "## "


def pages(
    articles: Sequence[Article],
    lang: str,
    seed: int | str,
    count: int,
    kind: str | None = None,
    half: str = "tuning",
    dress: Dress | None = None,
) -> Iterator[PlacedPage]:
    """Yield `count` pages of 4 to 9 articles; page `i` depends on the seed and `i` alone."""
    inventory = Inventory(lang, half)
    names, weights = list(KINDS), list(KINDS.values())
    for index in range(count):
        rng = random.Random(f"displaced:{seed}:{lang}:{index}")
        while True:
            chosen = kind or rng.choices(names, weights)[0]
            wear = dress or random_dress(rng)
            taken = rng.sample(articles, rng.randint(4, 9))
            parts = compose(taken, inventory, wear, rng)
            if chosen == "clean" or displace(parts, chosen, lang, rng):
                break
        yield lay(parts, wear, f"{chosen}-{lang}-{seed}-{index}", lang, chosen)

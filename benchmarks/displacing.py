"""How paragraphs come to stand under the wrong heading: a function for each kind of damage."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.languages import traits


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or part of one.

    `article` numbers the article it belongs to, `order` its place on the page before the damage;
    `body` says that it is no byline, caption or sign-off; a `copy` stands twice and is not scored;
    a `glued` piece is written behind the one before it, in the same block.
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


def _donor_and_host(
    able: list[Part], parts: list[Part], rng: random.Random, used: set[int]
) -> tuple[Part, Part] | None:
    """One of these that gives, and another that takes."""
    if not able:
        return None
    donor = rng.choice(able)
    used.add(donor.article)
    host = _pick(parts, rng, 1, used)
    return None if host is None else (donor, host)


def _head(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = [part for part in _simple(parts, used) if _bodies(part) > 1]
    pair = _donor_and_host(able, parts, rng, used)
    if pair is None:
        return False
    donor, host = pair
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
    pair = _donor_and_host(_simple(parts, used), parts, rng, used)
    if pair is None:
        return False
    donor, host = pair
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

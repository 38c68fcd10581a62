"""How paragraphs come to stand under the wrong heading: a function for each kind of damage."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable
from dataclasses import replace

from benchmarks.languages import traits
from benchmarks.parts import Part, Piece, bodies_of, donor_and_host, end_of, pick, simple, take_tail


def _tail(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    donor, host = pick(parts, rng, 2, used), pick(parts, rng, 1, used)
    if donor is None or host is None:
        return False
    at = end_of(host, rng)
    host.pieces[at:at] = take_tail(donor, rng)
    return True


def _inside(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    donor, host = pick(parts, rng, 2, used), pick(parts, rng, 2, used)
    if donor is None or host is None:
        return False
    at = rng.randint(1, len(host.pieces) - 1)
    host.pieces[at:at] = take_tail(donor, rng)
    return True


def _front(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    donor = pick(parts, rng, 2, used)
    able = simple(parts, used)
    if donor is None or not able:
        return False
    host = rng.choice(able)
    used.add(host.article)
    host.pieces[:0] = take_tail(donor, rng)
    return True


def _tails(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    one, other = pick(parts, rng, 2, used), pick(parts, rng, 2, used)
    if one is None or other is None:
        return False
    taken = take_tail(one, rng)
    one.pieces.extend(take_tail(other, rng))
    other.pieces.extend(taken)
    return True


def _head(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = [part for part in simple(parts, used) if bodies_of(part) > 1]
    pair = donor_and_host(able, parts, rng, used)
    if pair is None:
        return False
    donor, host = pair
    bodies = [at for at, piece in enumerate(donor.pieces) if piece.body]
    at = bodies[rng.choice([n for n in (1, 1, 2) if n < len(bodies)])]
    place = end_of(host, rng)
    host.pieces[place:place] = donor.pieces[:at]
    del donor.pieces[:at]
    return True


def _scatter(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    done = False
    for _ in range(rng.choice((2, 3))):
        donor = pick(parts, rng, 2, used)
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
    able = simple(parts, used)
    if len(able) < 2:
        return False
    one, other = rng.sample(able, 2)
    one.pieces, other.pieces = other.pieces, one.pieces
    used |= {one.article, other.article}
    return True


def _adopt(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    pair = donor_and_host(simple(parts, used), parts, rng, used)
    if pair is None:
        return False
    donor, host = pair
    at = end_of(host, rng)
    host.pieces[at:at] = take_tail(donor, rng, whole=True)
    return True


def _next(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = [
        (one, other)
        for one, other in itertools.pairwise(parts)
        if one in simple(parts, used) and other.first and other.article not in used
    ]
    if not able:
        return False
    one, other = rng.choice(able)
    other.pieces[:0] = take_tail(one, rng, whole=True)
    used |= {one.article, other.article}
    return True


def _chain(parts: list[Part], rng: random.Random, used: set[int]) -> bool:
    able = simple(parts, used)
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
    donor, host = pick(parts, rng, 2, used), pick(parts, rng, 1, used)
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
    able = simple(parts, used)
    if len(able) < 2:
        return False
    owner, copied = rng.sample(able, 2)
    used |= {owner.article, copied.article}
    host = pick(parts, rng, 2, used)
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

"""How well ``find_passages`` finds what stands again: `python -m benchmarks.passages`.

Sentences of at least 20 characters (Chinese) or eight words (English) of one section are put into
another one, as they stand, with another last mark, in the lines of a narrow column, or with a wrong
letter. Recall is the share of them found with both places, each overlapping its gold by four
fifths; precision the share of what is found that reads the same in both places and is long enough.
What stands twice in the articles themselves counts for precision alone.
"""

from __future__ import annotations

import argparse
import difflib
import random
import time
from collections import Counter, defaultdict
from typing import NamedTuple

from benchmarks.repeats import LETTERS, broken, originals, sentences
from layoutfix.dedup import Passage, find_passages
from layoutfix.model import Span

LEAST = {"zh": 20, "en": 8}
WAYS = ("as it stands", "another last mark", "narrow lines", "a wrong letter")


class Planted(NamedTuple):
    """A sentence that was put into another text."""

    way: str
    source: int
    source_span: Span
    target: int
    target_span: Span


def size(text: str, lang: str) -> int:
    """Characters or words."""
    return len(text) if lang == "zh" else len(text.split())


def changed(sentence: str, way: str, lang: str, rng: random.Random) -> str:
    """The sentence as it is put in."""
    if way == "another last mark":
        return sentence[:-1] + ("," if lang == "en" else "，")
    if way == "narrow lines":
        return broken(sentence, lang, rng)
    if way == "a wrong letter":
        at = rng.randrange(len(sentence) // 3, 2 * len(sentence) // 3)
        return sentence[:at] + rng.choice(LETTERS[lang]) + sentence[at + 1 :]
    return sentence


def plant(lang: str, count: int, seed: int, scoring: bool) -> tuple[list[str], list[Planted]]:
    """Sections, and the sentences of some of them put into others."""
    rng = random.Random(f"{seed}:{lang}:passages")
    some = originals(lang, rng, scoring)
    pieces = [sentences(next(some)) for _ in range(count)]
    texts = ["".join(each) for each in pieces]
    planted: list[Planted] = []
    for target in range(0, count, 2):  # odd ones are only taken from, so that spans stay
        source = rng.randrange(count // 2) * 2 + 1
        row = rng.randrange(len(pieces[source]))
        sentence = pieces[source][row].strip()
        long = 3 * LEAST[lang] if rng.random() < 0.5 else LEAST[lang]
        if size(sentence, lang) < long or sentence[-1].isalnum():
            continue
        way = rng.choice(WAYS)
        if way == "a wrong letter" and size(sentence, lang) < 3 * LEAST[lang]:
            continue  # what is left on either side would be too short
        new = changed(sentence, way, lang, rng)
        at = rng.randint(0, len(pieces[target]))
        before = "".join(pieces[target][:at]).rstrip() + "\n\n"
        texts[target] = before + new + "\n\n" + "".join(pieces[target][at:])
        start = len("".join(pieces[source][:row]))
        start += len(pieces[source][row]) - len(pieces[source][row].lstrip())
        span = Span(start, start + len(sentence))
        place = Span(len(before), len(before) + len(new))
        planted.append(Planted(way, source, span, target, place))
    return texts, planted


def overlap(one: Span, other: Span) -> float:
    """Shared characters, of those that at least one has."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / (max(one.end, other.end) - min(one.start, other.start))


def right(passage: Passage, texts: list[str], lang: str) -> bool:
    """Whether both places read the same and are long enough."""
    assert isinstance(passage.a, int)
    assert isinstance(passage.b, int)
    one, other = passage.a_span.text_of(texts[passage.a]), passage.b_span.text_of(texts[passage.b])
    letters = ["".join(c for c in text.lower() if c.isalnum()) for text in (one, other)]
    alike = letters[0] == letters[1] or (
        difflib.SequenceMatcher(None, letters[0], letters[1], autojunk=False).ratio() >= 0.9
    )
    return alike and max(size(one, lang), size(other, lang)) >= LEAST[lang]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, prog="benchmarks.passages")
    parser.add_argument("--count", type=int, default=4000, help="sections of each language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tuning", action="store_true", help="the half that is tuned on")
    parser.add_argument("--show", type=int, default=0, help="print so many errors of each kind")
    chosen = parser.parse_args()
    for lang in ("zh", "en"):
        texts, planted = plant(lang, chosen.count, chosen.seed, not chosen.tuning)
        start = time.process_time()
        found = find_passages(texts)
        spent = time.process_time() - start
        places = defaultdict(list)
        for passage in found:
            places[passage.a, passage.b].append((passage.a_span, passage.b_span))
            places[passage.b, passage.a].append((passage.b_span, passage.a_span))
        hit: Counter[str] = Counter()
        every = Counter(each.way for each in planted)
        shown = 0
        for each in planted:
            near = places[each.source, each.target]
            if any(
                overlap(a, each.source_span) >= 0.8 and overlap(b, each.target_span) >= 0.8
                for a, b in near
            ):
                hit[each.way] += 1
            elif shown < chosen.show:
                shown += 1
                print(
                    "missed", each, each.source_span.text_of(texts[each.source]), near, sep="\n  "
                )
        wrong = [passage for passage in found if not right(passage, texts, lang)]
        for passage in wrong[: chosen.show]:
            one = passage.a_span.text_of(texts[passage.a])  # type: ignore[call-overload]
            other = passage.b_span.text_of(texts[passage.b])  # type: ignore[call-overload]
            print("wrong", repr(one), repr(other), sep="\n  ")
        recall, precision = hit.total() / every.total(), 1 - len(wrong) / len(found)
        rate = sum(map(len, texts)) / spent / 1e6
        print(
            f"{lang}: {len(found)} found, recall {recall:.4f} of {every.total()} planted,", end=" "
        )
        print(f"precision {precision:.4f}, {rate:.1f} M characters/s")
        for way in WAYS:
            print(f"    {way:20}{hit[way]}/{every[way]}")


if __name__ == "__main__":
    main()

"""What ``fix`` removes of what stands twice on a page: `python -m benchmarks.doubling`.

Pages of three to seven clean articles under headings. Some get pull quotes: a sentence of the
article as a block of its own, as it stands, with another last mark or none, in quotation marks or
in the lines of a narrow column. Some get a section's text once more under another heading, in place
of that section's own text, before it or behind it. All of them have things that repeat on purpose:
notices, adverts, refrains, an interviewer's question, bylines, rows of a table. Scored is what the
rules of the repeats stage take out.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from benchmarks.gold import Article, articles, shared
from benchmarks.repeats import broken, sentences
from layoutfix import DEFAULT, Ruleset, Stage
from layoutfix.model import Finding
from layoutfix.pipeline import check

RULES = ("pull-quote", "doubled-section")

Gold = dict[tuple[int, int], str]

WANTED = {"zh": 20, "en": 8}

PURPOSE = {
    "zh": {
        "notice": "本馆逢周一闭馆，读者可将书投入后门还书箱，逾期不另行通知。",
        "advert": "老渡口豆腐坊，现磨现卖，三代祖传，电话订购送货上门，量大从优。",
        "refrain": "江水流啊流，流过我家门口，流走了多少个春秋和渡船的锣。",
        "question": "您当时是怎么想的，为什么决定留下来而不是像别人那样离开？",
        "byline": "本报记者 沈如意",
        "row": "| 渡口 | 6:30 | 7:15 | 8:00 | 逢周一停航 |",
    },
    "en": {
        "notice": "The reading room is closed on Mondays; books may be left in the box outside.",
        "advert": "Harker's Tea Rooms: scones every hour on the hour. Open until the lamps go out.",
        "refrain": "Roll on, grey river, roll on to the sea, and carry my letters, but not me.",
        "question": "What went through your mind when they told you that the bridge had to close?",
        "byline": "By Ruth Ellerby",
        "row": "| Netherby | 6:30 | 7:15 | 8:00 | not on Mondays |",
    },
}


@dataclass
class Sheet:
    """A page while it is made: blocks of text, and those that are to leave, by kind."""

    blocks: list[str] = field(default_factory=list)
    gold: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A heading and its blocks."""

    heading: str
    blocks: tuple[str, ...]


def sections_of(some: list[Article], rng: random.Random) -> list[Section]:
    """The articles, some of their paragraphs left out."""
    out = []
    for article in some:
        count = rng.randint(1, 6)
        paragraphs = [p for p in article.paragraphs if len(p) > 30][:count]
        if paragraphs:
            out.append(Section(f"## {article.title}", tuple(paragraphs)))
    return out


def doubled(sections: list[Section], rng: random.Random) -> tuple[list[Section], int, range]:
    """The sections with one's text under another heading too: where, and which blocks of it."""
    whose, where = rng.sample(range(len(sections)), 2)
    text, own = sections[whose].blocks, sections[where].blocks
    way = rng.choice(("instead", "before", "behind"))
    blocks = {"instead": text, "before": text + own, "behind": own + text}[way]
    start = len(own) if way == "behind" else 0
    sections[where] = Section(sections[where].heading, blocks)
    return sections, where, range(start, start + len(text))


def quoted(text: str, lang: str, rng: random.Random) -> str:
    """A sentence as a pull quote shows it."""
    way = rng.choice(("plain", "plain", "mark", "bare", "marks", "narrow"))
    if way == "mark":
        return text[:-1] + ("！" if lang == "zh" else "!")
    if way == "bare":
        return text.rstrip('。.！!”"')
    if way == "marks":
        return f"“{text}”"
    if way == "narrow":
        return broken(text, lang, rng)
    return text


def page(
    some: list[Article], lang: str, rng: random.Random
) -> tuple[str, dict[tuple[int, int], str]]:
    """A page, and the spans of the blocks that are to leave with what they are."""
    sections = sections_of(some, rng)
    where, copies = -1, range(0)
    if rng.random() < 0.5 and len(sections) > 2:
        sections, where, copies = doubled(sections, rng)
    sheet = Sheet()
    for number, section in enumerate(sections):
        sheet.blocks.append(section.heading)
        first = len(sheet.blocks)
        for row, block in enumerate(section.blocks):
            if number == where and row in copies:
                sheet.gold[len(sheet.blocks)] = "doubled section"
            sheet.blocks.append(block)
        if rng.random() < 0.4 and len(section.blocks) > 2 and number != where:
            _pull(sheet, first, lang, rng)
    _on_purpose(sheet, lang, rng)
    return _laid_out(sheet)


def _pull(sheet: Sheet, first: int, lang: str, rng: random.Random) -> None:
    """Put in a pull quote of the section whose blocks begin at ``first``."""
    paragraphs = sheet.blocks[first:]
    source = rng.choice(paragraphs)
    size = len if lang == "zh" else lambda text: len(text.split())
    good = [
        s.strip()
        for s in sentences(source)
        if WANTED[lang] <= size(s) <= 5 * WANTED[lang] and 2 * len(s) < len(source)
    ]
    good = [s for s in good if s[-1] in ".。！!”" or s[-1] == '"']
    if good:
        at = rng.randint(first + 1, len(sheet.blocks))
        _insert(sheet, at, quoted(rng.choice(good), lang, rng), "pull quote")


def _insert(sheet: Sheet, at: int, block: str, kind: str = "") -> None:
    sheet.blocks.insert(at, block)
    sheet.gold = {place + (place >= at): what for place, what in sheet.gold.items()}
    if kind:
        sheet.gold[at] = kind


def _on_purpose(sheet: Sheet, lang: str, rng: random.Random) -> None:
    """Put in what repeats on purpose: behind paragraphs, but not inside of doubled text."""
    for text in PURPOSE[lang].values():
        if rng.random() < 0.3:
            for _ in range(rng.choice((2, 2, 3))):
                free = [
                    n
                    for n in range(1, len(sheet.blocks) + 1)
                    if n not in sheet.gold and n - 1 not in sheet.gold
                ]
                _insert(sheet, rng.choice(free), text)


def _laid_out(sheet: Sheet) -> tuple[str, Gold]:
    spans: Gold = {}
    at = 0
    for number, block in enumerate(sheet.blocks):
        if number in sheet.gold:
            spans[at, at + len(block)] = sheet.gold[number]
        at += len(block) + 2
    return "\n\n".join(sheet.blocks) + "\n", spans


def covered(findings: list[Finding], start: int, end: int) -> bool:
    """Whether the findings take the span out."""
    spans = sorted((e.span.start, e.span.end) for f in findings for e in f.edits)
    for first, last in spans:
        if first <= start < last:
            start = last
    return start >= end


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, prog="benchmarks.doubling")
    parser.add_argument("--pages", type=int, default=600, help="of each language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tuning", action="store_true", help="the half that is tuned on")
    parser.add_argument("--show", type=int, default=0, help="print so many errors")
    chosen = parser.parse_args()
    rules = Ruleset(tuple(r for r in DEFAULT if r.stage is not Stage.SEAMS))
    for lang in ("zh", "en"):
        every = [a for a in articles(shared() / "corpora", lang, not chosen.tuning) if a.title]
        hit: Counter[str] = Counter()
        all_gold: Counter[str] = Counter()
        right: dict[float, Counter[bool]] = defaultdict(Counter)
        shown = 0
        for number in range(chosen.pages):
            rng = random.Random(f"{chosen.seed}:{lang}:{number}")
            text, gold = page(rng.sample(every, rng.randint(3, 7)), lang, rng)
            found = [f for f in check(text, rules=rules) if f.rule in RULES and f.edits]
            applied = [f for f in found if f.confidence >= 0.9]
            for (start, end), kind in gold.items():
                all_gold[kind] += 1
                hit[kind] += covered(applied, start, end)
                if shown < chosen.show and not covered(applied, start, end):
                    shown += 1
                    print("missed", kind, text[start:end][:200], sep="\n   ")
            wanted = {place for start, end in gold for place in range(start, end)}
            for finding in found:
                ink = [
                    n
                    for e in finding.edits
                    for n in range(e.span.start, e.span.end)
                    if not text[n].isspace()
                ]
                good = all(n in wanted for n in ink)
                right[finding.confidence][good] += 1
                if not good and finding.confidence >= 0.9 and shown < chosen.show:
                    shown += 1
                    print("wrong", finding.rule, finding.reason, sep="\n   ")
                    print(text[finding.span.start : finding.span.end][:200])
        for kind, count in all_gold.items():
            print(f"{lang} {kind:16} removed {hit[kind]}/{count} blocks = {hit[kind] / count:.4f}")
        for confidence, counts in sorted(right.items()):
            share = counts[True] / counts.total()
            print(
                f"{lang} confidence {confidence:.2f}: {counts[True]}/{counts.total()} = {share:.4f}"
            )


if __name__ == "__main__":
    main()

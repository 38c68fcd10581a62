"""Small newspapers, written for these tests, and the account that must hold for each."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from layoutfix import Collection, CollectionPage

HEAD = "THE MORLAND COURIER   Friday, March 8, 2019   Page"

FRONT = f"""{HEAD} A1

# Quarry plan divides Eastfield

By Neil Hathersage

More than two hundred people crowded into the village hall at Eastfield to hear the company. \
It has asked the county to let it extend the workings northward as far

See QUARRY, Page A5

# Bowls club seeks level ground

The bowls club has asked the council for a new green.
"""

INNER = f"""{HEAD} A5

# Quarry

Continued from A1

as the old drovers' road. Fifty-one jobs depend on the decision, according to the manager.

Opponents said they had nothing against the men who work there.

# New organ arrives in eleven crates

The organ of St Oswin's was carried into the church on Monday.
"""

JOINED = (
    "northward as far as the old drovers' road. Fifty-one jobs depend on the decision, according "
    "to the manager.\n\nOpponents said they had nothing against the men who work there.\n\n"
    "# Bowls club"
)

HAN_FRONT = """江畔晚报　2023年5月17日　星期三　第1版

# 今夏防汛备料提前到位

昨天下午，记者在城北防汛物资仓库看到，编织袋、土工布、救生衣整齐地码放在货架上。主要是考虑到沿江有三处堤段正在

（下转第3版）
"""

HAN_INNER = """江畔晚报　2023年5月17日　星期三　第3版

（上接第1版）

加固施工，需要留出更多的机动力量。按照部署，全市共设立物资储备点二十六个，平均每个储备点负责九公里堤防。

# 旧琴房里走出少年乐团

每逢周日下午，旧琴房里总会传出断断续续的提琴声。
"""

SUBJECTS = ("ferry", "quarry", "library", "orchard", "weir", "school", "chapel", "market", "bridge")
ENDS = (
    "the council has put off what it had promised to do before the end of the year and asked for",
    "nobody in the village could say how long the work would take or who had been asked to do",
    "a firm from the next valley has been told to bring its barges round by the coast and then to",
)
STARTS = (
    "the money that was set aside for it. The chairman thanked everybody and went home.",
    "what was left to be done, and the clerk wrote it down. Nobody spoke against it.",
    "wait for the tide, which comes late at this time of the year. The pilot knows the channel.",
)


def paper(rng: random.Random, issues: int = 1) -> list[str]:
    """Pages of issues whose articles go on elsewhere, or don't, with heads and feet."""
    pages = []
    for issue in range(issues):
        subjects = rng.sample(SUBJECTS, len(SUBJECTS))
        count = rng.randint(3, 6)
        bodies: list[list[str]] = [[] for _ in range(count)]
        for subject in subjects:
            first, last = rng.sample(range(count), 2)
            begun = f"# The {subject} of Netherby\n\nOf the {subject} {rng.choice(ENDS)}"
            onward = f"Continued on Page {last + 1}"
            back = f"Continued from Page {rng.choice([first + 1, first + 1, first + 2])}"
            if rng.random() < 0.7:
                bodies[first].append(f"{begun}\n\n{onward}")
                over = f"# {subject.title()}\n\n" * (rng.random() < 0.5)
                bodies[last].append(f"{over}{back}\n\n{rng.choice(STARTS)}")
            else:
                bodies[first].append(f"{begun} nothing more.")
        for number, body in enumerate(bodies, start=1):
            rng.shuffle(body)
            head = f"THE COURIER   May {issue + 1}, 1931   Page {number}"
            pages.append("\n\n".join([head, *body, "Printed at the old mill"]) + "\n")
    return pages


def repaired(pages: Sequence[str]) -> list[CollectionPage]:
    """The pages, repaired as a collection, and their account checked."""
    made = list(Collection.learn(pages).fix(pages))
    check_account(pages, made)
    return made


def check_account(pages: Sequence[str], made: Sequence[CollectionPage]) -> None:
    """Nothing is written, nothing is lost, every character has its page and its place."""
    assert [page.source for page in made] == list(pages)
    kept: Counter[tuple[int, int]] = Counter()
    for page in made:
        parts = []
        for number, span, glue in page.segments:
            assert span is not None or not glue.strip(" \n")
            parts.append(glue if span is None else span.text_of(pages[number]))
            if span is not None:
                kept.update((number, at) for at in range(span.start, span.end))
        assert "".join(parts) == page.text
        for offset in range(0, len(page.text), 7):
            place = page.origin(offset)
            if place is None:
                assert page.text[offset] in " \n"
            else:
                assert pages[place.page][place.offset] == page.text[offset]
    gone = {
        (number, at)
        for page in made
        for number, span, _ in page.removed
        for at in range(span.start, span.end)
    }
    everything = {(n, at) for n, page in enumerate(pages) for at in range(len(page))}
    assert max(kept.values(), default=1) == 1, "a character stands twice"
    assert not gone & set(kept), "what was removed stands somewhere"
    assert gone | set(kept) == everything, "something is lost"

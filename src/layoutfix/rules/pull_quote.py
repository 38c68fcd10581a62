"""Sentences of the text that the layout shows once more, large and between the columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from layoutfix.dedup.normal import DENSE
from layoutfix.evidence.articles import articles_of, is_work
from layoutfix.evidence.cuts import cuts_of, interrupted
from layoutfix.evidence.repeats.copies import (
    Contained,
    Letters,
    contained,
    letters,
    letters_together,
)
from layoutfix.evidence.repeats.removal import removal
from layoutfix.language.characters import Kind, kind_set
from layoutfix.model import Block, Finding, Page, Proof, Role, Span, Stage, role_set
from layoutfix.rule import Example, Output, rule

__all__ = ["pull_quote"]

SURE, OPENING, UNSURE = 0.96, 0.8, 0.5

FAR = 3
"""Headings between a pull quote and its sentence at the most."""

NEAR_COPY = 3000
"""Characters between a pull quote that interrupts no sentence and its copy."""

NEAR_CUT = 4000
"""Characters between a pull quote and a cut that proves it: about a column of a newspaper."""

LONGEST = 400
"""Letters of a pull quote at the most, a character of a dense script counted as three; a block of
more is a paragraph."""

LEAST_AROUND = 8
"""Letters that the paragraph must have besides the sentence."""

WATCHED = role_set(Role.PARAGRAPH, Role.QUOTE, Role.CAPTION, Role.LIST_ITEM)
OPENERS = frozenset({Role.HEADING, Role.BYLINE, Role.DATELINE, Role.CAPTION})
ENDS_ARTICLE = frozenset({Role.SIGN_OFF, Role.DATELINE})

STOP = kind_set(Kind.FULL_STOP, Kind.IDEOGRAPHIC_STOP, Kind.EXCLAMATION, Kind.ELLIPSIS)
CLOSING = kind_set(Kind.CLOSE_QUOTE, Kind.NEUTRAL_QUOTE, Kind.CLOSE_BRACKET)
NO_BEGINNING = CLOSING | kind_set(Kind.LOWER, Kind.COMMA, Kind.ENUMERATION_COMMA, Kind.SEMICOLON)
NO_BEGINNING[Kind.NEUTRAL_QUOTE] = False
LETTERS = kind_set(
    *(Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.HAN, Kind.HIRAGANA, Kind.KATAKANA, Kind.HANGUL),
    *(Kind.THAI, Kind.DIGIT, Kind.MARK, Kind.HYPHEN, Kind.SOFT_HYPHEN),
)
OPENING_QUOTE = kind_set(Kind.OPEN_QUOTE, Kind.NEUTRAL_QUOTE)
CLOSING_QUOTE = kind_set(Kind.CLOSE_QUOTE, Kind.NEUTRAL_QUOTE)

BEFORE = "The trustees met on the pier in January, and nobody brought an umbrella."
BODY = (
    "Miss Harker read the letter aloud. “We did not come to bury the old pier, we came to count "
    "its planks,” she said, and sat down. The vote was put off until the spring."
)
QUOTE = "“We did not come to bury the old pier, we came to count its planks.”"
AFTER = "The planks were counted twice. There are two thousand and eleven."
LEFT = (
    "The trustees met on the pier in January, and nobody had brought an umbrella, because the "
    "newspaper of that morning had promised them a week without"
)
RIGHT = "rain. Those who came late stood in the boathouse, and they heard nothing of what was said."
HAN = "镇上的老人说，钟声停了以后，连候鸟都不大来了。"
HAN_BODY = (
    "今年春天，钟楼重新敲响。镇上的老人说，钟声停了以后，连候鸟都不大来了，现在总算又有了动静。"
    "镇里打算秋天把楼梯也修一修。"
)
HAN_LAST = "修钟的两个年轻人没有收钱，只要了一张钟楼的旧照片。"

HAN_LEFT = (
    "钟楼停了十一年，指针一直指着四点二十分，镇上的孩子放学以后常常跑到楼下去看那只不再走动的大"
)
HAN_RIGHT = "钟，猜它什么时候再响。今年春天，两个年轻人把锈住的齿轮一个一个拆了下来。"

FERRY = (
    "The ferry Elsinore will not cross to Garrow Island next week. A shaft bearing has worn "
    "through, and the yard in Leith needs four days to fit another."
)
BEES = (
    "A swarm of bees closed the main library in Tarrant Street for two hours. The keeper carried "
    "the swarm out in a laundry basket."
)


def _articles(cut: str, quote: str) -> str:
    parts = (
        ("The planks of the pier are counted", f"{LEFT}{cut}{RIGHT}\n\n{BODY}{quote}"),
        ("Ferry to Garrow Island cancelled", FERRY),
        ("Bees close the library", BEES),
    )
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in parts) + "\n"


EXAMPLES = (
    Example(
        f"{LEFT}\n\n{QUOTE}\n\n{RIGHT}\n\n{BODY}\n\n{AFTER}\n",
        f"{LEFT} {RIGHT}\n\n{BODY}\n\n{AFTER}\n",
    ),
    Example(
        f"{HAN_LEFT}\n\n{HAN}\n\n{HAN_RIGHT}\n\n{HAN_BODY}\n",
        f"{HAN_LEFT}{HAN_RIGHT}\n\n{HAN_BODY}\n",
    ),
    Example(_articles("\n\n", f"\n\n{QUOTE}"), _articles(" ", "")),
    Example(_articles(" ", f"\n\n{QUOTE}")),
    Example(f"{BEFORE}\n\n{BODY}\n\n{QUOTE}\n\n{AFTER}\n"),
    Example(f"# 钟楼\n\n{HAN_LAST}\n\n{HAN}\n\n## 春天\n\n{HAN_BODY}\n"),
    Example(
        f"The old pier has two thousand planks\n\nThe old pier has two thousand planks. {BODY}\n"
    ),
    Example(f"# The pier\n\n{QUOTE}\n\n{BODY}\n\n{AFTER}\n"),
    Example(f"{BEFORE}\n\n> {QUOTE}\n\n{BODY}\n"),
    Example(f"{BEFORE}\n\n{QUOTE}\n\n{BODY}\n\n{QUOTE}\n\n{AFTER}\n"),
)


@rule("pull-quote", Stage.REPEATS, EXAMPLES, needs=("join-blocks",), prepare=letters_together)
def pull_quote(page: Page) -> Output:
    """A block that stands again, letter by letter, inside a paragraph near it is a pull quote.

    The layout shows a sentence of the text once more, in large type, where it looks well; in the
    text it interrupts what was said. It leaves, and the sentence in the paragraph stays. Marks,
    case and line breaks may differ. It must be a whole sentence or quotation of at least 20
    characters or eight words, have running text before it, and stand once.

    Authors repeat their sentences too: an abstract, a rule that holds in two sections, the last
    step of a proof. So the page must prove that it was cut: the block stands between two halves of
    a sentence, or on a page of several independent articles, near its copy and near a sentence
    that was cut in two. On a page without marked headings a line without a closing mark may be one,
    and stays; so do the lead under a heading, a quotation in a block of its own marks, captions,
    list items, verse, tables, and what stands more than twice.
    """
    known = page.derived(letters)
    if not len(known.runs):
        return
    for each in page.derived(contained):
        if not WATCHED[known.roles[each.block]]:
            continue
        block = known.blocks[each.block]
        why, confidence = _judged(page, known, each)
        edits = removal(page, (each.block,), (each.copy,)) if confidence > UNSURE else ()
        proofs = tuple(_proofs(page, known, each)) if edits else ()
        reason = f"it stands again inside a paragraph{why}"
        if edits:
            kinds = ", ".join(proof.kind for proof in proofs)
            reason += f"; proved by {kinds}" if proofs else "; but no sentence is cut around it"
        evidence = (("times in other blocks", float(each.times)),)
        yield Finding("pull-quote", block.span, reason, confidence, edits, evidence, proofs)


def _proofs(page: Page, known: Letters, each: Contained) -> Iterator[Proof]:
    """The sentence that the block interrupts, or one that is cut elsewhere in its article."""
    if page.derived(is_work):
        return
    block, starts = known.blocks[each.block], page.lines.start
    first, last = np.searchsorted(starts, (block.lines[0].start, block.lines[-1].start)).tolist()
    around = interrupted(page, first, last)
    if around is not None:
        yield around
        return
    beside = abs(int(known.sections[each.inside] - known.sections[each.block])) <= 1
    if not (page.derived(articles_of).independent and beside):
        return
    if _apart(each.copy, block.span) > NEAR_COPY:
        return
    apart = [(_apart(cut.span, block.span), cut) for cut in page.derived(cuts_of)]
    near = [each for each in apart if each[0] <= NEAR_CUT]
    if near:
        yield min(near, key=lambda each: (each[0], each[1].span))[1]


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _judged(page: Page, known: Letters, each: Contained) -> tuple[str, float]:
    """What speaks against a pull quote, and the probability that it is one."""
    blocks = known.blocks
    block, inside = blocks[each.block], blocks[each.inside]
    if each.times > 1:
        return ", and in other places: it repeats on purpose", UNSURE
    if block.role is not Role.PARAGRAPH or inside.role is not Role.PARAGRAPH:
        return f", but is a {block.role} beside a {inside.role}", UNSURE
    codes = known.codes_of(each.block)
    weight = len(codes) + 2 * int(np.count_nonzero(codes & DENSE))
    if weight > LONGEST or len(known.codes_of(each.inside)) < len(codes) + LEAST_AROUND:
        return ", but is as good as the paragraph", UNSURE
    if _is_set_in_lines(page, block):
        return ", but is set in lines of its own", UNSURE
    if NO_BEGINNING[page.kinds[block.span.start]]:
        return ", but begins in the middle of a sentence", UNSURE
    if not _bounded(known, each):
        return ", but as part of another sentence", UNSURE
    if not _is_closed(page, block.span) and not (
        known.sections[-1]  # headings are recognised by marks here
        and (_is_quoted(page, block.span) or _is_sentence(known, each))
    ):
        return ", but without a closing mark: it may be a heading", UNSURE
    if not _near(known, each):
        return ", but in another article", UNSURE
    before = blocks[each.block - 1] if each.block else None
    if before is None or before.role in OPENERS:
        return ", but opens the text", OPENING
    return "", SURE


def _bounded(known: Letters, each: Contained) -> bool:
    """Whether the copy begins and ends with a sentence, a clause, or at least a word of letters."""
    start, end = known.text.kept.searchsorted((each.copy.start, each.copy.end)).tolist()
    edges = (
        (start, known.starts[each.inside]),
        (end, known.starts[each.inside + 1]),
    )
    return all(at == edge or _parted(known, at) for at, edge in edges)


def _parted(known: Letters, at: int) -> bool:
    """Whether a mark, or white space beside letters, stands before a code."""
    kept = known.text.kept
    between = known.page.text[kept[at - 1] + 1 : kept[at]]
    return bool(between.strip() if known.text.codes[at] & DENSE else between)


def _is_set_in_lines(page: Page, block: Block) -> bool:
    """Whether every line begins in upper case or ends with a mark, as verse and lists do."""
    firsts = page.kinds[[line.start for line in block.lines]]
    lasts = page.kinds[[line.end - 1 for line in block.lines[:-1]]]
    marked = ~LETTERS[lasts]
    return len(lasts) > 0 and bool((firsts == Kind.UPPER).all() or marked.all())


def _is_closed(page: Page, span: Span) -> bool:
    """Whether the text ends as a statement does."""
    end = span.end
    while end > span.start and CLOSING[page.kinds[end - 1]]:
        end -= 1
    return bool(STOP[page.kinds[end - 1]]) and page.text[end - 1] not in "?？"


def _is_quoted(page: Page, span: Span) -> bool:
    """Whether the text is one quotation from end to end."""
    inner = CLOSING_QUOTE[page.kinds[span.start + 1 : span.end - 1]]
    opens, closes = page.kinds[span.start], page.kinds[span.end - 1]
    return bool(OPENING_QUOTE[opens] and CLOSING_QUOTE[closes] and not inner.any())


def _is_sentence(known: Letters, each: Contained) -> bool:
    """Whether the copy is a whole statement of its paragraph, whatever mark the block has."""
    start, end = known.text.kept.searchsorted((each.copy.start, each.copy.end)).tolist()
    page, block = known.page, known.blocks[each.inside]
    opens = start == known.starts[each.inside]
    before = Span(block.span.start if opens else int(known.text.kept[start - 1]), each.copy.start)
    closes = end == known.starts[each.inside + 1]
    after = Span(each.copy.end, block.span.end if closes else int(known.text.kept[end]))
    stopped = [bool(STOP[page.kinds[at.start : at.end]].any()) for at in (before, after)]
    return (opens or stopped[0]) and stopped[1] and not set("?？") & set(after.text_of(page.text))


def _near(known: Letters, each: Contained) -> bool:
    """Whether both stand in one article, as far as headings and sign-offs tell."""
    low, high = sorted((each.block, each.inside))
    if known.sections[high] - known.sections[low] > FAR:
        return False
    return all(block.role not in ENDS_ARTICLE for block in known.blocks[low:high])

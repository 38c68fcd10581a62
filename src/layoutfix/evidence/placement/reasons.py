"""Why a fragment belongs elsewhere: a sentence for people, facts for programs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import regex

from layoutfix.evidence.placement.decision import Placement
from layoutfix.evidence.placement.outline import outline_of
from layoutfix.evidence.placement.terms import STEM
from layoutfix.language.lexicon import hash_text, zipf
from layoutfix.model import Page, Span

__all__ = ["Evidence", "evidence_of", "named_words", "reason_of", "shared_words"]

Evidence = tuple[tuple[str, str | float], ...]

FACTS = (
    ("of the owner's heading named", "cover"),
    ("of the present heading named", "cover_own"),
    ("of the owner's heading named under it", "cover_by_target"),
    ("in common with the owner's text", "body"),
    ("in common with the present text", "body_own"),
)
"""Names of facts, and the features they are, in thousandths."""

MOST_WORDS = 6

_WORD = regex.compile(r"\p{Han}+|[\p{L}\p{N}\p{M}]+")
_EDGE = regex.compile(r"\b")


def shared_words(heading: str, text: str) -> list[str]:
    """Words of a heading, and in Chinese runs of two characters and more, that a text names too.

    >>> shared_words("广西推动低空经济发展", "力争低空经济规模，将广西打造成为基地")
    ['广西', '低空经济']
    >>> shared_words("Ferry to start in June", "The ferry left.")
    ['Ferry']
    """
    low = text.lower()
    out: list[str] = []
    for found in _WORD.finditer(heading):
        word = found[0]
        if regex.match(r"\p{Han}", word):
            out.extend(_runs(word, low))
        elif len(word) > 1 and _begins_word(word[:STEM].lower(), low) and not _says_nothing(word):
            out.append(word)
    return list(dict.fromkeys(out))


def _begins_word(stem: str, text: str) -> bool:
    """Whether a word of a text begins so.

    >>> _begins_word("art", "smart cart"), _begins_word("art", "smart artists")
    (False, True)
    """
    at = text.find(stem)
    while at >= 0 and not _EDGE.match(text, at):
        at = text.find(stem, at + 1)
    return at >= 0


COMMON = 60
"""The frequency, as ``lexicon.zipf`` gives it, from which on a word says nothing of a subject."""


@lru_cache(maxsize=4096)
def _says_nothing(word: str) -> bool:
    return int(zipf(np.array([hash_text(word)], np.uint64))[0]) >= COMMON


def _runs(word: str, text: str) -> list[str]:
    """The longest runs of characters of ``word`` that stand in ``text``, two at the least."""
    out: list[str] = []
    at = 0
    while at < len(word) - 1:
        end = at + 2
        if word[at:end] not in text:
            at += 1
            continue
        while end < len(word) and word[at : end + 1] in text:
            end += 1
        out.append(word[at:end])
        at = end
    return out


def named_words(page: Page, placement: Placement, row: int) -> list[str]:
    """Words of the owner's heading that the fragment names, the longest first."""
    outline = page.derived(outline_of)
    start, end = int(placement.start[row]), int(placement.end[row])
    heading = outline.headings[int(placement.target[row]) - 1].span.text_of(page.text)
    span = Span(outline.units[start].span.start, outline.units[end - 1].span.end)
    words = shared_words(heading, span.text_of(page.text))
    return sorted(words, key=len, reverse=True)[:MOST_WORDS]


def evidence_of(placement: Placement, row: int, words: Sequence[str]) -> Evidence:
    """The facts behind one row of a placement, ``words`` as ``named_words`` gives them."""
    out: list[tuple[str, str | float]] = [("words of the owner's heading", " ".join(words))]
    for name, feature in FACTS:
        out.append((name, int(placement.features[feature][row]) / 1000))
    out.append(("blocks", float(placement.end[row] - placement.start[row])))
    return tuple(out)


def reason_of(page: Page, placement: Placement, row: int, words: Sequence[str]) -> str:
    """One sentence, ``words`` as ``named_words`` gives them."""
    outline = page.derived(outline_of)
    heading = outline.headings[int(placement.target[row]) - 1].span.text_of(page.text)
    fact = {name: int(column[row]) for name, column in placement.features.items()}
    parts: list[str] = []
    if words:
        parts.append("it names " + ", ".join(words))
    if fact["body"] > 2 * fact["body_own"] and fact["units_target"]:
        parts.append("it has more in common with the text there than with the text here")
    if fact["cover"] > fact["cover_by_target"]:
        parts.append("nothing under that heading fits it so well")
    if fact["cover_own"] == 0 and int(placement.section[row]):
        parts.append("it names nothing of the heading it stands under")
    if fact["before_ends"] == 1:
        parts.append("the text before it breaks off")
    if fact["begins_unit"]:
        parts.append("it begins in mid-sentence")
    if not parts:
        parts.append("the rest of the page fits together better so")
    return f"it belongs under {heading!r}: " + "; ".join(parts)

"""Passages: a sentence or more that stands again, in the same text or in another one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.dedup.items import Items, Texts, texts_of
from layoutfix.dedup.normal import Normalised, is_compared, normalised
from layoutfix.dedup.runs import is_dense, runs
from layoutfix.errors import InputError
from layoutfix.language.characters import Kind, code_points_of, kind_set, kinds
from layoutfix.model import Span

__all__ = ["Passage", "find_passages"]

MARKS = 4
"""Marks before and behind a passage that are taken in."""

OPENING = kind_set(Kind.OPEN_QUOTE, Kind.OPEN_BRACKET)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that stands in two places.

    Attributes:
        a: the id of the text where it stands first.
        a_span: the place there.
        b: the id of the other text, or the same.
        b_span: the place there; in the same text it comes later and doesn't overlap.
    """

    a: Hashable
    a_span: Span
    b: Hashable
    b_span: Span


def find_passages(
    items: Items,
    *,
    text: str | None = None,
    least_characters: int = 20,
    least_words: int = 8,
) -> tuple[Passage, ...]:
    """Passages that stand more than once, in one text or in two.

    What is compared are letters and digits, case and width folded; spans end where the texts
    part, marks that close the passage in both are taken in. A passage that stands in many places
    is reported as pairs of places: all of them up to 17 places, beyond that each with the first
    two and the next 16, so that time and memory grow with the texts.

    Args:
        items: as in :func:`layoutfix.find_duplicates`; a page alone is ``[page]``.
        text: the page that sections belong to.
        least_characters: the length of a passage in Chinese, Japanese or Korean, marks included.
        least_words: the length of a passage in words elsewhere.

    Returns:
        Passages in the order of their first places.

    Raises:
        InputError: as ``find_duplicates``; a least length is below the 12 characters or 5 words
            that can be seen.

    >>> page = '''"The ferry will sail again when the ice has gone," she said.
    ...
    ... The harbour is closed. The ferry will sail again when the ice has gone. Nobody knows when.
    ... '''
    >>> [found] = find_passages([page])
    >>> found.a_span.text_of(page), found.b_span.start
    ('The ferry will sail again when the ice has gone', 85)
    """
    if least_characters < 12 or least_words < 5:
        raise InputError("passages of fewer than 12 characters or 5 words can't be recognised")
    given = texts_of(items, text)
    whole = normalised(given.texts)
    every = runs(whole, least_characters, least_words).tolist()
    return tuple(passage for run in every if (passage := _passage(given, whole, least_words, run)))


def _passage(
    given: Texts, texts: Normalised, least_words: int, run: Sequence[int]
) -> Passage | None:
    """The run in the offsets of its texts, with the marks around it that both have.

    None where it has too few words once those that a mark parts (don't) are one.
    """
    a_start, a_end, b_start, b_end = run
    a, b = (int(np.searchsorted(texts.starts, at, "right")) - 1 for at in (a_start, b_start))
    one, other = given.texts[a], given.texts[b]
    left, right = _span(texts, a, a_start, a_end), _span(texts, b, b_start, b_end)
    if is_dense(texts, a_start, a_end) or len(left.text_of(one).split()) >= least_words:
        before = _marks_before(one, other, left, right)
        after = _marks_behind(one, other, left, right)
        return Passage(
            given.ids[a],
            _shifted(left, given.shift(a), before, after),
            given.ids[b],
            _shifted(right, given.shift(b), before, after),
        )
    return None


def _span(texts: Normalised, number: int, start: int, end: int) -> Span:
    begin = int(texts.begins[number])
    return Span(int(texts.kept[start]) - begin, int(texts.kept[end - 1]) + 1 - begin)


def _shifted(span: Span, by: int, before: int, after: int) -> Span:
    return Span(span.start + by - before, span.end + by + after)


def _marks_behind(one: str, other: str, left: Span, right: Span) -> int:
    """How many marks behind both spans are the same."""
    count = 0
    behind = one[left.end : left.end + MARKS], other[right.end : right.end + MARKS]
    for a, b in zip(*behind, strict=False):
        if a != b or a.isspace() or is_compared(a):
            break
        count += 1
    return count


def _marks_before(one: str, other: str, left: Span, right: Span) -> int:
    """How many marks before both spans are the same."""
    count = 0
    near = one[max(left.start - MARKS, 0) : left.start][::-1]
    near_other = other[max(right.start - MARKS, 0) : right.start][::-1]
    for a, b in zip(near, near_other, strict=False):
        if a != b or not OPENING[kinds(code_points_of(a))[0]]:
            break
        count += 1
    return count

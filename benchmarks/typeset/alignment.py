"""Aligns extracted text with the blocks it was set from, character by character.

White space, hyphens, accents and ligatures are passed over, and everything else must agree. A run
of letters that stands in several places is placed where its neighbours leave no doubt, or not at
all; a block counts as aligned when every one of its letters was found exactly once.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

HYPHENS = frozenset("-\u2010\u2011\u00ad\u2212\u00ac\u2e17")
PLAIN = {"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"}
PLAIN |= {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"'}
# Radicals that Unicode doesn't decompose to the ideograph that looks the same: fonts map a shared
# glyph to either, and so do extractors.
_RADICALS = (
    "⺁⺄⺅⺆⺇⺈⺉⺋⺌⺍⺎⺏⺐⺒⺓⺕⺖⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺲⺶⺷⺹⺺⺻⺼"
    "⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬"
    "⻭⻮⻯⻰⻲"
)
_IDEOGRAPHS = (
    "厂乚亻冂几刀刂㔾小小兀尣尢巳幺彑忄扌攵旡日月歹民氵氺灬爫丬牛犭王疋目示礻竹糹纟罒羊羊耂肀聿月"
    "臼艹艹艹虎衤覀西见角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐"
    "歯齿竜龙亀"
)
PLAIN |= dict(zip(_RADICALS, _IDEOGRAPHS, strict=True))
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff")
SURE = 8
"""A run of so many letters that stands in one place only is from there; two for an ideograph."""

MOST_PLACES = 200
"""A run that stands in more places than these is placed by its neighbours alone."""

_LINE = re.compile(r"[^\n\f\r\v\u2028\u2029\x85]*[^\s]")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text that count, and the code point that each is from."""

    text: str
    source: array[int]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text on one line and where it is from.

    `start` and `end` are code points of the extracted text; `low` and `high` letters of all blocks
    put together, both half open. `block` is -1 for furniture, -2 if nobody knows.
    """

    line: int
    start: int
    end: int
    block: int
    low: int = -1
    high: int = -1


FURNITURE, UNKNOWN = -1, -2


@dataclass(frozen=True, slots=True)
class Alignment:
    """The runs of a text in its order.

    Attributes:
        runs: each line is one run or several.
        blocks: the letters of all blocks, `bounds` where each block's begin (and the end of all).
        whole: for each block, whether each of its letters was found exactly once.
    """

    runs: tuple[Run, ...]
    letters: Letters
    bounds: tuple[int, ...]
    whole: tuple[bool, ...]


@lru_cache(maxsize=1 << 14)
def _letter(mark: str) -> str:
    if mark.isspace() or mark in HYPHENS or mark in UNSEEN:
        return ""
    plain = "".join(PLAIN.get(part, part) for part in unicodedata.normalize("NFKD", mark))
    return "".join(
        part
        for part in plain
        if not part.isspace() and part not in HYPHENS and unicodedata.category(part) != "Mn"
    )


def letters_of(text: str, start: int = 0, end: int | None = None) -> Letters:
    """Return what counts of `text[start:end]`, with offsets of the whole text.

    >>> letters_of("co\u00adop \ufb01n\u00e9").text
    'coopfine'
    """
    end = len(text) if end is None else end
    parts: list[str] = []
    source = array("i")
    for at in range(start, end):
        letter = _letter(text[at])
        if letter:
            parts.append(letter)
            source.extend([at] * len(letter))
    return Letters("".join(parts), source)


def align(text: str, blocks: Sequence[str], furniture: re.Pattern[str] | None = None) -> Alignment:
    """Find what of `text` is from which of `blocks`.

    `furniture` matches the letters of a whole line (no white space, no hyphens) that the layout put
    there. Lines may come in any order, and hold runs of several blocks.

    >>> text = "the clock-\\nmaker\\n7"
    >>> found = align(text, ["The clock", "the clockmaker"], re.compile("7"))
    >>> [(run.block, text[run.start : run.end]) for run in found.runs], found.whole
    ([(1, 'the clock-'), (1, 'maker'), (-1, '7')], (False, True))
    """
    bounds = [0]
    parts: list[Letters] = []
    for block in blocks:
        parts.append(letters_of(block))
        # A mark that no text has stands between the blocks: no run reaches over it.
        bounds.append(bounds[-1] + len(parts[-1].text) + 1)
    whole = Letters("".join(part.text + "\0" for part in parts), array("i"))
    runs = _placed(list(_runs(text, whole.text)), whole.text, bounds, furniture)
    covered = bytearray(len(whole.text))
    for run in runs:
        for at in range(run.low, run.high) if run.block >= 0 else ():
            covered[at] = min(2, covered[at] + 1)
    found = tuple(
        covered[low : high - 1] == b"\x01" * (high - 1 - low)
        for low, high in itertools.pairwise(bounds)
    )
    source = array("i")
    for part in parts:
        source.extend(part.source)
        source.append(-1)
    return Alignment(tuple(runs), Letters(whole.text, source), tuple(bounds), found)


@dataclass(slots=True)
class _Candidate:
    """A run that is being placed: its letters and where in the blocks they stand."""

    line: int
    start: int
    end: int
    text: str
    places: list[int]
    place: int = UNKNOWN


def _runs(text: str, letters: str) -> Iterator[_Candidate]:
    """Cut each line in the longest runs of words that stand somewhere in the blocks."""
    for number, line in enumerate(_LINE.finditer(text)):
        words = [(word.start(), word.end()) for word in _WORD.finditer(text, *line.span())]
        while words:
            count = _longest(text, words, letters)
            start, end = words[0][0], words[max(count, 1) - 1][1]
            own = letters_of(text, start, end).text
            places = list(itertools.islice(_places(own, letters), MOST_PLACES + 1)) if own else []
            places = places if len(places) <= MOST_PLACES else []
            yield _Candidate(number, start, end, own, places)
            words = words[max(count, 1) :]


def _longest(text: str, words: Sequence[tuple[int, int]], letters: str) -> int:
    """Return how many words from the first on stand together in the blocks."""

    def stands(count: int) -> bool:
        return letters_of(text, words[0][0], words[count - 1][1]).text in letters

    low, high = 0, len(words)
    if stands(high):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if stands(middle) else (low, middle)
    return low


def _places(own: str, letters: str) -> Iterator[int]:
    at = letters.find(own)
    while at >= 0:
        yield at
        at = letters.find(own, at + 1)


def _placed(
    candidates: list[_Candidate],
    letters: str,
    bounds: Sequence[int],
    furniture: re.Pattern[str] | None,
) -> list[Run]:
    taken = bytearray(len(letters))
    lines: dict[int, list[_Candidate]] = {}
    for each in candidates:
        lines.setdefault(each.line, []).append(each)
    titles = {
        number
        for number, line in lines.items()
        if furniture and furniture.fullmatch("".join(each.text for each in line))
    }
    for each in candidates:
        if len(each.places) == 1 and _weight(each.text) >= SURE and each.line not in titles:
            _take(each, each.places[0], taken)
    _propagate([each for each in candidates if each.line not in titles], letters, taken)
    _propagate(candidates, letters, taken, free=False)
    return [_run(each, bounds, titles) for each in candidates]


def _weight(text: str) -> int:
    return sum(4 if unicodedata.east_asian_width(mark) == "W" else 1 for mark in text[:SURE])


def _is_free(each: _Candidate, place: int, taken: bytearray) -> bool:
    return not any(taken[place : place + len(each.text)])


def _take(each: _Candidate, place: int, taken: bytearray) -> None:
    each.place = place
    taken[place : place + len(each.text)] = b"\x01" * len(each.text)


def _propagate(
    candidates: list[_Candidate], letters: str, taken: bytearray, free: bool = True
) -> None:
    """Place runs that go on where a neighbour ends, then those that have one `free` place left."""
    changed = True
    while changed:
        changed = False
        for index, each in enumerate(candidates):
            if each.place < 0 and each.text:
                place = _beside(candidates, index, letters, taken)
                if place is not None:
                    _take(each, place, taken)
                    changed = True
        if changed or not free:
            continue
        for each in candidates:
            if each.place < 0 and each.places:
                each.places = [place for place in each.places if _is_free(each, place, taken)]
                if len(each.places) == 1:
                    _take(each, each.places[0], taken)
                    changed = True
                    break


def _beside(
    candidates: Sequence[_Candidate], index: int, letters: str, taken: bytearray
) -> int | None:
    """Return the free place that joins on to the run before or the one after, if it is one."""
    each = candidates[index]
    found: set[int] = set()
    if index and candidates[index - 1].place >= 0:
        before = candidates[index - 1]
        found.add(before.place + len(before.text))
    if index + 1 < len(candidates) and candidates[index + 1].place >= 0:
        found.add(candidates[index + 1].place - len(each.text))
    fit = [
        place
        for place in found
        if place >= 0 and letters.startswith(each.text, place) and _is_free(each, place, taken)
    ]
    return fit[0] if len(fit) == 1 else None


def _run(each: _Candidate, bounds: Sequence[int], titles: set[int]) -> Run:
    if each.place < 0:
        block = FURNITURE if each.line in titles else UNKNOWN
        return Run(each.line, each.start, each.end, block)
    block = _block_of(each.place, bounds)
    return Run(each.line, each.start, each.end, block, each.place, each.place + len(each.text))


def _block_of(place: int, bounds: Sequence[int]) -> int:
    low, high = 0, len(bounds) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if bounds[middle] <= place else (low, middle)
    return low

"""The regions that places, adjectives and sign-offs name, from ``data/regions/*.toml``.

Each file has one language's regions as tables: the table's name, and the names in ``names``, all
say the region. In scripts without spaces the first two characters of a name are compared, elsewhere
whole words. ``short`` is the character that a sign-off such as (桂文) names the region by.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import regex

from layoutfix.language.characters import code_points_of
from layoutfix.language.lexicon import fold, hash_text
from layoutfix.model import Integers, Region, WordList

__all__ = ["Regions", "pair_key", "pair_of", "regions", "signed_for", "signed_region"]


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Sorted keys of the names, and the number of the region that each says.

    Attributes:
        names: the regions, by number.
        pair: keys of two characters, see :func:`pair_key`.
        of_pair: the region of each.
        word: hashes of words, see ``lexicon.word_hashes``.
        of_word: the region of each.
        short: the character that sign-offs use, to the region.
    """

    names: tuple[str, ...]
    pair: npt.NDArray[np.uint64]
    of_pair: Integers
    word: npt.NDArray[np.uint64]
    of_word: Integers
    short: Mapping[str, int]


def pair_key(left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """One key for two characters."""
    out: npt.NDArray[np.uint64] = (left.astype(np.uint64) << _BITS) | right.astype(np.uint64)
    return out


def pair_of(keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """The two characters of each key, as :func:`pair_key` makes them.

    >>> keys = pair_key(np.array([0x8F6C], np.uint32), np.array([0x5316], np.uint32))
    >>> [hex(character[0]) for character in pair_of(keys)]
    ['0x8f6c', '0x5316']
    """
    left = keys >> _BITS
    return left.astype(np.uint32), (keys - (left << _BITS)).astype(np.uint32)


_BITS = np.uint64(21)
"""Bits of a code point."""


@lru_cache(maxsize=32)
def regions(words: tuple[WordList, ...] = ()) -> Regions:
    """All languages' regions, and those of the user's own lists; read once."""
    names: list[str] = []
    numbers: dict[str, int] = {}
    short: dict[str, int] = {}
    pairs: dict[int, int] = {}
    whole: dict[int, int] = {}
    for own, region in (
        *((False, each) for each in _shipped()),
        *((True, region) for each in words for region in each.regions),
    ):
        number = numbers.get(region.name, len(names)) if own else len(names)
        if number == len(names):
            names.append(region.name)
        numbers[region.name] = number
        if region.short:
            short[region.short] = number
        for name in (region.name, *region.names):
            if regex.match(r"\p{Han}", name):
                code = fold(code_points_of(name[:2]))
                pairs[int(pair_key(code[:1], code[1:2])[0])] = number
            else:
                whole[hash_text(name)] = number
    pair, word = sorted(pairs), sorted(whole)
    return Regions(
        tuple(names),
        np.array(pair, np.uint64),
        np.array([pairs[key] for key in pair], np.int64),
        np.array(word, np.uint64),
        np.array([whole[key] for key in word], np.int64),
        short,
    )


def _shipped() -> Iterator[Region]:
    folder = files("layoutfix") / "data" / "regions"
    for name in sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml")):
        for region, entry in tomllib.loads((folder / name).read_text("utf-8")).items():
            yield Region(region, tuple(entry["names"]), entry.get("short", ""))


_SIGNED = regex.compile(r"[(（](\p{Han})(?:文|讯|闻|宣|报道)[)）]")


def signed_region(text: str, words: tuple[WordList, ...] = ()) -> int | None:
    """The region that a sign-off names by its one character.

    >>> number = signed_region("(桂文)")
    >>> number is not None and regions().names[number], signed_region("（王文）")
    ('广西', None)
    """
    found = _SIGNED.fullmatch(text)
    return regions(words).short.get(found[1]) if found else None


def signed_for(sign_off: str, owner: str, present: str, words: tuple[WordList, ...] = ()) -> bool:
    """Whether a sign-off names a region that one text names and the other doesn't.

    >>> signed_for("(桂文)", "广西推动低空经济", "上海促进转化")
    True
    """
    region = signed_region(sign_off, words)
    if region is None:
        return False
    name = regions(words).names[region]
    return name in owner and name not in present

"""The regions that places, adjectives and sign-offs name, from ``data/regions/*.toml``.

Each file has one language's regions as tables: the table's name, and the names in ``names``, all
say the region. In scripts without spaces the first two characters of a name are compared, elsewhere
whole words. ``short`` is the character that a sign-off such as (桂文) names the region by.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import regex

from layoutfix.characters import code_points_of
from layoutfix.lexicon import fold, hash_text
from layoutfix.model import Integers

__all__ = ["Regions", "pair_key", "regions", "signed_region"]


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
    out: npt.NDArray[np.uint64] = (left.astype(np.uint64) << np.uint64(21)) | right.astype(
        np.uint64
    )
    return out


@cache
def regions() -> Regions:
    """All languages' regions, read once."""
    names: list[str] = []
    short: dict[str, int] = {}
    pairs: dict[int, int] = {}
    words: dict[int, int] = {}
    for region, entry in _entries():
        number = len(names)
        names.append(region)
        if "short" in entry:
            short[entry["short"]] = number
        for name in (region, *entry["names"]):
            if regex.match(r"\p{Han}", name):
                code = fold(code_points_of(name[:2]))
                pairs[int(pair_key(code[:1], code[1:2])[0])] = number
            else:
                words[hash_text(name)] = number
    pair, word = sorted(pairs), sorted(words)
    return Regions(
        tuple(names),
        np.array(pair, np.uint64),
        np.array([pairs[key] for key in pair], np.int64),
        np.array(word, np.uint64),
        np.array([words[key] for key in word], np.int64),
        short,
    )


def _entries() -> Iterator[tuple[str, dict[str, str]]]:
    folder = files("layoutfix") / "data" / "regions"
    for name in sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml")):
        yield from tomllib.loads((folder / name).read_text("utf-8")).items()


_SIGNED = regex.compile(r"[(（](\p{Han})(?:文|讯|闻|宣|报道)[)）]")


def signed_region(text: str) -> int | None:
    """The region that a sign-off names by its one character.

    >>> number = signed_region("(桂文)")
    >>> number is not None and regions().names[number], signed_region("（王文）")
    ('广西', None)
    """
    found = _SIGNED.fullmatch(text)
    return regions().short.get(found[1]) if found else None

"""Which words are written with a hyphen: the tables of src/layoutfix/data/hyphens.npz.

The compounds come from WordNet, from the spelling dictionaries named below, and from prose; the
fragments that compounds begin and end with are counted over all of them. Only hashes are shipped.
"""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from layoutfix.language import hyphen_features, lexicon
from tools import build_sources
from tools.build_lexicon import pack_keys

DICTIONARIES: Final = (
    ("hunspell-fr-comprehensive", "fr.dic"),
    ("hunspell-en-gb", "en_GB.dic"),
    ("hunspell-nl", "nl.dic"),
    ("hunspell-id", "id_ID.dic"),
    ("hunspell-ro", "ro_RO.dic"),
    ("hunspell-pt-pt", "pt_PT.dic"),
    ("hunspell-pt-br", "pt_BR.dic"),
    ("hunspell-sv", "sv_SE.dic"),
    ("hunspell-da", "da_DK.dic"),
    ("hunspell-ca", "ca.dic"),
    ("hunspell-uk", "uk_UA.dic"),
)
"""Debian packages and the dictionary read in each; data/README.md has versions and licenses."""

COMPOUND: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+")
HYPHENS: Final = re.compile(r"[-\u2010\u2011]")

PARTS_KEPT: Final = 5000
LEAST_KNOWN: Final = 20
"""Zipf frequency, times ten, of a part of a dictionary's compound: no botany, no villages."""

LEAST_DOCUMENTS: Final = 2
"""Documents of prose that must hold a compound: one may be a word that a line end broke."""


def dictionary_compounds(archives: Path, package: str, name: str) -> Iterator[str]:
    """The words with a hyphen in a spelling dictionary, without their affix flags."""
    archive = next(iter(sorted(archives.glob(f"{package}_*.deb"))), None)
    if archive is None:
        raise SystemExit(f"no {package} in {archives}: fetch it with apt-get download {package}")
    unpacked = subprocess.run(
        ["dpkg-deb", "--fsys-tarfile", archive], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as members:
        for member in members:
            if member.name.endswith(f"/{name}") and member.isfile():
                data = members.extractfile(member)
                assert data is not None
                try:
                    text = data.read().decode("utf-8-sig")
                except UnicodeDecodeError:
                    data.seek(0)
                    text = data.read().decode("latin-1")
                for line in text.splitlines():
                    word = re.split(r"[/\t ]", line, maxsplit=1)[0].lower()
                    if COMPOUND.fullmatch(word):
                        yield word


def pairs(compounds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The neighbouring parts of compounds: what stands on both sides of each hyphen."""
    for compound in compounds:
        yield from itertools.pairwise(HYPHENS.split(compound))


def prose_compounds(texts: Iterable[str]) -> Iterator[str]:
    """The compounds that several documents hold."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(set(COMPOUND.findall(text.lower())))
    return (compound for compound, count in seen.items() if count >= LEAST_DOCUMENTS)


def compound_pairs(archives: Path, texts: Iterable[str]) -> set[tuple[str, str]]:
    """All pairs of parts; of the spelling dictionaries only those of parts that are in use."""
    found = set(pairs(build_sources.wordnet_compounds(archives)))
    found.update(pairs(prose_compounds(texts)))
    rest = {
        pair
        for package, name in DICTIONARIES
        for pair in pairs(dictionary_compounds(archives, package, name))
    }
    ordered = sorted(rest - found)
    hashes = np.array([[lexicon.hash_text(part) for part in pair] for pair in ordered], np.uint64)
    known = lexicon.zipf(hashes.ravel()).reshape(-1, 2).min(axis=1) >= LEAST_KNOWN
    found.update(pair for pair, kept in zip(ordered, known.tolist(), strict=True) if kept)
    return found


def part_counts(found: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Fragments that compounds begin or end with, and with how many partners."""
    seen: dict[str, dict[str, set[str]]] = {"left": defaultdict(set), "right": defaultdict(set)}
    for left, right in found:
        seen["left"][left].add(right)
        seen["right"][right].add(left)
    return {
        side: {part: len(partners) for part, partners in table.items() if len(partners) >= 2}
        for side, table in seen.items()
    }


def pack_tables(found: set[tuple[str, str]]) -> dict[str, Any]:
    """The compounds and the fragments as arrays."""
    hashes = np.array([lexicon.hash_text(f"{left}-{right}") for left, right in found], np.uint64)
    keys = np.unique(lexicon.short_keys(hashes, hyphen_features.COMPOUND_BITS))
    arrays: dict[str, Any] = {}
    arrays["compound_low"], arrays["compound_high"] = pack_keys(keys)
    for side, table in part_counts(found).items():
        kept = sorted(table, key=lambda part: (-table[part], part))[:PARTS_KEPT]
        hashes = np.array([lexicon.hash_text(part) for part in kept], np.uint64)
        keys = lexicon.short_keys(hashes, hyphen_features.PART_BITS)
        levels = np.array([min(9, table[part].bit_length() - 1) for part in kept], np.uint8)
        keys, first = np.unique(keys, return_index=True)
        arrays[f"{side}_low"], arrays[f"{side}_high"] = pack_keys(keys)
        arrays[f"{side}_level"] = levels[first]
    return arrays

"""What an index is kept in: texts by id, and which of them share a band of their signatures."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple, Protocol

from layoutfix.dedup.candidates import bands
from layoutfix.dedup.fill import Signatures
from layoutfix.dedup.normal import normal_table
from layoutfix.dedup.shingling import DENSE_LENGTH, LENGTH
from layoutfix.errors import InputError

__all__ = ["Entry", "MemoryStore", "Settings", "Store"]

FORMAT = 3
"""Goes up whenever what is stored means something else."""


class Entry(NamedTuple):
    """A text as an index keeps it.

    Attributes:
        id: as it was given.
        shingles: the sorted hashes of its shingles, eight bytes each, little-endian; of a short
            text the key of the whole (:mod:`layoutfix.dedup.whole`).
        bands: the keys of its bands; none where the text is empty.
        signature: that the bands are cut from; empty where there are none.
    """

    id: str
    shingles: bytes
    bands: tuple[int, ...]
    signature: Signatures


@dataclass(frozen=True, slots=True)
class Settings:
    """What must be the same for the entries of an index to be compared.

    Attributes:
        threshold: the least Jaccard of a match.
        num_perm: permutations of a signature.
        seed: that chooses them.
        format: of what is stored.
        shingle_lengths: characters of a shingle, in dense scripts and in others.
        letters: a checksum of what each character is compared as.
    """

    threshold: float
    num_perm: int = 128
    seed: int = 1
    format: int = FORMAT
    shingle_lengths: tuple[int, int] = (DENSE_LENGTH, LENGTH)
    letters: int = 0

    @classmethod
    def of(cls, threshold: float) -> Settings:
        """The settings of this version.

        Raises:
            InputError: the threshold makes no sense.
        """
        if not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
            raise InputError(f"threshold is a Jaccard above 0 and up to 1, not {threshold!r}")
        return cls(float(threshold), letters=zlib.crc32(normal_table().tobytes()))

    def wanted(self, threshold: float | None, where: str) -> Settings:
        """These settings.

        Raises:
            InputError: a threshold is asked for, and it is another one.
        """
        if threshold is not None and threshold != self.threshold:
            raise InputError(
                f"{where} was made for a threshold of {self.threshold}, not {threshold}; "
                "open it without one, or make another"
            )
        return self

    @property
    def bands(self) -> tuple[int, int]:
        """How many bands of how many rows."""
        return bands(self.threshold, self.num_perm)

    def as_json(self) -> str:
        """To be stored."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def stored(cls, text: str | bytes, where: str) -> Settings:
        """The settings that were stored.

        Raises:
            InputError: they can't be understood, or are another version's.
        """
        try:
            values = json.loads(text)
            found = int(values["format"])
            if found != FORMAT:
                which = "a newer" if found > FORMAT else "an older"
                remedy = "upgrade layoutfix" if found > FORMAT else "build it anew from the texts"
                raise InputError(
                    f"{where} was written by {which} layoutfix: its format is {found}, "
                    f"this version reads {FORMAT}; {remedy}"
                )
            lengths = tuple(values.pop("shingle_lengths"))
            settings = cls(shingle_lengths=lengths, **values)
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{where} is no index, or a damaged one: {error}") from None
        own = cls.of(settings.threshold)
        if settings != own:
            other = {n: v for n, v in asdict(settings).items() if v != asdict(own)[n]}
            raise InputError(
                f"{where} was written by a layoutfix that compares texts in another way "
                f"({', '.join(other)} differ); build it anew from the texts"
            )
        return settings


class Store(Protocol):
    """Where entries are kept. An entry is there as a whole or not at all."""

    @property
    def settings(self) -> Settings: ...
    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries, all new; those of an id that is there already must be the same."""

    def shingles(self, ids: Sequence[str]) -> Mapping[str, bytes]:
        """The shingles of those of the ids that are there."""

    def near(self, entry: Entry) -> set[str]:
        """The ids of the texts that share a band with an entry."""

    def remove(self, entry: Entry) -> None:
        """Take out an entry that is there."""

    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
    def close(self) -> None: ...


class MemoryStore:
    """Entries in memory."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._shingles: dict[str, bytes] = {}
        self._near: defaultdict[int, set[str]] = defaultdict(set)

    def put(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._shingles[entry.id] = entry.shingles
            for key in entry.bands:
                self._near[key].add(entry.id)

    def shingles(self, ids: Sequence[str]) -> Mapping[str, bytes]:
        return {one: self._shingles[one] for one in ids if one in self._shingles}

    def near(self, entry: Entry) -> set[str]:
        empty: set[str] = set()
        return empty.union(*(self._near.get(key, empty) for key in entry.bands))

    def remove(self, entry: Entry) -> None:
        del self._shingles[entry.id]
        for key in entry.bands:
            self._near[key].discard(entry.id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._shingles)

    def __len__(self) -> int:
        return len(self._shingles)

    def close(self) -> None:
        """Nothing to do."""

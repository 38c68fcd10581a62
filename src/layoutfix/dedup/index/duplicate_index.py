"""An index that texts are added to as they come, and asked for near-duplicates."""

from __future__ import annotations

import itertools
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.candidates import THRESHOLD, band_keys
from layoutfix.dedup.fill import Signatures, by_numpy
from layoutfix.dedup.index.exchange import check_bands, lsh_of, texts_of_keys
from layoutfix.dedup.index.store import Entry, MemoryStore, Settings, Store
from layoutfix.dedup.items import strings
from layoutfix.dedup.minhash import hash_signatures
from layoutfix.dedup.verify import ShingleSets, shared_count
from layoutfix.dedup.whole import compared_sets
from layoutfix.errors import InputError, surrogate_in

if TYPE_CHECKING:
    from datasketch import MinHashLSH

__all__ = ["DuplicateIndex", "Match"]

TOGETHER = 1000
"""Texts that ``add_many`` adds in one transaction."""


@dataclass(frozen=True, slots=True)
class Match:
    """A text of the index that is a near-duplicate of what was asked for.

    Attributes:
        id: of the text.
        jaccard: shared shingles, of those that at least one of the two has; exact.
        containment: shared shingles, of those of the text that has fewer; exact.
    """

    id: str
    jaccard: float
    containment: float


class DuplicateIndex:
    """Texts by id, to be asked for the near-duplicates of a text.

    In memory; :meth:`open` keeps it in a file that outlives a kill, :meth:`redis` in a Redis that
    many workers share. Texts are compared as in :func:`layoutfix.find_duplicates`; a short
    one matches those that have the same letters, an empty one matches nothing.

    >>> index = DuplicateIndex()
    >>> index.add("monday", "The ferry to Netherby sails again at noon, the harbour office said.")
    True
    >>> found = index.query("The ferry to Netherby sails again at noon, the harbour office says!")
    >>> [(match.id, round(match.jaccard, 2)) for match in found]
    [('monday', 0.92)]
    """

    def __init__(self, threshold: float = THRESHOLD) -> None:
        """An index in memory.

        Args:
            threshold: the least Jaccard of a match, above 0 and up to 1.

        Raises:
            InputError: the threshold makes no sense.
        """
        self._store: Store = MemoryStore(Settings.of(threshold))

    @classmethod
    def _over(cls, store: Store) -> DuplicateIndex:
        index = cls.__new__(cls)
        index._store = store
        return index

    @classmethod
    def open(cls, path: str | os.PathLike[str], threshold: float | None = None) -> DuplicateIndex:
        """The index in a SQLite file; where there is none, a new one.

        What was added is there once ``add`` returns, even if the process is killed right after;
        killed before, nothing of it is, and it can be added again. Several processes may use one
        file, one writes at a time.

        Args:
            path: the file.
            threshold: of a new index, 0.8 where None; an old one must have the same.

        Raises:
            InputError: the file is no index, another version's, or of another threshold.
        """
        from layoutfix.dedup.index.sqlite_store import SqliteStore

        return cls._over(SqliteStore(Path(path), threshold))

    @classmethod
    def redis(
        cls, url: str, name: str = "default", threshold: float | None = None
    ) -> DuplicateIndex:
        """The index of that name in a Redis; where there is none, a new one.

        Two workers that add near-duplicates at the same moment may both find nothing: ask again
        once both are done where that matters.

        Args:
            url: as in ``redis://localhost:6379/0``.
            name: of the index; a Redis may hold many.
            threshold: of a new index, 0.8 where None; an old one must have the same.

        Raises:
            InputError: ``layoutfix[redis]`` isn't installed, nobody answers, or the index is
                another version's or of another threshold.
        """
        from layoutfix.dedup.index.redis_store import RedisStore

        return cls._over(RedisStore(url, name, threshold))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> DuplicateIndex:
        """What :meth:`save` or :meth:`open` wrote, read into memory.

        Raises:
            InputError: the file isn't there, is no index, or another version's.
        """
        if not Path(path).is_file() or not Path(path).stat().st_size:
            raise InputError(
                f"{path}: no such file, or an empty one; DuplicateIndex.open makes one"
            )
        with cls.open(path) as other:
            index = cls(other.threshold)
            index._take(other)
        return index

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the index into a file, whole or not at all; a file that is there is replaced.

        Raises:
            InputError: the file can't be written.
        """
        target = Path(os.path.realpath(path))
        beside = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}")
        try:
            with DuplicateIndex.open(beside, self.threshold) as other:
                other._take(self)
            beside.replace(target)
            for end in ("-wal", "-shm"):  # the log of a file that was there before
                target.with_name(target.name + end).unlink(missing_ok=True)
        except OSError as error:
            raise InputError(f"{path} can't be written: {error.strerror or error}") from None
        finally:
            beside.unlink(missing_ok=True)

    def _take(self, other: DuplicateIndex) -> None:
        """Take in all of another index of the same settings."""
        entries = other._all()
        while part := list(itertools.islice(entries, TOGETHER)):
            self._store.put(part)

    def to_datasketch(self) -> MinHashLSH:
        """The whole index as a ``MinHashLSH`` of datasketch in memory, its keys the ids.

        Its signatures are those of :func:`layoutfix.dedup.signatures`. Texts without letters are
        not in it. What it finds are candidates, not verified.

        >>> index = DuplicateIndex()
        >>> _ = index.add("monday", "The ferry to Netherby sails again at noon on Thursday.")
        >>> list(index.to_datasketch().keys)
        ['monday']
        """
        return lsh_of(self._all(), self._store.settings)

    @classmethod
    def from_datasketch(
        cls, lsh: MinHashLSH, texts: Mapping[str, str], threshold: float = THRESHOLD
    ) -> DuplicateIndex:
        """An index in memory of all that a ``MinHashLSH`` of datasketch holds.

        A ``MinHashLSH`` keeps bands of signatures alone. What is found is verified by the texts,
        so they are needed again; the bands are compared with them, text by text.

        Args:
            lsh: with our signatures (:meth:`to_datasketch`, or :func:`layoutfix.dedup.signatures`),
                in any storage.
            texts: of its keys.
            threshold: the least Jaccard of a match.

        Raises:
            InputError: a text is missing, or its bands are not those of our shingles.
        """
        index = cls(threshold)
        index.add_many(texts_of_keys(lsh, texts))
        check_bands(lsh, index._all())
        return index

    def _all(self) -> Iterator[Entry]:
        """All entries, a thousand at a time."""
        ids = list(self)
        for first in range(0, len(ids), TOGETHER):
            part = ids[first : first + TOGETHER]
            found = self._store.shingles(part)
            yield from (self._entry(one, found[one]) for one in part)

    @property
    def threshold(self) -> float:
        """The least Jaccard of a match."""
        return self._store.settings.threshold

    def add(self, id: str, text: str) -> bool:  # noqa: A002
        """Add a text; adding it again changes nothing.

        Returns:
            Whether it is new.

        Raises:
            InputError: the id is that of another text.
        """
        return self.add_many([(id, text)]) == 1

    def add_many(self, texts: Mapping[str, str] | Iterable[tuple[str, str]]) -> int:
        """Add many texts, a thousand at a time: faster than one by one.

        Returns:
            How many were new.

        Raises:
            InputError: as :meth:`add`; of the thousand among which it is nothing is added.
        """
        pairs = texts.items() if isinstance(texts, Mapping) else texts
        count = 0
        waiting: dict[str, str] = {}
        for one, text in pairs:
            if waiting.get(one, text) != text or len(waiting) == TOGETHER:
                count += self._add(waiting)
                waiting = {}
            waiting[one] = text
        return count + self._add(waiting)

    def _add(self, texts: Mapping[str, str]) -> int:
        for one in texts:
            if not isinstance(one, str) or surrogate_in(one):
                raise InputError(f"an id is a string that UTF-8 can hold, not {one!r}")
        entries = self._entries(texts)
        there = self._store.shingles(list(texts))
        for entry in entries:
            if there.get(entry.id, entry.shingles) != entry.shingles:
                raise InputError(f"{entry.id!r} is the id of another text; remove it first")
        new = [entry for entry in entries if entry.id not in there]
        if new:
            self._store.put(new)
        return len(new)

    def query(self, text: str) -> tuple[Match, ...]:
        """The texts of the index that are near-duplicates of ``text``, the nearest first.

        Raises:
            InputError: ``text`` is no string.
        """
        (entry,) = self._entries({"": text})
        if not entry.bands:
            return ()
        keys = _keys(entry.shingles)
        found = self._store.shingles(sorted(self._store.near(entry)))
        matches: list[Match] = []
        for one, shingles in found.items():
            other = _keys(shingles)
            shared = shared_count(keys, other)
            jaccard = shared / (len(keys) + len(other) - shared)
            if jaccard >= self.threshold:
                matches.append(Match(one, jaccard, shared / min(len(keys), len(other))))
        return tuple(sorted(matches, key=lambda match: (-match.jaccard, match.id)))

    def remove(self, id: str) -> bool:  # noqa: A002
        """Take a text out.

        Returns:
            Whether it was there.
        """
        shingles = self._store.shingles([id]).get(id)
        if shingles is None:
            return False
        self._store.remove(self._entry(id, shingles))
        return True

    def _entries(self, texts: Mapping[str, str]) -> list[Entry]:
        """What is stored of some texts."""
        sets = compared_sets(strings(list(texts.values())))
        bands, signed = self._bands(sets)
        return [
            Entry(one, sets.of(number).astype("<u8").tobytes(), bands[number], signed[number])
            for number, one in enumerate(texts)
        ]

    def _entry(self, id: str, shingles: bytes) -> Entry:  # noqa: A002
        """The same from what was stored."""
        keys = _keys(shingles)
        sets = ShingleSets(keys, np.array([0, len(keys)], np.int64))
        bands, signed = self._bands(sets)
        return Entry(id, shingles, bands[0], signed[0])

    def _bands(self, sets: ShingleSets) -> tuple[list[tuple[int, ...]], Signatures]:
        """The keys of the bands of each text's signature, and the signatures."""
        settings = self._store.settings
        hashes = sets.keys.astype(np.uint32)
        signed = hash_signatures(hashes, sets.starts, settings.num_perm, settings.seed, by_numpy)
        count, width = settings.bands
        keys = band_keys(signed, count, width) ^ np.arange(count, dtype=np.uint64)
        filled = (sets.sizes() > 0).tolist()
        rows = zip(keys.tolist(), filled, strict=True)
        return [tuple(row) if some else () for row, some in rows], signed

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return isinstance(id, str) and id in self._store.shingles([id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    def close(self) -> None:
        """Let go of the file or the connection; what was added stays."""
        self._store.close()

    def __enter__(self) -> DuplicateIndex:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _keys(shingles: bytes) -> npt.NDArray[np.uint64]:
    return np.frombuffer(shingles, "<u8").astype(np.uint64)

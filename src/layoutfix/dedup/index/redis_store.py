"""An index in Redis, for many workers: a ``MinHashLSH`` of datasketch, and the shingles beside it.

Adding a text twice changes nothing: a worker that was killed may do its work once more. The bands
of a text come first and its shingles last; a text without shingles isn't there yet. datasketch
alone can open the same index (:func:`layoutfix.dedup.to_datasketch` names its parameters).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from layoutfix.dedup.candidates import THRESHOLD
from layoutfix.dedup.datasketches import minhash
from layoutfix.dedup.index.store import Entry, Settings
from layoutfix.errors import InputError

__all__ = ["RedisStore"]


class RedisStore:
    """Entries in a Redis database, under a name of their own."""

    def __init__(self, url: str, name: str, threshold: float | None) -> None:
        """Open the index of that name; where there is none, make one.

        Raises:
            InputError: redis isn't installed or can't be reached, or the index is another version's
                or of another threshold.
        """
        try:
            import redis  # the client
            from datasketch import MinHashLSH
            from datasketch.storage import unordered_storage
        except ImportError as error:
            message = "an index in Redis needs: pip install 'layoutfix[redis]'"
            raise InputError(f"{message} ({error})") from None
        self._where = f"the index {name!r} at {_shown(url)}"
        try:
            pool = redis.ConnectionPool.from_url(url)
        except ValueError as error:
            raise InputError(f"{_shown(url)} is no address of a Redis: {error}") from None
        config = {"type": "redis", "redis": {"connection_pool": pool}}
        key = f"layoutfix:{name}:".encode()
        self._texts = unordered_storage(config, name=key + b"texts:")
        self._settings = unordered_storage(config, name=key + b"settings:")
        self._pool = pool
        try:
            with self._asking():
                self.settings = self._opened(threshold)
                self._lsh = MinHashLSH(
                    num_perm=self.settings.num_perm,
                    params=self.settings.bands,
                    storage_config={**config, "basename": key + b"lsh"},
                    prepickle=False,
                )
        except InputError:
            self.close()
            raise

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Say in our own words that Redis doesn't answer."""
        import redis

        try:
            yield
        except redis.RedisError as error:
            raise InputError(f"{self._where} can't be reached or used: {error}") from None

    def _opened(self, threshold: float | None) -> Settings:
        found = self._settings.get(b"value")
        if not found:
            own = Settings.of(THRESHOLD if threshold is None else threshold)
            self._settings.insert(b"value", own.as_json().encode())
            found = self._settings.get(b"value")  # two workers may have made it at the same time
        if len(found) > 1:
            raise InputError(f"{self._where} was made twice with other settings; delete it")
        return Settings.stored(next(iter(found)), self._where).wanted(threshold, self._where)

    def put(self, entries: Iterable[Entry]) -> None:
        ids: list[bytes] = []
        with self._asking():
            session = self._lsh.insertion_session()
            for entry in entries:
                own = _encoded(entry.id)
                if entry.bands:
                    session.insert(own, minhash(entry.signature), check_duplication=False)
                self._texts.insert(own, entry.shingles, buffer=True)
                ids.append(own)
            session.close()  # what was buffered is sent, the bands before the shingles
            self._texts.empty_buffer()
            there = self._texts.getmany(*ids)
        for own, found in zip(ids, there, strict=True):
            if len(found) > 1:
                shown = _decoded(own)
                raise InputError(f"{shown!r} is the id of two texts in {self._where}; remove it")

    def shingles(self, ids: Sequence[str]) -> Mapping[str, bytes]:
        if not ids:
            return {}
        with self._asking():
            rows = self._texts.getmany(*map(_encoded, ids))
        return {one: min(found) for one, found in zip(ids, rows, strict=True) if found}

    def near(self, entry: Entry) -> set[str]:
        with self._asking():
            return set(map(_decoded, self._lsh.query(minhash(entry.signature))))

    def remove(self, entry: Entry) -> None:
        own = _encoded(entry.id)
        with self._asking():
            self._texts.remove(own)
            if own in self._lsh.keys:
                self._lsh.remove(own)

    def __iter__(self) -> Iterator[str]:
        with self._asking():
            return map(_decoded, sorted(self._texts.keys()))

    def __len__(self) -> int:
        with self._asking():
            return int(self._texts.size())

    def close(self) -> None:
        """Let the connections go."""
        self._pool.disconnect()


def _shown(url: str) -> str:
    """The address without what is secret in it."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _encoded(id: str) -> bytes:  # noqa: A002
    return b"=" + id.encode()  # an empty id would be the storage's own name


def _decoded(id: Any) -> str:  # noqa: A002
    return bytes(id)[1:].decode()

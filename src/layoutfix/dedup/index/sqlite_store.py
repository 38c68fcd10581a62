"""An index in a file: SQLite, one transaction for what is added together."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from layoutfix.dedup.candidates import THRESHOLD
from layoutfix.dedup.index.store import Entry, Settings
from layoutfix.errors import InputError

__all__ = ["SqliteStore"]

MARK = 0x4C465844
"""SQLite's ``application_id`` of our files: LFXD."""

WAIT = 60.0
"""Seconds to wait for another process that is writing."""

AT_ONCE = 500
"""Values that go into one question; SQLite takes at least 999."""

SCHEMA = """
CREATE TABLE settings (value TEXT NOT NULL);
CREATE TABLE texts (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    shingles BLOB NOT NULL, crc INTEGER NOT NULL
);
CREATE TABLE sums (texts INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL);
CREATE TABLE bands (
    key INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)
) WITHOUT ROWID;
"""

LOW, HIGH = (1 << 30) - 1, (1 << 34) - 1
"""Masks of the two parts of a band's key; sums of half a billion of them fit into an integer."""

SUMS = f"""
SELECT (SELECT count(*) FROM texts),
    coalesce(sum(((key & {LOW}) + number) & {LOW}), 0), coalesce(sum((key >> 30) & {HIGH}), 0)
FROM bands
"""
"""What the table of sums must say. A changed byte of a band would lose a match unseen."""


class SqliteStore:
    """Entries in a SQLite file.

    What ``put`` was given is there, all of it, once it returns, also when the process is killed
    the moment after; killed before, nothing of it is. A write-ahead log sees to that. When the
    machine itself loses power the last additions may be missing, never a part of one.
    """

    def __init__(self, path: Path, threshold: float | None) -> None:
        """Open the index in a file; where there is none, make one.

        Raises:
            InputError: the file is no index, another version's, or of another threshold, or can't
                be opened.
        """
        self._path = path
        with self._asking():
            self._base = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        try:
            with self._asking():
                self._write_ahead()
                self._base.execute("PRAGMA synchronous=NORMAL")
                self.settings = self._opened(threshold)
                self._verify()
        except InputError:
            self._base.close()
            raise

    def _write_ahead(self) -> None:
        """Switch the file to a write-ahead log.

        SQLite doesn't wait here as it does elsewhere: where another process is making the same
        index it says at once that the file is busy.
        """
        deadline = time.monotonic() + WAIT
        while True:
            try:
                self._base.execute("PRAGMA journal_mode=WAL").fetchone()
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(0.02)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Say in our own words that SQLite can't."""
        try:
            yield
        except sqlite3.Error as error:
            raise InputError(f"{self._path} can't be used as an index: {error}") from None

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """All of what is done inside, or nothing."""
        base = self._base
        with self._asking():
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
                base.execute("COMMIT")
            except BaseException:
                base.execute("ROLLBACK")
                raise

    def _opened(self, threshold: float | None) -> Settings:
        base, path = self._base, self._path
        with self._changing():  # two processes may make it at the same time
            (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not tables:
                settings = Settings.of(THRESHOLD if threshold is None else threshold)
                for statement in SCHEMA.split(";"):
                    base.execute(statement)
                base.execute("INSERT INTO settings VALUES (?)", (settings.as_json(),))
                base.execute("INSERT INTO sums VALUES (0, 0, 0)")
                base.execute(f"PRAGMA application_id={MARK}")
                return settings
        (mark,) = base.execute("PRAGMA application_id").fetchone()
        if mark != MARK:
            raise InputError(f"{path} is a SQLite file, but no index of layoutfix")
        (value,) = base.execute("SELECT value FROM settings").fetchone()
        return Settings.stored(value, str(path)).wanted(threshold, str(path))

    def _verify(self) -> None:
        """Refuse a file of which a part was lost or changed; all of it is read.

        Raises:
            InputError: it is damaged.
        """
        base = self._base
        base.execute("BEGIN")  # one state of the file, whoever writes meanwhile
        try:
            (found,) = base.execute("PRAGMA integrity_check(1)").fetchone()
            wanted = base.execute("SELECT texts, low, high FROM sums").fetchone()
            if found != "ok" or base.execute(SUMS).fetchone() != wanted:
                raise self._damaged()
        finally:
            base.execute("ROLLBACK")

    def _damaged(self) -> InputError:
        return InputError(f"{self._path} is a damaged index; build it anew from the texts")

    def _summed(self, number: int, keys: Sequence[int], sign: int) -> None:
        """Count a text in, or out."""
        low = sum(((key & LOW) + number) & LOW for key in keys)
        high = sum((key >> 30) & HIGH for key in keys)
        change = "UPDATE sums SET texts = texts + ?, low = low + ?, high = high + ?"
        self._base.execute(change, (sign, sign * low, sign * high))

    def put(self, entries: Iterable[Entry]) -> None:
        insert = "INSERT OR IGNORE INTO texts (id, shingles, crc) VALUES (?, ?, ?)"
        with self._changing() as base:
            for entry in entries:
                row = (entry.id, entry.shingles, _crc(entry.id, entry.shingles))
                done = base.execute(insert, row)
                if not done.rowcount:
                    self._same(entry)
                    continue
                number = done.lastrowid or 0
                keys = [_signed(key) for key in entry.bands]
                base.executemany("INSERT INTO bands VALUES (?, ?)", [(key, number) for key in keys])
                self._summed(number, keys, 1)

    def _same(self, entry: Entry) -> None:
        """Refuse another text under the id of one that a second process has just added."""
        if self.shingles([entry.id])[entry.id] != entry.shingles:
            raise InputError(f"{entry.id!r} is the id of another text; remove it first")

    def shingles(self, ids: Sequence[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        with self._asking():
            for first in range(0, len(ids), AT_ONCE):
                part = list(ids[first : first + AT_ONCE])
                marks = ",".join("?" * len(part))
                query = f"SELECT id, shingles, crc FROM texts WHERE id IN ({marks})"
                for one, shingles, crc in self._base.execute(query, part):
                    if crc != _crc(one, shingles):
                        raise self._damaged()
                    found[one] = shingles
        return found

    def near(self, entry: Entry) -> set[str]:
        signed = [_signed(key) for key in entry.bands]
        marks = ",".join("?" * len(signed))
        query = f"SELECT DISTINCT id FROM bands JOIN texts USING (number) WHERE key IN ({marks})"
        with self._asking():
            return {found for (found,) in self._base.execute(query, signed)}

    def remove(self, entry: Entry) -> None:
        with self._changing() as base:
            row = base.execute("SELECT number FROM texts WHERE id = ?", (entry.id,)).fetchone()
            if row:
                keys = [_signed(key) for key in entry.bands]
                pairs = [(key, row[0]) for key in keys]
                base.executemany("DELETE FROM bands WHERE key = ? AND number = ?", pairs)
                self._summed(row[0], keys, -1)
                base.execute("DELETE FROM texts WHERE number = ?", row)

    def __iter__(self) -> Iterator[str]:
        with self._asking():
            for (found,) in self._base.execute("SELECT id FROM texts ORDER BY number"):
                yield found

    def __len__(self) -> int:
        with self._asking():
            (count,) = self._base.execute("SELECT count(*) FROM texts").fetchone()
            return int(count)

    def close(self) -> None:
        """Put what is in the log into the file, and let it go."""
        self._base.close()


def _crc(id: str, shingles: bytes) -> int:  # noqa: A002
    return zlib.crc32(shingles, zlib.crc32(id.encode()))


def _signed(key: int) -> int:
    """A key as SQLite's integers hold it: 64 bits with a sign."""
    return key - (1 << 64) if key >> 63 else key

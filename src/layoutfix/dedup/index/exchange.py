"""Whole indexes to and from ``MinHashLSH`` of datasketch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from layoutfix.dedup.datasketches import minhash
from layoutfix.dedup.index.store import Entry, Settings
from layoutfix.errors import InputError

if TYPE_CHECKING:
    from datasketch import MinHashLSH

__all__ = ["check_bands", "lsh_of", "texts_of_keys"]


def lsh_of(entries: Iterable[Entry], settings: Settings) -> MinHashLSH:
    """All entries that have letters, in memory."""
    from datasketch import MinHashLSH

    lsh = MinHashLSH(num_perm=settings.num_perm, params=settings.bands)
    for entry in entries:
        if entry.bands:
            lsh.insert(entry.id, minhash(entry.signature), check_duplication=False)
    return lsh


def texts_of_keys(lsh: MinHashLSH, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of all keys.

    Raises:
        InputError: one is missing.
    """
    found: dict[str, str] = {}
    for key in lsh.keys:
        if not isinstance(key, str) or key not in texts:
            raise InputError(f"there is no text for the key {key!r} of the MinHashLSH")
        found[key] = texts[key]
    return found


def check_bands(lsh: MinHashLSH, entries: Iterable[Entry]) -> None:
    """Compare the bands of the entries with those that are stored.

    Raises:
        InputError: they are not the same.
    """
    for entry in entries:
        stored = list(lsh.keys.get(entry.id))[: lsh.b]
        own = [lsh._H(entry.signature[first:last]) for first, last in lsh.hashranges]
        if len(entry.signature) != lsh.h or stored != own:
            raise InputError(
                f"the bands of {entry.id!r} are not of layoutfix's shingles; add the texts to a "
                "new index, or give datasketch the signatures of layoutfix.dedup.signatures"
            )

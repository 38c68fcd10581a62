"""An index of texts as they come: in memory, in SQLite, in Redis."""

from __future__ import annotations

from layoutfix.dedup.index.duplicate_index import DuplicateIndex, Match

__all__ = ["DuplicateIndex", "Match"]

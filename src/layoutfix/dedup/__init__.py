"""What stands twice: shingles, signatures, candidates, exact verification, passages, the index."""

from __future__ import annotations

from layoutfix.dedup.datasketches import from_datasketch, to_datasketch
from layoutfix.dedup.duplicates import Cluster, Duplicates, Pair, find_duplicates
from layoutfix.dedup.index.duplicate_index import DuplicateIndex, Match
from layoutfix.dedup.minhash import signatures
from layoutfix.dedup.passages import Passage, find_passages
from layoutfix.dedup.shingling import shingles
from layoutfix.dedup.stored import StoredTexts

__all__ = [
    "Cluster",
    "DuplicateIndex",
    "Duplicates",
    "Match",
    "Pair",
    "Passage",
    "StoredTexts",
    "find_duplicates",
    "find_passages",
    "from_datasketch",
    "shingles",
    "signatures",
    "to_datasketch",
]

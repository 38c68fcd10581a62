"""Signatures to and from datasketch; whole indexes are exchanged by ``DuplicateIndex``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from layoutfix.dedup.fill import Signatures
from layoutfix.errors import InputError

if TYPE_CHECKING:
    from datasketch import MinHash

__all__ = ["from_datasketch", "minhash", "to_datasketch"]

SCHEME = "affine32"
"""What datasketch calls the permutations of our signatures."""

SEED = 1


def minhash(signature: Signatures, seed: int = SEED) -> MinHash:
    """One row of signatures as datasketch holds it."""
    from datasketch import MinHash

    return MinHash(hashvalues=signature, seed=seed, scheme=SCHEME)


def to_datasketch(signatures: Signatures, seed: int = SEED) -> list[MinHash]:
    """Signatures as objects of ``datasketch.MinHash``.

    Args:
        signatures: a row each, as of :func:`layoutfix.dedup.signatures`.
        seed: that they were made with.

    >>> from layoutfix.dedup import signatures
    >>> one, other = to_datasketch(signatures(["The ferry sails at noon."] * 2))
    >>> float(one.jaccard(other))
    1.0
    """
    return [minhash(row, seed) for row in signatures]


def from_datasketch(hashes: Sequence[MinHash]) -> Signatures:
    """The signatures in objects of ``datasketch.MinHash``, a row each.

    Raises:
        InputError: they have not all the same number of permutations and the same seed, or are not
            of the scheme ``affine32``.

    >>> from layoutfix.dedup import signatures
    >>> rows = signatures(["The ferry sails at noon."])
    >>> bool((from_datasketch(to_datasketch(rows)) == rows).all())
    True
    """
    kinds = {(each.scheme, each.seed, len(each)) for each in hashes}
    if any(scheme != SCHEME for scheme, _, _ in kinds):
        raise InputError(f"signatures of layoutfix are of the scheme {SCHEME!r}; make them anew")
    if len(kinds) > 1:
        raise InputError("signatures of other permutations or seeds can't be compared")
    if not hashes:
        return np.zeros((0, 0), np.uint32)
    return np.array([each.hashvalues for each in hashes], np.uint32)

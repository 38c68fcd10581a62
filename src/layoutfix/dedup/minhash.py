"""MinHash signatures of many texts at once, in numpy.

The permutations are those of datasketch 2's scheme ``affine32``: the shingle's hash is mixed with
the finalizer of MurmurHash3, then permutation ``k`` is ``a[k] * hash + b[k]`` modulo 2^32, and the
smallest value of each permutation is kept (Broder 1997). A row of the result is what
``datasketch.MinHash`` holds in ``hashvalues`` for the same hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from layoutfix.dedup.fill import EMPTY, Fill, Signatures, filler
from layoutfix.dedup.normal import Normalised, Offsets, normalised
from layoutfix.dedup.shingling import hashes32
from layoutfix.dedup.stored import StoredTexts
from layoutfix.errors import InputError

__all__ = ["batches", "hash_signatures", "shingle_signatures", "signatures"]

BATCH = 1 << 20
"""Characters that are hashed together; more of them would cost more, in fresh memory."""


def signatures(texts: Sequence[str], num_perm: int = 128, seed: int = 1) -> Signatures:
    """The MinHash signature of each text, a row each.

    Args:
        texts: any strings; one without shingles has a row of 0xFFFFFFFF.
        num_perm: permutations, the length of a row.
        seed: chooses them, as in datasketch.

    Returns:
        An array of shape ``(len(texts), num_perm)``.

    Raises:
        InputError: ``num_perm`` is less than one, or ``texts`` is a string or holds something else.

    >>> rows = signatures(["渡口的钟楼又走了，修了三年。", "渡口的钟楼又走了,修了三年", ""])
    >>> rows.shape, bool((rows[0] == rows[1]).all()), hex(rows[2].min())
    ((3, 128), True, '0xffffffff')

    In datasketch:

    >>> from datasketch import MinHash
    >>> one = MinHash(hashvalues=rows[0], seed=1, scheme="affine32")
    >>> float(one.jaccard(MinHash(hashvalues=rows[1], seed=1, scheme="affine32")))
    1.0
    """
    if num_perm < 1:
        raise InputError(f"num_perm is a number of permutations, at least 1, not {num_perm}")
    out = np.empty((len(texts), num_perm), np.uint32)
    parts = batches(texts)
    fill = filler(sum(map(len, texts)))
    for first, batch in parts:
        whole = shingle_signatures(normalised(batch), num_perm, seed, fill)
        out[first : first + len(batch)] = whole
    return out


def batches(texts: Sequence[str], size: int = BATCH) -> Iterator[tuple[int, Sequence[str]]]:
    """Runs of texts of about ``size`` characters, each with the number of its first text.

    Raises:
        InputError: ``texts`` is a single string, or one of them is none.
    """
    if isinstance(texts, str):
        raise InputError("these are many texts, not one: put the string into a list")
    stored = isinstance(texts, StoredTexts)
    if not stored and not all(issubclass(kind, str) for kind in set(map(type, texts))):
        wrong = next(n for n, text in enumerate(texts) if not isinstance(text, str))
        raise InputError(f"text {wrong} is a {type(texts[wrong]).__name__}, not a string")
    return _batches(texts, size)


def _batches(texts: Sequence[str], size: int) -> Iterator[tuple[int, Sequence[str]]]:
    sizes = texts.sizes() if isinstance(texts, StoredTexts) else map(len, texts)
    ends = np.cumsum(np.fromiter(sizes, np.int64, len(texts)))
    first = before = 0
    while first < len(texts):
        last = min(int(np.searchsorted(ends, before + size)) + 1, len(texts))
        yield first, texts[first:last]
        first, before = last, int(ends[last - 1])


def shingle_signatures(texts: Normalised, num_perm: int, seed: int, fill: Fill) -> Signatures:
    """The signatures of texts that are normalised already, worked out by ``fill``."""
    return hash_signatures(*hashes32(texts), num_perm, seed, fill)


def hash_signatures(
    hashes: npt.NDArray[np.uint32], starts: Offsets, num_perm: int, seed: int, fill: Fill
) -> Signatures:
    """The signatures of hashed shingles, which are overwritten."""
    _mix(hashes)
    out = np.full((len(starts) - 1, num_perm), EMPTY, np.uint32)
    factors, addends = _permutations(num_perm, seed)
    fill(hashes, starts, factors, addends, out)
    return out


@cache
def _permutations(
    num_perm: int, seed: int
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Factors and addends, drawn as datasketch draws them."""
    draw = np.random.RandomState(seed)
    factors = draw.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, draw.randint(0, 1 << 32, num_perm, dtype=np.uint32)


def _mix(hashes: npt.NDArray[np.uint32]) -> None:
    """The finalizer of MurmurHash3 for 32 bits, in place."""
    hashes ^= hashes >> np.uint32(16)
    hashes *= np.uint32(0x85EBCA6B)
    hashes ^= hashes >> np.uint32(13)
    hashes *= np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)

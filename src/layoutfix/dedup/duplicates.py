"""``find_duplicates``: texts in, verified pairs and clusters out."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np

from layoutfix.dedup.alignment import aligned
from layoutfix.dedup.candidates import THRESHOLD, candidates, likely
from layoutfix.dedup.clusters import representatives
from layoutfix.dedup.fill import Signatures, filler
from layoutfix.dedup.items import Items, Texts, texts_of
from layoutfix.dedup.minhash import batches, hash_signatures
from layoutfix.dedup.normal import Offsets, normalised
from layoutfix.dedup.shingling import hashes32
from layoutfix.dedup.stored import StoredTexts
from layoutfix.dedup.verify import Measured, measured
from layoutfix.dedup.whole import LEAST_SHINGLES, compared_sets, identical, whole_keys
from layoutfix.errors import InputError
from layoutfix.model import Span

__all__ = ["Cluster", "Duplicates", "Pair", "find_duplicates"]

SEED = 1

VERIFIED = 1 << 25
"""Bytes of stored texts whose shingles, eight bytes each, are in memory to verify their pairs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that are near-duplicates.

    Attributes:
        a: the id of the one that was given first.
        b: the id of the other.
        jaccard: shared shingles, of those that at least one of the two has; exact.
        containment: shared shingles, of those of the text that has fewer; exact.
    """

    a: Hashable
    b: Hashable
    jaccard: float
    containment: float
    _texts: tuple[str, str] = field(repr=False, compare=False)
    _shifts: tuple[int, int] = field(default=(0, 0), repr=False, compare=False)

    @property
    def spans(self) -> tuple[tuple[Span, Span], ...]:
        """The passages that stand in both, in order, as spans of ``a`` and of ``b``.

        Offsets are those of the text, and of the page for a section. They are worked out when
        they are asked for.
        """
        one, other = self._shifts
        return tuple(
            (Span(a.start + one, a.end + one), Span(b.start + other, b.end + other))
            for a, b in aligned(*self._texts)
        )


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts that are all near-duplicates of one of them.

    Attributes:
        representative: the id of the one that the others are compared with.
        members: the ids of all, the representative among them, as they were given.
    """

    representative: Hashable
    members: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Duplicates:
    """What :func:`find_duplicates` found.

    Attributes:
        ids: of all texts, as they were given.
        pairs: the near-duplicates, in the order of their texts.
        clusters: in the order of their first members; no text is in two.
    """

    ids: tuple[Hashable, ...]
    pairs: Sequence[Pair]
    clusters: tuple[Cluster, ...]

    @property
    def kept(self) -> tuple[Hashable, ...]:
        """The ids of the texts to keep where one of each cluster is enough."""
        gone = set(self.dropped)
        return tuple(each for each in self.ids if each not in gone)

    @property
    def dropped(self) -> tuple[Hashable, ...]:
        """The ids of the others: each is a near-duplicate of a representative that is kept."""
        gone = {m for c in self.clusters for m in c.members if m != c.representative}
        return tuple(each for each in self.ids if each in gone)


class _Pairs(Sequence[Pair]):
    """Pairs as columns; a row becomes a Pair when it is asked for."""

    def __init__(self, items: Texts, rows: Offsets, counted: Measured) -> None:
        self._items, self._rows, self._counted = items, rows, counted

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Pair: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Pair]: ...
    def __getitem__(self, index: int | slice) -> Pair | Sequence[Pair]:
        if isinstance(index, slice):
            return tuple(self[row] for row in range(*index.indices(len(self))))
        row = range(len(self))[index]
        a, b = self._rows[row].tolist()
        items = self._items
        return Pair(
            items.ids[a],
            items.ids[b],
            float(self._counted.jaccard[row]),
            float(self._counted.containment[row]),
            (items.texts[a], items.texts[b]),
            (items.shift(a), items.shift(b)),
        )

    def __repr__(self) -> str:
        return f"<{len(self)} pairs>"


def find_duplicates(
    items: Items,
    threshold: float = THRESHOLD,
    *,
    text: str | None = None,
    progress: bool = False,
) -> Duplicates:
    """The near-duplicates among many texts: pairs, with exact Jaccard, and clusters.

    Texts are compared by their shingles (:mod:`layoutfix.dedup.shingling`): white space, marks,
    case and width don't count. Candidates come from MinHash signatures of 96 permutations, 19
    bands of 5 at a threshold of 0.8, and each is verified; a pair just at the threshold is missed
    once in 1,900. A text with fewer than eight different shingles (13 letters) matches those alone
    that have the same letters and digits; one without any matches nothing.

    All pairs of up to 65 texts that look alike are reported; in larger crowds every text is
    compared with the first eight of the crowd and the next 64, so time grows with the number of
    texts. Clusters don't chain: each member is a near-duplicate of the representative.

    Args:
        items: strings, whose ids are their numbers, also ``StoredTexts``, which are read from a
            file as they are needed; a mapping from id to string; or the sections
            of one page, whose ids are their numbers too. Sections are compared without headings.
        threshold: the least Jaccard of a pair, above 0 and up to 1.
        text: the page that the sections belong to.
        progress: show a bar on standard error where somebody watches and it takes a while.

    Raises:
        InputError: the items are none of these, sections came without their page, or the
            threshold makes no sense.

    >>> found = find_duplicates({
    ...     "monday": "The ferry to Netherby sails again at noon, the harbour office said.",
    ...     "tuesday": "The ferry to Netherby sails again at noon, the harbour office says.",
    ...     "weather": "Rain is expected in the hills, and snow above the tree line.",
    ... })
    >>> [(pair.a, pair.b, round(pair.jaccard, 2)) for pair in found.pairs]
    [('monday', 'tuesday', 0.92)]
    >>> found.clusters[0].members, found.kept
    (('monday', 'tuesday'), ('monday', 'weather'))
    """
    if not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
        raise InputError(f"threshold is a Jaccard above 0 and up to 1, not {threshold!r}")
    given = texts_of(items, text)
    rows, signed, same = _signed(given.texts, num_perm_of(threshold), progress)
    found = likely(signed, candidates(signed, threshold), threshold)
    pairs, counted = _with_identical(*_verified(given.texts, rows[found], threshold), same)
    return Duplicates(tuple(given.ids), _Pairs(given, pairs, counted), _clusters(given.ids, pairs))


def num_perm_of(threshold: float) -> int:
    """Permutations of a signature.

    96 make 19 bands of 5 at a threshold of 0.8; 128 make 21 of 6, take a third longer and miss
    three times as many. At low thresholds the bands of 96 would be too short to tell texts apart.
    """
    return 96 if threshold >= 0.6 else 128


def _signed(
    texts: Sequence[str], num_perm: int, progress: bool
) -> tuple[Offsets, Signatures, Offsets]:
    """The numbers of the texts that are long enough, their signatures, and pairs of the others."""
    from tqdm import tqdm

    parts = batches(texts)
    fill = filler(sum(texts.sizes() if isinstance(texts, StoredTexts) else map(len, texts)))
    rows: list[Offsets] = [np.zeros(0, np.int64)]
    short: list[Offsets] = [np.zeros(0, np.int64)]
    keys = [np.zeros(0, np.uint64)]
    signed: list[Signatures] = [np.zeros((0, num_perm), np.uint32)]
    bar = tqdm(total=len(texts), unit=" texts", delay=2, disable=None if progress else True)
    with bar:
        for first, batch in parts:
            whole = normalised(batch)
            hashes, starts = hashes32(whole)
            is_long = np.diff(starts) >= LEAST_SHINGLES
            long, others = np.flatnonzero(is_long), np.flatnonzero(~is_long)
            rows.append(long + first)
            short.append(others + first)
            keys.append(whole_keys(whole, others))
            signed.append(hash_signatures(hashes, starts, num_perm, SEED, fill)[long])
            bar.update(len(batch))
    same = identical(np.concatenate(short), np.concatenate(keys))
    return np.concatenate(rows), np.concatenate(signed), same


def _with_identical(pairs: Offsets, counted: Measured, same: Offsets) -> tuple[Offsets, Measured]:
    """All pairs in order, those of identical short texts among them."""
    if not len(same):
        return pairs, counted
    ones = np.ones(len(same))
    both = np.concatenate((pairs, same))
    order = np.lexsort((both[:, 1], both[:, 0]))
    jaccard = np.concatenate((counted.jaccard, ones))[order]
    return both[order], Measured(jaccard, np.concatenate((counted.containment, ones))[order])


def _verified(texts: Sequence[str], pairs: Offsets, threshold: float) -> tuple[Offsets, Measured]:
    """The pairs that reach the threshold, with what was counted for them."""
    if not len(pairs):
        return pairs, Measured(np.zeros(0), np.zeros(0))
    parts = [_measured(texts, some) for some in _together(texts, pairs)]
    counted = Measured(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    enough = counted.jaccard >= threshold
    return pairs[enough], Measured(counted.jaccard[enough], counted.containment[enough])


def _measured(texts: Sequence[str], pairs: Offsets) -> Measured:
    """What was counted for some pairs; in memory are the shingles of their texts."""
    involved, places = np.unique(pairs, return_inverse=True)
    sets = compared_sets([texts[number] for number in involved.tolist()])
    return measured(sets, places.reshape(pairs.shape))


def _together(texts: Sequence[str], pairs: Offsets) -> Iterator[Offsets]:
    """The pairs in runs whose texts are read and shingled together."""
    if not isinstance(texts, StoredTexts):
        yield pairs
        return
    sizes = np.fromiter(texts.sizes(), np.int64, len(texts))
    after = np.cumsum(sizes[pairs].sum(axis=1))
    edges = np.searchsorted(after, np.arange(VERIFIED, int(after[-1]), VERIFIED))
    yield from (some for some in np.split(pairs, np.unique(edges)) if len(some))


def _clusters(ids: Sequence[Hashable], pairs: Offsets) -> tuple[Cluster, ...]:
    found = representatives(pairs, len(ids))
    members = np.flatnonzero(np.bincount(pairs.ravel(), minlength=len(ids)))
    members = members[np.argsort(found[members], kind="stable")]
    heads = found[members].tolist()
    groups: list[tuple[int, list[int]]] = []
    for head, run in itertools.groupby(zip(heads, members.tolist(), strict=True), lambda p: p[0]):
        groups.append((head, [member for _, member in run]))
    groups.sort(key=lambda group: group[1])
    return tuple(
        Cluster(ids[head], tuple(ids[member] for member in group))
        for head, group in groups
        if len(group) > 1
    )

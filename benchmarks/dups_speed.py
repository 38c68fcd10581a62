"""How fast near-duplicates are found, beside peers in the same run.

    python -m benchmarks.dups_speed [--count 5000] [--runs 5]     # pip install 'layoutfix[bench]'
    python -m benchmarks.dups_speed --curve 10000 100000 1000000   # one process a size

Everything runs on one core (the curve on all); what is shown is processor time. First signatures
of 128 permutations, shingling included; then end to end: texts in, verified pairs out. Peers cut
shingles in Python, since that is how they are fed, and their pairs are verified with Python's sets;
end to end they get the texts normalised by layoutfix, at no cost, so that all look for the same
pairs. "rensa fed" gets hashes made by layoutfix, and its candidates are found and verified by
layoutfix: it differs in the signatures alone.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from benchmarks.repeats import copy_of, originals, sections
from layoutfix.dedup import find_duplicates
from layoutfix.dedup.candidates import bands, candidates, likely
from layoutfix.dedup.fill import by_numpy, filler
from layoutfix.dedup.minhash import batches, shingle_signatures
from layoutfix.dedup.normal import normalised
from layoutfix.dedup.shingling import hashes32
from layoutfix.dedup.verify import measured, shingle_sets

Texts = Sequence[str]
Work = Callable[[Texts], object]
THRESHOLD = 0.8
COUNT, ROWS = bands(THRESHOLD, 128)


def cut(text: str) -> list[str]:
    """Shingles as peers are fed: four characters of Chinese, five of English."""
    length = 4 if "\u4e00" <= text[0] <= "\u9fff" else 5
    return [text[at : at + length] for at in range(len(text) - length + 1)]


def cut_bytes(text: str) -> list[bytes]:
    """The same encoded."""
    return [shingle.encode() for shingle in cut(text)]


def layoutfix_numpy(texts: Texts) -> object:
    """Signatures by numpy."""
    return [shingle_signatures(normalised(b), 128, 1, by_numpy) for _, b in batches(texts)]


def layoutfix_numba(texts: Texts) -> object:
    """Signatures by the compiled loop."""
    fill = filler(1 << 40)
    return [shingle_signatures(normalised(b), 128, 1, fill) for _, b in batches(texts)]


def rensa_matrix(texts: Texts) -> object:
    """``RMinHash`` a batch at once: the fastest way to feed it strings."""
    from rensa import RMinHash

    return RMinHash.digest_matrix_from_token_sets(map(cut, texts), 128, 1)


def rensa_objects(texts: Texts) -> object:
    """``RMinHash`` a text."""
    from rensa import RMinHash

    out = []
    for text in texts:
        one = RMinHash(128, 1)
        one.update(cut(text))
        out.append(one)
    return out


def datasketch_bulk(texts: Texts) -> object:
    """``MinHash.bulk`` with xxh32."""
    import xxhash
    from datasketch import MinHash

    return MinHash.bulk(map(cut_bytes, texts), num_perm=128, hashfunc=xxhash.xxh32_intdigest)


def datasketch_default(texts: Texts) -> object:
    """``MinHash.bulk`` as it comes, with SHA-1."""
    from datasketch import MinHash

    return MinHash.bulk(map(cut_bytes, texts), num_perm=128)


def verified(texts: Texts, found: Iterable[tuple[int, int]]) -> list[tuple[int, int, float]]:
    """Pairs of enough Jaccard, with Python's sets; each set is made once."""
    sets: dict[int, set[str]] = {}
    out = []
    for one, other in {(min(p), max(p)) for p in found if p[0] != p[1]}:
        for number in (one, other):
            if number not in sets:
                sets[number] = set(cut(texts[number]))
        shared = len(sets[one] & sets[other])
        jaccard = shared / (len(sets[one]) + len(sets[other]) - shared)
        if jaccard >= THRESHOLD:
            out.append((one, other, jaccard))
    return out


def all_layoutfix(texts: Texts) -> object:
    """``find_duplicates``."""
    return find_duplicates(texts).pairs


def all_rensa(texts: Texts) -> object:
    """``RMinHash`` and ``RMinHashLSH``."""
    from rensa import RMinHash, RMinHashLSH

    rows = RMinHash.from_token_sets(map(cut, texts), 128, 1)
    index = RMinHashLSH(THRESHOLD, 128, 16)
    index.insert_many(rows)
    queried = index.query_all(rows)
    return verified(texts, ((n, m) for n, near in enumerate(queried) for m in near))


def all_rensa_fed(texts: Texts) -> object:
    """Signatures from ``digest_matrix_from_flat_token_hashes``, all else layoutfix's."""
    from rensa import RMinHash

    whole = normalised(texts)
    hashes, starts = hashes32(whole)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        hashes.astype(np.uint64), starts.astype(np.uint64), 128, 1
    )
    rows = np.array(matrix.to_rows(), np.uint32)
    pairs = likely(rows, candidates(rows, THRESHOLD), THRESHOLD)
    involved, places = np.unique(pairs, return_inverse=True)
    sets = shingle_sets([texts[number] for number in involved.tolist()])
    counted = measured(sets, places.reshape(pairs.shape))
    return pairs[counted.jaccard >= THRESHOLD]


def all_gaoya(texts: Texts) -> object:
    """Gaoya's ``MinHashStringIndex``."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, THRESHOLD, COUNT, ROWS, None, "char", False, (5, 5), "vec")
    index.par_bulk_insert_docs(list(range(len(texts))), list(texts))
    queried = index.par_bulk_query(list(texts))
    return verified(texts, ((n, m) for n, near in enumerate(queried) for m in near))


def _all_datasketch(texts: Texts, rows: Iterable[object]) -> object:
    from datasketch import MinHashLSH

    index = MinHashLSH(params=(COUNT, ROWS), num_perm=128)
    pairs: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        pairs.extend((other, number) for other in index.query(row))
        index.insert(number, row, check_duplication=False)
    return verified(texts, pairs)


def all_datasketch_bulk(texts: Texts) -> object:
    """``MinHash.bulk`` with xxh32 and ``MinHashLSH``."""
    rows = datasketch_bulk(texts)
    assert isinstance(rows, list)
    return _all_datasketch(texts, rows)


def all_datasketch_default(texts: Texts) -> object:
    """``MinHash.bulk`` as it comes and ``MinHashLSH``."""
    rows = datasketch_default(texts)
    assert isinstance(rows, list)
    return _all_datasketch(texts, rows)


def lsh_of_datasketch(texts: Texts) -> tuple[float, float]:
    """Seconds for the candidates of ready signatures: sorted bands, and ``MinHashLSH``."""
    from datasketch import MinHash, MinHashLSH

    made = layoutfix_numpy(texts)
    assert isinstance(made, list)
    signed = np.concatenate(made)
    start = time.perf_counter()
    candidates(signed, THRESHOLD)
    middle = time.perf_counter()
    rows = [MinHash(hashvalues=row, seed=1, scheme="affine32", hashfunc=hash) for row in signed]
    index = MinHashLSH(params=(COUNT, ROWS), num_perm=128)
    for number, row in enumerate(rows):
        index.query(row)
        index.insert(number, row, check_duplication=False)
    return middle - start, time.perf_counter() - middle


SIGNATURES: tuple[Work, ...] = (
    layoutfix_numpy,
    layoutfix_numba,
    rensa_matrix,
    rensa_objects,
    datasketch_bulk,
    datasketch_default,
)
END_TO_END: tuple[Work, ...] = (
    all_layoutfix,
    all_rensa_fed,
    all_rensa,
    all_gaoya,
    all_datasketch_bulk,
    all_datasketch_default,
)


ON_LETTERS = (all_rensa, all_gaoya, all_datasketch_bulk, all_datasketch_default)


def normal_forms(texts: Texts) -> list[str]:
    """The texts as layoutfix compares them."""
    whole = normalised(texts)
    letters = "".join(map(chr, (whole.codes & np.uint32(0x1FFFFF)).tolist()))
    starts = whole.starts.tolist()
    return [letters[a:b] for a, b in itertools.pairwise(starts)]


def compare(works: Sequence[Work], texts: Texts, runs: int) -> None:
    """Time each work in turn, ``runs`` times over; medians, and the first's ratio to each."""
    length = sum(map(len, texts))
    spent: dict[Work, list[float]] = {work: [] for work in works}
    found: dict[Work, int] = {}
    letters = normal_forms(texts)
    for work in works:
        work(texts[:50])  # imports, compiles
    for run in range(runs):
        for work in works:
            if "datasketch" in work.__name__ and run > 1:
                continue
            given = letters if work in ON_LETTERS else texts
            start = time.process_time()
            result = work(given)
            spent[work].append(time.process_time() - start)
            found[work] = len(result) if works is END_TO_END else 0  # type: ignore[arg-type]
    ours = statistics.median(spent[works[0]])
    for work in works:
        median = statistics.median(spent[work])
        name = work.__name__.removeprefix("all_").replace("_", " ")
        rate = f"{len(texts) / median:9.0f} texts/s {length / median / 1e6:7.2f} M characters/s"
        extra = f" {found[work]:7} pairs" if works is END_TO_END else ""
        print(f"{name:22}{rate}   layoutfix is {median / ours:6.1f} times as fast{extra}")


def grown(count: int, length: int = 500) -> list[str]:
    """Chinese and English sections of ``length`` characters, a third of them damaged copies.

    The originals are sentences of the articles in random order, so that a million sections differ.
    """
    rng = random.Random(count)
    pools = {}
    for lang in ("zh", "en"):
        some = originals(lang, rng)
        pools[lang] = [piece for _ in range(600) for piece in next(some).split("\n")]
    made: list[str] = []
    while len(made) < count:
        lang = rng.choice(("zh", "en"))
        text = ""
        while len(text) < length:
            piece = rng.choice(pools[lang])
            at = rng.randrange(len(piece))
            text += piece[at : at + 25]
        made.append(text[:length])
        if rng.random() < 0.5:
            made.append(copy_of(made[-1], text, lang, rng))
    return made[:count]


def measure(count: int) -> None:
    """One size, in a process of its own; prints a JSON line."""
    texts = grown(count)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = find_duplicates(texts)
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = {"texts": count, "characters": sum(map(len, texts)), "seconds": round(spent, 2)}
    row |= {"pairs": len(found.pairs), "clusters": len(found.clusters)}
    row |= {"MB before": base // 1024, "MB peak": peak // 1024}
    print(json.dumps(row))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, prog="benchmarks.dups_speed")
    parser.add_argument("--count", type=int, default=5000, help="sections of each language")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--curve", type=int, nargs="+", help="measure find_duplicates alone")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    os.environ["RAYON_NUM_THREADS"] = "1"  # read when rensa or gaoya first need it
    if chosen.one:
        measure(chosen.one)
        return
    for count in chosen.curve or ():
        command = [sys.executable, "-m", "benchmarks.dups_speed", "--one", str(count)]
        subprocess.run(command, check=True)
    if chosen.curve:
        return
    texts = [text for lang in ("zh", "en") for text in sections(lang, chosen.count)]
    print(f"== signatures, shingling included; {len(texts)} texts ==")
    compare(SIGNATURES, texts, chosen.runs)
    print("== end to end: texts in, verified pairs out ==")
    compare(END_TO_END, texts, chosen.runs)
    ours, theirs = lsh_of_datasketch(texts)
    print(f"== candidates alone: sorted bands {ours:.2f} s, datasketch's LSH {theirs:.2f} s ==")


if __name__ == "__main__":
    main()

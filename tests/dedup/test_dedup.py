"""Near-duplicates: shingles, signatures, candidates, verification, clusters."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.repeats import documented, exact_pairs
from layoutfix import sections
from layoutfix.dedup import find_duplicates, shingles, signatures
from layoutfix.dedup.alignment import aligned
from layoutfix.dedup.candidates import HEADS, WINDOW, bands, candidates
from layoutfix.dedup.clusters import representatives
from layoutfix.dedup.fill import EMPTY, by_numpy, filler
from layoutfix.dedup.minhash import batches, shingle_signatures
from layoutfix.dedup.normal import normalised
from layoutfix.dedup.shingling import hashes32, hashes64
from layoutfix.errors import InputError
from layoutfix.model import Span
from tests.strategies import pages

FERRY = "The ferry to Netherby sails again at noon, the harbour office said on Thursday."
WEATHER = "Rain is expected in the hills tonight, and snow above the tree line by morning."
BELL = "渡口的钟楼又走了，修了整整三年，老船工们说，夜里听见钟声才睡得着。"

texts = st.lists(pages, max_size=6)


def words(rng: random.Random, count: int) -> str:
    return " ".join("".join(rng.choices("abcdefghij", k=rng.randint(2, 9))) for _ in range(count))


@given(texts)
def test_shingles_are_those_that_are_documented(some: list[str]) -> None:
    for text in some:
        if text.isascii():  # elsewhere the shipped Unicode version may differ from this Python's
            assert shingles(text) == documented(text)


@given(texts)
def test_hashes_are_those_of_the_shingles(some: list[str]) -> None:
    whole = normalised(some)
    small, starts = hashes32(whole)
    large, same, places = hashes64(whole)
    assert starts.tolist() == same.tolist()
    assert len(starts) == len(some) + 1
    for number, text in enumerate(some):
        own = slice(int(starts[number]), int(starts[number + 1]))
        alone = normalised([text])
        assert small[own].tolist() == hashes32(alone)[0].tolist()
        assert len(set(large[own].tolist())) == len(shingles(text))
        assert np.all(places[own] >= whole.starts[number])


@given(texts)
def test_what_is_compared_knows_where_it_stood(some: list[str]) -> None:
    whole = normalised(some)
    for number, text in enumerate(some):
        places = whole.places(number).tolist()
        assert places == sorted(set(places))
        again = normalised(["".join(text[place] for place in places)])
        assert again.codes.tolist() == whole.text(number).tolist()


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Tues-\nday", "Tuesday"),
        ("ＡＢＣ１２３", "abc123"),
        ("渡口，\n\n钟楼。", "渡口钟楼!"),
        ("co\u00adoperate", "Cooperate"),
    ],
)
def test_layout_and_marks_are_not_compared(text: str, other: str) -> None:
    one, two = normalised([text]).codes, normalised([other]).codes
    assert one.tolist() == two.tolist()


class TestSignatures:
    SOME = (FERRY, WEATHER, BELL, "", "ab", "渡口的", FERRY + BELL, words(random.Random(1), 9000))

    def test_a_row_is_what_datasketch_makes_of_the_same_hashes(self) -> None:
        for num_perm, seed in ((128, 1), (64, 7), (13, 3)):
            rows = signatures(self.SOME, num_perm, seed)
            for text, row in zip(self.SOME, rows, strict=True):
                theirs = MinHash(num_perm, seed, hashfunc=int)
                theirs.update_batch(hashes32(normalised([text]))[0].tolist())
                assert theirs.hashvalues.dtype == row.dtype
                assert theirs.hashvalues.tolist() == row.tolist()

    def test_a_row_goes_into_datasketch_unchanged(self) -> None:
        some = [FERRY, FERRY.replace("Thursday", "Friday"), WEATHER]
        ours = [
            MinHash(seed=1, hashvalues=row, scheme="affine32", hashfunc=int)
            for row in signatures(some)
        ]
        theirs = [MinHash(seed=1, hashfunc=int) for _ in some]
        for text, one in zip(some, theirs, strict=True):
            one.update_batch(hashes32(normalised([text]))[0].tolist())
        for a in range(3):
            for b in range(3):
                assert ours[a].jaccard(ours[b]) == theirs[a].jaccard(theirs[b])
                assert ours[a].jaccard(theirs[b]) == theirs[a].jaccard(theirs[b])
        index = MinHashLSH(threshold=0.7, num_perm=128)
        for name, one in zip("abc", ours, strict=True):
            index.insert(name, one)
        assert sorted(index.query(theirs[0])) == ["a", "b"]

    def test_the_estimate_is_near_the_jaccard(self) -> None:
        rng = random.Random(5)
        one = words(rng, 400)
        other = one[: len(one) * 9 // 10] + words(rng, 40)
        shared, every = shingles(one) & shingles(other), shingles(one) | shingles(other)
        rows = signatures([one, other], 4096)
        assert np.mean(rows[0] == rows[1]) == pytest.approx(len(shared) / len(every), abs=0.03)

    def test_blocks_and_batches_change_nothing(self) -> None:
        rng = random.Random(6)
        some = [words(rng, rng.choice((0, 1, 30, 8000))) for _ in range(30)]
        together = signatures(some)
        alone = np.concatenate([signatures([text]) for text in some])
        assert (together == alone).all()
        assert [first for first, _ in batches(["ab"] * 5, 4)] == [0, 2, 4]

    @pytest.mark.parametrize("num_perm", [1, 7, 8, 100])
    def test_the_compiled_loop_gives_the_same(self, num_perm: int) -> None:
        pytest.importorskip("numba")
        compiled = filler(1 << 40)
        assert compiled is not by_numpy
        whole = normalised(self.SOME)
        rows = [shingle_signatures(whole, num_perm, 1, fill) for fill in (by_numpy, compiled)]
        assert (rows[0] == rows[1]).all()

    def test_without_shingles_a_row_says_so(self) -> None:
        assert signatures([]).shape == (0, 128)
        assert (signatures(["", "。，!", "abc"]) == EMPTY).all()

    @pytest.mark.parametrize(
        "call",
        [
            lambda: signatures("one string"),
            lambda: signatures([FERRY, 3]),  # type: ignore[list-item]
            lambda: signatures([FERRY], 0),
        ],
    )
    def test_what_is_no_text_is_refused(self, call: Callable[[], object]) -> None:
        with pytest.raises(InputError):
            call()


class TestCandidates:
    def test_few_pairs_at_the_threshold_are_missed(self) -> None:
        for threshold in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95):
            count, rows = bands(threshold, 128)
            assert count * rows <= 128
            assert (1 - threshold**rows) ** count <= 0.005

    def test_equal_rows_are_candidates_and_strangers_are_not(self) -> None:
        rng = np.random.default_rng(1)
        rows = rng.integers(0, 1 << 32, (50, 128), dtype=np.uint32)
        rows[[7, 30]] = rows[3]
        assert candidates(rows, 0.8).tolist() == [[3, 7], [3, 30], [7, 30]]
        assert candidates(rows, 0.8, first_new=30).tolist() == [[3, 30], [7, 30]]
        assert candidates(rows[:0], 0.8).tolist() == []

    def test_a_crowd_costs_no_square(self) -> None:
        count = 3000
        pairs = candidates(np.zeros((count, 128), np.uint32), 0.8)
        assert len(pairs) <= count * (HEADS + WINDOW)
        assert {(0, n) for n in range(1, count)} <= set(map(tuple, pairs.tolist()))


class TestFindDuplicates:
    def copies(self) -> list[str]:
        rng = random.Random(3)
        out = []
        for _ in range(40):
            text = words(rng, 60)
            out.append(text)
            shares = (0.99, 0.9, 0.8, 0.7)
            out.extend(text[: int(len(text) * share)] + words(rng, 3) for share in shares)
        rng.shuffle(out)
        return out

    def test_pairs_are_those_of_all_pairs(self) -> None:
        some = self.copies()
        gold = exact_pairs(some, documented, 0.75)
        found = find_duplicates(some)
        assert {(p.a, p.b) for p in found.pairs} == {p for p, j in gold.items() if j >= 0.8}
        for pair in found.pairs:
            assert isinstance(pair.a, int)
            assert isinstance(pair.b, int)
            assert pair.jaccard == pytest.approx(gold[pair.a, pair.b])
            left, right = shingles(some[pair.a]), shingles(some[pair.b])
            contained = len(left & right) / min(len(left), len(right))
            assert pair.containment == pytest.approx(contained)

    @pytest.mark.parametrize("threshold", [0.5, 0.8, 0.9])
    def test_members_are_near_their_representative(self, threshold: float) -> None:
        found = find_duplicates(self.copies(), threshold)
        near = {(p.a, p.b) for p in found.pairs} | {(p.b, p.a) for p in found.pairs}
        members = [m for cluster in found.clusters for m in cluster.members]
        assert members
        assert len(members) == len(set(members))
        for cluster in found.clusters:
            assert cluster.representative in cluster.members
            others = set(cluster.members) - {cluster.representative}
            assert others
            assert all((cluster.representative, other) in near for other in others)

    def test_strangers_are_not_chained(self) -> None:
        rng = random.Random(4)
        pieces = [words(rng, 12) for _ in range(40)]
        chain = [" ".join(pieces[at : at + 20]) for at in range(0, 20)]
        found = find_duplicates(chain, 0.85)
        assert len(found.pairs) >= 19
        assert max(len(cluster.members) for cluster in found.clusters) < 6

    def test_kept_and_dropped_are_all(self) -> None:
        found = find_duplicates(self.copies())
        assert sorted([*found.kept, *found.dropped]) == list(found.ids)  # type: ignore[type-var]
        assert found.dropped

    def test_short_texts_match_those_that_read_the_same_and_empty_ones_nothing(self) -> None:
        some = [
            "",
            "",
            "。",
            "——",
            "ab",
            "Ab!",
            "abc",
            "渡口",
            "渡口",
            "渡 口",
            "a" * 90,
            "a" * 90,
            "a" * 89,
        ]
        found = find_duplicates(some)
        same = [(4, 5), (7, 8), (7, 9), (8, 9), (10, 11)]
        assert [(pair.a, pair.b, pair.jaccard, pair.containment) for pair in found.pairs] == [
            (a, b, 1, 1) for a, b in same
        ]
        assert [cluster.members for cluster in found.clusters] == [(4, 5), (7, 8, 9), (10, 11)]
        (spans,) = found.pairs[0].spans
        assert spans == (Span(0, 2), Span(0, 2))

    def test_identical_short_texts_stand_among_the_other_pairs_in_order(self) -> None:
        ferry = "The ferry to Netherby sails again at noon, the harbour office said."
        found = find_duplicates(["Rain.", ferry, "rain", ferry + "!", "RAIN"])
        assert [(p.a, p.b) for p in found.pairs] == [(0, 2), (0, 4), (1, 3), (2, 4)]

    def test_ids_of_a_mapping_are_used(self) -> None:
        found = find_duplicates({"x": FERRY, "y": WEATHER, "z": FERRY.upper()})
        (pair,) = found.pairs
        assert (pair.a, pair.b, pair.jaccard) == ("x", "z", 1.0)

    def test_sections_are_compared_without_headings(self) -> None:
        page = f"# One\n\n{FERRY}\n\n# Two\n\n{WEATHER}\n\n# Three and more\n\n{FERRY}\n"
        (pair,) = find_duplicates(sections(page), text=page).pairs
        assert (pair.a, pair.b) == (0, 2)
        ((a, b),) = pair.spans
        assert a.text_of(page) == b.text_of(page) == FERRY[:-1]
        assert a.start < b.start

    def test_the_same_is_found_in_any_order(self) -> None:
        some = self.copies()
        mixed = list(range(len(some)))
        random.Random(9).shuffle(mixed)
        one = {frozenset((p.a, p.b)) for p in find_duplicates(some).pairs}
        again = find_duplicates({number: some[number] for number in mixed})
        assert one == {frozenset((p.a, p.b)) for p in again.pairs}

    def test_a_crowd_of_copies_is_one_cluster(self) -> None:
        (cluster,) = find_duplicates([FERRY] * 1000).clusters
        assert len(cluster.members) == 1000
        assert cluster.representative == 0

    @pytest.mark.parametrize(
        "call",
        [
            lambda: find_duplicates(FERRY),
            lambda: find_duplicates([FERRY, 3]),  # type: ignore[arg-type]
            lambda: find_duplicates(5),  # type: ignore[arg-type]
            lambda: find_duplicates([FERRY], 0),
            lambda: find_duplicates([FERRY], 1.5),
            lambda: find_duplicates(sections("# a\n\nb")),
            lambda: find_duplicates({"a": 3}),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, call: Callable[[], object]) -> None:
        with pytest.raises(InputError):
            call()


@given(pages, pages, pages)
def test_aligned_passages_read_the_same(before: str, text: str, after: str) -> None:
    left, right = before + text, text + after
    last = (0, 0)
    for a, b in aligned(left, right):
        assert last[0] <= a.start < a.end <= len(left)
        assert last[1] <= b.start < b.end <= len(right)
        one = normalised([a.text_of(left)]).codes.tolist()
        assert one == normalised([b.text_of(right)]).codes.tolist()
        last = (a.end, b.end)


def test_the_whole_passage_is_found() -> None:
    left, right = f"{WEATHER} {FERRY}", f"{BELL}{FERRY.replace('noon', 'dusk')}{BELL}"
    found = [a.text_of(left) for a, _ in aligned(left, right)]
    assert found == ["The ferry to Netherby sails again at", "the harbour office said on Thursday"]


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1])))
def test_clusters_are_stars(pairs: set[tuple[int, int]]) -> None:
    rows = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    found = representatives(rows, 10).tolist()
    for number, head in enumerate(found):
        assert found[head] == head
        assert head == number or (min(head, number), max(head, number)) in pairs
    for a, b in pairs:  # nobody stays alone beside another one
        assert (
            found[a] != a
            or found[b] != b
            or a in found[:a] + found[a + 1 :]
            or b in (found[:b] + found[b + 1 :])
        )


def test_texts_in_a_file_are_compared_as_those_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    from layoutfix.dedup import StoredTexts, duplicates

    rng = random.Random(5)
    texts = [" ".join(rng.choices(["ferry", "渡口", "library", "noon"], k=40)) for _ in range(60)]
    texts += [text + " again" for text in texts[:30]] + ["", "Ferry!", "ferry"]
    stored = StoredTexts()
    for text in texts:
        stored.append(text)
    assert list(stored) == texts
    wanted = find_duplicates(texts)
    for verified in (duplicates.VERIFIED, 700):
        monkeypatch.setattr(duplicates, "VERIFIED", verified)
        found = find_duplicates(stored)
        assert list(found.pairs) == list(wanted.pairs)
        assert [pair.spans for pair in found.pairs] == [pair.spans for pair in wanted.pairs]
        assert found.clusters == wanted.clusters

"""The index: in memory, in a file that is killed, in a Redis with many workers."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from datasketch import MinHash, MinHashLSH

from layoutfix import DuplicateIndex, find_duplicates
from layoutfix.dedup import from_datasketch, signatures, to_datasketch
from layoutfix.dedup.index.store import FORMAT, Settings
from layoutfix.errors import InputError
from tests.dedup.workers import MANY, ONE, finished, killed, start, texts

FERRY = "The ferry to Netherby sails again at noon, the harbour office said on Thursday."
AGAIN = "The ferry to Netherby sails again at noon, the harbour office said Thursday!"
WEATHER = "Rain is expected in the hills tonight, and snow above the tree line by morning."
BELL = "渡口的钟楼又走了，修了整整三年，老船工们说，夜里听见钟声才睡得着。"

Opener = Callable[[], DuplicateIndex]
Opened = Callable[[DuplicateIndex], DuplicateIndex]


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own, as the distribution packages it."""
    program = shutil.which("redis-server")
    if program is None and os.environ.get("CI") != "true":
        pytest.skip("needs redis-server")
    assert program is not None, "CI must have redis-server"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    command += ["--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        import redis

        client = redis.Redis(port=port)
        for _ in range(200):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        client.close()
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def opened() -> Iterator[Callable[[DuplicateIndex], DuplicateIndex]]:
    """Closes the indexes that it is given when the test is over."""
    with ExitStack() as stack:
        yield stack.enter_context


@pytest.fixture(params=["memory", "file", "redis"])
def opener(request: pytest.FixtureRequest, tmp_path: Path, opened: Opened) -> Opener:
    """Opens the same index again and again (in memory there is only one)."""
    if request.param == "memory":
        index = DuplicateIndex()
        return lambda: index
    if request.param == "file":
        return lambda: opened(DuplicateIndex.open(tmp_path / "index.sqlite"))
    url = request.getfixturevalue("redis_url")
    return lambda: opened(DuplicateIndex.redis(url, name=tmp_path.name))


class TestAnyIndex:
    def test_near_duplicates_are_found_nearest_first(self, opener: Opener) -> None:
        with opener() as index:
            assert index.query(FERRY) == ()
            assert index.add("ferry", FERRY)
            assert index.add("weather", WEATHER)
            assert index.add("again", AGAIN)
        found = opener().query(FERRY.upper())
        assert [match.id for match in found] == ["ferry", "again"]
        assert found[0].jaccard == found[0].containment == 1
        (pair,) = find_duplicates({"ferry": FERRY, "again": AGAIN}).pairs
        assert (found[1].jaccard, found[1].containment) == (pair.jaccard, pair.containment)

    def test_adding_again_changes_nothing(self, opener: Opener) -> None:
        index = opener()
        assert index.add("ferry", FERRY)
        assert not index.add("ferry", FERRY)
        assert index.add_many([("ferry", FERRY), ("bell", BELL), ("bell", BELL)]) == 1
        assert len(index) == 2
        assert [match.id for match in index.query(FERRY)] == ["ferry"]

    def test_an_id_is_that_of_one_text(self, opener: Opener) -> None:
        index = opener()
        index.add("ferry", FERRY)
        with pytest.raises(InputError, match="id of another text"):
            index.add("ferry", WEATHER)
        with pytest.raises(InputError, match="id of another text"):
            index.add_many([("bell", BELL), ("bell", FERRY)])
        assert index.query(WEATHER) == ()

    def test_what_is_removed_is_gone(self, opener: Opener) -> None:
        index = opener()
        index.add_many({"ferry": FERRY, "again": AGAIN})
        assert index.remove("ferry")
        assert not index.remove("ferry")
        assert "ferry" not in index
        assert "again" in index
        assert [match.id for match in index.query(FERRY)] == ["again"]
        assert index.add("ferry", WEATHER)
        assert [match.id for match in index.query(WEATHER)] == ["ferry"]

    def test_short_texts_match_those_that_read_the_same_and_empty_ones_nothing(
        self, opener: Opener
    ) -> None:
        index = opener()
        index.add_many({"": "", "a": "。", "b": "abcdefghijk", "c": "a" * 99})
        assert len(index) == 4
        assert all(index.query(text) == () for text in ("", "。", "abcdefghijkl", "a" * 98))
        for text, one in (("Abcde fghijk!", "b"), ("A" * 99, "c")):
            (match,) = index.query(text)
            assert (match.id, match.jaccard, match.containment) == (one, 1, 1)
        assert index.remove("b")
        assert index.query("abcdefghijk") == ()

    def test_all_pairs_are_those_of_find_duplicates(self, opener: Opener) -> None:
        some = texts(300)
        index = opener()
        assert index.add_many(some) == 300
        assert sorted(index) == sorted(some)
        found = {
            frozenset((one, match.id))
            for one, text in some.items()
            for match in index.query(text)
            if match.id != one
        }
        assert found == {frozenset((p.a, p.b)) for p in find_duplicates(some).pairs}

    def test_it_is_saved_and_loaded(self, opener: Opener, opened: Opened, tmp_path: Path) -> None:
        index = opener()
        index.add_many(texts(50))
        path = tmp_path / "saved"
        index.save(path)
        index.save(path)
        assert sorted(each.name for each in tmp_path.iterdir() if "saved" in each.name) == ["saved"]
        for again in (DuplicateIndex.load(path), opened(DuplicateIndex.open(path))):
            assert sorted(again) == sorted(texts(50))
            for text in texts(50).values():
                assert again.query(text) == index.query(text)

    @pytest.mark.parametrize("one", ["渡口/1", "a b\n", "x" * 300, "*[a]?"])
    def test_any_string_is_an_id(self, opener: Opener, one: str) -> None:
        index = opener()
        index.add(one, FERRY)
        assert list(index) == [one]
        assert [match.id for match in index.query(FERRY)] == [one]

    def test_what_is_no_id_or_text_is_refused(self, opener: Opener) -> None:
        index = opener()
        for one, text in ((3, FERRY), ("\ud800", FERRY), ("a", 3)):
            with pytest.raises(InputError):
                index.add(one, text)  # type: ignore[arg-type]
        with pytest.raises(InputError):
            index.query(3)  # type: ignore[arg-type]
        assert len(index) == 0


class TestDatasketch:
    def test_an_index_goes_to_datasketch_and_back(self, opener: Opener) -> None:
        some = texts(60) | {"short": "Rain.", "empty": ""}
        index = opener()
        index.add_many(some)
        lsh = index.to_datasketch()
        assert set(lsh.keys) == set(some) - {"empty"}
        rows = to_datasketch(signatures(list(texts(60).values())))
        for (one, text), row in zip(texts(60).items(), rows, strict=True):
            found = {match.id for match in index.query(text)}
            assert one in found
            assert found <= set(lsh.query(row))
        again = DuplicateIndex.from_datasketch(lsh, some)
        assert all(again.query(text) == index.query(text) for text in some.values())

    def test_an_index_of_other_shingles_is_refused(self) -> None:
        lsh = MinHashLSH(num_perm=128, params=(21, 6))
        other = MinHash(128)
        other.update(b"ferry")
        lsh.insert("ferry", other)
        with pytest.raises(InputError, match="not of layoutfix's shingles"):
            DuplicateIndex.from_datasketch(lsh, {"ferry": FERRY})
        with pytest.raises(InputError, match="no text for the key 'ferry'"):
            DuplicateIndex.from_datasketch(lsh, {})

    def test_signatures_of_another_scheme_are_refused(self) -> None:
        assert from_datasketch([]).size == 0
        with pytest.raises(InputError, match="other permutations or seeds"):
            from_datasketch([MinHash(128), MinHash(64)])
        with pytest.raises(InputError, match="scheme 'affine32'"):
            from_datasketch([MinHash(128, scheme="legacy")])

    def test_datasketch_opens_the_index_in_redis(self, redis_url: str, opened: Opened) -> None:
        import redis

        index = opened(DuplicateIndex.redis(redis_url, name="both"))
        index.add_many(texts(30))
        pool = redis.ConnectionPool.from_url(redis_url)
        config = {"type": "redis", "redis": {"connection_pool": pool}}
        lsh = MinHashLSH(
            num_perm=128,
            params=(21, 6),
            storage_config={**config, "basename": b"layoutfix:both:lsh"},
            prepickle=False,
        )
        for text in texts(30).values():
            (row,) = to_datasketch(signatures([text]))
            assert {match.id for match in index.query(text)} <= {
                key[1:].decode() for key in lsh.query(row)
            }
        pool.disconnect()


class TestFile:
    def test_a_threshold_is_kept(self, tmp_path: Path, opened: Opened) -> None:
        path = tmp_path / "index"
        DuplicateIndex.open(path, 0.5).close()
        assert opened(DuplicateIndex.open(path)).threshold == 0.5
        assert DuplicateIndex.load(path).threshold == 0.5
        with pytest.raises(InputError, match=r"threshold of 0\.5, not 0\.8"):
            DuplicateIndex.open(path, 0.8)
        with pytest.raises(InputError, match="threshold is a Jaccard"):
            DuplicateIndex.open(tmp_path / "other", 2)

    @pytest.mark.parametrize(
        ("key", "value", "message"),
        [
            ("format", FORMAT + 1, "a newer layoutfix.*upgrade"),
            ("format", FORMAT - 1, "an older layoutfix.*build it anew"),
            ("letters", 1, r"in another way \(letters differ\); build it anew"),
            ("seed", 2, r"in another way \(seed differ\)"),
            ("seed", None, "in another way"),
            ("more", 2, "no index, or a damaged one"),
        ],
    )
    def test_another_versions_index_is_not_guessed_at(
        self, tmp_path: Path, key: str, value: object, message: str
    ) -> None:
        import json

        path = tmp_path / "index"
        with DuplicateIndex.open(path) as index:
            index.add("ferry", FERRY)
        values = json.loads(Settings.of(0.8).as_json()) | {key: value}
        base = sqlite3.connect(path)
        with base:
            base.execute("UPDATE settings SET value = ?", (json.dumps(values),))
        base.close()
        before = path.read_bytes()
        for call in (DuplicateIndex.open, DuplicateIndex.load):
            with pytest.raises(InputError, match=message):
                call(path)
        assert path.read_bytes() == before

    def test_what_is_no_index_is_said_to_be_none(self, tmp_path: Path) -> None:
        (tmp_path / "text").write_text("no database, but long enough to be looked at" * 50)
        with pytest.raises(InputError, match="can't be used as an index"):
            DuplicateIndex.open(tmp_path / "text")
        base = sqlite3.connect(tmp_path / "other")
        base.execute("CREATE TABLE a (b)")
        base.close()
        with pytest.raises(InputError, match="no index of layoutfix"):
            DuplicateIndex.open(tmp_path / "other")
        with pytest.raises(InputError, match="no such file"):
            DuplicateIndex.load(tmp_path / "missing")
        with pytest.raises(InputError, match="can't be used"):
            DuplicateIndex.open(tmp_path / "no" / "such" / "folder")
        with pytest.raises(InputError, match="can't be"):
            DuplicateIndex().save(tmp_path / "no" / "such" / "folder")
        assert not list(tmp_path.glob(".*"))

    def test_two_processes_share_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "index"
        workers = [
            start(f"open({str(path)!r})", seed, 60, "index.add(one, text)") for seed in (1, 2)
        ]
        assert finished(workers) == [0, 0]
        with DuplicateIndex.open(path) as index:
            assert len(index) == 120
            assert_whole(path)


# What a process does that is killed: it adds texts and says which of them were added.
def assert_whole(path: Path) -> None:
    """No text is there in part, none twice."""
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    (count,) = base.execute("SELECT count(*) FROM texts").fetchone()
    assert base.execute("SELECT count(DISTINCT id) FROM texts").fetchone() == (count,)
    bands = base.execute("SELECT count(*) FROM bands GROUP BY number").fetchall()
    assert bands == [(21,)] * count
    (lost,) = base.execute(
        "SELECT count(*) FROM bands WHERE number NOT IN (SELECT number FROM texts)"
    ).fetchone()
    assert lost == 0
    base.close()


@pytest.mark.parametrize(
    ("act", "delay"),
    [*((ONE, delay) for delay in (0.001, 0.01, 0.04, 0.1)), (MANY, 0.05), (MANY, 0.15)],
)
def test_a_file_survives_a_kill(tmp_path: Path, act: str, delay: float) -> None:
    path = tmp_path / "index"
    how = f"open({str(path)!r})"
    said: list[str] = []
    for seed in (1, 2):  # the second finds what the first one left
        said += killed(how, seed, 3000, delay, act)
    assert_whole(path)
    with DuplicateIndex.open(path) as index:
        there = set(index)
        assert set(said) <= there
        assert len(there) < 6000
        every = {f"{one} of {seed}": t for seed in (1, 2) for one, t in texts(3000, seed).items()}
        for one in sorted(there)[:100]:
            assert one in {match.id for match in index.query(every[one])}
        some = dict(list(every.items())[:100])
        assert index.add_many(some) == len(set(some) - there)
    assert_whole(path)


class TestRedis:
    def test_many_workers_share_one(self, redis_url: str, opened: Opened) -> None:
        how = f"redis({redis_url!r}, name='shared')"
        workers = [start(how, seed % 2, 60, ONE) for seed in range(4)]  # two and two the same
        assert finished(workers) == [0] * 4
        index = opened(DuplicateIndex.redis(redis_url, name="shared"))
        every = {f"{one} of {seed}": t for seed in (0, 1) for one, t in texts(60, seed).items()}
        assert sorted(index) == sorted(every)
        assert len(index) == 120
        for one, text in every.items():
            found = [match.id for match in index.query(text)]
            assert found.count(one) == 1

    @pytest.mark.parametrize("delay", [0.01, 0.1])
    def test_a_worker_that_is_killed_is_followed_by_another(
        self, redis_url: str, delay: float, opened: Opened
    ) -> None:
        name = f"killed {delay}"
        how = f"redis({redis_url!r}, name={name!r})"
        said = killed(how, 1, 3000, delay, ONE)
        index = opened(DuplicateIndex.redis(redis_url, name=name))
        assert set(said) <= set(index)
        every = {f"{one} of 1": text for one, text in texts(200, 1).items()}
        index.add_many(every)
        for one, text in every.items():
            assert [match.id for match in index.query(text)].count(one) == 1

    def test_indexes_of_other_names_are_apart(self, redis_url: str, opened: Opened) -> None:
        one = opened(DuplicateIndex.redis(redis_url, name="one", threshold=0.5))
        one.add("ferry", FERRY)
        assert len(opened(DuplicateIndex.redis(redis_url, name="two"))) == 0
        assert opened(DuplicateIndex.redis(redis_url, name="one")).threshold == 0.5
        with pytest.raises(InputError, match=r"threshold of 0\.5, not 0\.9"):
            DuplicateIndex.redis(redis_url, name="one", threshold=0.9)

    def test_another_versions_index_is_not_guessed_at(self, redis_url: str) -> None:
        import redis

        DuplicateIndex.redis(redis_url, name="old").close()
        client = redis.Redis.from_url(redis_url)
        key = b"layoutfix:old:settings:value"
        client.delete(key)
        client.sadd(
            key,
            Settings.of(0.8).as_json().replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}'),
        )
        client.close()
        with pytest.raises(InputError, match=r"'old' at redis://.* a newer layoutfix"):
            DuplicateIndex.redis(redis_url, name="old")

    @pytest.mark.parametrize(
        ("url", "message"),
        [
            ("redis://:secret@127.0.0.1:1/0", r"at redis://127\.0\.0\.1:1/0 can't be reached"),
            ("http://127.0.0.1/", "is no address of a Redis"),
        ],
    )
    def test_nobody_there_is_said(self, url: str, message: str) -> None:
        pytest.importorskip("redis")
        with pytest.raises(InputError, match=message) as error:
            DuplicateIndex.redis(url)
        assert "secret" not in str(error.value)

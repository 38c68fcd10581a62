"""Fuzzing by coverage, with atheris: bytes that nobody thought of, into everything that reads.

    pip install 'layoutfix[fuzz]'
    python -m benchmarks.fuzz TARGET [CORPUS] [OPTION...]     # as -runs=100000, -max_total_time=600

Targets: ``fix``, ``many``, ``duplicates``, ``passages``, ``jsonl``, ``gzip``, ``html``, ``index``,
``config``. What isn't a ``LayoutfixError``, or breaks a law, is a crash; libFuzzer keeps the input.
Without atheris, ``--random N`` tries N random inputs, the same at every run.
"""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import random
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import layoutfix
from layoutfix.errors import LayoutfixError
from layoutfix.testing.laws import assert_accounted, assert_findings_in_order

__all__ = ["TARGETS", "random_input"]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _fix(data: bytes) -> None:
    least = (0.0, 0.5, None)[data[0] % 3] if data else None
    page = layoutfix.fix(_text(data[1:]), min_confidence=least)
    assert_accounted(page)
    assert_findings_in_order(page)
    assert layoutfix.fix(page.text, min_confidence=least).text == page.text


def _many(data: bytes) -> None:
    pages = [_text(part) for part in data.split(b"\xff")]
    alone = [layoutfix.fix(page).text for page in pages]
    assert [page.text for page in layoutfix.fix_many(pages)] == alone


def _duplicates(data: bytes) -> None:
    texts = [_text(part) for part in data.split(b"\xff")]
    for pair in layoutfix.find_duplicates(texts, threshold=0.5).pairs:
        assert 0.5 <= pair.jaccard <= 1


def _passages(data: bytes) -> None:
    texts = [_text(part) for part in data.split(b"\xff")]
    for found in layoutfix.find_passages(texts):
        for number, span in ((found.a, found.a_span), (found.b, found.b_span)):
            assert 0 <= span.start < span.end <= len(texts[int(str(number))])


def _read(suffix: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        from layoutfix.io.format import Source
        from layoutfix.io.formats import FORMATS, format_of

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"page{suffix}")
            path.write_bytes(data)
            form = format_of(str(path)) or FORMATS[0]
            with suppress(LayoutfixError):
                for row in form.read(Source(str(path)), "text"):
                    if row.text is not None:
                        with suppress(LayoutfixError):
                            form.encode(row, None, "text")

    return read


_read_gzip = _read(".txt.gz")


def _gzip(data: bytes) -> None:
    """A compressed page: whole, cut off, with a byte changed, with others behind it; or no gzip."""
    how, at, text = data[:1], int.from_bytes(data[1:3], "little"), data[3:]
    packed = bytearray(gzip.compress(text, mtime=0))
    match how[0] % 5 if how else 4:
        case 1:
            del packed[at % len(packed) :]
        case 2:
            packed[at % len(packed)] ^= at >> 8 or 1
        case 3:
            packed += text
        case 4:
            packed = bytearray(data)
    _read_gzip(bytes(packed))


def _index(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index.sqlite")
        with layoutfix.DuplicateIndex.open(path) as index:
            index.add("a", "the ferry to the island sails at noon on every friday of the year")
        whole = bytearray(path.read_bytes())
        at = int.from_bytes(data[:3], "little") % len(whole)
        whole[at : at + len(data[3:])] = data[3:]
        path.write_bytes(whole)
        with suppress(LayoutfixError), layoutfix.DuplicateIndex.open(path) as index:
            assert list(index) == ["a"]
            assert index.query("the ferry to the island sails at noon on every friday of the year")


def _config(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "layoutfix.toml")
        path.write_bytes(data)
        with suppress(LayoutfixError):
            assert layoutfix.read_config(path).rules
        with suppress(tomllib.TOMLDecodeError, UnicodeDecodeError):
            tomllib.loads(data.decode())


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "fix": _fix,
    "many": _many,
    "duplicates": _duplicates,
    "passages": _passages,
    "jsonl": _read(".jsonl"),
    "gzip": _gzip,
    "html": _read(".html"),
    "index": _index,
    "config": _config,
}
"""What is given bytes, by name."""

NOT_INSTRUMENTED = (".integrations", "__main__", "dedup.compiled")
"""What needs other packages, runs when it is imported, or is compiled by numba as it is written."""

PIECES = (
    *(
        b"\xff",
        b"\n",
        b"\n\n",
        b"\r\n",
        b"- ",
        b"-\n",
        b"# ",
        b"{",
        b'"text": ',
        b'"',
        b"}",
        b"\\u",
    ),
    *(
        b"The ferry ",
        b"sails\nat noon",
        "化。\n\n化。".encode(),
        b"- 3 -\n",
        b"\0",
        b"\xed\xa0\x80",
    ),
    *(b"[words]\n", b"byline = [", b"]", b"<p>", b"</p>", b"&#x0;", b"\x1f\x8b\x08", b"a" * 40),
    *(
        "本报记者 张三\n".encode(),
        "👩\u200d👧".encode(),
        "e\u0301".encode(),
        b"min_confidence = 0.5\n",
    ),
)


def random_input(rng: random.Random) -> bytes:
    """Pieces of what the targets read, and bytes of any kind."""
    return b"".join(
        rng.choice(PIECES) if rng.random() < 0.8 else rng.randbytes(rng.randint(1, 8))
        for _ in range(rng.randint(0, 30))
    )


def main() -> None:
    """Run a target under atheris, or on random inputs."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    target_name = sys.argv.pop(1)
    target = TARGETS[target_name]
    if "--random" in sys.argv:
        count = int(sys.argv[sys.argv.index("--random") + 1])
        for seed in range(count):
            data = random_input(random.Random(seed))
            try:
                target(data)
            except Exception:
                print(f"seed {seed}: {data!r}")
                raise
        print(f"{count:,} random inputs, no crash")
        return
    atheris = importlib.import_module("atheris")
    for name in [name for name in sys.modules if name.partition(".")[0] == "layoutfix"]:
        del sys.modules[name]
    with atheris.instrument_imports(include=["layoutfix"]):  # numpy's would take minutes
        for each in pkgutil.walk_packages(layoutfix.__path__, "layoutfix."):
            if not any(part in each.name for part in NOT_INSTRUMENTED):
                importlib.import_module(each.name)
        target = importlib.import_module("benchmarks.fuzz").TARGETS[target_name]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

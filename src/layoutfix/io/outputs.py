"""Where repaired rows go: a folder, the places of their sources, standard output."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Protocol

from layoutfix.errors import InputError
from layoutfix.io.compression import compressor
from layoutfix.io.files import cause, mode_to_keep, opened_anew
from layoutfix.io.inputs import Input
from layoutfix.io.journal import Journal, Mark, sync_folder

__all__ = ["InFolder", "InPlace", "Sink", "ToStream"]

Finish = Callable[[Path, Path], None]
"""Makes an output, the second path, of the file of encoded rows, the first."""

Totals = Mapping[str, object]
"""What was counted so far, for the journal."""


class Sink(Protocol):
    """Takes the encoded rows of one input after the other."""

    def begin(self, each: Input) -> None: ...
    def write(self, data: bytes, source: bytes) -> None:
        """Take a row, encoded and as it came."""

    def checkpoint(self, totals: Totals) -> None:
        """Put all rows so far where a kill can't reach them."""

    def end(self, changed: bool, totals: Totals) -> None:
        """All rows of the input were written; ``changed`` says whether one was changed."""

    def drop(self) -> None:
        """The input can't be read: leave no output of it."""

    def close(self) -> None:
        """Let go of what is open, also where the run was stopped."""


class Partial:
    """The encoded rows of an output, in a hidden file beside it until they are whole."""

    def __init__(self, target: Path, mark: Mark, pack: Callable[[bytes], bytes]) -> None:
        """Open the file, cut to what ``mark`` says.

        Raises:
            InputError: it can't be written, or doesn't hold what was noted.
        """
        self.path = hidden(target, "partial")
        self.mark = mark
        self._pack = pack
        self._waiting: list[bytes] = []
        self._rows, self._source = mark.rows, mark.source
        try:
            self._file: IO[bytes] = (
                self.path.open("r+b")
                if mark.size
                else opened_anew(self.path, mode_to_keep(Path(os.path.realpath(target))))
            )
            if mark.size and _checksum(self._file, mark.size) != mark.written:
                raise InputError(f"{self.path} is not as it was left; remove it to begin anew")
            self._file.truncate(mark.size)
            self._file.seek(mark.size)
        except OSError as error:
            raise InputError(f"can't be written: {cause(error)}") from None

    def write(self, data: bytes, source: bytes) -> None:
        self._waiting.append(data)
        self._rows += 1
        self._source = zlib.crc32(source, self._source)

    def sync(self, whole: bool = False) -> Mark:
        """Put all rows onto the disk; how far it has come."""
        data = b"".join(self._waiting)
        self._waiting = []
        packed = self._pack(data) if data or (whole and not self.mark.size) else b""
        try:
            self._file.write(packed)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise InputError(f"can't be written: {cause(error)}") from None
        size, written = self.mark.size + len(packed), zlib.crc32(packed, self.mark.written)
        self.mark = Mark(self._rows, self._source, size, written, whole)
        return self.mark

    def close(self) -> None:
        self._file.close()


def _checksum(file: IO[bytes], size: int) -> int:
    found = 0
    while size > 0 and (data := file.read(min(size, 1 << 20))):
        found = zlib.crc32(data, found)
        size -= len(data)
    return found if not size else -1


def hidden(target: Path, what: str) -> Path:
    """The name of a file beside an output that isn't it yet."""
    return target.with_name(f".{target.name[:200]}.{what}")


def take_place(encoded: Path, target: Path, finish: Finish | None) -> None:
    """Make the output of its encoded rows, whole or not at all; doing it twice changes nothing.

    Raises:
        InputError: it can't be written.
    """
    target = Path(os.path.realpath(target))
    try:
        mode = mode_to_keep(target)
        ready = encoded
        if finish is not None:
            ready = hidden(target, "finished")
            finish(encoded, ready)
        if mode is not None:
            ready.chmod(mode)
        ready.replace(target)
        sync_folder(target.parent)
        if finish is not None:
            encoded.unlink()
    except OSError as error:
        raise InputError(f"can't be written: {cause(error)}") from None


class _Files:
    """Outputs in files: encoded rows are kept aside until they are whole."""

    def __init__(self, finish: Callable[[Input], Finish | None]) -> None:
        self._finish = finish
        self._partial: Partial | None = None
        self._input: Input | None = None

    def target(self, each: Input) -> Path:
        """The output of an input."""
        raise NotImplementedError

    def begin(self, each: Input) -> None:
        target = self.target(each)
        mode_to_keep(target)
        pack = compressor(target) if each.format.finish is None else bytes
        self._input, self._partial = each, Partial(target, self._begun(each), pack)

    def _begun(self, _: Input) -> Mark:
        return Mark()

    def write(self, data: bytes, source: bytes) -> None:
        assert self._partial
        self._partial.write(data, source)

    def checkpoint(self, totals: Totals) -> None:
        assert self._input
        assert self._partial
        self._note(self._input, self._partial.sync(), totals)

    def _note(self, each: Input, mark: Mark, totals: Totals) -> None:
        """Write down how far an input has come."""

    def end(self, changed: bool, totals: Totals) -> None:  # noqa: ARG002
        assert self._input
        assert self._partial
        self._note(self._input, self._partial.sync(whole=True), totals)
        self._partial.close()
        take_place(self._partial.path, self.target(self._input), self._finish(self._input))
        self._partial = None

    def drop(self) -> None:
        self.close()
        if self._partial:
            self._partial.path.unlink(missing_ok=True)
            self._partial = None

    def close(self) -> None:
        if self._partial:
            self._partial.close()


class InFolder(_Files):
    """Outputs in a folder, with a journal: a run that was killed goes on where it was."""

    def __init__(
        self,
        places: Mapping[str, Path],
        folder: Path,
        journal: Journal,
        finish: Callable[[Input], Finish | None],
    ) -> None:
        super().__init__(finish)
        self._places, self._folder, self._journal = places, folder, journal

    def target(self, each: Input) -> Path:
        return self._places[each.source.name]

    def mark_of(self, each: Input) -> Mark:
        """How far an input has come; one whose rows are all there is finished first.

        Raises:
            InputError: its output can't be written, or what was noted of it is gone.
        """
        mark = self._begun(each)
        encoded = hidden(self.target(each), "partial")
        if mark.whole and encoded.exists():
            take_place(encoded, self.target(each), self._finish(each))
        elif mark.size and not mark.whole and not encoded.exists():
            raise InputError(f"{encoded} is gone; remove {self._journal.path} to begin anew")
        return mark

    def _begun(self, each: Input) -> Mark:
        return self._journal.marks.get(self._name(each), Mark())

    def _note(self, each: Input, mark: Mark, totals: Totals) -> None:
        self._journal.add(self._name(each), mark, totals)

    def drop(self) -> None:
        if self._partial and self._input and self._begun(self._input).rows:
            self._note(self._input, Mark(), self._journal.totals)  # its rows are no longer there
        super().drop()

    def _name(self, each: Input) -> str:
        return self.target(each).relative_to(self._folder).as_posix()


class InPlace(_Files):
    """Outputs in the places of their sources, each whole or not at all."""

    def target(self, each: Input) -> Path:
        return Path(os.path.realpath(each.source.path))

    def end(self, changed: bool, totals: Totals) -> None:
        if changed:
            super().end(changed, totals)
        else:
            self.drop()

    def close(self) -> None:
        super().close()
        if self._partial:
            self._partial.path.unlink(missing_ok=True)


class ToStream:
    """One output, written as its rows come."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        self._put = put

    def begin(self, each: Input) -> None:
        """Nothing is to be opened."""

    def write(self, data: bytes, source: bytes) -> None:  # noqa: ARG002
        self._put(data)

    def checkpoint(self, totals: Totals) -> None:
        """Nothing waits."""

    def end(self, changed: bool, totals: Totals) -> None:
        """Nothing is left to do."""

    def drop(self) -> None:
        """What was written can't be taken back."""

    def close(self) -> None:
        """Nothing is open."""

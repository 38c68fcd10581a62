"""How far a run has come, so that it can go on where it was killed.

The journal is a file of JSON lines in the output folder. A line is added when the rows that it
counts are on the disk: the partial output is synced first, the journal after it. What a kill left
behind the last whole line, in the journal or in a partial output, is cut off when the run goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from layoutfix.errors import InputError
from layoutfix.io.files import shown

__all__ = ["Journal", "Mark", "sync_folder"]

NAME = ".layoutfix-journal"
FORMAT = 1
"""Goes up whenever what is written means something else."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far one file has come.

    Attributes:
        rows: of the source that are in the partial output.
        source: checksum of those rows as they came.
        size: bytes of the partial output.
        written: checksum of those bytes.
        whole: whether these are all rows, so that the output can be made of them.
    """

    rows: int = 0
    source: int = 0
    size: int = 0
    written: int = 0
    whole: bool = False


@dataclass(slots=True)
class Journal:
    """The journal of a run, open for more lines.

    Attributes:
        path: of its file.
        marks: how far each output has come, by its name below the output folder.
        totals: what was counted up to the last line.
    """

    path: Path
    marks: dict[str, Mark] = field(default_factory=dict)
    totals: Mapping[str, object] = field(default_factory=dict)
    _file: IO[bytes] | None = None

    @classmethod
    def begin(cls, folder: Path, settings: str, resume: bool) -> Journal:
        """Begin a run, or go on with one.

        Args:
            folder: of the outputs.
            settings: a checksum of all that the outputs depend on beside the sources.
            resume: whether to go on with a run that was stopped, where there is one.

        Raises:
            InputError: there is an unfinished run and ``resume`` is false, or its settings are
                others.
        """
        journal = cls(folder / NAME)
        kept = 0
        if journal.path.exists():
            where = shown(folder)
            if not resume:
                raise InputError(
                    f"{where} holds a run that was stopped; add --resume to go on with it, or "
                    f"remove {shown(journal.path)} to begin anew"
                )
            kept = journal._read(settings)
        journal._file = journal.path.open("r+b" if kept else "wb")
        try:
            journal._file.truncate(kept)
            journal._file.seek(kept)
            if not kept:
                journal._add({"layoutfix-journal": FORMAT, "settings": settings})
                sync_folder(folder)
        except BaseException:
            journal.close()
            raise
        return journal

    def _read(self, settings: str) -> int:
        """Take over what was written; the offset behind the last whole line."""
        kept = 0
        for number, line in enumerate(self.path.read_bytes().splitlines(keepends=True)):
            try:
                entry = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                entry = None
            if not isinstance(entry, dict):
                break
            if number == 0:
                wanted = {"layoutfix-journal": FORMAT, "settings": settings}
                if entry != wanted:
                    raise InputError(
                        f"the run in {shown(self.path.parent)} was begun with other options or "
                        f"another version; repeat those, or remove {shown(self.path)} to begin anew"
                    )
            else:
                self.marks[entry["file"]] = Mark(**entry["mark"])
                self.totals = entry["totals"]
            kept += len(line)
        return kept

    def add(self, name: str, mark: Mark, totals: Mapping[str, object]) -> None:
        """Note that an output has come so far; its bytes must be on the disk already."""
        self.marks[name] = mark
        values = {each: getattr(mark, each) for each in Mark.__dataclass_fields__}
        self._add({"file": name, "mark": values, "totals": totals})

    def _add(self, entry: Mapping[str, object]) -> None:
        assert self._file is not None
        self._file.write(json.dumps(entry).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let the file go; the run can go on another time."""
        if self._file is not None:
            self._file.close()

    def remove(self) -> None:
        """The run is done."""
        self.path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder onto the disk, where the system can."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)

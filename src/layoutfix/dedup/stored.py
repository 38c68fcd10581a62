"""Many texts in a temporary file: in memory there are only the places where they stand."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import overload
from weakref import finalize

__all__ = ["StoredTexts"]


class StoredTexts(Sequence[str]):
    """A sequence of texts that grows at its end, eight bytes of memory a text.

    >>> texts = StoredTexts()
    >>> for text in ("渡口", "", "ferry"):
    ...     texts.append(text)
    >>> len(texts), texts[0], texts[1:], list(texts)
    (3, '渡口', ['', 'ferry'], ['渡口', '', 'ferry'])
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - it has no name, and goes with its texts
        finalize(self, self._file.close)
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        """Put a text behind the others."""
        self._file.seek(self._ends[-1])
        size = self._file.write(text.encode("utf-8", "surrogatepass"))
        self._ends.append(self._ends[-1] + size)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(len(self)))]
        row = range(len(self))[index]
        start, end = self._ends[row], self._ends[row + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return (self[row] for row in range(len(self)))

    def sizes(self) -> Iterator[int]:
        """Bytes of each text; about as many characters, or three times."""
        return (self._ends[row + 1] - self._ends[row] for row in range(len(self)))

"""Compressed files: gzip and Zstandard, in frames that end where the output may be cut."""

from __future__ import annotations

import gzip
import importlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from layoutfix.errors import InputError
from layoutfix.io.files import cause

__all__ = ["COMPRESSED", "LARGEST", "compressor", "line_of", "opened", "position", "whole"]

LARGEST = 1 << 28
"""Bytes that a page, or a record, of a compressed file may have. A few kilobytes can unpack into
gigabytes; who has such pages can unpack them first."""


def opened(path: Path) -> IO[bytes]:
    """A file's bytes, uncompressed where its suffix is that of a compression.

    Raises:
        InputError: the file is missing, a folder or not readable, or its compression needs a
            package that isn't installed.
    """
    if path.is_dir():
        raise InputError("is a folder without a file of a known format")
    known = COMPRESSED.get(path.suffix.lower())
    try:
        return known[0](path) if known else path.open("rb")
    except OSError as error:
        raise InputError(f"can't be read: {cause(error)}") from None


def whole(file: IO[bytes], packed: bool) -> bytes:
    """All bytes of a file, which may be so many that memory is at risk only if it is so itself.

    Raises:
        InputError: it is compressed, and more than :data:`LARGEST` comes out of it.
    """
    return _bounded(file.read, packed)


def line_of(file: IO[bytes], packed: bool) -> bytes:
    """The next line of a file; bounded as :func:`whole` is.

    Raises:
        InputError: as :func:`whole`.
    """
    return _bounded(file.readline, packed)


def _bounded(read: Callable[[int], bytes], packed: bool) -> bytes:
    found = read(LARGEST + 1 if packed else -1)
    if packed and len(found) > LARGEST:
        message = f"a page of it has more than {LARGEST >> 20} MB"
        raise InputError(f"{message}; unpack the file first if that is meant")
    return found


def position(file: IO[bytes]) -> int:
    """How many bytes of the file, as it lies on the disk, were read; 0 where that is unknown."""
    inner = getattr(file, "raw", file)
    inner = inner.file if isinstance(inner, _Frames) else getattr(inner, "fileobj", file)
    try:
        return int(inner.tell())
    except OSError:  # a pipe
        return 0


def compressor(path: Path) -> Callable[[bytes], bytes]:
    """What makes a frame of bytes for a file; frames one behind another are a file again.

    The same bytes make the same frame.

    Raises:
        InputError: the compression needs a package that isn't installed.
    """
    known = COMPRESSED.get(path.suffix.lower())
    if known is None:
        return bytes
    if known is COMPRESSED[".zst"]:
        _zstandard()
    return known[1]


def _from_gzip(path: Path) -> IO[bytes]:
    return gzip.open(path)  # type: ignore[return-value]


def _to_gzip(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)


def _from_zstandard(path: Path) -> IO[bytes]:
    zstandard = _zstandard()
    return io.BufferedReader(_Frames(path.open("rb"), zstandard), 1 << 16)


class _Frames(io.RawIOBase):
    """Zstandard frames one behind another; where the last one is cut off, that is an error."""

    def __init__(self, file: IO[bytes], zstandard: Any) -> None:
        self.file, self._zstandard = file, zstandard
        self._frame: Any = None
        self._compressed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._compressed or self.file.read(1 << 14)
            if not data and self._frame is None:
                return 0
            if not data:
                raise EOFError("the last Zstandard frame is cut off")
            self._ready = memoryview(self._uncompressed(data))
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _uncompressed(self, data: bytes) -> bytes:
        self._frame = self._frame or self._zstandard.ZstdDecompressor().decompressobj()
        try:
            found = bytes(self._frame.decompress(data))
        except self._zstandard.ZstdError as error:
            raise OSError(str(error)) from None
        self._compressed = b""
        if self._frame.eof:
            self._compressed, self._frame = self._frame.unused_data, None
        return found

    def close(self) -> None:
        self.file.close()
        super().close()


def _to_zstandard(data: bytes) -> bytes:
    return bytes(_zstandard().ZstdCompressor(level=3, write_checksum=True).compress(data))


def _zstandard() -> Any:
    try:
        return importlib.import_module("zstandard")
    except ImportError as error:
        message = ".zst needs zstandard; install it with: pip install 'layoutfix[zst]'"
        raise InputError(f"{message} ({error})") from None


COMPRESSED: Mapping[str, tuple[Callable[[Path], IO[bytes]], Callable[[bytes], bytes]]] = {
    ".gz": (_from_gzip, _to_gzip),
    ".zst": (_from_zstandard, _to_zstandard),
}
"""Suffix to what opens a file, uncompressed, and what compresses bytes."""

"""Small pages for tests of the command line."""

from __future__ import annotations

from pathlib import Path

__all__ = ["BROKEN", "CLEAN", "WHOLE", "put"]

BROKEN = b"We met\non Tues-\nday.\n"
WHOLE = b"We met on Tuesday.\n"
CLEAN = b"We met on Tuesday.\n\nAll agreed.\n"


def put(folder: Path, **pages: bytes) -> list[Path]:
    """The files of these pages, a ``.txt`` each."""
    paths = [folder / f"{name}.txt" for name in pages]
    for path, page in zip(paths, pages.values(), strict=True):
        path.write_bytes(page)
    return paths

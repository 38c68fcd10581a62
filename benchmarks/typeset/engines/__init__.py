"""The engines that set a document, each a class with a `name`, opened as a context."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Protocol

from benchmarks.typeset.document import Document
from benchmarks.typeset.layout import Layout


class Engine(Protocol):
    """What sets documents.

    Attributes:
        name: of the engine.
        share: how often it is drawn beside the others.
        notes: whether it sets footnotes.
    """

    name: str
    share: float
    notes: bool

    def sets(self, lang: str) -> bool:
        """Say whether it sets a language."""

    def limited(self, layout: Layout) -> Layout:
        """Return the layout with what the engine can't do left out."""

    def typeset(self, document: Document, layout: Layout) -> bytes | None:
        """Return a PDF file, or nothing when the engine failed on this document."""


def available(names: Sequence[str] = ()) -> dict[str, AbstractContextManager[Engine]]:
    """Return the engines that are installed, or those of `names` that are.

    Raises:
        ValueError: none is.

    """
    from benchmarks.typeset.engines import chromium, groff, xelatex

    every: dict[str, ModuleType] = {"chromium": chromium, "groff": groff, "xelatex": xelatex}
    found: dict[str, AbstractContextManager[Engine]] = {
        name: module.opened()
        for name, module in every.items()
        if (not names or name in names) and module.program()
    }
    if not found:
        wanted = ", ".join(names or every)
        raise ValueError(f"no engine is installed: install one of {wanted}")
    return found

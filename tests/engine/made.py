"""Pages that layers make, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.engine.account import Layer, LayeredAccount, fixed
from layoutfix.engine.render import render
from layoutfix.model import Fixed

__all__ = ["made_of", "text_of"]


def made_of(source: str, layers: Sequence[Layer]) -> Fixed:
    """The page that ``layers`` make of ``source``, its text put together from its segments."""
    return fixed(source, render(source, LayeredAccount(source, layers).segments), layers)


def text_of(below: str, layer: Layer) -> str:
    """What a layer makes of the text below it."""
    return render(below, layer.segments)

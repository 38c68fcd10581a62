"""Characters that can't be seen, made visible: what is shown to people never steers what shows it.

A page may hold the escape sequences of a terminal, on purpose or by accident. Whatever is printed
for people to read goes through :func:`escaped`; what goes into HTML through :func:`drawn`.
"""

from __future__ import annotations

import re

__all__ = ["drawn", "escaped"]

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Controls but the tab and the line feed, what overrides the direction of writing, surrogates."""

CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no HTML file may hold, or shows as nothing."""


def escaped(text: str) -> str:
    r"""The text with what steers a terminal written as Python would.

    >>> escaped("a\x1b[31mb\tc\n")
    'a\\x1b[31mb\tc\n'
    """
    return STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def drawn(text: str) -> str:
    r"""The text with a picture for each control.

    >>> drawn("a\x00b\x1b\n\ud800")
    'a␀b␛\n�'
    """
    return CONTROLS.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "�"

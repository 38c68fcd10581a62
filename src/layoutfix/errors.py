"""The errors of layoutfix: each says what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "ConfigError",
    "EditError",
    "InputError",
    "LayoutfixError",
    "RuleError",
    "nearest",
    "surrogate_in",
]


class LayoutfixError(Exception):
    """Whatever layoutfix raises on purpose is one of these."""


class EditError(LayoutfixError):
    """Edits that cannot be applied together, or that reach outside the text."""


class RuleError(LayoutfixError):
    """A rule or a set of rules that is not well formed."""


class ConfigError(LayoutfixError):
    """A configuration or a word list that can't be used; names the file, the line and the key."""


class InputError(LayoutfixError):
    """An argument or a file that cannot be read as what it should be."""


def surrogate_in(text: str) -> InputError | None:
    """What is wrong with a text that no file can hold: half of a surrogate pair; None with others.

    >>> surrogate_in("😀"), str(surrogate_in("a\\ud83d"))[:38]
    (None, 'lone surrogate U+D83D at offset 1, lin')
    """
    if text.isascii():
        return None
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        at = error.start
        place = f"offset {at}, line {text.count(chr(10), 0, at) + 1}"
        what = f"lone surrogate U+{ord(text[at]):04X} at {place}"
        return InputError(f"{what}: it is half of a character; decode the text anew")
    return None


def nearest(name: str, known: Sequence[str]) -> str:
    """What a misspelt name was meant to be, as half a sentence.

    >>> nearest("byliens", ["byline", "caption"]), nearest("zzz", ["a", "b"])
    ("did you mean 'byline'?", 'there are a, b')
    """
    import difflib  # an import of the package must not cost what only an error needs

    near = difflib.get_close_matches(name, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"

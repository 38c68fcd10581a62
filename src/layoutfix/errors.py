"""The errors of layoutfix: each says what is wrong and what to do about it."""

from __future__ import annotations

__all__ = ["EditError", "InputError", "LayoutfixError", "RuleError"]


class LayoutfixError(Exception):
    """Whatever layoutfix raises on purpose is one of these."""


class EditError(LayoutfixError):
    """Edits that cannot be applied together, or that reach outside the text."""


class RuleError(LayoutfixError):
    """A rule or a set of rules that is not well formed."""


class InputError(LayoutfixError):
    """An argument or a file that cannot be read as what it should be."""

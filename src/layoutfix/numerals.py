"""Numbers as pages are numbered: digits, Roman and Han numerals."""

from __future__ import annotations

import regex

__all__ = ["number_of"]


def number_of(digits: str) -> int | None:
    """The value of digits, Roman or Han numerals; None where they are none.

    >>> number_of("１２"), number_of("xiv"), number_of("四十二"), number_of("iiii")
    (12, 14, 42, None)
    """
    if digits.isdecimal():
        return int(digits)
    if ROMAN.fullmatch(digits):
        return _roman(digits.lower())
    if digits and not digits.strip(_HAN_DIGITS + "十百零"):
        return _han(digits)
    return None


ROMAN = regex.compile(
    r"(?i)(?=[ivxlc])(?:xc|xl|l?x{0,3}|c{1,3}(?:xc|xl|l?x{0,3}))(?:ix|iv|v?i{0,3})"
)
_HAN_DIGITS = "〇一二三四五六七八九"


def _roman(digits: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[digit] for digit in digits]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def _han(digits: str) -> int | None:
    if not set(digits) & set("十百"):
        return int("".join(str(_HAN_DIGITS.index(d.replace("零", "〇"))) for d in digits))
    total, last = 0, 0
    for digit in digits:
        if digit in "十百":
            total += max(last, 1) * (10 if digit == "十" else 100)
            last = 0
        else:
            last = _HAN_DIGITS.index(digit.replace("零", "〇"))
    return total + last

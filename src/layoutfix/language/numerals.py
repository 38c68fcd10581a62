"""Numbers as pages and items are numbered: digits, Roman and Han numerals, letters."""

from __future__ import annotations

import regex

__all__ = ["HAN_NUMERALS", "LONGEST_NUMBER", "NUMBER_ENDS", "enumerator", "number_of"]

ENUMERATOR = regex.compile(
    r"(?P<arabic>\d{1,3})(?P<mark>[.)．、）]|\s?[.)](?=\s))(?!\d)"
    r"|[(（](?P<arabic>\d{1,3})(?P<mark>[)）])"
    r"|[(（]?(?P<han>[一二三四五六七八九十]{1,3})(?P<mark>[、．)）])"
    r"|[(]?(?P<letter>[a-zA-Z])(?P<mark>[)])(?=\s)"
)
LONGEST_NUMBER = 3
NUMBER_ENDS = ".)．、）" + "".join(filter(str.isspace, map(chr, range(0x10000))))
"""What stands behind a number that ``ENUMERATOR`` knows, whose length is at most the above."""

HAN_NUMERALS = "一二三四五六七八九十"


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


def enumerator(text: str, start: int) -> tuple[str, int] | None:
    """The style and number of an item that begins at ``start``, or None.

    >>> enumerator("12. Twelfth", 0), enumerator("（三）", 0), enumerator("3.14", 0)
    (('arabic.', 12), ('han）', 3), None)
    """
    found = ENUMERATOR.match(text, start)
    if not found:
        return None
    mark = found["mark"].strip()
    if found["arabic"]:
        return "arabic" + mark, int(found["arabic"])
    if found["han"]:
        return "han" + mark, _han(found["han"])
    return "letter" + mark, ord(found["letter"].lower()) - ord("a") + 1


ROMAN = regex.compile(
    r"(?i)(?=[ivxlc])(?:xc|xl|l?x{0,3}|c{1,3}(?:xc|xl|l?x{0,3}))(?:ix|iv|v?i{0,3})"
)
_HAN_DIGITS = "〇一二三四五六七八九"


def _roman(digits: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[digit] for digit in digits]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def _han(digits: str) -> int:
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

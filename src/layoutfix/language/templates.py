"""Templates of lines as regular expressions, and the shipped ones, from ``data/words/*.toml``.

Each file has one language's lines as templates, by role. A template is the whole line; its words
are matched in any case, its brackets and colons in half and full width, and its placeholders are

========== =====================================================================
{n}        a number: digits, Roman numerals, in Chinese and Japanese Han numerals
{code}     a newspaper's page: A5, B12
{page}     one of the language's own ``page`` templates
{name}     a person; {names} one to five of them, {several} the same run together
{place}    a place; {capitals} words in capitals
{initials} of a writer: J. D., fw
{gap}      white space that must be there
{han}      up to eight Han characters: who sends, who takes pictures
{agency}   one of the language's own list, as {month}, {word} and {date} are
{year}     four digits
{circled}  a number in a circle
{email}    an address
{rest}     whatever follows
========== =====================================================================
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import regex

__all__ = [
    *("LISTS", "PLACEHOLDERS", "ROLES", "TWO_WIDTHS", "Entry"),
    *("languages", "listed", "patterns"),
]

Entry = Mapping[str, "list[str] | dict[str, str]"]

_WORD = r"\p{Lu}[\p{L}\p{M}'’\-]{0,24}+"
_PARTICLE = r"(?:(?:von|van|de|da|del|della|di|der|den|du|la|le|zu|bin|al|y|e)\s){0,2}"
_NAME = rf"(?:{_WORD}\.?\s{_PARTICLE}){{1,3}}{_WORD}\.?|(?:\p{{Lu}}\.\s?){{1,3}}{_WORD}"
PLACEHOLDERS = {
    "n": r"(?:\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})",
    "code": r"[A-Z]\d{1,2}",
    "name": f"(?:{_NAME})",
    "names": rf"(?:{_NAME})(?:(?:,|\s?[&/]|\s(?:and|und|et|y))\s(?:{_NAME})){{0,4}}",
    "place": r"\p{Lu}[\p{L}\p{M}'’\-]{1,24}(?:[ /]\p{Lu}[\p{L}\p{M}'’\-]{1,24}){0,3}",
    "capitals": r"\p{Lu}[\p{Lu}'’.\-]{1,20}(?: [\p{Lu}'’.\-]{1,20}){0,3}",
    "initials": r"(?![ivx]+\))(?:\p{L}{2,4}|(?:\p{Lu}\.\s?){2,3})",
    "gap": r"\s",
    "han": r"\p{Han}{1,8}",
    "year": r"\d{4}",
    "circled": "[①-⑳]",
    "email": r"[\w.+\-]{1,40}@[\w.\-]{1,60}",
    "rest": r"\S.*",
}
_HAN_NUMBER = r"(?:\d{1,4}|[〇零一二三四五六七八九十百]{1,5})"

ROLES = (
    *("page_number", "jump_line", "caption", "credit", "byline", "dateline", "sign_off"),
    *("jump_back", "section_title", "furniture"),
)
"""What a language has templates for; shipped ones have none of ``furniture``. A line of
``jump_back`` says where an article came from; it is one of ``jump_line``, too."""

LISTS = ("page", "agency", "month", "word", "date")
"""What templates may name in braces, each language its own."""

TWO_WIDTHS = {
    "(": "[(（]", ")": "[)）]", ":": "[:：]", "/": "[/／]", "=": "[=＝]", "：": "[:：]",
    "（": "[(（]", "）": "[)）]", "／": "[/／]", "＝": "[=＝]", "，": "[,，]", "—": "[—–-]",
    "–": "[—–-]", "'": "['’]",
}  # fmt: skip


@cache
def languages() -> Mapping[str, Entry]:
    """The shipped word lists by language, ``common`` for what all of them have.

    >>> "zh" in languages()
    True
    """
    folder = files("layoutfix") / "data" / "words"
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): tomllib.loads((folder / name).read_text("utf-8"))
        for name in names
    }


def listed(entry: Entry, name: str) -> list[str]:
    """The templates of a language for a role, or what one of its lists names."""
    found = entry.get(name, [])
    own = found if isinstance(found, list) else []
    return [*own, *listed(entry, "jump_back")] if name == "jump_line" else own


def patterns(languages: Iterable[Entry], role: str, without: tuple[str, ...] = ()) -> list[str]:
    """The templates of some languages for a role as regular expressions, each of them once."""
    named = role == "page_number"
    everywhere: dict[str, None] = {}  # a set that keeps its order
    for entry in languages:
        for template in listed(entry, role):
            if template not in without:
                everywhere[_pattern(template, entry, named)] = None
    return list(everywhere)


def _pattern(template: str, entry: Entry, named: bool = False) -> str:
    """A template as a regular expression."""
    own = entry.get("placeholders", {})
    known = {**PLACEHOLDERS, **(own if isinstance(own, dict) else {})}
    dense = regex.search(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]", template) is not None
    out: list[str] = []
    for part in regex.split(r"(\{\w+\}| )", template):
        if part == " ":
            out.append(r"\s*" if dense else r"\s+")
        elif not part.startswith("{"):
            out.append("(?i:" + "".join(TWO_WIDTHS.get(c, regex.escape(c)) for c in part) + ")")
        else:
            name = part[1:-1]
            if name in LISTS:
                lists = [entry] if listed(entry, name) else languages().values()
                found = "|".join(_pattern(t, each) for each in lists for t in listed(each, name))
                found = f"(?:{found})"
            else:
                found = _HAN_NUMBER if dense and name == "n" else f"(?:{known[name]})"
                found = f"(?P<n>{found})" if named and name == "n" else found
            out.append(rf"\s*{found}\s*" if dense else found)
    return "".join(out)

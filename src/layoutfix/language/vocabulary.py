"""The words that newsrooms and layouts put around an article, from ``data/words/*.toml``.

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

Word lists of the user's own stand beside them (``layoutfix.read_words``): the functions below take
them as ``words``, which a page carries. Patterns made with them are stopped where they backtrack.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

import regex

from layoutfix.errors import RuleError
from layoutfix.model import WordList

__all__ = [
    *("LISTS", "PATTERNS", "PLACEHOLDERS", "ROLES", "first_characters", "full_match"),
    *("key_words", "languages", "pattern", "search", "unfinished"),
]

Words = tuple[WordList, ...]
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
LISTS = ("page", "agency", "month", "word", "date")
"""What templates may name in braces, each language its own."""

ROLES = (
    *("page_number", "jump_line", "caption", "credit", "byline", "dateline", "sign_off"),
    *("jump_back", "section_title", "furniture"),
)
"""What a language has templates for; shipped ones have none of ``furniture``. A line of
``jump_back`` says where an article came from; it is one of ``jump_line``, too."""

_TWO_WIDTHS = {
    "(": "[(（]", ")": "[)）]", ":": "[:：]", "/": "[/／]", "=": "[=＝]", "：": "[:：]",
    "（": "[(（]", "）": "[)）]", "／": "[/／]", "＝": "[=＝]", "，": "[,，]", "—": "[—–-]",
    "–": "[—–-]", "'": "['’]",
}  # fmt: skip
_CAPTION_MARKS = "(（[【*_▲▼◆△▽■●"
_JUMP_MARKS = r"[\s(（\[【<＜〔*_▶►☞→＝=●■…>]*"
_JUMP_ENDS = r"[\s)）\]】>＞〕*_▶►→…．.]*"
_BYLINE_MARKS = r"[\s□■◎●○◆◇△▲*_\[【(（]*"
_BYLINE_ENDS = r"[\s*_\]】)）]*"


PATTERNS = (
    *("page_number", "folio", "jump_line", "jump_back", "caption", "credit", "credit_line"),
    *("byline", "dateline", "sign_off", "section_title", "furniture"),
)

SECONDS = 1.0
"""How long a pattern with words of the user's own may look at one line."""

_RULES = {
    **{"folio": "running-head", "furniture": "running-head", "credit": "caption"},
    **{"section_title": "move-fragment", "jump_back": "jump-line"},
}
_KEPT = 32
"""Sets of word lists whose patterns are kept: a process has one or a few."""


def full_match(name: str, text: str, words: Words = ()) -> regex.Match[str] | None:
    """Whether ``pattern(name, words)`` is all of a text.

    Raises:
        RuleError: the words make a pattern that backtracks; the rule and the files are named.

    >>> full_match("byline", "By Hester Quayle") is not None
    True
    """
    try:
        return pattern(name, words).fullmatch(text, timeout=SECONDS if words else None)
    except TimeoutError:
        raise _stopped(name, text, words) from None


def search(name: str, text: str, words: Words = ()) -> regex.Match[str] | None:
    """Where ``pattern(name, words)`` is found in a text; errors are those of `full_match`."""
    try:
        return pattern(name, words).search(text, timeout=SECONDS if words else None)
    except TimeoutError:
        raise _stopped(name, text, words) from None


def _stopped(name: str, text: str, words: Words) -> RuleError:
    role = _role_of(name)
    rule = _RULES.get(name, _RULES.get(role, role.replace("_", "-")))
    own = [each.source for each in words if dict(each.templates).get(role) or each.placeholders]
    return RuleError(
        f"rule {rule}: the {role} templates of {', '.join(own)} take more than {SECONDS:g} s on "
        f"{text[:40]!r} and were stopped; write their placeholders without nested repeats"
    )


def _role_of(name: str) -> str:
    role = "page_number" if name == "folio" else name
    return "credit" if role == "credit_line" else role


@lru_cache(maxsize=_KEPT * 16)
def pattern(name: str, words: Words = ()) -> regex.Pattern[str]:
    """The templates of all languages for one of :data:`PATTERNS`, compiled at the first call.

    ``folio`` is a line that begins or ends with its page, ``credit`` the end of a caption, to be
    searched for; all others are whole lines, captions whole blocks known by their first words.
    ``page_number`` has its numbers in the group ``n``.

    >>> pattern("jump_line").fullmatch("（下转第3版）") is not None
    True
    >>> pattern("byline").fullmatch("By the river they sat") is None
    True
    """
    role = _role_of(name)
    without = ("{code}",) if name == "folio" else ()
    found = _patterns(_languages(words), role, without)
    lines = f"(?:{'|'.join(found)})" if found else r"(?!)"
    stop = r"[\s|·•,，:：/—–-]"
    return regex.compile(
        {
            "page_number": rf"[—–\-\s]*{lines}[—–\-\s]*",
            "folio": rf"{lines}{stop}.*|.*{stop}{lines}",
            "jump_line": f"{_JUMP_MARKS}{lines}{_JUMP_ENDS}",
            "jump_back": f"{_JUMP_MARKS}{lines}{_JUMP_ENDS}",
            "caption": rf"[{regex.escape(_CAPTION_MARKS)}\s]*{lines}[\])）】*_]*",
            "credit": rf"(?:^|(?<=[\s.。!?！？”」』）)|])|(?=[(（]))\s*{lines}[*_)）]*$",
            "credit_line": rf"[{regex.escape(_CAPTION_MARKS)}\s]*{lines}[*_)）]*",
            "byline": f"{_BYLINE_MARKS}{lines}{_BYLINE_ENDS}",
            "dateline": f"[*_]*{lines}[*_]*",
            "section_title": rf"[*_#\s]*{lines}[\s#:*_]*",
            "furniture": rf"[*_—–\-\s]*{lines}[*_—–\-\s]*",
            "sign_off": rf"[*_]*(?![(（][一二三四五六七八九十]+[)）]){lines}[*_]*",
        }[name],
        regex.DOTALL,
    )


@lru_cache(maxsize=_KEPT * 8)
def key_words(name: str, words: Words = ()) -> frozenset[str]:
    """For each template of ``pattern(name)`` a word that its lines hold, in lower case.

    Where a template has no word, it is a mark, in all its widths.

    >>> "by" in key_words("byline"), "（" in key_words("sign_off")
    (True, True)
    """
    found: set[str] = set()
    for entry in _languages(words):
        for line in _listed(entry, name):
            bare = regex.sub(r"\{\w+\}", " ", line.lower())
            runs = regex.findall(r"[\p{L}©]+", bare)
            if runs:
                found.add(max(runs, key=len))
            elif mark := bare.strip()[:1]:
                found.update(regex.findall(r"[^\[\]]", _TWO_WIDTHS.get(mark, mark)))
            else:
                found.update("@")  # an address, of which no other template is made
    return frozenset(found)


@lru_cache(maxsize=_KEPT * 4)
def first_characters(name: str, words: Words = ()) -> str:
    """The characters that a line of ``pattern(name)`` may begin with, digits left out."""
    marks = {"caption": _CAPTION_MARKS, "jump_line": "([<（【＜〔▶►☞→＝=●■…*_"}
    return _first_characters(_languages(words), name) + marks.get(name, "")


@lru_cache(maxsize=_KEPT)
def unfinished(words: Words = ()) -> frozenset[str]:
    """Words, in lower case, that end no sentence.

    >>> "the" in unfinished(), "river" in unfinished()
    (True, False)
    """
    return frozenset(
        word.lower() for each in _languages(words) for word in _listed(each, "unfinished")
    )


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


@lru_cache(maxsize=_KEPT)
def _languages(words: Words = ()) -> tuple[Entry, ...]:
    """The shipped lists, and those of the user behind them."""
    known = dict(languages())
    for each in words:
        own = dict(each.templates)
        for name in set(own) & set(LISTS):
            for language, entry in known.items():
                if language == each.language or (not each.language and name in entry):
                    known[language] = {**entry, name: [*_listed(entry, name), *own[name]]}
    return (*known.values(), *(entry for each in words for entry in _entries(each, known)))


def _entries(words: WordList, known: Mapping[str, Entry]) -> list[Entry]:
    """A user's templates as entries of the languages they are written in."""
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, templates in words.templates:
        if name not in LISTS:
            for template in templates:
                parts[words.language or _language_of(template)][name].append(template)
    out: list[Entry] = []
    for language, own in parts.items():
        base = known.get(language, {})
        inherited = base.get("placeholders", {})
        placeholders = dict(inherited) if isinstance(inherited, dict) else {}
        lists = {name: _listed(base, name) for name in LISTS if name in base}
        out.append({**lists, **own, "placeholders": {**placeholders, **dict(words.placeholders)}})
    return out


def _language_of(template: str) -> str:
    """The language whose names and numbers a template without one means, known by its script."""
    for script, language in (("Hiragana}\\p{Katakana", "ja"), ("Hangul", "ko"), ("Han", "zh")):
        if regex.search(rf"[\p{{{script}}}]", template):
            return language
    return ""


def _listed(entry: Entry, name: str) -> list[str]:
    listed = entry.get(name, [])
    own = listed if isinstance(listed, list) else []
    return [*own, *_listed(entry, "jump_back")] if name == "jump_line" else own


def _patterns(languages: Iterable[Entry], role: str, without: tuple[str, ...] = ()) -> list[str]:
    named = role == "page_number"
    everywhere: dict[str, None] = {}  # a set that keeps its order
    for entry in languages:
        for template in _listed(entry, role):
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
            out.append("(?i:" + "".join(_TWO_WIDTHS.get(c, regex.escape(c)) for c in part) + ")")
        else:
            name = part[1:-1]
            if name in LISTS:
                lists = [entry] if _listed(entry, name) else languages().values()
                found = "|".join(_pattern(t, each) for each in lists for t in _listed(each, name))
                found = f"(?:{found})"
            else:
                found = _HAN_NUMBER if dense and name == "n" else f"(?:{known[name]})"
                found = f"(?P<n>{found})" if named and name == "n" else found
            out.append(rf"\s*{found}\s*" if dense else found)
    return "".join(out)


def _first_characters(languages: Iterable[Entry], role: str) -> str:
    firsts = (t[0] for entry in languages for t in _listed(entry, role) if t[0] != "{")
    both = {c for first in firsts for c in (first, first.lower(), first.upper())}
    return "".join(sorted(both | {"（" if c == "(" else c for c in both}))

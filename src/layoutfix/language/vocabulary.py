"""The words that newsrooms and layouts put around an article: what of a page they match.

Lines are written as templates (:mod:`layoutfix.language.templates`), those of a language in
``data/words/*.toml``. Word lists of the user's own stand beside them (``layoutfix.read_words``):
the functions below take them as ``words``, which a page carries. Patterns made with them are
stopped where they backtrack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import regex

from layoutfix.errors import RuleError
from layoutfix.language.templates import LISTS, TWO_WIDTHS, Entry, languages, listed, patterns
from layoutfix.model import WordList

__all__ = [
    *("PATTERNS", "first_characters", "full_match"),
    *("key_words", "pattern", "search", "unfinished"),
]

Words = tuple[WordList, ...]

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
        for each in _asked(name, text, words):
            if found := each.fullmatch(text, timeout=SECONDS if words else None):
                return found
    except TimeoutError:
        raise _stopped(name, text, words) from None
    return None


def search(name: str, text: str, words: Words = ()) -> regex.Match[str] | None:
    """Where ``pattern(name, words)`` is found in a text; errors are those of `full_match`."""
    limit = SECONDS if words else None
    try:
        found = [each.search(text, timeout=limit) for each in _asked(name, text, words)]
    except TimeoutError:
        raise _stopped(name, text, words) from None
    return min(filter(None, found), key=lambda match: match.start(), default=None)


_KEYED = ("jump_line", "credit", "credit_line", "byline", "dateline", "sign_off")
"""Patterns whose lines hold a key word: a language's part is compiled when a line has one of its
own. All languages at once take half a second, most of which few processes ever ask for."""


def _asked(name: str, text: str, words: Words) -> Iterator[regex.Pattern[str]]:
    """The parts of a pattern that a text can match at all."""
    if name not in _KEYED:
        yield pattern(name, words)
        return
    lower = text.casefold()
    for number, keys in _keys(name, words):
        for key in keys:
            if key in lower:
                yield _part(name, words, number)
                break


@lru_cache(maxsize=_KEPT * 8)
def _keys(name: str, words: Words) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The numbers of the languages that have templates for a pattern, with their key words."""
    every = enumerate(_key_words(entry, _role_of(name)) for entry in _languages(words))
    return tuple((n, tuple(sorted(key.casefold() for key in keys))) for n, keys in every if keys)


@lru_cache(maxsize=_KEPT * 64)
def _part(name: str, words: Words, number: int) -> regex.Pattern[str]:
    return _compiled(name, _languages(words)[number : number + 1])


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
    return _compiled(name, _languages(words))


def _compiled(name: str, entries: Iterable[Entry]) -> regex.Pattern[str]:
    role = _role_of(name)
    without = ("{code}",) if name == "folio" else ()
    found = patterns(entries, role, without)
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
    return frozenset().union(*(_key_words(entry, name) for entry in _languages(words)))


def _key_words(entry: Entry, name: str) -> set[str]:
    """The same of one language."""
    found: set[str] = set()
    for line in listed(entry, name):
        bare = regex.sub(r"\{\w+\}", " ", line.lower())
        runs = regex.findall(r"[\p{L}©]+", bare)
        if runs:
            found.add(max(runs, key=len))
        elif mark := bare.strip()[:1]:
            found.update(regex.findall(r"[^\[\]]", TWO_WIDTHS.get(mark, mark)))
        else:
            found.update("@")  # an address, of which no other template is made
    return found


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
        word.lower() for each in _languages(words) for word in listed(each, "unfinished")
    )


@lru_cache(maxsize=_KEPT)
def _languages(words: Words = ()) -> tuple[Entry, ...]:
    """The shipped lists, and those of the user behind them."""
    known = dict(languages())
    for each in words:
        own = dict(each.templates)
        for name in set(own) & set(LISTS):
            for language, entry in known.items():
                if language == each.language or (not each.language and name in entry):
                    known[language] = {**entry, name: [*listed(entry, name), *own[name]]}
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
        lists = {name: listed(base, name) for name in LISTS if name in base}
        out.append({**lists, **own, "placeholders": {**placeholders, **dict(words.placeholders)}})
    return out


def _language_of(template: str) -> str:
    """The language whose names and numbers a template without one means, known by its script."""
    for script, language in (("Hiragana}\\p{Katakana", "ja"), ("Hangul", "ko"), ("Han", "zh")):
        if regex.search(rf"[\p{{{script}}}]", template):
            return language
    return ""


def _first_characters(languages: Iterable[Entry], role: str) -> str:
    firsts = (t[0] for entry in languages for t in listed(entry, role) if t[0] != "{")
    both = {c for first in firsts for c in (first, first.lower(), first.upper())}
    return "".join(sorted(both | {"（" if c == "(" else c for c in both}))

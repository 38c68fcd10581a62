"""What is prose, and in which language: the text side of `tools.sources`."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path


def words(text: str) -> frozenset[str]:
    """Return the set of the words of `text`."""
    return frozenset(text.split())


CJK = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_CJK_BREAK = re.compile(rf"(?<=[{CJK}])[ \t]*\n\s*(?=[{CJK}])")
_SPACES = re.compile(r"\s+")
_TERMINAL = re.compile(r"[.!?…。！？؟।:;：；][\"'”’»›«“)\]）」』】]*$")
_SCRIPT_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]|[" + CJK + "]")

HOLE = "\ufffd"
_NATIVE_SCRIPTS = {
    "ar": "\u0600-\u06ff", "as": "\u0980-\u09ff", "bg": "\u0400-\u04ff",
    "el": "\u0370-\u03ff\u1f00-\u1fff", "fa": "\u0600-\u06ff", "gu": "\u0a80-\u0aff",
    "he": "\u0590-\u05ff", "hi": "\u0900-\u097f", "ja": CJK, "kn": "\u0c80-\u0cff",
    "ko": "\u1100-\u11ff\uac00-\ud7af", "mk": "\u0400-\u04ff", "mr": "\u0900-\u097f",
    "pa": "\u0a00-\u0a7f", "ru": "\u0400-\u04ff", "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f", "uk": "\u0400-\u04ff", "zh_CN": CJK, "zh_TW": CJK,
}  # fmt: skip
# Words that only these two languages are full of: translations are unfinished in one of them.
_COMMON_WORDS = {
    "en": words("the and that with you this which from your have been will it can"),
    "de": words("und der die das wird nicht ist ein eine werden mit auch sich"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """Paragraphs of one document, in its own order."""

    identity: str
    language: str
    title: str
    paragraphs: tuple[str, ...]


def normalize(text: str) -> str:
    r"""Make one line of `text`; a break between two Han or kana characters leaves nothing.

    >>> normalize("one\n  two"), normalize("一\n 二 三")
    ('one two', '一二 三')
    """
    return _SPACES.sub(" ", _CJK_BREAK.sub("", text.replace("\u200b", ""))).strip()


def is_prose(text: str, shortest: int = 40) -> bool:
    """Tell running text from labels, navigation, code and tables of keys.

    >>> is_prose("The quick brown fox jumps over the lazy dog every day.")
    True
    >>> is_prose("Next page"), is_prose("a = b + {c} * d; e = f[g] / (h - 1); i = {j: k};")
    (False, False)
    """
    dense = bool(_SCRIPT_WITHOUT_SPACES.search(text))
    if len(text) < (shortest // 3 if dense else shortest) or not _TERMINAL.search(text):
        return False
    visible = [c for c in text if not c.isspace()]
    wordlike = sum(c.isalpha() or not c.isascii() for c in visible)
    if (
        wordlike < 0.8 * len(visible)
        or text.count("://") > 1
        or re.search(rf"[<>{{}}$\\|{HOLE}]|``|%s", text)
    ):
        return False
    return dense or text.count(" ") >= len(text) / 14


def in_language(document: Document) -> Document:
    """Return `document` less the paragraphs that were left in English or German.

    >>> text = "Wenn Sie das Netz suchen.", "You can switch it off from the menu."
    >>> in_language(Document("", "de", "", text)).paragraphs
    ('Wenn Sie das Netz suchen.',)
    """
    script = _NATIVE_SCRIPTS.get(document.language)

    def is_own(text: str) -> bool:
        if script:
            return len(re.findall(f"[{script}]", text)) * 3 >= sum(c.isalpha() for c in text)
        words = re.findall(r"\w+", text.lower())
        return not any(
            sum(word in common for word in words) > 0.1 * len(words)
            for language, common in _COMMON_WORDS.items()
            if language != document.language
        )

    kept = tuple(p for p in document.paragraphs if is_own(p))
    return Document(document.identity, document.language, document.title, kept)


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`, unpacked when it is gzipped."""
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data

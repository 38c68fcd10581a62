"""Where words may be divided, by the patterns that pyphen brings."""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache
from typing import Any

from benchmarks.gold import language

SOFT = "\u00ad"
_WORD = re.compile(r"[^\W\d_]{5,}")
_NAMES = {"en": "en_US", "de": "de_DE", "pt_BR": "pt_BR", "no": "nb"}


@cache
def _patterns(lang: str) -> Any:
    import pyphen

    for name in (lang, _NAMES.get(lang, ""), language(lang), _NAMES.get(language(lang), "")):
        if name in pyphen.LANGUAGES:
            return pyphen.Pyphen(lang=name)
    return None


def divided(text: str, lang: str) -> str:
    """Return the text with a soft hyphen wherever a word may be divided, none without patterns."""
    patterns = _patterns(lang)
    if patterns is None:
        return text
    return _WORD.sub(lambda word: _inserted(word.group(), patterns), text)


@lru_cache(maxsize=1 << 15)
def _inserted(word: str, patterns: Any) -> str:
    places = [0, *(int(at) for at in patterns.positions(word)), len(word)]
    return SOFT.join(word[low:high] for low, high in itertools.pairwise(places))

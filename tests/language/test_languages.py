"""Which language a text is in, and the lists of each."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

import layoutfix
from layoutfix.language import hyphenation, languages
from layoutfix.language.characters import code_points_of, kinds

FOLDER = Path(layoutfix.__file__).parent / "data" / "languages"

SENTENCES = {
    "de": "Der Hund liegt vor der Tür und wartet auf die Kinder.",
    "en": "The dog lies in front of the door and waits for the children.",
    "es": "El perro está delante de la puerta y espera a los niños.",
    "fr": "Le chien est devant la porte et il attend les enfants.",
    "it": "Il cane è davanti alla porta e aspetta i bambini.",
    "nl": "De hond ligt voor de deur en wacht op de kinderen.",
    "pt": "O cão está em frente da porta e não sai de lá.",
    "ru": "Собака лежит у двери и ждёт, когда придут дети.",
}


def told(text: str) -> list[str | None]:
    points = code_points_of(text)
    words = hyphenation.page_words(points, kinds(points)).hashes
    found = languages.languages_at(words, np.zeros(0, np.int64), np.arange(len(words)))
    return [languages.names()[each] if each >= 0 else None for each in found.tolist()]


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_is_enough(language: str, sentence: str) -> None:
    assert set(told(sentence)) == {language}


def test_a_page_may_hold_several_languages() -> None:
    first, second = (" ".join([SENTENCES[each]] * 8) for each in ("de", "fr"))
    found = told(f"{first} {second}")
    assert found[0] == "de"
    assert found[-1] == "fr"


def test_too_few_words_tell_nothing() -> None:
    assert told("Zorkel quab") == [None, None]
    assert told("") == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_the_lists_hold_whole_words(path: Path) -> None:
    table = tomllib.loads(path.read_text("utf-8"))
    assert table["compounds"] in languages.STYLES
    assert set(table) <= {"compounds", "reduplication", *languages.LISTS}
    for name in languages.LISTS:
        words = table.get(name, [])
        assert len(set(words)) == len(words)
        assert all(word.isalpha() and word == word.lower() for word in words)

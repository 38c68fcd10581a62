"""Hyphens at line ends: dropped, kept or suspended, in many languages."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix.language import hyphen_decision, hyphenation
from layoutfix.language.characters import code_points_of, kinds


def dropped(page: str) -> list[float]:
    points = code_points_of(page)
    classes = kinds(points)
    words = hyphenation.page_words(points, classes)
    ends = np.flatnonzero(points == 10)
    fragments = hyphenation.fragments_at(words, ends - 1, ends + 1)
    scores = hyphen_decision.hyphen_probability(points, classes, words, fragments)
    return [float(score) for score in scores]


@pytest.mark.parametrize(
    "page",
    [
        "The infor-\nmation came late.",
        "Am Abend kamen die Kirchen-\nvorsteher in das Haus.",
        "die Verwal⸗\ntung der Stadt",
        "un établis-\nsement de la ville",
        "The zorkel came. Every zor-\nkel is small.",
        "a soft hy\u00ad\nphen",
        "the INFOR-\nMATION DESK",
    ],
)
def test_hyphens_of_the_line_end_are_dropped(page: str) -> None:
    assert dropped(page)[0] > 0.8


@pytest.mark.parametrize(
    "page",
    [
        "a well-\nknown mill",
        "Its zorkel-kabin is old. The zorkel-\nkabin stands.",
        "the n-\ntridecanal in it",
        "der DNA-\nAnalyse wegen",
        "the non-\nEuropean part",
        "vit-\nil encore ici ? Que dit-\nelle, dit-elle.",
    ],
)
def test_hyphens_of_the_word_are_kept(page: str) -> None:
    assert dropped(page)[-1] < 0.2


def test_the_page_outweighs_the_word_list() -> None:
    known = dropped("He will re-\nsign today.")[0]
    shown = dropped("They re-sign, and re-sign, and re-sign it. He will re-\nsign today.")[0]
    assert shown < known


def hanging(page: str) -> list[bool]:
    points = code_points_of(page)
    words = hyphenation.page_words(points, kinds(points))
    ends = np.flatnonzero(points == 10)
    fragments = hyphenation.fragments_at(words, ends - 1, ends + 1)
    return [bool(flag) for flag in hyphen_decision.suspended(points, words, fragments)]


@pytest.mark.parametrize(
    ("page", "suspended"),
    [
        ("Wiesen-, Acker-\nund Gartenland", True),
        ("one of the short-\nand long-term plans", True),
        ("about a thous-\nand men", False),
        ("the signal-\nto-noise ratio", False),
        ("die Verwal-\ntung", False),
    ],
)
def test_suspended_hyphens(page: str, suspended: bool) -> None:
    assert hanging(page) == [suspended]


def test_hyphens_without_fragments_are_no_error() -> None:
    assert len(dropped("-\n-\n- \n")) == 3
    assert dropped("no seam") == []


STAYING = {
    "fr inversion": "Le facteur n'est pas encore passé, répondit-\nelle sans lever les yeux.",
    "fr euphonic t": "Combien de caisses reste-\nt-il dans la cave, demanda le cuisinier.",
    "fr pronoun": "Il a choisi la rue du moulin, celle-\nci étant moins bruyante que les autres.",
    "fr compound": "La poste ferme une demi-\nheure plus tôt pendant tout le mois de mars.",
    "ru particle": "Он хотел спросить, не видел ли кто-\nнибудь ключей от этой двери.",
    "ru preposition": "Собака осталась дома из-\nза дождя, и все ушли без неё.",
    "pt weekday": "O mercado não abre na quinta-\nfeira por causa da festa da vila.",
    "pt pronoun": "A menina fechou a janela e disse-\nlhe que não fazia frio.",
    "es pair": "La cumbre hispano-\nalemana se celebra este año en la costa.",
    "pl pair": "To jest nowy słownik polsko-\nniemiecki, który kupiła moja siostra.",
    "ro clitic": "Copilul a găsit cheia într-\nun sertar de la bucătărie.",
    "id doubled": "Mereka melihat burung-\nburung di atas atap rumah itu.",
    "de with capital": "Bitte senden Sie uns eine E-Mail-\nAdresse, die noch gültig ist.",
    "en participle": "They walked home along the lamp-\nlit road beside the canal.",
    "en noun and participle": "The room was small but it had a wood-\npanelled ceiling.",
}

LEAVING = {
    "fr": "Le conseil a voté la construc-\ntion du nouveau pont.",
    "fr, rare word": "Il faut une chan-\ndelle pour descendre dans la cave.",
    "ru": "Вчера вечером в библио-\nтеке погас свет, и все ушли.",
    "pt": "A biblio-\nteca da vila fecha mais cedo no inverno.",
    "es": "La biblio-\nteca del pueblo cierra antes en invierno.",
    "pl": "Nowa biblio-\nteka jest otwarta także w niedzielę.",
    "ro": "Noua biblio-\ntecă este deschisă și duminica.",
    "id": "Mereka menunggu di perpus-\ntakaan sampai sore hari.",
    "de": "Die Biblio-\nthek ist auch am Sonntag geöffnet.",
    "en": "The library was closed for reno-\nvation until the spring.",
    "long s": "Der Kaufmann hatte die Laſ-\nten auf das Schiff gebracht.",
}


@pytest.mark.parametrize("page", STAYING.values(), ids=STAYING)
def test_a_hyphen_of_the_language_stays(page: str) -> None:
    assert max(dropped(page)) < 0.3


@pytest.mark.parametrize("page", LEAVING.values(), ids=LEAVING)
def test_a_hyphen_of_the_line_end_leaves_in_every_language(page: str) -> None:
    assert min(dropped(page)) > 0.7


@pytest.mark.parametrize(
    ("page", "suspended"),
    [
        ("Il libro ha note in prosa pre-\ne postbellica, tutte brevi.", True),
        ("Cuvântul din fața casei, spunându-\ni gazdei că plouă.", False),
        ("De boeken over sneeuw-\nen ijsvrije wegen staan boven.", True),
    ],
)
def test_conjunctions_are_those_of_the_language(page: str, suspended: bool) -> None:
    assert hanging(page) == [suspended]

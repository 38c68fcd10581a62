"""Hyphens at line ends, on a line of their own, and inside a line, in whole pages."""

from __future__ import annotations

import pytest

from layoutfix import fix

JOINED = {
    "a page of two lines": (
        "The parish council met on Wednes-\nday and went home\n",
        "The parish council met on Wednesday and went home\n",
    ),
    "a suspended hyphen": (
        "Der Verein verleiht Sommer-\nund Winterreifen an alle Mitglieder.\n",
        "Der Verein verleiht Sommer- und Winterreifen an alle Mitglieder.\n",
    ),
    "a double oblique hyphen": (
        "Der Müller ſoll die Waſſer⸗\nleitung noch vor dem Winter ausbeſſern.\n",
        "Der Müller ſoll die Waſſerleitung noch vor dem Winter ausbeſſern.\n",
    ),
    "an equals sign for a hyphen": (
        "Der Müller soll die Wasserlei=\ntung noch vor dem Winter ausbessern.\n",
        "Der Müller soll die Wasserleitung noch vor dem Winter ausbessern.\n",
    ),
    "a hyphen on a line of its own": (
        "The parish has bought a second\n-\nhand organ for the chapel on the hill.\n",
        "The parish has bought a second-hand organ for the chapel on the hill.\n",
    ),
    "with spaces behind": (
        "The parish has bought a second \n- \nhand organ for the chapel on the hill.\n",
        "The parish has bought a second-hand organ for the chapel on the hill.\n",
    ),
    "a hyphen left inside a line": (
        "The choir wants a new orga- nist, and the coun- cil for pre- and post-war chairs.\n",
        "The choir wants a new organist, and the council for pre- and post-war chairs.\n",
    ),
    "a narrow Korean column": (
        "버스는 아\n침 일곱 시\n에 떠나고 \n저녁에 돌\n아옵니다. 표\n는 정류장\n에서 살 수\n"
        "있습니다.\n",
        "버스는 아침 일곱 시에 떠나고 저녁에 돌아옵니다. 표는 정류장에서 살 수 있습니다.\n",
    ),
}

STAYING = {
    "dashes of a list": "To bring:\n-\nflour\n-\nfree range eggs\n-\nsalt\n",
    "a list between words": "flour\n-\nsalt\n-\nbutter\n",
    "affixes": "pre-\npost-\nsub-\nanti-\n",
    "code": "Then run:\n\n```\ntotal first-\nsecond\n```\n",
    "a minus sign": "The water stood at -3 metres, then at 5 - 2 metres, and fell to 4- metres.\n",
    "suspended hyphens": "Left- and right-hand doors, two- or three-storey houses.\n",
    "dashes close to a word": "He waited- nobody came- until the lamps were out- and left.\n",
    "a slip of the writer": "She is a well- known baker, and her bread is sold on the coast.\n",
    "a table": "| pre- fix | sim- ple |\n|---|---|\n| infor- mation | coun- cil |\n",
    "Korean names": "김민수\n박지영\n이서준\n최하늘\n정도윤\n",
}


@pytest.mark.parametrize(("before", "after"), JOINED.values(), ids=JOINED)
def test_a_broken_word_is_joined(before: str, after: str) -> None:
    assert fix(before).text == after


@pytest.mark.parametrize("page", STAYING.values(), ids=STAYING)
def test_what_is_no_broken_word_stays(page: str) -> None:
    assert fix(page).text == page


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Vedeva la luce farsi sempre più lontano", "lontano dal porto, dove la nebbia era fitta."),
        ("De schipper zei dat hij niet geloofde dat", "dat touw het bij deze wind zou houden."),
        ("By noon it was clear that nobody knew that", "that bridge had been closed since May."),
        ("The code on the lid reads 4f3a 9c1d 77b0", "77b0 8b2e and must not be given away."),
    ],
)
@pytest.mark.parametrize("seam", ["\n", "\n\n"])
def test_words_that_may_stand_twice_both_stay(left: str, right: str, seam: str) -> None:
    text = fix(f"{left}{seam}{right}\n").text
    assert " ".join(text.split()) == f"{left} {right}"

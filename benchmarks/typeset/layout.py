"""Layouts, drawn from a seed: what a page looks like, whichever engine sets it."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass

from benchmarks.gold import is_scoring, language

MARKS = ("indent", "blank", "both", "none")
"""How a paragraph begins: a first-line indent, space above it, both, or nothing at all."""

SERIF = ("Liberation Serif", "DejaVu Serif")
SANS = ("Liberation Sans", "DejaVu Sans", "Liberation Sans Narrow")
HAN = {"zh": "SC", "zh_CN": "SC", "zh_TW": "TC", "zh_HK": "HK", "ja": "JP", "ko": "KR"}
"""The national cut of the Noto CJK faces for a language tag."""

PAGE_SIZES = {"A5": (148, 210), "book": (156, 234), "A4": (210, 297), "letter": (216, 279)}
"""Width and height in millimetres."""

TABLOID = {"tabloid": (280, 400), "broadsheet": (375, 560)}
NARROWEST = {"ragged": 20, "hyphens": 22, "justified": 30}
"""The fewest letters a column has room for, about: a narrower justified one is all gaps."""

NARROWEST_HAN = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to set a page.

    Lengths: `width`, `height`, `margin` and `gap` (between columns) in millimetres, `size` in
    points, `leading` and `indent` as a factor of `size`. `heads` are what stands at the top and the
    foot of a page: "title", "number", "both" or nothing, for each.

    Attributes:
        columns: 1 to 6.
        justified: ragged on the right if not.
        mark: one of `MARKS`.
        hyphens: whether words are divided at line ends.
        first_indent: whether the first paragraph of an article is indented too.
        initial: lines that a drop capital takes, 0 for none.
        quotes, captions, notes: chance for each paragraph to be interrupted by a pull quote or a
            caption, or to have a footnote.
        heading: "span" over all columns, "left" or "centre" in its own.
        balanced: whether the columns of the last page are made equally long.
        whole_words: whether Korean lines end between words only.
        jump: whether articles break off and go on further down.
    """

    width: int
    height: int
    margin: int
    columns: int
    gap: float
    face: str
    size: float
    leading: float
    justified: bool
    mark: str
    indent: float
    hyphens: bool
    first_indent: bool
    initial: int
    quotes: float
    captions: float
    notes: float
    heading: str
    jump: bool
    top: str
    foot: str
    first_page: int
    balanced: bool
    whole_words: bool

    @property
    def column(self) -> float:
        """The width of a column in millimetres."""
        inner = self.width - 2 * self.margin - (self.columns - 1) * self.gap
        return inner / self.columns

    @property
    def letters(self) -> float:
        """About how many Latin letters a line has; an ideograph takes two."""
        return self.column / (self.size * 0.3528 * 0.47)

    @property
    def key(self) -> str:
        """The traits whose combinations are dealt to the halves."""
        columns = "broad" if self.columns == 1 else str(self.columns)
        edge = "justified" if self.justified else "ragged"
        return f"{columns}-{edge}-{self.mark}-{'hyphens' if self.hyphens else 'whole'}"

    @property
    def is_scoring(self) -> bool:
        """Whether the layout is kept for scoring: no layout of this `key` is learnt from."""
        return is_scoring(f"typeset:{self.key}")

    def to_json(self) -> dict[str, object]:
        """The fields by name, and the key."""
        return {**asdict(self), "key": self.key}


def draw(lang: str, rng: random.Random, scoring: bool) -> Layout:
    """Draw a layout of one half that a language can be set in."""
    while True:
        layout = _draw(lang, rng)
        if layout.is_scoring is scoring and _is_wide_enough(layout, lang):
            return layout


def _is_wide_enough(layout: Layout, lang: str) -> bool:
    if lang in HAN:
        return layout.letters / 2 >= NARROWEST_HAN
    edge = ("hyphens" if layout.hyphens else "justified") if layout.justified else "ragged"
    return layout.letters >= NARROWEST[edge]


def _draw(lang: str, rng: random.Random) -> Layout:
    columns = rng.choices((1, 2, 3, 4, 5, 6), (30, 26, 18, 12, 8, 6))[0]
    sizes = PAGE_SIZES if columns <= 2 else {**TABLOID, "A4": PAGE_SIZES["A4"]}
    width, height = rng.choice(list(sizes.values()))
    head = ("title", "both", "number", "")
    top, foot = rng.choices(head, (4, 4, 2, 5))[0], rng.choices(head, (1, 2, 5, 5))[0]
    size = rng.choice((7.5, 8.0, 8.5, 9.0, 9.5, 10.0, 10.5, 11.0, 12.0))
    dividable = language(lang) not in ("zh", "ja", "ko")
    return Layout(
        width=width,
        height=height,
        margin=rng.randint(12, 28),
        columns=columns,
        gap=max(rng.choice((3.5, 4.0, 5.0, 6.0, 8.0)), round(size * 0.42, 1)),
        face=face(lang, rng),
        size=size,
        leading=rng.choice((1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6)),
        justified=rng.random() < 0.65,
        mark=rng.choices(MARKS, (38, 32, 12, 18))[0],
        indent=2.0 if lang in HAN and rng.random() < 0.7 else rng.choice((0.8, 1.0, 1.5, 2.0, 3.0)),
        hyphens=dividable and rng.random() < 0.6,
        first_indent=rng.random() < 0.5,
        initial=rng.choice((2, 3)) if rng.random() < 0.2 else 0,
        quotes=rng.choice((0.0, 0.0, 0.05, 0.15)),
        captions=rng.choice((0.0, 0.0, 0.05, 0.15)),
        notes=rng.choice((0.0, 0.0, 0.1, 0.25)),
        heading=rng.choice(("span", "left", "centre")),
        jump=rng.random() < 0.25,
        top=top,
        foot=foot,
        first_page=rng.choice((1, 1, 1, 2, 7, 12, 48, 113, 236)),
        balanced=rng.random() < 0.7,
        whole_words=rng.random() < 0.5,
    )


def face(lang: str, rng: random.Random) -> str:
    """Draw a typeface that has the language's letters."""
    cut = HAN.get(lang)
    if cut is not None:
        return f"Noto {rng.choice(('Serif', 'Serif', 'Sans'))} CJK {cut}"
    return rng.choice(SERIF if rng.random() < 0.65 else SANS)

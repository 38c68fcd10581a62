"""Fills the forms in grammars/: names, captions, bylines, furniture, structured texts.

Every list of forms is cut in two halves that share nothing, one to tune with and one to score with.
"""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).with_name("grammars")
BASES = {"de": "en", "fr": "en", "es": "en"}
"""A language takes the symbols it doesn't define from its base."""


def read_grammar(lang: str) -> dict[str, tuple[str, ...]]:
    """Read a grammar: lines `symbol = form ¦ form`, with escapes for white space.

    >>> read_grammar("ja")["agenda_head"]
    ('議事日程', '次第', 'プログラム')
    """
    grammar = read_grammar(BASES[lang]) if lang in BASES else {}
    for line in (FOLDER / f"{lang}.txt").read_text(encoding="utf-8").splitlines():
        symbol, _, forms = line.partition(" = ")
        plain = forms.replace("\\n", "\n").replace("\\t", "\t").replace("\\s", " ")
        grammar[symbol] = tuple(plain.split(" ¦ "))
    return grammar


GRAMMARS = {lang: read_grammar(lang) for lang in ("zh", "ja", "ko", "en", "de", "fr", "es")}
INVENTORIES = ("tuning", "scoring")
STRUCTURES = (
    "roll",
    "agenda",
    "verse",
    "address",
    "table",
    "price",
    "schedule",
    "dialogue",
    "ad",
    "toc",
    "definition",
    "result",
)
BORROWED = {"caption": 0.6, "head": 0.4, "subhead": 0.5}
"""How often what stands for a symbol is borrowed, where there is something to borrow."""

_SLOT = re.compile(r"\{(\w+)\}")
_HAN_NUMBERS = "一二三四五六七八九十"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True, slots=True)
class Inventory:
    """One half of a language's grammar.

    `borrowed` are captions and furniture in other people's words: as many as one likes, and not
    one of them tells what it is by its form.

    >>> Inventory("en", "tuning").fill("{i}. Item {a}", random.Random(4), 2)
    '2. Item b'
    """

    lang: str
    half: str
    borrowed: tuple[str, ...] = ()
    _forms: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grammar = GRAMMARS.get(self.lang, GRAMMARS["en"])
        start = INVENTORIES.index(self.half)
        halves = {
            symbol: forms[start::2] if len(forms) > 1 else forms
            for symbol, forms in grammar.items()
        }
        object.__setattr__(self, "_forms", halves)

    def forms(self, symbol: str) -> tuple[str, ...]:
        """Return the forms of a symbol in this half, none if the language has no such symbol."""
        return self._forms.get(symbol, ())

    def draw(self, symbol: str, rng: random.Random, index: int = 1) -> str:
        """Fill one of the symbol's forms; `index` is the number of the item, row or page."""
        if self.borrowed and symbol in BORROWED and rng.random() < BORROWED[symbol]:
            return rng.choice(self.borrowed)
        return self.fill(rng.choice(self._forms[symbol]), rng, index)

    def fill(self, form: str, rng: random.Random, index: int = 1) -> str:
        """Fill every slot of a form."""

        def value(slot: re.Match[str]) -> str:
            number = _number(slot.group(1), rng, index)
            return number if number is not None else self.draw(slot.group(1), rng, index)

        return _SLOT.sub(value, form) if "{" in form else form


def _number(slot: str, rng: random.Random, index: int) -> str | None:
    """Return a counter (i, p, z, a, A, r, c) or a random figure (n, h, big, year, L)."""
    if slot in ("i", "p"):
        return str(index)
    if slot == "z":
        return _HAN_NUMBERS[(index - 1) % 10]
    if slot in ("a", "A"):
        letter = chr(ord("a") + (index - 1) % 26)
        return letter.upper() if slot == "A" else letter
    if slot == "r":
        return _ROMAN[(index - 1) % 12]
    if slot == "c":
        return chr(0x2460 + (index - 1) % 20)
    if slot == "n":
        return str(rng.randint(1, 12))
    if slot == "h":
        return str(rng.randint(10, 59))
    if slot == "big":
        return str(rng.randint(1000, 9999))
    if slot == "year":
        return str(rng.randint(1880, 2026))
    if slot == "L":
        return rng.choice("ABCDEFGHJKLMNPRSTW")
    return None


def structure(kind: str, inventory: Inventory, rng: random.Random) -> list[list[str]]:
    """Return the items of a structured text (roll call, poem, table...), each one or more lines.

    >>> poem = structure("verse", Inventory("zh", "tuning"), random.Random(2))
    >>> all(len(item) == 1 for item in poem)
    True
    """
    items: list[list[str]] = []
    heads = inventory.forms(kind + "_head")
    if heads and rng.random() < 0.8:
        items.append([inventory.draw(kind + "_head", rng)])
    forms = inventory.forms(kind + "_row")
    chosen = rng.sample(forms, min(len(forms), rng.choice((1, 1, 2, 3))))
    last = rng.randint(1, 13)
    filled = (inventory.fill(rng.choice(chosen), rng, index) for index in range(1, last + 1))
    return [*items, *(item.split("\n") for item in filled)]

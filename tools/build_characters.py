"""Build ``data/characters.npz``: the kind and width of every code point, as runs.

    python -m tools.build_characters

Source: Python's ``unicodedata`` (Unicode License V3); the version is stored in the file.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from layoutfix.language.characters import MAX_CODE_POINT, Kind

DATA = Path(__file__).parent.parent / "src" / "layoutfix" / "data"

BY_CHARACTER = {
    Kind.BREAK: "\n\r\f\v\u2028\u2029\x85\x1c\x1d\x1e",
    Kind.FULL_STOP: ".．",
    Kind.IDEOGRAPHIC_STOP: "。｡።۔।॥។၊။",
    Kind.EXCLAMATION: "!?！？‼⁇⁈⁉؟՞՜‽",
    Kind.COMMA: ",，،՝",
    Kind.ENUMERATION_COMMA: "、､",
    Kind.COLON: ":：",
    Kind.SEMICOLON: ";；؛",
    Kind.ELLIPSIS: "…‥⋯",
    Kind.DASH: "—–―─━‒",
    Kind.HYPHEN: "-‐‑⸗¬－﹣⁃",
    Kind.SOFT_HYPHEN: "\u00ad",
    Kind.OPEN_QUOTE: "“‘„‚«‹「『《〈｢〝",
    Kind.CLOSE_QUOTE: "”’»›」』》〉｣〞〟‟",
    Kind.NEUTRAL_QUOTE: "\"'＂＇`´",
    Kind.BULLET: "•●○◦▪▫■□◆◇▲△▶▷►▻◉◎★☆※✓✔➢➤❖‣⦁∙",
    Kind.SLASH: "/\\／＼",
    Kind.MIDDLE_DOT: "·・･‧",
    Kind.PIPE: "|｜│┃¦",
    Kind.HASH: "#＃§¶№",
    Kind.ASTERISK: "*＊†‡",
    Kind.UNDERSCORE: "_＿",
    Kind.PERCENT: "%％‰℃°′″",
    Kind.PLUS_EQUALS: "+=<>~^≈≠≤≥±×÷−＋＝＜＞～〜",
    Kind.HAN: "々〆〇〻",
    Kind.KATAKANA: "ーｰ",
}
KIND_OF = {character: kind for kind, run in BY_CHARACTER.items() for character in run}
SCRIPTS = {
    "CJK UNIFIED": Kind.HAN,
    "CJK COMPAT": Kind.HAN,
    "CJK RADICAL": Kind.HAN,
    "KANGXI RADICAL": Kind.HAN,
    "HIRAGANA": Kind.HIRAGANA,
    "KATAKANA": Kind.KATAKANA,
    "HALFWIDTH KATAKANA": Kind.KATAKANA,
    "HANGUL": Kind.HANGUL,
    "HALFWIDTH HANGUL": Kind.HANGUL,
    "THAI": Kind.THAI,
    "LAO": Kind.THAI,
    "KHMER": Kind.THAI,
    "MYANMAR": Kind.THAI,
}
BY_CATEGORY = {
    "Zs": Kind.SPACE,
    "Cc": Kind.OTHER,
    "Lu": Kind.UPPER,
    "Lt": Kind.UPPER,
    "Ll": Kind.LOWER,
    "Nd": Kind.DIGIT,
    "No": Kind.ENCLOSED_NUMBER,
    "Nl": Kind.LETTER,
    "Ps": Kind.OPEN_BRACKET,
    "Pe": Kind.CLOSE_BRACKET,
    "Pi": Kind.OPEN_QUOTE,
    "Pf": Kind.CLOSE_QUOTE,
    "Pd": Kind.DASH,
    "Sc": Kind.CURRENCY,
    "So": Kind.SYMBOL,
    "Sm": Kind.SYMBOL,
    "Sk": Kind.SYMBOL,
    "Mn": Kind.MARK,
    "Me": Kind.MARK,
    "Mc": Kind.MARK,
    "Cf": Kind.MARK,
}


def kind_of(character: str) -> Kind:
    """The kind of one character."""
    if character in KIND_OF:
        return KIND_OF[character]
    if character in "\t\x1f":
        return Kind.SPACE
    category = unicodedata.category(character)
    if category[0] == "L" or category in ("Mn", "Mc"):
        name = unicodedata.name(character, "")
        for prefix, kind in SCRIPTS.items():
            if name.startswith(prefix):
                return kind
    if category in BY_CATEGORY:
        return BY_CATEGORY[category]
    if category[0] == "L":
        return Kind.LETTER
    return Kind.SYMBOL if category[0] in "PS" else Kind.OTHER


def width_of(character: str, kind: Kind) -> int:
    """Display columns."""
    if kind in (Kind.BREAK, Kind.MARK, Kind.SOFT_HYPHEN) or unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def main() -> None:
    """Write the table."""
    rows: list[tuple[int, int, int]] = []
    for code in range(MAX_CODE_POINT):
        kind = kind_of(chr(code))
        row = (int(kind), width_of(chr(code), kind))
        if not rows or rows[-1][1:] != row:
            rows.append((code, *row))
    start, kind_column, width = (np.array(column) for column in zip(*rows, strict=True))
    save(
        DATA / "characters.npz",
        start=start.astype(np.uint32),
        kind=kind_column.astype(np.uint8),
        width=width.astype(np.uint8),
    )
    print(f"{len(rows)} runs, Unicode {unicodedata.unidata_version}")


def save(path: Path, **arrays: npt.NDArray[np.generic]) -> None:
    """As ``np.savez_compressed``, but the same bytes at every run: no time of day in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in sorted(arrays.items()):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, buffer.getvalue())


if __name__ == "__main__":
    main()

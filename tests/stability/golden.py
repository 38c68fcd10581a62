"""Golden pages: what layoutfix makes of two hundred pages of ours in eleven languages.

    python -m tests.stability.golden                     # what has changed
    python -m tests.stability.golden --renew "the why"   # accept it, with a line in CHANGELOG.md

The pages are those of ``tests/fixtures`` and layouts of ``tests/fixtures/stability/texts.toml``,
made by the code below. ``golden.jsonl`` beside the texts has a line a page: a checksum of the page
as it came, what it became where that is another text, and what was found. A checksum of that file
stands in the changelog, so that no page changes without a line there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

from layoutfix import fix

__all__ = ["changes", "fingerprint", "golden", "pages"]

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
FILE = FIXTURES / "stability" / "golden.jsonl"
CHANGELOG = ROOT / "CHANGELOG.md"
LAYOUTS = 14


def pages() -> Iterator[tuple[str, str]]:
    """All pages, each with its name, which begins with its language."""
    for folder in ("pages", "clean"):
        for path in sorted((FIXTURES / folder).iterdir()):
            if path.suffix in (".txt", ".md") and ".out." not in path.name:
                yield f"{path.name.split('.')[0]}", path.read_text("utf-8")
    traps = json.loads((FIXTURES / "traps" / "traps.json").read_text("utf-8"))
    for trap in traps:
        yield f"{trap['name']}", trap["before"]
    texts = tomllib.loads((FIXTURES / "stability" / "texts.toml").read_text("utf-8"))
    for language, text in texts.items():
        for number in range(LAYOUTS):
            yield f"{language}-layout-{number}", _laid_out(text.strip().split("\n"), number)


def _laid_out(paragraphs: list[str], number: int) -> str:
    """The paragraphs in a column, with hyphens and page numbers as ``number`` says."""
    rng = random.Random(number)
    width = rng.choice((28, 36, 44, 52, 60, 72))
    indent = rng.choice(("", "", "  ", "    "))
    between = rng.choice(("\n\n", "\n\n", "\n")) if indent else "\n\n"
    heading, *bodies = paragraphs
    blocks = [rng.choice(("# ", "## ", "")) + heading]
    for body in bodies:
        lines = textwrap.wrap(body, width, initial_indent=indent, break_on_hyphens=False)
        if number % 2:
            lines = _hyphenated(lines, rng)
        if number % 5 == 3 and len(lines) > 2:  # a page ends here
            foot = rng.choice(("- 3 -", "4", "— 12 —"))
            lines.insert(len(lines) // 2, f"\n{foot}\n")
        if number % 7 == 4 and len(lines) > 2:  # a column ends here
            lines.insert(len(lines) // 2, "")
        blocks.append("\n".join(lines))
    text = "\n\n".join(blocks[:1]) + "\n\n" + between.join(blocks[1:]) + "\n"
    return text.replace("\n", "\r\n") if number % 6 == 5 else text


def _hyphenated(lines: list[str], rng: random.Random) -> list[str]:
    """The lines, of some the last word cut in two."""
    out = list(lines)
    for row in range(len(out) - 1):
        head, _, last = out[row].rpartition(" ")
        if len(last) > 6 and last.isalpha() and head and rng.random() < 0.6:
            cut = rng.randint(3, len(last) - 3)
            out[row] = f"{head} {last[:cut]}-"
            out[row + 1] = f"{last[cut:]} {out[row + 1]}"
    return out


def golden() -> Iterator[str]:
    """The lines of the file, as they are now."""
    for name, text in pages():
        page = fix(text)
        skipped = {finding for finding, _ in page.skipped}
        row = {
            "name": name,
            "source": hashlib.sha256(text.encode()).hexdigest()[:16],
            "text": None if page.text == text else page.text,
            "findings": [
                [each.rule, each.span.start, each.span.end, each not in skipped]
                for each in page.findings
            ],
        }
        yield json.dumps(row, ensure_ascii=False)


def fingerprint(lines: list[str]) -> str:
    """What the changelog calls a state of the pages."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def changes(before: list[str], after: list[str]) -> Iterator[str]:
    """For each page that is another one, its name and what of it."""
    old, new = ({(row := json.loads(line))["name"]: row for line in f} for f in (before, after))
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            yield f"{name}: {'new' if one is None else 'gone'}"
        elif what := [key for key in one if one[key] != other[key]]:
            yield f"{name}: {', '.join(what)}"


def main() -> None:
    """Say what has changed, or accept it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--renew", metavar="WHY", help="a line for the changelog")
    why = parser.parse_args().renew
    before = FILE.read_text("utf-8").splitlines() if FILE.exists() else []
    after = list(golden())
    found = list(changes(before, after))
    print(*found, f"{len(found)} of {len(after)} golden pages have changed", sep="\n")
    if why is None:
        sys.exit(bool(found))
    FILE.write_text("\n".join(after) + "\n", "utf-8")
    text = CHANGELOG.read_text("utf-8")
    if fingerprint(after) not in text:
        line = f"- Golden pages are `{fingerprint(after)}`: {len(found)} changed. {why}\n"
        head, mark, rest = text.partition("### Changed\n\n")
        CHANGELOG.write_text(head + mark + line + rest, "utf-8")


if __name__ == "__main__":
    main()

"""Collections for tests: rows of small pages, as JSONL and as Parquet."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import command, environment

__all__ = ["fix", "pages", "write_jsonl"]

WORDS = (
    *("harbour", "ferry", "council", "island", "company", "library"),
    *("spring", "stage", "potatoes", "garden", "door"),
)


def pages(count: int, seed: int = 1, lines: int = 6) -> list[str]:
    """Pages with line ends and hyphens that the test rules join, and page numbers."""
    rng = random.Random(seed)
    out: list[str] = []
    for number in range(count):
        text = [" ".join(rng.choices(WORDS, k=rng.randint(3, 8))) for _ in range(lines)]
        text[1] += " Tues-\nday"
        if number % 3 == 0:
            text.insert(3, str(number % 10))
        out.append(f"Page {number} " + "\n".join(text) + ".\n")
    return out


def write_jsonl(path: Path, texts: Sequence[str]) -> bytes:
    """A record for each text, with fields before and behind it; some lines are no records."""
    lines: list[str] = []
    for number, text in enumerate(texts):
        record = {"id": number, "text": text, "tags": ["a", None], "score": 1.5}
        lines.append(json.dumps(record, ensure_ascii=number % 2 == 0))
        if number % 1000 == 999:
            lines.append('{"id": "broken", "text": ')
    data = ("\n".join(lines) + "\n").encode()
    path.write_bytes(data)
    return data


def fix(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """``layoutfix fix`` over the test rules, in a folder."""
    return subprocess.run(
        command("fix", *arguments),
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

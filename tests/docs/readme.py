"""The README's code blocks, run in a folder: by the tests, and beside a package just installed.

python -m tests.docs.readme     # needs layoutfix and nothing else
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import layoutfix
from tests.docs.documents import ROOT, run_document

__all__ = ["README", "block", "run_readme"]

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(mark: str) -> str:
    """The fenced block behind a comment."""
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no block marked {mark}"
    return found[1]


def run_readme(folder: Path, *, benchmarks: bool = True) -> list[str]:
    """Run all blocks but the setting up; what was run, a word a block or line.

    Raises:
        AssertionError: a block doesn't do what the README says.
    """
    (folder / "pages").mkdir()
    news = {"id": "monday", "text": "The ferry to Netherby sails again at noon."}
    (folder / "news.jsonl").write_text(json.dumps(news) + "\n", encoding="utf-8")
    for name in ("page.txt", "pages/one.md", "pages/two.md"):
        (folder / name).write_text(block("before"), encoding="utf-8")
    apart = ("set up", "test", "before", "after")
    done = run_document("README.md", README, folder, apart, benchmarks=benchmarks)
    assert (folder / "repaired.txt").read_text("utf-8") == block("after")
    assert (folder / "repaired" / "two.md").read_text("utf-8") == block("after")
    return done


def main() -> None:
    """Run it beside the installed package, and say what was run."""
    with tempfile.TemporaryDirectory() as folder:
        done = run_readme(Path(folder), benchmarks=False)
    print(f"README: {len(done)} blocks and commands, with {layoutfix.__file__}")


if __name__ == "__main__":
    main()

"""The documentation is built without a warning, and does what it says, block by block."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import layoutfix
from tests.conftest import ROOT, run_tests
from tests.docs.documents import run_document

TUTORIAL = ROOT / "docs" / "tutorial.md"
RECIPES = ROOT / "docs" / "integrations.md"  # run by tests/integrations, with what they need
DOCS = sorted(set((ROOT / "docs").glob("*.md")) - {TUTORIAL, RECIPES})

HAS_MKDOCS = importlib.util.find_spec("mkdocs") and importlib.util.find_spec("material")
needs_mkdocs = pytest.mark.skipif(
    not HAS_MKDOCS and os.environ.get("CI") != "true", reason="needs the extra docs"
)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.stem)
def test_every_code_block_does_what_the_page_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_document(path.name, path.read_text("utf-8"), tmp_path)


def test_with_the_docs_alone_a_rule_and_a_region_list_are_written(tmp_path: Path) -> None:
    """The tutorial in a fresh folder: its files, its commands, and what its tests held."""
    page = TUTORIAL.read_text("utf-8")
    done = Counter(run_document("tutorial.md", page, tmp_path))
    assert done["file"] >= 6
    assert done["command"] >= 4
    written = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))
    for name in ("headings.py", "layoutfix.toml", "test_regions.py", "words/netherby.toml"):
        assert name in written

    first = run_tests(tmp_path, "-v")
    assert first.returncode == 0, first.stdout
    for test in ("join-headings]", "join-headings-3]", "a_paragraph_about_skelby"):
        assert re.search(rf"{re.escape(test)}.* PASSED", first.stdout), test

    # Without the rule's condition, and without the region, these tests fail: they hold something.
    rule, words = tmp_path / "headings.py", tmp_path / "words" / "netherby.toml"
    rule.write_text(rule.read_text("utf-8").replace("both and words", "words"), encoding="utf-8")
    words.write_text("[regions.elsewhere]\nnames = []\n", encoding="utf-8")
    second = run_tests(tmp_path, "-v").stdout
    for test in ("join-headings-3]", "a_paragraph_about_skelby"):
        assert re.search(rf"{re.escape(test)}.* FAILED", second), second
    assert "join-headings: the heading goes on" in second


@needs_mkdocs
def test_the_documentation_is_built_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "site"],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    for each in layoutfix.DEFAULT:
        page = (tmp_path / "site" / "rules" / f"{each.name}.html").read_text("utf-8")
        assert "What it leaves alone" in page


@needs_mkdocs
def test_the_interface_page_has_every_public_name() -> None:
    from tools.docs_pages import generated

    page = generated()["interface.md"]
    for name in set(layoutfix.__all__) - {"__version__"}:
        assert f"### layoutfix.{name}\n" in page, name

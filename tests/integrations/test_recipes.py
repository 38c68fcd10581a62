"""The recipes of docs/integrations.md do what the page says."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.documents import run_document

PAGE = ROOT / "docs" / "integrations.md"
NEEDED = (
    *("datasets", "polars", "pandas", "datatrove"),
    *("langchain_core", "llama_index.core", "pyspark"),
)


@pytest.mark.filterwarnings("ignore")
def test_every_recipe_does_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NEEDED:
        pytest.importorskip(name)
    if shutil.which("java") is None:
        pytest.skip("needs Java")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    assert len(run_document(PAGE.name, PAGE.read_text("utf-8"), tmp_path)) == 6

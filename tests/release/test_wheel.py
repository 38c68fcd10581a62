"""The wheel and the source archive: what is in them, and how much it weighs."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from layoutfix import __version__
from tests.conftest import ROOT

MOST = 3_000_000
"""Bytes that a wheel may have."""

DATA = {
    "": "py.typed",
    "data": "README.md characters.npz cjk.npz continuation.npz hyphens.npz korean.npz "
    "languages.npz names.npz placement-pages.npz placement-runs.npz seams.npz words.npz",
    "data/languages": "bg ca cs da de el en es fi fil fr hu id is it lt lv mk ms nb nl pl pt "
    "ro ru sh sk sl sv tr uk vi",
    "data/regions": "de en fr zh",
    "data/words": "common de en es fr ja ko zh",
    "report/templates": "decisions.js filters.js index.html.j2 keys.js macros.html.j2 marks.js "
    "notebook.css notebook.html.j2 report.css report.html.j2",
}
"""All that is no module, by folder; names without a suffix are of TOML files."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a source archive, and the wheel that is built of it."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT],
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return folder


def test_the_wheel_holds_the_package_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    assert wheel.name == f"layoutfix-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = {each for each in archive.namelist() if not each.endswith("/")}
    source = ROOT / "src" / "layoutfix"
    modules = {f"layoutfix/{path.relative_to(source)}" for path in source.rglob("*.py")}
    data = {
        str(PurePosixPath("layoutfix", folder, name if "." in name else f"{name}.toml"))
        for folder, names_of_files in DATA.items()
        for name in names_of_files.split()
    }
    about = f"layoutfix-{__version__}.dist-info"
    meta = {f"{about}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    assert names == modules | data | meta | {f"{about}/licenses/LICENSE"}


def test_the_wheel_is_small(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    assert wheel.stat().st_size < MOST


def test_the_source_archive_has_what_building_and_testing_need(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        names = {each.name.partition("/")[2] for each in file.getmembers()}
    for name in (
        *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "SECURITY.md"),
        *("CONTRIBUTING.md", "src/layoutfix/pipeline.py", "tests/conftest.py", "docs/index.md"),
        *("tools/SOURCES.md", "benchmarks/speed.py", ".ci/run", "mkdocs.yml"),
    ):
        assert name in names, name
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]

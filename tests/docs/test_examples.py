"""The examples run as they stand."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.documents import environment_of

PLUGIN = ROOT / "examples" / "plugin"
EXAMPLE = ROOT / "examples" / "fix_scraped_pages.py"
PAGES = ROOT / "tests" / "fixtures" / "pages"

HAS_HTML = importlib.util.find_spec("trafilatura") is not None

needs_hatchling = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="needs hatchling to install the plugin"
)


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, EXAMPLE, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(not HAS_HTML, reason="needs the extra html")
def test_the_shipped_pages_are_repaired(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.stderr, done.returncode) == ("", 0)
    head, *rows, total = (line.split() for line in done.stdout.splitlines())
    assert head == ["page", "joins", "removed", "moved", "doubtful"]
    damaged = sorted(PAGES.glob("*.in.*"))
    assert [row[0] for row in rows] == [path.name for path in damaged]
    written = sorted(path.name for path in (tmp_path / "build" / "repaired").iterdir())
    assert written == sorted(
        path.with_suffix(".md").name if path.suffix == ".html" else path.name for path in damaged
    )
    for column in range(1, 5):
        assert int(total[column + 1]) == sum(int(row[column]) for row in rows)
    assert int(total[2]) >= len(damaged), "every one of these pages has a join to make"


def test_a_bad_page_does_not_stop_the_others(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.md").write_bytes(b"\xff\xfe")
    (pages / "b.md").write_text("All is well.\n", encoding="utf-8")
    (pages / "c.html").write_text("<html></html>", encoding="utf-8")
    (pages / "d.md").mkdir()
    (pages / "other.pdf").write_bytes(b"")
    done = run(tmp_path, pages, tmp_path / "out")
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["a.md", "c.html", "d.md"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.md"]
    assert (tmp_path / "out" / "b.md").read_text(encoding="utf-8") == "All is well.\n"


def test_a_folder_of_its_own_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("All is well.\n", encoding="utf-8")
    assert "need a folder of their own" in run(tmp_path, ".", ".").stderr
    assert "is no folder" in run(tmp_path, "missing").stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the example plugin is installed into, as pip does it, without a download."""
    folder = tmp_path_factory.mktemp("plugin")
    source = folder / "source"
    shutil.copytree(PLUGIN, source, ignore=shutil.ignore_patterns("__pycache__", "dist"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    done = subprocess.run(
        [*pip, "--no-index", "--target", folder / "site", source],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def with_plugin(
    installed: Path, *command: str | Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run something where the plugin is installed."""
    return subprocess.run(
        command,
        cwd=installed,
        env={**environment_of(), "PYTHONPATH": str(installed / "site"), **more},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@needs_hatchling
def test_the_plugin_passes_its_own_tests(installed: Path) -> None:
    pytest_command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    done = with_plugin(installed, *pytest_command, "source/tests")
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout


@needs_hatchling
def test_plugins_are_loaded_only_on_request(installed: Path) -> None:
    page = installed / "page.md"
    page.write_text("One.\n\n[ad]\n\nTwo.\n", encoding="utf-8")
    with_rule = with_plugin(installed, "layoutfix", "fix", "--plugins", page)
    assert (with_rule.stdout, with_rule.stderr) == ("One.\n\nTwo.\n", "")
    assert with_plugin(installed, "layoutfix", "fix", page).stdout == page.read_text("utf-8")
    assert "drop-adverts" in with_plugin(installed, "layoutfix", "rules", "--plugins").stdout
    assert "drop-adverts" not in with_plugin(installed, "layoutfix", "rules").stdout
    explained = with_plugin(installed, "layoutfix", "explain", "drop-adverts", "--plugins")
    assert "Takes out the marks that adverts leave" in explained.stdout
    program = "import layoutfix, sys; layoutfix.fix('a'); print('harbour_rules' in sys.modules)"
    assert with_plugin(installed, sys.executable, "-c", program).stdout == "False\n"


@needs_hatchling
def test_a_configuration_may_ask_for_plugins(installed: Path) -> None:
    page, config = installed / "page.md", installed / "own.toml"
    page.write_text("One.\n\n[ad]\n\nTwo.\n", encoding="utf-8")
    config.write_text('plugins = true\nwithout = ["pull-quote"]\n', encoding="utf-8")
    done = with_plugin(installed, "layoutfix", "fix", "--config", config, page)
    assert done.stdout == "One.\n\nTwo.\n"
    config.write_text('without = ["drop-adverts"]\n', encoding="utf-8")
    done = with_plugin(installed, "layoutfix", "fix", "--config", config, page)
    assert done.returncode == 2
    assert "no rule 'drop-adverts'" in done.stderr

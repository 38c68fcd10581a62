"""The pytest plugin: the project's rules and golden pages as fixtures, without an import.

``layoutfix_rules`` is the :class:`layoutfix.Ruleset` of the project: what its configuration says,
found upward from pytest's root folder, else the shipped rules. A project that builds its rules in
code puts a fixture of the same name into its ``conftest.py``.

``layoutfix_golden`` holds one golden page; ``pytest --layoutfix-accept`` writes what it becomes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # pytest loads this file in every run, also of projects that have other cares
    from layoutfix.config.configuration import Config
    from layoutfix.rule import Ruleset
    from layoutfix.testing import GoldenPage

__all__ = ["layoutfix_config", "layoutfix_golden", "layoutfix_rules"]

ACCEPT = "--layoutfix-accept"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that accepts golden pages as they come out now."""
    parser.getgroup("layoutfix").addoption(
        ACCEPT, action="store_true", help="Write golden pages as they come out now."
    )


@pytest.fixture(scope="session")
def layoutfix_config(request: pytest.FixtureRequest) -> Config:
    """The configuration found upward from pytest's root folder; the defaults where none is."""
    from layoutfix.config.configuration import configured

    return configured(request.config.rootpath)


@pytest.fixture(scope="session")
def layoutfix_rules(layoutfix_config: Config) -> Ruleset:
    """The rules that the project's configuration chooses."""
    return layoutfix_config.rules


@pytest.fixture
def layoutfix_golden(
    request: pytest.FixtureRequest, layoutfix_rules: Ruleset, layoutfix_config: Config
) -> Callable[[GoldenPage], None]:
    """A function that holds one page of ``layoutfix.testing.golden_pages``."""
    from layoutfix.testing import assert_golden

    def hold(page: GoldenPage) -> None:
        assert_golden(
            page,
            rules=layoutfix_rules,
            min_confidence=layoutfix_config.min_confidence,
            accept=bool(request.config.getoption(ACCEPT)),
        )

    return hold

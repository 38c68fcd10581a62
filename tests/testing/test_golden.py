"""Golden pages: what became of them was looked at once, and must not change unseen.

``pytest tests/testing/test_golden.py --layoutfix-accept`` accepts what becomes of them now.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from layoutfix.testing import GoldenPage, golden_pages
from tests.conftest import ROOT

PAGES = golden_pages(ROOT / "tests" / "fixtures" / "golden")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_comes_out_as_it_was_accepted(
    page: GoldenPage, layoutfix_golden: Callable[[GoldenPage], None]
) -> None:
    layoutfix_golden(page)

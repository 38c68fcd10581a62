"""Pages of one source: what recurs on them, and articles that go on from page to page."""

from __future__ import annotations

from layoutfix.collection.collection import Collection
from layoutfix.collection.learning import Recurring
from layoutfix.collection.matching import PageJoin
from layoutfix.collection.page import CollectionPage, Place

__all__ = ["Collection", "CollectionPage", "PageJoin", "Place", "Recurring"]

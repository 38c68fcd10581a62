"""A formatter and a filter of near-duplicates for datatrove (extra ``datatrove``)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.utils.typeshelper import StatHints

from layoutfix.dedup import find_duplicates
from layoutfix.dedup.candidates import THRESHOLD
from layoutfix.engine.batches import chunked
from layoutfix.engine.passes import Plan, repaired
from layoutfix.errors import LayoutfixError
from layoutfix.io.fields import removed_of
from layoutfix.model import Fixed
from layoutfix.pipeline import fix
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

__all__ = ["LayoutFormatter", "NearDuplicateFilter"]


class LayoutFormatter(BaseFormatter):  # type: ignore[misc]
    """Repairs the text of every document, and counts what was done by rule."""

    name = "layoutfix"

    def __init__(
        self,
        rules: Ruleset = DEFAULT,
        min_confidence: float | None = None,
        removed: str | None = None,
    ) -> None:
        """A step of a pipeline.

        Args:
            rules: as for :func:`layoutfix.fix`.
            min_confidence: as for :func:`layoutfix.fix`.
            removed: the key of the metadata that takes what left the page, as records of start,
                end, rule and text; None keeps nothing.
        """
        super().__init__()
        self.rules, self.min_confidence, self.removed = rules, min_confidence, removed

    def format(self, text: str) -> str:
        return fix(text, rules=self.rules, min_confidence=self.min_confidence).text

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:  # noqa: ARG002
        """Repair the documents, many at once; one on which a rule fails is passed on as it was."""
        plan = Plan(self.rules, self.min_confidence)
        waiting: deque[Document] = deque()

        def texts() -> Iterator[str]:
            for document in data or ():
                self.stat_update(StatHints.total)
                waiting.append(document)
                yield document.text

        for _, pages in chunked(texts()):
            with self.track_time("batch"):
                found = repaired(pages, plan)
            for page in found:
                document = waiting.popleft()
                if isinstance(page, LayoutfixError):
                    self.stat_update("failed")
                else:
                    self._update(document, page)
                yield document

    def _update(self, document: Document, page: Fixed) -> None:
        for finding in page.applied:
            self.stat_update(f"applied_{finding.rule}")
        if page.text != document.text:
            self.stat_update("changed")
        if self.removed:
            document.metadata[self.removed] = removed_of(page)
        document.text = page.text


class NearDuplicateFilter(BaseFilter):  # type: ignore[misc]
    """Drops the documents that are near-duplicates of one that is kept.

    A task sees all of its own documents and compares them with one another, in memory; run one
    task for pairs across all files. Dropped documents go to the exclusion writer, with the id of
    the document that is kept in their metadata under ``duplicate_of``.
    """

    name = "layoutfix near-duplicates"

    def __init__(self, threshold: float = THRESHOLD, exclusion_writer: Any = None) -> None:
        """A step of a pipeline.

        Args:
            threshold: the least Jaccard of a pair.
            exclusion_writer: takes the dropped documents.
        """
        super().__init__(exclusion_writer)
        self.threshold = threshold

    def filter(self, doc: Document) -> bool:  # noqa: ARG002
        """One document by itself is never a duplicate."""
        return True

    def filter_batch(self, batch: list[Document]) -> list[bool | tuple[bool, str]]:
        found = find_duplicates([document.text for document in batch], self.threshold)
        heads = {m: c.representative for c in found.clusters for m in c.members}
        kept: list[bool | tuple[bool, str]] = []
        for number, document in enumerate(batch):
            head = heads.get(number, number)
            if head != number:
                document.metadata["duplicate_of"] = batch[head].id  # type: ignore[call-overload]
            kept.append(head == number or (False, "near_duplicate"))
        return kept

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Compare all documents of the task with one another."""
        documents = list(data or ())
        self.batch_size = max(2, len(documents))
        yield from super().run(iter(documents), rank, world_size)

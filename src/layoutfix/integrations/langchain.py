"""A document transformer for LangChain (extra ``langchain``, package ``langchain-core``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.documents import BaseDocumentTransformer, Document

from layoutfix.integrations.origins import origins_of
from layoutfix.pipeline import fix_many
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

__all__ = ["LayoutTransformer"]


class LayoutTransformer(BaseDocumentTransformer):
    """Repairs the text of documents; metadata and ids stay, and the origins are added.

    ``metadata["origins"]`` lists the pieces of the text that the source holds, as
    :func:`layoutfix.integrations.origins.origins_of` gives them.

    >>> document = Document("We met on Tues-\\nday.\\n", metadata={"page": 3})
    >>> (repaired,) = LayoutTransformer().transform_documents([document])
    >>> repaired.page_content, repaired.metadata
    ('We met on Tuesday.\\n', {'page': 3, 'origins': [[0, 0, 14], [14, 16, 5]]})
    """

    def __init__(
        self,
        rules: Ruleset = DEFAULT,
        min_confidence: float | None = None,
        origins: str | None = "origins",
    ) -> None:
        """A transformer.

        Args:
            rules: as for :func:`layoutfix.fix`.
            min_confidence: as for :func:`layoutfix.fix`.
            origins: the key of the metadata that takes the origins; None adds none.
        """
        self.rules, self.min_confidence, self.origins = rules, min_confidence, origins

    def transform_documents(
        self,
        documents: Sequence[Document],
        **kwargs: Any,  # noqa: ARG002
    ) -> Sequence[Document]:
        """Repair the documents; those that are given stay as they are."""
        texts = [each.page_content for each in documents]
        pages = fix_many(texts, rules=self.rules, min_confidence=self.min_confidence)
        repaired: list[Document] = []
        for document, page in zip(documents, pages, strict=True):
            metadata = dict(document.metadata)
            if self.origins:
                metadata[self.origins] = origins_of(page)
            update = {"page_content": page.text, "metadata": metadata}
            repaired.append(document.model_copy(update=update))
        return repaired

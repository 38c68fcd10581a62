"""A transformation of nodes for LlamaIndex (extra ``llama-index``, ``llama-index-core``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.schema import BaseNode, MetadataMode, Node, TextNode, TransformComponent
from pydantic import PrivateAttr

from layoutfix.integrations.origins import origins_of
from layoutfix.pipeline import fix_many
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

__all__ = ["LayoutTransformation"]

TEXTUAL = (Node, TextNode)
"""What holds text: documents are of the first kind, what splitters make of the second."""


class LayoutTransformation(TransformComponent):
    """Repairs the text of documents and nodes; metadata and ids stay, and the origins are added.

    ``metadata["origins"]`` lists the pieces of the text that the source holds, as
    :func:`layoutfix.integrations.origins.origins_of` gives them; it is kept from embeddings and
    prompts. It goes in front of the splitter in an ``IngestionPipeline``.
    """

    origins: str | None = "origins"
    min_confidence: float | None = None
    _rules: Ruleset = PrivateAttr(default=DEFAULT)

    def __init__(self, rules: Ruleset = DEFAULT, **options: Any) -> None:
        """A transformation.

        Args:
            rules: as for :func:`layoutfix.fix`.
            options: ``min_confidence`` as for :func:`layoutfix.fix`, and ``origins``, the key of
                the metadata that takes the origins; None adds none.
        """
        super().__init__(**options)
        self._rules = rules

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:  # noqa: ARG002
        """Repair the nodes that hold text; those that are given stay as they are."""
        texts = [
            node.get_content(MetadataMode.NONE) if isinstance(node, TEXTUAL) else ""
            for node in nodes
        ]
        pages = fix_many(texts, rules=self._rules, min_confidence=self.min_confidence)
        repaired: list[BaseNode] = []
        for node, page in zip(nodes, pages, strict=True):
            if not isinstance(node, TEXTUAL):
                repaired.append(node)
                continue
            copy = node.model_copy(deep=True)
            copy.set_content(page.text)
            if self.origins:
                copy.metadata[self.origins] = origins_of(page)
                for hidden in (copy.excluded_embed_metadata_keys, copy.excluded_llm_metadata_keys):
                    hidden.append(self.origins)
            repaired.append(copy)
        return repaired

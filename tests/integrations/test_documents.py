"""Document transformers: text repaired, metadata and ids kept, origins added."""

from __future__ import annotations

import pytest

from layoutfix import fix
from layoutfix.integrations.origins import origin_in, origins_of

PAGE = "We met on Tues-\nday, all of us, and agreed\nto meet again in the spring.\n"


def test_origins_say_the_same_as_the_page() -> None:
    page = fix(PAGE)
    pieces = origins_of(page)
    assert page.text != PAGE
    assert [origin_in(pieces, at) for at in range(len(page.text))] == [
        page.origin(at) for at in range(len(page.text))
    ]
    assert origin_in(pieces, len(page.text)) is None


def test_langchain_documents_keep_their_metadata() -> None:
    pytest.importorskip("langchain_core")
    from langchain_core.documents import Document

    from layoutfix.integrations.langchain import LayoutTransformer

    documents = [Document(PAGE, metadata={"page": 3}, id="a"), Document("", id="b")]
    one, two = LayoutTransformer().transform_documents(documents)
    assert (one.page_content, one.id, one.metadata["page"]) == (fix(PAGE).text, "a", 3)
    assert one.metadata["origins"] == origins_of(fix(PAGE))
    assert (two.page_content, two.id) == ("", "b")
    assert documents[0].page_content == PAGE
    assert documents[0].metadata == {"page": 3}
    (bare,) = LayoutTransformer(origins=None, min_confidence=1.0).transform_documents(documents[:1])
    assert bare.page_content == fix(PAGE, min_confidence=1.0).text
    assert bare.metadata == {"page": 3}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_llama_index_nodes_keep_their_metadata() -> None:
    pytest.importorskip("llama_index.core")
    from llama_index.core import Document
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.schema import IndexNode

    from layoutfix.integrations.llama_index import LayoutTransformation

    document = Document(text=PAGE, metadata={"page": 3}, id_="a")
    pipeline = IngestionPipeline(transformations=[LayoutTransformation()])
    (one,) = pipeline.run(documents=[document])
    assert isinstance(one, Document)
    assert (one.text, one.node_id, one.metadata["page"]) == (fix(PAGE).text, "a", 3)
    assert one.metadata["origins"] == origins_of(fix(PAGE))
    assert "origins" in one.excluded_llm_metadata_keys
    assert document.text == PAGE
    assert "origins" not in document.metadata
    node = IndexNode(text=PAGE, index_id="x")
    (again,) = LayoutTransformation(origins=None)([node])
    assert isinstance(again, IndexNode)
    assert again.text == fix(PAGE).text

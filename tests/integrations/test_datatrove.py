"""The steps for datatrove in a pipeline of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from layoutfix import Edit, Example, Finding, Page, Ruleset, Span, find_duplicates, fix
from layoutfix.rule import rule
from tests.dedup.workers import texts
from tests.io.records import pages

pytest.importorskip("datatrove")


def written(folder: Path) -> list[dict[str, object]]:
    import gzip

    return [
        json.loads(line)
        for path in sorted(folder.rglob("*.jsonl.gz"))
        for line in gzip.open(path, "rt", encoding="utf-8")
    ]


@pytest.mark.filterwarnings("ignore")
def test_a_local_pipeline_repairs_and_drops_near_duplicates(tmp_path: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from layoutfix.integrations.datatrove import LayoutFormatter, NearDuplicateFilter

    some = [*pages(12), *texts(30).values()]
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"id": str(n), "text": text, "n": n}) for n, text in enumerate(some)]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            LayoutFormatter(removed="removed"),
            NearDuplicateFilter(exclusion_writer=JsonlWriter(str(tmp_path / "dropped"))),
            JsonlWriter(str(tmp_path / "out")),
        ],
        logging_dir=str(tmp_path / "log"),
    ).run()
    repaired = [fix(text) for text in some]
    found = find_duplicates([page.text for page in repaired])
    assert found.dropped
    kept = written(tmp_path / "out")
    assert [(row["id"], row["text"]) for row in kept] == [
        (str(n), repaired[int(str(n))].text) for n in found.kept
    ]
    first = kept[0]["metadata"]
    assert isinstance(first, dict)
    assert first["n"] == 0
    assert len(first["removed"]) == len(repaired[0].removed)
    heads = {str(m): str(c.representative) for c in found.clusters for m in c.members}
    dropped = written(tmp_path / "dropped")
    assert [row["id"] for row in dropped] == list(map(str, found.dropped))
    for row in dropped:
        assert isinstance(row["metadata"], dict)
        assert row["metadata"]["duplicate_of"] == heads[str(row["id"])]
        assert row["metadata"]["filter_reason"] == "near_duplicate"


@rule("no-ferries", "seams", [Example("ab-\nc", "abc"), Example("ab")])
def no_ferries(page: Page) -> Iterator[Finding]:
    """Fails on some pages, as a rule of one's own may; else joins what a hyphen parts."""
    if "ferry" in page.text:
        raise ValueError("a ferry")
    at = page.text.find("-\n")
    if at >= 0:
        span = Span(at, at + 2)
        yield Finding("no-ferries", span, "it is one word", 1.0, (Edit(span),))


def test_documents_go_in_batches_and_one_that_fails_is_passed_on() -> None:
    from datatrove.data import Document

    from layoutfix.integrations.datatrove import LayoutFormatter

    texts = ["ab-\nc", *["ab"] * 300, "the ferry ab-\nc", "ab-\nc"]
    step = LayoutFormatter(rules=Ruleset((no_ferries,)))
    documents = (Document(text=text, id=str(number)) for number, text in enumerate(texts))
    found = list(step.run(documents))
    assert [each.id for each in found] == [str(number) for number in range(len(texts))]
    assert [each.text for each in found] == ["abc", *["ab"] * 300, "the ferry ab-\nc", "abc"]
    counted = {name: step.stats[name].total for name in ("total", "failed", "changed")}
    assert counted == {"total": len(texts), "failed": 1, "changed": 2}

"""Sets are dealt in halves, the same ones each time; the engines set what they were given."""

from __future__ import annotations

import importlib.util
import random
import shutil
from pathlib import Path

import pytest

from benchmarks.gold import is_scoring
from benchmarks.typeset import articles, extractors
from benchmarks.typeset.articles import Source
from benchmarks.typeset.document import compose
from benchmarks.typeset.engines import chromium, groff, xelatex
from benchmarks.typeset.hyphenation import divided
from benchmarks.typeset.layout import draw
from benchmarks.typeset.make import FEW, Plan, records
from benchmarks.typeset.records import Record

SENTENCE = (
    "the ferry crossed before noon with seven passengers and a crate of lamps nobody had asked "
    "for while keepers of both lighthouses counted gulls over Garrow Sound every day"
)
WORDS = SENTENCE.split()


def prose(rng: random.Random, sentences: int) -> str:
    """Sentences that no two paragraphs share."""
    some = (rng.sample(WORDS, rng.randint(6, 16)) for _ in range(sentences))
    return " ".join(" ".join(words).capitalize() + "." for words in some)


def sources(count: int = FEW + 4) -> dict[str, list[Source]]:
    """Articles in English."""
    rng = random.Random("articles")
    made = [
        Source(
            f"a{number}",
            "en",
            prose(rng, 1)[:40].strip(),
            tuple(prose(rng, rng.randint(1, 6)) for _ in range(6)),
        )
        for number in range(count)
    ]
    return {"en": made}


def shares(made: list[Record]) -> tuple[int, float]:
    """The number of paragraphs, and the share of them that was aligned."""
    blocks = [block for record in made for block in record.truth.blocks]
    return len(blocks), sum(block.state != "lost" for block in blocks) / len(blocks)


@pytest.mark.filterwarnings("ignore:builtin type:DeprecationWarning")  # from PyMuPDF's bindings
@pytest.mark.parametrize("engine", [chromium, groff, xelatex])
def test_an_engine_sets_and_extractors_read_what_it_was_given(engine: object) -> None:
    """Nearly every block is found to the letter, and nothing is left over."""
    name = getattr(engine, "__name__", "").rpartition(".")[2]
    installed = getattr(engine, "program")()  # noqa: B009
    if not installed or not shutil.which("pdftotext"):
        pytest.skip(f"{name} or pdftotext isn't installed")
    if importlib.util.find_spec("pyphen") is None or importlib.util.find_spec("pypdf") is None:
        pytest.skip("the packages of [lab] aren't installed")
    plan = Plan(seed="test", documents=3, scoring=False, engines=(name,), readings=2)
    made = list(records(plan, sources()))
    count, aligned = shares(made)
    assert len(made) == 6
    assert count > 30
    assert aligned > 0.9
    assert all(record.engine == name for record in made)
    assert not {record.extractor for record in made} & extractors.SCORED_ONLY
    assert list(records(plan, sources())) == made


@pytest.mark.parametrize("scoring", [True, False])
def test_layouts_are_dealt_in_halves(scoring: bool) -> None:
    """No combination of traits is in both."""
    rng = random.Random(1)
    drawn = [draw(lang, rng, scoring) for lang in ("en", "zh", "ko") for _ in range(60)]
    assert all(is_scoring(f"typeset:{layout.key}") is scoring for layout in drawn)
    assert {layout.columns for layout in drawn} == {1, 2, 3, 4, 5, 6}
    assert len({layout.key for layout in drawn}) > 8


def test_articles_are_dealt_by_their_names(tmp_path: Path) -> None:
    """All pieces of a document are in the half of the document, in its language."""
    path = tmp_path / "da.jsonl"
    text = "En paragraf der er lang nok til at blive sat."
    row = '{{"id": "{0}", "lang": "da", "title": "", "paragraphs": {1}}}\n'
    many = [f"{text} {number}" for number in range(30)]
    path.write_text("".join(row.format(name, many).replace("'", '"') for name in "abcdefgh"))
    halves = [articles.read([tmp_path], scoring)["da"] for scoring in (True, False)]
    names = [{source.name for source in half} for half in halves]
    assert names[0] | names[1] == set("abcdefgh")
    assert not names[0] & names[1]
    assert all(is_scoring(name) for name in names[0])
    assert sum(len(source.paragraphs) for half in halves for source in half) == 240


def test_a_document_says_all_of_its_text_once() -> None:
    """Also where articles break off and go on further down."""
    rng = random.Random(5)
    some = sources()["en"]
    for _ in range(40):
        layout = draw("en", rng, True)
        document = compose("a", some[:4], some[4:7], layout, rng, "scoring", notes=True)
        for index, block in enumerate(document.blocks):
            pieces = [piece for piece in document.pieces if piece.block == index]
            inserted = [at for piece in document.pieces for _, at in piece.inserts if at == index]
            if inserted:
                assert not pieces
            else:
                assert "".join(block.text[at.start : at.end] for at in pieces) == block.text


def test_words_are_divided_by_the_patterns_of_their_language() -> None:
    """A language without patterns is left alone."""
    pytest.importorskip("pyphen")
    assert divided("Dampfschifffahrt", "de").replace("\u00ad", "-") == "Dampf-schiff-fahrt"
    assert divided("蒸汽船", "zh_CN") == "蒸汽船"
    assert divided("word", "xx") == "word"


def test_a_running_head_is_no_heading_of_the_document() -> None:
    """It could not be told from it."""
    rng = random.Random(6)
    some = [
        Source(f"a{number}", "sv", "Same title", ("En lång text. " * 9,)) for number in range(5)
    ]
    for _ in range(20):
        document = compose("a", some[:2], some[2:], draw("sv", rng, True), rng, "scoring")
        assert document.furniture.title == ""

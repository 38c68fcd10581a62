"""Files of every format through one command: HTML, PDF, Parquet, compressed, in folders."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from layoutfix import InputError
from layoutfix.io import compression
from layoutfix.io.format import Source
from layoutfix.io.formats import FORMATS, format_of
from layoutfix.io.inputs import find_inputs, outputs
from tests.conftest import Run
from tests.io.records import fix, pages


class TestFormatOf:
    def test_the_suffix_says_the_format(self) -> None:
        names = {each.name for each in FORMATS}
        assert names == {"text", "markdown", "html", "pdf", "jsonl", "parquet"}
        every = [suffix for each in FORMATS for suffix in each.suffixes]
        assert len(set(every)) == len(every)
        found = format_of("News.JSONL.gz")
        assert found is not None
        assert found.name == "jsonl"
        assert format_of("Makefile") is None


class TestInputs:
    def test_folders_and_patterns_name_files(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("a.txt", "d/b.md", "d/e/c.html", "d/x.bin", "d/.hidden.txt", "d/out/z.txt"):
            path = tmp_path / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")
        out = Path("in/d/out")
        found = find_inputs(["in", "in/a.txt"], apart=out)
        assert [str(each.output) for each in found] == ["a.txt", "d/b.md", "d/e/c.md"]
        found = find_inputs(["in/**/*.md", str(tmp_path / "in/d/*/*.html")], apart=out)
        assert [each.format.name for each in found] == ["markdown", "html"]
        assert [str(each.output) for each in found] == ["b.md", "c.md"]
        assert [each.source.name for each in find_inputs(["no*.txt"])] == ["no*.txt"]
        assert [each.format.name for each in find_inputs(["in"], "html")] == ["html"]

    def test_two_files_that_would_become_one_are_refused(self, tmp_path: Path) -> None:
        for name in ("a.md", "a.html"):
            (tmp_path / name).write_text("x")
        with pytest.raises(InputError, match=r"would both become .*out/a\.md; nothing is written"):
            outputs(find_inputs([str(tmp_path)]), tmp_path / "out")
        assert not (tmp_path / "out").exists()


class TestCompression:
    @pytest.mark.parametrize("suffix", [".gz", ".zst"])
    def test_frames_behind_one_another_are_a_file(self, tmp_path: Path, suffix: str) -> None:
        if suffix == ".zst":
            pytest.importorskip("zstandard")
        path = tmp_path / f"a.jsonl{suffix}"
        pack = compression.compressor(path)
        parts = [b"one\n" * 9000, b"", b"two\n"]
        path.write_bytes(b"".join(map(pack, parts)))
        with compression.opened(path) as file:
            assert file.read() == b"".join(parts)
            assert compression.position(file) == path.stat().st_size
        assert pack(parts[0]) == pack(parts[0])
        path.write_bytes(path.read_bytes()[:-3])
        with pytest.raises(InputError, match="can't be read to its end"):
            Source(str(path)).read()

    @pytest.mark.parametrize("suffix", [".gz", ".zst"])
    def test_compressed_records_stay_compressed(self, tmp_path: Path, suffix: str) -> None:
        if suffix == ".zst":
            pytest.importorskip("zstandard")
        name = f"news.jsonl{suffix}"
        pack = compression.compressor(Path(name))
        (tmp_path / name).write_bytes(pack(b'{"text": "We met\\non"}\n'))
        done = fix(tmp_path, name, "-o", "out")
        assert done.returncode == 0, done.stderr
        assert Source(str(tmp_path / "out" / name)).read() == b'{"text": "We met on"}\n'

    def test_a_damaged_file_is_left_out_and_the_others_go_on(
        self, run: Run, tmp_path: Path
    ) -> None:
        packed = gzip.compress("".join(json.dumps({"text": t}) + "\n" for t in pages(90)).encode())
        (tmp_path / "a.jsonl.gz").write_bytes(packed[:-40])
        (tmp_path / "b.jsonl").write_bytes(b'{"text": "We met\\non"}\n')
        done = run("fix", "a.jsonl.gz", "b.jsonl", "-o", "out")
        assert done.returncode == 2
        assert b"a.jsonl.gz: can't be read to its end" in done.stderr
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.jsonl"]


class TestParquet:
    def test_other_columns_keep_values_types_and_order(self, tmp_path: Path) -> None:
        pa = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        count = 700
        texts: list[str | None] = [*pages(count)]
        texts[3], texts[5] = None, "  "
        day = datetime(2026, 3, 1, 12, tzinfo=UTC)
        names = pa.array(["a", "b"] * (count // 2)).dictionary_encode()
        columns = {
            "n": pa.array(range(count), pa.int16()),
            "day": pa.array([day] * count, pa.timestamp("us", "Europe/Berlin")),
            "text": pa.array(texts, pa.large_string()),
            "price": pa.array([Decimal("1.50"), None] * (count // 2), pa.decimal128(9, 2)),
            "name": names,
            "deep": pa.array([{"a": [1, None], "b": "x"}] * count),
            "raw": pa.array([b"\xff"] * count, pa.binary()),
        }
        fields = [pa.field(n, c.type, metadata={"unit": n}) for n, c in columns.items()]
        schema = pa.schema(fields, metadata={"made": "by us"})
        table = pa.table(list(columns.values()), schema)
        path = tmp_path / "rows.parquet"
        parquet.write_table(table, path, row_group_size=300, compression="zstd")

        done = fix(
            tmp_path, "rows.parquet", "-o", "out", "--findings", "found", "--removed", "left"
        )
        assert done.returncode == 2
        assert "rows.parquet:4: no text in the column 'text': it is null" in done.stderr
        assert "rows.parquet:6: no text in the column 'text': it is empty" in done.stderr
        written = parquet.ParquetFile(tmp_path / "out" / "rows.parquet")
        meta = written.metadata
        assert [meta.row_group(n).num_rows for n in range(meta.num_row_groups)] == [300, 300, 100]
        assert meta.row_group(0).column(0).compression == "ZSTD"
        again = written.read()
        came = parquet.read_schema(path)
        assert again.schema.remove(8).remove(7).equals(came, check_metadata=True)
        for name in columns:
            if name != "text":
                assert again[name].equals(table[name]), name
        assert again["text"][3].as_py() is None
        assert again["found"][3].as_py() is None

        lines = [json.dumps({"text": text}) + "\n" for text in texts]
        (tmp_path / "rows.jsonl").write_text("".join(lines), "utf-8")
        fix(tmp_path, "rows.jsonl", "-o", "out", "--findings", "found", "--removed", "left")
        rows = (tmp_path / "out" / "rows.jsonl").read_text("utf-8").splitlines()
        for line, row in zip(map(json.loads, rows), again.to_pylist(), strict=True):
            assert (line["text"], line.get("found"), line.get("left")) == (
                row["text"],
                row["found"],
                row["left"],
            )

    def test_a_large_row_group_is_cut_and_an_empty_file_stays_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pa = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        from layoutfix.io.parquet import PARQUET

        monkeypatch.setattr("layoutfix.io.parquet.GROUP_BYTES", 1000)
        table = pa.table({"text": pages(50), "n": range(50)})
        parquet.write_table(table, tmp_path / "a.parquet")
        (tmp_path / "encoded").write_bytes(b'["new"]\n' + b"null\n" * 49)
        assert PARQUET.finish
        source = Source(str(tmp_path / "a.parquet"))
        PARQUET.finish(source, tmp_path / "encoded", tmp_path / "b.parquet", "text", {})
        again = parquet.ParquetFile(tmp_path / "b.parquet")
        assert again.metadata.num_row_groups > 3
        assert again.read()["text"].to_pylist() == ["new", *pages(50)[1:]]
        parquet.write_table(table.slice(0, 0), tmp_path / "empty.parquet")
        assert fix(tmp_path, "empty.parquet", "-o", "out").returncode == 0
        assert parquet.read_table(tmp_path / "out" / "empty.parquet").equals(table.slice(0, 0))

    def test_what_is_no_column_of_text_is_said(self, tmp_path: Path) -> None:
        pa = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pa.table({"n": [1]}), tmp_path / "a.parquet")
        done = fix(tmp_path, "a.parquet", "-o", "out")
        assert "a.parquet: no column 'text'; its columns are 'n' (see --field)" in done.stderr
        done = fix(tmp_path, "a.parquet", "-o", "out", "--field", "n")
        assert "the column 'n' holds int64, no text" in done.stderr
        assert list((tmp_path / "out").iterdir()) == []


SENTENCES = (
    "The committee met on Tuesday and agreed to build a longer landing stage before the spring.",
    "The harbour office has asked the council for the money, and the council has not yet answered.",
    "A bearing of the old crane has worn through, so that the berth stays closed for now.",
)


def write_html(path: Path, number: int) -> None:
    paragraphs = "".join(f"<p>{number}. {sentence}</p>" for sentence in SENTENCES)
    path.write_text(
        f"<html><head><title>Page {number}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Minutes {number}</h1>{paragraphs}</article></body></html>",
        "utf-8",
    )


def write_pdf(path: Path, number: int) -> None:
    """Three pages in a narrow column, each with the paper's name above it."""
    fpdf = pytest.importorskip("fpdf")
    document = fpdf.FPDF()
    document.set_font("Helvetica", size=12)
    for page in range(3):
        document.add_page()
        document.cell(0, 10, "The Harbour Courier", new_x="LMARGIN", new_y="NEXT")
        document.multi_cell(90, 6, f"{number} {page}. {SENTENCES[page]}")
    document.output(str(path))


class TestFolder:
    def test_fifty_html_and_twenty_pdf_files_in_one_command(self, run: Run, tmp_path: Path) -> None:
        pytest.importorskip("trafilatura")
        pytest.importorskip("pypdfium2")
        (tmp_path / "in" / "pdf").mkdir(parents=True)
        for number in range(50):
            write_html(tmp_path / "in" / f"page-{number}.html", number)
        for number in range(20):
            write_pdf(tmp_path / "in" / "pdf" / f"paper-{number}.pdf", number)
        (tmp_path / "in" / "pdf" / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
        done = run("fix", "in", "-o", "out", "--jobs", "2")
        assert done.returncode == 2
        told = done.stderr.decode().splitlines()
        assert told[0].startswith("layoutfix: in/pdf/broken.pdf: no PDF that can be read")
        assert told[-1].startswith("layoutfix: 70 pages, ")
        assert "1 file left out" in told[-1]
        written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
        assert len(written) == 70
        html = (tmp_path / "out" / "page-7.md").read_text("utf-8")
        assert "# Minutes 7" in html
        assert "Home" not in html
        pdf = (tmp_path / "out" / "pdf" / "paper-3.txt").read_text("utf-8")
        assert pdf.count("\f") == 2
        assert "The Harbour Courier" in pdf
        assert SENTENCES[2].split(",")[0] in pdf.replace("\n", " ")

    def test_a_pdf_without_text_or_reader_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fpdf = pytest.importorskip("fpdf")
        pytest.importorskip("pypdfium2")
        from layoutfix.io.pdf import pdf_text

        document = fpdf.FPDF()
        document.add_page()
        with pytest.raises(InputError, match="run OCR over it first"):
            pdf_text(bytes(document.output()))
        monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
        with pytest.raises(InputError, match=r"pip install 'layoutfix\[pdf\]'"):
            pdf_text(b"")

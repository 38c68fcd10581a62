"""Records of JSONL: nothing but the text changes, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix import InputError
from layoutfix.io.format import Change
from layoutfix.io.jsonl import record_line, text_in
from tests.conftest import Run
from tests.io.records import fix, pages, write_jsonl

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.tuples(
    st.dictionaries(st.text(), VALUES, max_size=4),
    st.text().filter(str.strip),
    st.dictionaries(st.text(), VALUES, max_size=4),
)


class TestRecordLine:
    @given(RECORDS, st.text(), st.booleans(), st.sampled_from([None, 2]))
    def test_other_fields_keep_their_values_and_order(
        self,
        record: tuple[dict[str, object], str, dict[str, object]],
        repaired: str,
        ascii_only: bool,
        indent: int | None,
    ) -> None:
        before, text, behind = record
        whole = {**before, "text": text, **behind} | {"text": text}
        dumped = json.dumps(whole, ensure_ascii=ascii_only, indent=indent)
        line = dumped.encode("utf-8", "backslashreplace")
        assert text_in(line, "text") == text
        changed = json.loads(record_line(line, "text", Change(repaired, {"left": [1]})))
        assert list(changed) == list({**whole, "left": None})
        assert changed == {**whole, "text": repaired, "left": [1]}

    def test_every_other_byte_stays(self) -> None:
        line = (
            b'\xef\xbb\xbf { "n": 1.50,"e":1E5, "text" : "a-\\nb", "big":12345678901234567890 }\r\n'
        )
        assert record_line(line, "text", Change("ab")) == line.replace(b'"a-\\nb"', b'"ab"')
        assert record_line(line, "text", Change("a-\nb")) == line

    def test_a_line_of_escapes_stays_one(self) -> None:
        assert record_line(b'{"text":"caf\\u00e9\\n"}', "text", Change("café")) == (
            b'{"text":"caf\\u00e9"}'
        )
        assert record_line('{"text":"café\\n"}'.encode(), "text", Change("café")) == (
            '{"text":"café"}'.encode()
        )

    def test_half_a_character_is_written_as_it_came(self) -> None:
        line = '{"a": "é", "text": "x\\ud800-\\ny"}'.encode()
        assert json.loads(record_line(line, "text", Change("x\ud800y"))) == {
            "a": "é",
            "text": "x\ud800y",
        }

    def test_a_field_that_is_there_is_replaced_and_the_last_of_two_counts(self) -> None:
        line = b'{"text": "a", "f": 0, "text": "b"}'
        assert record_line(line, "text", Change("c", {"f": [1]})) == (
            b'{"text": "a", "f": [1], "text": "c"}'
        )

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            (b"no json", "no JSON: "),
            (b'{"text": "a"', "no JSON: "),
            (b'{"text": "a",}', "no JSON: "),
            (b'{"text": "a"} x', "no JSON: "),
            (b'{"text": "a\nb"}', "no JSON: "),
            (b'{text: "a"}', "no JSON: "),
            (b"[1]", "no JSON object"),
            (b'{"text": "caf\xe9"}', "not UTF-8"),
            (b'{"txt": ""}', r"no field 'text'; its fields are 'txt' \(see --field\)"),
            (b"{}", "its fields are none"),
            (b'{"text": 3}', "no text in the field 'text': int is no string"),
            (b'{"text": null}', "NoneType is no string"),
            (b'{"text": " \\n"}', "it is empty"),
            (b"[" * 100_000, "no JSON"),
        ],
    )
    def test_what_is_no_record_is_said(self, line: bytes, message: str) -> None:
        with pytest.raises(InputError, match=message):
            text_in(line, "text")


BAD = (
    b'{"id": 1, "text": "We met\\non Tues-\\nday."}\n'
    b"\n"
    b'{"id": 2, "text": "caf\xe9"}\n'
    b'{"id": 3}\n'
    b'{"id": 4, "text": null}\n'
    b"no json\n"
    b'{"id": 5, "text": "We met\\non"}'
)


class TestCommand:
    def test_bad_rows_are_named_and_passed_on(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "news.jsonl").write_bytes(BAD)
        done = run("fix", "news.jsonl", "-o", "out")
        assert done.returncode == 2
        assert (tmp_path / "out" / "news.jsonl").read_bytes() == (
            BAD.replace(b"met\\non Tues-\\nday", b"met on Tuesday").replace(b"met\\non", b"met on")
        )
        told = done.stderr.decode().splitlines()
        assert [line.split(": ")[1] for line in told[:-1]] == [
            f"news.jsonl:{number}" for number in (3, 4, 5, 6)
        ]
        assert told[-1] == (
            "layoutfix: 2 pages, 2 changed; 4 rows passed on as they were; "
            "repairs: join 2, join-hyphenated 1"
        )
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["news.jsonl"]

    def test_from_standard_input_to_standard_output(self, run: Run) -> None:
        done = run("fix", "-", "--format", "jsonl", stdin=BAD)
        assert done.stdout.count(b"\n") == BAD.count(b"\n")
        assert done.stdout.startswith(b'{"id": 1, "text": "We met on Tuesday."}\n\n')
        assert b"layoutfix: <stdin>:3: not UTF-8" in done.stderr

    def test_findings_and_what_left_are_added(self, run: Run) -> None:
        stdin = (
            '{"text": "We met\\n7\\non", "id": 3}\n{"text": "你好 so?\\nIt", "id": 4}\n'.encode()
        )
        arguments = ("--findings", "found", "--removed", "left")
        done = run("fix", "-", "--format", "jsonl", *arguments, stdin=stdin)
        one, two = map(json.loads, done.stdout.splitlines())
        assert list(one) == ["text", "id", "found", "left"]
        assert one["text"] == "We met on"
        assert [each["rule"] for each in one["found"]] == ["join", "page-number"]
        assert [(each["rule"], each["text"]) for each in one["left"]][-1] == ("page-number", "7\n")
        (shy,) = two["found"]
        assert (shy["rule"], shy["start"], shy["end"]) == ("shy-join", 6, 7)
        assert shy["skipped"].startswith("its confidence")
        assert two["left"] == []

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("a.jsonl", "--findings", "text"), "one field for two things"),
            (("a.jsonl", "--findings", "a", "--removed", "a"), "one field for two things"),
            (("a.txt", "--findings", "a"), "a.txt has no fields to add to"),
            (("a.jsonl", "--format", "jsnol"), "no format 'jsnol'; did you mean 'jsonl'?"),
            (("a.jsonl", "--resume"), "it needs -o"),
            (("a.parquet",), "a.parquet can't be printed; add -o FOLDER"),
            (("--in-place", "a.pdf"), "a.pdf can't be written over: pdf is only read"),
        ],
    )
    def test_what_makes_no_sense_is_said(
        self, run: Run, arguments: tuple[str, ...], message: str, tmp_path: Path
    ) -> None:
        for name in ("a.jsonl", "a.txt", "a.parquet", "a.pdf"):
            (tmp_path / name).write_bytes(b'{"text": "a"}\n')
        done = run("fix", *arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        assert message in done.stderr.decode()

    def test_in_place_and_diff_and_check_know_records(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "news.jsonl"
        path.write_bytes(b'{"text": "We met\\non"}\n{"body": 1}\n')
        assert run("fix", "--diff", path).stdout.decode().splitlines()[:2] == [
            f"--- {path}:1",
            f"+++ {path}:1",
        ]
        checked = run("check", "news.jsonl")
        assert checked.stdout.startswith(b"news.jsonl:1:1:7: join")
        assert b"news.jsonl:2: no field 'text'" in checked.stderr
        assert checked.returncode == 2
        assert run("fix", "--in-place", path).returncode == 2
        assert path.read_bytes() == b'{"text": "We met on"}\n{"body": 1}\n'
        assert list(tmp_path.iterdir()) == [path]

    def test_processes_write_the_same_bytes(self, tmp_path: Path) -> None:
        write_jsonl(tmp_path / "news.jsonl", pages(1500))
        one = fix(tmp_path, "news.jsonl", "-o", "one")
        two = fix(tmp_path, "news.jsonl", "-o", "two", "--jobs", "2")
        assert one.stderr == two.stderr
        assert (tmp_path / "one/news.jsonl").read_bytes() == (
            tmp_path / "two/news.jsonl"
        ).read_bytes()

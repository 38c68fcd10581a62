"""State machines: an index, and a run over files, whatever is done with them and in which order."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

import layoutfix
from layoutfix import DuplicateIndex, InputError
from layoutfix.testing.laws import assert_accounted
from tests.strategies import pages

LONG = "the ferry to the island sails at noon on every friday if the weather holds "

texts = st.one_of(
    pages,
    st.builds(
        lambda n, more: LONG[n:] * 2 + more, st.integers(0, 20), st.text("abc \n-", max_size=9)
    ),
)
BETWEEN = st.sampled_from(["", "\n", "\n\n", "\f", "\r\n"])
ids = st.sampled_from([f"id {n}" for n in range(8)])


class IndexMachine(RuleBasedStateMachine):
    """An index in a file beside one in memory: they answer the same, also opened anew."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "index.sqlite")
        self.kept = DuplicateIndex.open(self.path)
        self.memory = DuplicateIndex()
        self.model: dict[str, str] = {}

    @rule(one=ids, text=texts)
    def add(self, one: str, text: str) -> None:
        answers: list[bool | None] = []
        for index in (self.kept, self.memory):
            try:
                answers.append(index.add(one, text))
            except InputError:
                answers.append(None)
        assert answers[0] == answers[1]
        assert answers[0] is not None or one in self.model
        if answers[0]:
            assert one not in self.model
            self.model[one] = text

    @rule(one=ids)
    def remove(self, one: str) -> None:
        there = self.model.pop(one, None) is not None
        assert self.kept.remove(one) is self.memory.remove(one) is there

    @rule(text=texts)
    def query(self, text: str) -> None:
        assert self.kept.query(text) == self.memory.query(text)

    @rule()
    def reopen(self) -> None:
        self.kept.close()
        self.kept = DuplicateIndex.open(self.path)

    @invariant()
    def holds_what_was_added(self) -> None:
        if hasattr(self, "model"):
            assert set(self.kept) == set(self.memory) == set(self.model)
            assert len(self.kept) == len(self.model)

    def teardown(self) -> None:
        if hasattr(self, "kept"):
            self.kept.close()
            self.folder.cleanup()


class PageMachine(RuleBasedStateMachine):
    """Pages that are cut, put together, repeated and repaired again: the laws hold on each."""

    made = Bundle("made")

    @rule(target=made, text=pages)
    def take(self, text: str) -> str:
        return text

    @rule(
        target=made, one=made, other=made, between=st.sampled_from(["", "\n", "\n\n", "\f", "\r\n"])
    )
    def put_together(self, one: str, other: str, between: str) -> str:
        return (one + between + other)[:600]

    @rule(target=made, one=made, at=st.integers(0, 600))
    def cut(self, one: str, at: int) -> str:
        return one[at:] + one[:at]

    @rule(target=made, one=made)
    def repair(self, one: str) -> str:
        page = layoutfix.fix(one)
        assert_accounted(page)
        assert layoutfix.fix(page.text).text == page.text
        return page.text

    @rule(one=made, other=made)
    def repair_many(self, one: str, other: str) -> None:
        alone = [layoutfix.fix(text).text for text in (one, other)]
        assert [page.text for page in layoutfix.fix_many([one, other])] == alone

    @rule(one=made, other=made)
    def compare(self, one: str, other: str) -> None:
        found = layoutfix.find_duplicates({"a": one, "b": other}, threshold=0.5)
        for pair in found.pairs:
            assert {pair.a, pair.b} == {"a", "b"}
            assert 0.5 <= pair.jaccard <= 1
        for passage in layoutfix.find_passages({"a": one, "b": other}):
            for name, span in ((passage.a, passage.a_span), (passage.b, passage.b_span)):
                assert 0 <= span.start < span.end <= len(one if name == "a" else other)


small = settings(max_examples=30, stateful_step_count=12, deadline=None)
TestIndex = IndexMachine.TestCase
TestIndex.settings = small
TestPages = PageMachine.TestCase
TestPages.settings = small

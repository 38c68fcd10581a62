"""Many pages: cut into chunks, repaired in one process or several, given back in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from layoutfix.errors import LayoutfixError, RuleError

__all__ = ["chunked", "repaired_in_order"]

MOST_PAGES, MOST_CHARACTERS = 1024, 1_024_000
"""What a chunk holds at the most; a page that is longer is a chunk by itself. A quarter as much
costs a tenth more time: the last few pages that don't rest yet cost as much in small chunks as in
large ones."""

WAITING = 2
"""Chunks for each process that are under way or done and not yet given back."""

_Result = TypeVar("_Result")
_Repair = Callable[[list[object]], list[_Result | LayoutfixError]]
_Chunk = tuple[int, list[object]]  # the number of its first page, from 1, and the pages
_Repaired = tuple[
    list[_Result], LayoutfixError | None
]  # up to the page that failed, and why it did


def chunked(pages: Iterable[object]) -> Iterator[_Chunk]:
    """The pages in chunks, each with the number of its first page; what is no string has no length.

    >>> [(first, len(pages)) for first, pages in chunked(["a"] * 1500)]
    [(1, 1024), (1025, 476)]
    """
    first, length = 1, 0
    chunk: list[object] = []
    for number, page in enumerate(pages, start=1):
        size = len(page) if isinstance(page, str) else 0
        if chunk and (len(chunk) == MOST_PAGES or length + size > MOST_CHARACTERS):
            yield first, chunk
            first, length, chunk = number, 0, []
        chunk.append(page)
        length += size
    if chunk:
        yield first, chunk


def repaired_in_order(
    repair: _Repair[_Result], pages: Iterable[object], jobs: int
) -> Iterator[_Result]:
    """Each page repaired, in order; only a few chunks of pages are in memory at any time.

    Args:
        repair: pages to repaired pages, or why one can't be; can be pickled where ``jobs`` is more
            than one.
        pages: read as they are needed.
        jobs: the number of processes; 1 works in this one.

    Raises:
        LayoutfixError: what ``repair`` gave for a page, the page's number before it.
    """
    work, chunks = _ChunkRepair(repair), chunked(pages)
    repaired = map(work, chunks) if jobs == 1 else _by_processes(work, chunks, jobs)
    for done, error in repaired:
        yield from done
        if error is not None:
            raise error


@dataclass(frozen=True, slots=True)
class _ChunkRepair(Generic[_Result]):
    """The repair of a chunk, up to the page that fails."""

    repair: _Repair[_Result]

    def __call__(self, chunk: _Chunk) -> _Repaired[_Result]:
        first, pages = chunk
        done: list[_Result] = []
        for number, page in enumerate(self.repair(pages), start=first):
            if isinstance(page, LayoutfixError):
                return done, type(page)(f"page {number}: {page}")
            done.append(page)
        return done, None


def _by_processes(
    work: _ChunkRepair[_Result], chunks: Iterator[_Chunk], jobs: int
) -> Iterator[_Repaired[_Result]]:
    # Imported here, for the one process that most callers use needs neither of them. Processes are
    # spawned: a fork of a process that has threads, as numpy's are, may hang.
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    _check_that_it_travels(work)
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _end_with_parent)
    under_way: deque[Future[_Repaired[_Result]]] = deque()
    try:
        for chunk in chunks:
            under_way.append(pool.submit(work, chunk))
            if len(under_way) == WAITING * jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:  # also where nobody asks for the rest
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent() -> None:
    """Leave Ctrl-C to the parent process, and end when it does, also where it was killed."""
    import os
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=watch, daemon=True).start()


def _check_that_it_travels(work: _ChunkRepair[_Result]) -> None:
    import pickle

    try:
        pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        advice = "make every rule of your own at the top of a module that can be imported"
        raise RuleError(f"these rules can't go to other processes ({error}); {advice}") from None

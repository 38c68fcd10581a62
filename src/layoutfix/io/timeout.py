"""A limit of time for a page: what takes longer is stopped wherever it is."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import TypeVar

from layoutfix.errors import InputError

__all__ = ["PageTimeoutError", "can_stop", "within"]

T = TypeVar("T")

AGAIN = 1.0
"""Seconds after which a stop is repeated: one that falls into a finalizer is swallowed there."""


class PageTimeoutError(InputError):
    """A page takes longer than it may."""


class _StopError(BaseException):
    """Raised by the timer. No rule and no library takes it for an error of its own."""


def can_stop() -> bool:
    """Whether this system has the timer that is needed; Windows has none."""
    return hasattr(signal, "setitimer")


def within(seconds: float | None, work: Callable[[], T]) -> T:
    """The result of some work, in the main thread of its process.

    Args:
        seconds: it may take by the clock on the wall; None sets no limit.
        work: to be done.

    Raises:
        PageTimeoutError: it took longer.

    >>> within(5, lambda: 1)
    1
    """
    if seconds is None:
        return work()

    def stop(*_: object) -> None:
        raise _StopError

    before = signal.signal(signal.SIGALRM, stop)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
            return work()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _StopError:
        message = f"takes longer than {seconds:g} s, so it is passed on as it came"
        raise PageTimeoutError(message) from None
    finally:
        signal.signal(signal.SIGALRM, before)

"""``layoutfix`` and ``python -m layoutfix``: the command line, quiet when it is stopped at once.

Importing the commands takes a tenth of a second, in which Ctrl-C would print a traceback.
"""

from __future__ import annotations

import os
import signal
import sys

__all__ = ["main"]

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # and not ignored, as in the background of a script
        # An exception could be swallowed by what is imported; nothing is open yet.
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    from layoutfix.cli import main as command

    try:
        signal.signal(signal.SIGINT, before)
        command()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()

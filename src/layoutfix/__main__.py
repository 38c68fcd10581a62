"""``python -m layoutfix``: the command line where its program isn't on the path."""

from __future__ import annotations

from layoutfix.cli import main

if __name__ == "__main__":
    main()

"""The command line."""

from __future__ import annotations

from layoutfix.cli.app import main

__all__ = ["main"]

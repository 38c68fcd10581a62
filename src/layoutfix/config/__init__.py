"""Configuration files, word lists and plugins."""

from __future__ import annotations

from layoutfix.config.configuration import Config, configured, read_config
from layoutfix.config.word_lists import read_words

__all__ = ["Config", "configured", "read_config", "read_words"]

"""TOML files that people write: every key is known, every value of its kind, every error placed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from layoutfix.errors import ConfigError, nearest

__all__ = ["Table", "read_table"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a TOML file.

    Attributes:
        file: the name of the file.
        text: all of it, to find the line of a key.
        path: the keys that lead to the table.
        values: what it holds.
    """

    file: str
    text: str
    path: tuple[str, ...]
    values: Mapping[str, object]

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def error(self, key: str, message: str) -> ConfigError:
        """An error that names the file, the line and the key."""
        line = _line_of(self.text, key)
        place = f"{self.file}:{line}" if line else self.file
        name = ".".join(_quoted(part) for part in (*self.path, key) if part)
        return ConfigError(f"{place}: {name}: {message}")

    def only(self, known: Sequence[str]) -> None:
        """Hold that there are no other keys.

        Raises:
            ConfigError: there is one; it names the nearest right key.
        """
        for key in self.values:
            if key not in known:
                raise self.error(key, f"there is no such key; {nearest(key, known)}")

    def strings(self, key: str) -> tuple[str, ...]:
        """The strings under a key; none where it is missing.

        Raises:
            ConfigError: it is no list of strings with something in them.
        """
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            wrong = value
            if isinstance(value, list):
                wrong = next(each for each in value if not isinstance(each, str))
            raise self.error(key, f'this must be a list of strings, as ["…"], not {_shown(wrong)}')
        if not all(each.strip() for each in value):
            raise self.error(key, "one of these is empty")
        return tuple(value)

    def table(self, key: str) -> Table:
        """The table under a key; an empty one where it is missing.

        Raises:
            ConfigError: it is no table.
        """
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"this must be a table, not {_shown(value)}")
        return Table(self.file, self.text, (*self.path, key), value)

    def probability(self, key: str) -> float | None:
        """The number from 0 to 1 under a key; None where it is missing.

        Raises:
            ConfigError: it is none.
        """
        if key not in self.values:
            return None
        value = self.values[key]
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not 0 <= value <= 1:  # type: ignore[operator]
            raise self.error(key, f"this must be a number from 0 to 1, not {_shown(value)}")
        return float(value)  # type: ignore[arg-type]

    def truth(self, key: str) -> bool:
        """Whether true stands under a key; false where it is missing.

        Raises:
            ConfigError: something else stands there.
        """
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, f"this must be true or false, not {_shown(value)}")
        return value


def read_table(path: Path) -> Table:
    """A TOML file.

    Raises:
        ConfigError: it can't be read or is no TOML; the message names the file and the line.
    """
    try:
        text = path.read_text("utf-8-sig")
        return Table(str(path), text, (), tomllib.loads(text))
    except OSError as error:
        raise ConfigError(f"{path}: can't be read: {(error.strerror or '').lower()}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}; convert it first") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None


def _line_of(text: str, key: str) -> int | None:
    quoted = rf"[\"']?{re.escape(key)}[\"']?"
    found = re.search(rf"^[^\S\n]*(?:{quoted}\s*=|\[[^\]\n#]*{quoted}\s*\])", text, re.MULTILINE)
    found = found or re.search(rf"\b{re.escape(key)}\b[\"']?\s*=", text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _quoted(part: str) -> str:
    return part if re.fullmatch(r"[\w-]+", part) else f'"{part}"'


def _shown(value: object) -> str:
    kinds = {bool: str(value).lower(), dict: "a table", list: "a list"}
    return kinds.get(type(value), repr(value))

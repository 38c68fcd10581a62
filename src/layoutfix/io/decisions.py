"""Files of decisions: what somebody accepted or rejected in a report.

The form, whose ``version`` changes when a name leaves it or means something else::

    {"version": 1, "layoutfix": "0.1.0", "pages": [
      {"path": …, "sha256": …, "decisions": [
        {"rule": …, "start": 10, "end": 12, "decision": "reject"}]}]}

A page is known by its characters, wherever its file is: ``sha256`` is that of the page as UTF-8.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layoutfix.errors import InputError
from layoutfix.io.files import read_text
from layoutfix.model import Span

__all__ = ["DecisionFile", "digest", "read_decisions"]

VERSION = 1
VERDICTS = {"accept": True, "reject": False}

Decisions = Mapping[tuple[str, Span], bool]


def digest(source: str) -> str:
    """What a page is known by: SHA-256 of its UTF-8, in hexadecimal digits.

    >>> digest("")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """What was decided about each page.

    Attributes:
        by_digest: for each page, whether the finding of a rule at a span was accepted.
        digests: the name each page had, and what it was known by then.
    """

    by_digest: Mapping[str, Decisions]
    digests: Mapping[str, str]

    def of(self, name: str, source: str) -> Decisions:
        """The decisions about a page; none where nobody looked at it.

        Args:
            name: of the page, as the report showed it.
            source: the page as it is now.

        Raises:
            InputError: a page of this name was looked at, and it was another text.
        """
        known = digest(source)
        if known not in self.by_digest and name in self.digests:
            raise InputError(
                "it is not the page that was decided on; make its report again and decide anew"
            )
        return self.by_digest.get(known, {})


def read_decisions(path: Path) -> DecisionFile:
    """The decisions in a file that a report saved.

    Raises:
        InputError: it can't be read, or is no such file.
    """
    text = read_text(path)
    try:
        return _parsed(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        cause = f"{type(error).__name__}: {error}"
        raise InputError(f"it is no file of decisions as a report saves it ({cause})") from None


def _parsed(document: Any) -> DecisionFile:
    if document["version"] != VERSION:
        raise ValueError(f"version {document['version']!r}; this program reads {VERSION}")
    by_digest: dict[str, dict[tuple[str, Span], bool]] = {}
    digests: dict[str, str] = {}
    for page in document["pages"]:
        known = str(page["sha256"])
        digests[str(page["path"])] = known
        own = by_digest.setdefault(known, {})
        for each in page["decisions"]:
            span = Span(int(each["start"]), int(each["end"]))
            own[str(each["rule"]), span] = VERDICTS[each["decision"]]
    return DecisionFile(by_digest, digests)

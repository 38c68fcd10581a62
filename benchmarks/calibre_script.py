"""Run by `calibre-debug -e`: what calibre's conversion of plain text makes of texts.

A line `{"text"}` comes in, a line `{"made"}` goes out. The kind of paragraphs is the one calibre
guesses; its heuristics (unwrapping, dehyphenation) are on.
"""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any


def made(text: str) -> str:
    """Return the text as calibre's reader of plain text hands it on."""
    from calibre.ebooks.conversion.preprocess import Dehyphenator, DocAnalysis
    from calibre.ebooks.conversion.utils import HeuristicProcessor
    from calibre.ebooks.txt import processor

    options = SimpleNamespace(verbose=0, enable_heuristics=True, dehyphenate=True)
    text = processor.normalize_line_endings(text)
    kind = processor.detect_paragraph_type(text)
    length: Any = DocAnalysis("txt", text).line_length(0.5)
    if kind == "single":
        text = processor.separate_paragraphs_single_line(text)
    elif kind == "print":
        text = processor.separate_hard_scene_breaks(text)
        text = processor.separate_paragraphs_print_formatted(text)
        text = processor.block_to_single_line(text)
    elif kind == "unformatted":
        text = HeuristicProcessor(options).punctuation_unwrap(length, text, "txt")
        text = processor.separate_paragraphs_single_line(text)
    else:
        text = processor.separate_hard_scene_breaks(text)
        text = processor.block_to_single_line(text)
    return str(Dehyphenator(0)(text, "txt", length))


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        answer = json.dumps({"made": made(json.loads(line)["text"])})
        print(answer, flush=True)


if __name__ == "__main__":
    main()

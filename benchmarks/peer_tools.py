"""The tools that `benchmarks.peers` compares, each a function from a text to a text."""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gold import page_of_lines
from benchmarks.score import simple_rule

CALIBRE = Path(__file__).with_name("calibre_script.py")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: `repair` takes a text and its language."""

    name: str
    repair: Callable[[str, str], str]


def tools(stack: ExitStack) -> tuple[list[Tool], dict[str, str]]:
    """Return the tools that can be run here, and for each other one why it can't."""
    found = [Tool("the rule", by_rule), Tool("layoutfix", _layoutfix)]
    why: dict[str, str] = {}
    for name, make in _PEERS.items():
        made = make(stack)
        if isinstance(made, str):
            why[name] = made
        else:
            found.append(Tool(name, made))
    return found, why


def by_rule(text: str, lang: str) -> str:
    """Join each line end by the rule "no closing mark, so join"; blank lines stay.

    >>> by_rule("a tow-\\ner. It\\nstands.\\n\\nA bell\\nrings.", "en")
    'a tower. It stands.\\n\\nA bell rings.'
    """
    lines = text.split("\n")
    out = lines[0]
    for above, below in itertools.pairwise(lines):
        if not above.strip() or not below.strip():
            out += "\n" + below
            continue
        page = page_of_lines("", lang, "", [above, below], ["?"])
        made = simple_rule(page, page.seams[0])
        if not made.joined:
            out += "\n" + below
            continue
        out = out.rstrip()
        out = (out[: -made.dropped] if made.dropped else out) + made.glue + below.lstrip()
    return out


def _layoutfix(text: str, lang: str) -> str:
    del lang
    import layoutfix

    return layoutfix.fix(text).text


def _unstructured(stack: ExitStack) -> Callable[[str, str], str] | str:
    del stack
    try:
        from unstructured.cleaners.core import group_broken_paragraphs
    except ImportError:
        return "not installed (pip install 'layoutfix[bench]')"
    return lambda text, _: str(group_broken_paragraphs(text))


def _ftfy(stack: ExitStack) -> Callable[[str, str], str] | str:
    del stack
    if importlib.util.find_spec("ftfy") is None:
        return "not installed (pip install 'layoutfix[bench]')"
    import ftfy

    return lambda text, _: str(ftfy.fix_text(text))


def _dehyphen(stack: ExitStack) -> Callable[[str, str], str] | str:
    """Its scorer wants the weights of a language model; they are not fetched."""
    del stack
    if importlib.util.find_spec("dehyphen") is None:
        return "not installed (pip install dehyphen torch)"
    cache = Path(os.environ.get("FLAIR_CACHE_ROOT", Path.home() / ".flair")) / "embeddings"
    if not any(cache.glob("*.pt")):
        return f"its language model's weights aren't in {cache}"
    from dehyphen import FlairScorer, format_to_text, text_to_format

    scorers: dict[str, object] = {}

    def repair(text: str, lang: str) -> str:
        if lang not in scorers:
            scorers[lang] = FlairScorer(lang=lang)
        return str(format_to_text(scorers[lang].dehyphen(text_to_format(text))))  # type: ignore[attr-defined]

    return repair


def _calibre(stack: ExitStack) -> Callable[[str, str], str] | str:
    """Its conversion of plain text: a guess at the kind of paragraphs, and heuristics."""
    program = shutil.which("calibre-debug")
    if program is None:
        return "not installed (calibre of the distribution)"
    command = (program, "-e", str(CALIBRE))
    process = stack.enter_context(
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
    )
    stack.callback(process.kill)
    pipe_in, pipe_out = process.stdin, process.stdout
    if pipe_in is None or pipe_out is None:
        return "it could not be started"

    def repair(text: str, lang: str) -> str:
        pipe_in.write(json.dumps({"text": text, "lang": lang}) + "\n")
        pipe_in.flush()
        for line in pipe_out:
            if line.startswith('{"made"'):
                return str(json.loads(line)["made"])
        raise ValueError("calibre ended before it answered")

    return repair


_PEERS: dict[str, Callable[[ExitStack], Callable[[str, str], str] | str]] = {
    "unstructured, paragraphs": _unstructured,
    "ftfy": _ftfy,
    "calibre, heuristics": _calibre,
    "dehyphen": _dehyphen,
}

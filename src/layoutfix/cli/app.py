"""The command line: ``layoutfix fix``, ``check``, ``dups``, ``rules`` and ``explain``.

Exit codes: 0 all well; 1 there are findings (``check``, ``dups``) or something would change
(``fix --diff``); 2 something could not be read, written or understood; 130 stopped by Ctrl-C;
141 nobody reads the output any more.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from layoutfix import __version__
from layoutfix.cli.console import counted, put, targets, tell
from layoutfix.cli.dups import dups
from layoutfix.errors import LayoutfixError
from layoutfix.io.files import STDIN, decode, read_text, shown, write_text

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.config.configuration import Config
    from layoutfix.model import Finding, Fixed

__all__ = ["main"]

INTERRUPTED = 130


class _Commands(click.Group):
    """Commands that know what a slip of the finger was meant to be."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1)
        if near and near[0] != args[0]:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Undo what page layout does to text: rejoin lines and paragraphs, remove page furniture."""


Command = Callable[..., "int | None"]


def _rule_options(command: Command) -> Command:
    for option in (
        click.option(
            "--without",
            multiple=True,
            metavar="RULE",
            help="All rules but this one; may be repeated.",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="RULE",
            help="Only this rule; may be repeated.",
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            metavar="P",
            help="Leave findings less probable than this, 0 to 1.  [default: each rule's own bar]",
        ),
    ):
        command = option(command)
    return _config_options(command)


def _config_options(command: Command) -> Command:
    for option in (
        click.option("--plugins", is_flag=True, help="Rules of installed packages too."),
        click.option("--no-config", is_flag=True, help="Look for no configuration."),
        click.option(
            "--config",
            metavar="FILE",
            help="Take this configuration.  [default: layoutfix.toml or pyproject.toml, from here "
            "upward]",
        ),
    ):
        command = option(command)
    return command


paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


@commands.command()
@paths_argument
@click.option("-o", "--output", metavar="FOLDER", help="Write each page into this folder.")
@click.option("--in-place", is_flag=True, help="Write each page over itself.")
@click.option("--diff", is_flag=True, help="Show what would change; exit 1 if anything would.")
@_rule_options
def fix(
    paths: tuple[str, ...], output: str | None, in_place: bool, diff: bool, **options: Any
) -> int:
    """Repair pages of plain text or Markdown.

    One PATH goes to standard output; "-" is standard input. For several pages say where they
    go with -o FOLDER or --in-place. A page that can't be read is named on standard error, and
    the others go on.
    """
    ways = [way for way, on in (("-o", output), ("--in-place", in_place), ("--diff", diff)) if on]
    if len(ways) > 1:
        raise click.UsageError(f"{' and '.join(ways)} don't go together; choose one.")
    if len(paths) > 1 and not ways:
        raise click.UsageError("Where to? For several pages add -o FOLDER, --in-place or --diff.")
    if STDIN in paths and (output or in_place):
        raise click.UsageError(f"Standard input has no file name; {ways[0]} needs one.")
    places = targets(paths, Path(output)) if output else {}
    look = _Look(options)
    work = _Work()
    for name in counted(paths, prints=not (output or in_place)):
        with work.on(name):
            page = look.at(name)
            if diff:
                work.found |= page.text != page.source
                put(page.diff(shown(name), shown(name)))
            elif in_place:
                if page.text != page.source:
                    write_text(Path(name), page.text)
            elif output:
                write_text(places[name], page.text)
            else:
                put(page.text)
    return work.code


@commands.command(short_help="Say what is wrong with pages, a line a finding.")
@paths_argument
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document with all there is to know."
)
@_rule_options
def check(paths: tuple[str, ...], as_json: bool, **options: Any) -> int:
    """Say what is wrong with pages, a line a finding; exit 1 if there are findings.

    Nothing is changed. "-" is standard input. Findings below the bar of their rule, or
    below --min-confidence, are shown with --json only; they don't count.
    """
    look = _Look(options)
    work = _Work()

    def pages() -> Iterator[tuple[str, Fixed | None]]:
        for name in counted(paths, prints=True):
            page = None
            with work.on(name):
                page = look.at(name)
                work.found |= any(look.is_sure(f) for f in page.findings)
            yield name, page

    if as_json:
        from layoutfix.report.as_json import page_as_json, wrapped

        def document(name: str, page: Fixed | None) -> dict[str, object]:
            if page is None:
                return {"path": shown(name), "error": work.errors[-1]}
            return page_as_json(shown(name), page)

        documents = (document(name, page) for name, page in pages())
        for piece in wrapped(documents, __version__):
            put(piece)
        return work.code

    from layoutfix.report.terminal import finding_lines

    for name, page in pages():
        if page:
            for line in finding_lines(shown(name), page, look.is_sure):
                put(line + "\n")
    return work.code


commands.add_command(dups)


@commands.command()
@_config_options
def rules(**options: Any) -> None:
    """List the rules: name, stage and what each one sees."""
    from layoutfix.report.terminal import rule_lines

    for line in rule_lines(_configured(options).available):
        put(line + "\n")


@commands.command(short_help="Say what a rule sees and when it keeps its hands off.")
@click.argument("rule")
@_config_options
def explain(rule: str, **options: Any) -> None:
    """Say what RULE sees, why that is damage and when it keeps its hands off, with examples."""
    from layoutfix.report.terminal import explained

    put(explained(_configured(options).available[rule]))


def _configured(options: dict[str, Any]) -> Config:
    """The configuration, with what the command line says in its place or on top of it."""
    from layoutfix.config.configuration import Config, configured, read_config

    file, plugins = options["config"], options["plugins"]
    if file is not None and options["no_config"]:
        raise click.UsageError("--config and --no-config don't go together; choose one.")
    if options["no_config"]:
        config = Config(plugins=plugins)
    elif file is None:
        config = configured(Path.cwd(), plugins=plugins)
    else:
        config = read_config(file, plugins=plugins)
    least = options.get("min_confidence")
    return replace(
        config,
        min_confidence=config.min_confidence if least is None else least,
        select=options.get("select") or config.select,
        without=(*config.without, *options.get("without", ())),
    )


class _Look:
    """How pages are looked at: the rules and the least confidence that were asked for."""

    def __init__(self, options: dict[str, Any]) -> None:
        from layoutfix.pipeline import fix

        config = _configured(options)
        self._min_confidence = config.min_confidence
        self._rules = config.rules
        self._fix = fix

    def at(self, name: str) -> Fixed:
        """Read one page and mend it."""
        text = decode(sys.stdin.buffer.read()) if name == STDIN else read_text(Path(name))
        return self._fix(text, rules=self._rules, min_confidence=self._min_confidence)

    def is_sure(self, finding: Finding) -> bool:
        """Whether a finding reaches the bar that was asked for, or its rule's own."""
        least = self._min_confidence
        return finding.confidence >= (self._rules.bar(finding.rule) if least is None else least)


@dataclass(slots=True)
class _Work:
    """What has come of the pages so far."""

    found: bool = False
    errors: list[str] = field(default_factory=list)

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Tell of an error on one page, and go on."""
        try:
            yield
        except LayoutfixError as error:
            self.errors.append(str(error))
            tell(f"{shown(name)}: {error}")

    @property
    def code(self) -> int:
        return 2 if self.errors else int(self.found)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code.

    Args:
        arguments: without the program's name; those of the process where None.
    """
    try:
        code = commands.main(arguments, "layoutfix", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except LayoutfixError as error:
        tell(str(error))
        code = 2
    except OSError as error:
        tell(f"can't write: {error.strerror or error}")
        code = 2
    sys.exit(code or 0)

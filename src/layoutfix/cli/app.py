"""The command line: ``layoutfix fix``, ``check``, ``review``, ``dups``, ``rules`` and ``explain``.

Exit codes: 0 all well; 1 there are findings (``check``, ``dups``) or something would change
(``fix --diff``); 2 something could not be read, written or understood; 130 stopped by Ctrl-C;
141 nobody reads the output any more.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from layoutfix import __version__
from layoutfix.cli.check import check
from layoutfix.cli.console import tell
from layoutfix.cli.dups import dups
from layoutfix.cli.fix import fix
from layoutfix.cli.review import review
from layoutfix.cli.rules import explain, rules
from layoutfix.errors import LayoutfixError

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


for each in (fix, check, review, dups, rules, explain):
    commands.add_command(each)


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

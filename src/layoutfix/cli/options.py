"""Options that commands share: which rules, how sure, which configuration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layoutfix.cli.console import tell

if TYPE_CHECKING:  # numpy and all that needs it wait until there is a page to look at
    from layoutfix.config.configuration import Config

__all__ = [
    "config_options",
    "configured",
    "format_options",
    "paths_argument",
    "report_option",
    "rule_options",
]

Command = Callable[..., "int | None"]

report_option = click.option(
    "--report", metavar="FILE", help="Write what was found as an HTML page to look at."
)
paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


def format_options(command: Command) -> Command:
    """Add the options that say how files are read."""
    for option in (
        click.option(
            "--field",
            default="text",
            metavar="NAME",
            help="The field or column of a record that holds its text.  [default: text]",
        ),
        click.option(
            "--format",
            "format_name",
            metavar="NAME",
            help="text, markdown, html, pdf, jsonl or parquet.  [default: by the suffix]",
        ),
    ):
        command = option(command)
    return command


def rule_options(command: Command) -> Command:
    """Add the options that choose rules and how sure a finding must be."""
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
    return config_options(command)


def config_options(command: Command) -> Command:
    """Add the options that choose the configuration."""
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


def configured(options: dict[str, Any]) -> Config:
    """The configuration, with what the command line says in its place or on top of it."""
    from layoutfix.config import configuration

    file, plugins = options["config"], options["plugins"]
    if file is not None and options["no_config"]:
        raise click.UsageError("--config and --no-config don't go together; choose one.")
    if options["no_config"]:
        config = configuration.Config(plugins=plugins)
    elif file is None:
        config = configuration.configured(Path.cwd(), plugins=plugins)
        if config.source is not None and config.source.parent != Path.cwd().resolve():
            tell(f"the configuration is {config.source}; --no-config does without")
    else:
        config = configuration.read_config(file, plugins=plugins)
    least = options.get("min_confidence")
    return replace(
        config,
        min_confidence=config.min_confidence if least is None else least,
        select=options.get("select") or config.select,
        without=(*config.without, *options.get("without", ())),
    )

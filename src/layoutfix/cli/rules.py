"""``layoutfix rules`` and ``explain``: what is looked for, and why."""

from __future__ import annotations

from typing import Any

import click

from layoutfix.cli.console import put
from layoutfix.cli.options import config_options, configured

__all__ = ["explain", "rules"]


@click.command()
@config_options
def rules(**options: Any) -> None:
    """List the rules: name, stage and what each one sees."""
    from layoutfix.report.terminal import rule_lines

    for line in rule_lines(configured(options).available):
        put(line + "\n")


@click.command(short_help="Say what a rule sees and what it leaves alone.")
@click.argument("rule")
@config_options
def explain(rule: str, **options: Any) -> None:
    """Say what RULE sees, why that is damage and what it leaves alone, with examples."""
    from layoutfix.report.terminal import explained

    put(explained(configured(options).available[rule]))

"""The rules of layoutfix; ``DEFAULT`` lists them in order."""

from __future__ import annotations

from layoutfix.rule import Ruleset
from layoutfix.rules.byline import byline
from layoutfix.rules.caption import caption
from layoutfix.rules.dateline import dateline
from layoutfix.rules.doubled_section import doubled_section
from layoutfix.rules.drop_cap import drop_cap
from layoutfix.rules.join_blocks import join_blocks
from layoutfix.rules.join_doubled import join_doubled
from layoutfix.rules.join_hyphenated import join_hyphenated
from layoutfix.rules.join_lines import join_lines
from layoutfix.rules.jump_line import jump_line
from layoutfix.rules.move_caption import move_caption
from layoutfix.rules.move_fragment import move_fragment
from layoutfix.rules.page_number import page_number
from layoutfix.rules.pull_quote import pull_quote
from layoutfix.rules.rejoin_hyphen import rejoin_hyphen
from layoutfix.rules.running_head import running_head
from layoutfix.rules.sign_off import sign_off
from layoutfix.rules.surplus_blank_lines import surplus_blank_lines

__all__ = ["DEFAULT"]

DEFAULT = Ruleset(
    (
        page_number,
        running_head,
        jump_line,
        caption,
        byline,
        dateline,
        sign_off,
        move_caption,
        surplus_blank_lines,
        pull_quote,
        doubled_section,
        move_fragment,
        drop_cap,
        join_lines,
        join_blocks,
        join_hyphenated,
        join_doubled,
        rejoin_hyphen,
    )
)
"""By stage; within a stage the order only matters for how a list shows them."""

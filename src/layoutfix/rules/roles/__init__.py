"""The rules of the roles stage: what each block is, and the furniture that leaves."""

from __future__ import annotations

from layoutfix.rule import Rule
from layoutfix.rules.roles.byline import byline
from layoutfix.rules.roles.caption import caption
from layoutfix.rules.roles.dateline import dateline
from layoutfix.rules.roles.jump_line import jump_line
from layoutfix.rules.roles.move_caption import move_caption
from layoutfix.rules.roles.page_number import page_number
from layoutfix.rules.roles.running_head import running_head
from layoutfix.rules.roles.sign_off import sign_off
from layoutfix.rules.roles.surplus_blank_lines import surplus_blank_lines

__all__ = ["ROLES_RULES"]

ROLES_RULES: tuple[Rule, ...] = (
    page_number,
    running_head,
    jump_line,
    caption,
    byline,
    dateline,
    sign_off,
    move_caption,
    surplus_blank_lines,
)
"""The order changes nothing; it is the order in which a list of the rules shows them."""

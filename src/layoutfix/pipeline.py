"""What people call: a page, or many, repaired or checked; what is misplaced; the sections.

The way of a page is in :mod:`layoutfix.engine.passes`: parse, then each stage's rules, their edits
settled and rendered, until a pass changes nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from layoutfix.engine.batches import repaired_in_order
from layoutfix.engine.decisions import NO_DECISIONS, Decisions
from layoutfix.engine.labels import LabelsOf, labels_and_findings
from layoutfix.engine.passes import Plan, page_error, repaired
from layoutfix.errors import InputError, LayoutfixError, RuleError
from layoutfix.evidence.placement.misplaced import misplaced_of
from layoutfix.model import Finding, Fixed, Misplaced, Page, Role, Section, Stage
from layoutfix.parsing.lines import parse
from layoutfix.rule import Ruleset
from layoutfix.rules import DEFAULT

__all__ = ["check", "find_misplaced", "fix", "fix_many", "rejoin", "sections"]


def fix(
    text: str,
    *,
    rules: Ruleset = DEFAULT,
    min_confidence: float | None = None,
    decisions: Decisions = NO_DECISIONS,
) -> Fixed:
    """Repair a page: furniture removed, seams healed, every character accounted for.

    Args:
        text: the page, plain text or Markdown.
        rules: what to look for.
        min_confidence: the probability, 0 to 1, below which a finding is not applied; None takes
            each rule's own, ``Rule.min_confidence``.
        decisions: for the rule and the span of a finding that was reviewed, whether to apply it;
            what was rejected is skipped, what was accepted is applied at any confidence.

    Raises:
        InputError: ``text`` is no string, or holds a lone surrogate, or ``min_confidence`` is no
            probability.
        RuleError: ``rules`` is no ``Ruleset``, or a rule of your own failed, took too long over a
            pattern, or gave back something else than findings and labels; it is named.
        EditError: a rule of your own proposed an edit outside the text; it is named.

    >>> fix("The committee met on Tues-\\nday and agreed to meet\\nagain in the spring.\\n").text
    'The committee met on Tuesday and agreed to meet again in the spring.\\n'
    """
    _check_rules(rules)
    _check_confidence(min_confidence)
    (page,) = repaired([text], Plan(rules, min_confidence, decisions))
    if isinstance(page, LayoutfixError):
        raise page
    return page


def fix_many(
    pages: Iterable[str],
    *,
    rules: Ruleset = DEFAULT,
    min_confidence: float | None = None,
    jobs: int = 1,
) -> Iterator[Fixed]:
    """Repair many pages, each as :func:`fix` repairs it; pages are read as they are needed.

    However many pages there are, only a few of them are in memory at any time.

    Args:
        pages: the pages, plain text or Markdown.
        rules: what to look for.
        min_confidence: as for :func:`fix`; None takes its default.
        jobs: the number of processes. With more than one, rules of your own are functions of
            modules that can be imported, and a script needs ``if __name__ == "__main__":``.

    Returns:
        The repaired pages, in the order of ``pages``.

    Raises:
        InputError: ``pages`` is one string, or ``jobs`` no number of processes.
        LayoutfixError: as :func:`fix`, when the page that causes it is reached; the message begins
            with the page's number, counted from 1.

    >>> pages = ["We met on Tues-\\nday.\\n", "The ferry sailed on Fri-\\nday.\\n"]
    >>> [page.text for page in fix_many(pages)]
    ['We met on Tuesday.\\n', 'The ferry sailed on Friday.\\n']
    """
    if isinstance(pages, (str, bytes)) or not isinstance(pages, Iterable):
        what = type(pages).__name__
        raise InputError(f"pages are strings, one by one, this is one {what}; fix takes one page")
    if not isinstance(jobs, int) or jobs < 1:
        raise InputError(f"jobs is a number of processes, from 1, not {jobs!r}")
    _check_rules(rules)
    _check_confidence(min_confidence)
    return repaired_in_order(_Repair(rules, min_confidence), pages, jobs)


@dataclass(frozen=True, slots=True)
class _Repair:
    """:func:`fix` with these arguments, for other processes too."""

    rules: Ruleset
    min_confidence: float | None

    def __call__(self, pages: list[object]) -> list[Fixed | LayoutfixError]:
        return repaired(pages, Plan(self.rules, self.min_confidence))


def check(
    text: str, *, rules: Ruleset = DEFAULT, min_confidence: float | None = None
) -> tuple[Finding, ...]:
    """All findings on a page, in source order; nothing is changed.

    Arguments and errors are those of :func:`fix`.

    >>> [f.rule for f in check("The committee met on Tues-\\nday and agreed to meet again.\\n")]
    ['join-hyphenated']
    """
    return fix(text, rules=rules, min_confidence=min_confidence).findings


def rejoin(text: str, *, rules: Ruleset = DEFAULT, min_confidence: float | None = None) -> Fixed:
    """Heal the seams of a page and nothing else: only hyphens and doubled characters leave it.

    Arguments and errors are those of :func:`fix`.

    >>> page = "馆长说，食堂还将为行动不便的老人提供送餐服\\n\\n服务。\\n\\n食堂每天供应两餐。\\n"
    >>> rejoin(page).text
    '馆长说，食堂还将为行动不便的老人提供送餐服务。\\n\\n食堂每天供应两餐。\\n'
    """
    return fix(text, rules=seams_alone(rules), min_confidence=min_confidence)


def seams_alone(rules: Ruleset) -> Ruleset:
    """The seam rules, and the labels (but not the findings) of the rules that give roles."""
    _check_rules(rules)
    return narrowed(rules, [each.name for each in rules.of(Stage.SEAMS)])


def narrowed(rules: Ruleset, names: Iterable[str]) -> Ruleset:
    """The named rules; of the others those that give roles stay, without their findings.

    A page number is no part of the text around it, also where it is to stay on the page.

    Raises:
        RuleError: a name that ``rules`` doesn't have.
    """
    chosen = rules.select(*names)
    others = rules.without(*(each.name for each in chosen)).of(Stage.ROLES)
    labelling = (replace(each, function=LabelsOf(each)) for each in others)
    return replace(rules, rules=(*labelling, *chosen))


def find_misplaced(text: str, *, rules: Ruleset = DEFAULT) -> tuple[Misplaced, ...]:
    """The fragments that stand under another article's heading, in source order.

    Those that are more likely misplaced than not; ``fix`` moves the ones that are sure. Texts whose
    start or end is lost are reported too; their ``owner`` is None.

    Args:
        text: the page, plain text or Markdown.
        rules: of these the ones that give roles are used.

    Raises:
        InputError: ``text`` is no string.

    >>> page = "# Bees close library\\n\\nA swarm of bees sat in the library.\\n"
    >>> find_misplaced(page)
    ()
    """
    _check_text(text)
    return tuple(found for found, _ in misplaced_of(labelled(_read(text, rules), rules)))


def sections(text: str, *, rules: Ruleset = DEFAULT) -> tuple[Section, ...]:
    """The page's headings, each with the blocks under it up to the next heading.

    Blocks before the first heading form a section without one.

    Raises:
        InputError: ``text`` is no string.

    >>> found = sections("a\\n\\n# B\\n\\nc\\n\\nd")
    >>> [(section.heading and section.heading.level, len(section.blocks)) for section in found]
    [(None, 1), (1, 2)]
    """
    _check_text(text)
    page = labelled(_read(text, rules), rules)
    starts = {n for n, block in enumerate(page.blocks) if block.role is Role.HEADING}
    edges = sorted({0, *starts, len(page.blocks)})
    out = []
    for first, last in itertools.pairwise(edges):
        heading = page.blocks[first] if first in starts else None
        blocks = page.blocks[first + (heading is not None) : last]
        whole = page.blocks[first:last]
        span = replace(whole[0].span, end=whole[-1].span.end)
        out.append(Section(heading, blocks, span))
    return tuple(out)


def labelled(page: Page, rules: Ruleset = DEFAULT) -> Page:
    """The page with the roles its rules see; nothing is removed."""
    return labels_and_findings(page, rules.of(Stage.ROLES))[0]


def _read(text: str, rules: Ruleset) -> Page:
    _check_rules(rules)
    return parse(text).with_words(rules.words)


def _check_text(text: object) -> None:
    if error := page_error(text):
        raise error


def _check_confidence(min_confidence: object) -> None:
    if min_confidence is None:
        return
    if not isinstance(min_confidence, (int, float)) or not 0 <= min_confidence <= 1:
        raise InputError(f"min_confidence is a probability from 0 to 1, not {min_confidence!r}")


def _check_rules(rules: object) -> None:
    if not isinstance(rules, Ruleset):
        what = type(rules).__name__
        raise RuleError(f"rules is a Ruleset, as DEFAULT.select('join-lines'), not a {what}")

"""Many small pages as one: numpy asked once costs little more than numpy asked for one page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.language.characters import Kind
from layoutfix.model import LineTable, Page, read_only
from layoutfix.parsing.page_rows import page_rows

__all__ = ["apart", "end_to_end"]


def end_to_end(pages: Sequence[Page]) -> Page:
    """The pages one behind the other, a line break between two of them; ``starts`` says where.

    >>> from layoutfix.parsing.lines import parse
    >>> both = end_to_end([parse("a\\nb"), parse("c\\n")])
    >>> both.text, both.starts.tolist(), both.lines.start.tolist()
    ('a\\nb\\nc\\n', [0, 4], [0, 2, 4])
    """
    if len(pages) == 1:
        return pages[0]
    lengths = np.array([len(page) + 1 for page in pages])
    starts = np.cumsum(lengths) - lengths
    codes = np.full(int(lengths.sum()) - 1, ord("\n"), np.uint32)
    kinds = np.full(len(codes), Kind.BREAK, np.uint8)
    for page, start in zip(pages, starts.tolist(), strict=True):
        codes[start : start + len(page)] = page.code_points
        kinds[start : start + len(page)] = page.kinds
    tables = [page.lines for page in pages]
    further = np.repeat(starts, [len(table) for table in tables])
    columns = {
        name: np.concatenate([getattr(table, name) for table in tables])
        for name in LineTable.__dataclass_fields__
    }
    for name in ("start", "end", "first"):
        columns[name] = columns[name] + further
    text = "\n".join(page.text for page in pages)
    return Page(text, codes, kinds, LineTable(**columns), pages[0].words, starts)


def apart(whole: Page, texts: Sequence[str]) -> list[Page]:
    """The pages that lie end to end in one, each by itself again; what was derived stays behind.

    Args:
        whole: the pages, one behind the other.
        texts: the text of each.

    >>> from layoutfix.parsing.lines import parse
    >>> pages = [parse("a\\nb"), parse("c\\n")]
    >>> [page.lines.start.tolist() for page in apart(end_to_end(pages), ["a\\nb", "c\\n"])]
    [[0, 2], [0]]
    """
    rows = page_rows(whole)
    offset = np.repeat(whole.starts, np.diff(rows.first, append=rows.count))
    columns = {name: getattr(whole.lines, name) for name in LineTable.__dataclass_fields__}
    for name in ("start", "end", "first"):
        columns[name] = columns[name] - offset
    some = list(columns.values())
    read_only(*some)
    pages = []
    for text, start, part in zip(texts, whole.starts.tolist(), rows.parts(), strict=True):
        stretch = slice(start, start + len(text))
        lines = LineTable(*[column[part] for column in some])
        codes, kinds = whole.code_points[stretch], whole.kinds[stretch]
        pages.append(Page(text, codes, kinds, lines, whole.words))
    return pages

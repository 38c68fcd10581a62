"""Small pages for tests of reports, over the rules of ``tests/small_rules.py``."""

from __future__ import annotations

from layoutfix import fix
from layoutfix.model import Fixed
from tests.small_rules import RULES

__all__ = ["EVERYTHING", "HOSTILE", "RIGHT_TO_LEFT", "looked_at"]

EVERYTHING = """\
## The ferry

The ferry to Garrow left on Tues-
day with the mail
and a piano.

7

So who pays?
The island does.

The island does.

It always did,
said the harbour master.

a
"""
"""Four joins (one of them with a hyphen), a page number, a repeat, a move and what nobody is sure
of."""

HOSTILE = """\
<script>window.ran = 1</script><img src=x onerror="window.ran = 2">
and on' onmouseover='window.ran = 3' "quoted" </script><!-- <b>
and [a link](javascript:window.ran=4) {{ 7 * 7 }} {% raw %}
and a control \x1b[31m, a zero \x00, \u202eoverride

7

</template></mark></div><svg onload="window.ran = 5"></svg>
"""
"""What must not run, nor break out of where it is shown."""

RIGHT_TO_LEFT = """\
غادرت العبارة الميناء يوم
الثلاثاء ومعها البريد.

7

המעבורת יצאה מן הנמל
ביום שלישי עם הדואר.

Die Fähre fuhr am Diens-
tag ab.

渡船星期二早上离开了
港口。
"""
"""Four languages, the first two from right to left."""


def looked_at(text: str) -> Fixed:
    """The page as the small rules repair it."""
    return fix(text, rules=RULES)

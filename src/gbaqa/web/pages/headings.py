"""Give the headings of a document's text their place below the heading of the page."""

from __future__ import annotations

import re

HEADING = re.compile(r"<(/?)h([1-6])>")
DEEPEST = 6


def deepened(page: str, *, below: int) -> str:
    """The HTML with its headings renumbered: below one level, none left out on the way down.

    `page` is what marking.py makes of a text: every `<` of the text itself is escaped in it.

    >>> deepened("<h1>A</h1><h4>B</h4><h2>C</h2><h1>D</h1>", below=1)
    '<h2>A</h2><h3>B</h3><h3>C</h3><h2>D</h2>'
    """
    above: list[int] = []  # levels as written, of the headings that the present one stands under

    def placed(tag: re.Match[str]) -> str:
        closing, level = tag[1], int(tag[2])
        if not closing:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        return f"<{closing}h{min(below + len(above), DEEPEST)}>"

    return HEADING.sub(placed, page)

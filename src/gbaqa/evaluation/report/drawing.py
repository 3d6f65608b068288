"""Draw with matplotlib, behind this one door: inline SVG that takes its colours from the page."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Colours that nobody draws with, each standing for one of the page's own.
INK, QUIET, LINE, PAPER = "#010203", "#010204", "#010205", "#010206"
FIRST, SECOND = "#010207", "#010208"
OF_PAGE = {
    INK: "var(--ink)",
    QUIET: "var(--quiet)",
    LINE: "var(--line)",
    PAPER: "var(--paper)",
    FIRST: "var(--first)",
    SECOND: "var(--second)",
}
WIDTH = 400  # units of the SVG, in which text is 12 high: as wide as a phone shows it
UNITS_PER_INCH = 72
STYLE: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same layout everywhere
    "font.size": 12,
    "text.parse_math": False,  # a name with two dollar signs is no formula
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": QUIET,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 12,
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "gbaqa",  # the same plot has the same ids
}
TAG = re.compile(r"<[^>]*>")
COLOUR = re.compile("|".join(OF_PAGE))
LOCAL = re.compile(r'(\bid="|url\(#|\bhref="#)')  # an id, or what points at one


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, how to read it, and the numbers it is drawn from."""

    title: str
    note: str
    svg: Markup
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawn(draw: Callable[[Axes], None], *, name: str, label: str, height: int) -> Markup:
    """What `draw` puts on one pair of axes, as an SVG element of WIDTH x `height` units.

    `name` tells its ids from those of other plots; `label` is what a reader hears who does
    not see it.
    """
    from matplotlib import style  # half a second: only when a report is drawn
    from matplotlib.figure import Figure

    with style.context(STYLE, after_reset=True), warnings.catch_warnings():
        # the page's fonts, not matplotlib's, show a name in another script
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        figure = Figure(
            figsize=(WIDTH / UNITS_PER_INCH, height / UNITS_PER_INCH), layout="constrained"
        )
        draw(figure.add_subplot())
        text = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(text, format="svg", metadata=nothing)
    return _inline(text.getvalue(), name, label, height)


def _inline(svg: str, name: str, label: str, height: int) -> Markup:
    """The drawing alone, under ids of its own and in the page's colours."""
    body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = TAG.sub(lambda tag: _of_page(tag.group(), name), body)
    opening = Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">')
    return opening.format(WIDTH, height, label) + Markup(body + "</svg>")  # noqa: S704  # matplotlib escapes


def _of_page(tag: str, name: str) -> str:
    tag = LOCAL.sub(lambda found: f"{found.group()}{name}-", tag)
    return COLOUR.sub(lambda found: OF_PAGE[found.group()], tag)

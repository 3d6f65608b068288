"""Draw groups of bars that lie on their side, the name of each group beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaqa.evaluation.columns import shown
from gbaqa.evaluation.figures import Figure
from gbaqa.evaluation.report.drawing import FIRST, INK, PAPER, SECOND, drawn

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.axes import Axes

MARGINS = 88  # of the height, for the axis, its name and the legend
BAR = 13  # the height that one bar takes
GAP = 9  # between groups
LONGEST = 22  # characters of a group's name


@dataclass(frozen=True, slots=True)
class Group:
    """A name and one bar of each series, from the top."""

    name: str
    bars: tuple[Figure, ...]


def bars(
    groups: Sequence[Group], series: Sequence[str], *, name: str, what: str, axis: str, counts: bool
) -> Markup:
    """The drawing; `what` says for readers who do not see it what it shows, `axis` what a bar is.

    Bars that are not `counts` are shares, from 0 to 1.
    """

    def draw(axes: Axes) -> None:
        for place, one in enumerate(series):
            _draw_series(axes, groups, place, len(series), one)
        thickness = _thickness(len(series))
        middle = (len(series) - 1) / 2 * thickness
        places = [index + middle for index in range(len(groups))]
        axes.set_yticks(places, [_short(group.name) for group in groups])
        axes.tick_params(axis="y", length=0)
        axes.grid(visible=False, axis="y")
        axes.set_ylim(len(groups) - 1 + len(series) * thickness, -thickness)  # the first on top
        axes.set_xlabel(axis)
        if counts:
            axes.locator_params(axis="x", integer=True)
        else:
            axes.set_xlim(0, 1.01)
        if len(series) > 1:
            axes.figure.legend(loc="outside upper left", ncols=len(series))

    height = MARGINS + len(groups) * (len(series) * BAR + GAP)
    return drawn(draw, name=name, label=f"{what}. {_told(groups, series)}", height=height)


def _draw_series(axes: Axes, groups: Sequence[Group], place: int, of: int, name: str) -> None:
    """The first series is filled and the second an outline: they differ in print, too."""
    thickness = _thickness(of)
    drawn_at = [(index + place * thickness, one.bars[place]) for index, one in enumerate(groups)]
    axes.barh(
        [at for at, _ in drawn_at],
        [bar.value or 0 for _, bar in drawn_at],
        height=thickness * 0.86,
        label=name,
        facecolor=PAPER if place else FIRST,
        edgecolor=SECOND if place else FIRST,
        linewidth=1.5,
    )
    for at, bar in drawn_at:
        if bar.interval:
            axes.plot(bar.interval, (at, at), color=INK, linewidth=1, marker="|", markersize=5)


def _thickness(series: int) -> float:
    """The height of a bar where a group and the gap below it have the height 1."""
    return BAR / (series * BAR + GAP)


def _told(groups: Sequence[Group], series: Sequence[str]) -> str:
    return "; ".join(
        f"{group.name}: "
        + ", ".join(
            f"{name} {shown(bar.value)}" for name, bar in zip(series, group.bars, strict=True)
        )
        for group in groups
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
